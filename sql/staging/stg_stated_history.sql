-- grain: one row per grade that a document says an earlier inspection of its authority gave
select
    document_sha256,
    position,
    when_printed,
    inspected_on_precision,
    -- First and last day of what is printed of the date.
    case inspected_on_precision
        when 'day' then try_cast(inspected_on as date)
        when 'month' then try_cast(inspected_on || '-01' as date)
        when 'year' then try_cast(inspected_on || '-01-01' as date)
    end as inspected_from_date,
    case inspected_on_precision
        when 'day' then try_cast(inspected_on as date)
        when 'month' then last_day(try_cast(inspected_on || '-01' as date))
        when 'year' then try_cast(inspected_on || '-12-31' as date)
    end as inspected_to_date,
    service_code,
    domain_code,
    grade as grade_printed,
    grade_code,
    page as page_number,
    text as evidence_text
from raw.raw_stated_history
