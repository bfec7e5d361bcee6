-- grain: one row per inspector's name, as reports print it
select
    row_number() over (order by inspector_name) as inspector_key,
    inspector_name
from (
    select distinct people.inspector_name
    from staging.stg_people as people
    inner join dim_inspection as inspections on people.document_sha256 = inspections.document_sha256
)
