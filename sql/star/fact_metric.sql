-- grain: one row per figure that an inspection's report states about a catalogued metric
select
    row_number() over (order by inspections.inspection_key, figures.position) as figure_key,
    inspections.inspection_key,
    inspections.authority_key,
    metrics.metric_key,
    figures.value,
    figures.unit_code,
    figures.role_code,
    figures.as_of_date,
    figures.as_of_precision,
    figures.period_code,
    figures.is_approximate,
    figures.printed as value_printed,
    figures.page_number,
    figures.evidence_text
from staging.stg_metrics as figures
inner join dim_inspection as inspections on figures.document_sha256 = inspections.document_sha256
inner join dim_metric as metrics on figures.metric_code = metrics.metric_code
