-- grain: one row per recommendation, area for improvement or priority action of an inspection
select
    row_number() over (order by inspections.inspection_key, recommendations.position) as recommendation_key,
    inspections.inspection_key,
    inspections.authority_key,
    recommendations.position,
    recommendations.kind as kind_code,
    recommendations.number as number_printed,
    recommendations.timescale_code,
    recommendations.addressed_to,
    recommendations.addressee_code,
    recommendations.outcome_tag,
    recommendations.section,
    recommendations.lead_in,
    recommendations.page as page_number,
    recommendations.text as recommendation_text
from raw.raw_recommendations as recommendations
inner join dim_inspection as inspections on recommendations.document_sha256 = inspections.document_sha256
