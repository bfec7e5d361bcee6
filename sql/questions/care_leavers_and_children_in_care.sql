-- 9. How do care leavers' grades stand against those for children in care?
-- grain: one row per inspection that judged both
-- set from_date: the first day of inspection from which to look
-- caveat: Grades are as printed. In single inspections the judgement of children in care covers care leavers,
--   whose own grade stands beneath it (covers_care_leavers); since 2023 the two are apart. Not judged is no grade:
--   care_leavers_are is empty then. Inspections of 2018 to 2022 give care leavers no grade of their own, and the
--   official statistics bring overall grades alone: neither is here.
with chosen as (
    select coalesce(cast(getvariable('from_date') as date), date '2013-11-01') as from_date
),

judged as (
    select
        judgements.inspection_key,
        domains.domain_code,
        domains.covers_care_leavers,
        grades.grade_code,
        grades.grade_rank
    from fact_judgement as judgements
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
    where domains.service_code = 'childrens_services'
)

select
    inspections.inspection_id,
    authorities.authority_name,
    authorities.region_name,
    inspections.framework_code,
    inspections.inspection_start_date,
    in_care.grade_code as children_in_care,
    leavers.grade_code as care_leavers,
    case
        when leavers.grade_rank < in_care.grade_rank then 'higher'
        when leavers.grade_rank > in_care.grade_rank then 'lower'
        when leavers.grade_rank = in_care.grade_rank then 'same'
    end as care_leavers_are,
    in_care.covers_care_leavers
from dim_inspection as inspections
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
inner join judged as in_care
    on inspections.inspection_key = in_care.inspection_key and in_care.domain_code = 'children_in_care'
inner join judged as leavers
    on inspections.inspection_key = leavers.inspection_key and leavers.domain_code = 'care_leavers'
cross join chosen
where inspections.inspection_start_date >= chosen.from_date
order by inspections.inspection_start_date desc, authorities.authority_name
