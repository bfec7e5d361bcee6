-- grain: one row per listed series of the DfE's local authority indicators
select
    row_number() over (order by indicators.indicator_code) as indicator_key,
    indicators.indicator_code,
    indicators.indicator_name,
    indicators.series,
    indicators.unit_code,
    indicators.year_type_code,
    year_types.year_type_name,
    indicators.better_when,
    indicators.topic_code,
    nullif(indicators.metric_code, '') as metric_code,
    indicators.definition
from reference.indicators as indicators
inner join reference.indicator_year_types as year_types on indicators.year_type_code = year_types.year_type_code
