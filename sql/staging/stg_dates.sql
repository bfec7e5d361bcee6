-- grain: one row per printed statement of a document's dates, the most authoritative of its kind ranked 1
select
    dates.document_sha256,
    dates.position,
    dates.kind,
    try_cast(dates.start_date as date) as start_date,
    try_cast(dates.end_date as date) as end_date,
    dates.place,
    dates.page,
    dates.text,
    row_number() over (
        partition by dates.document_sha256, dates.kind
        order by cast(places.authority_rank as integer), dates.position
    ) as statement_rank
from raw.raw_dates as dates
inner join reference.statement_places as places on dates.place = places.place
