-- grain: one row per region, or England, and judgement area of the authorities' latest inspections
with latest as (
    select
        authorities.region_name,
        judgements.domain_code,
        judgements.grade_rank
    from judgement_history_all as judgements
    inner join dim_authority as authorities
        on judgements.authority_urn = authorities.authority_urn and authorities.is_current
    where judgements.is_latest and judgements.service_code = 'childrens_services'
)

select
    coalesce(region_name, 'England') as region_name,
    domain_code,
    count(*) as authorities,
    count(grade_rank) as graded,
    count(*) filter (where grade_rank = 1) as outstanding,
    count(*) filter (where grade_rank = 2) as good,
    count(*) filter (where grade_rank = 3) as requires_improvement,
    count(*) filter (where grade_rank = 4) as inadequate,
    count(*) filter (where grade_rank <= 2) as good_or_better,
    round(count(*) filter (where grade_rank <= 2) / nullif(count(grade_rank), 0), 3) as share_good_or_better
from latest
group by grouping sets ((region_name, domain_code), (domain_code))
