-- grain: one row per inspection, inspector and role
select
    inspections.inspection_key,
    inspectors.inspector_key,
    people.role_code,
    min(people.position) as position
from staging.stg_people as people
inner join dim_inspection as inspections on people.document_sha256 = inspections.document_sha256
inner join dim_inspector as inspectors on people.inspector_name = inspectors.inspector_name
group by inspections.inspection_key, inspectors.inspector_key, people.role_code
