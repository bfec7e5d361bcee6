"""Content streams: operators and operands are those that pdfminer.six finds, or the stream is refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSKeyword

from pipelines.reading.drawing.content import ContentError, operations
from pipelines.settings import ROOT

SAMPLE = sorted((ROOT / "data" / "sample").glob("*inspection.pdf"))


def by_pdfminer(streams: list[Any]) -> list[tuple[bytes, list[Any]]]:
    """What pdfminer.six makes of the streams."""
    parser = PDFContentParser(streams)
    found: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    while True:
        try:
            _, item = parser.nextobject()
        except PSEOF:
            return found
        if isinstance(item, PSKeyword):
            found.append((item.name, operands))
            operands = []
        else:
            operands.append(list(item.items()) if isinstance(item, dict) else item)


def paired(operands: list[Any]) -> list[Any]:
    """A dictionary, which is a list of names and values here, as pdfminer.six's."""
    return [
        [(key.name, value) for key, value in zip(item[::2], item[1::2], strict=True)]
        if isinstance(item, list) and item and isinstance(item[0], type(LIT("a")))
        else item
        for item in operands
    ]


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_operators_and_operands_are_those_that_pdfminer_finds(path: Path) -> None:
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(path.read_bytes())))):
        streams = [stream_value(stream) for stream in page.contents]
        found = operations(b"\n".join(stream.get_data() for stream in streams))
        assert [(operator, paired(operands)) for operator, operands in found] == by_pdfminer(streams)


@pytest.mark.parametrize(
    ("content", "operands"),
    [
        (b"1 -2.5 +.5 4. x", [1, -2.5, 0.5, 4]),
        (rb"(a \(quiet\) word) x", [b"a (quiet) word"]),
        (b"(out (in (deep)) out) x", [b"out (in (deep)) out"]),
        (rb"(\101\7\n\\) x", [b"A\x07\n\\"]),
        (b"(two \\\r\nlines) x", [b"two lines"]),
        (b"<48 65 6C6> x", [b"Hel`"]),
        (b"<> x", [b""]),
        (b"/Name /A#20B x", [LIT("Name"), LIT("A B")]),
        (b"[(a)-250(b)[1]] x", [[b"a", -250, b"b", [1]]]),
        (b"<</A true/B[(c)]>> x", [[LIT("A"), LIT("B"), [b"c"]]]),
        (b"% (a comment\n3 x", [3]),
        (b"5 x" + b" " * 100_000, [5]),
    ],
)
def test_values_are_as_pdf_writes_them(content: bytes, operands: list[Any]) -> None:
    assert list(operations(content)) == [(b"x", operands)]


def test_an_image_within_the_stream_is_passed_over() -> None:
    content = b"BI /W 2 /H 2 ID \x00(\xffEI[ \nEI (text) Tj"
    assert list(operations(content)) == [(b"BI", []), (b"EI", []), (b"Tj", [b"text"])]


@pytest.mark.parametrize("content", [b"(text Tj", b"[(text) Tj", b"[(text)", b"/P <</MCID 0 BDC", b"BI ID \x00\x01"])
def test_a_stream_that_breaks_off_is_refused(content: bytes) -> None:
    with pytest.raises(ContentError):
        list(operations(content))
