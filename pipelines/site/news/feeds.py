"""Atom feeds (RFC 4287): one of all that is new, and one an authority.

An entry is a new report, a corrected one, one read at last, withdrawn or no longer readable, a correction, or a changed
grade. What code, reference tables or the source merely word otherwise is none.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from pipelines.site.model.model import Authority, Model
from pipelines.site.news.whats_new import LONGEST, MOST_VALUES, OURS, Change, Value
from pipelines.site.text import shorten
from pipelines.site.words import SITE_NAME

ATOM = "http://www.w3.org/2005/Atom"
# Ids never change, wherever the pages are published: the name is nobody's, and stays.
TAG = "tag:childrens-services-inspections.invalid,2026-11-26:"
SAMPLE = "A sample, not for citing: "
FOLDER = "feeds"
ALL = f"{FOLDER}/all.xml"
MOST_ENTRIES = 200


def feed_name(authority: Authority) -> str:
    """The path of an authority's feed in the site's folder."""
    return authority.page.replace("authorities/", f"{FOLDER}/").removesuffix(".html") + ".xml"


def write_feeds(model: Model, changed: list[Change], folder: Path, address: str = "") -> None:
    """Writes every feed into the site's folder; links are whole addresses where the folder's on the web is given."""
    news = [change for change in changed if change.is_news]
    (folder / FOLDER).mkdir()
    _write(model, folder, address, ALL, "whats-new.html", SITE_NAME, news)
    for authority in model.authorities.values():
        own = [change for change in news if change.authority is authority]
        _write(model, folder, address, feed_name(authority), authority.page, f"{authority.name}: {SITE_NAME}", own)


def _write(model: Model, folder: Path, address: str, name: str, page: str, title: str, entries: list[Change]) -> None:
    """Writes one feed, of the latest entries."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(feed, "id", TAG + name)
    _text(feed, "title", SAMPLE + title if model.publication["is_sample"] else title)
    _text(feed, "updated", _moment(entries[0].changed_at if entries else model.publication["published_at"]))
    author = ET.SubElement(feed, "author")
    _text(author, "name", SITE_NAME)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _to(address, name)})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _to(address, page)})
    _text(feed, "rights", model.publication["attribution"])
    for change in entries[:MOST_ENTRIES]:
        _entry(feed, change, address)
    ET.indent(feed)
    ET.ElementTree(feed).write(folder / name, encoding="utf-8", xml_declaration=True)


def _entry(feed: ET.Element, change: Change, address: str) -> None:
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"{TAG}{change.version}/{change.inspection_id}/{change.cause_code}")
    _text(entry, "title", f"{change.cause}: {change.authority.name}, {change.about}")
    _text(entry, "updated", _moment(change.changed_at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _to(address, change.page)})
    ET.SubElement(entry, "category", {"term": change.cause_code, "label": change.cause})
    _text(entry, "summary", _summary(change))


def _summary(change: Change) -> str:
    """The first values in words; of a change of ours the grades alone."""
    values = [value for value in change.values if value.is_grade or change.cause_code not in OURS]
    said = [_said(value) for value in values[:MOST_VALUES]]
    more = change.further + len(change.values) - len(said)
    if more and change.cause_code not in OURS:
        said.append(f"{more:,} further value{'s' if more > 1 else ''}")
    return f"{'; '.join(said) or 'No value is another one'} (edition {change.version})"


def _said(value: Value) -> str:
    before, after = shorten(value.before, LONGEST), shorten(value.after, LONGEST)
    if before and after:
        return f"{value.name}: {before} is now {after}"
    return f"{value.name}: {after or f'no longer {before}'}"


def _to(address: str, path: str) -> str:
    """The path in the site's folder, from a feed or as a whole address."""
    return urljoin(address, path) if address else f"../{path}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _moment(value: datetime) -> str:
    return f"{value.isoformat(timespec='seconds')}Z"
