-- grain: one row per statement that was found in a report and left out of the facts
select
    set_aside.document_sha256,
    documents.file_name,
    inspections.inspection_id,
    set_aside.table_name,
    set_aside.rule,
    set_aside.reason,
    set_aside.page as page_number,
    set_aside.text as evidence_text
from raw.raw_set_aside as set_aside
inner join staging.stg_documents as documents on set_aside.document_sha256 = documents.document_sha256
inner join staging.stg_inspections as inspections on set_aside.document_sha256 = inspections.document_sha256
