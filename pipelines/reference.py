"""Reference data kept by hand: authorities, codes and the wordings that reports print.

Every table is a CSV file in `data/reference`; its README says what one row is. Lookups are exact
on normalised text: what is not in the tables is not found, and nothing is guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_SPELLING = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc`", "'")
    | dict.fromkeys("-.,\u2010\u2011\u2012\u2013\u2014\u2212", " ")
    | {"&": " and ", "\u00ad": ""}
)


class ReferenceDataError(ValueError):
    """A reference table is missing or contradicts itself."""


@dataclass(frozen=True)
class Authority:
    """One version of a local authority: its name and type between two days, both inclusive.

    `valid_from` is None where it began before 2009, `valid_to` where it is current. An authority
    keeps its `urn` over its versions.
    """

    urn: str
    name: str
    authority_type: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def valid_on(self, day: dt.date) -> bool:
        """Whether this version was in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: Authority) -> bool:
        """Whether both versions were in force on some day."""
        start = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        end = min(self.valid_to or dt.date.max, other.valid_to or dt.date.max)
        return start <= end


def reference_dir() -> Path:
    """The directory that holds the reference CSV files."""
    return Path(__file__).resolve().parents[1] / "data" / "reference"


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `<name>.csv` in file order, all values text.

    Raises ReferenceDataError when there is no such table or a row's width is not the header's.
    """
    path = reference_dir() / f"{name}.csv"
    if not path.is_file():
        raise ReferenceDataError(f"no reference table {name!r}")
    with path.open(newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        found = []
        for line in lines:
            if len(line) != len(header):
                raise ReferenceDataError(f"{path.name}, line {lines.line_num}: {len(line)} values")
            found.append(dict(zip(header, line, strict=True)))
    return tuple(found)


@functools.cache
def patterns(name: str, column: str, framework_code: str = "") -> tuple[tuple[re.Pattern[str], str], ...]:
    """The pattern of each of the table's rows, of one framework where its code is given, and what the column has."""
    found = (row for row in rows(name) if framework_code in ("", row.get("framework_code")))
    return tuple((re.compile(row["pattern"]), row[column]) for row in found)


def normalise_name(text: str) -> str:
    """`text` without the differences that do not tell names apart.

    NFKC, lower case, straight apostrophes, "&" as "and", hyphens, dashes, dots and commas as
    spaces, no soft hyphens, spaces collapsed.
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(_SPELLING).split())


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@functools.cache
def authorities() -> tuple[Authority, ...]:
    """Every version of every authority, in file order.

    Raises ReferenceDataError when two versions of one authority overlap.
    """
    versions = tuple(
        Authority(
            urn=row["urn"],
            name=row["name"],
            authority_type=row["authority_type"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
        for row in rows("authorities")
    )
    for position, one in enumerate(versions):
        for other in versions[position + 1 :]:
            if one.urn == other.urn and one.overlaps(other):
                raise ReferenceDataError(f"two versions of {one.urn} ({one.name}) overlap")
    return versions


def name_index(
    versions: tuple[Authority, ...], aliases: tuple[dict[str, str], ...]
) -> dict[str, tuple[Authority, ...]]:
    """Authority versions by normalised name and alias.

    Raises ReferenceDataError when two authorities share a name on some day.
    """
    index: dict[str, tuple[Authority, ...]] = {}
    names = [(version.name, version) for version in versions]
    for row in aliases:
        names += [(row["alias"], version) for version in versions if version.urn == row["urn"]]
    for name, version in names:
        key = normalise_name(name)
        for other in index.get(key, ()):
            if other.urn != version.urn and other.overlaps(version):
                raise ReferenceDataError(f"{key!r} names both {other.urn} and {version.urn}")
        if version not in index.get(key, ()):
            index[key] = (*index.get(key, ()), version)
    return index


@functools.cache
def _names() -> dict[str, tuple[Authority, ...]]:
    return name_index(authorities(), rows("authority_aliases"))


@functools.cache
def _designators() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Position, phrase and the authority types that bear it (all types where none is given)."""
    every_type = frozenset(version.authority_type for version in authorities())
    return tuple(
        (row["position"], row["designator"], frozenset(filter(None, row["authority_types"].split(";"))) or every_type)
        for row in rows("authority_designators")
    )


def resolve_authority(printed: str, on: dt.date) -> Authority | None:
    """The authority that `printed` names on the day `on`, or None.

    The name, or what is left of it after taking designators off either end, must equal a name or
    alias of an authority in force that day. A designator counts only beside an authority of a
    type that bears it, so "Leicester County Council" names no one. The reading that takes off
    the fewest designators wins; two authorities at that depth are ambiguous: None.
    """
    cores = {normalise_name(printed): frozenset(version.authority_type for version in authorities())}
    while cores:
        found = {
            version.urn: version
            for core, types in cores.items()
            for version in _names().get(core, ())
            if version.valid_on(on) and version.authority_type in types
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
        shorter: dict[str, frozenset[str]] = {}
        for core, types in cores.items():
            for position, phrase, bearers in _designators():
                rest = core.removeprefix(phrase + " ") if position == "prefix" else core.removesuffix(" " + phrase)
                if rest != core and types & bearers:
                    shorter[rest] = shorter.get(rest, frozenset()) | (types & bearers)
        cores = shorter
    return None


@functools.cache
def _trusts() -> tuple[tuple[frozenset[str], dt.date, dt.date | None, str], ...]:
    """Each row of trusts.csv: normalised names, first and last day, and the council's URN."""
    return tuple(
        (
            frozenset(normalise_name(name) for name in (row["trust_name"], *filter(None, row["aliases"].split(";")))),
            dt.date.fromisoformat(row["valid_from"]),
            _day(row["valid_to"]),
            row["urn"],
        )
        for row in rows("trusts")
    )


def trust_councils(printed: str, on: dt.date) -> frozenset[str]:
    """URNs of the councils that the printed trust ran children's services for on the day; none for any other name.

    A council's name behind the trust's says which of several is meant ("Achieving for Children in Richmond").
    """
    name = normalise_name(printed.replace("(", " ").replace(")", " ").replace(":", " ")).removeprefix("the ")
    served = [(names, urn) for names, start, end, urn in _trusts() if start <= on and (end is None or on <= end)]
    if exact := frozenset(urn for names, urn in served if name in names):
        return exact
    for names, urn in served:
        for trust in (trust for trust in names if name.startswith(trust + " ")):
            council = resolve_authority(name.removeprefix(trust).removeprefix(" in").removeprefix(" for").strip(), on)
            if council is not None and council.urn == urn:
                return frozenset({urn})
    return frozenset()


@functools.cache
def _codes(name: str, code: str, *columns: str) -> dict[tuple[str, ...], str]:
    return {tuple(normalise_name(row[column]) for column in columns): row[code] for row in rows(name)}


def grade_code(wording: str) -> str | None:
    """The grade that a printed wording stands for ("Require improvement"), or None."""
    return _codes("grade_wordings", "grade_code", "wording").get((normalise_name(wording),))


def service_domain(service_code: str, label: str) -> str | None:
    """The domain that a judgement label of the service stands for in every framework that prints it, or None."""
    domains = {
        domain for row in rows("frameworks") if (domain := label_domain(row["framework_code"], service_code, label))
    }
    return domains.pop() if len(domains) == 1 else None


def label_domain(framework_code: str, service_code: str, label: str) -> str | None:
    """The domain that a framework's printed judgement label stands for, or None."""
    domains = _codes("judgement_labels", "domain_code", "framework_code", "service_code", "label")
    return domains.get((framework_code, service_code, normalise_name(label)))
