-- grain: one row per table of the star schema that is made from reports
with sizes as (
    select 'bridge_inspection_inspector' as table_name, count(*) as row_count from bridge_inspection_inspector
    union all
    select 'dim_inspection' as table_name, count(*) as row_count from dim_inspection
    union all
    select 'dim_inspector' as table_name, count(*) as row_count from dim_inspector
    union all
    select 'fact_finding' as table_name, count(*) as row_count from fact_finding
    union all
    select 'fact_judgement' as table_name, count(*) as row_count from fact_judgement
    union all
    select 'fact_metric' as table_name, count(*) as row_count from fact_metric
    union all
    select 'fact_recommendation' as table_name, count(*) as row_count from fact_recommendation
)

select
    sizes.table_name,
    sizes.row_count,
    published_sizes.row_count as row_count_before
from sizes
left join raw.published_sizes as published_sizes on sizes.table_name = published_sizes.table_name
