-- grain: one row per judgement of an inspection that a report shows
with reported as (
    select
        history.*,
        inspections.published_date as report_published_date,
        frameworks.is_of_childrens_services,
        -- What is not of children's services, such as a board's review, does not replace an inspection of them.
        max(history.inspection_start_date) filter (where frameworks.is_of_childrens_services) over (
            partition by history.authority_urn
        ) as latest_start_date
    from judgement_history_all as history
    inner join dim_inspection as inspections on history.inspection_id = inspections.inspection_id
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    where history.source_code = 'report'
)

select
    inspection_id,
    file_name,
    framework_code,
    authority_urn,
    authority_name,
    inspection_start_date,
    report_published_date as published_date,
    service_code,
    domain_code,
    judgement_label,
    grade_code,
    comparable_grade_code,
    is_of_childrens_services and inspection_start_date = latest_start_date as is_latest,
    page_number,
    evidence_text,
    agreement,
    region_name,
    grade_rank
from reported
