-- 3. Who rose and who fell between successive inspections?
-- grain: one row per pair of an authority's successive inspections whose grades differ
-- set service_code (dim_domain.service_code): the service
-- set domain_code (dim_domain.domain_code): the judgement area
-- set from_date: the first day of inspection from which to look
-- caveat: Grades are compared by rank, adequate (to 2013) beside requires improvement: they are not the same test, and
--   a move between them is neither rise nor fall. Not judged is no grade. grade_code is as printed. inspections_between
--   counts full inspections between the two that have no grade of the area in this file; above 0 the two are not truly
--   successive. An authority that followed another starts anew. The view grade_changes has all areas, of reports alone.
with chosen as (
    select
        coalesce(getvariable('service_code'), 'childrens_services') as service_code,
        coalesce(getvariable('domain_code'), 'overall_effectiveness') as domain_code,
        coalesce(cast(getvariable('from_date') as date), date '2009-01-01') as from_date
),

inspected as (
    select
        inspections.authority_urn,
        inspections.authority_name,
        inspections.inspection_id,
        inspections.framework_code,
        inspections.inspected_date,
        judgements.grade_code,
        grades.grade_rank,
        row_number() over (
            partition by inspections.authority_urn order by inspections.inspected_date, inspections.inspection_id
        ) as inspection_number
    from full_inspections as inspections
    inner join chosen on inspections.service_code = chosen.service_code
    left join judgement_history_all as judgements
        on inspections.inspection_id = judgements.inspection_id
        and chosen.service_code = judgements.service_code
        and chosen.domain_code = judgements.domain_code
    left join dim_grade as grades on judgements.grade_code = grades.grade_code
),

pairs as (
    select
        authority_urn,
        authority_name,
        lag(inspection_id) over successive as previous_inspection_id,
        lag(framework_code) over successive as previous_framework_code,
        lag(inspected_date) over successive as previous_inspected_date,
        lag(grade_code) over successive as previous_grade_code,
        inspection_id,
        framework_code,
        inspected_date,
        grade_code,
        lag(grade_rank) over successive - grade_rank as grades_risen,
        inspection_number - lag(inspection_number) over successive - 1 as inspections_between
    from inspected
    where grade_rank is not null
    window successive as (partition by authority_urn order by inspection_number)
)

select
    pairs.authority_urn,
    pairs.authority_name,
    case when pairs.grades_risen > 0 then 'rose' else 'fell' end as change_code,
    pairs.grades_risen,
    pairs.previous_inspection_id,
    pairs.previous_framework_code,
    pairs.previous_inspected_date,
    pairs.previous_grade_code,
    pairs.inspection_id,
    pairs.framework_code,
    pairs.inspected_date,
    pairs.grade_code,
    pairs.inspections_between
from pairs
cross join chosen
where pairs.grades_risen <> 0 and pairs.inspected_date >= chosen.from_date
order by pairs.inspected_date desc, pairs.authority_name
