-- grain: one row per figure of the authority or of England that an inspection's report states about a metric
with official as (
    select
        indicators.metric_code,
        indicators.unit_code,
        indicators.indicator_code,
        figures.area_code,
        figures.year,
        figures.period_end_date,
        figures.value
    from fact_indicator as figures
    inner join dim_indicator as indicators on figures.indicator_key = indicators.indicator_key
    where indicators.metric_code is not null and figures.is_current_release
),

figures as (
    select
        facts.figure_key,
        inspections.inspection_id,
        inspections.document_sha256,
        inspections.file_name,
        inspections.authority_urn,
        metrics.metric_code,
        facts.unit_code,
        facts.role_code,
        facts.as_of_date,
        facts.value,
        facts.page_number,
        facts.evidence_text,
        indicators.indicator_code,
        case facts.role_code when 'national' then 'england' else inspections.authority_urn end as area_code,
        coalesce(facts.as_of_date, inspections.inspection_start_date) as about_date
    from fact_metric as facts
    inner join dim_inspection as inspections on facts.inspection_key = inspections.inspection_key
    inner join dim_metric as metrics on facts.metric_key = metrics.metric_key
    left join dim_indicator as indicators
        on metrics.metric_code = indicators.metric_code and facts.unit_code = indicators.unit_code
    -- Without a file of indicators there is nothing to set figures against.
    where facts.role_code in ('actual', 'previous', 'national') and exists (select 1 from official)
),

-- The value nearest in time, for figures of other days: an error of reading would stand out all the same.
nearest as (
    select
        figures.figure_key,
        min_by(official.year, abs(official.period_end_date - figures.about_date)) as nearest_year,
        min_by(official.value, abs(official.period_end_date - figures.about_date)) as nearest_value
    from figures
    inner join official
        on figures.indicator_code = official.indicator_code
        and figures.area_code = official.area_code
        and official.value is not null
    group by figures.figure_key
),

covered as (
    select indicator_code, min(period_end_date) as first_day, max(period_end_date) as last_day
    from official
    group by indicator_code
),

compared as (
    select
        figures.*,
        official.year as official_year,
        official.value as official_value,
        nearest.nearest_year,
        nearest.nearest_value,
        abs(figures.value - official.value) as apart,
        -- Shares and rates are printed whole or to a tenth. A report's number that ends in 5 or 0 may repeat an
        -- official one of the time, which was rounded to 5; England's numbers are rounded to 10.
        case
            when figures.unit_code = 'count' and figures.role_code = 'national' then 5
            when figures.unit_code = 'count' and figures.value % 5 = 0 then 2.5
            when figures.unit_code = 'count' then 0
            when figures.value = floor(figures.value) or official.value = floor(official.value) then 0.5
            else 0.05
        end as rounding,
        case
            when figures.indicator_code is null then 'no_indicator'
            when figures.as_of_date is null then 'no_day'
            when strftime(figures.as_of_date, '%m-%d') <> strftime(covered.first_day, '%m-%d') then 'other_day'
            when figures.as_of_date not between covered.first_day and covered.last_day then 'year_not_covered'
            when official.value is null then 'no_value'
        end as no_counterpart_code
    from figures
    left join covered on figures.indicator_code = covered.indicator_code
    left join official
        on figures.indicator_code = official.indicator_code
        and figures.area_code = official.area_code
        and figures.as_of_date = official.period_end_date
    left join nearest on figures.figure_key = nearest.figure_key
)

select
    inspection_id,
    document_sha256,
    file_name,
    authority_urn,
    metric_code,
    unit_code,
    role_code,
    as_of_date,
    value,
    indicator_code,
    official_year,
    official_value,
    value - official_value as difference,
    case
        when no_counterpart_code is not null then 'no_counterpart'
        when apart = 0 then 'agrees'
        when apart <= rounding then 'within_rounding'
        -- Figures of before the official publication differ from the final ones by so much.
        when apart <= 0.05 * official_value or (unit_code = 'count' and apart <= 5) then 'provisional'
        else 'differs'
    end as status_code,
    no_counterpart_code,
    nearest_year,
    nearest_value,
    page_number,
    evidence_text
from compared
