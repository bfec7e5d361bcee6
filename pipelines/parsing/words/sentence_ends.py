"""Where a sentence ends in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A line that ends a sentence or a clause, whatever marks stand behind.
ENDS_SENTENCE = re.compile(r"[.?!:;][)\]’'”\"]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
# A stop, its closing marks and a space before what can open a sentence. Titles and "e.g." end none.
STOP = re.compile(r"[.?!](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\b(?:Mr|Ms|Dr|St)\.)(?<!\bMrs\.)[’”\"')]*\s+(?=[A-Z0-9“‘\"(])")
LAST_STOP = re.compile(r"[.?!][’”\"')]*\s*$")
# A person's initial ends none: "by J. Poe", "Ann J. Lee", "J. P. Poe"; "grade D to G." and "A&E." do.
INITIAL = re.compile(r"(?:^|(?:\b(?:by|and|is|are|was|were)|,|\b[A-Z][\w’'-]*\.?)\s)[A-Z]\.$")
NAME_LENGTH = 30  # characters before a stop that are looked at for a name


def sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence but the last stops, and where the next one begins."""
    for match in STOP.finditer(text):
        before = text[max(0, match.start() - NAME_LENGTH) : match.start() + 1]
        if not INITIAL.search(before):
            yield match.start(), match.end()


def sentences(text: str) -> Iterator[str]:
    """The text's sentences, without their stops."""
    begin = 0
    for stop, following in sentence_ends(text):
        yield text[begin:stop].strip()
        begin = following
    last = LAST_STOP.sub("", text[begin:]).strip()
    if last:
        yield last
