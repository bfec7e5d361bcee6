-- grain: one row per document with a grade that the official record of its inspection has too
with recorded as (
    select
        records.authority_urn,
        records.framework_code,
        records.inspection_date,
        records.publication_date,
        headings.service_code,
        headings.domain_code,
        grades.comparable_grade_code
    from staging.stg_official_records as records
    inner join raw.official_statistics as cells
        on records.file_sha256 = cells.file_sha256
        and records.sheet_name = cells.sheet_name
        and records.row_number = cells.row_number
    inner join reference.official_headings as headings
        on cells.heading_key = headings.heading
        and records.block_code = headings.block_code
        and headings.field = 'grade'
    inner join reference.grade_wordings as wordings on lower(cells.value) = wordings.wording
    inner join reference.grades as grades on wordings.grade_code = grades.grade_code
)

select
    documents.document_sha256,
    count(distinct judgements.service_code || '.' || judgements.domain_code) as agreeing_grade_count
from raw.raw_inspections as documents
inner join staging.stg_dates as dates
    on documents.document_sha256 = dates.document_sha256
    and dates.kind = 'inspection'
    and dates.statement_rank = 1
inner join staging.stg_judgements as judgements on documents.document_sha256 = judgements.document_sha256
inner join reference.grades as grades on judgements.grade_code = grades.grade_code
inner join recorded
    on documents.authority_urn = recorded.authority_urn
    and documents.framework_code = recorded.framework_code
    and judgements.service_code = recorded.service_code
    and judgements.domain_code = recorded.domain_code
    and grades.comparable_grade_code = recorded.comparable_grade_code
    -- Sheets of 2009 to 2018 give the day of publication alone.
    and case
        when recorded.inspection_date is not null then abs(recorded.inspection_date - dates.start_date) <= 21
        else recorded.publication_date between dates.end_date and dates.end_date + 180
    end
group by documents.document_sha256
