"""What a reader yields: a document's pages and their lines, with position, size and boldness."""

from __future__ import annotations

from dataclasses import dataclass

MIDDLE = 0.35  # of the font size: how far above its baseline a line's middle is


class UnreadableDocument(Exception):
    """A file that cannot be read whole. `reason_code` is a quarantine code, the message says what to do."""

    def __init__(self, reason_code: str, reason: str) -> None:
        super().__init__(reason)
        self.reason_code = reason_code
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str]]:
        return type(self), (self.reason_code, self.reason)


class FailedReading(Exception):
    """A reader's library could not read a PDF; the message is what it said of the fault."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line set off from its neighbours by a wide gap or a rule, as in a table's columns."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Distances are points from the page's left and top. A text report has no pages: its lines have
    page None, and their position is the line's number, so that order holds in both forms.
    Superscript digits are written as such (¹²³), bullets of any font as •.
    """

    page: int | None
    cells: tuple[Cell, ...]
    top: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def text(self) -> str:
        cells = self.cells
        return cells[0].text if len(cells) == 1 else " ".join([cell.text for cell in cells])

    @property
    def x0(self) -> float:
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        return self.cells[-1].x1

    @property
    def middle(self) -> float:
        return self.bottom - MIDDLE * self.size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page, in points from its left and top."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Table:
    """What a page's rules enclose: rows from top to bottom, each of cells from left to right.

    A cell that spans rows stands in the first of them.
    """

    rows: tuple[tuple[Box, ...], ...]

    @property
    def box(self) -> Box:
        cells = [cell for row in self.rows for cell in row]
        return Box(
            min(cell.x0 for cell in cells),
            min(cell.top for cell in cells),
            max(cell.x1 for cell in cells),
            max(cell.bottom for cell in cells),
        )


SEEN_ASIDE = frozenset({"turned", "across"})  # why a line is set aside that can be seen all the same


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line that is drawn on a page but is no part of the text that a person reads there.

    `why`: turned (at an angle to the text), across (outsized, over the text: a stamp), or why nobody sees it:
    invisible, clipped, off_page, layer_off, transparent, tiny, background_colour, covered.
    Lines that are turned have positions along their own direction.
    """

    why: str
    line: Line


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document; `number` counts from 1 and is None for a text report's only page.

    `tables` are those that the page's rules make; a text report has none.
    """

    number: int | None
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: the same bytes and reader version always give an equal document.

    `reader` names the library that read it, with its version.
    """

    sha256: str
    reader: str
    pages: tuple[Page, ...]

    @property
    def page_count(self) -> int | None:
        """Number of pages, or None for a text report."""
        return None if self.pages[0].number is None else len(self.pages)
