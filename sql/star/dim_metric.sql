-- grain: one row per catalogued metric
select
    row_number() over (order by metric_code) as metric_key,
    metric_code,
    metric_name,
    nullif(standard_name, '') as standard_name,
    unit_codes,
    definition,
    better_when,
    section
from reference.metrics
