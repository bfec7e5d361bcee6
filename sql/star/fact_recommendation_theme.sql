-- grain: one row per recommendation and theme that its wording is about
with worded as (
    select
        recommendation_key,
        inspection_key,
        addressee_code,
        -- As the wordings are written: small letters, straight apostrophes, hyphens as spaces, no footnote
        -- marks. Of a long item, which joint inspections print as a paragraph, the first sentence says what it is
        -- about.
        trim(regexp_replace(
            translate(
                lower(concat_ws(
                    ' ',
                    lead_in,
                    case
                        when length(recommendation_text) <= 350 then recommendation_text
                        else coalesce(
                            nullif(regexp_extract(recommendation_text, '^.*?\.[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s'), ''), recommendation_text
                        )
                    end
                )),
                '‘’-–⁰¹²³⁴⁵⁶⁷⁸⁹',
                '''''  '
            ),
            '\s+', ' ', 'g'
        )) as words
    from fact_recommendation
),

matched as (
    select distinct
        worded.recommendation_key,
        worded.inspection_key,
        wordings.recommendation_theme_code
    from worded
    inner join reference.recommendation_theme_wordings as wordings
        on (wordings.addressee_code <> '' and worded.addressee_code = wordings.addressee_code)
        or (wordings.pattern <> '' and is_worded(worded.words, wordings.pattern, wordings.without))
)

select
    recommendation_key,
    inspection_key,
    recommendation_theme_code
from matched
union all
select
    recommendation_key,
    inspection_key,
    'other' as recommendation_theme_code
from worded
where recommendation_key not in (select recommendation_key from matched)
