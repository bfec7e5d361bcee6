"""What a PDF can draw is read as a person reads it; what is damaged is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.reading import pdf_reader, streams
from pipelines.reading.model import UnreadableDocument
from pipelines.reading.read import read_document
from pipelines.settings import ROOT

SAMPLE = sorted((ROOT / "data" / "sample").glob("*.pdf"))
WORDS = "Words enough to be a letter, line upon line, so that the page does not pass for a picture."


def pdf(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF of one page: three lines of words, and what `draw` draws."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    for number in range(3):
        canvas.drawString(72, 700 - 20 * number, WORDS)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def last_line(content: bytes) -> list[str]:
    return [cell.text for cell in read_document(content).pages[0].lines[-1].cells]


def superscript(canvas: Canvas) -> None:
    text = canvas.beginText(72, 500)
    text.textOut("Board")
    text.setFont("Helvetica", 7)
    text.setRise(5)
    text.textOut("12")
    canvas.drawText(text)


def blank_of_its_own(canvas: Canvas) -> None:
    # As in Word's lists: the blank after the number stands a little higher, and the words close to the number.
    canvas.drawString(72, 500, "10.")
    canvas.drawString(88.7, 500.7, " ")
    canvas.drawString(89.9, 500, "Child")


def form(canvas: Canvas) -> None:
    canvas.beginForm("part")
    canvas.drawString(0, 0, "Within a form")
    canvas.drawString(200, 0, "Good")
    canvas.endForm()
    canvas.translate(72, 500)
    canvas.doForm("part")


def turned(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.translate(560, 72)
    canvas.rotate(90)
    for number in range(8):
        canvas.drawString(0, 20 * number, f"Set sideways, shown upright: line {number}")


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        (lambda canvas: canvas.drawString(72, 500, "Overall effectiveness"), ["Overall effectiveness"]),
        (lambda canvas: canvas.drawString(72, 500, "out-of-"), ["out-of-"]),
        (lambda canvas: (canvas.drawString(72, 500, "\xad"), canvas.drawString(90, 500, "item")), ["-", "item"]),
        (lambda canvas: (canvas.drawString(72, 500, "Help"), canvas.drawString(300, 500, "Good")), ["Help", "Good"]),
        (lambda canvas: [canvas.drawString(72 + x, 500, "twice") for x in (0, 0.3)], ["twice"]),
        (superscript, ["Board¹²"]),
        (blank_of_its_own, ["10. Child"]),
        (form, ["Within a form", "Good"]),
    ],
)
def test_what_a_page_draws_is_read_as_a_person_reads_it(draw: Callable[[Canvas], None], line: list[str]) -> None:
    assert last_line(pdf(draw)) == line


def test_a_page_that_is_shown_turned_is_read_as_shown() -> None:
    lines = read_document(pdf(turned)).pages[0].lines
    shown = [(line.text, line.x0, line.bottom) for line in lines if line.text.startswith("Set sideways")]
    assert shown == [
        (f"Set sideways, shown upright: line {number}", 72, 560 - 20 * number) for number in reversed(range(8))
    ]


def test_bold_and_size_are_those_of_the_font() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 500, "A heading")

    first, *_, last = read_document(pdf(draw)).pages[0].lines
    assert (first.is_bold, first.size) == (False, 12)
    assert (last.is_bold, last.size) == (True, 18)
    assert (last.x0, last.bottom) == (72, pytest.approx(841.89 - 500, abs=0.01))


def downwards(canvas: Canvas) -> None:
    registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
    canvas.setFont("HeiseiMin-W3", 12)
    canvas.drawString(500, 700, "A")


def test_a_file_with_what_the_reader_does_not_know_is_refused_with_that_reason() -> None:
    with pytest.raises(UnreadableDocument, match="vertical writing") as error:
        read_document(pdf(downwards))
    assert error.value.reason_code == "unsupported_pdf"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("[", "a list or dictionary without end"),
        ("3 XX", "the unknown operator b'XX'"),
        ("(text) } Tj", "b'}', which has no meaning"),
        ("] TJ", "an end without start: b']'"),
        ("BT 12 Tf ET", "the operator b'Tf' with too few operands"),
        ("BT /None 12 Tf ET", "Undefined Font id: /'None'"),
        ("/None Do", "Undefined xobject id: 'None'"),
    ],
)
def test_a_page_whose_content_is_damaged_is_refused(code: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(pdf(lambda canvas: canvas._code.append(code)))
    assert error.value.reason_code == "damaged_pdf"
    assert reason in error.value.reason


def test_operators_of_a_later_pdf_are_passed_over_where_the_page_says_so() -> None:
    document = read_document(pdf(lambda canvas: canvas._code.append("BX 3 XX EX")))
    assert [line.text for line in document.pages[0].lines] == [WORDS] * 3


def test_a_pdf_whose_compressed_text_is_damaged_is_refused() -> None:
    content = next(content for path in SAMPLE if b"/FlateDecode" in (content := path.read_bytes()))
    place = [found.end() for found in streams.STREAM.finditer(content)]
    broken = 0
    for start in place:
        damaged = bytearray(content)
        damaged[start + 40] ^= 1
        if streams.broken_stream(bytes(damaged)) is None:
            continue  # a picture, or a stream that is not compressed
        broken += 1
        with pytest.raises(UnreadableDocument) as error:
            read_document(bytes(damaged))
        assert error.value.reason_code == "damaged_pdf"
    assert broken


def test_a_document_names_its_reader() -> None:
    assert read_document(SAMPLE[0].read_bytes()).reader == pdf_reader.label()
