-- grain: one row per set of statistical neighbours, authority and neighbour
with latest_sets as (
    -- The sets that name an authority, the one that holds longest last: those that have ended have no newer one.
    select
        neighbours.urn,
        max_by(neighbours.neighbour_set_code, coalesce(nullif(sets.valid_to, ''), '9999-12-31')) as neighbour_set_code
    from reference.statistical_neighbours as neighbours
    inner join reference.neighbour_sets as sets on neighbours.neighbour_set_code = sets.neighbour_set_code
    group by neighbours.urn
)

select
    neighbours.urn as authority_urn,
    neighbours.neighbour_urn,
    cast(nullif(neighbours.rank, '') as integer) as neighbour_rank,
    neighbours.neighbour_set_code,
    nullif(neighbours.closeness_code, '') as closeness_code,
    cast(nullif(sets.valid_from, '') as date) as valid_from_date,
    cast(nullif(sets.valid_to, '') as date) as valid_to_date,
    neighbours.neighbour_set_code = latest_sets.neighbour_set_code as is_latest_set
from reference.statistical_neighbours as neighbours
inner join reference.neighbour_sets as sets on neighbours.neighbour_set_code = sets.neighbour_set_code
inner join latest_sets on neighbours.urn = latest_sets.urn
