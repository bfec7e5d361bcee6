"""Whether a PDF's bytes are whole: a reader gives what it can of a broken one, and says nothing."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb">>\s*stream\r?\n")
COMPRESSED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode")
LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)")
END = re.compile(rb"\s*endstream")
STARTXREF = re.compile(rb"startxref\s+(\d{1,10})")
CROSS_REFERENCE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
BLANK = b"\x00\t\n\x0c\r "  # what a PDF takes for white space
PIECE = 1 << 20  # bytes of a stream that are unpacked at a time


def trimmed(content: bytes) -> bytes:
    """The file without bytes before %PDF that its own places do not count, and without padding behind its last %%EOF.

    Viewers pass over both. What stands behind the last mark may be the begin of an update that was cut off: bytes that
    begin as an object does stay, so that such a file is told from a whole one.
    """
    start = content.find(b"%PDF")
    last = content.rfind(b"%%EOF")
    found = list(STARTXREF.finditer(content))
    if start > 0 and found and _is_cross_reference(content, start + int(found[-1][1])):
        content, last = content[start:], last - start
    rest = content[last + 5 :].strip(BLANK)
    return content if last < 0 or rest[:1].isdigit() else content[: last + 5] + b"\n"


def _is_cross_reference(content: bytes, place: int) -> bool:
    return bool(CROSS_REFERENCE.match(content, place))


def broken_stream(content: bytes) -> str | None:
    """What is wrong with the first stream that is not as long as it says, or does not unpack to its checksum.

    None when all are whole.

    An encrypted file's streams cannot be looked at, and count as whole.
    """
    if b"/Encrypt" in content:
        return None
    for found in STREAM.finditer(content):
        header = content[content.rfind(b"obj", 0, found.start()) : found.start()]
        length = LENGTH.search(header)
        if length is not None and not END.match(content, found.end() + int(length[1])):
            return f"the stream at byte {found.start()} is not as long as it says"
        if COMPRESSED.search(header):
            end = content.find(b"endstream", found.end())
            if end < 0:
                return "a stream without end"
            packed = content[found.end() : end]
            # A stream that says it is empty has nothing to unpack.
            if packed.strip() and not _unpacks(packed):
                return f"the stream at byte {found.start()} does not unpack"
    return None


def _unpacks(packed: bytes) -> bool:
    unpacking = zlib.decompressobj()
    try:
        while packed and not unpacking.eof:
            unpacking.decompress(packed, PIECE)
            packed = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return unpacking.eof
