"""Words that a hyphen divides at a line's end, whole again on the line where they begin.

A line's end does not tell a divided word ("chil-" / "dren") from one with a hyphen of its own ("multi-" / "agency").
The rest of the report does: the word stands in it whole, and of the two parts one is no word there (Enfield 2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.reading.model import Line, Page

DIVIDED = re.compile(r"(?<!\S)[(‘“'\"]?(?P<half>[A-Za-z]+)-$")
REST = re.compile(r"(?P<rest>[a-z]+)\S*\s*")
WORD = re.compile(r"(?<![\w’'-])[A-Za-z]+(?![\w-])")
HYPHENATED = re.compile(r"(?<![\w-])[A-Za-z]+-[A-Za-z]+(?![\w-])")


def with_whole_words(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with the rest of each divided word, and what is printed against it, on the line where it begins."""
    texts = [line.text for page in pages for line in page.lines]
    words = set(_words(texts))
    hyphenated = {word.lower() for text in texts for word in HYPHENATED.findall(text)}
    return tuple(replace(page, lines=tuple(_mended(page.lines, words, hyphenated))) for page in pages)


def _words(texts: Sequence[str]) -> Iterator[str]:
    """The words of the lines, without what may be the rest of a divided one."""
    for before, text in zip(["", *texts], texts, strict=False):
        rest = REST.match(text) if DIVIDED.search(before) else None
        yield from (word.lower() for word in WORD.findall(text, rest.end() if rest else 0))


def _mended(lines: Sequence[Line], words: set[str], hyphenated: set[str]) -> Iterator[Line]:
    pending: Line | None = None
    for line in lines:
        if pending is not None:
            divided, rest = DIVIDED.search(pending.text), REST.match(line.text)
            if divided and rest and _is_one_word(divided["half"].lower(), rest["rest"], words, hyphenated):
                pending = _with_text(pending, pending.cells[-1].text[:-1] + rest[0].rstrip(), -1)
                cut = line.cells[0].text[rest.end() :]
                if not cut and len(line.cells) == 1:
                    continue
                line = _with_text(line, cut, 0) if cut else replace(line, cells=line.cells[1:])
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _is_one_word(half: str, rest: str, words: set[str], hyphenated: set[str]) -> bool:
    is_whole = half + rest in words and f"{half}-{rest}" not in hyphenated
    return is_whole and (half not in words or rest not in words)


def _with_text(line: Line, text: str, cell: int) -> Line:
    cells = list(line.cells)
    cells[cell] = replace(cells[cell], text=text)
    return replace(line, cells=tuple(cells))
