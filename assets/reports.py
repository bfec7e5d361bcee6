"""Reports: the files that the source lists, kept unchanged by their content."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from pipelines import build
from pipelines.catalogue import table
from pipelines.run import run_build
from pipelines.settings import SettingError, Settings, settings
from pipelines.sources import ListedReport, listed_reports
from pipelines.store import Store

SAID = ("source_url", "provider_urn", "provider_name", "publication_title", "publication_date")


@dg.asset(
    group_name="reports",
    kinds={"python", "pdf"},
    description="The files that the source lists, kept unchanged under their SHA-256, with where each came from.",
    retry_policy=dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL),
)
def report_files(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    now = settings()
    store = Store(now.store)
    rows = []
    new = 0
    for report in _listed(now):
        sha256, is_new = store.put_document(report.content)
        new += is_new
        row = {
            "source_path": report.path,
            "file_name": report.file_name,
            "document_sha256": sha256,
            "byte_count": len(report.content),
            "source": now.source,
            **{name: getattr(report, name) for name in SAID},
        }
        if is_new:
            found = datetime.now(UTC).isoformat(timespec="seconds")
            store.note_provenance({"found_at": found, **{key: str(value) for key, value in row.items()}})
        rows.append(row)
    with run_build(now, context.run.run_id) as connection:
        build.write_rows(connection, table("report_files"), rows)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(rows),
            "new documents": new,
            "bytes": sum(int(str(row["byte_count"])) for row in rows),
            "source": now.source,
            "folder": dg.MetadataValue.path(str(now.reports)),
        }
    )


def _listed(now: Settings) -> Iterator[ListedReport]:
    """The source's reports; a setting that cannot be used fails the run at once, for trying again won't help."""
    try:
        yield from listed_reports(now)
    except SettingError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
