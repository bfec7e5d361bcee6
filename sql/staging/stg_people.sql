-- grain: one row per person and role named in a document, in printed order
select
    document_sha256,
    position,
    role as role_code,
    name as inspector_name,
    text as evidence_text,
    row_number() over (partition by document_sha256, role order by position) as role_position
from raw.raw_people
