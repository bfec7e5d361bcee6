"""Accuracy of the production job on real reports with hand-read truth: `make score`.

Runs the job over ../shared/corpus, ../shared/wider and ../shared/seeds, each into a folder of its own under
data/score (the seeds are other forms of inspections that the corpus has too, and one warehouse shows
one document an inspection), and prints ../shared/tools/score.py's table for each, with whether quoted words stand on
the page that their row names.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from pipelines.commands.summary import agreement
from pipelines.settings import ROOT
from tests.conftest import SHARED
from tests.grounding import print_grounding
from tests.text_accuracy import print_text_accuracy

SETS = ("corpus", "wider", "seeds")


def truth_of(folder: Path, truth: Path, target: Path) -> None:
    """Writes the truth's rows about the folder's files, and of no other, to the target folder."""
    names = {path.name for path in folder.rglob("*") if path.suffix in (".pdf", ".txt")}
    for path in sorted(truth.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as source:
            reader = csv.DictReader(source)
            rows = [row for row in reader if row["file"] in names]
        with (target / path.name).open("w", newline="", encoding="utf-8") as copy:
            writer = csv.DictWriter(copy, reader.fieldnames or ())
            writer.writeheader()
            writer.writerows(rows)


def refreshed(name: str) -> Path:
    """Runs the job over the set; returns the published file."""
    data = ROOT / "data" / "score" / name
    command = [sys.executable, "-m", "pipelines", "run", "--source", "folder"]
    command += ["--reports", str(SHARED / name), "--data", str(data)]
    command += ["--official", str(SHARED / "official")]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "REPORTS": str(SHARED / name)})
    return data / "published" / "warehouse.duckdb"


def print_reconciliation(warehouse: Path) -> None:
    """Prints how the set's reports and the official statistics compare, and what no rule explains."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        print(f"\nOfficial record agrees: {agreement(connection)} judgements")
        counts = connection.execute(
            "select kind_code, status_code, coalesce(explanation_code, ''), count(*) from reconciliation "
            "where explanation_code is distinct from 'no_report' group by all order by all"
        )
        for kind, status, explanation, count in counts.fetchall():
            print(f"  {kind:16} {status:13} {explanation:24} {count:5}")
        unexplained = connection.execute(
            "select coalesce(inspection_id, official_id), kind_code, domain_code, our_value, official_value "
            "from reconciliation where status_code <> 'agrees' and explanation_code is null order by all"
        )
        for row in unexplained.fetchall():
            print("  not explained:", *row)


def score(name: str, arguments: list[str]) -> int:
    """Refreshes the set and prints its table; returns score.py's exit code, or grounding.py's."""
    print(f"\n== {name} ==", flush=True)
    warehouse = refreshed(name)
    print_reconciliation(warehouse)
    print_text_accuracy(warehouse, SHARED / name / "reports")
    grounded = print_grounding(warehouse, SHARED / name / "reports")
    own_truth = SHARED / name / "truth"
    with tempfile.TemporaryDirectory() as folder:
        truth_of(SHARED / name, own_truth if own_truth.is_dir() else SHARED / "corpus" / "truth", Path(folder))
        command = [sys.executable, str(SHARED / "tools" / "score.py"), str(warehouse), folder, *arguments]
        return max(grounded, subprocess.run(command, check=False).returncode)


def main() -> int:
    """Scores the sets; the arguments are score.py's own, such as --misses 100 or --min judgements.recall=1."""
    if not SHARED.is_dir():
        print("../shared is not there: accuracy is measured on its reports.", file=sys.stderr)
        return 1
    return max(score(name, sys.argv[1:]) for name in SETS)


if __name__ == "__main__":
    raise SystemExit(main())
