-- grain: one row per judgement that a framework makes, and the dates of inspection in which it does
select
    row_number() over (
        order by judgements.framework_code, cast(judgements.position as integer), judgements.inspections_from
    ) as domain_key,
    judgements.framework_code,
    judgements.service_code,
    services.service_name,
    judgements.domain_code,
    domains.domain_name,
    cast(judgements.position as integer) as position,
    judgements.requirement = 'required' as is_required,
    cast(nullif(judgements.inspections_from, '') as date) as inspections_from_date,
    cast(nullif(judgements.inspections_to, '') as date) as inspections_to_date,
    judgements.covers_care_leavers = 'true' as covers_care_leavers,
    domains.current_framework_domain = 'true' as is_current_framework_domain,
    domains.description
from reference.framework_judgements as judgements
inner join reference.services as services on judgements.service_code = services.service_code
inner join reference.domains as domains on judgements.domain_code = domains.domain_code
