"""Damage that disks, networks and careless tools do: bits, bytes and objects lost, doubled or mixed up."""

from __future__ import annotations

import random
import re

from tests.damage.parts import OBJECT

END = b"\n%%EOF\n"


def flipped_bits(rng: random.Random, reports: list[bytes]) -> bytes:
    content = bytearray(rng.choice(reports))
    for _ in range(2 ** rng.randrange(10)):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def noise(rng: random.Random, reports: list[bytes]) -> bytes:
    content = bytearray(rng.choice(reports))
    start = rng.randrange(len(content))
    length = min(2 ** rng.randrange(13), len(content) - start)
    content[start : start + length] = rng.randbytes(length)
    return bytes(content)


def cut(rng: random.Random, reports: list[bytes]) -> bytes:
    """Ends early; half of the time a mark at its end says that it is whole."""
    content = rng.choice(reports)
    return content[: rng.randrange(len(content))] + rng.choice((b"", END))


def hole(rng: random.Random, reports: list[bytes]) -> bytes:
    content = rng.choice(reports)
    start = rng.randrange(len(content))
    return content[:start] + content[start + 2 ** rng.randrange(14) :] + END


def splice(rng: random.Random, reports: list[bytes]) -> bytes:
    """The head of one and the tail of another."""
    head, tail = rng.choice(reports), rng.choice(reports)
    return head[: rng.randrange(len(head))] + tail[rng.randrange(len(tail)) :]


def doubled_object(rng: random.Random, reports: list[bytes]) -> bytes:
    """Some object a second time, elsewhere, under its own or another's number."""
    content = rng.choice(reports)
    found = list(OBJECT.finditer(content))
    twice, place, other = rng.choice(found), rng.choice(found).end(), rng.choice(found)
    copy = b"\n%s 0 obj%sendobj" % (rng.choice((twice, other))[1], twice[2])
    return content[:place] + copy + content[place:]


def lost_object(rng: random.Random, reports: list[bytes]) -> bytes:
    content = rng.choice(reports)
    found = rng.choice(list(OBJECT.finditer(content)))
    return content[: found.start()] + rng.choice((b"", b" " * len(found[0]))) + content[found.end() :]


def wrong_references(rng: random.Random, reports: list[bytes]) -> bytes:
    """References that lead to another object than was meant, or to none."""
    share = rng.random()

    def other(found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % rng.randrange(70) if rng.random() < share else found[0]

    return re.sub(rb"\b\d+ 0 R\b", other, rng.choice(reports))


def wrong_numbers(rng: random.Random, reports: list[bytes]) -> bytes:
    """Numbers outside of streams become huge, negative, or no numbers."""
    share = rng.random() / 4
    odd = (b"0", b"-1", b"99999999999999999999", b"1e400", b"-2147483649", b"4294967296", b"/N", b"()", b"null", b"[]")

    def other(found: re.Match[bytes]) -> bytes:
        return rng.choice(odd) if rng.random() < share else found[0]

    parts = re.split(rb"(stream\r?\n.*?endstream)", rng.choice(reports), flags=re.DOTALL)
    return b"".join(
        part if i % 2 else re.sub(rb"(?<=[ \[])\d+(?:\.\d+)?\b", other, part) for i, part in enumerate(parts)
    )


KINDS = (
    flipped_bits,
    noise,
    cut,
    hole,
    splice,
    doubled_object,
    lost_object,
    wrong_references,
    wrong_numbers,
)
