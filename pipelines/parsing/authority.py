"""Which authority a report is about: names cut out of titles and sentences, and their resolution.

A name counts only when it resolves exactly. A trust that delivers services ("Birmingham Children's Trust") is no
authority: a statement that names the council goes before it, and where none does, the trust stands for the one
council that it served on the day (Bradford 2026).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from pipelines import reference
from pipelines.parsing.statements import AuthorityStatement, UnreadableReport

SERVICES = (
    r"(?:children\s?(?:[’'‘`]?s|s[’'])?(?:(?:,|\s+and|\s+&)\s+young\s+people(?:[’'‘`]s)?)?"
    r"(?:,?\s+(?:and|&)\s+famil(?:y|ies)(?:[’'‘`]s|[’'])?)?(?:\s+social\s+(?:care|work))?\s+services?)"
)
LEADING = re.compile(r"^(?:the\s+)?(?:(?:local\s+)?(?:authority\s+)?area\s+of\s+)?(?:the\s+)?", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:[’'‘`]s|(?<=s)[’'‘`])$")
NO_NAME = re.compile(rf"^(?:the\s+)?(?:local\s+authority(?:\s+{SERVICES})?|{SERVICES})$", re.IGNORECASE)
NAME_WORD = r"[A-Z][\w’'.-]*,?"
NAME = rf"{NAME_WORD}(?:\s+(?:of|the|upon|on|and|with|&|{NAME_WORD})){{0,7}}"
COUNCIL = re.compile(rf"\b({NAME}\s+(?:[Cc]ity |[Cc]ounty |[Bb]orough |[Dd]istrict |[Mm]etropolitan )*[Cc]ouncil)\b")
BOROUGH = re.compile(rf"\b((?:London|Royal)\s+[Bb]orough\s+of\s+{NAME})")
LOCAL_AUTHORITY = re.compile(rf"\b({NAME})\s+local\s+authority\b")
COMMON_WORDS = {"and", "central", "city", "county", "east", "north", "of", "on", "south", "the", "upon", "west", "with"}
# A footnote's mark or a bullet that clings to a name ("Knowsley Council 1", "Surrey County Council*").
MARKS = re.compile(r"^[\s*•†‡\d]+|[\s*•†‡\d]+$")
# What may stand round a trust's name: an article, or what it runs.
TRUST_WORDS = re.compile(rf"^the\s+|(?:\s+local\s+authority)?\s+{SERVICES}$", re.IGNORECASE)
BRACKETED = re.compile(r"\s*\([^()]*\)\s*")
FIRST_WORD = re.compile(r"^(?:\w+\s+)(?=[A-Z])")


def resolve(
    candidates: Sequence[AuthorityStatement],
    on: date,
    fallback: Callable[[], Sequence[AuthorityStatement]] | None = None,
) -> tuple[AuthorityStatement, str, list[AuthorityStatement]]:
    """The first candidate that names an authority in force on the day, its URN, and those that name another.

    Candidates come most authoritative first; `fallback` gives more when none of them resolves. A passage may name a
    partner before the authority itself, so of those only one counts that repeats a word of the printed names, or the
    only authority that is named at all; beside a trust's name, only a council that the trust serves.
    Raises UnreadableReport (authority_unknown) when nothing resolves.
    """
    resolved = [(candidate, _authority(candidate, on)) for candidate in candidates]
    known = [(candidate, authority.urn) for candidate, authority in resolved if authority is not None]
    more = fallback() if not known and fallback is not None else ()
    served = [(candidate, _served(candidate, on)) for candidate in (*candidates, *more)]
    of_trust = frozenset(urn for _, urns in served for urn in urns)
    likely = _of_trust(more, of_trust, on) if of_trust else _likely(more, candidates, on)
    if likely:
        return resolve([*candidates, *likely], on)
    if not known and len(of_trust) == 1:
        statement = next(candidate for candidate, urns in served if urns)
        return statement, next(iter(of_trust)), []
    if not known:
        names = "; ".join(dict.fromkeys(candidate.printed for candidate in (*candidates, *more))) or "none"
        raise UnreadableReport(
            "authority_unknown",
            f"No printed name is an authority in force on {on}, or none is surely this report's (names printed: "
            f"{names}): add the name to authority_aliases.csv if it is one.",
        )
    statement, urn = known[0]
    others = [candidate for candidate, other in known if other != urn]
    return statement, urn, [other for other in others if not _is_piece(other.printed, statement.printed)]


def _authority(statement: AuthorityStatement, on: date) -> reference.Authority | None:
    """The authority of that name, as printed, else without what stands in brackets and a possessive's ending."""
    printed = MARKS.sub("", statement.printed)
    bare = POSSESSIVE.sub("", MARKS.sub("", BRACKETED.sub(" ", printed)).strip(" ,"))
    return reference.resolve_authority(printed, on) or reference.resolve_authority(bare, on)


def _served(statement: AuthorityStatement, on: date) -> frozenset[str]:
    """The councils that the printed trust serves, as it is named, else without what stands in brackets."""
    printed = TRUST_WORDS.sub("", MARKS.sub("", statement.printed)).strip(" ,")
    bare = BRACKETED.sub(" ", printed).strip(" ,")
    return reference.trust_councils(printed, on) or reference.trust_councils(bare, on)


def _of_trust(more: Sequence[AuthorityStatement], urns: frozenset[str], on: date) -> Sequence[AuthorityStatement]:
    """Those that name one of the trust's councils; none when they name several."""
    found = [one for one in more if (authority := _authority(one, on)) is not None and authority.urn in urns]
    return found if len({_authority(one, on) for one in found}) == 1 else ()


def _likely(
    more: Sequence[AuthorityStatement], printed: Sequence[AuthorityStatement], on: date
) -> Sequence[AuthorityStatement]:
    """Those that repeat a word of the printed names; where none does, all if they name one authority alone, unless
    the printed names have a word of another's ("Cambridgeshire local")."""
    words = {word for candidate in printed for word in reference.normalise_name(candidate.printed).split()}
    alike = [candidate for candidate in more if _names_one_of(words, candidate, on)]
    named = {authority.urn for one in more if (authority := _authority(one, on)) is not None}
    return alike or (more if len(named) == 1 and not words & _words_of_names() else ())


@cache
def _words_of_names() -> frozenset[str]:
    """Every word of an authority's name, COMMON_WORDS apart."""
    names = (reference.normalise_name(authority.name) for authority in reference.authorities())
    return frozenset(word for name in names for word in name.split()) - COMMON_WORDS


def _names_one_of(words: set[str], candidate: AuthorityStatement, on: date) -> bool:
    """Whether the candidate is an authority with one of the words in its name, COMMON_WORDS apart."""
    authority = _authority(candidate, on)
    name = set(reference.normalise_name(authority.name).split()) if authority else set()
    return bool((name & words) - COMMON_WORDS)


def _is_piece(printed: str, whole: str) -> bool:
    """Whether a name is only the end of the other, on a line of its own ("Bath and North East / Somerset")."""
    return f" {reference.normalise_name(whole)} ".endswith(f" {reference.normalise_name(printed)} ")


def title_forms(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """The forms of a framework's titles, each with the group `name` for whom it is about, whatever their case."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def name_in_title(title: str, forms: Sequence[re.Pattern[str]]) -> str | None:
    """The name that a report's title gives its subject, by the first of the forms that it has; None without one.

    "Inspection of Kent County Council children’s services" gives "Kent County Council";
    "Inspection of children’s social care services" gives None.
    """
    whole = " ".join(title.split()).rstrip(" .:")
    if NO_NAME.match(re.sub(r"^.*?\b(?:of|to|in)\s+", "", whole, count=1)):
        return None
    for form in forms:
        match = form.match(whole)
        if match:
            return POSSESSIVE.sub("", LEADING.sub("", match["name"]).strip(" ,"))
    return None


def title_candidates(
    title: str, forms: Sequence[re.Pattern[str]], place: str, page: int | None
) -> list[AuthorityStatement]:
    """The title's name as a list of candidates: one, or none."""
    name = name_in_title(title, forms)
    return [AuthorityStatement(place, name, page, title)] if name else []


def named_councils(text: str, page: int | None, place: str = "narrative") -> list[AuthorityStatement]:
    """Councils that a passage names as such ("Birmingham City Council", "the London Borough of Camden").

    For use after the title and first sentence: a passage may name neighbours, so only its first few matter.
    """
    found: dict[str, AuthorityStatement] = {}
    for printed, sentence in _councils(text):
        name = printed.rstrip(" .,")
        found.setdefault(name, AuthorityStatement(place, name, page, sentence))
    return list(found.values())


def _councils(text: str) -> Iterator[tuple[str, str]]:
    for sentence in re.split(r"(?<=[.?!])\s+|\n", text):
        for pattern in (COUNCIL, BOROUGH, LOCAL_AUTHORITY):
            for match in pattern.finditer(sentence):
                printed = match[1]
                yield printed, sentence
                if match.start() == 0 and FIRST_WORD.match(printed):
                    # A sentence's first word is capital, of the name or not ("In Kent County Council").
                    yield FIRST_WORD.sub("", printed), sentence
