-- grain: one row per printed figure of a catalogued metric
select
    document_sha256,
    position,
    metric_code,
    printed,
    value,
    unit_code,
    role_code,
    as_of_precision,
    -- A month or year alone counts from its last day, as the statistics that are quoted do.
    case as_of_precision
        when 'day' then try_cast(as_of as date)
        when 'month' then last_day(try_cast(as_of || '-01' as date))
        when 'year' then try_cast(as_of || '-12-31' as date)
    end as as_of_date,
    period_code,
    is_approximate,
    page as page_number,
    text as evidence_text
from raw.raw_quantities
where metric_code is not null
