"""Fetching from a replica of the reports site: what goes wrong there, what is kept, and with which manners."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.sources.listed_report import ListedReport, RefusedFile
from pipelines.sources.ofsted.collect import held_reports, register_folder
from pipelines.sources.ofsted.errors import RegisterBusy, SiteStops
from pipelines.sources.ofsted.register import alone
from pipelines.sources.ofsted.scope import Collected, Scope
from tests.replica.runs import CONTACT, START, documents, run, settings_for
from tests.replica.server import Fault, Site, serving
from tests.replica.site import NOT_FOUND, Publication, providers

BLOCK_PAGE = b"<!DOCTYPE html><html><head><title>Request blocked</title></head><body>Access denied</body></html>"
LATER = START + timedelta(days=8)


@pytest.fixture
def site() -> Iterator[Site]:
    """A small site: four providers with two reports each."""
    with serving(Site(providers(4))) as served:
        yield served


@pytest.fixture
def first(site: Site) -> Publication:
    """The publication that faults befall."""
    return site.providers[0].publications[0]


def entry(collected: Collected, publication: Publication) -> dict[str, Any]:
    (row,) = [row for row in collected.register if row["file_id"] == publication.file_id]
    return row


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def all_of(site: Site) -> set[str]:
    return {sha256(publication.content) for publication in site.publications().values()}


def test_a_whole_site_is_fetched_once_and_a_second_run_fetches_nothing(tmp_path: Path) -> None:
    with serving(Site(providers())) as site:
        collected = run(site.url, tmp_path)
        assert len(collected.register) == 320
        assert collected.oddities == []
        assert documents(tmp_path) == all_of(site)
        assert len(site.files_sent()) == len(set(site.files_sent())) == 320
        assert len({asked.connection for asked in site.asked}) == 1
        searches = [path for path in site.paths() if path.startswith("/search")]
        assert len(searches) == 2
        site.asked.clear()
        again = run(site.url, tmp_path, now=START + timedelta(days=1))
        assert site.files_asked() == []
        assert "latest_report_date_start=" in site.paths()[1]
        assert len(site.asked) < 100
        assert (again.counts["new"], again.counts["changed"], again.counts["withdrawn"]) == (0, 0, 0)
        site.asked.clear()
        run(site.url, tmp_path, now=LATER)
        assert [asked.status for asked in site.asked if "/provider/" in asked.path] == [304] * 160
        assert site.files_asked() == []


def test_requests_are_honest_and_unhurried(site: Site, tmp_path: Path) -> None:
    run(site.url, tmp_path, pause=0.03)
    assert site.paths()[0] == "/robots.txt"
    assert {asked.headers["user-agent"] for asked in site.asked} == {
        f"childrens-services-inspections/0.1.0 (+{CONTACT})"
    }
    begun = [asked.began for asked in site.asked]
    assert all(after - before >= 0.029 for before, after in pairwise(begun))


def test_a_crawl_delay_of_the_robots_file_is_kept(site: Site, tmp_path: Path) -> None:
    site.robots = "User-agent: *\nCrawl-delay: 3\n"
    waits: list[float] = []
    run(site.url, tmp_path, sleep=waits.append)
    assert sum(wait > 2.5 for wait in waits) >= len(site.asked) - 2


PASSING = {
    "a burst of 403": [Fault("status", 403)] * 3,
    "500": [Fault("status", 500)],
    "503": [Fault("status", 503)],
    "429": [Fault("status", 429, (("Retry-After", "0"),))],
    "a time-out": [Fault("hang", seconds=0.5)],
    "a connection dropped in mid-body": [Fault("drop")],
    "fewer bytes than announced": [Fault("too_short")],
    "more bytes than announced": [Fault("too_long")],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_a_fault_that_passes_leaves_no_trace(
    site: Site, first: Publication, tmp_path: Path, faults: list[Fault]
) -> None:
    site.faults[first.path] = list(faults)
    collected = run(site.url, tmp_path)
    assert documents(tmp_path) == all_of(site)
    assert {row["state_code"] for row in collected.register} == {"held"}
    assert [asked.path for asked in site.files_asked()].count(first.path) == len(faults) + 1
    site.asked.clear()
    run(site.url, tmp_path)
    assert site.files_asked() == []


def test_back_off_doubles_and_retry_after_is_honoured(site: Site, first: Publication, tmp_path: Path) -> None:
    waits: list[float] = []
    site.faults[first.path] = [Fault("status", 403)] * 3 + [Fault("status", 429, (("Retry-After", "7"),))]
    run(site.url, tmp_path, sleep=waits.append, first_wait=1.0, longest_wait=100.0)
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2 <= waits[2] <= 4
    assert waits[3] == 7


def test_retry_after_may_be_a_date(site: Site, first: Publication, tmp_path: Path) -> None:
    waits: list[float] = []
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    site.faults[first.path] = [Fault("status", 503, (("Retry-After", soon),))]
    run(site.url, tmp_path, sleep=waits.append)
    assert 50 <= waits[0] <= 60


def test_a_site_that_asks_for_a_long_rest_gets_it(site: Site, first: Publication, tmp_path: Path) -> None:
    site.faults[first.path] = [Fault("status", 429, (("Retry-After", "86400"),))]
    with pytest.raises(SiteStops, match="left alone for 86400 seconds"):
        run(site.url, tmp_path)
    assert site.asked[-1].status == 429
    run(site.url, tmp_path)
    assert documents(tmp_path) == all_of(site)


LASTING: dict[str, tuple[Fault | None, str, str]] = {
    "a page that says withdrawn, with status 200": (Fault("body", 200, (), NOT_FOUND), "gone", "no longer exists"),
    "a block page with status 200": (Fault("body", 200, (), BLOCK_PAGE), "blocked", "something else than a PDF"),
    "404": (Fault("status", 404, (), NOT_FOUND), "gone", "404"),
    "lasting 403": (Fault("status", 403), "blocked", "403 at each of 5 attempts"),
    "a redirect to another host": (
        Fault("status", 302, (("Location", "https://example.org/x"),)),
        "blocked",
        "not on a host",
    ),
    "a redirect to http": (
        Fault("status", 302, (("Location", "http://files.ofsted.gov.uk/x"),)),
        "blocked",
        "not on a host",
    ),
    **{
        f"a redirect to {location}": (Fault("status", 302, (("Location", location),)), "blocked", note)
        for location, note in {
            "javascript:alert(1)": "no web address",
            "mailto:a@example.org": "no web address",
            "data:text/html,hello": "no web address",
            "ftp://example.org/x.pdf": "not on a host",
            "file:///etc/passwd": "not on a host",
            "http://[bad/": "no web address",
            "//": "more than 5 redirects",
            "https://127.0.0.1:99999/": "not on a host",
            "": "more than 5 redirects",
        }.items()
    },
    "endless redirects": (
        Fault("status", 302, (("Location", "/v1/file/50000000"),)),
        "blocked",
        "more than 5 redirects",
    ),
}


@pytest.mark.parametrize(("fault", "state", "note"), LASTING.values(), ids=LASTING)
def test_a_fault_that_lasts_is_recorded_and_holds_up_nothing(
    site: Site, first: Publication, tmp_path: Path, fault: Fault, state: str, note: str
) -> None:
    site.always[first.path] = fault
    collected = run(site.url, tmp_path)
    row = entry(collected, first)
    assert (row["state_code"], row["document_sha256"]) == (state, None)
    assert note in row["state_note"]
    assert row["is_withdrawn"] == (state == "gone")
    assert documents(tmp_path) == all_of(site) - {sha256(first.content)}
    site.asked.clear()
    again = run(site.url, tmp_path)
    assert site.files_sent() == ([first.path] if fault.status == 200 and state == "blocked" else [])
    assert entry(again, first)["state_code"] == state
    site.always.clear()
    cured = run(site.url, tmp_path, now=START + timedelta(days=40))
    assert entry(cured, first)["state_code"] == "held"
    assert documents(tmp_path) == all_of(site)


def test_what_is_too_large_is_not_taken(site: Site, first: Publication, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("pipelines.sources.ofsted.fetch.FILE_BYTES", len(first.content) - 1)
    row = entry(run(site.url, tmp_path), first)
    assert row["state_code"] == "blocked"
    assert "is larger than" in row["state_note"]


@pytest.mark.parametrize("validators", [("ETag",), ("Last-Modified",), ()], ids=["etag", "last-modified", "none"])
def test_a_replaced_report_is_a_new_revision_and_both_are_kept(
    site: Site, first: Publication, tmp_path: Path, validators: tuple[str, ...]
) -> None:
    site.validators = validators
    run(site.url, tmp_path)
    before = first.content
    first.content = before + b"% corrected\n"
    site.asked.clear()
    collected = run(site.url, tmp_path, Scope((site.providers[0].urn,)))
    row = entry(collected, first)
    assert (row["revision_count"], row["document_sha256"]) == (2, sha256(first.content))
    assert {sha256(before), sha256(first.content)} <= documents(tmp_path)
    assert (collected.counts["changed"], collected.counts["new"]) == (1, 0)
    assert len(site.files_asked()) == 2
    if validators:
        assert site.files_sent() == [first.path]
    read = {report.said.source_url: report for report in held_reports(settings_for(site.url, tmp_path))}
    now = read[f"{site.url}{first.path}"]
    assert isinstance(now, ListedReport)
    assert (now.document_sha256, now.byte_count) == (sha256(first.content), len(first.content))


def test_held_files_are_asked_for_again_after_a_month_and_answered_with_nothing(site: Site, tmp_path: Path) -> None:
    run(site.url, tmp_path)
    site.asked.clear()
    run(site.url, tmp_path, now=START + timedelta(days=31))
    assert [asked.status for asked in site.files_asked()] == [304] * 8


def test_a_dropped_report_is_withdrawn_and_kept(site: Site, first: Publication, tmp_path: Path) -> None:
    run(site.url, tmp_path)
    held = documents(tmp_path)
    site.providers[0].publications.remove(first)
    collected = run(site.url, tmp_path, now=LATER)
    row = entry(collected, first)
    assert row["is_withdrawn"]
    assert row["withdrawn_at"].startswith(LATER.date().isoformat())
    assert documents(tmp_path) == held
    assert collected.counts["withdrawn"] == 1
    assert len(list(held_reports(settings_for(site.url, tmp_path)))) == 8
    site.providers[0].publications.insert(0, first)
    assert not entry(run(site.url, tmp_path, now=LATER + timedelta(days=8)), first)["is_withdrawn"]


DRIFT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no timeline": (lambda page: page.replace(b'class="timeline"', b'class="events"'), "timeline"),
    "links of another class": (lambda page: page.replace(b"publication-link", b"report-link"), "publication_link"),
    "nothing but an opening": (
        lambda page: re.sub(rb'<li class="timeline__day">.*?</li>', b"", page),
        "timeline",
    ),
}


@pytest.mark.parametrize(("change", "kind"), DRIFT.values(), ids=DRIFT)
def test_a_page_of_another_layout_is_told_and_nothing_is_lost(
    site: Site, tmp_path: Path, change: Callable[[bytes], bytes], kind: str
) -> None:
    run(site.url, tmp_path)
    path = site.providers[0].path
    site.pages[path] = change(site.answer(path, "")[1])
    collected = run(site.url, tmp_path, now=LATER)
    told = {(odd["page_url"], odd["kind_code"]) for odd in collected.oddities}
    assert (f"{site.url}{path}", kind) in told
    assert not any(row["is_withdrawn"] for row in collected.register)
    assert {row["state_code"] for row in collected.register} == {"held"}
    site.pages.clear()
    mended = run(site.url, tmp_path, now=LATER + timedelta(days=8))
    assert {odd["kind_code"] for odd in mended.oddities} == {"few_providers"}


def test_a_short_or_broken_list_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with serving(Site(providers(160))) as site:
        run(site.url, tmp_path)
        everyone = site.providers
        site.providers = everyone[:149]
        short = run(site.url, tmp_path, now=LATER)
        assert {odd["kind_code"] for odd in short.oddities} == {"few_providers", "unanswered"}
        site.pages["/search"] = b"<html><main>Our new search</main></html>"
        broken = run(site.url, tmp_path, now=LATER + timedelta(days=1))
        assert {odd["kind_code"] for odd in broken.oddities} == {"listing", "few_providers", "unanswered"}
        assert len(broken.register) == 320
        assert not any(row["is_withdrawn"] for row in broken.register)
        site.pages.clear()
        site.providers = everyone
        assert run(site.url, tmp_path, now=LATER + timedelta(days=2)).oddities == []


def of_other_files(site: Site) -> None:
    """Every report is listed under another number."""
    for publication in site.publications().values():
        publication.file_id = f"9{publication.file_id}"


def with_a_report_each(site: Site) -> None:
    """Each authority's older report is no longer listed."""
    for provider in site.providers:
        provider.publications.pop()


@pytest.mark.parametrize("change", [of_other_files, with_a_report_each])
def test_many_reports_withdrawn_at_once_are_told_for_four_weeks(
    site: Site, tmp_path: Path, change: Callable[[Site], None]
) -> None:
    held = run(site.url, tmp_path).register
    change(site)
    for days, kinds in ((8, {"many_withdrawn"}), (20, {"many_withdrawn"}), (60, set())):
        collected = run(site.url, tmp_path, now=START + timedelta(days=days))
        assert {odd["kind_code"] for odd in collected.oddities} - {"few_providers"} == kinds
    assert {row["document_sha256"] for row in held} <= {row["document_sha256"] for row in collected.register}


def test_files_that_are_all_gone_are_told(site: Site, tmp_path: Path) -> None:
    run(site.url, tmp_path)
    site.always |= dict.fromkeys(site.publications(), Fault("status", 404))
    collected = run(site.url, tmp_path, now=START + timedelta(days=31))
    assert {odd["kind_code"] for odd in collected.oddities} == {"few_providers", "many_withdrawn"}
    assert "8 of 8" in next(odd["message"] for odd in collected.oddities if odd["kind_code"] == "many_withdrawn")


class Moving(Site):
    """A site whose list moves by one between its pages, for so many readings of it."""

    readings = 0

    def answer(self, path: str, query: str) -> tuple[int, bytes, str, str]:
        if path == "/search" and "start=0" not in query and self.readings:
            self.readings -= 1
            self.providers.insert(0, self.providers.pop())
        return super().answer(path, query)


def test_a_list_that_moves_between_its_pages_hides_no_authority(tmp_path: Path) -> None:
    with serving(Moving(providers(160))) as site:
        assert isinstance(site, Moving)
        site.readings = 1
        collected = run(site.url, tmp_path)
        assert collected.oddities == []
        assert len({row["provider_urn"] for row in collected.register}) == 160


class Shrinking(Site):
    """A site that an authority leaves between the first page of its list and the second, once."""

    def answer(self, path: str, query: str) -> tuple[int, bytes, str, str]:
        if path == "/search" and "start=100" in query and len(self.providers) == 161:
            self.providers.pop(0)
        return super().answer(path, query)


def test_a_list_that_grows_shorter_between_its_pages_hides_no_authority(tmp_path: Path) -> None:
    with serving(Shrinking(providers(161))) as site:
        left = site.providers[0].urn
        collected = run(site.url, tmp_path)
        assert {odd["kind_code"] for odd in collected.oddities} <= {"unanswered"}
        read = {row["provider_urn"] for row in collected.register} - {left}
        assert read == {provider.urn for provider in site.providers}


def test_an_authority_that_no_page_names_is_told(tmp_path: Path) -> None:
    with serving(Site(providers(160))) as site:
        everyone = list(site.providers)
        site.providers[120] = site.providers[40]
        hidden = run(site.url, tmp_path)
        assert [odd["kind_code"] for odd in hidden.oddities] == ["moving_list"]
        assert "counts 160 results, and its pages name 159 authorities" in hidden.oddities[0]["message"]
        site.providers = everyone
        found = run(site.url, tmp_path, now=START + timedelta(days=1))
        assert (found.oddities, len({row["provider_urn"] for row in found.register})) == ([], 160)


def test_a_robots_file_that_forbids_is_obeyed(site: Site, tmp_path: Path) -> None:
    site.robots = "User-agent: *\nDisallow: /v1/\n"
    with pytest.raises(SiteStops, match=r"robots\.txt forbids"):
        run(site.url, tmp_path)
    assert site.files_asked() == []
    site.robots = "User-agent: *\nDisallow: /\n"
    site.asked.clear()
    with pytest.raises(SiteStops, match=r"robots\.txt forbids"):
        run(site.url, tmp_path)
    assert site.paths() == ["/robots.txt"]


def test_a_robots_file_that_cannot_be_read_forbids_and_one_that_is_not_there_allows(site: Site, tmp_path: Path) -> None:
    site.always["/robots.txt"] = Fault("status", 500)
    with pytest.raises(SiteStops, match=r"robots\.txt could not be read"):
        run(site.url, tmp_path)
    assert set(site.paths()) == {"/robots.txt"}
    site.always.clear()
    site.robots = None
    run(site.url, tmp_path)
    assert documents(tmp_path) == all_of(site)


def test_a_run_stops_when_the_site_keeps_saying_no(site: Site, tmp_path: Path) -> None:
    site.always |= {path: Fault("status", 403) for path in site.publications()}
    with pytest.raises(SiteStops, match="keeps saying no"):
        run(site.url, tmp_path)
    assert len(site.files_asked()) == 25
    site.always.clear()
    assert {row["state_code"] for row in run(site.url, tmp_path).register} == {"held"}


def test_a_run_makes_no_more_requests_than_it_may_and_the_next_goes_on(site: Site, tmp_path: Path) -> None:
    limited = run(site.url, tmp_path, most_requests=9)
    assert len(site.asked) == limited.counts["requests"] == 9
    assert "OFSTED_MOST_REQUESTS" in limited.stopped
    assert {odd["kind_code"] for odd in limited.oddities} == {"ceiling", "few_providers"}
    run(site.url, tmp_path)
    assert documents(tmp_path) == all_of(site)
    assert len(site.files_sent()) == len(set(site.files_sent())) == 8
    assert "ceiling" not in {odd["kind_code"] for odd in run(site.url, tmp_path).oddities}


def test_a_page_that_did_not_answer_is_asked_again_the_next_night(tmp_path: Path) -> None:
    with serving(Site(providers(155))) as site:
        path = site.providers[50].path
        site.always[path] = Fault("status", 500)
        collected = run(site.url, tmp_path)
        assert [(odd["page_url"], odd["kind_code"]) for odd in collected.oddities] == [
            (f"{site.url}{path}", "unanswered")
        ]
        site.always.clear()
        assert len(run(site.url, tmp_path, now=START + timedelta(days=1)).register) == 310


def test_one_authority_and_a_range_of_days_can_be_fetched(site: Site, tmp_path: Path) -> None:
    chosen = site.providers[2]
    collected = run(site.url, tmp_path, Scope((chosen.urn,)))
    assert {row["provider_urn"] for row in collected.register} == {chosen.urn}
    assert len(documents(tmp_path)) == 2
    day = site.providers[1].latest
    assert isinstance(day, date)
    run(site.url, tmp_path, Scope(since=day, until=day))
    asked = next(path for path in reversed(site.paths()) if path.startswith("/search"))
    assert f"latest_report_date_start={day:%d-%m-%Y}&latest_report_date_end={day:%d-%m-%Y}" in asked
    run(site.url, tmp_path)
    assert documents(tmp_path) == all_of(site)


def test_a_file_whose_host_changes_is_still_the_same_publication(
    site: Site, first: Publication, tmp_path: Path
) -> None:
    run(site.url, tmp_path)
    site.asked.clear()
    page = site.answer(site.providers[0].path, "")[1]
    site.pages[site.providers[0].path] = page.replace(
        site.url.encode(), site.url.replace("127.0.0.1", "127.0.0.2").encode()
    )
    collected = run(site.url, tmp_path, now=LATER)
    assert len(collected.register) == 8
    assert entry(collected, first)["state_code"] == "held"
    assert site.files_asked() == []
    assert "file_address" in {odd["kind_code"] for odd in collected.oddities}


def without_a_file(path: Path) -> None:
    path.unlink()


def with_a_flipped_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [without_a_file, with_a_flipped_bit])
def test_bytes_that_were_damaged_in_the_store_are_fetched_again(
    site: Site, first: Publication, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    run(site.url, tmp_path)
    before = held_reports(settings_for(site.url, tmp_path))
    lost = sha256(first.content)
    kept = tmp_path / "store" / "documents" / lost[:2] / lost
    damage(kept)
    site.asked.clear()
    collected = run(site.url, tmp_path)
    assert site.files_sent() == [first.path]
    assert kept.read_bytes() == first.content
    assert entry(collected, first)["state_code"] == "held"
    assert list(held_reports(settings_for(site.url, tmp_path))) == list(before)


@pytest.mark.parametrize("withdrawn", [False, True], ids=["listed", "no longer listed"])
@pytest.mark.parametrize("answer", [Fault("status", 403), Fault("status", 404), Fault("body", 200, (), NOT_FOUND)])
def test_damaged_bytes_that_do_not_come_again_cost_that_file_until_they_do(
    site: Site, first: Publication, tmp_path: Path, answer: Fault, withdrawn: bool
) -> None:
    run(site.url, tmp_path)
    if withdrawn:
        site.providers[0].publications.remove(first)
        site.pages[first.path] = first.content
        run(site.url, tmp_path, now=LATER)
    lost = sha256(first.content)
    with_a_flipped_bit(tmp_path / "store" / "documents" / lost[:2] / lost)
    site.always[first.path] = answer
    for _ in range(2):
        collected = run(site.url, tmp_path, now=LATER)
        assert (entry(collected, first)["state_code"], collected.counts["lost"]) == ("lost", 1)
        held = list(held_reports(settings_for(site.url, tmp_path)))
        (refused,) = [file for file in held if isinstance(file, RefusedFile)]
        assert (refused.path, refused.reason_code) == (
            f"{site.providers[0].urn}/{first.file_id}.pdf",
            "damaged_in_store",
        )
        assert len(held) == 8
    site.always.clear()
    cured = run(site.url, tmp_path, now=LATER)
    assert (entry(cured, first)["state_code"], cured.counts["lost"]) == ("held", 0)
    assert all(isinstance(report, ListedReport) for report in held_reports(settings_for(site.url, tmp_path)))


def test_damaged_bytes_may_come_from_another_address(site: Site, first: Publication, tmp_path: Path) -> None:
    other = site.providers[1].publications[0]
    other.content = first.content
    run(site.url, tmp_path)
    lost = sha256(first.content)
    with_a_flipped_bit(tmp_path / "store" / "documents" / lost[:2] / lost)
    site.always[first.path] = Fault("status", 403)
    collected = run(site.url, tmp_path)
    assert {entry(collected, publication)["state_code"] for publication in (first, other)} == {"held"}


def test_bytes_that_are_back_in_the_store_are_not_fetched(site: Site, first: Publication, tmp_path: Path) -> None:
    run(site.url, tmp_path)
    documents_folder = tmp_path / "store" / "documents"
    documents_folder.rename(tmp_path / "unmounted")
    site.always |= dict.fromkeys(site.publications(), Fault("status", 403))
    with pytest.raises(SiteStops):
        run(site.url, tmp_path)
    (tmp_path / "unmounted").rename(documents_folder)
    site.asked.clear()
    site.always.clear()
    assert {row["state_code"] for row in run(site.url, tmp_path).register} == {"held"}
    assert site.files_sent() == []
    assert documents(tmp_path) == all_of(site)
    assert first.path not in site.paths()


def test_two_runs_never_ask_at_once(site: Site, tmp_path: Path) -> None:
    with alone(register_folder(settings_for(site.url, tmp_path))), pytest.raises(RegisterBusy):
        run(site.url, tmp_path)
    assert site.asked == []
