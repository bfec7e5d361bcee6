-- grain: one row per theme of recommendations
select
    recommendation_theme_code,
    theme_name,
    description
from reference.recommendation_themes
