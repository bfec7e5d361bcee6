"""A page is read as a person sees it: what is turned, stacked or hidden is told apart, and nothing of it is lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.colors import green, navy
from reportlab.pdfgen.canvas import Canvas

from pipelines.reading import as_json
from pipelines.reading.model import Document, UnreadableDocument
from pipelines.reading.read import read_document
from tests.reading.test_reading_drawn import WORDS

Draw = Callable[[Canvas], object]


def document(draw: Draw, more: Draw = lambda _: None) -> Document:
    """A page of eight lines, 20 points apart from 700 down, with what `draw` draws before them and `more` after."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    draw(canvas)
    for number in range(8):
        canvas.drawString(72, 700 - 20 * number, f"{number} {WORDS}")
    more(canvas)
    canvas.save()
    return read_document(target.getvalue())


def texts(read: Document) -> list[str]:
    return [line.text for line in read.pages[0].lines]


def aside(read: Document) -> list[tuple[str, str]]:
    return [(item.why, item.line.text) for item in read.pages[0].set_aside]


LINES = [f"{number} {WORDS}" for number in range(8)]


def stamp(angle: float, x: float, y: float, size: float = 9) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", size)
        canvas.drawString(0, 0, "Copy of 4 May")
        canvas.restoreState()

    return draw


@pytest.mark.parametrize(
    "draw", [stamp(90, 30, 500), stamp(270, 560, 700), stamp(45, 150, 540, 60), stamp(180, 300, 40)]
)
def test_text_at_an_angle_is_set_aside_and_kept(draw: Draw) -> None:
    read = document(draw)
    assert texts(read) == LINES
    assert aside(read) == [("turned", "Copy of 4 May")]
    assert as_json.from_json(as_json.to_json(read)) == read


def test_a_large_stamp_across_the_lines_is_none_of_them() -> None:
    read = document(stamp(0, 80, 600, 60))
    assert texts(read) == LINES
    assert aside(read) == [("across", "Copy of 4 May")]


def test_a_page_that_lies_on_its_side_is_read_along_its_lines() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    canvas.translate(560, 60)
    canvas.rotate(90)
    for number in range(8):
        canvas.drawString(0, 400 - 20 * number, LINES[number])
    canvas.save()
    page = read_document(target.getvalue()).pages[0]
    assert [line.text for line in page.lines] == LINES
    assert page.width > page.height
    assert page.lines[0].x0 == 60


def initial(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 30)
    canvas.drawString(50, 486, "P")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(74, 500, "lans are made with children,")
    canvas.drawString(74, 486, "and kept to.")


def initials_behind_marks(canvas: Canvas) -> None:
    for y, mark, begins, rest in ((520, "•", "T", "he board"), (480, "2.", "L", "eaders"), (440, "3.1", "A", "dvice")):
        canvas.setFont("Helvetica", 30)
        canvas.drawString(36, y - 14, begins)  # in the margin, left of the mark
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, y, mark)
        canvas.drawString(84, y, f"{rest} meets every month.")


def spread_by_hand(canvas: Canvas) -> None:
    x = 72.0
    for word in ("Areas", "for", "improvement"):
        for letter in word:
            canvas.drawString(x, 500, letter)
            x += canvas.stringWidth(letter, "Helvetica", 12) + 4
        x += 7


def ordinal(canvas: Canvas) -> None:
    canvas.drawString(72, 500, "31")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(86, 504.2, "st")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(93, 500, " May 2020")


def over_one_another(canvas: Canvas) -> None:
    canvas.drawString(72, 500, "Children who need help and protection")
    canvas.drawString(240, 500, "Requires improvement")


@pytest.mark.parametrize(
    ("draw", "lines"),
    [
        (initial, ["Plans are made with children,", "and kept to."]),
        (
            initials_behind_marks,
            ["• The board meets every month.", "2. Leaders meets every month.", "3.1 Advice meets every month."],
        ),
        (lambda canvas: canvas.drawString(72, 500, "Recommendations", charSpace=4), ["Recommendations"]),
        (spread_by_hand, ["Areas for improvement"]),
        (ordinal, ["31st May 2020"]),
        (
            lambda canvas: [canvas.drawString(72 + d, 500 - d, "A shadowed title") for d in (1.5, 0)],
            ["A shadowed title"],
        ),
        (over_one_another, ["Children who need help and protection Requires improvement"]),
    ],
)
def test_letters_set_large_wide_raised_or_twice_are_words(draw: Draw, lines: list[str]) -> None:
    assert texts(document(draw))[8:] == lines


def test_letters_struck_twice_are_bold() -> None:
    read = document(lambda canvas: [canvas.drawString(72 + d, 500, "Main findings") for d in (0, 0.3)])
    assert [(line.text, line.is_bold) for line in read.pages[0].lines[8:]] == [("Main findings", True)]


HIDDEN = "Overall effectiveness is inadequate"


def hidden_by_mode(canvas: Canvas) -> None:
    canvas.saveState()
    text = canvas.beginText(72, 300)
    text.setTextRenderMode(3)
    text.textOut(HIDDEN)
    canvas.drawText(text)
    canvas.restoreState()


def hidden_by_clip(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 1, 1)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(72, 300, HIDDEN)
    canvas.restoreState()


def in_colour(colour: float, ground: float | None = None) -> Draw:
    def draw(canvas: Canvas) -> None:
        if ground is not None:
            canvas.setFillGray(ground)
            canvas.rect(60, 290, 400, 30, stroke=0, fill=1)
        canvas.setFillGray(colour)
        canvas.drawString(72, 300, HIDDEN)
        canvas.setFillGray(0)

    return draw


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(72, 300, HIDDEN)
    canvas.setFont("Helvetica", 12)


def covered(canvas: Canvas) -> None:
    canvas.drawString(72, 300, HIDDEN)
    canvas.setFillGray(1)
    canvas.rect(60, 290, 400, 30, stroke=0, fill=1)
    canvas.setFillGray(0)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 300, HIDDEN)
    canvas.setFillAlpha(1)


@pytest.mark.parametrize(
    ("draw", "why"),
    [
        (hidden_by_mode, "invisible"),
        (hidden_by_clip, "clipped"),
        (in_colour(1), "background_colour"),
        (in_colour(0.3, 0.3), "background_colour"),
        (tiny, "tiny"),
        (covered, "covered"),
        (transparent, "transparent"),
        (lambda canvas: canvas.drawString(72, 900, HIDDEN), "off_page"),
        (lambda canvas: (canvas.setCropBox((0, 320, 595, 842)), canvas.drawString(72, 300, HIDDEN)), "off_page"),
    ],
)
def test_text_that_nobody_sees_is_none_of_the_page(draw: Draw, why: str) -> None:
    read = document(draw)
    assert texts(read) == LINES
    assert aside(read) == [(why, HIDDEN)]


def test_white_text_on_a_dark_ground_is_seen() -> None:
    assert texts(document(in_colour(1, 0.2)))[8:] == [HIDDEN]


def test_white_text_on_a_gradient_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60, 290, 400, 30)
        canvas.clipPath(path, stroke=0)
        canvas.linearGradient(60, 290, 460, 290, (navy, green))
        canvas.restoreState()
        in_colour(1)(canvas)

    assert texts(document(draw))[8:] == [HIDDEN]


def test_the_text_layer_of_a_scan_is_read() -> None:
    def scan(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
        canvas.setFillGray(0)

    assert texts(document(scan, hidden_by_mode))[8:] == [HIDDEN]


def test_a_file_of_which_most_cannot_be_seen_is_refused() -> None:
    def much(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        for number in range(9):
            canvas.drawString(72, 400 - 20 * number, LINES[0])
        canvas.setFillGray(0)

    with pytest.raises(UnreadableDocument) as error:
        document(much)
    assert error.value.reason_code == "unseen_text"


def table(rows: list[float], columns: list[float]) -> Draw:
    def draw(canvas: Canvas) -> None:
        for y in rows:
            canvas.line(columns[0], y, columns[-1], y)
        for x in columns:
            canvas.line(x, rows[0], x, rows[-1])

    return draw


def test_rules_make_a_table_and_part_what_stands_close_to_them() -> None:
    def draw(canvas: Canvas) -> None:
        table([500, 470, 440], [72, 180, 400])(canvas)
        canvas.drawString(84, 482, "The Board, NHS")
        canvas.drawString(182.6, 482, "Leaders should act")
        canvas.drawString(182.6, 452, "at once")

    page = document(draw).pages[0]
    height = page.height
    (found,) = page.tables
    assert [[(cell.x0, cell.x1) for cell in row] for row in found.rows] == [[(72, 180), (180, 400)]] * 2
    assert found.box.top == pytest.approx(height - 500, abs=0.1)
    assert [[cell.text for cell in line.cells] for line in page.lines[8:]] == [
        ["The Board, NHS", "Leaders should act"],
        ["at once"],
    ]


def test_a_frame_around_the_page_is_no_table() -> None:
    assert document(lambda canvas: canvas.rect(20, 20, 555, 800)).pages[0].tables == ()


def test_an_underline_is_no_table() -> None:
    assert document(lambda canvas: canvas.line(72, 498, 200, 498)).pages[0].tables == ()


def numbered_glyphs() -> bytes:
    """A PDF whose text is in Helvetica but for a heading in a font of numbered glyphs that has no map to Unicode."""
    lines = b" ".join(b"BT /F1 12 Tf 72 %d Td (%s) Tj ET" % (700 - 20 * n, WORDS.encode()) for n in range(4))
    content = lines + b" BT /F2 12 Tf 72 500 Td <0001000200030004000500060007000800090010> Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Other-Bold /Encoding /Identity-H /DescendantFonts [7 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Other-Bold /FontDescriptor 8 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /Other-Bold /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    file, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table_at = len(file)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table_at)
    return file + head + entries + trailer


def test_a_font_without_a_map_to_unicode_is_no_text() -> None:
    with pytest.raises(UnreadableDocument, match="The font Other-Bold") as error:
        read_document(numbered_glyphs())
    assert error.value.reason_code == "unmapped_font"


def test_two_pages_on_a_sheet_are_refused() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(842, 595), pageCompression=0)
    for number in range(8):
        for x in (60, 480):
            canvas.drawString(x, 500 - 20 * number, f"Line {number} of a page that is half a sheet")
    canvas.save()
    with pytest.raises(UnreadableDocument) as error:
        read_document(target.getvalue())
    assert error.value.reason_code == "two_pages_on_one"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n"])
@pytest.mark.parametrize("behind", [b"", bytes(9000), b"<!-- served in 3 ms -->"])
def test_bytes_around_a_pdf_that_viewers_pass_over_are_no_damage(before: bytes, behind: bytes) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    for number in range(8):
        canvas.drawString(72, 700 - 20 * number, LINES[number])
    canvas.save()
    assert texts(read_document(before + target.getvalue() + behind)) == LINES


def test_a_cut_off_update_is_no_padding() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    canvas.drawString(72, 700, WORDS * 3)
    canvas.save()
    with pytest.raises(UnreadableDocument) as error:
        read_document(target.getvalue() + b"12 0 obj\n<< /Length 4000 >>\nstream\n" + b"x" * 3000)
    assert error.value.reason_code == "truncated_pdf"
