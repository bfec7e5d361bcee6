-- 10. How does a metric stand over time against the national figure?
-- grain: one row per figure of the metric that a report states for the authority, as of now or of before
-- set metric_code (dim_metric.metric_code): the metric
-- set authority (dim_authority.authority_name): an authority; all of them when left out
-- caveat: Figures are as printed in the report, often local and unvalidated; as_of_date is empty where the report
--   prints no day. national_value is what the same report prints for the country, in the same unit and for the same
--   period; empty where it prints none or more than one, and beside an earlier figure (role_code previous). Reports
--   print one for the shares of pupils (fsm_, eal_) and minority_ethnic, hardly ever for others.
with chosen as (
    select
        coalesce(getvariable('metric_code'), 'fsm_primary') as metric_code,
        cast(getvariable('authority') as varchar) as authority
),

figures as (
    select
        history.inspection_id,
        history.authority_urn,
        history.authority_name,
        history.inspection_start_date,
        history.metric_code,
        history.metric_name,
        history.value,
        history.unit_code,
        history.role_code,
        history.as_of_date,
        history.period_code,
        history.is_approximate,
        history.page_number
    from metric_history as history
    inner join chosen on history.metric_code = chosen.metric_code
    where chosen.authority is null or history.authority_name = chosen.authority
),

national as (
    select inspection_id, unit_code, period_code, min(value) as value
    from figures
    where role_code = 'national'
    group by inspection_id, unit_code, period_code
    having min(value) = max(value)
)

select
    figures.authority_urn,
    figures.authority_name,
    figures.inspection_start_date,
    figures.metric_code,
    figures.metric_name,
    figures.role_code,
    figures.as_of_date,
    figures.period_code,
    figures.unit_code,
    figures.value,
    figures.is_approximate,
    national.value as national_value,
    round(figures.value - national.value, 4) as difference,
    figures.inspection_id,
    figures.page_number
from figures
left join national
    on figures.inspection_id = national.inspection_id
    and figures.unit_code = national.unit_code
    and figures.period_code is not distinct from national.period_code
    and figures.role_code = 'actual'
where figures.role_code in ('actual', 'previous')
order by
    figures.authority_name, figures.inspection_start_date, figures.as_of_date nulls last, figures.unit_code,
    figures.page_number, figures.value
