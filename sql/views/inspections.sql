-- grain: one row per inspection that a report shows
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.document_sha256,
    inspections.source_url,
    inspections.framework_code,
    inspections.inspection_type_code,
    inspections.title,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.authority_name_printed,
    inspections.trust_name,
    inspections.inspection_start_date,
    inspections.inspection_end_date,
    inspections.published_date,
    inspections.published_date_source,
    inspections.lead_inspector,
    inspections.theme_code,
    inspections.jtai_theme_code,
    inspections.theme,
    inspections.outcome_code,
    inspections.licence_code,
    inspections.page_count,
    inspections.parser_version,
    authorities.region_name
from dim_inspection as inspections
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
where inspections.source_code = 'report'
