"""Great Expectations at work on a table. Importing it takes seconds, so only a run that checks does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.quality.check import Expected, SuiteError

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ROWS = 5
TABLE, CHECK, ROWS = "table_name", "check_name", "offending_rows"


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says of a check; `unexpected_values` is JSON of a few offending values."""

    passed: bool
    unexpected_count: int | None
    unexpected_values: str


def verdicts(demands: Mapping[str, Expected], frame: pd.DataFrame) -> dict[str, Verdict]:
    """The verdict on each check of one table by what it expects of the table's rows.

    Raises SuiteError when Great Expectations ran other checks than were written: it logs and drops an
    expectation that it does not know, and a suite without expectations passes.
    """
    frame = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "object"))
    outcomes = _outcomes(demands, frame, "BOOLEAN_ONLY")
    # Offending values cost as much again as the verdict, and few checks have any.
    if failed := {name: demands[name] for name, outcome in outcomes.items() if not outcome.success}:
        outcomes |= _outcomes(failed, frame, "SUMMARY")
    return {name: _verdict(outcome) for name, outcome in outcomes.items()}


def offended(offending_rows: Sequence[tuple[str, str, int]]) -> set[tuple[str, str]]:
    """The checks, by table and name, that have offending rows, given how many each has: none is expected to have any.

    One expectation is held of all of them together, which costs what it costs for one. Raises SuiteError.
    """
    import pandas as pd

    if not offending_rows:
        return set()
    frame = pd.DataFrame(offending_rows, columns=[TABLE, CHECK, ROWS])
    none = Expected("expect_column_values_to_be_in_set", {"column": ROWS, "value_set": [0]})
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": [TABLE, CHECK]}
    outcome = _outcomes({"no_offending_rows": none}, frame, wanted)["no_offending_rows"]
    return set() if outcome.success else {(row[TABLE], row[CHECK]) for row in outcome.result["unexpected_index_list"]}


def _outcomes(demands: Mapping[str, Expected], frame: pd.DataFrame, result_format: Any) -> dict[str, Any]:
    """Great Expectations' results by check name, as much of each as the format says. Raises SuiteError."""
    from great_expectations.core.expectation_suite import ExpectationSuite

    written = [{"type": d.type, "kwargs": d.kwargs, "meta": {"check": name}} for name, d in demands.items()]
    batch = batch_definition().get_batch({"dataframe": frame})
    validation = batch.validate(ExpectationSuite(name="checks", expectations=written), result_format=result_format)
    outcomes = {outcome.expectation_config.meta["check"]: outcome for outcome in validation.results}
    if lost := [name for name in demands if name not in outcomes]:
        raise SuiteError(f"Great Expectations did not run {', '.join(lost)}.")
    for name, outcome in outcomes.items():
        if fault := _fault(outcome.exception_info):
            raise SuiteError(f"{name}: {fault}")
    return outcomes


def _fault(info: dict[str, Any]) -> str | None:
    """Why an expectation could not be evaluated. Great Expectations nests this under the failing metric's name."""
    entries = [info, *(value for value in info.values() if isinstance(value, dict))]
    return next((entry["exception_message"] for entry in entries if entry.get("raised_exception")), None)


def _verdict(outcome: Any) -> Verdict:
    if outcome.success:
        return Verdict(True, 0, "[]")
    found = outcome.result.get("partial_unexpected_list") or [outcome.result.get("observed_value")]
    shown = json.dumps(found[:SHOWN_ROWS], default=str, ensure_ascii=False)
    return Verdict(False, outcome.result.get("unexpected_count"), shown)


def load() -> None:
    """Imports Great Expectations and makes what every table goes through."""
    batch_definition()


@cache
def batch_definition() -> Any:
    """The one batch definition that every table goes through, in a context that keeps and tells nothing."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        store_backend_defaults=InMemoryStoreBackendDefaults(),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("build").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("whole")
