-- grain: one row per framework, result and kind of inspection that by a published rule follows it
select
    row_number() over (
        order by framework_code, result_code, next_framework_code, next_kind_code, inspections_from
    ) as reinspection_rule_key,
    framework_code,
    result_code,
    cast(nullif(inspections_from, '') as date) as inspections_from_date,
    cast(nullif(inspections_to, '') as date) as inspections_to_date,
    next_framework_code,
    next_kind_code,
    cast(nullif(interval_months, '') as integer) as interval_months,
    wording,
    source
from reference.reinspection_rules
