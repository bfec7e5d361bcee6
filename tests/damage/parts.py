"""A PDF's objects, and a PDF with some of them replaced or added by an incremental update."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)


def objects(pdf: bytes) -> dict[int, bytes]:
    """The plain objects' bodies by number."""
    return {int(found[1]): found[2] for found in OBJECT.finditer(pdf)}


def numbers(pdf: bytes, mark: bytes) -> list[int]:
    """The numbers of the objects whose dictionary has the mark, such as /Type /Page."""
    return [n for n, body in objects(pdf).items() if re.search(mark + rb"\b", body.partition(b"stream")[0])]


def pages(pdf: bytes) -> list[int]:
    return numbers(pdf, b"/Type /Page")


def page_tree(pdf: bytes) -> int:
    return numbers(pdf, b"/Type /Pages")[0]


def content_of(pdf: bytes, page: int) -> int:
    """The number of the page's content stream."""
    found = re.search(rb"/Contents (\d+) 0 R", objects(pdf)[page])
    assert found is not None
    return int(found[1])


def first_free(pdf: bytes) -> int:
    return max(objects(pdf)) + 1


def stream(content: bytes, extra: bytes = b"/Filter /FlateDecode", *, is_packed: bool = False) -> bytes:
    """A stream object's body; `is_packed` says that the content has gone through the filters of `extra` already."""
    packed = content if is_packed or b"/Filter" not in extra else zlib.compress(content)
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (extra, len(packed), packed)


def updated(pdf: bytes, changes: dict[int, bytes]) -> bytes:
    """The PDF with these objects in place of its own, by an incremental update at its end."""
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)", pdf, re.DOTALL)[-1]
    root = re.search(rb"/Root \d+ 0 R", trailer[0])
    assert root is not None
    size = max(first_free(pdf), max(changes) + 1)
    body, table = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n"), bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number, value in changes.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    end = b"trailer\n<< /Size %d %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root[0], trailer[1], len(body))
    return bytes(body) + bytes(table) + end
