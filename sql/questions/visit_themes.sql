-- 6. What do focused visits look at, by the authority's grade at the time?
-- grain: one row per theme (its code where it has one) and overall grade
-- set framework_code (dim_framework.framework_code): the kind of visit: ilacs_monitoring_visit for monitoring visits, jtai
--   for joint targeted area inspections
-- set from_date: the first day from which to look
-- caveat: The grade is the one in force when the visit began: as printed, of the latest full inspection of children's
--   services published by that day. no_grade_given is an inspection without an overall grade (from April 2026), or not
--   judged; no_inspection_in_file is an authority whose inspection is not in the file, or that had none yet.
--   Visits that only the official statistics have are counted (visits_without_report).
with chosen as (
    select
        coalesce(getvariable('framework_code'), 'ilacs_focused_visit') as framework_code,
        coalesce(cast(getvariable('from_date') as date), date '2016-01-01') as from_date
),

visits as (
    select
        inspections.inspection_id,
        inspections.source_code,
        inspections.authority_urn,
        coalesce(inspections.theme_code, inspections.jtai_theme_code, inspections.theme, 'not_stated') as theme,
        coalesce(inspections.inspection_start_date, inspections.published_date) as visited_date
    from dim_inspection as inspections
    inner join chosen on inspections.framework_code = chosen.framework_code
    where coalesce(inspections.inspection_start_date, inspections.published_date) >= chosen.from_date
),

graded_visits as (
    select
        visits.inspection_id,
        visits.source_code,
        visits.authority_urn,
        visits.theme,
        case
            when inspections.inspection_id is null then 'no_inspection_in_file'
            when inspections.overall_grade_rank is null then 'no_grade_given'
            else inspections.overall_grade_code
        end as grade_at_the_time,
        inspections.overall_grade_rank
    from visits
    left join full_inspections as inspections
        on visits.authority_urn = inspections.authority_urn
        and inspections.service_code = 'childrens_services'
        and coalesce(inspections.published_date, inspections.inspection_start_date) <= visits.visited_date
    qualify
        row_number() over (
            partition by visits.inspection_id
            order by inspections.inspected_date desc nulls last, inspections.inspection_id
        ) = 1
)

select
    theme,
    grade_at_the_time,
    count(*) as visits,
    count(distinct authority_urn) as authorities,
    count(*) filter (where source_code = 'official_statistics') as visits_without_report
from graded_visits
group by theme, grade_at_the_time
order by theme, min(overall_grade_rank) nulls last, grade_at_the_time
