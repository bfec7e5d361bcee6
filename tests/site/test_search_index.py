"""The search's index as files: every passage is found by every word that it has, and by no other."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import snowballstemmer

from pipelines.settings import Settings
from pipelines.site.find import search_index
from pipelines.site.find.passages import Passage, passages
from pipelines.site.find.search_index import LEFT_OUT, PASSAGES_A_FILE, write_index
from pipelines.site.model.joining import make_model
from pipelines.site.model.reading import read_tables


@pytest.fixture(scope="module")
def found(sample: Settings) -> list[Passage]:
    return list(passages(make_model(read_tables(sample.warehouse))))


def words_of(passage: Passage) -> list[str]:
    """Its words and its authority's, without accents and capitals."""
    text = f"{passage.authority} {passage.text}".lower()
    letters = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    plain = "".join(one if unicodedata.category(one)[0] == "L" or one.isdecimal() else " " for one in letters)
    return [word for word in plain.split() if word not in LEFT_OUT.split()]


def read(site: Path, name: str) -> Any:
    index = json.loads((site / "search/index.json").read_text())
    return json.loads((site / "search" / index["folder"] / f"{name}.json").read_text())


def in_order(site: Path, kind: str) -> dict[str, Any]:
    """All the files of words or stems as one, in order; each file begins with the key that the index says."""
    firsts = json.loads((site / "search/index.json").read_text())[kind]
    files = [read(site, f"{kind}/{number}") for number in range(len(firsts))]
    assert [next(iter(file)) for file in files] == firsts
    return {key: value for file in files for key, value in file.items()}


def places(numbers: list[int]) -> Iterator[int]:
    return accumulate((number // 10 for number in numbers), initial=-1)


def test_every_passage_is_found_by_its_words_alone(found: list[Passage], tmp_path: Path) -> None:
    write_index(found, tmp_path)
    expected: dict[str, set[int]] = {}
    stem_word = snowballstemmer.stemmer("english").stemWord
    for number, passage in enumerate(found):
        for word in words_of(passage):
            expected.setdefault(stem_word(word), set()).add(number)
    stems = in_order(tmp_path, "stems")
    assert {stem: set(list(places(numbers))[1:]) for stem, (_, numbers) in stems.items()} == expected
    assert all(1 <= number % 10 <= 9 for _, numbers in stems.values() for number in numbers)
    words = in_order(tmp_path, "words")
    assert list(words) == sorted({word for passage in found for word in words_of(passage)})
    assert {word: stem for stem, (forms, _) in stems.items() for word in forms} == words


def test_a_word_counts_more_where_it_is_more_of_the_passage(found: list[Passage], tmp_path: Path) -> None:
    texts = ["dentists", "dentists see children and carers", "children see carers", "dentists and dentists, children"]
    write_index([replace(found[0], text=text) for text in texts], tmp_path)
    _, numbers = in_order(tmp_path, "stems")["dentist"]
    weights = dict(zip(list(places(numbers))[1:], (number % 10 for number in numbers), strict=True))
    assert sorted(weights) == [0, 1, 3]
    assert weights[1] < weights[0]
    assert weights[1] < weights[3]


def test_runs_and_files_hold_every_passage_once(found: list[Passage], tmp_path: Path) -> None:
    write_index(found, tmp_path)
    for name in found[0].filters:
        having = {
            value: [place for first, last in runs for place in range(first, last + 1)]
            for value, runs in read(tmp_path, f"filters/{name}").items()
        }
        for value, these in having.items():
            assert these == [n for n, passage in enumerate(found) if value in passage.filters[name]], (name, value)
        assert set(having) == {value for passage in found for value in passage.filters[name]}
    count = -(-len(found) // PASSAGES_A_FILE)
    shown = [hit for number in range(count) for hit in read(tmp_path, f"passages/{number}")]
    assert [(hit["text"], hit["address"]) for hit in shown] == [(one.text, one.address) for one in found]


def test_files_are_cut_and_the_folder_is_named_for_the_passages(
    found: list[Passage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "FILE_BYTES", 500)
    for name, some in (("all", found), ("again", found), ("other", found[1:])):
        (tmp_path / name).mkdir()
        write_index(some, tmp_path / name)
    assert len(json.loads((tmp_path / "all/search/index.json").read_text())["stems"]) > 10
    assert list(in_order(tmp_path / "all", "words")) == sorted(in_order(tmp_path / "all", "words"))
    folders = [
        json.loads((tmp_path / name / "search/index.json").read_text())["folder"] for name in ("all", "again", "other")
    ]
    assert folders[0] == folders[1] != folders[2]
    assert not list((tmp_path / "all").glob("*.duckdb*")), "the index's own database is gone"


def test_words_of_any_script_and_none_at_all(found: list[Passage], tmp_path: Path) -> None:
    odd = replace(found[0], authority="Ynys Môn", text="Café “naïve” children’s 2014² x_y 日本")
    write_index([odd], tmp_path)
    assert set(in_order(tmp_path, "words")) >= {"cafe", "naive", "children", "2014", "x", "y", "日本", "mon"}
    (tmp_path / "none").mkdir()
    write_index([], tmp_path / "none")
    assert json.loads((tmp_path / "none/search/index.json").read_text())["passages"] == 0
