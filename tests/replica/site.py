"""What the replica of Ofsted's reports site publishes: providers, their reports, and its pages' markup."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from urllib.parse import parse_qs, urlencode

from pipelines import reference
from pipelines.settings import ROOT

SAMPLE = ROOT / "data" / "sample"
ROWS = 100  # the most results on a page
BROKEN = ("html-page", "truncated", "pictures-only", "contact-referral")
# The words that the real page has in common with every other of its kind.
NOT_FOUND = (
    b'<!DOCTYPE html>\n<html lang="en"><title>Report not found - Find an Inspection Report - Ofsted</title>'
    b'<body><main id="main" tabindex="-1"><h1 class="heading--title title-block__heading">Report not found</h1>'
    b"<p><span>Sorry, the document you requested no longer exists.</span></p></main></body></html>"
)


@dataclass
class Publication:
    """A report on a provider's timeline."""

    file_id: str
    label: str
    published: date
    content: bytes

    @property
    def path(self) -> str:
        return f"/v1/file/{self.file_id}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content).hexdigest()}"'


@dataclass
class Provider:
    """A local authority, with its reports from the newest on."""

    urn: str
    name: str
    publications: list[Publication] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/provider/44/{self.urn}"

    @property
    def latest(self) -> date | None:
        return max((publication.published for publication in self.publications), default=None)


def providers(count: int = 160, *, distinct: bool = True) -> list[Provider]:
    """Authorities with two reports each, from the sample's; `distinct` gives every file bytes of its own."""
    with (SAMPLE / "manifest.csv").open(newline="", encoding="utf-8") as file:
        said = [row for row in csv.DictReader(file) if not any(word in row["file"] for word in BROKEN)]
    names = {row["urn"]: row["name"] for row in reference.rows("authorities") if row["urn"]}
    made = {f"89{number:04}": f"Replica Borough {number}" for number in range(count)}
    chosen = list((names | made).items())[:count]
    result = []
    for number, (urn, name) in enumerate(chosen):
        provider = Provider(urn, name)
        for place in range(2):
            row = said[(2 * number + place) % len(said)]
            content = (SAMPLE / row["file"]).read_bytes()
            file_id = str(50_000_000 + 2 * number + place)
            content += f"% {file_id}\n".encode() if distinct else b""
            published = date.fromisoformat(row["publication_date"]) - timedelta(days=number % 5)
            title = row["publication_title"].removesuffix(",  pdf").capitalize()
            provider.publications.append(Publication(file_id, title, published, content))
        result.append(provider)
    return result


def _page(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>{escape(title)} - Ofsted</title></head>'
        f'<body><main id="main" tabindex="-1"><div class="container">{body}</div></main></body></html>'
    ).encode()


def _printed(day: date | None) -> str:
    return f"{day:%d %B %Y}" if day else ""


def search_page(all_providers: list[Provider], query: str) -> bytes:
    """A page of search results, as the query asks for it."""
    asked = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
    start, rows = int(asked.get("start", "0")), min(int(asked.get("rows", "10")), ROWS)
    first, last = (_asked_day(asked.get(f"latest_report_date_{end}", "")) for end in ("start", "end"))
    found = [
        provider
        for provider in all_providers
        if (first is None or (provider.latest and provider.latest >= first))
        and (last is None or (provider.latest and provider.latest <= last))
    ]
    shown = found[start : start + rows]
    results = "".join(
        f'<li class="search-result"><h3 class="search-result__title"><a href="{provider.path}">{escape(provider.name)}'
        f'</a></h3><ul><li>Latest report: <time datetime="">{_printed(provider.latest)}</time></li>'
        f"<li>URN: {provider.urn}</li></ul></li>"
        for provider in shown
    )
    following = urlencode({**asked, "start": str(start + rows)})
    link = f'<a class="pagination__next" href="/search?{following}">Next</a>' if start + rows < len(found) else ""
    count = f'<p>Showing results for <span class="js-results-count">{len(found)} results</span></p>'
    return _page("Search", f'{count}<ul class="results-list list-bullet">{results}</ul>{link}')


def _asked_day(text: str) -> date | None:
    if not text:
        return None
    day, month, year = (int(part) for part in text.split("-"))
    return date(year, month, day)


def provider_page(provider: Provider, files_url: str) -> bytes:
    """A provider's page, its files on another host as on the real site."""
    days = "".join(
        f'<li class="timeline__day"><span class="timeline__date">{_printed(publication.published)}</span>'
        f'<a class="publication-link" href="{files_url}{publication.path}">{escape(publication.label)}'
        f'<span class="nonvisual">{escape(publication.label)},  pdf - {_printed(publication.published)}</span></a></li>'
        for publication in provider.publications
    )
    opened = '<li class="timeline__day timeline__day--opened"><span>01 April 1974</span> Opened</li>'
    name = f'<h1 class="heading--title title-block__heading">{escape(provider.name)}</h1>'
    return _page(provider.name, f'{name}<ol class="timeline">{days}{opened}</ol>')
