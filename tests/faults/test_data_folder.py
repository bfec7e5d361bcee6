"""A DATA folder that goes away under a run: one line says so, and the next run begins anew."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests.interrupting import published_run, started
from tests.product.test_refresh import SAMPLE, VISIT

# What a run has made when its folder goes, from its first step to its last.
MOMENTS = ("dagster/history/runs/????????-*.db", "builds/*.duckdb", "published/editions/.unfinished-*")


@pytest.mark.parametrize("made", MOMENTS)
def test_a_folder_removed_during_a_run_is_said_in_one_line(tmp_path: Path, made: str) -> None:
    reports, data = tmp_path / "reports", tmp_path / "data"
    reports.mkdir()
    shutil.copy(SAMPLE / VISIT, reports)
    run = started(data, REPORTS=str(reports))
    while run.poll() is None and not any(data.glob(made)):
        time.sleep(0.01)
    data.rename(tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")
    output, _ = run.communicate()
    assert run.returncode == 1, output
    assert "Traceback" not in output
    last = output.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert f"DATA={data} was removed" in last or "cannot be kept" in last
    assert published_run(data / "published") is None
