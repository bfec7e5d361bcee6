-- grain: one row per inspection framework
select
    row_number() over (order by framework_code) as framework_key,
    framework_code,
    framework_name,
    short_name,
    inspectorates,
    attribution,
    kind_code,
    is_graded = 'true' as is_graded,
    is_of_childrens_services = 'true' as is_of_childrens_services,
    is_proven = 'true' as is_proven,
    nullif(grade_scale, '') as grade_scale,
    cast(nullif(first_inspection, '') as date) as first_inspection_date,
    cast(nullif(last_inspection, '') as date) as last_inspection_date,
    description,
    what_was_judged,
    how_it_differs
from reference.frameworks
