"""Publication: the checked build takes the published file's place."""

from datetime import UTC, datetime

import dagster as dg

from assets.made import PUBLISHED
from assets.run import ONE_AT_A_TIME, build_of, settings_of
from pipelines.current_edition import astray
from pipelines.publishing.datapackage import attribution
from pipelines.publishing.edition_version import next_version
from pipelines.publishing.publish import publish
from pipelines.publishing.sample import holds_facsimiles
from pipelines.runs.code_versions import code_version, parser_version, reader_version, reference_version
from pipelines.runs.fingerprint import noted_inputs
from pipelines.runs.run_build import build_path, finish_build
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

COUNTS = {
    "document_count": "select count(distinct document_sha256) from raw.report_files",
    "inspection_count": "select count(*) from dim_inspection where source_code = 'report'",
    "quarantine_count": "select count(*) from quarantine",
    "judgement_count": "select count(*) from fact_judgement inner join dim_inspection using (inspection_key) "
    "where source_code = 'report'",
    "metric_count": "select count(*) from fact_metric",
}


@dg.asset(
    group_name="publication",
    kinds={"duckdb"},
    deps=PUBLISHED,
    required_resource_keys=ONE_AT_A_TIME,
    description="The file that people query, data/published/warehouse.duckdb, and its exports. They are replaced, "
    "together, only when every check that guards a reader has passed; the five editions before, and one of every "
    "month, stay beside them.",
)
def published_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    settings = settings_of(context)
    connection = build_of(context)
    counts = {name: connection.execute(sql).fetchall()[0][0] for name, sql in COUNTS.items()}
    moment = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    is_sample = holds_facsimiles(connection)
    row = {
        "run_id": context.run.run_id,
        "published_at": moment,
        "version": next_version(settings.published, moment.date(), is_sample=is_sample),
        "is_sample": is_sample,
        "reader_version": reader_version(),
        "parser_version": parser_version(),
        "code_version": code_version(),
        "reference_version": reference_version(),
        "attribution": attribution(connection),
        "verbatim": settings.verbatim,
        **counts,
    }
    build_file.write_rows(connection, table("publication"), [row])
    inputs = noted_inputs(connection, context.run.run_id)
    context.resources.data_folder.close()
    build = build_path(settings, context.run.run_id)
    manifest = publish(build, settings.published, inputs, keep_monthly=settings.keep_monthly)
    finish_build(settings, context.run.run_id)
    return dg.MaterializeResult(
        metadata={
            **counts,
            "version": manifest.version,
            "checks passed": manifest.checks_passed,
            "checks failed": manifest.checks_failed,
            "files": len(manifest.files),
            "path": dg.MetadataValue.path(str(settings.warehouse)),
            "not at its fixed path": ", ".join(astray(settings.published)) or "nothing",
        }
    )
