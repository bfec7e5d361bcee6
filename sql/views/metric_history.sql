-- grain: one row per figure that an inspection's report states about a catalogued metric
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.authority_urn,
    authorities.authority_name,
    metrics.metric_code,
    metrics.metric_name,
    figures.value,
    figures.unit_code,
    figures.role_code,
    figures.as_of_date,
    figures.as_of_precision,
    figures.period_code,
    figures.is_approximate,
    figures.page_number,
    figures.evidence_text,
    inspections.licence_code,
    inspections.inspection_start_date,
    inspections.published_date,
    authorities.region_name
from fact_metric as figures
inner join dim_inspection as inspections on figures.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on figures.authority_key = authorities.authority_key
inner join dim_metric as metrics on figures.metric_key = metrics.metric_key
