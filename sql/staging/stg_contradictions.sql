-- grain: one row per judgement in which another document of the same inspection and day differs from the one shown
select
    shown.document_sha256,
    used.service_code,
    used.domain_code,
    used.grade_code,
    used.place,
    used.page_number,
    used.evidence_text,
    others.document_sha256 as other_document_sha256,
    contradicting.grade_code as other_grade_code,
    contradicting.page_number as other_page_number,
    contradicting.evidence_text as other_text
from staging.stg_inspections as shown
-- Which of them is the later is not known: a later one is a corrected reissue.
inner join staging.stg_inspections as others
    on shown.inspection_id = others.inspection_id
    and shown.document_rank = 1
    and others.document_rank > 1
    and shown.ranking_date is not distinct from others.ranking_date
    and shown.site_file_number is not distinct from others.site_file_number
inner join staging.stg_judgements as used on shown.document_sha256 = used.document_sha256
inner join staging.stg_judgements as contradicting
    on others.document_sha256 = contradicting.document_sha256
    and used.service_code = contradicting.service_code
    and used.domain_code = contradicting.domain_code
    and used.grade_code <> contradicting.grade_code
