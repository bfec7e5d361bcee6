-- 1. What are every authority's latest grades, and those of its statistical neighbours?
-- grain: one row per authority that exists today
-- set region (dim_authority.region_name): one of the ONS's nine regions; all of them when left out
-- set domain_code (leadership, help_and_protection, children_in_care, care_leavers, overall_effectiveness): the judgement
--   area of the neighbours' grades
-- caveat: Grades are as printed, of the latest inspection of children's services that a report in the file shows; from
--   April 2026 none has an overall grade, and children_in_care covers care leavers before 2023. A later inspection that
--   the file knows from the official statistics alone is in later_inspection_date and later_overall_effectiveness: then
--   the grades beside it are not the latest. Neighbours' grades are of the latest inspection of either source, the
--   closest neighbour first, and are of the set of statistical neighbours in neighbour_set_code. A new authority has no
--   grade until its own first inspection; it takes none from those that it followed. Authorities with a report in the
--   file come first.
with chosen as (
    select
        cast(getvariable('region') as varchar) as region,
        coalesce(getvariable('domain_code'), 'overall_effectiveness') as domain_code
),

latest_inspections as (
    select authority_urn, inspection_id, source_code, inspected_date, overall_grade_code
    from full_inspections
    where service_code = 'childrens_services'
    qualify row_number() over (partition by authority_urn order by inspected_date desc, inspection_id) = 1
),

neighbours as (
    select
        bridge.authority_urn,
        string_agg(
            authorities.authority_name || ': ' || case
                when latest_inspections.inspection_id is null then 'no inspection in the file'
                else coalesce(judgements.grade_code, 'no such grade in the file')
            end,
            '; ' order by bridge.neighbour_rank
        ) as grades
    from bridge_authority_neighbour as bridge
    cross join chosen
    inner join dim_authority as authorities
        on bridge.neighbour_urn = authorities.authority_urn and authorities.is_current
    left join latest_inspections on bridge.neighbour_urn = latest_inspections.authority_urn
    left join judgement_history_all as judgements
        on latest_inspections.inspection_id = judgements.inspection_id
        and judgements.service_code = 'childrens_services'
        and judgements.domain_code = chosen.domain_code
    where bridge.is_latest_set
    group by bridge.authority_urn
)

select
    summary.region_name,
    summary.authority_urn,
    summary.authority_name,
    summary.inspection_start_date,
    shown_inspections.published_date,
    summary.overall_effectiveness,
    summary.leadership,
    summary.help_and_protection,
    summary.children_in_care,
    summary.care_leavers,
    later_inspections.inspected_date as later_inspection_date,
    later_inspections.overall_grade_code as later_overall_effectiveness,
    neighbours.grades as neighbours_grades,
    summary.neighbour_set_code
from authority_summary as summary
cross join chosen
left join full_inspections as shown_inspections
    on summary.inspection_id = shown_inspections.inspection_id
    and shown_inspections.service_code = 'childrens_services'
left join latest_inspections as later_inspections
    on summary.authority_urn = later_inspections.authority_urn
    and later_inspections.source_code = 'official_statistics'
left join neighbours on summary.authority_urn = neighbours.authority_urn
where chosen.region is null or summary.region_name = chosen.region
order by summary.inspection_id is null, summary.authority_name
