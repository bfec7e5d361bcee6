"""A PDF opened so that nothing of it can be missing unseen: what pdfminer.six mends or passes over is refused.

Readers, like viewers, repair what they can of a damaged file and leave out the rest, so that a report of 87 findings
reads as one of 8. The 182 real reports that were looked at need none of this leniency.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager

from pdfminer import settings
from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFEncryptionError, PDFXRef, PDFXRefStream
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1, stream_value
from pdfminer.psexceptions import PSException

from pipelines.reading.drawing.content import data_of, operations
from pipelines.reading.model import FailedReading, UnreadableDocument

OBJECT = re.compile(rb"\s*+(\d++)\s++\d++\s++obj\b")
SHOW_TEXT = frozenset({b"Tj", b"TJ", b"'", b'"'})
MOST_SHARED = 100  # bytes of text that two pages may both draw: blank pages of a merged file are one stream
LARGEST_PAGE = 14_400  # points: 200 inches, the most that PDF 32000-1, annex C.2, has room for

# pdfminer.six lets Python's own errors through when a damaged object is not what it expects; among them a
# RuntimeError, where the recursion is too deep or a generator of its own meets a StopIteration.
FAULTS = (
    PDFException,
    PSException,
    AssertionError,
    AttributeError,
    LookupError,
    OverflowError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

Place = tuple[int | None, int, int]  # an object's stream or None, its place there, its generation


class DamagedFile(PDFException):
    """A PDF that does not hold together, so that some of its text may be missing."""


class CheckedParser(PDFParser):
    """pdfminer.six's parser, but that a sign without digits is refused: a million of them took it eight seconds."""

    def _parse_number(self, s: bytes, i: int) -> int:
        count = len(self._tokens)
        end = super()._parse_number(s, i)
        if self._parse1 == self._parse_main and len(self._tokens) == count:
            raise DamagedFile("a number without digits")
        return end


class NewestObjects(PDFBaseXRef):
    """Where the newest edition of each object is; an older one never stands in for a newer that cannot be read."""

    def __init__(self, places: dict[int, Place]) -> None:
        self.places = places

    def get_pos(self, objid: int) -> Place:
        return self.places[objid]


class CheckedDocument(PDFDocument):
    """A document whose cross-references all lead to the objects they name. To be used within `strictly`."""

    def __init__(self, content: bytes) -> None:
        """Raises DamagedFile, or what pdfminer.six raises, for a file whose cross-references are not right."""
        self.starts: list[int] = []  # bytes of the file at which its objects start, in order
        # Without fallback: objects that are found by searching the file are those that are left of it.
        try:
            super().__init__(CheckedParser(io.BytesIO(content)), fallback=False)
        except PDFSyntaxError as error:
            if self.xrefs:
                raise
            raise DamagedFile("no table of its objects where the file says") from error
        places: dict[int, Place] = {}
        starts: set[int] = set()
        for xref in self.xrefs:
            for objid in _numbers(xref):
                try:
                    place = xref.get_pos(objid)
                except KeyError:
                    continue  # an object that is no longer used
                _check_place(content, objid, place)
                places.setdefault(objid, place)
                starts.update((place[1],) if place[0] is None else ())
        self.starts = sorted(starts)
        self.xrefs = [NewestObjects(places)]

    def getobj(self, objid: int) -> object:
        """The object. Raises DamagedFile where there is none, or only a reference to another, or to itself."""
        try:
            found = super().getobj(objid)
        except PDFObjectNotFound as error:
            raise DamagedFile(f"object {objid} is missing") from error
        if isinstance(found, PDFObjRef):
            raise DamagedFile(f"object {objid} is only a reference")
        return found

    def _getobj_parse(self, pos: int, objid: int) -> object:
        found = super()._getobj_parse(pos, objid)
        following = bisect_right(self.starts, pos)
        assert self._parser is not None
        if following < len(self.starts) and self._parser._curtokenpos >= self.starts[following]:
            raise DamagedFile(f"object {objid} runs into the next")
        return found

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        found = super()._getobj_objstm(stream, index, objid)
        assert stream.objid is not None
        numbers_and_objects, _ = self._parsed_objs[stream.objid]
        if numbers_and_objects[2 * index] != objid:
            raise DamagedFile(f"object {objid} is missing from its stream")
        return found


@contextmanager
def strictly() -> Iterator[None]:
    """pdfminer.six refuses within this what it otherwise takes for empty: a missing font, stream or list.

    Its errors become FailedReading, or UnreadableDocument with reason code encrypted_pdf.
    """
    before = settings.STRICT
    settings.STRICT = True
    try:
        yield
    except PDFEncryptionError as error:
        raise UnreadableDocument("encrypted_pdf", "The PDF is encrypted: remove its password.") from error
    except FAULTS as error:
        raise FailedReading(f"{type(error).__name__}: {str(error)[:120]}") from error
    finally:
        settings.STRICT = before


def checked_pages(document: CheckedDocument) -> list[PDFPage]:
    """The document's pages in order, as many as it counts, each with what it draws.

    Raises DamagedFile where a page is missing, is in the wrong place, or has lost what it draws.
    """
    pages = list(PDFPage.create_pages(document))
    counted = resolve1(dict_value(document.catalog["Pages"])["Count"])
    if counted != len(pages):
        raise DamagedFile(f"{len(pages)} pages found where the file counts {counted}")
    kids: dict[int, set[int]] = {}
    drawn: dict[tuple[object, ...], int] = {}
    for number, page in enumerate(pages, start=1):
        if not _is_box(page.attrs["MediaBox"]):
            raise DamagedFile(f"page {number} has no size")
        # A blank page may draw nothing; one that has fonts has lost what it writes with them.
        if not page.contents and dict_value(page.resources).get("Font"):
            raise DamagedFile(f"page {number} draws nothing")
        parent = page.attrs["Parent"].objid
        if parent not in kids:
            kids[parent] = {kid.objid for kid in list_value(dict_value(document.getobj(parent))["Kids"])}
        if page.pageid not in kids[parent]:
            raise DamagedFile(f"page {number} belongs elsewhere")
        streams = [stream_value(stream) for stream in page.contents]
        first = drawn.setdefault(tuple(stream.objid for stream in streams), number)
        if first != number and _text_shown(streams) > MOST_SHARED:
            raise DamagedFile(f"pages {first} and {number} draw the same text")
    return pages


def _text_shown(streams: list[PDFStream]) -> int:
    """How many bytes of text the streams show; a page that is left blank on purpose says so in few."""
    total = 0
    for operator, operands in operations(b"\n".join(map(data_of, streams))):
        if operator in SHOW_TEXT:
            items = operands[-1] if operands and isinstance(operands[-1], list) else operands
            total += sum(len(item) for item in items if isinstance(item, bytes))
    return total


def _is_box(value: object) -> bool:
    """Whether these are a page's left, bottom, right and top; outside of wrong ones its text would be cut off."""
    box = [resolve1(side) for side in list_value(value)]
    if len(box) != 4 or not all(isinstance(side, int | float) and abs(side) <= LARGEST_PAGE for side in box):
        return False
    left, bottom, right, top = box
    return bool(left < right and bottom < top)


def _numbers(xref: PDFBaseXRef) -> Iterator[int]:
    """The numbers of all objects that a table or stream of cross-references has an entry for."""
    if isinstance(xref, PDFXRef):
        yield from xref.offsets
    elif isinstance(xref, PDFXRefStream) and xref.data is not None and xref.entlen:
        if sum(count for _, count in xref.ranges) * xref.entlen > len(xref.data):
            raise DamagedFile("cross-references that end early")
        for start, count in xref.ranges:
            yield from range(start, start + count)
    else:
        raise DamagedFile("no cross-references")


def _check_place(content: bytes, objid: int, place: Place) -> None:
    stream, offset, _ = place
    if stream is None:
        found = OBJECT.match(content, offset)
        if found is None or int(found[1]) != objid:
            raise DamagedFile(f"object {objid} is not where the file says")
