"""What a page draws, from its content streams: operators by name, forms, pictures and text."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdftypes import dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import LIT
from pdfminer.utils import Matrix, mult_matrix

from pipelines.reading.drawing.content import ContentError, data_of, operations
from pipelines.reading.drawing.drawn import String, around, turned, within
from pipelines.reading.drawing.graphics import SEE_THROUGH, Graphics
from pipelines.reading.drawing.painting import PaintingInterpreter, literal
from pipelines.reading.model import UnreadableDocument

LEVEL = 0.05  # of a text's advance: how much it may rise and still be a level line's
TINY = 1.0  # points: smaller type cannot be read
INVISIBLE_MODES = frozenset({3, 7})  # text render modes that paint nothing (PDF 32000-1, table 106)
STROKED_MODES = frozenset({2, 6})  # that draw the outline too, which makes letters bold
OTHER_OPERATORS = frozenset(b"d d0 d1 DP CS G i j J K M MP RG ri SC SCN sh w".split())
FORM, IMAGE = LIT("Form"), LIT("Image")
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PageInterpreter(PaintingInterpreter):
    """Keeps what a page draws in `drawn`."""

    def subinterp(self) -> PageInterpreter:
        """An interpreter for a form, which is drawn in the present state."""
        inner = PageInterpreter(self.rsrcmgr, self.layers)
        inner.drawn, inner.is_off = self.drawn, self.is_off
        inner.graphics = Graphics()
        inner.graphics.restore(self.graphics.saved())
        inner.parent_stream_ids = self.parent_stream_ids | self.stream_ids
        return inner

    def execute(self, streams: Sequence[object]) -> None:
        # A form that draws itself, directly or through another, is drawn once.
        drawn = [stream for stream in map(stream_value, streams) if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in drawn if stream.objid is not None}
        may_be_unknown = 0
        for operator, operands in operations(b"\n".join(map(data_of, drawn))):
            method, count = OPERATORS.get(operator, (None, 0))
            if method is not None:
                if count < 0:
                    method(self, operands)
                    continue
                if len(operands) < count:
                    raise ContentError(f"the operator {operator!r} with too few operands")
                method(self, *operands[len(operands) - count :])
            elif operator == b"BX":
                may_be_unknown += 1
            elif operator == b"EX":
                may_be_unknown -= 1
            elif operator not in OTHER_OPERATORS and may_be_unknown <= 0:
                raise ContentError(f"the unknown operator {operator[:20]!r}")

    def do_Do(self, xobjid_arg: Any) -> None:
        """Draws a form, or notes where a picture stands."""
        name = literal(xobjid_arg)
        if name not in self.xobjmap:
            raise ContentError(f"Undefined xobject id: {name!r}")
        drawn = stream_value(self.xobjmap[name])
        is_off = self.is_off or self.layers.is_off(drawn.get("OC"))
        if drawn.get("Subtype") is IMAGE:
            self.picture(is_off)
        if drawn.get("Subtype") is not FORM or "BBox" not in drawn:
            return
        inner = self.subinterp()
        inner.is_off = is_off
        matrix = mult_matrix(tuple(list_value(drawn.get("Matrix", IDENTITY))), self.ctm)
        a, b, c, d, e, f = matrix
        x0, y0, x1, y1 = (resolve1(side) for side in list_value(drawn["BBox"]))
        area = around([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])
        inner.graphics.clip = area if self.graphics.clip is None else within(self.graphics.clip, area)
        resources = drawn.get("Resources")
        inner.render_contents(dict_value(resources) if resources else self.resources.copy(), [drawn], ctm=matrix)

    def picture(self, is_off: bool = False) -> None:
        """Notes where a picture stands: it fills the unit square of the present coordinates."""
        if is_off or self.is_off:
            return
        sides = around([self.point(x, y) for x in (0, 1) for y in (0, 1)])
        self.drawn.pictures.append(sides if self.graphics.clip is None else within(sides, self.graphics.clip))

    # Text.

    def do_TJ(self, seq: Any) -> None:
        """Keeps the characters that the operator shows, and moves on behind them."""
        state = self.textstate
        font = state.font
        if font is None:
            raise ContentError("text without a font")
        if font.is_vertical():
            raise UnreadableDocument(
                "unsupported_pdf",
                "The PDF has vertical writing, as no report has: print it to a new PDF, or leave it out.",
            )
        matrix = mult_matrix(state.matrix, self.ctm)
        turn = 0
        if matrix[0] <= 0 or abs(matrix[1]) > LEVEL * matrix[0]:
            turn, matrix = _levelled(matrix)
        string = String([], self.drawn.order, turn, self.graphics.fill, self.graphics.clip, self._why_unseen(matrix))
        self.drawn.order += 1
        self._show(seq, font, matrix, string)
        if not string.chars:
            return
        if matrix[1] == 0:
            self.drawn.strings.append(string)
            return
        # Of text that is not quite level each character has a baseline of its own.
        self.drawn.strings += [dataclasses.replace(string, chars=[char]) for char in string.chars]

    def _why_unseen(self, matrix: Matrix) -> str:
        if self.is_off:
            return "layer_off"
        if self.textstate.render in INVISIBLE_MODES:
            return "invisible"
        if self.graphics.alpha < SEE_THROUGH:
            return "transparent"
        return "tiny" if self.textstate.fontsize * math.hypot(matrix[2], matrix[3]) < TINY else ""

    def _show(self, seq: Any, font: PDFFont, matrix: Matrix, string: String) -> None:
        state = self.textstate
        a, b, c, d, e, f = matrix
        x, y = state.linematrix
        scaling = state.scaling * 0.01
        charspace = state.charspace * scaling
        wordspace = 0.0 if font.is_multibyte() else state.wordspace * scaling
        dxscale = 0.001 * state.fontsize * scaling
        glyphs = self.rsrcmgr.glyphs(font)
        is_bold = "bold" in str(font.fontname).lower() or state.render in STROKED_MODES
        size = round(state.fontsize * math.hypot(c, d), 2)
        stretch = state.fontsize * scaling
        width = math.hypot(a, b)
        # Letters set apart on purpose ("F o c u s e d") stand as near as others: each takes the space behind it.
        spread = max(charspace, 0.0) * width
        foot = self.drawn.height if string.turn == 0 else 0.0
        origin = c * y + e
        base = foot - d * y - f - state.rise * d
        chars = string.chars
        spaced = False
        for item in seq:
            if isinstance(item, float):
                x -= item * dxscale
                spaced = True
                continue
            for code in font.decode(item):
                if spaced:
                    x += charspace
                glyph = glyphs.get(code)
                if glyph is None:
                    glyph = glyphs[code] = self.rsrcmgr.glyph(font, code)
                text, advance = glyph
                advance *= stretch
                left = a * x + origin
                chars.append((text, left, left + advance * width + spread, base - b * x, size, is_bold))
                x += advance
                if code == 32:
                    x += wordspace
                spaced = True
        state.linematrix = (x, y)


def _levelled(matrix: Matrix) -> tuple[int, Matrix]:
    """The angle in whole degrees at which the matrix sets text, and the matrix turned back by it."""
    a, b, c, d, e, f = matrix
    angle = round(math.degrees(math.atan2(b, a))) % 360
    (a, b), (c, d), (e, f) = turned(a, b, -angle), turned(c, d, -angle), turned(e, f, -angle)
    return angle, (a, b, c, d, e, f)


Interpreter = PageInterpreter
# What an operator does, and how many operands it takes; -1 for any number of them, in a list.
OPERATORS: dict[bytes, tuple[Any, int]] = {
    b"q": (Interpreter.save, 0),
    b"Q": (Interpreter.restore, 0),
    b"cm": (Interpreter.transform, 6),
    b"Do": (Interpreter.do_Do, 1),
    b"EI": (Interpreter.picture, 0),
    b"BT": (Interpreter.do_BT, 0),
    b"ET": (Interpreter.do_ET, 0),
    b"Tc": (Interpreter.do_Tc, 1),
    b"Tw": (Interpreter.do_Tw, 1),
    b"Tz": (Interpreter.do_Tz, 1),
    b"TL": (Interpreter.do_TL, 1),
    b"Tf": (Interpreter.do_Tf, 2),
    b"Tr": (Interpreter.do_Tr, 1),
    b"Ts": (Interpreter.do_Ts, 1),
    b"Td": (Interpreter.do_Td, 2),
    b"TD": (Interpreter.do_TD, 2),
    b"Tm": (Interpreter.do_Tm, 6),
    b"T*": (Interpreter.do_T_a, 0),
    b"TJ": (Interpreter.do_TJ, 1),
    b"Tj": (Interpreter.do_Tj, 1),
    b"'": (Interpreter.do__q, 1),
    b'"': (Interpreter.do__w, 3),
    b"m": (Interpreter.move_to, 2),
    b"l": (Interpreter.line_to, 2),
    b"c": (Interpreter.curve_to, 6),
    b"v": (Interpreter.curve_to, 4),
    b"y": (Interpreter.curve_to, 4),
    b"h": (Interpreter.close, 0),
    b"re": (Interpreter.rectangle, 4),
    b"W": (Interpreter.clip, 0),
    b"W*": (Interpreter.clip, 0),
    b"n": (Interpreter.end, 0),
    b"f": (Interpreter.fill, 0),
    b"F": (Interpreter.fill, 0),
    b"f*": (Interpreter.fill, 0),
    b"S": (Interpreter.stroke, 0),
    b"s": (Interpreter.close_and_stroke, 0),
    b"B": (Interpreter.fill_and_stroke, 0),
    b"B*": (Interpreter.fill_and_stroke, 0),
    b"b": (Interpreter.close_fill_and_stroke, 0),
    b"b*": (Interpreter.close_fill_and_stroke, 0),
    b"sh": (Interpreter.shade, 1),
    b"g": (Interpreter.set_gray, 1),
    b"rg": (Interpreter.set_rgb, 3),
    b"k": (Interpreter.set_cmyk, 4),
    b"cs": (Interpreter.set_space, 1),
    b"sc": (Interpreter.set_colour, -1),
    b"scn": (Interpreter.set_colour, -1),
    b"gs": (Interpreter.set_graphics, 1),
    b"BMC": (Interpreter.begin_marked, -1),
    b"BDC": (Interpreter.begin_marked, -1),
    b"EMC": (Interpreter.end_marked, 0),
}
