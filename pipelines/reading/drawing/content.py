"""A content stream's operators with their operands: one regular expression finds each token.

pdfminer.six's own tokeniser goes from state to state in Python, which was two thirds of the time of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from pipelines.reading.streams import BLANK

Operand = Any  # a float, bytes, PSLiteral or a list of these, as pdfminer.six's operators take them

DELIMITER = BLANK + rb"()<>\[\]{}/%"
TOKEN = re.compile(
    rb"[" + BLANK + rb"]*+(?:"
    rb"([-+]?(?:\d++\.?+\d*+|\.\d++))"  # 1: a number
    rb"|\(([^()\\]*+(?:\\.[^()\\]*+)*+)\)"  # 2: a string that has no parentheses within
    rb"|([A-Za-z'\"][A-Za-z0-9*]*+)"  # 3: an operator
    rb"|/([^" + DELIMITER + rb"]*+)"  # 4: a name
    rb"|<([0-9A-Fa-f" + BLANK + rb"]*+)>"  # 5: a string in hexadecimal
    rb"|(<<|>>|[\[\](])"  # 6: a bracket, or the start of a string with parentheses within
    rb"|%[^\r\n]*+|.|\Z)",  # a comment, or what has no meaning here
    re.DOTALL,
)
NUMBER, STRING, OPERATOR, NAME, HEXADECIMAL, BRACKET = range(1, 7)
SIGNED = tuple(bytes((byte,)) for byte in b"-.0123456789")
CONSTANTS = frozenset({b"true", b"false", b"null"})
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"\n": b"", b"\r": b"", b"\r\n": b""}
PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
END_OF_IMAGE = re.compile(rb"(?<=[" + BLANK + rb">])EI(?=[" + BLANK + rb"]|\Z)")
NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")


class ContentError(PDFException):
    """A content stream that breaks off or has what no content stream has, so that text of its page may be missing."""


def data_of(stream: PDFStream) -> bytes:
    """What the stream holds, its filters undone; nothing where it is empty, which no filter can undo."""
    return stream.get_data() if stream.data is not None or (stream.get_rawdata() or b"").strip() else b""


def operations(content: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Each operator and its operands in order; an image within the stream is its last operator, EI, alone.

    Raises ContentError where a string, list or image has no end, and where something has no meaning.
    """
    operands: list[Operand] = []
    enclosing: list[list[Operand]] = []
    position: int | None = 0
    while position is not None:
        resume = None
        for token in TOKEN.finditer(content, position):
            kind = token.lastindex
            if kind == NUMBER:
                operands.append(float(token[NUMBER]))
            elif kind == STRING:
                operands.append(_unescaped(token[STRING]))
            elif kind == OPERATOR:
                operator = token[OPERATOR]
                if enclosing:
                    if operator not in CONSTANTS:
                        raise ContentError(f"a list or dictionary without end before {operator[:20]!r}")
                elif operator == b"ID":
                    operands = []
                    resume = _end_of_image(content, token.end())
                    yield b"EI", []
                    break
                else:
                    yield operator, operands
                    operands = []
            elif kind == NAME:
                operands.append(_name(token[NAME]))
            elif kind == HEXADECIMAL:
                operands.append(_from_hexadecimal(token[HEXADECIMAL]))
            elif kind == BRACKET:
                bracket = token[BRACKET]
                if bracket == b"(":
                    resume = _end_of_string(content, token.end())
                    operands.append(_unescaped(content[token.end() : resume - 1]))
                    break
                if bracket in (b"[", b"<<"):
                    enclosing.append(operands)
                    operands = []
                elif enclosing:
                    items, operands = operands, enclosing.pop()
                    operands.append(items)
                else:
                    raise ContentError(f"an end without start: {bracket!r}")
            elif token[0].strip(BLANK) == b"-" and content[token.end() : token.end() + 1] in SIGNED:
                continue  # "--5" is read as -5, as viewers do
            elif (rest := token[0].strip(BLANK)) and not rest.startswith(b"%"):
                raise ContentError(f"{rest!r}, which has no meaning")
        position = resume
    if enclosing:
        raise ContentError("a list or dictionary without end")


def _unescaped(string: bytes) -> bytes:
    return ESCAPE.sub(_escape, string) if b"\\" in string else string


def _escape(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes((int(code, 8) & 0xFF,)) if code[:1].isdigit() and code < b"8" else ESCAPED.get(code, code)


def _from_hexadecimal(digits: bytes) -> bytes:
    plain = digits.translate(None, BLANK).decode("ascii")
    return bytes.fromhex(plain + "0" * (len(plain) % 2))


def _name(name: bytes) -> Operand:
    spelt = NAME_CODE.sub(lambda code: bytes((int(code[1], 16),)), name) if b"#" in name else name
    try:
        return LIT(spelt.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(spelt)


def _end_of_string(content: bytes, start: int) -> int:
    depth = 1
    for found in PARENTHESIS.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    raise ContentError("a string without end")


def _end_of_image(content: bytes, start: int) -> int:
    found = END_OF_IMAGE.search(content, start)
    if found is None:
        raise ContentError("an image without end")
    return found.end()
