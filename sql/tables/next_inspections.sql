-- grain: one row per authority that exists today and kind of inspection that is to follow
select
    authority_urn,
    authority_name,
    region_name,
    framework_code,
    next_kind_code,
    last_inspection_id,
    last_framework_code,
    last_inspected_date,
    last_result_code,
    stated_due_date,
    rule_due_date,
    past_due_date,
    past_intervals_counted
from next_due
order by coalesce(stated_due_date, rule_due_date, past_due_date) nulls last, authority_name, next_kind_code
