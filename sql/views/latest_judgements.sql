-- grain: one row per authority that exists today and judgement of its latest graded inspection
with unread as (
    select authority_urn, max(unread_date) as unread_date
    from unread_reports
    group by authority_urn
)

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
    history.comparable_grade_code,
    case
        when unread.unread_date > coalesce(history.published_date, history.inspection_start_date) then unread.unread_date
    end as newer_unread_date,
    history.grade_rank
from judgement_history as history
inner join dim_authority as authorities
    on history.authority_urn = authorities.authority_urn and authorities.is_current
left join unread on history.authority_urn = unread.authority_urn
where history.is_latest
