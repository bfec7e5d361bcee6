-- grain: one row per authority that exists today and judgement of its latest graded inspection
select
    authorities.authority_urn,
    authorities.authority_name,
    authorities.region_name,
    history.inspection_id,
    history.framework_code,
    history.inspection_start_date,
    history.published_date,
    history.service_code,
    history.domain_code,
    history.judgement_label,
    history.grade_code,
    history.comparable_grade_code
from judgement_history as history
inner join dim_authority as authorities
    on history.authority_urn = authorities.authority_urn and authorities.is_current
where history.is_latest
