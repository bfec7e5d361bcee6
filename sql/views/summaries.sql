-- grain: one row per paragraph of an inspection's summary
select
    inspection_id,
    file_name,
    framework_code,
    authority_urn,
    authority_name,
    inspection_start_date,
    summary_kind_code as kind_code,
    cast(row_number() over (partition by inspection_id order by findings.position) as integer) as position,
    chapter,
    section,
    domain_code,
    findings.position as finding_position,
    page_number,
    text,
    licence_code,
    published_date,
    region_name
from findings
where summary_kind_code is not null
