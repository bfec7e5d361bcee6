-- grain: one row per value of an inspection's report that editions are compared by
with shown as (
    select
        inspection_key,
        inspection_id,
        authority_urn,
        document_sha256,
        inspection_start_date,
        inspection_end_date,
        published_date,
        inspection_type_code,
        lead_inspector,
        theme_code,
        jtai_theme_code,
        outcome_code
    from dim_inspection
    where source_code = 'report'
),

of_inspections as (
    select
        inspection_key,
        unnest([
            struct_pack(kind_code := 'inspection', field := 'document_sha256', value := document_sha256),
            struct_pack(kind_code := 'date', field := 'inspection_start_date', value := inspection_start_date::varchar),
            struct_pack(kind_code := 'date', field := 'inspection_end_date', value := inspection_end_date::varchar),
            struct_pack(kind_code := 'date', field := 'published_date', value := published_date::varchar),
            struct_pack(kind_code := 'judgement', field := 'outcome', value := outcome_code),
            struct_pack(kind_code := 'detail', field := 'inspection_type_code', value := inspection_type_code),
            struct_pack(kind_code := 'detail', field := 'lead_inspector', value := lead_inspector),
            struct_pack(kind_code := 'detail', field := 'theme_code', value := theme_code),
            struct_pack(kind_code := 'detail', field := 'jtai_theme_code', value := jtai_theme_code)
        ], recursive := true)
    from shown
),

of_judgements as (
    select
        judgements.inspection_key,
        'judgement' as kind_code,
        domains.service_code || '/' || domains.domain_code as field,
        grades.grade_code as value
    from fact_judgement as judgements
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
),

figures as (
    select
        figures.inspection_key,
        figures.figure_key,
        figures.value,
        concat_ws(
            '/', metrics.metric_code, figures.unit_code, figures.role_code, figures.as_of_date, figures.period_code
        ) as field
    from fact_metric as figures
    inner join dim_metric as metrics on figures.metric_key = metrics.metric_key
),

of_metrics as (
    -- A report that gives a figure twice has it twice, the second as .../2.
    select
        inspection_key,
        'metric' as kind_code,
        field || case
            when row_number() over same_field > 1 then '/' || row_number() over same_field
            else ''
        end as field,
        regexp_replace(cast(value as varchar), '[.]0$', '') as value
    from figures
    window same_field as (partition by inspection_key, field order by figure_key)
),

of_recommendations as (
    select
        inspection_key,
        'recommendation' as kind_code,
        'recommendation/' || position as field,
        md5(recommendation_text) as value,
        recommendation_text as text
    from fact_recommendation
),

compared as (
    select inspection_key, kind_code, field, value, null as text
    from of_inspections
    union all
    select inspection_key, kind_code, field, value, null as text
    from of_judgements
    union all
    select inspection_key, kind_code, field, value, null as text
    from of_metrics
    union all
    select inspection_key, kind_code, field, value, text
    from of_recommendations
)

select
    shown.document_sha256,
    shown.inspection_id,
    shown.authority_urn,
    compared.kind_code,
    compared.field,
    compared.value,
    compared.text
from compared
inner join shown on compared.inspection_key = shown.inspection_key
where compared.value is not null
