-- grain: one row per value of a report that is not as it was in the edition before, with why
with both_editions as (
    select false as is_now, document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from raw.published_values
    union all
    select true as is_now, document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from edition_values
),

-- Recommendations are the same by their words, wherever they stand in the list.
worded as (
    select
        is_now,
        inspection_id,
        field,
        value,
        row_number() over (partition by is_now, inspection_id, value order by length(field), field) as nth
    from both_editions
    where kind_code = 'recommendation'
),

unmatched as (
    select is_now, document_sha256, inspection_id, authority_urn, kind_code, field, value, text
    from both_editions
    where (is_now, inspection_id, field) not in (
        select (worded.is_now, worded.inspection_id, worded.field)
        from worded
        inner join worded as other
            on worded.inspection_id = other.inspection_id
            and worded.value = other.value
            and worded.nth = other.nth
            and worded.is_now <> other.is_now
    )
),

differences as (
    select
        coalesce(now.inspection_id, before.inspection_id) as inspection_id,
        coalesce(now.authority_urn, before.authority_urn) as authority_urn,
        coalesce(now.document_sha256, before.document_sha256) as document_sha256,
        coalesce(now.kind_code, before.kind_code) as kind_code,
        coalesce(now.field, before.field) as field,
        before.value as value_before,
        now.value as value_after,
        before.text as text_before,
        now.text as text_after
    from (from unmatched where is_now) as now
    full outer join (from unmatched where not is_now) as before
        on now.inspection_id = before.inspection_id
        and now.kind_code = before.kind_code
        and now.field = before.field
    where now.value is distinct from before.value
),

-- Every inspection of either edition, with the document that shows it in each.
shown as (
    select
        inspection_id,
        any_value(document_sha256) filter (where not is_now) as shown_before,
        any_value(document_sha256) filter (where is_now) as shown_now
    from both_editions
    where kind_code = 'inspection'
    group by inspection_id
),

documents as (
    select
        shown.inspection_id,
        shown.shown_before,
        shown.shown_now,
        coalesce(shown.shown_now, '') <> coalesce(shown.shown_before, '') as is_other,
        known.is_read as was_read,
        shown.shown_before in (select document_sha256 from raw.report_files) as is_still_listed,
        shown.shown_before in (select document_sha256 from quarantine where document_sha256 is not null) as is_unread
    from shown
    left join raw.published_reports as known on shown.shown_now = known.document_sha256
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
