-- grain: one row per judgement, visit, date, type or theme that a report, the official statistics or both have
with official_years as (
    select
        framework_code,
        count(inspection_date) > 0 as is_by_inspection_date,
        min(coalesce(inspection_date, publication_date)) as first_date,
        max(coalesce(inspection_date, publication_date)) as last_date
    from staging.stg_official_inspections
    group by framework_code
),

official_judgements as (
    select
        official_id,
        inspection_id,
        framework_code,
        service_code,
        domain_code,
        grade_printed,
        grade_code,
        file_name,
        sheet_name,
        row_number
    from official_outcomes
    where is_used and domain_code is not null
),

recorded_domains as (
    select distinct framework_code, service_code, domain_code
    from official_judgements
),

our_inspections as (
    select
        inspection_key,
        inspection_id,
        framework_code,
        authority_urn,
        inspection_start_date,
        published_date,
        inspection_type_code,
        theme_code
    from dim_inspection
    -- Without official statistics there is nothing to set reports against.
    where source_code = 'report' and exists (select 1 from official_years)
),

our_judgements as (
    select
        inspections.inspection_id,
        inspections.framework_code,
        inspections.inspection_start_date,
        inspections.published_date,
        domains.service_code,
        domains.domain_code,
        grades.grade_code
    from our_inspections as inspections
    inner join fact_judgement as judgements on inspections.inspection_key = judgements.inspection_key
    inner join dim_domain as domains on judgements.domain_key = domains.domain_key
    inner join dim_grade as grades on judgements.grade_key = grades.grade_key
),

-- The official record lists a board's grade with the single inspection of its area; Surrey's board was reviewed and
-- published apart, two months later.
boards_apart as (
    select
        reviews.inspection_id,
        first(official.official_id order by abs(reviews.published_date - official.publication_date)) as official_id
    from our_inspections as reviews
    inner join staging.stg_official_inspections as official
        on reviews.authority_urn = official.authority_urn
        and official.framework_code = 'sif'
        and abs(reviews.published_date - official.publication_date) <= 120
    where
        reviews.framework_code = 'lscb_review'
        and not exists (
            select 1
            from our_judgements as judgements
            where judgements.inspection_id = official.inspection_id and judgements.domain_code = 'safeguarding_board'
        )
    group by reviews.inspection_id
),

links as (
    select inspection_id, official_id, false as is_board_apart
    from staging.stg_official_inspections
    where inspection_id is not null
    union all
    select inspection_id, official_id, true as is_board_apart
    from boards_apart
),

our_linked_judgements as (
    select
        judgements.inspection_id,
        judgements.framework_code,
        judgements.inspection_start_date,
        judgements.published_date,
        judgements.service_code,
        judgements.domain_code,
        judgements.grade_code,
        links.official_id,
        links.is_board_apart
    from our_judgements as judgements
    left join links on judgements.inspection_id = links.inspection_id
),

judgements as (
    select
        coalesce(ours.inspection_id, official.inspection_id) as inspection_id,
        coalesce(ours.official_id, official.official_id) as official_id,
        'judgement' as kind_code,
        coalesce(ours.service_code, official.service_code) as service_code,
        coalesce(ours.domain_code, official.domain_code) as domain_code,
        ours.grade_code as our_value,
        -- A dash in place of a grade agrees with a judgement that was not made, and says nothing of any other.
        case
            when official.grade_printed <> '-' then coalesce(official.grade_code, official.grade_printed)
            when coalesce(ours.grade_code, 'not_judged') = 'not_judged' then official.grade_printed
        end as official_value,
        coalesce(
            our_grades.comparable_grade_code = official_grades.comparable_grade_code,
            official.grade_printed = '-' and ours.grade_code = 'not_judged'
        ) as is_same,
        case
            when ours.is_board_apart and official.official_id is not null then 'board_reviewed_apart'
            when our_grades.comparable_grade_code = official_grades.comparable_grade_code and ours.grade_code <> official.grade_code
                then 'adequate_recoded'
            when ours.inspection_id is null and official.inspection_id is null then 'no_report'
            when official.grade_printed = '-' then 'dash_in_record'
            when official.official_id is not null then null
            when official_years.framework_code is null then 'framework_not_covered'
            when recorded_domains.domain_code is null then 'judgement_not_recorded'
            when ours.official_id is not null then null
            when
                case
                    when official_years.is_by_inspection_date then ours.inspection_start_date
                    else coalesce(ours.published_date, ours.inspection_start_date)
                end not between official_years.first_date and official_years.last_date
                then 'outside_official_years'
        end as explanation_code,
        official.file_name as official_file_name,
        official.sheet_name as official_sheet_name,
        official.row_number as official_row_number
    from our_linked_judgements as ours
    full join official_judgements as official
        on ours.official_id = official.official_id
        and ours.service_code = official.service_code
        and ours.domain_code = official.domain_code
    left join dim_grade as our_grades on ours.grade_code = our_grades.grade_code
    left join dim_grade as official_grades on official.grade_code = official_grades.grade_code
    left join official_years on ours.framework_code = official_years.framework_code
    left join recorded_domains
        on ours.framework_code = recorded_domains.framework_code
        and ours.service_code = recorded_domains.service_code
        and ours.domain_code = recorded_domains.domain_code
),

circumstances as (
    select
        ours.inspection_id,
        official.official_id,
        unnest([
            struct_pack(
                kind_code := 'inspection_date',
                our_value := ours.inspection_start_date::varchar,
                official_value := official.inspection_date::varchar
            ),
            struct_pack(
                kind_code := 'publication_date',
                our_value := ours.published_date::varchar,
                official_value := official.publication_date::varchar
            ),
            struct_pack(
                kind_code := 'inspection_type',
                our_value := ours.inspection_type_code,
                official_value := official.inspection_type_code
            ),
            struct_pack(
                kind_code := 'theme',
                our_value := ours.theme_code,
                official_value := official.theme_code
            )
        ], recursive := true),
        records.file_name as official_file_name,
        records.sheet_name as official_sheet_name,
        records.row_number as official_row_number
    from our_inspections as ours
    inner join staging.stg_official_inspections as official on ours.inspection_id = official.inspection_id
    inner join staging.stg_official_records as records
        on official.official_id = records.official_id and records.record_rank = 1
),

-- Visits have no judgements to compare: what the record has of them stands beside what is held.
visits as (
    select
        official.inspection_id,
        official.official_id,
        'visit' as kind_code,
        official.inspection_id as our_value,
        official.official_id as official_value,
        official.inspection_id is not null as is_same,
        case when official.inspection_id is null then 'no_report' end as explanation_code,
        records.file_name as official_file_name,
        records.sheet_name as official_sheet_name,
        records.row_number as official_row_number
    from staging.stg_official_inspections as official
    inner join dim_framework as frameworks
        on official.framework_code = frameworks.framework_code and frameworks.kind_code = 'visit'
    inner join staging.stg_official_records as records
        on official.official_id = records.official_id and records.record_rank = 1
),

compared as (
    from judgements
    union all by name
    from visits
    union all by name
    select
        inspection_id,
        official_id,
        kind_code,
        our_value,
        official_value,
        our_value = official_value as is_same,
        case when kind_code = 'publication_date' and our_value is null then 'not_in_report' end as explanation_code,
        official_file_name,
        official_sheet_name,
        official_row_number
    from circumstances
    where official_value is not null
)

select
    compared.inspection_id,
    compared.official_id,
    coalesce(ours.framework_code, official.framework_code) as framework_code,
    coalesce(ours.authority_urn, official.authority_urn) as authority_urn,
    ours.inspection_start_date,
    official.inspection_date as official_inspection_date,
    official.publication_date as official_publication_date,
    compared.kind_code,
    compared.service_code,
    compared.domain_code,
    compared.our_value,
    compared.official_value,
    case
        when compared.our_value is null then 'only_official'
        when compared.official_value is null then 'only_ours'
        when compared.is_same then 'agrees'
        else 'differs'
    end as status_code,
    compared.explanation_code,
    explanations.explanation,
    compared.official_file_name,
    compared.official_sheet_name,
    compared.official_row_number
from compared
left join our_inspections as ours on compared.inspection_id = ours.inspection_id
left join staging.stg_official_inspections as official on compared.official_id = official.official_id
left join reference.reconciliation_explanations as explanations
    on compared.explanation_code = explanations.explanation_code
