-- 4. How many years did authorities take from inadequate to good?
-- grain: one row per authority and time from a first inadequate grade to the next good or outstanding one, or to today
-- set service_code (dim_domain.service_code): the service
-- set domain_code (dim_domain.domain_code): the judgement area; no overall grade is given from April 2026
-- caveat: Years run from inspection to inspection: nobody looked on the days between, and inspected_date is the day of
--   publication where the first day is not known. An authority that rises to requires improvement and falls back is
--   still on its way: times_inadequate counts. Not judged is no grade, and adequate is neither inadequate nor good.
--   state_code is not_known, not not_yet, when the latest full inspection (latest_inspection_id) has no grade of the
--   area in the file: an overall grade from April 2026, or another grade of an inspection without a report. An
--   authority that ended before it was good stays authority_ended, and its successors do not take up its time.
with chosen as (
    select
        coalesce(getvariable('service_code'), 'childrens_services') as service_code,
        coalesce(getvariable('domain_code'), 'overall_effectiveness') as domain_code
),

inspected as (
    select
        inspections.authority_urn,
        inspections.authority_name,
        inspections.inspection_id,
        inspections.inspected_date,
        judgements.grade_code,
        grades.grade_rank,
        -- Each good or outstanding inspection closes a stretch, and belongs to it.
        count(*) filter (where grades.grade_rank <= 2) over (
            partition by inspections.authority_urn
            order by inspections.inspected_date, inspections.inspection_id
            rows between unbounded preceding and 1 preceding
        ) as stretch_number
    from full_inspections as inspections
    inner join chosen on inspections.service_code = chosen.service_code
    left join judgement_history_all as judgements
        on inspections.inspection_id = judgements.inspection_id
        and chosen.service_code = judgements.service_code
        and chosen.domain_code = judgements.domain_code
    left join dim_grade as grades on judgements.grade_code = grades.grade_code
),

stretches as (
    select
        authority_urn,
        arg_max(authority_name, inspected_date) as authority_name,
        arg_min(inspection_id, inspected_date) filter (where grade_code = 'inadequate') as inadequate_inspection_id,
        min(inspected_date) filter (where grade_code = 'inadequate') as inadequate_date,
        count(*) filter (where grade_code = 'inadequate') as times_inadequate,
        arg_max(inspection_id, inspected_date) as latest_inspection_id,
        arg_max(grade_rank is not null, inspected_date) as is_latest_graded,
        any_value(inspection_id) filter (where grade_rank <= 2) as good_inspection_id,
        any_value(inspected_date) filter (where grade_rank <= 2) as good_date,
        any_value(grade_code) filter (where grade_rank <= 2) as reached_grade_code
    from inspected
    group by authority_urn, stretch_number
    having count(*) filter (where grade_code = 'inadequate') > 0
),

ended_authorities as (
    select authority_urn, max(valid_to_date) as ended_date
    from dim_authority
    group by authority_urn
    having not bool_or(is_current)
)

select
    stretches.authority_urn,
    stretches.authority_name,
    stretches.inadequate_inspection_id,
    stretches.inadequate_date,
    stretches.times_inadequate,
    case
        when stretches.good_date is not null then 'reached_good'
        when ended_authorities.ended_date is not null then 'authority_ended'
        when stretches.is_latest_graded then 'not_yet'
        else 'not_known'
    end as state_code,
    stretches.latest_inspection_id,
    stretches.good_inspection_id,
    stretches.good_date,
    stretches.reached_grade_code,
    round(date_diff('day', stretches.inadequate_date, stretches.good_date) / 365.25, 1) as years_to_good,
    ended_authorities.ended_date as authority_ended_date
from stretches
left join ended_authorities on stretches.authority_urn = ended_authorities.authority_urn
order by stretches.inadequate_date, stretches.authority_name
