"""Small files that would take a machine's time or memory: what is nested, packed or repeated without measure."""

from __future__ import annotations

import functools
import random
import re
import zlib

from tests.damage.parts import content_of, first_free, numbers, objects, page_tree, pages, stream, updated

WORDS = b"BT /F1 10 Tf 72 700 Td (Overall effectiveness Inadequate) Tj ET "


@functools.cache
def packed(unit: bytes, times: int, turns: int = 1) -> bytes:
    """The unit so many times, compressed in as many turns.

    A block of them is compressed once: after a full flush its bytes lean on nothing before them, and can be repeated.
    """
    block = unit * max(1, (1 << 20) // len(unit))
    blocks = len(unit) * times // len(block)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(blocks):
        checksum = zlib.adler32(block, checksum)
    content = b"\x78\xda" + once * blocks + packer.flush() + checksum.to_bytes(4, "big")
    for _ in range(turns - 1):
        content = zlib.compress(content, 9)
    return content


def with_content(rng: random.Random, reports: list[bytes], body: bytes) -> bytes:
    """A report, one page of which draws this stream."""
    pdf = rng.choice(reports)
    return updated(pdf, {content_of(pdf, rng.choice(pages(pdf))): body})


def somewhere(rng: random.Random, pdf: bytes, value: bytes) -> bytes:
    """The value where a reader cannot pass it by: in a page, the page tree, or the catalogue."""
    number = rng.choice((rng.choice(pages(pdf)), page_tree(pdf), numbers(pdf, b"/Type /Catalog")[0]))
    key = rng.choice((b"Contents", b"MediaBox", b"Kids", b"Resources", b"Odd", b"Rotate"))
    return updated(pdf, {number: objects(pdf)[number].replace(b"<<", b"<< /%s %s " % (key, value), 1)})


def packed_blanks(rng: random.Random, reports: list[bytes]) -> bytes:
    """A gigabyte or four of blanks in a few kilobytes."""
    content = packed(b" ", rng.choice((1 << 30, 1 << 32)), 2)
    return with_content(rng, reports, stream(content, b"/Filter [ /FlateDecode /FlateDecode ]", is_packed=True))


def packed_words(rng: random.Random, reports: list[bytes]) -> bytes:
    """A sentence a million times and more."""
    content = packed(WORDS, rng.choice((1 << 17, 1 << 20, 1 << 24)))
    return with_content(rng, reports, stream(content, is_packed=True))


def long_line(rng: random.Random, reports: list[bytes]) -> bytes:
    """A line of a million characters and more, in one string or in as many."""
    length = rng.choice((1_000_000, 10_000_000))
    text = b"(" + b"A" * length + b") Tj" if rng.random() < 0.5 else b"[" + b"(A) 5 " * length + b"] TJ"
    return with_content(rng, reports, stream(b"BT /F1 10 Tf 72 700 Td " + text + b" ET"))


def on_one_spot(rng: random.Random, reports: list[bytes]) -> bytes:
    """A page whose characters are all at one place, or each on a line of its own."""
    step = rng.choice((b"0 0 Td (A) Tj ", b"0 -0.001 Td (A) Tj ", b"3 0.9 Td (A) Tj "))
    return with_content(
        rng, reports, stream(b"BT /F1 10 Tf 72 700 Td " + step * rng.choice((10_000, 200_000)) + b" ET")
    )


def many_filters(rng: random.Random, reports: list[bytes]) -> bytes:
    """Filters one after the other, the unusual among them."""
    names = (
        b"/FlateDecode",
        b"/LZWDecode",
        b"/ASCII85Decode",
        b"/ASCIIHexDecode",
        b"/RunLengthDecode",
        b"/CCITTFaxDecode",
    )
    chain = b" ".join(rng.choice(names) for _ in range(rng.choice((2, 50, 20_000))))
    return with_content(rng, reports, stream(rng.randbytes(5_000), b"/Filter [ " + chain + b" ]", is_packed=True))


def odd_predictor(rng: random.Random, reports: list[bytes]) -> bytes:
    """Rows so wide, or so narrow, that undoing them takes all memory or all day."""
    columns = rng.choice((0, 1, -1, 999_999_999, 1 << 62))
    parameters = b"/DecodeParms << /Predictor %d /Columns %d /Colors %d /BitsPerComponent 8 >>" % (
        rng.choice((2, 10, 12, 15, 99)),
        columns,
        rng.choice((1, 0, 1 << 30)),
    )
    return with_content(rng, reports, stream(b"\x02" * 3_000_000, b"/Filter /FlateDecode " + parameters))


def odd_fax(rng: random.Random, reports: list[bytes]) -> bytes:
    parameters = b"/DecodeParms << /K -1 /Columns %d /Rows %d >>" % (rng.choice((1, 1 << 30)), rng.choice((0, 1 << 30)))
    return with_content(
        rng, reports, stream(rng.randbytes(20_000), b"/Filter /CCITTFaxDecode " + parameters, is_packed=True)
    )


def deep_lists(rng: random.Random, reports: list[bytes]) -> bytes:
    """Lists or dictionaries in each other, closed or not, in an object or in what a page draws."""
    depth = rng.choice((1_000, 50_000, 1_000_000))
    start, end = rng.choice(((b"[", b"]"), (b"<< /A ", b">>"), (b"(", b")"), (b"<<", b""), (b"[", b"")))
    value = start * depth + end * depth
    if rng.random() < 0.5:
        return with_content(rng, reports, stream(value + b" TJ"))
    return somewhere(rng, rng.choice(reports), value)


def huge_list(rng: random.Random, reports: list[bytes]) -> bytes:
    unit = rng.choice((b"0 ", b"1 0 R ", b"/A ", b"(a) ", b"[] ", b"<<>> "))
    return somewhere(rng, rng.choice(reports), b"[ " + unit * rng.choice((100_000, 2_000_000)) + b"]")


def long_token(rng: random.Random, reports: list[bytes]) -> bytes:
    """A number, name, comment or string that goes on and on."""
    length = rng.choice((100_000, 5_000_000))
    value = rng.choice((b"9" * length, b"-" * length, b"/" + b"N" * length, b"%" + b"c" * length, b"<" + b"4" * length))
    if rng.random() < 0.5:
        return with_content(rng, reports, stream(b"BT " + value + b" Tj ET"))
    return somewhere(rng, rng.choice(reports), value)


def forms_in_forms(rng: random.Random, reports: list[bytes]) -> bytes:
    """Forms of which each draws the next ten times, or itself."""
    pdf = rng.choice(reports)
    page, free, depth = rng.choice(pages(pdf)), first_free(pdf), rng.choice((1, 5, 12, 2_000))
    is_cycle, changes = rng.random() < 0.3, {}
    for i in range(depth):
        following = free if is_cycle and i == depth - 1 else free + i + 1
        head = (
            b"/Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ] /Resources << /XObject << /X %d 0 R >> >>" % following
        )
        changes[free + i] = stream(WORDS + b"/X Do " * (1 if depth > 100 else 10), head + b" /Filter /FlateDecode")
    changes[free + depth] = stream(WORDS, b"/Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ]")
    changes[content_of(pdf, page)] = stream(b"/X Do")
    changes[page] = re.sub(rb"/XObject <<", b"/XObject << /X %d 0 R" % free, objects(pdf)[page])
    return updated(pdf, changes)


def odd_font(rng: random.Random, reports: list[bytes]) -> bytes:
    """Fonts whose widths or characters are said for all there could be."""
    pdf = rng.choice(reports)
    number, free = rng.choice(numbers(pdf, b"/Type /Font")), first_free(pdf)
    ranges = rng.choice(
        (b"<00000000> <ffffffff> <0041>", b"<0000> <ffff> <0041>", b"<00> <ff> [ %s ]" % (b"<41> " * 99))
    )
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange %s endbfrange endcmap" % ranges
    widths = rng.choice((b"[ 0 [ %s ] ]" % (b"500 " * 500_000), b"[ 0 999999999 500 ]", b"[ 0 65535 500 ]"))
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) >> "
    return updated(
        pdf,
        {
            number: b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode %d 0 R "
            b"/DescendantFonts [ %d 0 R ] >>" % (free, free + 1),
            free: stream(cmap * rng.choice((1, 3_000))),
            free + 1: descendant + b"/W " + widths + b" >>",
        },
    )


def cycle_of_references(rng: random.Random, reports: list[bytes]) -> bytes:
    """An object that is only a reference to itself, or to another that refers back."""
    pdf = rng.choice(reports)
    free = first_free(pdf)
    ring = list(range(free, free + rng.randrange(1, 5)))
    links = {number: b"%d 0 R" % ring[i - 1] for i, number in enumerate(ring)}
    page = rng.choice(pages(pdf))
    key = rng.choice((b"Contents", b"MediaBox", b"Resources", b"Rotate", b"Parent", b"CropBox"))
    body = re.sub(rb"/%s (\d+ 0 R|\[.*?\])" % key, b"", objects(pdf)[page])
    return updated(pdf, {**links, page: body.replace(b"<<", b"<< /%s %d 0 R" % (key, free), 1)})


KINDS = (
    packed_blanks,
    packed_words,
    long_line,
    on_one_spot,
    many_filters,
    odd_predictor,
    odd_fax,
    deep_lists,
    huge_list,
    long_token,
    forms_in_forms,
    odd_font,
    cycle_of_references,
)
