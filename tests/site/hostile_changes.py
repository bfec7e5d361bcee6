"""What a hostile warehouse can be made to hold besides, for the sites that tests look at."""

ALL_APPROXIMATE = "update fact_metric set is_approximate = true"
ALL_EXACT = "update fact_metric set is_approximate = false"
REPORT_ADDRESS = "https://reports.example/file/1?a=1&b='\"><b onfocus=hit>"
ADDRESSED = f"update dim_inspection set source_url = $${REPORT_ADDRESS}$$"
# An inspection of 2012 that the official statistics alone have, and that later reports speak of.
RECORD_ALONE = """
    create table authority as
    select authority_key, authority_urn, authority_name from dim_authority
    where is_current and authority_urn not in (select authority_urn from dim_inspection)
    order by authority_urn limit 1;
    update dim_authority set authority_name = 'Somewhere'
    where authority_urn = (select authority_urn from authority);
    insert into dim_inspection by name
    select 9999 as inspection_key, 'of-the-record' as inspection_id, 'official_statistics' as source_code,
        'Somewhere Council' as authority_name_printed,
        framework_key, framework_code, authority_key, authority_urn,
        date '2012-05-01' as published_date, 'official_statistics' as published_date_source
    from authority, dim_framework where framework_code = 'slac';
    insert into all_inspections by name
    select inspection_id, source_code, framework_code, 'inspection' as kind_code, authority_urn,
        'Somewhere' as authority_name, published_date as inspected_date, published_date
    from dim_inspection where inspection_id = 'of-the-record';
    insert into official_outcomes by name
    select 'of-the-record' as official_id, 'slac' as framework_code, authority_urn,
        date '2012-05-01' as publication_date, 'safeguarding' as service_code,
        'overall_effectiveness' as domain_code, 'Overall effectiveness' as judgement_label,
        'Requires improvement to be good' as grade_printed, 'requires_improvement' as grade_code,
        true as is_used, 'record.ods' as file_name, 'Sheet 1' as sheet_name, 12 as row_number
    from authority;
    insert into judgement_history_all by name
    select 'of-the-record' as inspection_id, authority_urn, true as is_latest from authority;
    update stated_history set matched_inspection_id = 'of-the-record', grade_code = 'adequate',
        our_grade_code = 'requires_improvement', agreement = 'agrees';
"""
WORDS_LEFT_OUT = (
    "update publication set verbatim = 'open_licence'",
    *(
        f"update {name} set {column} = null"
        for name, column in (
            ("fact_judgement", "evidence_text"),
            ("fact_metric", "evidence_text"),
            ("fact_finding", "finding_text"),
            ("fact_recommendation", "recommendation_text"),
            ("conflicts", "used_text"),
            ("conflicts", "other_text"),
            ("stated_history", "evidence_text"),
            ("check_results", "unexpected_rows"),
        )
    ),
)
