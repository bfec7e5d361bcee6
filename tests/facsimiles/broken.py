"""Files that are no reports: a web page, half a report, pictures without text."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .layout import HEIGHT, MARGIN_LINE, WIDTH

Facts = dict[str, Any]

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8"/>
  <title>Find an inspection report</title>
</head>
<body>
  <p>{line}</p>
  <h1>Page not found</h1>
  <p>The report that you asked for is no longer here. Good reports, and others, can be searched for by name.</p>
</body>
</html>
"""


def _web_page(_: Facts, path: Path) -> None:
    path.write_text(_PAGE.format(line=MARGIN_LINE), encoding="utf-8")


def _truncated(facts: Facts, path: Path) -> None:
    """The first part of another sample, as a broken download leaves it."""
    whole = yaml.safe_load((Path(__file__).parent / "facts" / facts["of"]).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "whole.pdf"
        importlib.import_module(f".{whole['family']}", __package__).build(whole, source)
        data = source.read_bytes()
    path.write_bytes(data[: len(data) * facts["percent"] // 100])


def _picture(page: int) -> Image.Image:
    """A page's grey shape: lines where text would be, none of it text."""
    image = Image.new("L", (298, 421), 255)
    draw = ImageDraw.Draw(image)
    draw.text((36, 2), MARGIN_LINE, fill=120)
    draw.rectangle((224, 14, 276, 56), fill=200)
    for line in range(28):
        top = 80 + line * 11
        draw.rectangle((36, top, 180 + (line * 37 + page * 11) % 84, top + 4), fill=150)
    return image


def _pictures(facts: Facts, path: Path) -> None:
    canvas = Canvas(str(path), (WIDTH, HEIGHT), invariant=1, pageCompression=1)
    for page in range(facts["pages"]):
        canvas.drawImage(ImageReader(_picture(page)), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()


_KINDS: dict[str, Callable[[Facts, Path], None]] = {
    "web_page": _web_page,
    "truncated": _truncated,
    "pictures": _pictures,
}


def build(facts: Facts, path: Path) -> None:
    """Write one file that must end in quarantine."""
    _KINDS[facts["kind"]](facts, path)
