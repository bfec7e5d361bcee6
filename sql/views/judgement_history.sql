-- grain: one row per judgement of an inspection that a report shows
with latest_graded as (
    -- A board's review is published beside its area's inspection and does not replace it.
    select inspections.authority_urn, max(inspections.inspection_start_date) as inspection_start_date
    from dim_inspection as inspections
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    where
        frameworks.is_graded
        and frameworks.framework_code <> 'lscb_review'
        and inspections.source_code = 'report'
    group by inspections.authority_urn
)

select
    inspections.inspection_id,
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
    coalesce(
        inspections.inspection_start_date = latest_graded.inspection_start_date
        and inspections.framework_code <> 'lscb_review',
        false
    ) as is_latest,
    judgements.page_number,
    judgements.evidence_text,
    judgements.agreement,
    authorities.region_name
from fact_judgement as judgements
inner join dim_inspection as inspections on judgements.inspection_key = inspections.inspection_key
inner join dim_authority as authorities on judgements.authority_key = authorities.authority_key
inner join dim_domain as domains on judgements.domain_key = domains.domain_key
inner join dim_grade as grades on judgements.grade_key = grades.grade_key
left join latest_graded on inspections.authority_urn = latest_graded.authority_urn
where inspections.source_code = 'report'
