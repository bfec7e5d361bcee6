"""PDFs that have lost a part: refused, since what is left would pass for the whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from pdfminer import settings
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipelines.reading import streams
from pipelines.reading.model import UnreadableDocument
from pipelines.reading.read import read_document
from tests.damage.parts import content_of, first_free, objects, page_tree, pages, stream, updated

WORDS = "Words enough to be a letter, line upon line, so that the page does not pass for a picture."


def report() -> bytes:
    """A PDF of three pages, each with three lines."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=0)
    for page in range(1, 4):
        for number in range(3):
            canvas.drawString(72, 700 - 20 * number, f"{page}.{number} {WORDS}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(pdf: bytes, number: int, pattern: bytes, new: bytes) -> bytes:
    """The PDF with an update that changes one object."""
    body, count = re.subn(pattern, new, objects(pdf)[number], count=1)
    assert count == 1
    return updated(pdf, {number: body})


def without_object(pdf: bytes) -> bytes:
    number = content_of(pdf, pages(pdf)[1])
    return re.sub(rb"\n%d 0 obj.*?endobj" % number, lambda lost: b" " * len(lost[0]), pdf, count=1, flags=re.DOTALL)


def with_an_object_without_head(pdf: bytes) -> bytes:
    start = rb"\n%d 0 obj\s+" % content_of(pdf, pages(pdf)[1])
    return re.sub(
        rb"(%s)(.*?endobj)" % start,
        lambda found: found[1] + b" " * len(found[2]),
        pdf,
        count=1,
        flags=re.DOTALL,
    )


def with_shifted_objects(pdf: bytes) -> bytes:
    return re.sub(rb"\d{10}(?= 00000 n)", lambda offset: b"%010d" % (int(offset[0]) + 9), pdf)


def without_references(pdf: bytes) -> bytes:
    return re.sub(rb"startxref\s+\d+", b"startxref\n0", pdf)


def with_contents_that_are_no_stream(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % page_tree(pdf))


def with_half_of_its_contents_missing(pdf: bytes) -> bytes:
    page = pages(pdf)[1]
    both = b"/Contents [ %d 0 R %d 0 R ]" % (content_of(pdf, page), first_free(pdf) + 7)
    return changed(pdf, page, rb"/Contents \d+ 0 R", both)


def without_contents(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/Contents", b"/Kontents")


def with_the_contents_of_another_page(pdf: bytes) -> bytes:
    first, second, _ = pages(pdf)
    return changed(pdf, second, rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % content_of(pdf, first))


def with_a_page_of_another_tree(pdf: bytes) -> bytes:
    free = first_free(pdf)
    with_tree = updated(pdf, {free: b"<< /Type /Pages /Count 0 /Kids [ ] >>"})
    page = pages(pdf)[1]
    return updated(with_tree, {page: re.sub(rb"/Parent \d+ 0 R", b"/Parent %d 0 R" % free, objects(pdf)[page])})


def with_a_page_of_no_size(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/MediaBox \[.*?\]", b"/MediaBox [ 0 0 595 0 ]")


def with_a_page_without_end(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/MediaBox \[.*?\]", b"/MediaBox [ 0 0 595 1e38 ]")


def with_a_page_of_three_sides(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/MediaBox \[.*?\]", b"/MediaBox [ 0 0 595 ]")


def with_fewer_pages(pdf: bytes) -> bytes:
    return changed(pdf, page_tree(pdf), rb"(/Kids \[ \d+ 0 R) \d+ 0 R", rb"\1")


def with_a_missing_font(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/Font \d+ 0 R", b"/Font << /F1 %d 0 R >>" % (first_free(pdf) + 7))


def with_a_font_that_is_none(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/Font \d+ 0 R", b"/Font << /F1 %d 0 R >>" % page_tree(pdf))


def with_a_reference_to_itself(pdf: bytes) -> bytes:
    free = first_free(pdf)
    page = re.sub(rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % free, objects(pdf)[pages(pdf)[1]])
    return updated(pdf, {pages(pdf)[1]: page, free: b"%d 0 R" % free})


def with_a_number_without_digits(pdf: bytes) -> bytes:
    return changed(pdf, pages(pdf)[1], rb"/Rotate 0", b"/Rotate " + b"-" * 100_000)


def with_a_stream_cut_short(pdf: bytes) -> bytes:
    number = content_of(pdf, pages(pdf)[1])
    return updated(pdf, {number: re.sub(rb"/Length \d+", b"/Length 70", objects(pdf)[number])})


def with_filters_that_end_early(pdf: bytes) -> bytes:
    packed = stream(b"\x05ab", b"/Filter [ /RunLengthDecode /LZWDecode ]", is_packed=True)
    return updated(pdf, {content_of(pdf, pages(pdf)[1]): packed})


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (without_object, "is not where the file says"),
        (with_an_object_without_head, "runs into the next"),
        (with_shifted_objects, "damaged"),
        (without_references, "no table of its objects"),
        (with_contents_that_are_no_stream, "PDFStream required"),
        (with_half_of_its_contents_missing, "is missing"),
        (without_contents, "page 2 draws nothing"),
        (with_the_contents_of_another_page, "pages 1 and 2 draw the same text"),
        (with_a_page_of_another_tree, "page 2 belongs elsewhere"),
        (with_a_page_of_no_size, "page 2 has no size"),
        (with_a_page_without_end, "damaged"),
        (with_a_page_of_three_sides, "page 2 has no size"),
        (with_fewer_pages, "2 pages found where the file counts 3"),
        (with_a_missing_font, "is missing"),
        (with_a_font_that_is_none, "damaged"),
        (with_a_reference_to_itself, "is only a reference"),
        (with_a_number_without_digits, "damaged"),
        (with_a_stream_cut_short, "is not as long as it says"),
    ],
)
def test_a_pdf_that_has_lost_a_part_is_refused(damage: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(damage(report()))
    assert error.value.reason_code == "damaged_pdf"
    assert reason in error.value.reason
    assert "fetch it again" in error.value.reason


def test_a_blank_page_is_no_damage() -> None:
    blank = changed(without_contents(report()), pages(report())[1], rb"/Font \d+ 0 R", b"")
    document = read_document(blank)
    assert [len(page.lines) > 0 for page in document.pages] == [True, False, True]


def test_filters_that_end_early_are_damage() -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(with_filters_that_end_early(report()))
    assert error.value.reason_code == "damaged_pdf"


def test_a_whole_pdf_and_one_with_an_update_are_read() -> None:
    pdf = report()
    page = pages(pdf)[1]
    for content in (pdf, updated(pdf, {page: objects(pdf)[page]})):
        lines = [line.text for page in read_document(content).pages for line in page.lines]
        assert lines == [f"{page}.{number} {WORDS}" for page in range(1, 4) for number in range(3)]


def test_streams_as_long_as_they_say_are_whole() -> None:
    pdf = report()
    assert streams.broken_stream(pdf) is None
    assert streams.broken_stream(re.sub(rb"/Length (\d+)", rb"/Length 1", pdf)) is not None
    # A length kept in an object of its own is not looked up.
    assert streams.broken_stream(re.sub(rb"/Length \d+", rb"/Length 9 0 R", pdf)) is None


def test_strictness_ends_with_the_reading() -> None:
    before = settings.STRICT
    read_document(report())
    assert before is settings.STRICT


def test_a_text_with_a_line_longer_than_a_page_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(f"{WORDS * 5}\n{'1. ' * 300_000}".encode())
    assert error.value.reason_code == "line_too_long"
    assert error.value.reason.startswith("Line 2 has 900,000 characters")
