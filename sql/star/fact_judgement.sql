-- grain: one row per judgement of an inspection
with contradictions as (
    select distinct document_sha256, service_code, domain_code
    from staging.stg_contradictions
),

judgements as (
    select
        inspections.inspection_id,
        judgements.service_code,
        judgements.domain_code,
        judgements.judgement_label,
        judgements.grade_printed,
        judgements.grade_code,
        judgements.page_number,
        judgements.evidence_text,
        case when contradictions.document_sha256 is null then judgements.agreement else 'conflict' end as agreement
    from staging.stg_judgements as judgements
    inner join dim_inspection as inspections on judgements.document_sha256 = inspections.document_sha256
    left join contradictions
        on judgements.document_sha256 = contradictions.document_sha256
        and judgements.service_code = contradictions.service_code
        and judgements.domain_code = contradictions.domain_code
    union all by name
    -- Of inspections without a report, the overall grades of the official record.
    select
        official_id as inspection_id,
        service_code,
        domain_code,
        judgement_label,
        grade_printed,
        grade_code,
        judgement_label || ': ' || grade_printed as evidence_text,
        'single_source' as agreement
    from official_outcomes
    where inspection_id is null and is_used and domain_code = 'overall_effectiveness'
)

select
    row_number() over (order by inspections.inspection_key, domains.position) as judgement_key,
    inspections.inspection_key,
    inspections.authority_key,
    inspections.framework_key,
    domains.domain_key,
    grades.grade_key,
    inspections.inspection_start_date_key,
    judgements.judgement_label,
    judgements.grade_printed,
    judgements.page_number,
    judgements.evidence_text,
    judgements.agreement
from judgements
inner join dim_inspection as inspections on judgements.inspection_id = inspections.inspection_id
inner join dim_domain as domains
    on inspections.framework_code = domains.framework_code
    and judgements.service_code = domains.service_code
    and judgements.domain_code = domains.domain_code
    and coalesce(inspections.inspection_start_date, inspections.published_date)
    between coalesce(domains.inspections_from_date, date '0001-01-01') and coalesce(domains.inspections_to_date, date '9999-12-31')
inner join dim_grade as grades on judgements.grade_code = grades.grade_code
