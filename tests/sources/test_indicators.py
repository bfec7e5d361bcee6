"""The file of indicators: by path or address, kept, asked only whether it has changed, and refused in one line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.errors import SettingError
from pipelines.settings import SAMPLE_INDICATORS, Settings, settings
from pipelines.sources.indicators import IndicatorFile, indicator_file
from tests.indicator_files import write_indicator_file
from tests.replica.runs import quick
from tests.replica.server import Fault, Site, serving

PATH = "/lait/indicators.parquet"
ETAG = (("ETag", '"1"'),)


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    return write_indicator_file(tmp_path / "a.parquet", [("LACnum", "2016", 970, "70410")]).read_bytes()


@pytest.fixture
def web() -> Iterator[Site]:
    with serving(Site([])) as site:
        yield site


def of_address(site: Site, data: Path) -> IndicatorFile:
    """The file that INDICATORS at the site's address gives."""
    found = indicator_file(Settings(indicators=f"{site.url}{PATH}", data=data), manners=quick())
    assert found is not None
    return found


def test_the_sample_has_its_own_and_other_sources_none(environment: Path) -> None:
    assert settings().indicators == str(SAMPLE_INDICATORS)
    assert settings(reports=str(environment)).indicators == ""
    assert indicator_file(settings(reports=str(environment))) is None
    sample = indicator_file(settings())
    assert sample is not None
    assert len(sample.content) < 150_000


def test_a_file_by_path(content: bytes, tmp_path: Path) -> None:
    found = indicator_file(Settings(indicators=str(tmp_path / "a.parquet")))
    assert found == IndicatorFile("a.parquet", content)


def test_an_address_is_asked_the_next_time_only_whether_it_has_changed(
    web: Site, content: bytes, tmp_path: Path
) -> None:
    web.faults[PATH] = [Fault("body", 200, ETAG, content), Fault("status", 304)]
    first, second = of_address(web, tmp_path), of_address(web, tmp_path)
    assert first.content == second.content == content
    assert [first.note, second.note] == ["", ""]
    assert [asked.headers.get("if-none-match") for asked in web.asked if asked.path == PATH] == [None, '"1"']


def test_what_was_fetched_before_is_used_and_told_when_the_address_does_not_answer(
    web: Site, content: bytes, tmp_path: Path
) -> None:
    web.faults[PATH] = [Fault("body", 200, ETAG, content), Fault("status", 404)]
    of_address(web, tmp_path)
    again = of_address(web, tmp_path)
    assert again.content == content
    assert "404" in again.note
    assert again.note.endswith("What was fetched before is used.")


def test_an_address_that_never_answered_stops_in_one_line(web: Site, tmp_path: Path) -> None:
    web.faults[PATH] = [Fault("status", 404)]
    with pytest.raises(SettingError, match=r"INDICATORS=.* cannot be fetched") as error:
        of_address(web, tmp_path)
    assert "\n" not in str(error.value)


def test_what_was_kept_of_another_address_is_not_used(web: Site, content: bytes, tmp_path: Path) -> None:
    web.faults["/other"] = [Fault("body", 200, ETAG, content)]
    other = Settings(indicators=f"{web.url}/other", data=tmp_path)
    assert indicator_file(other, manners=quick()) is not None
    web.faults[PATH] = [Fault("status", 404)]
    with pytest.raises(SettingError):
        of_address(web, tmp_path)


def test_an_address_needs_a_contact_and_https(environment: Path) -> None:
    with pytest.raises(SettingError, match="OFSTED_CONTACT"):
        indicator_file(settings(indicators="https://example.org/x.parquet"))
    with pytest.raises(SettingError, match=r"INDICATORS=http://example\.org/x is not an https address"):
        settings(indicators="http://example.org/x")
    assert not (environment / "store").exists()


@pytest.mark.parametrize("bad", [b"", b"<html>", b"PAR1 cut short", b"PAR1 no Parquet PAR1"])
def test_what_is_no_parquet_file_is_named_in_one_line(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "bad.parquet").write_bytes(bad)
    with pytest.raises(SettingError, match=r"INDICATORS=.*bad\.parquet") as error:
        indicator_file(Settings(indicators=str(tmp_path / "bad.parquet")))
    assert "\n" not in str(error.value)


def test_another_parquet_file_is_refused(tmp_path: Path) -> None:
    duckdb.execute(f"copy (select 1 as x) to '{tmp_path / 'x.parquet'}' (format parquet)")
    with pytest.raises(SettingError, match="has no column Data item, LA Number"):
        indicator_file(Settings(indicators=str(tmp_path / "x.parquet")))


def test_a_missing_file_stops_a_run_in_one_line(environment: Path) -> None:
    result = CliRunner().invoke(main, ["run", "--indicators", "no/such.parquet"])
    assert result.exit_code == 1
    assert "INDICATORS=" in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (environment / "published").exists()
