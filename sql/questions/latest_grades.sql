-- 1. What are every authority's latest grades, and those of its statistical neighbours?
-- grain: one row per authority that exists today
-- change: in `chosen`, a region of the ONS's nine, or null for all.
-- caveat: Grades are as printed, of the latest inspection of children's services that a report in the file shows; from
--   April 2026 none has an overall grade, and children_in_care covers care leavers before 2023. later_inspection_date
--   is the day of a later inspection that the file knows from the official statistics alone: then the grades shown are
--   not the latest. A new authority has no grade until its own first inspection; it takes none from those that it
--   followed. Authorities with an inspection in the file come first.
with chosen as (
    select cast(null as varchar) as region_name
),

latest_inspections as (
    select authority_urn, max(inspected_date) as inspected_date
    from full_inspections
    where service_code = 'childrens_services' and source_code = 'official_statistics'
    group by authority_urn
)

select
    summary.region_name,
    summary.authority_urn,
    summary.authority_name,
    summary.inspection_start_date,
    summary.published_date,
    summary.overall_effectiveness,
    summary.leadership,
    summary.help_and_protection,
    summary.children_in_care,
    summary.care_leavers,
    case
        when
            latest_inspections.inspected_date > summary.inspection_start_date or summary.inspection_start_date is null
            then latest_inspections.inspected_date
    end as later_inspection_date,
    summary.neighbours_overall_effectiveness
from authority_summary as summary
cross join chosen
left join latest_inspections on summary.authority_urn = latest_inspections.authority_urn
where chosen.region_name is null or summary.region_name = chosen.region_name
order by summary.inspection_id is null, summary.authority_name
