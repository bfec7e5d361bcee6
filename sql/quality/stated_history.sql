-- grain: one row per grade that an inspection's report says an earlier inspection of its authority gave
with statements as (
    select
        inspections.inspection_id,
        inspections.file_name,
        inspections.authority_urn,
        inspections.authority_key,
        inspections.inspection_start_date,
        inspections.licence_code,
        stated.document_sha256,
        stated.position,
        stated.when_printed,
        stated.inspected_from_date,
        stated.inspected_to_date,
        stated.inspected_on_precision,
        stated.service_code,
        stated.domain_code,
        stated.grade_printed,
        stated.grade_code,
        grades.comparable_grade_code,
        stated.page_number,
        stated.evidence_text
    from staging.stg_stated_history as stated
    inner join dim_inspection as inspections on stated.document_sha256 = inspections.document_sha256
    inner join dim_grade as grades on stated.grade_code = grades.grade_code
),

records as (
    select
        inspections.inspection_id,
        inspections.source_code,
        inspections.authority_urn,
        -- The official record of 2009 to 2013 has the day of publication alone, a month or more after the visit.
        coalesce(inspections.inspection_start_date, inspections.published_date - 31) as first_date,
        coalesce(inspections.published_date, inspections.inspection_end_date) as last_date,
        domains.service_code,
        domains.domain_code,
        grades.grade_code,
        grades.comparable_grade_code
    from fact_judgement as judgements
    inner join dim_inspection as inspections on judgements.inspection_key = inspections.inspection_key
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
    where frameworks.is_of_childrens_services
),

-- Reports give the month of the visit or of its publication, at times a month astray (Isle of Wight 2014 gives both
-- November 2012 and January 2013): a month is let pass beside a printed month or day, nothing beside a year.
candidates as (
    select
        statements.document_sha256,
        statements.position,
        statements.inspected_on_precision,
        records.inspection_id,
        records.source_code,
        records.grade_code,
        records.comparable_grade_code = statements.comparable_grade_code as is_same_grade,
        greatest(
            0,
            statements.inspected_from_date - records.last_date,
            records.first_date - statements.inspected_to_date
        ) as days_apart,
        greatest(
            0,
            statements.inspected_from_date - records.first_date,
            records.first_date - statements.inspected_to_date
        ) as days_from_start
    from statements
    inner join records
        on statements.authority_urn = records.authority_urn
        and statements.domain_code = records.domain_code
        and records.first_date < statements.inspection_start_date
        -- A statement that names no service is held against each.
        and (statements.service_code is null or statements.service_code = records.service_code)
    where statements.inspected_from_date is not null
),

-- The nearest inspection; for a statement without a service, the half of it that bears the statement out.
matches as (
    select
        document_sha256,
        position,
        first(inspection_id order by days_from_start, is_same_grade desc) as matched_inspection_id,
        first(source_code order by days_from_start, is_same_grade desc) as matched_source_code,
        first(grade_code order by days_from_start, is_same_grade desc) as our_grade_code,
        first(is_same_grade order by days_from_start, is_same_grade desc) as is_same_grade
    from candidates
    where days_apart <= case inspected_on_precision when 'year' then 0 else 31 end
    group by document_sha256, position
)

select
    statements.inspection_id,
    statements.file_name,
    statements.document_sha256,
    statements.position,
    statements.authority_urn,
    authorities.authority_name,
    statements.inspection_start_date,
    statements.when_printed,
    statements.inspected_from_date,
    statements.inspected_to_date,
    statements.inspected_on_precision,
    statements.service_code,
    statements.domain_code,
    statements.grade_printed,
    statements.grade_code,
    statements.comparable_grade_code,
    matches.matched_inspection_id,
    matches.matched_source_code,
    matches.our_grade_code,
    case
        when matches.is_same_grade then 'agrees'
        when not matches.is_same_grade then 'differs'
        else 'no_record'
    end as agreement,
    statements.page_number,
    statements.evidence_text,
    statements.licence_code
from statements
inner join dim_authority as authorities on statements.authority_key = authorities.authority_key
left join matches on statements.document_sha256 = matches.document_sha256 and statements.position = matches.position
