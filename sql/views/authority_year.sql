-- grain: one row per authority and 31 March from 2010 on, for authorities that there were on that day
with last_days as (
    select max(inspected_date) as last_day
    from full_inspections
    union all
    select max(period_end_date) as last_day
    from fact_indicator
),

years as (
    -- The last 31 March is that on or before the last day that the file knows of.
    select
        year,
        make_date(cast(year as integer), 3, 31) as as_of_date
    from (select unnest(generate_series(2010, (select year(max(last_day)) from last_days))) as year)
    where make_date(cast(year as integer), 3, 31) <= (select max(last_day) from last_days)
),

authority_years as (
    select
        authorities.authority_urn,
        authorities.authority_name,
        authorities.region_name,
        authorities.successor_urns,
        cast(years.year as integer) as year,
        years.as_of_date
    from dim_authority as authorities
    inner join years
        on years.as_of_date >= coalesce(authorities.valid_from_date, date '0001-01-01')
        and years.as_of_date <= coalesce(authorities.valid_to_date, date '9999-12-31')
),

predecessors as (
    select
        successor.urn as authority_urn,
        string_agg(distinct authorities.authority_urn, ';' order by authorities.authority_urn) as predecessor_urns
    from dim_authority as authorities, unnest(string_split(authorities.successor_urns, ';')) as successor (urn)
    group by successor.urn
),

judged as (
    select
        inspections.inspection_id,
        domains.service_code,
        domains.domain_code,
        grades.grade_code
    from fact_judgement as judgements
    inner join dim_inspection as inspections on judgements.inspection_key = inspections.inspection_key
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
    union all
    -- Of inspections that no report shows the record has the other judgements too.
    select official_id as inspection_id, service_code, domain_code, grade_code
    from official_outcomes
    where inspection_id is null and is_used and grade_code is not null and domain_code <> 'overall_effectiveness'
),

in_force as (
    select
        authority_years.authority_urn,
        authority_years.year,
        inspections.service_code,
        inspections.inspection_id,
        inspections.framework_code,
        inspections.source_code,
        inspections.inspected_date,
        inspections.inspected_date_source,
        inspections.overall_grade_code,
        inspections.overall_comparable_grade_code
    from authority_years
    inner join full_inspections as inspections
        on authority_years.authority_urn = inspections.authority_urn
        and authority_years.as_of_date >= inspections.inspected_date
    qualify row_number() over (
        partition by authority_years.authority_urn, authority_years.year, inspections.service_code
        order by inspections.inspected_date desc, inspections.inspection_id desc
    ) = 1
),

-- A release counts what had been published by its deadline.
released as (
    select
        authority_years.authority_urn,
        authority_years.year,
        inspections.inspection_id,
        inspections.overall_comparable_grade_code
    from authority_years
    inner join dim_official_release as releases on authority_years.as_of_date = releases.as_of_date
    inner join full_inspections as inspections
        on authority_years.authority_urn = inspections.authority_urn
        and authority_years.as_of_date >= inspections.inspected_date
        and inspections.service_code = 'childrens_services'
        and (
            inspections.published_date <= releases.published_by_date
            or inspections.authority_urn = releases.also_counted_urn
        )
    qualify row_number() over (
        partition by authority_years.authority_urn, authority_years.year
        order by inspections.inspected_date desc, inspections.inspection_id desc
    ) = 1
),

graded as (
    select
        in_force.authority_urn,
        in_force.year,
        any_value(judged.grade_code) filter (where judged.domain_code = 'leadership') as leadership,
        any_value(judged.grade_code) filter (where judged.domain_code = 'help_and_protection') as help_and_protection,
        any_value(judged.grade_code) filter (where judged.domain_code = 'children_in_care') as children_in_care,
        any_value(judged.grade_code) filter (where judged.domain_code = 'care_leavers') as care_leavers,
        any_value(judged.grade_code) filter (where judged.domain_code = 'adoption') as adoption
    from in_force
    inner join judged
        on in_force.inspection_id = judged.inspection_id and in_force.service_code = judged.service_code
    where in_force.service_code = 'childrens_services'
    group by in_force.authority_urn, in_force.year
),

activity as (
    select
        authority_years.authority_urn,
        authority_years.year,
        count(*) filter (where frameworks.is_graded and frameworks.is_of_childrens_services) as full_inspections,
        count(*) filter (where frameworks.kind_code = 'visit') as visits,
        count(*) filter (
            where frameworks.kind_code <> 'visit' and not (frameworks.is_graded and frameworks.is_of_childrens_services)
        ) as other_inspections
    from authority_years
    inner join dim_inspection as inspections
        on authority_years.authority_urn = inspections.authority_urn
        and authority_years.as_of_date >= coalesce(inspections.inspection_start_date, inspections.published_date)
        and authority_years.as_of_date - interval 1 year
        < coalesce(inspections.inspection_start_date, inspections.published_date)
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    group by authority_years.authority_urn, authority_years.year
),

figures as (
    -- Each indicator's latest period that had ended by 31 March: of the workforce that is the September before.
    select
        figures.area_code,
        year(figures.period_end_date + interval 275 day) as year,
        indicators.indicator_code,
        figures.value
    from fact_indicator as figures
    inner join dim_indicator as indicators on figures.indicator_key = indicators.indicator_key
    where
        figures.is_current_release
        and figures.area_kind_code = 'authority'
        and indicators.indicator_code in (
            'cla_rate', 'cpp_rate', 'cin_rate', 're_referrals', 'cpp_again', 'social_worker_turnover',
            'social_worker_vacancies', 'social_worker_agency', 'social_worker_caseload', 'fsm_primary', 'spending_all'
        )
),

indicators as (
    select
        area_code,
        year,
        any_value(value) filter (where indicator_code = 'cla_rate') as cla_rate,
        any_value(value) filter (where indicator_code = 'cpp_rate') as cpp_rate,
        any_value(value) filter (where indicator_code = 'cin_rate') as cin_rate,
        any_value(value) filter (where indicator_code = 're_referrals') as re_referrals,
        any_value(value) filter (where indicator_code = 'cpp_again') as cpp_again,
        any_value(value) filter (where indicator_code = 'social_worker_turnover') as social_worker_turnover,
        any_value(value) filter (where indicator_code = 'social_worker_vacancies') as social_worker_vacancies,
        any_value(value) filter (where indicator_code = 'social_worker_agency') as social_worker_agency,
        any_value(value) filter (where indicator_code = 'social_worker_caseload') as social_worker_caseload,
        any_value(value) filter (where indicator_code = 'fsm_primary') as fsm_primary,
        any_value(value) filter (where indicator_code = 'spending_all') as spending_all
    from figures
    group by area_code, year
),

official_days as (
    select
        min(coalesce(inspection_date, publication_date)) as first_day,
        greatest(max(inspection_date), max(publication_date)) as last_day
    from official_outcomes
    where domain_code is not null
)

select
    authority_years.authority_urn,
    authority_years.authority_name,
    authority_years.region_name,
    authority_years.year,
    authority_years.as_of_date,
    whole.inspection_id,
    whole.framework_code,
    whole.inspected_date,
    whole.inspected_date_source,
    date_diff('day', whole.inspected_date, authority_years.as_of_date) as days_since_inspection,
    whole.overall_grade_code as overall_effectiveness,
    whole.overall_comparable_grade_code as overall_effectiveness_comparable,
    graded.leadership,
    graded.help_and_protection,
    graded.children_in_care,
    graded.care_leavers,
    graded.adoption,
    case when whole.inspection_id is null then safeguarding.overall_grade_code end as safeguarding_grade_code,
    case when whole.inspection_id is null then looked_after.overall_grade_code end as looked_after_grade_code,
    released.inspection_id as release_inspection_id,
    released.overall_comparable_grade_code as release_grade_code,
    case
        when
            whole.inspection_id is null
            and coalesce(safeguarding.inspection_id, looked_after.inspection_id) is not null
            then 'two_services'
        when whole.inspection_id is null then 'not_inspected'
        when whole.overall_grade_code is null then 'no_overall_grade'
        else whole.source_code
    end as coverage_code,
    coalesce(
        authority_years.as_of_date between official_days.first_day and official_days.last_day, false
    ) as is_within_official_record,
    coalesce(activity.full_inspections, 0) as full_inspections,
    coalesce(activity.visits, 0) as visits,
    coalesce(activity.other_inspections, 0) as other_inspections,
    trusts.trust_name,
    predecessors.predecessor_urns,
    authority_years.successor_urns,
    indicators.cla_rate,
    indicators.cpp_rate,
    indicators.cin_rate,
    indicators.re_referrals,
    indicators.cpp_again,
    indicators.social_worker_turnover,
    indicators.social_worker_vacancies,
    indicators.social_worker_agency,
    indicators.social_worker_caseload,
    indicators.fsm_primary,
    indicators.spending_all
from authority_years
cross join official_days
left join in_force as whole
    on authority_years.authority_urn = whole.authority_urn
    and authority_years.year = whole.year
    and whole.service_code = 'childrens_services'
left join in_force as safeguarding
    on authority_years.authority_urn = safeguarding.authority_urn
    and authority_years.year = safeguarding.year
    and safeguarding.service_code = 'safeguarding'
left join in_force as looked_after
    on authority_years.authority_urn = looked_after.authority_urn
    and authority_years.year = looked_after.year
    and looked_after.service_code = 'looked_after'
left join released
    on authority_years.authority_urn = released.authority_urn and authority_years.year = released.year
left join graded on authority_years.authority_urn = graded.authority_urn and authority_years.year = graded.year
left join activity on authority_years.authority_urn = activity.authority_urn and authority_years.year = activity.year
left join indicators
    on authority_years.authority_urn = indicators.area_code and authority_years.year = indicators.year
left join predecessors on authority_years.authority_urn = predecessors.authority_urn
left join bridge_authority_trust as trusts
    on authority_years.authority_urn = trusts.authority_urn
    and authority_years.as_of_date >= trusts.valid_from_date
    and authority_years.as_of_date <= coalesce(trusts.valid_to_date, date '9999-12-31')
