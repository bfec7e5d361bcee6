"""The graphics state of a content stream: colour, clip, layers and paths. What it paints of rules and boxes is kept."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral

from pipelines.reading.drawing.drawn import THIN, Colour, Drawn, Fill, Point, Sides, around, within

BLACK: Colour = (0.0, 0.0, 0.0)
OPAQUE = 0.9  # a fill with less hides nothing for certain
SEE_THROUGH = 0.02  # text with less cannot be seen
STRAIGHT = 0.5  # points that an upright or level line may lean
NOT_A_COLOUR = frozenset({"Pattern", "Separation", "Indexed", "DeviceN", "I", "Lab"})


def gray(value: float) -> Colour:
    return value, value, value


def from_cmyk(c: float, m: float, y: float, k: float) -> Colour:
    """The colour on a screen, near enough to tell white."""
    return max(0.0, 1 - c - k), max(0.0, 1 - m - k), max(0.0, 1 - y - k)


class Layers:
    """Which optional content is off when the document opens (PDF 32000-1, 8.11)."""

    def __init__(self, catalog: dict[str, Any]) -> None:
        properties = dict_value(catalog.get("OCProperties") or {})
        config = dict_value(properties.get("D") or {})
        self.all_off = name_of(config.get("BaseState")) == "OFF"
        self.off = _ids(config.get("OFF"))
        self.on = _ids(config.get("ON"))

    def is_off(self, group: Any) -> bool:
        """Whether what belongs to the group, or to the membership of groups, does not show."""
        spec = resolve1(group)
        if not isinstance(spec, dict):
            return False
        if name_of(spec.get("Type")) != "OCMD":
            number = group.objid if isinstance(group, PDFObjRef) else None
            return number in self.off or (self.all_off and number not in self.on)
        groups = resolve1(spec.get("OCGs"))
        members = groups if isinstance(groups, list) else [spec.get("OCGs")]
        off = [self.is_off(member) for member in members if member is not None]
        if not off:
            return False
        policy = name_of(spec.get("P")) or "AnyOn"
        shows = {"AllOn": not any(off), "AnyOn": not all(off), "AnyOff": any(off), "AllOff": all(off)}
        return not shows.get(policy, True)


def _ids(value: Any) -> frozenset[int]:
    return frozenset(item.objid for item in list_value(value or []) if isinstance(item, PDFObjRef))


def name_of(value: Any) -> str:
    """The name that a value is or refers to, or "" for anything else."""
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""


class Graphics:
    """The state in which a content stream draws, and the path that it is drawing."""

    __slots__ = ("alpha", "clip", "fill", "path", "pending_clip", "space")

    def __init__(self, fill: Colour | None = BLACK, alpha: float = 1.0, clip: Sides | None = None) -> None:
        self.fill = fill
        self.alpha = alpha
        self.clip = clip
        self.space = "DeviceGray"
        self.path: list[list[Point]] = []
        self.pending_clip = False

    def saved(self) -> tuple[Colour | None, float, Sides | None, str]:
        return self.fill, self.alpha, self.clip, self.space

    def restore(self, saved: tuple[Colour | None, float, Sides | None, str]) -> None:
        self.fill, self.alpha, self.clip, self.space = saved

    def set_colour(self, operands: list[Any]) -> None:
        """Of an operator that names no colour space; the colour is not known where the space has no plain one."""
        plain = self.space not in NOT_A_COLOUR and all(isinstance(item, float) for item in operands)
        if plain and len(operands) == 1:
            self.fill = gray(operands[0])
        elif plain and len(operands) == 3:
            self.fill = (operands[0], operands[1], operands[2])
        elif plain and len(operands) == 4:
            self.fill = from_cmyk(*operands)
        else:
            self.fill = None

    def paint(self, drawn: Drawn, *, fills: bool, strokes: bool) -> None:
        """Ends the path: keeps what it paints of rules and boxes, and cuts to it what follows where that was asked."""
        path, self.path = self.path, []
        if self.pending_clip:
            self.pending_clip = False
            self._cut(path)
        if not (fills or strokes):
            return
        drawn.order += 1
        for points in path:
            if fills:
                sides = around(points)
                is_box = _is_box(points)
                if sides[2] - sides[0] < THIN or sides[3] - sides[1] < THIN:
                    if is_box:
                        drawn.rules.append(sides)
                    continue
                is_plain = self.alpha >= OPAQUE and is_box
                drawn.fills.append(Fill(drawn.order, sides, self.fill if is_plain else None))
            if strokes:
                drawn.rules += _straight_lines(points)

    def _cut(self, path: list[list[Point]]) -> None:
        points = [point for part in path for point in part]
        if points:
            area = around(points)
            self.clip = area if self.clip is None else within(self.clip, area)


def _is_box(points: list[Point]) -> bool:
    if not 4 <= len(points) <= 5:
        return False
    left, bottom, right, top = around(points)
    return all(
        min(abs(x - left), abs(x - right)) < STRAIGHT and min(abs(y - bottom), abs(y - top)) < STRAIGHT
        for x, y in points
    )


def _straight_lines(points: list[Point]) -> list[Sides]:
    return [
        around([first, second])
        for first, second in pairwise(points)
        if abs(first[0] - second[0]) < STRAIGHT or abs(first[1] - second[1]) < STRAIGHT
    ]
