-- 12. Which recommendations mention a word, and of which authorities?
-- grain: one row per recommendation, area for improvement or priority action that mentions it
-- set word: the word or words, in small letters or capitals alike. They are a regular expression, as in supervis\w* or
--   early help|front door: a dot, plus or bracket meant as itself has \ before it. An apostrophe finds straight and
--   curly ones.
-- set region (dim_authority.region_name): one of the ONS's nine regions; all of them when left out
-- caveat: Whole words only. Three kinds are here, not alike in weight: kind_code says which. The words are under the
--   licence of their report (licence_code); a file published with VERBATIM=open_licence leaves out those of other
--   licences, which cannot be found by their words then.
with chosen as (
    select
        coalesce(getvariable('word'), 'supervision') as word,
        cast(getvariable('region') as varchar) as region
)

select
    recommendations.authority_urn,
    recommendations.authority_name,
    recommendations.framework_code,
    recommendations.inspection_start_date,
    recommendations.kind_code,
    recommendations.timescale_code,
    recommendations.text,
    recommendations.page_number,
    recommendations.licence_code,
    recommendations.inspection_id,
    recommendations.position,
    recommendations.region_name
from recommendations
cross join chosen
where
    (chosen.region is null or recommendations.region_name = chosen.region)
    -- Reports print curly apostrophes, keyboards have straight ones.
    and regexp_matches(
        replace(recommendations.text, '’', ''''), '(?i)\b(?:' || replace(chosen.word, '’', '''') || ')\b'
    )
order by recommendations.authority_name, recommendations.inspection_start_date, recommendations.position
