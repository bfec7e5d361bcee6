-- grain: one row per region, or England, and judgement area of the authorities' latest inspections
select
    region_name,
    domain_code,
    authorities,
    graded,
    outstanding,
    good,
    requires_improvement,
    inadequate,
    good_or_better,
    share_good_or_better
from good_or_better_by_region
order by domain_code, region_name <> 'England', region_name
