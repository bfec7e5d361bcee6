"""The sample's file with rows of what the sample lacks, in places that do not touch one another, for one site of all.

A test that looks at one of them names it, and what its page must say.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

SIF = "80528-sif-2017-06-12"
# Reports that could not be read: later than the latest inspection of South Tyneside and of Kent, earlier than that of
# North Somerset. The file has the address of the first and the last.
ADDRESS = "https://reports.example.org/provider/44/80557"
UNREAD = f"""
    insert into unread_reports values
    (null, 'later.pdf', '80557', date '2026-05-21', '{ADDRESS}'),
    (null, 'later-without-address.pdf', '80476', date '2026-05-21', null),
    (null, 'earlier.pdf', '80528', date '2014-05-21', '{ADDRESS}')
"""
APART = """
    insert into quarantine by name
    select
        'later.pdf' as file_name,
        '2026/later.pdf' as source_path,
        'parsing' as stage,
        'no_text' as reason_code,
        'Read it by hand.' as reason,
        'North Somerset' as authority_name,
        date '2026-05-21' as published_date
"""
ASIDE = f"""
    insert into set_aside
    select document_sha256, file_name, inspection_id, 'raw_quantities', 'counts_are_whole', 'Half a child.', 7, 'Words.'
    from dim_inspection
    where inspection_id = '{SIF}'
"""
RECORDED = """
    delete from official_outcomes;
    insert into official_outcomes by name
    select
        authority_urn || framework_code as official_id,
        case when grade_code = 'good' then 'here' end as inspection_id,
        'ilacs' as framework_code,
        date '2022-03-01' as inspection_date,
        'childrens_services' as service_code,
        'overall_effectiveness' as domain_code,
        grade_code,
        true as is_used
    from (values ('1', 'ilacs', 'good'), ('2', 'ilacs', 'good'), ('3', 'ilacs', 'inadequate'))
    as records (authority_urn, framework_code, grade_code)
"""
CORRECTED = f"""
    insert into corrections by name
    select
        '{SIF}' as inspection_id,
        'judgement' as kind_code,
        'judgement.childrens_services.leadership' as field,
        'good' as value,
        'inadequate' as printed_value,
        'applied' as state_code,
        'A. Person' as corrected_by,
        date '2026-11-26' as corrected_on
"""
# A day of publication that only the official statistics know; the inspection began in another year.
RECORDED_DAY = ("80419-ilacs-2018-11-19", "2019-01-07")
DAY = """
    update dim_inspection set
        published_date = null, published_date_source = null, official_published_date = cast($day as date)
    where inspection_id = $inspection and published_date = cast($day as date)
"""
# Subjects of conflicts, in the words of the pages.
SUBJECTS = {
    "share.sentence": "A share, and the numbers it is a share of: within one sentence",
    "share.adoptions": "A share, and the numbers it is a share of: Adoptions in 12 months",
    "childrens_services.leadership": "Leadership",
    "safeguarding.leadership": "Safeguarding services: Leadership",
    "publication": "Day of publication",
}
# Each with another value, by which its row is known; there are no other conflicts.
CONFLICTS = """
    create temp table kept as from conflicts limit 1;
    delete from conflicts;
    insert into conflicts
    select kept.* replace (named.subject as subject, cast(named.number as varchar) as other_value)
    from kept, (select unnest($subjects) as subject, unnest(range(len($subjects))) as number) as named
"""
# What an edition tells of: a new report, and figures that the code reads otherwise.
FIGURE = "child_poverty/percent/actual"
TOLD = """
    insert into raw.published_changes
    select
        '2026.10.01', '2026.10.02', timestamp '2026-10-02 02:00:00', kind_code, $cause, inspection_id, authority_urn,
        field, case when $cause <> 'new_report' and kind_code <> 'recommendation' then '7' end,
        case when kind_code <> 'recommendation' then value end, document_sha256, null, text
    from edition_values
    where inspection_id = (select min(inspection_id) from edition_values where field = $field) and kind_code in $kinds
"""
EVERY_KIND = ["inspection", "judgement", "date", "metric", "recommendation", "detail"]


def alter(source: Path, target: Path) -> None:
    """Copies the sample's file, and alters all that this module names."""
    shutil.copyfile(source, target)
    target.chmod(0o644)
    with duckdb.connect(str(target)) as connection:
        for statement in (UNREAD, APART, ASIDE, RECORDED, CORRECTED):
            connection.execute(statement)
        inspection, day = RECORDED_DAY
        connection.execute(DAY, {"inspection": inspection, "day": day})
        for part in CONFLICTS.split(";"):
            connection.execute(part, {"subjects": list(SUBJECTS)} if "$subjects" in part else None)
        found = json.dumps(what_a_check_found(connection))
        connection.execute(
            "update check_results set unexpected_rows = ?, unexpected_count = null where not passed", [found]
        )
        connection.execute(TOLD, {"cause": "new_report", "field": FIGURE, "kinds": EVERY_KIND})
        connection.execute(TOLD, {"cause": "code_changed", "field": FIGURE, "kinds": ["metric"]})


def joint_inspection(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """The key, id, file and authority of the sample's joint targeted inspection."""
    (row,) = connection.execute(
        "select inspection_key, inspection_id, file_name, authority_name from dim_inspection "
        "inner join dim_authority using (authority_key) where framework_code = 'jtai'"
    ).fetchall()
    return row


def what_a_check_found(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    """Rows as a check keeps them: two of an inspection, one of a file, and two that are no rows."""
    key, inspection_id, file_name, _ = joint_inspection(connection)
    return [
        {"inspection_key": key, "paragraph_number": 57, "on": "2024-02-29T00:00:00.000", "other": None},
        {"inspection_id": inspection_id, "file_name": file_name},
        {"file_name": "a_b.pdf"},
        "\u202ereversed",
        7,
    ]
