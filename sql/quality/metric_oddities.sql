-- grain: one row per figure of a metric that does not fit the other figures of its report
with figures as (
    select
        document_sha256,
        position,
        metric_code,
        printed,
        value,
        unit_code,
        role_code,
        is_approximate,
        page_number,
        evidence_text
    from staging.stg_metrics
),

-- A metric's first figure in a report is the whole authority's.
firsts as (
    select
        document_sha256,
        metric_code,
        unit_code,
        min_by(value, position) as value,
        min_by(is_approximate, position) as is_approximate,
        min_by(page_number, position) as page_number,
        min_by(evidence_text, position) as evidence_text
    from figures
    where role_code = 'actual'
    group by document_sha256, metric_code, unit_code
),

totals as (
    select
        parts.metric_code,
        firsts.document_sha256,
        firsts.metric_code as total_metric_code,
        firsts.value,
        firsts.is_approximate,
        firsts.page_number,
        firsts.evidence_text
    from reference.metrics as parts
    inner join firsts on parts.part_of = firsts.metric_code and firsts.unit_code = 'count'
),

-- A share is rounded or cut at its printed precision; half a point is let pass however many decimals there are.
shares as (
    select
        shares.document_sha256,
        shares.position,
        shares.metric_code,
        shares.printed,
        shares.value,
        shares.page_number,
        shares.evidence_text,
        totals.total_metric_code,
        totals.value as total,
        totals.page_number as total_page_number,
        totals.evidence_text as total_text,
        counts.value as count_value,
        case when contains(shares.printed, '.') then 0.5 else 1.0 end as tolerance
    from figures as shares
    inner join totals
        on shares.document_sha256 = totals.document_sha256 and shares.metric_code = totals.metric_code
    left join figures as counts
        on shares.document_sha256 = counts.document_sha256
        and shares.metric_code = counts.metric_code
        and shares.evidence_text = counts.evidence_text
        and shares.role_code = counts.role_code
        and counts.unit_code = 'count'
    where
        shares.unit_code = 'percent'
        and shares.role_code = 'actual'
        and not shares.is_approximate
        and not totals.is_approximate
        and not coalesce(counts.is_approximate, false)
        and totals.value > 0
        and shares.metric_code <> 'child_poverty'
),

share_oddities as (
    select
        document_sha256,
        'share' as check_code,
        metric_code,
        printed as printed_value,
        page_number,
        evidence_text,
        format('{:d} of {:d} is {:.1f}%', cast(count_value as bigint), cast(total as bigint), 100 * count_value / total)
            as arithmetic,
        total_page_number as other_page_number,
        total_text as other_text
    from shares
    where abs(100 * count_value / total - value) >= tolerance
    union all
    -- Without the count: no whole number of children makes up the share.
    select
        document_sha256,
        'share',
        metric_code,
        printed,
        page_number,
        evidence_text,
        format(
            '{:d} of {:d} is {:.1f}%, {:d} of {:d} is {:.1f}%',
            cast(floor(value * total / 100) as bigint),
            cast(total as bigint),
            100 * floor(value * total / 100) / total,
            cast(ceil(value * total / 100) as bigint),
            cast(total as bigint),
            100 * ceil(value * total / 100) / total
        ),
        total_page_number,
        total_text
    from shares
    where
        count_value is null
        and value - 100 * floor(value * total / 100) / total >= tolerance
        and 100 * ceil(value * total / 100) / total - value >= tolerance
),

-- The earlier figure of "a reduction from 250" with the authority's figure now, which stands before it.
changes as (
    select
        earlier.document_sha256,
        earlier.metric_code,
        earlier.printed as earlier_printed,
        earlier.value as earlier_value,
        earlier.page_number,
        earlier.evidence_text,
        lower(
            regexp_extract(
                earlier.evidence_text,
                '(?i)\b(reduction|decrease|decline|fall|drop|increase|rise)(?: [a-z]+){0,3} from(?: [a-z]+){0,3} \(?'
                || regexp_escape(earlier.printed) || '(?:[^0-9]|$)',
                1
            )
        ) as direction,
        max_by(now_figures.printed, now_figures.position) as now_printed,
        max_by(now_figures.value, now_figures.position) as now_value,
        max_by(now_figures.page_number, now_figures.position) as now_page_number,
        max_by(now_figures.evidence_text, now_figures.position) as now_text
    from figures as earlier
    inner join figures as now_figures
        on earlier.document_sha256 = now_figures.document_sha256
        and earlier.metric_code = now_figures.metric_code
        and earlier.unit_code = now_figures.unit_code
        and now_figures.role_code = 'actual'
        and now_figures.position < earlier.position
    where
        earlier.role_code = 'previous'
        -- A pattern made from the figure is slow, and few sentences have a word for a change at all.
        and regexp_matches(earlier.evidence_text, '(?i)\b(reduction|decrease|decline|fall|drop|increase|rise)')
    group by
        earlier.document_sha256,
        earlier.position,
        earlier.metric_code,
        earlier.printed,
        earlier.value,
        earlier.page_number,
        earlier.evidence_text
),

change_oddities as (
    select
        document_sha256,
        'change' as check_code,
        metric_code,
        now_printed as printed_value,
        now_page_number as page_number,
        now_text as evidence_text,
        format(
            'from {} to {} is {}',
            earlier_printed,
            now_printed,
            case
                when now_value > earlier_value then 'an increase'
                when now_value < earlier_value then 'a reduction'
                else 'no change'
            end
        ) || ', not ' || case direction when 'increase' then 'an ' else 'a ' end || direction as arithmetic,
        page_number as other_page_number,
        evidence_text as other_text
    from changes
    where
        case
            when direction in ('increase', 'rise') then now_value <= earlier_value
            when direction <> '' then now_value >= earlier_value
        end
),

-- The population is estimated for another day than the count: a tenth is let pass.
rate_oddities as (
    select
        rates.document_sha256,
        'rate' as check_code,
        rates.metric_code,
        rates.printed as printed_value,
        rates.page_number,
        rates.evidence_text,
        format(
            '{:d} of {:d} children is {:.1f} per 10,000',
            cast(counts.value as bigint),
            cast(totals.value as bigint),
            10000 * counts.value / totals.value
        ) as arithmetic,
        totals.page_number as other_page_number,
        totals.evidence_text as other_text
    from figures as rates
    inner join firsts as counts
        on rates.document_sha256 = counts.document_sha256
        and rates.metric_code = counts.metric_code
        and counts.unit_code = 'count'
    inner join totals
        on rates.document_sha256 = totals.document_sha256
        and rates.metric_code = totals.metric_code
        and totals.total_metric_code = 'population_0_17'
    where
        rates.unit_code = 'per_10k'
        and rates.role_code = 'actual'
        and totals.value > 0
        and abs(10000 * counts.value / totals.value - rates.value) > 0.1 * rates.value
),

part_oddities as (
    select
        parts.document_sha256,
        'parts' as check_code,
        parts.metric_code,
        cast(cast(parts.value as bigint) as varchar) as printed_value,
        parts.page_number,
        parts.evidence_text,
        format('a part of {:d} cannot be {:d}', cast(totals.value as bigint), cast(parts.value as bigint)) as arithmetic,
        totals.page_number as other_page_number,
        totals.evidence_text as other_text
    from firsts as parts
    inner join totals on parts.document_sha256 = totals.document_sha256 and parts.metric_code = totals.metric_code
    where parts.unit_code = 'count' and parts.value > totals.value
),

-- A child looked after lives in one place: the placements that are printed sum to no more than all.
placements as (
    select
        document_sha256,
        sum(value) as placed,
        string_agg(cast(cast(value as bigint) as varchar), ' + ' order by metric_code) as addends,
        min(page_number) as page_number,
        string_agg(evidence_text, ' ' order by metric_code) as evidence_text
    from firsts
    where
        unit_code = 'count'
        and metric_code in (
            'cla_foster_families', 'cla_residential_homes', 'cla_residential_special_schools', 'cla_with_parents'
        )
    group by document_sha256
),

placement_oddities as (
    select
        placements.document_sha256,
        'parts' as check_code,
        in_care.metric_code,
        cast(cast(in_care.value as bigint) as varchar) as printed_value,
        in_care.page_number,
        in_care.evidence_text,
        format(
            'placements sum to {} = {:d}, more than {:d}',
            placements.addends,
            cast(placements.placed as bigint),
            cast(in_care.value as bigint)
        ) as arithmetic,
        placements.page_number as other_page_number,
        placements.evidence_text as other_text
    from placements
    inner join firsts as in_care
        on placements.document_sha256 = in_care.document_sha256
        and in_care.metric_code = 'children_looked_after'
        and in_care.unit_code = 'count'
    where placements.placed > in_care.value
),

-- More than twice as many for its children as any authority has had, or more than the largest authority has children.
-- The City of London and the Isles of Scilly have so few that one child is many per 10,000.
size_oddities as (
    select
        figures.document_sha256,
        'size' as check_code,
        figures.metric_code,
        figures.printed as printed_value,
        figures.page_number,
        figures.evidence_text,
        format(
            '{:.0f} of {:.0f} children is {:.0f} per 10,000, more than an authority can have',
            figures.value,
            population.value,
            10000 * figures.value / population.value
        ) as arithmetic,
        population.page_number as other_page_number,
        population.evidence_text as other_text
    from figures
    inner join reference.metrics as metrics on figures.metric_code = metrics.metric_code
    inner join firsts as population
        on figures.document_sha256 = population.document_sha256
        and population.metric_code = 'population_0_17'
        and population.unit_code = 'count'
        and population.value > 2000
    where
        figures.unit_code = 'count'
        and figures.role_code in ('actual', 'previous')
        and metrics.largest_per_10k <> ''
        and 10000 * figures.value / population.value > try_cast(metrics.largest_per_10k as double)
    union all
    select
        document_sha256,
        'size',
        metric_code,
        printed,
        page_number,
        evidence_text,
        'more than the 400,000 children that no authority has',
        cast(null as integer),
        cast(null as varchar)
    from figures
    where unit_code = 'count' and role_code in ('actual', 'previous') and value > 400000
),

oddities as (
    from share_oddities
    union all by name
    from change_oddities
    union all by name
    from rate_oddities
    union all by name
    from part_oddities
    union all by name
    from placement_oddities
    union all by name
    from size_oddities
)

select distinct
    document_sha256,
    check_code,
    metric_code,
    printed_value,
    arithmetic,
    page_number,
    evidence_text,
    other_page_number,
    other_text
from oddities
