-- grain: one row per full inspection and service that it judged, of the reports or the official statistics alone
with services as (
    select
        framework_code,
        service_code,
        count(*) over (partition by framework_code) = 1 as is_only_service
    from (select distinct framework_code, service_code from dim_domain) as judged_services
),

overall as (
    select
        judgements.inspection_key,
        domains.service_code,
        any_value(grades.grade_code) filter (where domains.domain_code = 'overall_effectiveness') as overall_grade_code,
        any_value(grades.comparable_grade_code) filter (
            where domains.domain_code = 'overall_effectiveness'
        ) as overall_comparable_grade_code,
        any_value(grades.grade_rank) filter (where domains.domain_code = 'overall_effectiveness') as overall_grade_rank
    from fact_judgement as judgements
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
    group by judgements.inspection_key, domains.service_code
)

select
    inspections.inspection_id,
    inspections.source_code,
    inspections.framework_code,
    inspections.inspection_type_code,
    inspections.authority_urn,
    authorities.authority_name,
    services.service_code,
    -- The official statistics of 2009 to 2018 give the day of publication alone.
    coalesce(inspections.inspection_start_date, inspections.published_date) as inspected_date,
    case
        when inspections.inspection_start_date is not null then 'first_day'
        when inspections.published_date is not null then 'publication'
    end as inspected_date_source,
    inspections.inspection_start_date,
    coalesce(inspections.published_date, inspections.official_published_date) as published_date,
    case
        when inspections.published_date is not null then inspections.published_date_source
        when inspections.official_published_date is not null then 'official_statistics'
    end as published_date_source,
    overall.overall_grade_code,
    overall.overall_comparable_grade_code,
    overall.overall_grade_rank,
    authorities.region_name
from dim_inspection as inspections
inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
inner join services on inspections.framework_code = services.framework_code
left join overall
    on inspections.inspection_key = overall.inspection_key and services.service_code = overall.service_code
where
    frameworks.is_graded
    and frameworks.is_of_childrens_services
    -- An inspection of two services may judge one alone. Where there is one service it is the one judged, even when
    -- the official statistics record no grade of it.
    and (overall.inspection_key is not null or services.is_only_service)
