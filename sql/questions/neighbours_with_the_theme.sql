-- 14. Which authorities like mine have been asked for the same?
-- grain: one row per recommendation of the theme of a statistical neighbour, or of the authority itself
-- set authority (dim_authority.authority_name): the authority
-- set theme_code (dim_recommendation_theme.recommendation_theme_code): the theme
-- caveat: Themes are inferred from wording by rules, not Ofsted's; the README says how often they are right. Neighbours
--   are the DfE's, 1 the closest; the authority itself is 0. The words are under the licence of their report.
with chosen as (
    select
        coalesce(getvariable('authority'), 'Rotherham') as authority,
        coalesce(getvariable('theme_code'), 'management_oversight') as theme_code
),

compared as (
    select authorities.authority_urn, 0 as neighbour_rank
    from dim_authority as authorities
    inner join chosen on authorities.authority_name = chosen.authority
    where authorities.is_current
    union all
    select bridge.neighbour_urn as authority_urn, bridge.neighbour_rank
    from bridge_authority_neighbour as bridge
    inner join dim_authority as authorities on bridge.authority_urn = authorities.authority_urn
    inner join chosen on authorities.authority_name = chosen.authority
    where authorities.is_current
)

select
    compared.neighbour_rank,
    recommendations.authority_urn,
    recommendations.authority_name,
    recommendations.framework_code,
    recommendations.inspection_start_date,
    recommendations.kind_code,
    recommendations.lead_in,
    recommendations.text,
    recommendations.page_number,
    recommendations.licence_code,
    recommendations.inspection_id,
    recommendations.position,
    themes.is_inferred
from compared
inner join recommendation_themes as themes on compared.authority_urn = themes.authority_urn
inner join chosen on themes.recommendation_theme_code = chosen.theme_code
inner join recommendations
    on themes.inspection_id = recommendations.inspection_id and themes.position = recommendations.position
order by compared.neighbour_rank, recommendations.inspection_start_date, recommendations.position
