-- grain: one row per version of an authority, valid from one day to another
select
    row_number() over (order by urn, coalesce(valid_from, '')) as authority_key,
    urn as authority_urn,
    nullif(dfe_code, '') as dfe_code,
    nullif(ons_code, '') as ons_code,
    name as authority_name,
    authority_type,
    region as region_name,
    ofsted_region as ofsted_region_name,
    cast(nullif(valid_from, '') as date) as valid_from_date,
    cast(nullif(valid_to, '') as date) as valid_to_date,
    nullif(successor_urns, '') as successor_urns,
    valid_to = '' or cast(nullif(valid_to, '') as date) >= current_date as is_current,
    (
        select string_agg(aliases.alias, '; ' order by aliases.alias)
        from reference.authority_aliases as aliases
        where aliases.urn = authorities.urn
    ) as aliases
from reference.authorities as authorities
