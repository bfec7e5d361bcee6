"""Reading: what is no whole report is refused with a reason; what is read can be kept and given back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from pipelines.reading import as_json
from pipelines.reading.drawing.fonts import glyph_text
from pipelines.reading.lines import clean_text
from pipelines.reading.list_marks import with_bullets
from pipelines.reading.model import Cell, Line, Page, UnreadableDocument
from pipelines.reading.read import read_document
from pipelines.settings import ROOT

SAMPLE = sorted((ROOT / "data" / "sample").glob("*_childrens-services-inspection.pdf"))


@pytest.mark.parametrize(
    ("content", "reason_code"),
    [
        (b"", "empty_file"),
        (b" \n\t", "empty_file"),
        (b"<!DOCTYPE html><html><body>Page not found</body></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html></html>", "web_page"),
        (b"%PDF-1.7\n1 0 obj\n<<", "truncated_pdf"),
        (b"%PDF-1.7\nnothing that is a PDF\n%%EOF", "damaged_pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_report"),
        (b"A short note.", "no_text"),
    ],
)
def test_what_is_no_whole_report_is_refused(content: bytes, reason_code: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(content)
    assert error.value.reason_code == reason_code
    assert error.value.reason.endswith(".")


def test_a_cut_off_pdf_is_refused() -> None:
    content = SAMPLE[0].read_bytes()
    with pytest.raises(UnreadableDocument) as error:
        read_document(content[: len(content) // 2])
    assert error.value.reason_code == "truncated_pdf"


def encrypted(password: str) -> bytes:
    """A PDF that opens with the password alone."""
    target = io.BytesIO()
    page = canvas.Canvas(target, encrypt=StandardEncryption(password, ownerPassword="owner", canPrint=0))
    for number in range(20):
        page.drawString(72, 720 - 20 * number, "A line of a report that nobody may read without asking first.")
    page.save()
    return target.getvalue()


def test_a_pdf_that_needs_a_password_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_document(encrypted("secret"))
    assert error.value.reason_code == "encrypted_pdf"


def test_a_pdf_that_only_restricts_printing_is_read() -> None:
    assert len(read_document(encrypted("")).pages[0].lines) == 20


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_a_read_document_comes_back_equal_from_the_store(path: Path) -> None:
    document = read_document(path.read_bytes())
    assert as_json.from_json(as_json.to_json(document)) == document


def test_superscripts_bullets_and_cells_of_text_are_those_of_pdf() -> None:
    text = (
        "# Heading\n- a bullet\n| Overall effectiveness | **Good** |\n|---|---|\n<p>One</p>\t<p>Two</p>\n"
        "schools,<sup>3</sup> all of them\n" + "word " * 60
    )
    lines = read_document(text.encode()).pages[0].lines
    assert lines[0].is_bold
    assert lines[1].text == "• a bullet"
    assert [cell.text for cell in lines[2].cells] == ["Overall effectiveness", "Good"]
    assert [cell.text for cell in lines[3].cells] == ["One", "Two"]
    assert lines[4].text == "schools,³ all of them"


@pytest.mark.parametrize(
    ("html", "read"),
    [
        (
            "<p>Summary</p> <p>Help is early.</p> <p>Plans are clear.</p>",
            ["Summary", "Help is early.", "Plans are clear."],
        ),
        (
            "<td><p>Summary</p><p>Help is <b>early</b>.<br/>Plans are clear.</p></td>",
            ["Summary", "Help is early.", "Plans are clear."],
        ),
        (
            "<table><tr><th>Area</th><th>Grade</th></tr><tr><td>Help<br>and care</td><td><p>Good</p></td></tr></table>",
            ["Area | Grade", "Help and care | Good"],
        ),
        (
            "<h2>Findings</h2><ul><li>Help is early</li><li>Plans are clear</li></ul>",
            ["Findings", "• Help is early", "• Plans are clear"],
        ),
        ("Fewer than &lt;p&gt; five, <em>at most</em>", ["Fewer than <p> five, at most"]),
    ],
)
def test_html_in_one_line_of_a_text_is_read_in_rows_and_paragraphs(html: str, read: list[str]) -> None:
    lines = read_document(("Above\n" + html + "\n" + "word " * 60).encode()).pages[0].lines[1:-1]
    assert [" | ".join(cell.text for cell in line.cells) for line in lines] == read
    assert {line.top for line in lines} == {2.0}


WRAPPED = """Dear Ms Poe
Inspectors looked at the local authority’s arrangements for children who
are leaving care, and at plans for those who have left it already.

Headline findings
Young people know whom to ask, and most are helped at once; a few of them
wait for weeks until somebody has time for them and for what they need.

Yours sincerely"""


@pytest.mark.parametrize("ends", ["\n\n", "\r\r\n", "\n \n", "\n\u200b\n", "\n\n\n\n"])
def test_a_text_with_a_blank_line_below_each_is_the_text_without(ends: str) -> None:
    text = read_document(WRAPPED.encode()).pages
    assert read_document(WRAPPED.replace("\n", ends).encode()).pages == text
    assert [line.top for line in text[0].lines] == [1, 2, 3, 5, 6, 7, 9]


def test_blank_lines_between_paragraphs_that_are_lines_stay() -> None:
    text = "\n\n".join(["Findings", *["Young people know whom to ask, and most are helped at once. " * 3] * 3])
    assert [line.top for line in read_document(text.encode()).pages[0].lines] == [1, 3, 5, 7]


def test_hyphens_of_every_code_are_one() -> None:
    text = "Lead inspector: Ann Day\u2011Roe, with Bo Hay\u2010Lee\n" + "word " * 60
    assert read_document(text.encode()).pages[0].lines[0].text == "Lead inspector: Ann Day-Roe, with Bo Hay-Lee"


@pytest.mark.parametrize("mark", "‘‛`´ʼ′")
def test_apostrophes_of_every_code_are_one(mark: str) -> None:
    assert (
        clean_text(f"children{mark}s plans don{mark}t name Bo O{mark}Hara") == "children’s plans don’t name Bo O’Hara"
    )
    assert clean_text("the ‘front door’ and `so` on, with‘out") == "the ‘front door’ and `so` on, with‘out"


@pytest.mark.parametrize("mark", ["–", "o", "»", "✓", "§", "→"])
def test_what_begins_the_items_of_all_lists_is_their_bullet(mark: str) -> None:
    texts = [f"{mark} Visits", f"{mark} Plans", "They matter", mark, f"{mark}ther"]
    lines = [Line(1, (Cell(text, 71.0, 200.0),), 20.0 * n, 20.0 * n + 12, 12.0, False) for n, text in enumerate(texts)]
    inner = Line(1, (Cell("• A point", 71.0, 200.0),), 200.0, 212.0, 12.0, False)

    def read(*lines: Line) -> list[str]:
        return [line.text for line in with_bullets([Page(1, 595.0, 842.0, lines)])[0].lines]

    assert read(*lines) == ["• Visits", "• Plans", "They matter", "•", f"{mark}ther"]
    assert read(*lines[1:]) == (texts[1:] if mark in "–§" else ["• Plans", "They matter", "•", f"{mark}ther"])
    assert read(*lines, inner) == [*texts, "• A point"]


@pytest.mark.parametrize(
    ("mapped", "read"),
    [("A\ud800", "A\ufffd"), ("\udc00", "\ufffd"), ("\ud83d\ude00", "\U0001f600"), ("\u2002", " "), ("é", "é")],
)
def test_half_a_character_is_marked_as_what_cannot_be_read(mapped: str, read: str) -> None:
    assert glyph_text(mapped) == read
