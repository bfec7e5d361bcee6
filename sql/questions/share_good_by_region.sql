-- 8. What share of authorities was good or better, by region, on a past date?
-- grain: one row per region, and one for England
-- set on_date: the date
-- set days_to_publish: the days after it by which a report must be published (0 counts what was public on the date;
--   Ofsted's statistics of 31 March wait for reports of inspections begun by then: 30 days in 2023, to 30 April, and 91
--   in 2025, to 30 June)
-- set service_code (dim_domain.service_code): the service: safeguarding or looked_after before 2014
-- set domain_code (dim_domain.domain_code): the judgement area
-- caveat: Counts the authorities that existed on the date, each by its latest full inspection of the service begun and
--   published by then; where nobody gives the day of publication it counts from the first day (published_date_unknown
--   says how often). An authority that had followed another has no grade until its own inspection. The share is of
--   those with a grade: no_inspection_in_file and no_grade_given say how many have none (an inspection that is not in
--   the file or not made yet; not judged, or no such grade, as overall from April 2026). Not judged is never a grade.
--   Of inspections that the official statistics alone have, only the overall grade counts.
with chosen as (
    select
        coalesce(cast(getvariable('on_date') as date), date '2025-03-31') as on_date,
        coalesce(cast(getvariable('days_to_publish') as integer), 0) as days_to_publish,
        coalesce(getvariable('service_code'), 'childrens_services') as service_code,
        coalesce(getvariable('domain_code'), 'overall_effectiveness') as domain_code
),

existing_authorities as (
    select authorities.authority_urn, authorities.region_name
    from dim_authority as authorities
    cross join chosen
    where
        coalesce(authorities.valid_from_date, date '0001-01-01') <= chosen.on_date
        and coalesce(authorities.valid_to_date, date '9999-12-31') >= chosen.on_date
),

latest_inspections as (
    select inspections.authority_urn, inspections.inspection_id, inspections.published_date
    from full_inspections as inspections
    cross join chosen
    where
        inspections.service_code = chosen.service_code
        and inspections.inspected_date <= chosen.on_date
        and coalesce(inspections.published_date, inspections.inspected_date) <= chosen.on_date + chosen.days_to_publish
    qualify
        row_number() over (
            partition by inspections.authority_urn order by inspections.inspected_date desc, inspections.inspection_id
        ) = 1
),

latest_grades as (
    select
        existing_authorities.region_name,
        latest_inspections.inspection_id,
        latest_inspections.published_date,
        grades.grade_rank
    from existing_authorities
    cross join chosen
    left join latest_inspections on existing_authorities.authority_urn = latest_inspections.authority_urn
    left join judgement_history_all as judgements
        on latest_inspections.inspection_id = judgements.inspection_id
        and chosen.service_code = judgements.service_code
        and chosen.domain_code = judgements.domain_code
    left join dim_grade as grades on judgements.grade_code = grades.grade_code
)

select
    case when grouping(latest_grades.region_name) = 1 then 'England' else latest_grades.region_name end as region_name,
    chosen.on_date,
    count(*) as authorities,
    count(latest_grades.grade_rank) as authorities_with_grade,
    count(*) filter (where latest_grades.grade_rank = 1) as outstanding,
    count(*) filter (where latest_grades.grade_rank = 2) as good,
    count(*) filter (where latest_grades.grade_rank = 3) as requires_improvement_or_adequate,
    count(*) filter (where latest_grades.grade_rank = 4) as inadequate,
    count(*) filter (where latest_grades.grade_rank <= 2) as good_or_better,
    round(
        count(*) filter (where latest_grades.grade_rank <= 2) / nullif(count(latest_grades.grade_rank), 0), 3
    ) as share_good_or_better,
    count(*) filter (where latest_grades.inspection_id is null) as no_inspection_in_file,
    count(*) filter (
        where latest_grades.inspection_id is not null and latest_grades.grade_rank is null
    ) as no_grade_given,
    count(*) filter (
        where latest_grades.inspection_id is not null and latest_grades.published_date is null
    ) as published_date_unknown
from latest_grades
cross join chosen
group by grouping sets ((latest_grades.region_name, chosen.on_date), (chosen.on_date))
order by grouping(latest_grades.region_name), region_name
