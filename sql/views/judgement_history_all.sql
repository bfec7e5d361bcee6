-- grain: one row per judgement of an inspection, whether a report shows it or the official statistics alone
with dated as (
    -- The official statistics of 2009 to 2018 give the day of publication alone.
    select
        inspections.inspection_key,
        inspections.inspection_id,
        inspections.source_code,
        inspections.file_name,
        inspections.framework_code,
        inspections.authority_urn,
        frameworks.is_of_childrens_services,
        inspections.inspection_start_date,
        coalesce(inspections.published_date, inspections.official_published_date) as published_date,
        coalesce(inspections.inspection_start_date, inspections.published_date) as about_date
    from dim_inspection as inspections
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    where frameworks.is_graded
),

latest_graded as (
    select authority_urn, max(about_date) as about_date
    from dated
    -- What is not of children's services, such as a board's review, does not replace an inspection of them.
    where is_of_childrens_services
    group by authority_urn
)

select
    inspections.inspection_id,
    inspections.source_code,
    inspections.file_name,
    inspections.framework_code,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.inspection_start_date,
    inspections.published_date,
    domains.service_code,
    domains.domain_code,
    judgements.judgement_label,
    grades.grade_code,
    grades.comparable_grade_code,
    inspections.is_of_childrens_services
    and coalesce(inspections.about_date = latest_graded.about_date, false) as is_latest,
    judgements.page_number,
    judgements.evidence_text,
    judgements.agreement,
    authorities.region_name,
    grades.grade_rank
from fact_judgement as judgements
inner join dated as inspections on judgements.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on judgements.authority_key = authorities.authority_key
inner join dim_domain as domains on judgements.domain_key = domains.domain_key
inner join dim_grade as grades on judgements.grade_key = grades.grade_key
left join latest_graded on inspections.authority_urn = latest_graded.authority_urn
