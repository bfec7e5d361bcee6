"""What of a page's text a person sees: what is invisible, cut off, covered or of the paper's colour is told apart."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.reading.drawing.drawn import GLYPH_HEIGHT, Char, Colour, Drawn, Fill, Sides, String, around, has, turned

WHITE: Colour = (1.0, 1.0, 1.0)
SAME_COLOUR = 0.06  # of each of red, green and blue: text nearer to its ground than this cannot be seen
SLACK = 1.0  # points that a character's middle may stand outside of what it is cut to
LEAST_COVER = 6.0  # points: a lower box covers no line


def strings_by_sight(drawn: Drawn) -> tuple[list[String], list[String]]:
    """The page's strings that are seen, and those that are not, with why; one may be cut in two."""
    seen: list[String] = []
    unseen: list[String] = []
    sight = _Sight(drawn)
    for string in drawn.strings:
        for part in sight.parts(string):
            (unseen if part.why_unseen else seen).append(part)
    return seen, unseen


class _Sight:
    """Looks at the strings of one page."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.page: Sides = (0.0, 0.0, drawn.width, drawn.height)
        # A scan may be a picture or, without its colours, a painted sheet.
        self.scans = drawn.pictures + [fill.sides for fill in drawn.fills if _is_sheet(fill, drawn)]
        boxes = [fill for fill in drawn.fills if fill.colour is not None]
        self.covers = [fill for fill in boxes if fill.sides[3] - fill.sides[1] >= LEAST_COVER]
        self.grounds = {WHITE, *(fill.colour for fill in boxes if fill.colour is not None)}
        self.alike: dict[Colour | None, bool] = {None: False}

    def parts(self, string: String) -> Iterator[String]:
        """The string, or what of it is seen and what is not."""
        if string.why_unseen and not (string.why_unseen == "invisible" and self._is_of_a_picture(string)):
            yield string
            return
        string.why_unseen = self._ground(string)
        if string.why_unseen:
            yield string
            return
        yield from self._cut(string)

    def _is_of_a_picture(self, string: String) -> bool:
        """Whether the text lies over a picture, as what was read from a scan does."""
        x, y = self._middle(string)
        return any(has(sides, x, y, SLACK) for sides in self.scans)

    def _ground(self, string: String) -> str:
        """Why the string cannot be told from what is painted under or over it; empty when it can."""
        may_be_alike = self._may_be_alike(string.colour)
        if not may_be_alike and not self.covers:
            return ""
        over = [fill for fill in self.covers if fill.order > string.order]
        if not may_be_alike and not over:
            return ""
        x, y = self._middle(string)
        left, bottom, right, top = string.sides(self.drawn.height)
        if any(_contains(fill.sides, (left, bottom, right, top)) for fill in over):
            return "covered"
        if may_be_alike and not any(has(sides, x, y) for sides in self.drawn.pictures):
            under = [fill for fill in self.drawn.fills if fill.order <= string.order and has(fill.sides, x, y)]
            ground = max(under, key=_order).colour if under else WHITE
            if ground is not None and string.colour is not None and _is_alike(ground, string.colour):
                return "background_colour"
        return ""

    def _may_be_alike(self, colour: Colour | None) -> bool:
        known = self.alike.get(colour)
        if known is None:
            assert colour is not None
            known = self.alike[colour] = any(_is_alike(ground, colour) for ground in self.grounds)
        return known

    def _middle(self, string: String) -> tuple[float, float]:
        left, bottom, right, top = string.sides(self.drawn.height)
        return (left + right) / 2, (bottom + top) / 2

    def _cut(self, string: String) -> Iterator[String]:
        """The string, parted where the page or what it is cut to ends."""
        sides = string.sides(self.drawn.height)
        if not _contains(self.page, sides) and not has(self.page, *self._place(string, string.chars[0]), SLACK):
            # Of a line that begins on the page and runs over its edge the rest is the author's text too.
            string.why_unseen = "off_page"
            yield string
            return
        clip = string.clip
        if clip is None or _contains(clip, sides):
            yield string
            return
        parts: dict[str, list[Char]] = {}
        for char in string.chars:
            x, y = self._place(string, char)
            parts.setdefault("" if has(clip, x, y, SLACK) else "clipped", []).append(char)
        for why, chars in parts.items():
            yield String(chars, string.order, string.turn, string.colour, string.clip, why)

    def _place(self, string: String, char: Char) -> tuple[float, float]:
        """The middle of a character on the page."""
        _, x0, x1, base, size, _ = char
        x, y = (x0 + x1) / 2, GLYPH_HEIGHT * size / 2
        return (x, self.drawn.height - base + y) if string.turn == 0 else turned(x, -base + y, string.turn)


def _is_sheet(fill: Fill, drawn: Drawn) -> bool:
    left, bottom, right, top = fill.sides
    return fill.colour != WHITE and (right - left) * (top - bottom) > drawn.width * drawn.height / 2


def _order(fill: Fill) -> int:
    return fill.order


def _is_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < SAME_COLOUR for a, b in zip(one, other, strict=True))


def _contains(outer: Sides, inner: Sides) -> bool:
    slack = SLACK
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


def shown_upright(seen: list[String]) -> int:
    """The angle of most of the page's text when that is a quarter turn: the page lies on its side; else 0."""
    counts: dict[int, int] = {}
    for string in seen:
        counts[string.turn] = counts.get(string.turn, 0) + len(string.chars)
    most = max(counts, key=counts.__getitem__, default=0)
    return most if most in (90, 180, 270) and counts[most] > counts.get(0, 0) else 0


def upright(sides: Sides, drawn: Drawn, turn: int) -> Sides:
    """Where a box of the page stands when the page is turned so that text at that angle is level."""
    left, bottom, right, top = sides
    dx, dy = {0: (0.0, 0.0), 90: (0.0, drawn.width), 180: (drawn.width, drawn.height), 270: (drawn.height, 0.0)}[turn]
    corners = [turned(x, y, -turn) for x, y in ((left, bottom), (right, top))]
    return around([(x + dx, y + dy) for x, y in corners])
