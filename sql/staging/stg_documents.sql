-- grain: one row per document that was understood whole, with what its source says of it
with first_files as (
    -- Two files of the same bytes are one document: the first path names it.
    select
        document_sha256,
        first(file_name order by source_path) as file_name,
        first(source_path order by source_path) as source_path,
        first(source_url order by source_path) as source_url,
        first(try_cast(nullif(publication_date, '') as date) order by source_path) as site_published_date
    from raw.report_files
    group by document_sha256
)

select
    documents.document_sha256,
    first_files.file_name,
    first_files.source_path,
    nullif(first_files.source_url, '') as source_url,
    first_files.site_published_date,
    -- The site numbers its files as they come to it.
    try_cast(regexp_extract(first_files.source_url, '/v1/file/([0-9]+)/?$', 1) as bigint) as site_file_number,
    documents.page_count,
    documents.reader,
    documents.parser_version
from raw.raw_documents as documents
inner join first_files on documents.document_sha256 = first_files.document_sha256
