-- 2. How long since each authority's last full inspection, and when does its next window open, going by past intervals?
-- grain: one row per authority that exists on the chosen day
-- set as_of_date: the day to count from; that on which the file was built when left out, so that it always answers alike
-- set from_date: the first day from which intervals count (2018-01-01 leaves out those that began under earlier
--   frameworks)
-- caveat: No inspectorate's plan: the window opens after the median of the past intervals between two full inspections
--   of children's services of which the first gave the same overall grade (adequate is not among them, it ended in
--   2013). intervals_counted says on how many it rests; few mean little. Intervals still running are not counted, the
--   pause of 2020-21 is, and an inspection that the file lacks joins two intervals into one; when it was the latest,
--   days_since is too long. Only intervals between two known first days count. Where no overall grade was given,
--   intervals after such inspections count. days_to_window is below 0 when the window opened before
--   the day. Where newer_unread_date is given, a later report could not be read (quarantine says why), and days_since is
--   too long if it is of a full inspection.
with chosen as (
    select
        coalesce(cast(getvariable('as_of_date') as date), cast(published_at as date)) as as_of_date,
        coalesce(cast(getvariable('from_date') as date), date '2013-11-01') as from_date
    from publication
),

inspected as (
    select
        inspections.authority_urn,
        inspections.inspection_id,
        inspections.framework_code,
        inspections.inspected_date,
        inspections.inspected_date_source,
        coalesce(inspections.published_date, inspections.inspected_date) as known_date,
        inspections.overall_grade_code,
        date_diff(
            'day', inspections.inspection_start_date, lead(inspections.inspection_start_date) over successive
        ) as days_to_next,
        inspections.inspection_start_date >= chosen.from_date as is_counted,
        lead(inspections.inspection_id) over successive is null as is_last
    from full_inspections as inspections
    cross join chosen
    where inspections.service_code = 'childrens_services' and inspections.inspected_date <= chosen.as_of_date
    window successive as (
        partition by inspections.authority_urn order by inspections.inspected_date, inspections.inspection_id
    )
),

past_intervals as (
    select
        overall_grade_code,
        cast(round(median(days_to_next)) as integer) as median_days,
        count(*) as intervals_counted
    from inspected
    where days_to_next is not null and is_counted
    group by overall_grade_code
),

unread as (
    select authority_urn, max(unread_date) as unread_date
    from unread_reports
    group by authority_urn
)

select
    authorities.authority_urn,
    authorities.authority_name,
    authorities.region_name,
    inspected.inspection_id,
    inspected.inspected_date,
    inspected.inspected_date_source,
    inspected.overall_grade_code,
    chosen.as_of_date,
    date_diff('day', inspected.inspected_date, chosen.as_of_date) as days_since,
    past_intervals.median_days,
    coalesce(past_intervals.intervals_counted, 0) as intervals_counted,
    inspected.inspected_date + past_intervals.median_days as window_opens_date,
    date_diff('day', chosen.as_of_date, inspected.inspected_date + past_intervals.median_days) as days_to_window,
    case
        when unread.unread_date > coalesce(inspected.known_date, date '0001-01-01') then unread.unread_date
    end as newer_unread_date
from dim_authority as authorities
cross join chosen
left join inspected on authorities.authority_urn = inspected.authority_urn and inspected.is_last
left join unread on authorities.authority_urn = unread.authority_urn
left join past_intervals
    on inspected.inspection_id is not null
    and inspected.overall_grade_code is not distinct from past_intervals.overall_grade_code
where
    coalesce(authorities.valid_from_date, date '0001-01-01') <= chosen.as_of_date
    and coalesce(authorities.valid_to_date, date '9999-12-31') >= chosen.as_of_date
order by inspected.inspected_date nulls last, authorities.authority_name
