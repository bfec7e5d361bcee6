-- grain: one row per paragraph of an inspection's findings
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.framework_code,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    findings.position,
    findings.paragraph_number,
    findings.section,
    findings.finding_text as text,
    findings.page_number as page,
    inspections.licence_code,
    findings.cites_recommendation,
    findings.paragraph_number is not null as is_numbered,
    findings.part_code,
    findings.summary_kind_code,
    findings.chapter,
    findings.domain_code,
    recommendations.position as recommendation_position,
    findings.page_number,
    inspections.published_date,
    authorities.region_name
from fact_finding as findings
inner join dim_inspection as inspections on findings.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on findings.authority_key = authorities.authority_key
left join fact_recommendation as recommendations on findings.recommendation_key = recommendations.recommendation_key
