-- grain: one row per inspection that gives an outcome instead of grades, with its revisit where there was one
select
    inspections.authority_urn,
    inspections.authority_name,
    inspections.region_name,
    inspections.inspection_id,
    inspections.framework_code,
    inspections.inspection_start_date,
    inspections.published_date,
    inspections.outcome_code,
    revisited.revisit_start_date,
    revisited.revisit_outcome_code
from all_inspections as inspections
left join local_area_send_inspections as revisited on inspections.inspection_id = revisited.inspection_id
where
    inspections.outcome_code is not null
    and inspections.inspection_type_code is distinct from 'revisit'
order by inspections.inspection_start_date desc, inspections.authority_name, inspections.inspection_id
