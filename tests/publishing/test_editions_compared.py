"""Editions one after another, as a person lives through them: what is said to have changed is what happened."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.settings import ROOT
from pipelines.site.news.feeds import ATOM
from tests.conftest import quick_refreshes
from tests.frameworks.test_made_up import copied_project, run_in
from tests.warehouse.test_versions import GOOD, RI, version

TYNESIDE = ROOT / "data" / "sample" / "80557_2023-05-10_childrens-services-inspection.pdf"
MANIFEST = "file,publication_date\nfirst.txt,2017-08-25\n"
Rows = list[tuple[str, ...]]


class Life:
    """A copy of the project, its reports, and what each edition of them said."""

    def __init__(self, project: Path) -> None:
        self.project, self.reports = project, project / "reports"
        self.reports.mkdir()
        self.said: list[str] = []
        self.ids: list[set[str]] = []

    def publish(self) -> None:
        """Publishes by this code, which the project is a copy of."""
        with quick_refreshes():
            self._told(asked(self, "run", *self._source()))

    def publish_by_its_own_code(self) -> None:
        self._told(run_in(self.project, "run", *self._source()))

    def _source(self) -> tuple[str, ...]:
        return "--source", "folder", "--reports", str(self.reports)

    def _told(self, said: str) -> None:
        self.said.append(said)
        self.ids.append({name for (name,) in self.query("select inspection_id from inspections")})

    def query(self, sql: str) -> Rows:
        with duckdb.connect(str(self.project / "data" / "published" / "warehouse.duckdb"), read_only=True) as opened:
            return opened.execute(sql).fetchall()

    def edit(self, path: str, before: str, after: str) -> None:
        text = (self.project / path).read_text("utf-8")
        assert before in text
        (self.project / path).write_text(text.replace(before, after), "utf-8")


def asked(life: Life, *arguments: str) -> str:
    """What the command says of the project's DATA, in this process."""
    done = CliRunner().invoke(main, [*arguments, "--data", str(life.project / "data")])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """A first edition; one with a new report; one with a corrected reissue; one by a changed parser; and the pages."""
    found = Life(copied_project(tmp_path_factory.mktemp("life")))
    (found.reports / "first.txt").write_bytes(version(RI))
    (found.reports / "manifest.csv").write_text(MANIFEST)
    found.publish()
    # Other bytes than the sample's, so that this is no sample.
    (found.reports / "tyneside.pdf").write_bytes(TYNESIDE.read_bytes() + b"\n")
    found.publish()
    (found.reports / "second.txt").write_bytes(version(GOOD))
    (found.reports / "manifest.csv").write_text(f"{MANIFEST}second.txt,2017-09-29\n")
    found.publish()
    # Every recommendation is worded otherwise, and one grade is another.
    found.edit("pipelines/parsing/recommendations.py", "        text=printed,", '        text=f"{printed}!",')
    found.edit(
        "sql/star/fact_judgement.sql",
        "on judgements.grade_code = grades.grade_code",
        "on if(judgements.domain_code = 'adoption', 'inadequate', judgements.grade_code) = grades.grade_code",
    )
    found.publish_by_its_own_code()  # a check warns of the grade
    run_in(found.project, "site", "--no-serve")
    return found


def versions(life: Life) -> list[str]:
    ((day,),) = life.query("select strftime(published_at, '%Y.%m.%d') from publication")
    return [day, *(f"{day}.{number}" for number in (2, 3, 4))]


def test_the_table_says_exactly_what_happened(life: Life) -> None:
    first, second, third, fourth = versions(life)
    causes = "select distinct from_version, to_version, cause_code, authority_urn from changes order by all"
    assert life.query(causes) == [
        (first, second, "new_report", "80557"),
        (second, third, "corrected_reissue", "80528"),
        *((third, fourth, "code_changed", urn) for urn in ("80528", "80557")),
    ]
    values = "select kind_code, field, value_before, value_after from changes where to_version = '{}' order by all"
    new = life.query(values.format(second))
    assert {before for _, _, before, _ in new} == {None}
    assert {"inspection", "judgement", "date", "recommendation"} <= {kind for kind, *_ in new}
    ((of_document, *_), *reissued) = life.query(values.format(third))
    assert of_document == "inspection"
    assert reissued == [("judgement", "childrens_services/children_in_care", "requires_improvement", "good")]
    otherwise = life.query(values.format(fourth))
    assert {kind for kind, *_ in otherwise} == {"judgement", "recommendation"}
    assert [row for row in otherwise if row[0] == "judgement"] == [
        ("judgement", "childrens_services/adoption", "good", "inadequate")
    ]
    assert all(f"{before}!" == after for kind, _, before, after in otherwise if kind == "recommendation")


def test_ids_stay_over_a_rebuild_a_reissue_and_a_changed_parser(life: Life) -> None:
    one, two, three, four = life.ids
    assert len(one) == 1
    assert one < two
    assert two == three == four
    moments = "select min(first_published_at), max(first_published_at), max(last_changed_at) from inspections"
    ((first, later, last),) = life.query(moments)
    assert first < later < last


def test_the_summary_warns_of_a_grade_that_only_the_code_changed(life: Life) -> None:
    said = "Grades and dates that other code or reference tables read otherwise"
    assert [said in each for each in life.said] == [False, False, False, True]
    assert "childrens_services/adoption" in life.said[-1]
    assert "No grade, outcome or date of a report is another one" in " ".join(life.said[-1].split())


def entries(path: Path) -> list[tuple[str, str]]:
    """The feed's titles and summaries, after a look that it is what a reader takes."""
    feed = ET.parse(path).getroot()
    names = {child.tag.removeprefix(f"{{{ATOM}}}") for child in feed}
    assert {"id", "title", "updated", "author", "link"} <= names
    found = feed.findall(f"{{{ATOM}}}entry")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in found]
    assert len(set(ids)) == len(ids)
    assert all(str(each).startswith("tag:") for each in ids)
    return [(str(entry.findtext(f"{{{ATOM}}}title")), str(entry.findtext(f"{{{ATOM}}}summary"))) for entry in found]


def test_feeds_have_the_news_and_not_what_the_code_words_otherwise(life: Life) -> None:
    folder = life.project / "data" / "published" / "site" / "feeds"
    ours, reissue, new = entries(folder / "all.xml")
    assert ours[0].startswith("Same report, read otherwise by a new version of the code: North Somerset")
    assert ours[1].startswith("Adoption: Good is now Inadequate (edition")
    assert reissue[0].startswith("Corrected reissue of a report: North Somerset")
    assert "Requires improvement to be good is now Good" in reissue[1]
    assert new[0].startswith("New report: South Tyneside")
    assert "further values" in new[1]
    assert entries(folder / "80528.xml") == [ours, reissue]
    assert entries(folder / "80557.xml") == [new]
    assert entries(folder / "80476.xml") == []


def test_the_page_tells_it_in_words(life: Life) -> None:
    page = (life.project / "data" / "published" / "site" / "whats-new.html").read_text("utf-8")
    assert page.count("<article>") == 4
    for words in ("New report.", "Corrected reissue of a report.", "Same report, read otherwise by a new version"):
        assert words in page


def test_the_command_prints_it_and_says_what_is_no_day(life: Life) -> None:
    said = asked(life, "changes", "--since", "2026-01-01")
    assert " children in care " in said
    assert "childrens_services" not in said
    assert "corrected reissue" in said
    assert "further values of reports that are new or gone" in said
    assert "Nothing has changed since 1 January 2999." in asked(life, "changes", "--since", "2999-01-01")
    with pytest.raises(AssertionError, match="1 October is not a day: write it as 2026-10-01"):
        asked(life, "changes", "--since", "1 October")


def test_the_first_edition_had_nothing_to_tell(life: Life) -> None:
    editions = sorted((life.project / "data" / "published" / "editions").iterdir())
    with duckdb.connect(str(editions[0] / "warehouse.duckdb"), read_only=True) as opened:
        assert opened.execute("select count(*) from changes").fetchall() == [(0,)]


def test_a_run_says_how_many_inspections_are_new(life: Life) -> None:
    new = [re.findall(r"New since the edition before +(\d+): .*changes", said) for said in life.said]
    assert new == [[], ["1"], [], []]
