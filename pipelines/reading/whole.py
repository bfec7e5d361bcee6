"""Whether a PDF's compressed streams are whole: a reader gives what it can of a broken one, and says nothing."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb">>\s*stream\r?\n")
COMPRESSED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode")
PIECE = 1 << 20  # bytes of a stream that are unpacked at a time


def broken_stream(content: bytes) -> str | None:
    """What is wrong with the first compressed stream that does not unpack to its checksum; None when all do.

    An encrypted file's streams cannot be looked at, and count as whole.
    """
    if b"/Encrypt" in content:
        return None
    for found in STREAM.finditer(content):
        header = content[content.rfind(b"obj", 0, found.start()) : found.start()]
        if COMPRESSED.search(header):
            end = content.find(b"endstream", found.end())
            if end < 0:
                return "a stream without end"
            if not _unpacks(content[found.end() : end]):
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
