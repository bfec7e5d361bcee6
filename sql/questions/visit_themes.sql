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
        coalesce(inspections.theme, 'not_stated') as theme,
        coalesce(inspections.no_grade_code, inspections.overall_grade_at_the_time) as grade_at_the_time
    from all_inspections as inspections
    inner join chosen on inspections.framework_code = chosen.framework_code
    where inspections.inspected_date >= chosen.from_date
)

select
    visits.theme,
    visits.grade_at_the_time,
    count(*) as visits,
    count(distinct visits.authority_urn) as authorities,
    count(*) filter (where visits.source_code = 'official_statistics') as visits_without_report
from visits
left join dim_grade as grades on visits.grade_at_the_time = grades.grade_code
group by visits.theme, visits.grade_at_the_time
order by visits.theme, min(grades.grade_rank) nulls last, visits.grade_at_the_time
