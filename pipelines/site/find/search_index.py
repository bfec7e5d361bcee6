"""The search's index: files beside the pages, of which a browser loads the few that a search needs (static/search.js).

    search/index.json  the folder of the others, the number of passages, and the first key of each of words and stems
    words/N.json       words of the reports with their stems, in the words' order
    stems/N.json       stems, each with its words and the passages that have it, in the stems' order
    filters/NAME.json  each value of the filter with the runs of passages that have it: [first, last]
    passages/N.json    PASSAGES_A_FILE passages in turn, as a hit shows them

The folder is named for the passages, so that a page that was opened before a build finds none of its files, not others.
A stem's passages are numbers, gap * 10 + weight: how many passages after the one before, or after -1, and how much the
stem counts there, 1 to 9.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import snowballstemmer

from pipelines.site.find.passages import KINDS, Passage
from pipelines.warehouse import build_file

FOLDER = "search"
FILE_BYTES = 40_000  # of words or stems, at which a file ends: a common stem alone takes more
PASSAGES_A_FILE = 8
# Nearly every passage has these ("s" as in "children's"): they tell none apart, and are not looked for.
LEFT_OUT = "a an and are as at be by for from has have in is it of on or s that the their this to was were with"

# Words as static/search.js takes them from a query, without capitals and accents.
WORDS = r"""
create table words as
with every_word as (
    select passage, unnest(regexp_extract_all(lower(strip_accents(text)), '[\p{L}\p{Nd}]+')) as word
    from texts
)
select passage, word, count(*) as times
from every_word
where not list_contains(string_split($left_out, ' '), word)
group by passage, word
"""
# BM25 (k1 1.2, b 0.75) but for how rare a stem is, which the length of its list tells; as 1 to 9 instead of 0 to 2.2.
PLACES = """
with lengths as (
    select passage, 0.3 + 0.9 * sum(times) / avg(sum(times)) over () as damping from words group by passage
),
weighed as (
    select stem, passage, greatest(1, round(9 * sum(times) / (sum(times) + any_value(damping)))) as weight
    from words
    inner join stems using (word)
    inner join lengths using (passage)
    group by stem, passage
),
placed as (
    select stem, passage, passage - lag(passage, 1, -1) over (partition by stem order by passage) as gap, weight
    from weighed
)
select stem, string_agg(cast(10 * gap + weight as integer), ',' order by passage) as places
from placed
group by stem
order by stem
"""


def write_index(passages: Sequence[Passage], site: Path) -> None:
    """Writes the search's index of the passages into the site's folder `search`."""
    folder = site / FOLDER / _name(passages)
    folder.mkdir(parents=True)
    # What DuckDB has no memory for goes beside its file.
    with TemporaryDirectory(dir=site) as beside, build_file.connect(Path(beside) / "words.duckdb") as connection:
        stems = _stems_of_words(connection, passages)
        words = ((word, _json(stem)) for word, stem in stems.items())
        index = {
            "folder": folder.name,
            "passages": len(passages),
            "passages_a_file": PASSAGES_A_FILE,
            "left_out": LEFT_OUT,
            "words": _write_in_order(words, folder / "words"),
            "stems": _write_in_order(_places_of_stems(connection, stems), folder / "stems"),
        }
    (site / FOLDER / "index.json").write_text(_json(index), encoding="utf-8")
    _write_filters(passages, folder / "filters")
    _write_passages(passages, folder / "passages")


def _name(passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(f"{passage.address}\n{passage.text}\n".encode())
    return digest.hexdigest()[:12]


def _stems_of_words(connection: duckdb.DuckDBPyConnection, passages: Sequence[Passage]) -> dict[str, str]:
    """The words of the passages with their stems, in the words' order, also as tables of the connection."""
    # A passage seldom says whose it is, so that its authority's name is looked for as well.
    texts = [f"{passage.authority} {passage.text}" for passage in passages]
    connection.register("texts", pd.DataFrame({"passage": range(len(texts)), "text": pd.array(texts, "string")}))
    connection.execute(WORDS, {"left_out": LEFT_OUT})
    words = [word for (word,) in connection.execute("select distinct word from words order by word").fetchall()]
    stems = snowballstemmer.stemmer("english").stemWords(words)
    connection.register("stems", pd.DataFrame({"word": words, "stem": stems}, dtype="string"))
    return dict(zip(words, stems, strict=True))


def _places_of_stems(connection: duckdb.DuckDBPyConnection, stems: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each stem in order, with the JSON of its words and its passages."""
    words: dict[str, list[str]] = {}
    for word, stem in stems.items():
        words.setdefault(stem, []).append(word)
    for stem, places in connection.execute(PLACES).fetchall():
        yield stem, f"[{_json(words[stem])},[{places}]]"


def _write_in_order(entries: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """Writes keys with their JSON, in order, to files of some FILE_BYTES; returns the first key of each file."""
    folder.mkdir()
    files: list[dict[str, str]] = []
    size = FILE_BYTES
    for key, value in entries:
        if size >= FILE_BYTES:
            files.append({})
            size = 0
        files[-1][key] = value
        size += len(key) + len(value)
    for number, file in enumerate(files):
        pairs = ",".join(f"{_json(key)}:{value}" for key, value in file.items())
        (folder / f"{number}.json").write_text(f"{{{pairs}}}", encoding="utf-8")
    return [next(iter(file)) for file in files]


def _write_filters(passages: Sequence[Passage], folder: Path) -> None:
    folder.mkdir()
    runs: dict[str, dict[str, list[list[int]]]] = {name: {} for passage in passages for name in passage.filters}
    for number, passage in enumerate(passages):
        for name, values in passage.filters.items():
            for value in values:
                of_value = runs[name].setdefault(value, [])
                if of_value and of_value[-1][1] >= number - 1:
                    of_value[-1][1] = number
                else:
                    of_value.append([number, number])
    for name, values_runs in runs.items():
        (folder / f"{name}.json").write_text(_json(values_runs), encoding="utf-8")


def _write_passages(passages: Sequence[Passage], folder: Path) -> None:
    folder.mkdir()
    for number, start in enumerate(range(0, len(passages), PASSAGES_A_FILE)):
        shown = [_shown(passage) for passage in passages[start : start + PASSAGES_A_FILE]]
        (folder / f"{number}.json").write_text(_json(shown), encoding="utf-8")


def _shown(passage: Passage) -> dict[str, str | int | None]:
    return {
        "authority": passage.authority,
        "inspection": passage.inspection,
        "day": passage.day,
        "kind": KINDS[passage.kind],
        "section": passage.section,
        "page": passage.page,
        "address": passage.address,
        "text": passage.text,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
