-- grain: one row per sentence and figure that does not follow from the sentence's other figures
with sentences as (
    select distinct
        document_sha256,
        page as page_number,
        text as evidence_text,
        regexp_extract(
            text,
            '(?i)\b(\d[\d,]*) (?:out )?of (?:the |these )?(\d[\d,]*)\b[^().;%0-9]{0,40}\((?:or )?(\d+(?:\.\d+)?) ?(?:%|per cent)\)',
            ['part', 'total', 'share']
        ) as counted_first,
        regexp_extract(
            text,
            '(?i)\b(\d+(?:\.\d+)?) ?(?:%|per cent) \((\d[\d,]*) (?:out )?of (?:the |these )?(\d[\d,]*)\b',
            ['share', 'part', 'total']
        ) as share_first,
        regexp_extract(
            text,
            '(?i)\b(reduc\w*|decreas\w*|declin\w*|fall\w*|fell|drop\w*|increas\w*|ris(?:e|en|ing)|rose) from (\d[\d,.]*\d|\d)(%| per cent|)(?: \(?(?:in|at|on|for) [\w ]{3,30}\)?)? to (\d[\d,.]*\d|\d)(%| per cent|)(?: |[,.;)]|$)',
            ['change', 'earlier', 'earlier_unit', 'later', 'later_unit']
        ) as changed
    from raw.raw_quantities
),

stated_shares as (
    select document_sha256, page_number, evidence_text, counted_first.part, counted_first.total, counted_first.share
    from sentences
    where counted_first.share <> ''
    union all
    select document_sha256, page_number, evidence_text, share_first.part, share_first.total, share_first.share
    from sentences
    where share_first.share <> ''
),

stated_share_oddities as (
    select
        document_sha256,
        'share' as check_code,
        share || '%' as printed_value,
        page_number,
        evidence_text,
        format(
            '{} of {} is {:.1f}%', part, total,
            100 * cast(replace(part, ',', '') as double) / cast(replace(total, ',', '') as double)
        ) as arithmetic,
    from stated_shares
    where
        cast(replace(total, ',', '') as double) > 0
        and abs(
            100 * cast(replace(part, ',', '') as double) / cast(replace(total, ',', '') as double) - cast(share as double)
        ) >= case when contains(share, '.') then 0.5 else 1.0 end
),

stated_changes as (
    select
        document_sha256,
        page_number,
        evidence_text,
        lower(changed.change) as change,
        changed.earlier as earlier,
        changed.later as later,
        try_cast(replace(changed.earlier, ',', '') as double) as earlier_value,
        try_cast(replace(changed.later, ',', '') as double) as later_value
    from sentences
    where changed.change <> '' and changed.earlier_unit = changed.later_unit
),

stated_change_oddities as (
    select
        document_sha256,
        'change' as check_code,
        later as printed_value,
        page_number,
        evidence_text,
        format(
            'from {} to {} is {}', earlier, later,
            case
                when later_value > earlier_value then 'an increase'
                when later_value < earlier_value then 'a reduction'
                else 'no change'
            end
        ) as arithmetic,
    from stated_changes
    where
        (regexp_matches(change, '^(?:increas|ris|rose)') and later_value <= earlier_value)
        or (not regexp_matches(change, '^(?:increas|ris|rose)') and later_value >= earlier_value)
)

select document_sha256, check_code, printed_value, arithmetic, page_number, evidence_text
from stated_share_oddities
union
select document_sha256, check_code, printed_value, arithmetic, page_number, evidence_text
from stated_change_oddities
