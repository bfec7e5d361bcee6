"""What recommendations and findings share: how a printed item goes on over blocks, and what stands over it."""

from __future__ import annotations

import re

from pipelines.parsing.layout.line_numbers import NUMBERED
from pipelines.parsing.report import BULLET, Block, with_superscripts, without_superscripts
from pipelines.parsing.words import dashes
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE

DASH = re.compile(rf"^[{dashes.DASH}]\s+")
DIVIDED = re.compile(r"\w-$")
HANGING = re.compile(r"(?:and|or|to)\b(?!-)")  # "pre- and post-birth" keeps its space, "up- / to-date" does not
LAST_NUMBER = re.compile(r"\d{1,4}[.,;)]")  # "in Years 10 and / 11. These meetings": no point ("26 live with parents")
# "Your sincerely" (Derby 2021).
LETTER_END = re.compile(r"^your[’']?s?\s+(?:sincere?ly|faithfully|truly)\b", re.IGNORECASE)


def pieces(block: Block) -> list[str]:
    """The block's text with its footnote marks, without bullets and number, cut where a line opens a new point.

    A point begins with a line break. A bullet is a point. A dash at the start of a line makes one when the piece
    before it ends with a colon, or was such a point itself.
    """
    found: list[str] = []
    in_dashes = False
    for line in block.lines:
        text = line.text if found else BULLET.sub("", line.text)
        if not found and block.number is not None:
            text = NUMBERED.sub("", text)
        is_dash = bool(DASH.match(text)) and (not found or in_dashes or found[-1].endswith(":"))
        if is_dash:
            in_dashes = True
            found.append("\n" + DASH.sub("", text))
        elif not found:
            found.append(("\n" if block.kind == "bullet" else "") + text)
        else:
            found[-1] = _run_on(found[-1], text)
    return [("\n" if piece.startswith("\n") else "") + with_superscripts(piece) for piece in found if plain(piece)]


def plain(piece: str) -> str:
    """A piece without footnote marks; it still begins with the line break of a point."""
    text = without_superscripts(piece)
    return f"\n{text}" if text and piece.startswith("\n") else text


def joined(texts: list[str]) -> str:
    """An item's pieces as one text: a point and a new sentence start a line, what ends in mid-sentence runs on.

    "Improve plans by:" and its two bullets are three lines; a paragraph cut by a page break is one.
    """
    text = ""
    for piece in texts:
        goes_on = piece[:1].islower() or (LAST_NUMBER.match(piece) and not LAST_NUMBER.match(text.split("\n")[-1]))
        starts_line = piece.startswith("\n") or bool(ENDS_SENTENCE.search(text[-20:])) or not goes_on
        text = f"{text}\n{piece.strip()}" if text and starts_line else _run_on(text, piece.strip())
    return text


def _run_on(text: str, more: str) -> str:
    """Two stretches of a sentence; a word divided at its hyphen ("decision- / making") closes up."""
    return f"{text}{'' if closes_up(text, more) or not text or text.endswith(chr(10)) else ' '}{more}"


def closes_up(text: str, more: str) -> bool:
    """Whether a line's last word goes on in the next line behind its hyphen ("post- / 16", "multi- / Agency")."""
    return bool(DIVIDED.search(text[-2:])) and more[:1].isalnum() and not HANGING.match(more)


def has_own_number(block: Block) -> bool:
    """Whether a numbered block's number stands apart from its text, as a hanging number does."""
    cells = block.lines[0].cells
    return len(cells) > 1 and bool(NUMBERED.fullmatch(cells[0].text))
