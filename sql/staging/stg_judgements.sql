-- grain: one row per judgement of a document, read from its most authoritative statement
with statements as (
    select
        document_sha256,
        position,
        service_code,
        domain_code,
        label,
        grade,
        grade_code,
        place,
        page,
        text
    from raw.raw_judgements
    union all
    -- What a correction says takes the label as printed, where the report has the judgement at all.
    select
        corrections.document_sha256,
        -1 as position,
        split_part(corrections.field, '.', 2) as service_code,
        split_part(corrections.field, '.', 3) as domain_code,
        coalesce(min_by(printed.label, printed.position), any_value(domains.domain_name)) as label,
        any_value(grades.grade_name) as grade,
        corrections.value as grade_code,
        'correction' as place,
        corrections.page_number as page,
        corrections.evidence_text as text
    from staging.stg_corrections as corrections
    inner join reference.grades as grades on corrections.value = grades.grade_code
    inner join reference.domains as domains on split_part(corrections.field, '.', 3) = domains.domain_code
    left join raw.raw_judgements as printed
        on corrections.document_sha256 = printed.document_sha256
        and split_part(corrections.field, '.', 2) = printed.service_code
        and split_part(corrections.field, '.', 3) = printed.domain_code
    where corrections.kind_code = 'judgement'
    group by all
),

ranked as (
    select
        judgements.document_sha256,
        judgements.service_code,
        judgements.domain_code,
        judgements.label,
        judgements.grade,
        judgements.grade_code,
        judgements.place,
        judgements.page,
        judgements.text,
        row_number() over (
            partition by judgements.document_sha256, judgements.service_code, judgements.domain_code
            order by cast(places.authority_rank as integer), judgements.position
        ) as statement_rank,
        count(*) over of_one as statement_count,
        count(distinct judgements.grade_code) over of_one as grade_count
    from statements as judgements
    inner join reference.statement_places as places on judgements.place = places.place
    window of_one as (partition by judgements.document_sha256, judgements.service_code, judgements.domain_code)
)

select
    document_sha256,
    service_code,
    domain_code,
    label as judgement_label,
    grade as grade_printed,
    grade_code,
    place,
    page as page_number,
    text as evidence_text,
    case
        when grade_count > 1 then 'conflict'
        when statement_count > 1 then 'agreed'
        else 'single_source'
    end as agreement
from ranked
where statement_rank = 1
