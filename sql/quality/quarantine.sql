-- grain: one row per document, or file of the source, that was kept out of the warehouse
select
    first(files.file_name order by files.source_path) as file_name,
    quarantined.document_sha256,
    quarantined.stage,
    quarantined.reason_code,
    quarantined.reason
from raw.raw_quarantine as quarantined
inner join raw.report_files as files on quarantined.document_sha256 = files.document_sha256
group by quarantined.document_sha256, quarantined.stage, quarantined.reason_code, quarantined.reason
union all
-- What could not be taken from the source has no bytes to be known by: its path says which file it is.
select
    source_path as file_name,
    null as document_sha256,
    'source' as stage,
    reason_code,
    reason
from raw.refused_files
