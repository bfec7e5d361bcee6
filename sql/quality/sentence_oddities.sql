-- grain: one row per sentence and figure that does not follow from the sentence's other figures
with sentences as (
    select distinct
        document_sha256,
        page as page_number,
        text as evidence_text,
        -- "137 out of 398 (38%)"
        regexp_extract(
            text,
            '(?i)\b(\d[\d,]*) (?:out )?of (?:the |these )?(\d[\d,]*)\b[^().;%0-9]{0,40}\((?:or )?(\d+(?:\.\d+)?) ?(?:%|per cent)\)',
            ['part', 'total', 'share']
        ) as counted_first,
        -- "38% (137 of 398)"
        regexp_extract(
            text,
            '(?i)\b(\d+(?:\.\d+)?) ?(?:%|per cent) \((\d[\d,]*) (?:out )?of (?:the |these )?(\d[\d,]*)\b',
            ['share', 'part', 'total']
        ) as share_first,
        -- "reduced from 20% in 2012 to 15%"
        regexp_extract(
            text,
            '(?i)\b(reduc\w*|decreas\w*|declin\w*|fall\w*|fell|drop\w*|increas\w*|ris(?:e|en|ing)|rose)'
            || ' from (\d[\d,.]*\d|\d)(%| per cent|)(?: \(?(?:in|at|on|for) [\w ]{3,30}\)?)?'
            || ' to (\d[\d,.]*\d|\d)(%| per cent|)(?: |[,.;)]|$)',
            ['change', 'earlier', 'earlier_unit', 'later', 'later_unit']
        ) as changed
    from raw.raw_quantities
),

shares as (
    select document_sha256, page_number, evidence_text, counted_first.part, counted_first.total, counted_first.share
    from sentences
    where counted_first.share <> ''
    union all
    select document_sha256, page_number, evidence_text, share_first.part, share_first.total, share_first.share
    from sentences
    where share_first.share <> ''
),

counted_shares as (
    select
        document_sha256,
        page_number,
        evidence_text,
        part,
        total,
        share,
        try_cast(share as double) as value,
        100 * try_cast(replace(part, ',', '') as double) / nullif(try_cast(replace(total, ',', '') as double), 0) as counted
    from shares
),

changes as (
    select
        document_sha256,
        page_number,
        evidence_text,
        changed.earlier,
        changed.later,
        regexp_matches(lower(changed.change), '^(?:increas|ris|rose)') as is_increase,
        try_cast(replace(changed.later, ',', '') as double) - try_cast(replace(changed.earlier, ',', '') as double) as difference
    from sentences
    where
        changed.change <> ''
        and changed.earlier_unit = changed.later_unit
        and try_cast(replace(changed.later, ',', '') as double) is not null
        and try_cast(replace(changed.earlier, ',', '') as double) is not null
        -- "fell from 2012 to 2014" gives years.
        and not (regexp_full_match(changed.earlier, '(?:19|20)\d\d') and regexp_full_match(changed.later, '(?:19|20)\d\d'))
)

select
    document_sha256,
    'share' as check_code,
    share || '%' as printed_value,
    format('{} of {} is {:.1f}%', part, total, counted) as arithmetic,
    page_number,
    evidence_text
from counted_shares
-- A share is rounded or cut at its printed precision; half a point is let pass however many decimals there are.
where abs(counted - value) >= case when contains(share, '.') then 0.5 else 1.0 end
union
select
    document_sha256,
    'change' as check_code,
    later as printed_value,
    format(
        'from {} to {} is {}',
        earlier,
        later,
        case when difference > 0 then 'an increase' when difference < 0 then 'a reduction' else 'no change' end
    ) as arithmetic,
    page_number,
    evidence_text
from changes
where (is_increase and difference <= 0) or (not is_increase and difference >= 0)
