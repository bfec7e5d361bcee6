-- grain: one row per figure of a catalogued metric that an inspection's report says it cannot give
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.document_sha256,
    withheld.position,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    withheld.metric_code,
    metrics.metric_name,
    withheld.section,
    withheld.page as page_number,
    withheld.text as evidence_text,
    inspections.licence_code
from raw.raw_withheld_figures as withheld
inner join dim_inspection as inspections on withheld.document_sha256 = inspections.document_sha256
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
inner join dim_metric as metrics on withheld.metric_code = metrics.metric_code
