-- grain: one row per recommendation and theme that its wording is about
select
    inspections.inspection_id,
    inspections.file_name,
    inspections.framework_code,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    recommendations.position,
    recommendations.kind_code,
    themes.recommendation_theme_code,
    named.theme_name,
    true as is_inferred,
    inspections.published_date,
    authorities.region_name
from fact_recommendation_theme as themes
inner join fact_recommendation as recommendations on themes.recommendation_key = recommendations.recommendation_key
inner join dim_inspection as inspections on recommendations.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on recommendations.authority_key = authorities.authority_key
inner join dim_recommendation_theme as named on themes.recommendation_theme_code = named.recommendation_theme_code
