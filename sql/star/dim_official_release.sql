-- grain: one row per 31 March for which a release of the official statistics lists every authority's grade
select
    cast(as_of_date as date) as as_of_date,
    cast(published_by as date) as published_by_date,
    nullif(also_counted_urn, '') as also_counted_urn,
    source
from reference.official_releases
