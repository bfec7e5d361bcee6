"""Whether a PDF's streams are whole: a reader gives what it can of a broken one, and says nothing."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb">>\s*stream\r?\n")
COMPRESSED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode")
LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)")
END = re.compile(rb"\s*endstream")
PIECE = 1 << 20  # bytes of a stream that are unpacked at a time


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
