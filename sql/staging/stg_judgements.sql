-- grain: one row per judgement of a document, read from its most authoritative statement
with ranked as (
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
        count(*) over statements as statement_count,
        count(distinct judgements.grade_code) over statements as grade_count
    from raw.raw_judgements as judgements
    inner join reference.statement_places as places on judgements.place = places.place
    window statements as (partition by judgements.document_sha256, judgements.service_code, judgements.domain_code)
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
