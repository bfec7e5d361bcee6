-- grain: one row per recommendation, area for improvement or priority action of an inspection
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.framework_code,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    recommendations.position,
    recommendations.kind_code,
    recommendations.number_printed,
    recommendations.recommendation_text as text,
    recommendations.timescale_code,
    recommendations.addressed_to,
    recommendations.outcome_tag,
    recommendations.section,
    recommendations.page_number as page,
    inspections.licence_code,
    recommendations.addressee_code,
    recommendations.lead_in,
    recommendations.page_number,
    inspections.published_date,
    authorities.region_name
from fact_recommendation as recommendations
inner join dim_inspection as inspections on recommendations.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on recommendations.authority_key = authorities.authority_key
