-- grain: one row per theme of recommendations
select
    recommendation_theme_code,
    theme_name,
    description,
    cast(labelled as integer) as labelled_count,
    cast("precision" as double) as measured_precision,
    cast(recall as double) as measured_recall
from reference.recommendation_themes
