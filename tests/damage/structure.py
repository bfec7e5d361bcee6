"""Damage to how a PDF holds together: its page tree, cross-references, boxes and object streams."""

from __future__ import annotations

import random
import re

from tests.damage.parts import content_of, first_free, objects, page_tree, pages, stream, updated


def cycle_in_page_tree(rng: random.Random, reports: list[bytes]) -> bytes:
    """Kids that are their own parents, directly or over several nodes."""
    pdf = rng.choice(reports)
    tree, free = page_tree(pdf), first_free(pdf)
    nodes = [tree, *range(free, free + rng.randrange(4))]
    kids = b" ".join(b"%d 0 R" % page for page in pages(pdf))
    return updated(
        pdf,
        {
            node: b"<< /Type /Pages /Count 9 /Parent %d 0 R /Kids [ %s %d 0 R ] >>" % (nodes[i - 1], kids, nodes[i - 1])
            for i, node in enumerate(nodes)
        },
    )


def huge_count(rng: random.Random, reports: list[bytes]) -> bytes:
    pdf = rng.choice(reports)
    tree = page_tree(pdf)
    count = rng.choice((b"2147483647", b"-1", b"99999999999999999999", b"0", b"(many)", b"1e99"))
    return updated(pdf, {tree: re.sub(rb"/Count \d+", b"/Count " + count, objects(pdf)[tree])})


def many_pages(rng: random.Random, reports: list[bytes]) -> bytes:
    """One page, thousands of times."""
    pdf = rng.choice(reports)
    times = rng.choice((2_000, 20_000, 200_000))
    kids = b"%d 0 R " % rng.choice(pages(pdf)) * times
    return updated(pdf, {page_tree(pdf): b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (times, kids)})


def many_nodes(rng: random.Random, reports: list[bytes]) -> bytes:
    """A page tree in which every node has the next ten times over."""
    pdf = rng.choice(reports)
    free, depth = first_free(pdf), rng.randrange(3, 30)
    kids = b" ".join(b"%d 0 R" % page for page in pages(pdf))
    nodes = {
        free + i: b"<< /Type /Pages /Count 1 /Kids [ %s ] >>" % (b"%d 0 R " % (free + i + 1) * 10) for i in range(depth)
    }
    last = {free + depth: b"<< /Type /Pages /Count 1 /Kids [ %s ] >>" % kids}
    return updated(pdf, {page_tree(pdf): b"<< /Type /Pages /Count 1 /Kids [ %d 0 R ] >>" % free, **nodes, **last})


def wild_offsets(rng: random.Random, reports: list[bytes]) -> bytes:
    """Cross-references that lead anywhere."""
    pdf = rng.choice(reports)
    share = rng.random()

    def other(found: re.Match[bytes]) -> bytes:
        return (
            b"%010d 00000 n" % rng.choice((rng.randrange(len(pdf)), 9_999_999_999))
            if rng.random() < share
            else found[0]
        )

    pdf = re.sub(rb"\d{10} 00000 n", other, pdf)
    wild = rng.choice((b"0", b"%d" % rng.randrange(len(pdf)), b"99999999999", b"-1", b"x"))
    return re.sub(rb"startxref\s+\d+", b"startxref\n" + wild, pdf) if rng.random() < 0.5 else pdf


def cycle_of_updates(rng: random.Random, reports: list[bytes]) -> bytes:
    """Cross-reference tables of which each names the other, or itself, as the one before."""
    pdf = rng.choice(reports)
    tree = page_tree(pdf)
    first = updated(pdf, {tree: objects(pdf)[tree]})
    start = first.rindex(b"xref\n0 1")
    if rng.random() < 0.5:
        return re.sub(rb"/Prev \d+ >>\nstartxref", b"/Prev %d >>\nstartxref" % start, first)
    second = updated(first, {tree: objects(pdf)[tree]})
    return second[:start] + re.sub(rb"/Prev \d+", b"/Prev %d" % second.rindex(b"xref\n0 1"), second[start:], count=1)


def odd_box(rng: random.Random, reports: list[bytes]) -> bytes:
    pdf = rng.choice(reports)
    boxes = (
        b"[ 0 0 1e38 1e38 ]",
        b"[ 0 0 99999999999999999999999999999999999999999 1 ]",
        b"[ 0 0 0 0 ]",
        b"[ 600 800 0 0 ]",
        b"[ -1e300 -1e300 1e300 1e300 ]",
        b"[ 0 0 ]",
        b"[ /A /B /C /D ]",
        b"[ [ 0 ] [ 0 ] [ 1 ] [ 1 ] ]",
        b"(595 842)",
        b"null",
        b"[ " + b"1 " * 100_000 + b"]",
    )
    page = rng.choice(pages(pdf))
    return updated(pdf, {page: re.sub(rb"/MediaBox \[.*?\]", b"/MediaBox " + rng.choice(boxes), objects(pdf)[page])})


def odd_object_stream(rng: random.Random, reports: list[bytes]) -> bytes:
    """Object streams that promise millions of objects, or extend themselves, reached by a stream of references."""
    pdf = rng.choice(reports)
    free, page = first_free(pdf), rng.choice(pages(pdf))
    count = rng.choice((b"999999999", b"-5", b"200000"))
    inner = b" ".join(b"%d %d" % (number, number) for number in range(rng.choice((10, 200_000))))
    holder = stream(inner, b"/Type /ObjStm /N %s /First 10 /Extends %d 0 R /Filter /FlateDecode" % (count, free))
    table = stream(
        b"".join(b"\x02%s%s" % (free.to_bytes(4, "big"), (i % 256).to_bytes(2, "big")) for i in range(free)),
        b"/Type /XRef /W [ 1 4 2 ] /Size %d /Root %d 0 R /Filter /FlateDecode" % (free + 2, page),
    )
    with_streams = updated(pdf, {free: holder, free + 1: table})
    start = with_streams.rindex(b"%d 0 obj" % (free + 1))
    return re.sub(rb"startxref\s+\d+\s+%%EOF\s*\Z", b"startxref\n%d\n%%%%EOF\n" % start, with_streams)


def own_length(rng: random.Random, reports: list[bytes]) -> bytes:
    """A stream whose length is itself, or lies far beyond the file's end."""
    pdf = rng.choice(reports)
    content = content_of(pdf, rng.choice(pages(pdf)))
    length = rng.choice((b"%d 0 R" % content, b"999999999999", b"-7", b"/Length", b"[ 1 2 3 ]"))
    return updated(pdf, {content: re.sub(rb"/Length \d+", b"/Length " + length, objects(pdf)[content], count=1)})


KINDS = (
    cycle_in_page_tree,
    huge_count,
    many_pages,
    many_nodes,
    wild_offsets,
    cycle_of_updates,
    odd_box,
    odd_object_stream,
    own_length,
)
