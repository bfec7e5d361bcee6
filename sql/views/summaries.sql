-- grain: one row per paragraph of an inspection's summary
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.framework_code,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    findings.summary_kind_code as kind_code,
    cast(row_number() over (partition by findings.inspection_key order by findings.position) as integer) as position,
    findings.chapter,
    findings.section,
    findings.domain_code,
    findings.position as finding_position,
    findings.page_number,
    findings.finding_text as text,
    inspections.licence_code
from fact_finding as findings
inner join dim_inspection as inspections on findings.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on findings.authority_key = authorities.authority_key
where findings.summary_kind_code is not null
