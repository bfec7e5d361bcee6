-- grain: one row per authority and time in which a trust or company ran its children's services
select
    urn as authority_urn,
    trust_name,
    cast(valid_from as date) as valid_from_date,
    cast(nullif(valid_to, '') as date) as valid_to_date
from reference.trusts
