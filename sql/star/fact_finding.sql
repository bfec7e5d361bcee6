-- grain: one row per paragraph of an inspection's findings
select
    row_number() over (order by inspections.inspection_key, findings.position) as finding_key,
    inspections.inspection_key,
    inspections.authority_key,
    findings.position,
    findings.number as paragraph_number,
    findings.part_code,
    findings.summary_kind_code,
    findings.chapter,
    findings.section,
    findings.domain_code,
    recommendations.recommendation_key,
    -- "(Recommendation)", "(recommendations 4, 5)" behind what a recommendation answers, mostly at the paragraph's end.
    regexp_matches(findings.text, '(?i)\(\s*recommendations?\b[^()]*\)') as cites_recommendation,
    findings.page as page_number,
    findings.text as finding_text
from raw.raw_findings as findings
inner join dim_inspection as inspections on findings.document_sha256 = inspections.document_sha256
left join fact_recommendation as recommendations
    on inspections.inspection_key = recommendations.inspection_key
    and findings.recommendation_position = recommendations.position
