"""What the pages of the reports site say. Every selector is here; what a page lacks is an Oddity, never passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines import reference
from pipelines.sources.plausible_dates import is_plausible

RESULT = "ul.results-list > li.search-result"
RESULT_LINK = "h3.search-result__title > a"
RESULT_DATE = "time"
RESULT_COUNT = ".js-results-count"
NEXT_PAGE = "a.pagination__next"
PROVIDER_NAME = "h1.heading--title"
TIMELINE = "ol.timeline"
DAY = "li.timeline__day"
OPENED = "timeline__day--opened"  # the class of a day that has no report: the provider was registered
PUBLICATION = "a.publication-link"
LABEL = "span.nonvisual"
LINK = "a[href]"
CONTROL = "a, button, summary, [role=button], input"

PROVIDER_PATH = re.compile(r"/provider/\d+/(\d{3,8})/?")
FILE_PATH = re.compile(r"/v1/file/(\d{1,12})/?")
PRINTED_URN = re.compile(r"URN:\s*(\d{3,8})\b")
COUNT = re.compile(r"\d[\d,]*")
LABEL_AND_DATE = re.compile(r"(?P<label>.+?)\s+[-–]\s+(?P<date>\d{1,2}\s+[A-Za-z]+\s+\d{4})", re.DOTALL)
KIND_OF_FILE = re.compile(r"(,\s*|\s+as\s+|\s+)pdf$")
# What a page says that shows only some of its entries. None has been seen to; then its older reports would be missed.
SHOWS_MORE = re.compile(
    r"\b(show|load|view|see|display|list)\b.{0,20}\b(more|all|older|earlier|previous|further|rest)\b"
    r"|^\W*(more|older|earlier|next|all)(\s+(reports?|inspections?|entries|page|results))?\W*$",
    re.IGNORECASE | re.DOTALL,
)
FURTHER_PAGE = re.compile(r"[?&](page|start|offset|skip)=\d", re.IGNORECASE)
NO_SUCH_REPORT = re.compile(r"report not found|document you requested no longer exists", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that a page lacks or has never shown: `kind_code` says what, `selector` where it was looked for."""

    page_url: str
    kind_code: str
    selector: str
    message: str


@dataclass(frozen=True, slots=True)
class ListedProvider:
    """A search result. `latest_report` is the day of its newest report, None when the result has none."""

    urn: str
    name: str
    url: str
    latest_report: date | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of search results; `count` is the number of results on all pages, as it says itself.

    `result_count` are those on this page, with those that could not be read.
    """

    providers: tuple[ListedProvider, ...]
    result_count: int
    count: int | None
    has_next: bool
    oddities: tuple[Oddity, ...]


@dataclass(frozen=True, slots=True)
class ListedPublication:
    """A link to a report: the label as printed but for its date, the site's date, and the file's address and number."""

    label: str
    site_date: date | None
    file_url: str
    file_id: str


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """A provider's timeline. `is_whole`: nothing was passed over, so that what is not listed is not published."""

    publications: tuple[ListedPublication, ...]
    is_whole: bool
    oddities: tuple[Oddity, ...]


def read_search_page(html: bytes, url: str) -> SearchPage:
    """The providers that a page of search results lists."""
    tree = LexborHTMLParser(html)
    odd: list[Oddity] = []
    # Of "101 to 153 of 153 results" as of "153 results", the largest number counts them all.
    numbers = COUNT.findall(_text(tree.css_first(RESULT_COUNT)))
    count = max((int(number.replace(",", "")) for number in numbers), default=None)
    results = tree.css(RESULT)
    if count is None:
        odd.append(Oddity(url, "listing", RESULT_COUNT, "The search page does not say how many results there are."))
    if not results and count != 0:
        odd.append(Oddity(url, "listing", RESULT, "The search page has no list of results."))
    providers = [_provider(result, url, odd) for result in results]
    found = tuple(provider for provider in providers if provider)
    return SearchPage(found, len(results), count, tree.css_first(NEXT_PAGE) is not None, tuple(odd))


def _provider(result: LexborNode, url: str, odd: list[Oddity]) -> ListedProvider | None:
    link = result.css_first(RESULT_LINK)
    address = _address(link, url) or ""
    in_path = PROVIDER_PATH.fullmatch(_path(address))
    # The address can hold the DfE's three-digit code; the URN is printed beneath.
    printed = PRINTED_URN.search(_text(result))
    if link is None or in_path is None:
        odd.append(Oddity(url, "listing", RESULT_LINK, "A search result has no link to a provider's page."))
        return None
    day = _day(_text(result.css_first(RESULT_DATE)))
    return ListedProvider(printed[1] if printed else in_path[1], _text(link), address, day)


def read_provider_page(html: bytes, url: str, today: date) -> ProviderPage:
    """The publications that a provider's page lists, of every kind; a day after `today` is none."""
    tree = LexborHTMLParser(html)
    odd: list[Oddity] = []
    timeline = tree.css_first(TIMELINE)
    if timeline is None:
        return ProviderPage((), False, (Oddity(url, "timeline", TIMELINE, "The provider's page has no timeline."),))
    if not _text(tree.css_first(PROVIDER_NAME)):
        odd.append(Oddity(url, "provider_name", PROVIDER_NAME, "The provider's page does not name the provider."))
    days = timeline.css(DAY)
    if not days:
        odd.append(Oddity(url, "timeline", DAY, "The provider's timeline has no entries."))
    unknown = [*_goes_on(tree, timeline, url), *_unknown_links(tree, timeline, url)]
    odd += unknown
    is_whole = bool(days) and not unknown
    publications: list[ListedPublication] = []
    for day in days:
        links = day.css(PUBLICATION)
        if not links and OPENED not in (day.attributes.get("class") or "").split():
            odd.append(Oddity(url, "publication_link", PUBLICATION, f"No link to a report in: {_text(day)[:120]}"))
            is_whole = False
        beside = day.css(LABEL) if len(links) == 1 else []
        read = [_publication(link, [*link.css(LABEL), *beside], url, today, odd) for link in links]
        publications += [publication for publication in read if publication]
        is_whole = is_whole and None not in read
    return ProviderPage(tuple(publications), is_whole, tuple(odd))


def _goes_on(tree: LexborHTMLParser, timeline: LexborNode, url: str) -> list[Oddity]:
    """What in the timeline or below it, in the page's main part, says that it goes on elsewhere."""
    part = tree.css_first("main") or timeline.parent or timeline
    nodes = part.css(f"{TIMELINE}, {CONTROL}")
    begins = next((place for place, node in enumerate(nodes) if node.mem_id == timeline.mem_id), 0)
    said = {}
    for node in nodes[begins:]:
        if not node.css_matches(PUBLICATION) and _leads_on(node):
            words = _words(node)[:120]
            said[words] = Oddity(url, "timeline_goes_on", CONTROL, f"The timeline may go on behind: {words}")
    return list(said.values())


def _unknown_links(tree: LexborHTMLParser, timeline: LexborNode, url: str) -> list[Oddity]:
    """Links to files that the timeline does not list as it lists reports, and other links in it."""
    reports = timeline.css(f"{DAY} {PUBLICATION}")
    read, known = {link.mem_id for link in reports}, {_file_id(link, url) for link in reports}
    in_timeline = {link.mem_id for link in timeline.css(LINK)}
    odd = []
    for link in tree.css(LINK):
        file_id, what = _file_id(link, url), f"{_text(link)[:80]} ({(link.attributes.get('href') or '')[:120]})"
        if link.mem_id in read or (file_id and file_id in known):
            continue
        if file_id:
            odd.append(Oddity(url, "publication_link", PUBLICATION, f"A file that no entry lists as a report: {what}"))
        elif link.mem_id in in_timeline and not _leads_on(link):
            odd.append(Oddity(url, "unknown_link", LINK, f"A link in the timeline that is no report's: {what}"))
    return odd


def _leads_on(node: LexborNode) -> bool:
    """Whether a link or button says, or its address does, that it shows further entries."""
    return bool(SHOWS_MORE.search(_words(node)) or FURTHER_PAGE.search(node.attributes.get("href") or ""))


def _words(node: LexborNode) -> str:
    return " ".join((_text(node) or node.attributes.get("value") or "").split())


def _file_id(link: LexborNode, url: str) -> str | None:
    """The number of the file that the link leads to, None when it leads elsewhere."""
    in_path = FILE_PATH.fullmatch(_path(_address(link, url)))
    return in_path[1] if in_path else None


def _publication(
    link: LexborNode, labels: list[LexborNode], url: str, today: date, odd: list[Oddity]
) -> ListedPublication | None:
    """The publication behind a link, its label the first of `labels` that says a date, or else its own words."""
    words = [_text(label) for label in labels]
    printed = next((text for text in words if LABEL_AND_DATE.fullmatch(text)), next(iter(words), _text(link)))
    file_id = _file_id(link, url)
    if file_id is None:
        odd.append(Oddity(url, "file_address", PUBLICATION, f"No file's address in the link: {printed[:120]}"))
        return None
    matched = LABEL_AND_DATE.fullmatch(printed)
    site_date = _day(matched["date"]) if matched else None
    if site_date is not None and not is_plausible(site_date, today):
        message = f"No day on which a report was published in the link: {printed[:120]}"
        odd.append(Oddity(url, "publication_date", f"{PUBLICATION} {LABEL}", message))
        site_date = None
    elif site_date is None:
        odd.append(Oddity(url, "publication_date", f"{PUBLICATION} {LABEL}", f"No date in the link: {printed[:120]}"))
    label = matched["label"] if matched else printed
    if normalised_label(label) not in known_labels():
        odd.append(Oddity(url, "label", f"{PUBLICATION} {LABEL}", f"A label never seen: {label[:120]}"))
    address = _address(link, url) or ""
    return ListedPublication(label, site_date, address.split("#")[0], file_id)


def known_labels() -> frozenset[str]:
    """The labels of data/reference/publication_labels.csv."""
    return frozenset(row["label"] for row in reference.rows("publication_labels"))


def normalised_label(label: str) -> str:
    """A label in lower case, with single spaces and without the kind of its file."""
    return KIND_OF_FILE.sub("", " ".join(label.lower().replace("’", "'").split()))


def says_withdrawn(html: bytes) -> bool:
    """Whether a web page served in a report's place says that there is no such report any more."""
    tree = LexborHTMLParser(html)
    return bool(NO_SUCH_REPORT.search(f"{_text(tree.css_first('title'))} {_text(tree.css_first('main'))}"))


def _address(link: LexborNode | None, url: str) -> str | None:
    """The address that a link on the page at `url` leads to; None when it is no address."""
    try:
        return urljoin(url, (link.attributes.get("href") if link else None) or "")
    except ValueError:
        return None


def _path(address: str | None) -> str:
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""


def _text(node: LexborNode | None) -> str:
    return node.text().strip() if node is not None else ""


def _day(text: str) -> date | None:
    for layout in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(" ".join(text.split()), layout).date()
        except ValueError:
            continue
    return None
