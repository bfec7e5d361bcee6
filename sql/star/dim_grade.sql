-- grain: one row per grade that reports print
select
    row_number() over (order by coalesce(nullif(rank, ''), '9'), grade_code) as grade_key,
    grade_code,
    grade_name,
    cast(nullif(rank, '') as integer) as grade_rank,
    comparable_grade_code,
    description
from reference.grades
