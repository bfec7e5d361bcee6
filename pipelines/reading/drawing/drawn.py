"""What one page draws: strings of characters, fills, rules and pictures, before anything is made of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[float, float]
# Left, bottom, right and top, in the page's own points from its left and foot.
Sides = tuple[float, float, float, float]
Colour = tuple[float, float, float]  # red, green and blue, each 0 to 1

# A printed character: text, x0, x1, baseline and size in points from the page's left and top, and whether it is
# bold. It is a plain tuple: a page has thousands. Of a string at an angle the positions are along its own direction.
Char = tuple[str, float, float, float, float, bool]

THIN = 3.0  # points: a thinner box is a rule
GLYPH_HEIGHT = 0.7  # of the font size


@dataclass(slots=True)
class String:
    """What one operator shows.

    `order` counts what the page draws; `turn` is the angle in degrees to the page's foot; `colour` is None where it
    is not known; `clip` is what it is cut to; `why_unseen` is a code of `SetAside` where its state alone says that it
    cannot be seen.
    """

    chars: list[Char]
    order: int
    turn: int
    colour: Colour | None
    clip: Sides | None
    why_unseen: str

    def sides(self, height: float) -> Sides:
        """Where the characters stand on the page; `height` is the page's."""
        first, last = self.chars[0], self.chars[-1]
        left, right = first[1], max(last[2], first[2])
        size = first[4]
        if self.turn == 0:
            return left, height - first[3], right, height - first[3] + GLYPH_HEIGHT * size
        corners = [turned(x, y, self.turn) for x in (left, right) for y in (-first[3], -first[3] + GLYPH_HEIGHT * size)]
        return around(corners)


class Fill(NamedTuple):
    """A filled shape; `colour` is None for anything but a box of one opaque colour."""

    order: int
    sides: Sides
    colour: Colour | None


@dataclass(slots=True)
class Drawn:
    """All that a page draws; `width` and `height` are its visible box's in points, as it is shown."""

    width: float = 0.0
    height: float = 0.0
    strings: list[String] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    rules: list[Sides] = field(default_factory=list)
    pictures: list[Sides] = field(default_factory=list)
    order: int = 0


def turned(x: float, y: float, degrees: float) -> Point:
    """The point after a turn about the origin, anticlockwise; by quarters it is exact."""
    quarter = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}.get(int(degrees) % 360)
    cos, sin = (
        quarter
        if quarter is not None and degrees % 90 == 0
        else (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
    )
    return cos * x - sin * y, sin * x + cos * y


def around(points: list[Point]) -> Sides:
    """The smallest box that has all the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def within(one: Sides, other: Sides) -> Sides:
    """What both boxes have in common; its right may lie left of its left when that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def has(sides: Sides, x: float, y: float, slack: float = 0.0) -> bool:
    """Whether the point lies in the box."""
    left, bottom, right, top = sides
    return left - slack <= x <= right + slack and bottom - slack <= y <= top + slack
