-- grain: one row per authority, judgement area and pair of successive inspections that graded it
with graded as (
    select
        history.authority_urn,
        history.authority_name,
        history.service_code,
        history.domain_code,
        history.inspection_id,
        history.framework_code,
        history.inspection_start_date,
        history.grade_code,
        history.grade_rank,
        history.published_date,
        history.region_name
    from judgement_history as history
    where history.grade_rank is not null
),

pairs as (
    select
        authority_urn,
        authority_name,
        service_code,
        domain_code,
        lag(inspection_id) over successive as previous_inspection_id,
        lag(framework_code) over successive as previous_framework_code,
        lag(inspection_start_date) over successive as previous_inspection_start_date,
        lag(grade_code) over successive as previous_grade_code,
        lag(grade_rank) over successive as previous_grade_rank,
        inspection_id,
        framework_code,
        inspection_start_date,
        grade_code,
        grade_rank,
        published_date,
        region_name
    from graded
    window successive as (partition by authority_urn, service_code, domain_code order by inspection_start_date)
)

select
    authority_urn,
    authority_name,
    service_code,
    domain_code,
    previous_inspection_id,
    previous_framework_code,
    previous_inspection_start_date,
    previous_grade_code,
    inspection_id,
    framework_code,
    inspection_start_date,
    grade_code,
    previous_grade_rank - grade_rank as grades_risen,
    case
        when grade_rank < previous_grade_rank then 'improved'
        when grade_rank > previous_grade_rank then 'declined'
        else 'unchanged'
    end as change_code,
    published_date,
    region_name
from pairs
where previous_inspection_id is not null
