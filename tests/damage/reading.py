"""Reads a damaged PDF as a worker process does, and measures what it took."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass

from pipelines.parsing.statements import UnreadableReport
from pipelines.raw.document import Fault, printed_values, read_bytes
from pipelines.reading.model import UnreadableDocument


@dataclass(frozen=True)
class Reading:
    """What came of one damaged PDF; `peak` is the process's, in bytes, and 0 when the process was ended.

    `facts` is a digest of what it prints, and empty when it was not read.
    """

    outcome: str
    seconds: float
    peak: int
    detail: str = ""
    facts: str = ""


def read(content: bytes) -> Reading:
    """Reads and parses as a worker does, and measures itself."""
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    start, detail, facts = time.perf_counter(), "", ""
    try:
        printed = printed_values(read_bytes(content))
        facts = hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()
        outcome = "read"
    except (UnreadableDocument, UnreadableReport) as error:
        outcome, detail = error.reason_code, error.reason
    except Fault as fault:
        outcome, detail = "parser_fault", str(fault)
    seconds = time.perf_counter() - start
    with open("/proc/self/status", encoding="ascii") as file:
        peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) << 10
    return Reading(outcome, seconds, peak, detail, facts)
