-- grain: one row per document whose inspection a later document shows
select
    inspections.inspection_id,
    documents.file_name,
    inspections.document_sha256,
    shown.file_name as shown_file_name,
    shown.document_sha256 as shown_document_sha256
from staging.stg_inspections as inspections
inner join staging.stg_documents as documents on inspections.document_sha256 = documents.document_sha256
inner join dim_inspection as shown on inspections.inspection_id = shown.inspection_id
where inspections.document_rank > 1
