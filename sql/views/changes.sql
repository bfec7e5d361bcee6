-- grain: one row per value of a report in which an edition differs from the one before it
with changed as (
    select
        from_version,
        to_version,
        changed_at,
        kind_code,
        cause_code,
        inspection_id,
        authority_urn,
        field,
        coalesce(text_before, value_before) as value_before,
        coalesce(text_after, value_after) as value_after,
        document_sha256
    from raw.published_changes
    union all
    -- The edition that this file is: its version is known once it is published.
    select
        differences.from_version,
        publication.version as to_version,
        publication.published_at as changed_at,
        differences.kind_code,
        differences.cause_code,
        differences.inspection_id,
        differences.authority_urn,
        differences.field,
        coalesce(differences.text_before, differences.value_before) as value_before,
        coalesce(differences.text_after, differences.value_after) as value_after,
        differences.document_sha256
    from edition_differences as differences
    cross join publication
),

names as (
    select authority_urn, max_by(authority_name, coalesce(valid_to_date, date '9999-12-31')) as authority_name
    from dim_authority
    group by authority_urn
)

select
    changed.from_version,
    changed.to_version,
    changed.changed_at,
    changed.kind_code,
    changed.cause_code,
    changed.inspection_id,
    changed.authority_urn,
    changed.field,
    changed.value_before,
    changed.value_after,
    changed.document_sha256,
    names.authority_name
from changed
left join names on changed.authority_urn = names.authority_urn
