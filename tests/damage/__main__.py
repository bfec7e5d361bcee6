"""``python -m tests.damage --count 5000``: reads damaged PDFs within the limits, and says what came of each kind."""

from __future__ import annotations

import argparse
import collections
import dataclasses
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait

from pipelines.workers.limits import MEMORY, SECONDS, Stopped
from pipelines.workers.processes import LimitedProcesses
from tests.damage import KINDS, LIGHT, damaged, whole_reports
from tests.damage.reading import Reading, read

OTHER_FACTS = "other facts"  # read, but with facts that no whole report has
SHOWN = ("parser_fault", "worker_died", "too_slow", "too_big", OTHER_FACTS)
SLACK = 5.0  # seconds over the limit, for starting a process and ending it on a busy machine


def outcome_of(future: Future[Reading], seconds: float, whole: set[str]) -> Reading:
    try:
        reading = future.result()
        is_other = reading.outcome == "read" and reading.facts not in whole
        return dataclasses.replace(reading, outcome=OTHER_FACTS) if is_other else reading
    except Stopped as stopped:
        return Reading(stopped.reason_code, seconds, 0, stopped.reason)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.damage", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many damaged PDFs")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="worker processes")
    parser.add_argument("--details", action="store_true", help="print what was said of each fault of ours")
    chosen = parser.parse_args()
    reports, readings = whole_reports(), collections.defaultdict[str, list[Reading]](list)
    began = time.perf_counter()
    with LimitedProcesses(chosen.workers) as pool:
        whole = {future.result().facts for future in [pool.submit(read, content) for content in reports]}
        under_way: dict[Future[Reading], tuple[int, str, float]] = {}
        for number in range(chosen.count):
            kind, content = damaged(number, reports)
            under_way[pool.submit(read, content)] = (number, kind, time.perf_counter())
            while len(under_way) >= chosen.workers or (under_way and number == chosen.count - 1):
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    number_done, kind_done, since = under_way.pop(future)
                    reading = outcome_of(future, time.perf_counter() - since, whole)
                    readings[kind_done].append(reading)
                    if chosen.details and reading.outcome in SHOWN:
                        print(number_done, kind_done, reading, file=sys.stderr, flush=True)
    sys.exit(show(readings, time.perf_counter() - began))


def show(readings: dict[str, list[Reading]], took: float) -> int:
    """Prints the table; returns the exit code, 1 when a PDF took more than it may, ended its process or lost facts.

    A bomb may have other facts, since it has another page than the report, and all of that.
    """
    every = [reading for kind in readings.values() for reading in kind]
    outcomes = [name for name, _ in collections.Counter(reading.outcome for reading in every).most_common()]
    rows = [["kind", *outcomes, "slowest s", "peak MiB"]]
    for name in [*KINDS, "all"]:
        of_kind = every if name == "all" else readings[name]
        counts = collections.Counter(reading.outcome for reading in of_kind)
        slowest, peak = max((r.seconds for r in of_kind), default=0.0), max((r.peak for r in of_kind), default=0)
        rows.append([name, *(str(counts[o] or "") for o in outcomes), f"{slowest:.1f}", str(peak >> 20)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print(
            "  ".join(
                cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
            )
        )
    print(f"{len(every)} damaged PDFs in {took:.0f} s.")
    over = [r for r in every if r.seconds > SECONDS + SLACK or r.peak > MEMORY or r.outcome == "worker_died"]
    lost = [name for name in LIGHT if any(r.outcome == OTHER_FACTS for r in readings[name])]
    return 1 if over or lost else 0


if __name__ == "__main__":
    main()
