-- grain: one row per inspection that an inspection's report announces
select
    row_number() over (order by inspections.inspection_key, announced.position) as next_inspection_key,
    inspections.inspection_key,
    inspections.authority_key,
    announced.kind_code,
    announced.months,
    announced.is_approximate,
    -- A report does not say from which day it counts; the inspectorates' handbook counts from the final report.
    cast(
        coalesce(inspections.published_date, inspections.inspection_end_date) + to_months(announced.months) as date
    ) as due_date,
    announced.period_printed,
    announced.page as page_number,
    announced.text as evidence_text
from raw.raw_next_inspections as announced
inner join dim_inspection as inspections on announced.document_sha256 = inspections.document_sha256
