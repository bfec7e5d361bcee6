"""Great Expectations at work on a table's rows. Importing it takes seconds, so only a run that checks does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.quality.check import Check, SuiteError

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says of a check; `unexpected_values` is JSON of a few offending values."""

    passed: bool
    unexpected_count: int | None
    unexpected_values: str


def verdicts(checks: Sequence[Check], frame: pd.DataFrame) -> list[Verdict]:
    """The verdicts on checks of one table, in their order.

    Raises SuiteError when Great Expectations ran other checks than were written: it logs and drops an
    expectation that it does not know, and a suite without expectations passes.
    """
    frame = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "object"))
    outcomes = _outcomes(checks, frame, "BOOLEAN_ONLY")
    # Offending values cost as much again as the verdict, and few checks have any.
    if failed := [check for check in checks if check.name in outcomes and not outcomes[check.name].success]:
        outcomes |= _outcomes(failed, frame, "SUMMARY")
    lost = [check.name for check in checks if check.name not in outcomes]
    if lost:
        raise SuiteError(f"{checks[0].table}: Great Expectations did not run {', '.join(lost)}.")
    for check in checks:
        if fault := _fault(outcomes[check.name].exception_info):
            raise SuiteError(f"{check.table}.{check.name}: {fault}")
    return [_verdict(outcomes[check.name]) for check in checks]


def _outcomes(checks: Sequence[Check], frame: pd.DataFrame, result_format: str) -> dict[str, Any]:
    """Great Expectations' results by check name, as much of each as the format says."""
    from great_expectations.core.expectation_suite import ExpectationSuite

    written = [{"type": c.type, "kwargs": c.kwargs, "meta": {"check": c.name}} for c in checks]
    batch = batch_definition().get_batch({"dataframe": frame})
    suite = ExpectationSuite(name=checks[0].table, expectations=written)
    validation = batch.validate(suite, result_format=result_format)
    return {outcome.expectation_config.meta["check"]: outcome for outcome in validation.results}


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
