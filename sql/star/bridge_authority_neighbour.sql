-- grain: one row per authority and statistical neighbour
select
    urn as authority_urn,
    neighbour_urn,
    cast(rank as integer) as neighbour_rank
from reference.statistical_neighbours
