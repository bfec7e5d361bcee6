-- grain: one row per inspection of an area's SEND services, of 2016-22 with its revisit
with inspected as (
    select
        inspections.inspection_id,
        inspections.authority_urn,
        authorities.authority_name,
        authorities.region_name,
        inspections.framework_code,
        inspections.inspection_start_date,
        coalesce(inspections.published_date, inspections.official_published_date) as published_date,
        inspections.outcome_code,
        null as revisit_start_date,
        null as revisit_outcome_code
    from dim_inspection as inspections
    inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
    where inspections.framework_code = 'area_send'
    union all by name
    select
        inspection_id,
        authority_urn,
        authority_name,
        region_name,
        'local_area_send' as framework_code,
        inspection_start_date,
        published_date,
        outcome_code,
        revisit_start_date,
        revisit_outcome_code
    from local_area_send_inspections
)

select
    authority_urn,
    authority_name,
    region_name,
    inspection_id,
    framework_code,
    inspection_start_date,
    published_date,
    outcome_code,
    revisit_start_date,
    revisit_outcome_code
from inspected
order by inspection_start_date desc, authority_name, inspection_id
