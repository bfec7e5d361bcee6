-- grain: one row per value of a report that is not as it was in the edition before, with why
with values_before as (
    select document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from raw.published_values
),

-- Recommendations are the same by their words, wherever they stand in the list.
words_before as (
    select
        inspection_id,
        field,
        value,
        row_number() over (partition by inspection_id, value order by length(field), field) as nth
    from values_before
    where kind_code = 'recommendation'
),

words_now as (
    select
        inspection_id,
        field,
        value,
        row_number() over (partition by inspection_id, value order by length(field), field) as nth
    from edition_values
    where kind_code = 'recommendation'
),

same_words as (
    select words_now.inspection_id, words_before.field as field_before, words_now.field as field_now
    from words_now
    inner join words_before
        on words_now.inspection_id = words_before.inspection_id
        and words_now.value = words_before.value
        and words_now.nth = words_before.nth
),

left_before as (
    select document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from values_before
    where kind_code <> 'recommendation'
        or (inspection_id, field) not in (select (inspection_id, field_before) from same_words)
),

left_now as (
    select document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from edition_values
    where kind_code <> 'recommendation'
        or (inspection_id, field) not in (select (inspection_id, field_now) from same_words)
),

differences as (
    select
        coalesce(left_now.inspection_id, left_before.inspection_id) as inspection_id,
        coalesce(left_now.authority_urn, left_before.authority_urn) as authority_urn,
        coalesce(left_now.document_sha256, left_before.document_sha256) as document_sha256,
        coalesce(left_now.kind_code, left_before.kind_code) as kind_code,
        coalesce(left_now.field, left_before.field) as field,
        left_before.value as value_before,
        left_now.value as value_after,
        left_before.text as text_before,
        left_now.text as text_after
    from left_now
    full outer join left_before
        on left_now.inspection_id = left_before.inspection_id
        and left_now.kind_code = left_before.kind_code
        and left_now.field = left_before.field
    where left_now.value is distinct from left_before.value
),

shown_before as (
    select inspection_id, document_sha256
    from values_before
    where kind_code = 'inspection'
),

shown_now as (
    select inspection_id, document_sha256
    from edition_values
    where kind_code = 'inspection'
),

documents as (
    select
        coalesce(shown_now.inspection_id, shown_before.inspection_id) as inspection_id,
        shown_before.document_sha256 as shown_before,
        shown_now.document_sha256 as shown_now,
        coalesce(shown_now.document_sha256, '') <> coalesce(shown_before.document_sha256, '') as is_other,
        known.is_read as was_read,
        shown_before.document_sha256 in (select document_sha256 from raw.report_files) as is_still_listed,
        shown_before.document_sha256 in (select document_sha256 from quarantine where document_sha256 is not null) as is_unread
    from shown_now
    full outer join shown_before on shown_now.inspection_id = shown_before.inspection_id
    left join raw.published_reports as known on shown_now.document_sha256 = known.document_sha256
),

causes as (
    select
        documents.inspection_id,
        editions.version as from_version,
        case
            when documents.shown_now <> documents.shown_before and documents.was_read is null then 'corrected_reissue'
            when documents.shown_before is null and documents.was_read is null then 'new_report'
            when documents.is_other and not documents.was_read then 'read_at_last'
            when documents.is_other and not documents.is_still_listed then 'withdrawn'
            when editions.has_other_code_version then 'code_changed'
            when editions.has_other_reference_version then 'reference_changed'
            when documents.shown_now is null and documents.is_unread then 'no_longer_read'
            else 'source_changed'
        end as cause_code
    from documents
    cross join raw.published_edition as editions
)

select
    causes.from_version,
    differences.kind_code,
    case
        when corrections.field is null then causes.cause_code
        when causes.cause_code in ('code_changed', 'reference_changed', 'source_changed') then 'correction'
        else causes.cause_code
    end as cause_code,
    differences.inspection_id,
    differences.authority_urn,
    differences.field,
    differences.value_before,
    differences.value_after,
    differences.document_sha256,
    differences.text_before,
    differences.text_after
from differences
inner join causes on differences.inspection_id = causes.inspection_id
-- A value that a person's correction has put in the place of the one that is read.
left join corrections
    on differences.inspection_id = corrections.inspection_id
    and corrections.state_code = 'applied'
    and differences.value_after = corrections.value
    and corrections.field = case
        when differences.field = 'outcome' then 'outcome_code'
        when differences.kind_code = 'judgement' then 'judgement.' || replace(differences.field, '/', '.')
        when differences.kind_code = 'metric'
            then 'metric.' || array_to_string(string_split(differences.field, '/')[1:3], '.')
        else differences.field
    end
