-- grain: one row per area of the indicators that is no authority: England, a region, a part of London
select
    area_code,
    area_kind_code,
    area_name
from reference.indicator_areas
