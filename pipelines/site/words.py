"""What the site says in its own words, of what the published file has codes for."""

from __future__ import annotations

SITE_NAME = "Inspections of children's services in England"

# Domains of the overview, in the order of its columns.
DOMAINS = {
    "overall_effectiveness": "Overall",
    "help_and_protection": "Help and protection",
    "children_in_care": "Children in care",
    "care_leavers": "Care leavers",
    "leadership": "Leadership",
}

# Whose a figure is.
ROLES = {
    "actual": "The authority",
    "previous": "The authority, before",
    "national": "England",
    "other_comparator": "Another comparison",
}

# Whom a recommendation is for, where the report names nobody else.
ADDRESSEES = {
    "authority": "the authority",
    "partnership": "the partnership",
    "lscb": "the Local Safeguarding Children Board",
}

# What a conflict is about: parts of its subject that are neither a service, an area of judgement nor a metric.
SUBJECTS = {
    "inspection": "Days of the inspection",
    "publication": "Day of publication",
    "authority": "Name of the authority",
    "share": "A share, and the numbers it is a share of",
    "change": "A change, and the figures before and after it",
    "rate": "A rate, and the numbers that it follows from",
    "parts": "A part, and its whole",
    "sentence": "within one sentence",
}
