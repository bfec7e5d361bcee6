-- grain: one row per printed figure of a catalogued metric
with corrected as (
    -- A correction names a figure by metric, unit and role: where a report prints several such it is of none of them.
    select
        figures.document_sha256,
        figures.position,
        corrections.value,
        corrections.page_number,
        corrections.evidence_text
    from raw.raw_quantities as figures
    inner join staging.stg_corrections as corrections
        on figures.document_sha256 = corrections.document_sha256
        and corrections.field = 'metric.' || figures.metric_code || '.' || figures.unit_code || '.' || figures.role_code
    qualify count(*) over (partition by figures.document_sha256, corrections.field) = 1
)

select
    figures.document_sha256,
    figures.position,
    figures.metric_code,
    figures.printed,
    coalesce(cast(corrected.value as double), figures.value) as value,
    figures.unit_code,
    figures.role_code,
    figures.as_of_precision,
    -- A month or year alone counts from its last day, as the statistics that are quoted do.
    case figures.as_of_precision
        when 'day' then try_cast(figures.as_of as date)
        when 'month' then last_day(try_cast(figures.as_of || '-01' as date))
        when 'year' then try_cast(figures.as_of || '-12-31' as date)
    end as as_of_date,
    figures.period_code,
    figures.is_approximate,
    case when corrected.document_sha256 is null then figures.page else corrected.page_number end as page_number,
    coalesce(corrected.evidence_text, figures.text) as evidence_text
from raw.raw_quantities as figures
left join corrected on figures.document_sha256 = corrected.document_sha256 and figures.position = corrected.position
where figures.metric_code is not null
