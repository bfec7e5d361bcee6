-- grain: one row per authority that exists today and kind of inspection that is to follow
with successive as (
    select
        authority_urn,
        inspection_id,
        source_code,
        framework_code,
        inspected_date,
        overall_grade_code as result_code,
        date_diff(
            'day', inspection_start_date, lead(inspection_start_date) over following
        ) as days_to_next,
        lead(inspection_id) over following is null as is_last
    from full_inspections
    where service_code = 'childrens_services'
    window following as (partition by authority_urn order by inspected_date, inspection_id)
),

past_intervals as (
    select
        result_code,
        cast(round(median(days_to_next)) as integer) as median_days,
        count(*) as intervals_counted
    from successive
    where days_to_next is not null
    group by result_code
),

-- Frameworks in use: the one that grades children's services, and those that give an outcome in the place of grades.
frameworks_in_use as (
    select framework_code, first_inspection_date, is_graded and is_of_childrens_services as grades_childrens_services
    from dim_framework
    where last_inspection_date is null
),

with_outcome as (
    select
        inspections.authority_urn,
        inspections.inspection_id,
        inspections.source_code,
        inspections.framework_code,
        inspections.inspection_start_date as inspected_date,
        inspections.outcome_code as result_code
    from dim_inspection as inspections
    inner join frameworks_in_use on inspections.framework_code = frameworks_in_use.framework_code
    where inspections.outcome_code is not null
    qualify row_number() over (
        partition by inspections.authority_urn, inspections.framework_code
        order by inspections.inspection_start_date desc, inspections.inspection_id
    ) = 1
),

latest as (
    select
        authority_urn,
        inspection_id,
        source_code,
        framework_code,
        inspected_date,
        result_code,
        (
            select max_by(framework_code, first_inspection_date) from frameworks_in_use where grades_childrens_services
        ) as next_framework_code
    from successive
    where is_last
    union all
    select
        authority_urn,
        inspection_id,
        source_code,
        framework_code,
        inspected_date,
        result_code,
        framework_code as next_framework_code
    from with_outcome
),

stated as (
    select
        inspections.inspection_id,
        inspections.framework_code as next_framework_code,
        announced.kind_code,
        announced.months,
        announced.is_approximate,
        announced.due_date,
        announced.page_number,
        announced.evidence_text
    from fact_next_inspection as announced
    inner join dim_inspection as inspections on announced.inspection_key = inspections.inspection_key
    qualify row_number() over (
        partition by announced.inspection_key, announced.kind_code order by announced.next_inspection_key
    ) = 1
),

-- The rule of the framework under which the latest inspection began.
rules as (
    select
        latest.inspection_id,
        rules.next_framework_code,
        rules.next_kind_code,
        rules.interval_months,
        rules.wording,
        rules.source,
        cast(latest.inspected_date + to_months(rules.interval_months) as date) as due_date
    from latest
    inner join dim_reinspection_rule as rules
        on latest.framework_code = rules.framework_code
        and latest.result_code = rules.result_code
        and latest.inspected_date >= rules.inspections_from_date
        and latest.inspected_date <= coalesce(rules.inspections_to_date, date '9999-12-31')
),

due as (
    select inspection_id, next_framework_code, 'full_inspection' as next_kind_code
    from latest
    union
    select inspection_id, next_framework_code, next_kind_code
    from rules
    union
    select inspection_id, next_framework_code, kind_code as next_kind_code
    from stated
    where inspection_id in (select inspection_id from latest)
)

select
    authorities.authority_urn,
    authorities.authority_name,
    authorities.region_name,
    due.next_framework_code as framework_code,
    due.next_kind_code,
    latest.inspection_id as last_inspection_id,
    latest.source_code as last_source_code,
    latest.framework_code as last_framework_code,
    latest.inspected_date as last_inspected_date,
    latest.result_code as last_result_code,
    stated.months as stated_months,
    stated.is_approximate as stated_is_approximate,
    stated.due_date as stated_due_date,
    stated.page_number,
    stated.evidence_text,
    rules.interval_months as rule_months,
    rules.due_date as rule_due_date,
    rules.wording as rule_wording,
    rules.source as rule_source,
    past_intervals.median_days as past_median_days,
    past_intervals.intervals_counted as past_intervals_counted,
    latest.inspected_date + past_intervals.median_days as past_due_date
from due
inner join latest on due.inspection_id = latest.inspection_id
inner join dim_authority as authorities
    on latest.authority_urn = authorities.authority_urn and authorities.is_current
left join stated on due.inspection_id = stated.inspection_id and due.next_kind_code = stated.kind_code
left join rules
    on due.inspection_id = rules.inspection_id
    and due.next_framework_code = rules.next_framework_code
    and due.next_kind_code = rules.next_kind_code
left join frameworks_in_use on due.next_framework_code = frameworks_in_use.framework_code
left join past_intervals
    on frameworks_in_use.grades_childrens_services
    and due.next_kind_code = 'full_inspection'
    and latest.result_code is not distinct from past_intervals.result_code
