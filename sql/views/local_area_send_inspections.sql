-- grain: one row per local area SEND inspection of 2016-22, with its revisit
with inspections as (
    select
        facts.inspection_key,
        facts.authority_key,
        facts.revisited_inspection_key,
        facts.outcome_code,
        facts.weaknesses,
        facts.weaknesses_with_progress,
        facts.weaknesses_without_progress,
        inspections.inspection_id,
        inspections.authority_urn,
        inspections.inspection_start_date,
        inspections.published_date
    from fact_local_area_send as facts
    inner join dim_inspection as inspections on facts.inspection_key = inspections.inspection_key
)

select
    inspections.inspection_id,
    inspections.authority_urn,
    authorities.authority_name,
    authorities.region_name,
    inspections.inspection_start_date,
    inspections.published_date,
    inspections.outcome_code,
    inspections.weaknesses,
    revisits.inspection_id as revisit_inspection_id,
    revisits.inspection_start_date as revisit_start_date,
    revisits.published_date as revisit_published_date,
    revisits.outcome_code as revisit_outcome_code,
    revisits.weaknesses_with_progress,
    revisits.weaknesses_without_progress
from inspections
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
left join inspections as revisits on inspections.inspection_key = revisits.revisited_inspection_key
where inspections.revisited_inspection_key is null
