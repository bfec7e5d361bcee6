"""Versions that editions are cited by: none is given twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.publishing.edition_version import next_version

DAY = date(2026, 11, 26)


def published(folder: Path, *manifests: str) -> Path:
    """A folder of editions with these manifests, all of DAY, in order."""
    for number, manifest in enumerate(manifests):
        edition = folder / "editions" / f"20261126T02030{number}-0000000{number}"
        edition.mkdir(parents=True)
        (edition / "manifest.json").write_text(manifest)
    return folder


def said(version: str, *, is_sample: bool = False) -> str:
    return json.dumps({"version": version, "is_sample": is_sample})


@pytest.mark.parametrize(
    ("manifests", "version"),
    [
        ([], "2026.11.26"),
        ([said("2026.11.25.3")], "2026.11.26"),
        ([said("2026.11.26")], "2026.11.26.2"),
        ([said("2026.11.26.10"), said("2026.11.26.9")], "2026.11.26.11"),
        ([said("2026.11.2")], "2026.11.26"),
        (['{"run_id": "of a version that gave none"}'], "2026.11.26"),
        ([said("2026.11.26"), '{"version": '], "2026.11.26.3"),
        ([said("2026.11.26", is_sample=True)], "2026.11.26"),
        ([said("2026.11.26"), said("2026.11.26.2", is_sample=True)], "2026.11.26.2"),
    ],
)
def test_the_version_is_the_day_and_a_number_after_its_first(
    tmp_path: Path, manifests: list[str], version: str
) -> None:
    assert next_version(published(tmp_path, *manifests), DAY, is_sample=False) == version


def test_a_sample_s_version_comes_after_all_others(tmp_path: Path) -> None:
    folder = published(tmp_path, said("2026.11.26"), said("2026.11.26.2", is_sample=True))
    assert next_version(folder, DAY, is_sample=True) == "2026.11.26.3"
