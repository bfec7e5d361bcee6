-- grain: one row per document that was kept out of the warehouse
select
    first(files.file_name order by files.source_path) as file_name,
    quarantined.document_sha256,
    quarantined.stage,
    quarantined.reason_code,
    quarantined.reason
from raw.raw_quarantine as quarantined
inner join raw.report_files as files on quarantined.document_sha256 = files.document_sha256
group by quarantined.document_sha256, quarantined.stage, quarantined.reason_code, quarantined.reason
