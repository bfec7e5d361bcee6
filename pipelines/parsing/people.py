"""Inspectors named in a report: lists of names taken apart, and the team printed line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines import reference
from pipelines.parsing.report import PARAGRAPH_GAP, Report, without_superscripts
from pipelines.parsing.statements import Person
from pipelines.parsing.words.dashes import DASH
from pipelines.reading.model import Line

# A designation after a name: "HMI", "Senior Her Majesty’s Inspector", "Ofsted HMI lead inspector", "HMI Designate".
POST = (
    r"(?:S?HMIs?|H\.M\.I\.?|OIs?|AIs?|SCRIs?|(?:[Hh]er|[Hh][Ii]s) [Mm]ajest(?:y[’'`]?s|ies[’'`]?) [Ii]nspectors?|"
    r"[Ii]nspectors?)"
)
BEFORE_POST = (
    r"(?:[Ss]enior|[Oo]fsted|OFSTED|CQC|Care Quality Commission|HMICFRS|HMIP|HMI|[Ll]ead|[Dd]eputy|[Tt]eam|[Ss]hadow|"
    r"[Dd]esignated?|[Aa]dditional|[Aa]ssociate|[Cc]ontracted|[Ss]econded|[Rr]egulatory|[Ss]ocial [Cc]are)"
)
AFTER_POST = r"(?:[Dd]esignated?|[Ll]ead)"
DESIGNATION = re.compile(rf"[,\s]*(?<![\w’'-])(?:{BEFORE_POST},?\s+)*{POST}(?:\s+{AFTER_POST})?(?![\w’'-])")
BRACKETED = re.compile(r"\s*\([^()]*\)?")
SEPARATOR = re.compile(r"\s*(?:[,;&/]|\band\b)\s*")
WRAPPED_HYPHEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
PARTICLE = r"(?:d[aeiou]s?|de la|del|della|van|von|der|den|le|la|al|el|ul|ur|bin|ibn|bint|ten|ter)"
NAME_WORD = r"(?:(?:[dDO][’'`])?[^\W\d_a-zß-ÿ][^\W\d_]*(?:[’'`-][^\W\d_]+)*\.?|(?:[A-Z]\.)+)"
NAME = re.compile(rf"{NAME_WORD}(?:\s+(?:{PARTICLE}\s+){{0,2}}{NAME_WORD}){{1,4}}")
NAME_OR_PART = re.compile(rf"(?:{PARTICLE}\s+){{0,2}}{NAME_WORD}(?:\s+(?:{PARTICLE}\s+){{0,2}}{NAME_WORD}){{0,4}}")
# Capitalised words that tell a post or a heading from a name ("Deputy Director Social Care Inspection").
POST_WORD = re.compile(
    r"\b(?:director|deputy|national|regional|manager|analyst|advis[eo]r|officer|inspections?|inspectors?|ofsted|"
    r"majest(?:y|ies)|commission|social|children|protection|adoption|fostering|judge?ments?|published|services?|quality|authority|"
    r"council|police|constabulary)\b",
    re.IGNORECASE,
)
OPEN_BRACKET = re.compile(r"\([^()]*$")  # "... (Seconded" / "Inspector), ..." (Warrington 2015)
BRACKET_END = re.compile(r"^[^()]*\)")
OPEN_END = re.compile(rf"(?:[,;:&-]|\band|\bmajest(?:y|ies)[’'`]?s?|{OPEN_BRACKET.pattern})\s*$", re.IGNORECASE)
LIST_GAP = 3.0  # of the font size: from a label alone on its line to the first entry below
LINE_END = 0.7  # of the way to where the longest line ends: a line that wraps reaches further right than this


def split_names(text: str) -> list[str]:
    """The names in a list such as "Ann Lee HMI, Bo O’Hara (OI) and Dr Cy Day-Roe, Senior HMI".

    Designations, brackets, footnote marks and trailing stops go; a title ("Dr") stays as printed.
    A designation also ends a name, so "Ann Lee HMI Bo Hay HMI" is two. What is not shaped like a
    person's name (a post, a single word) is left out.
    """
    return [piece for piece in _pieces(text) if NAME.fullmatch(piece) and not POST_WORD.search(piece)]


def inspection_team(report: Report) -> list[Person]:
    """Everyone on the report's role-labelled lines ("Lead inspector: ...", "Team inspectors: ...").

    Roles are those of inspector_roles.csv. Names come in printed order, over wrapped lines and pages;
    someone named twice in one role (on the cover and at the end) is given once.
    """
    people: list[Person] = []
    seen: set[tuple[str, str]] = set()
    for role, lines, value in _labelled_values(report.lines):
        text = " ".join(line.text for line in lines)
        for name in split_names(value):
            if (role, name) not in seen:
                seen.add((role, name))
                people.append(Person(role, name, len(people) + 1, lines[0].page, text))
    return people


def _pieces(text: str) -> list[str]:
    plain = WRAPPED_HYPHEN.sub("-", without_superscripts(" ".join(text.split())))
    plain = DESIGNATION.sub(",", BRACKETED.sub(",", plain))
    pieces = (piece.strip(f" .:{DASH}") for piece in SEPARATOR.split(plain))
    return [piece for piece in pieces if piece]


def _is_all_names(text: str) -> bool:
    """Whether the text holds names, parts of names and designations only, as a wrapped list's next line does."""
    return all(NAME_OR_PART.fullmatch(piece) and not POST_WORD.search(piece) for piece in _pieces(text))


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = sorted((row["label"] for row in reference.rows("inspector_roles")), key=len, reverse=True)
    plural = (re.sub(r"(inspector|analyst|manager|author|member|hmi)\b", r"\1s?", label) for label in labels)
    spaced = "|".join(label.replace("-", "[- ]?").replace(" ", r"\s+") for label in plural)
    return re.compile(rf"(?:the\s+)?(?P<label>{spaced})\b(?P<colon>\s*[{DASH}:])?\s*", re.IGNORECASE)


@cache
def _roles() -> dict[str, str]:
    return {_role_key(row["label"]): row["role_code"] for row in reference.rows("inspector_roles")}


def _role_key(label: str) -> str:
    words = label.lower().replace("-", " ").split()
    return " ".join(word.removesuffix("s") for word in words)


def _role(line: Line) -> tuple[str, str] | None:
    """The role that the line is labelled with, and the text after the label; None for any other line.

    A label without a colon counts only when it is two words or more, capitalised, and names follow it
    at once ("Deputy lead inspector Susan Myers HMI"), which a sentence that begins alike does not have.
    """
    text = line.text
    if text.endswith(":"):
        text = text.rpartition(". ")[2]  # Sheffield 2014: "... judgements. The inspectors who carried out ... were:"
    match = _label_pattern().match(text) if text[:1].isupper() else None
    if match is None:
        return None
    value = text[match.end() :]
    role = _roles()[_role_key(match["label"])]
    if match["colon"]:
        return role, value
    names_follow = bool(split_names(value)) and _is_all_names(value)
    return (role, value) if names_follow and " " in match["label"] else None


def _labelled_values(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line], str]]:
    """Each labelled value in order: its role, its lines, and its text joined over them."""
    line_end = LINE_END * max((line.x1 for line in lines), default=0.0)
    index = 0
    while index < len(lines):
        found = _role(lines[index])
        if found is None:
            index += 1
            continue
        role, value = found
        group = [lines[index]]
        is_list = not value  # the label alone on its line: then every line below is an entry of its own
        for line in lines[index + 1 :]:
            if _role(line) is not None or not _continues(group[-1], line, is_list):
                break
            ends = is_list or (line.page is not None and group[-1].x1 < line_end and not _is_open(group[-1].text))
            value += (", " if ends else " ") + line.text
            group.append(line)
        index += len(group)
        yield role, group, value


def _is_open(text: str) -> bool:
    """Whether a line of names ends within their list: in a word that joins, or in a first name alone."""
    last = _pieces(text)[-1:]
    return bool(OPEN_END.search(text)) or (bool(last) and " " not in last[0])


def _continues(last: Line, line: Line, is_list: bool) -> bool:
    """Whether a labelled value goes on: directly below, or after an open end (a comma, "and") anywhere."""
    if not _is_all_names(BRACKET_END.sub("", line.text) if OPEN_BRACKET.search(last.text) else line.text):
        return False
    if line.page is None or line.page != last.page:
        return is_list or _is_open(last.text)
    gap = LIST_GAP if last.text.endswith(":") else PARAGRAPH_GAP
    return line.top - last.top <= gap * line.size
