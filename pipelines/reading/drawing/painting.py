"""The operators of a content stream that change the state it draws in, draw paths, and open marked content."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import LIT, PSLiteral
from pdfminer.utils import Matrix, mult_matrix

from pipelines.reading.drawing.drawn import Drawn, Fill
from pipelines.reading.drawing.fonts import Fonts
from pipelines.reading.drawing.graphics import Graphics, Layers, from_cmyk, gray

OPTIONAL = LIT("OC")


class PaintingInterpreter(PDFPageInterpreter):
    """pdfminer.six's interpreter, but that what is painted is kept as it is, with the state that decides what shows."""

    rsrcmgr: Fonts

    def __init__(self, fonts: Fonts, layers: Layers) -> None:
        super().__init__(fonts, None)  # type: ignore[arg-type]
        self.layers = layers
        self.drawn = Drawn()
        self.graphics = Graphics()
        self.marked: list[bool] = []  # of each open marked content, whether its layer is off
        self.is_off = False
        self.alphas: dict[str, float | None] = {}

    def init_state(self, ctm: Matrix) -> None:
        self.saved_states: list[tuple[Any, ...]] = []
        self.ctm = ctm
        self.textstate = PDFTextState()

    def save(self) -> None:
        self.saved_states.append((self.ctm, self.textstate.copy(), self.graphics.saved()))

    def restore(self) -> None:
        if self.saved_states:
            self.ctm, self.textstate, graphics = self.saved_states.pop()
            self.graphics.restore(graphics)

    def transform(self, *matrix: float) -> None:
        self.ctm = mult_matrix(matrix, self.ctm)  # type: ignore[arg-type]

    # Paths: points of the page, one list for each part.

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point of the page that a place of the present coordinates is."""
        a, b, c, d, e, f = self.ctm
        return a * x + c * y + e, b * x + d * y + f

    def move_to(self, x: float, y: float) -> None:
        self.graphics.path.append([self.point(x, y)])

    def line_to(self, x: float, y: float) -> None:
        if self.graphics.path:
            self.graphics.path[-1].append(self.point(x, y))

    def curve_to(self, *places: float) -> None:
        for x, y in zip(places[::2], places[1::2], strict=True):
            self.line_to(x, y)

    def close(self) -> None:
        if self.graphics.path:
            self.graphics.path[-1].append(self.graphics.path[-1][0])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        places = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.graphics.path.append([self.point(*place) for place in places])

    def clip(self) -> None:
        self.graphics.pending_clip = True

    def end(self) -> None:
        self.graphics.paint(self.drawn, fills=False, strokes=False)

    def fill(self) -> None:
        self.graphics.paint(self.drawn, fills=not self.is_off, strokes=False)

    def stroke(self) -> None:
        self.graphics.paint(self.drawn, fills=False, strokes=not self.is_off)

    def close_and_stroke(self) -> None:
        self.close()
        self.stroke()

    def fill_and_stroke(self) -> None:
        self.graphics.paint(self.drawn, fills=not self.is_off, strokes=not self.is_off)

    def close_fill_and_stroke(self) -> None:
        self.close()
        self.fill_and_stroke()

    def shade(self, name: Any) -> None:  # noqa: ARG002 - which gradient it is makes no difference
        """Fills all that the state is cut to with a gradient, of no one colour."""
        if not self.is_off:
            self.drawn.order += 1
            page = (0.0, 0.0, self.drawn.width, self.drawn.height)
            self.drawn.fills.append(Fill(self.drawn.order, self.graphics.clip or page, None))

    # Colour and what shows.

    def set_gray(self, value: float) -> None:
        self.graphics.fill = gray(value)

    def set_rgb(self, *colour: float) -> None:
        self.graphics.fill = colour  # type: ignore[assignment]

    def set_cmyk(self, *colour: float) -> None:
        self.graphics.fill = from_cmyk(*colour)

    def set_space(self, name: Any) -> None:
        spaces = dict_value(self.resources.get("ColorSpace") or {})
        space = resolve1(spaces.get(literal(name), name))
        self.graphics.space = literal(space[0] if isinstance(space, list) and space else space)
        self.graphics.fill = gray(0.0) if self.graphics.space != "Pattern" else None

    def set_colour(self, operands: list[Any]) -> None:
        self.graphics.set_colour(operands)

    def set_graphics(self, name: Any) -> None:
        key = literal(name)
        if key not in self.alphas:
            state = dict_value(dict_value(self.resources.get("ExtGState") or {}).get(key) or {})
            alpha = resolve1(state.get("ca"))
            self.alphas[key] = float(alpha) if isinstance(alpha, int | float) else None
        alpha = self.alphas[key]
        if alpha is not None:
            self.graphics.alpha = alpha

    def begin_marked(self, operands: list[Any]) -> None:
        is_off = False
        if len(operands) == 2 and operands[0] is OPTIONAL:
            groups = dict_value(self.resources.get("Properties") or {})
            is_off = self.layers.is_off(groups.get(literal(operands[1])))
        self.marked.append(self.is_off)
        self.is_off = self.is_off or is_off

    def end_marked(self) -> None:
        if self.marked:
            self.is_off = self.marked.pop()


def literal(value: Any) -> str:
    """A name as an operator has it: pdfminer.six gives one as a literal, or as plain text."""
    return str(value.name) if isinstance(value, PSLiteral) else str(value)
