"""What comes from reports, made fit for a page: text without control characters, addresses, names of files."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# Control characters, and the marks that turn the direction of the text around them: neither is ever
# part of what a report says, and both can hide or reorder words.
UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
SHOWN_INSTEAD = "\N{REPLACEMENT CHARACTER}"
ISO_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?)?\b")  # with no time, or at midnight
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
ACRONYMS = {"cqc": "CQC", "lscb": "LSCB", "pdf": "PDF"}


def fit(text: str) -> str:
    """The text with each unfit character shown as U+FFFD, so that none is dropped without a trace."""
    return UNFIT.sub(SHOWN_INSTEAD, text)


def web_address(address: str | None) -> str | None:
    """The address when it is one of the web (http or https, with a host); None for any other, which is not linked."""
    if address is None:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def page_name(durable_id: str) -> str:
    """The name of an id's page, without its folder: the id itself, or a plain form of it with a digest."""
    if PLAIN_NAME.fullmatch(durable_id):
        return f"{durable_id}.html"
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", durable_id)[:60].strip("-")
    digest = hashlib.sha256(durable_id.encode()).hexdigest()[:12]
    return f"{plain}-{digest}.html"


def spoken(code: str | None) -> str:
    """A code in words: `area_for_improvement` is "Area for improvement". Empty for none."""
    words = " ".join(ACRONYMS.get(word, word) for word in (code or "").split("_")).strip()
    return words[:1].upper() + words[1:]


def shorten(text: str, longest: int) -> str:
    """The text in at most so many characters, cut at a space."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]}…"


def coded(words: str) -> Markup:
    """Words of our own as HTML: what stands between backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(words))))


def day(value: date | None) -> str:
    """A day as people write it: 3 March 2024. Empty for none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def short_day(value: date | None) -> str:
    """A day for a narrow column: 3 Mar 2024. Empty for none."""
    return f"{value.day} {value:%b %Y}" if value else ""


def moment(value: datetime) -> str:
    """A moment to the minute."""
    return f"{day(value)}, {value:%H:%M}"


def period(start: date | None, end: date | None) -> str:
    """The days from one to the other, or the one that is known."""
    if start is None or end is None or start == end:
        return day(start or end)
    return f"{day(start)} to {day(end)}"


def with_days(value: str) -> str:
    """The value with each ISO day in it as people write it."""
    return ISO_DAY.sub(_short_day_of, value)


def plain_value(value: str) -> str:
    """A code or ISO days within a value, as people write them."""
    return spoken(with_days(value))


def _short_day_of(match: re.Match[str]) -> str:
    try:
        return short_day(date.fromisoformat(match[1]))
    except ValueError:
        return match[0]  # no day of any calendar


def listed(words: list[str]) -> str:
    """Words in a row as a sentence has them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def number(value: float) -> str:
    """A number without needless decimals: 1,234 and 5.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def amount(value: float, unit_code: str, *, is_approximate: bool) -> str:
    """A figure with its unit: 41%, 52 per 10,000, 1,234; about 40 where the report marks it as approximate."""
    after = {"percent": "%", "per_10k": " per 10,000", "count": ""}
    return ("about " if is_approximate else "") + number(value) + after[unit_code]
