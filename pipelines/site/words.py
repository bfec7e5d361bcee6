"""What the site says in its own words: of frameworks, and of how one differs from the one before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FrameworkWords:
    """`short`: a name for narrow places. `judged`: what it judges. `differs`: what to mind beside the one before."""

    short: str
    judged: str
    differs: str


FRAMEWORKS = {
    "slac": FrameworkWords(
        "Safeguarding and looked after",
        "Two services side by side, safeguarding and looked after children, each with an overall grade of its own.",
        "There is no grade for children's services as a whole. The third grade is “adequate”: minimum requirements "
        "are met. It is not the same test as “requires improvement”, which came in November 2013.",
    ),
    "child_protection": FrameworkWords(
        "Child protection",
        "Child protection alone, in four judgements.",
        "Looked after children were not judged, so the overall grade is for less than before. The third grade is "
        "still “adequate”.",
    ),
    "looked_after": FrameworkWords(
        "Looked after children",
        "Looked after children alone, in five judgements, at a few authorities in 2013.",
        "Outcomes and quality of provision are each judged as one. The third grade is still “adequate”.",
    ),
    "sif": FrameworkWords(
        "Single inspection",
        "Help, protection, care, adoption, care leavers and leadership in one inspection, with one overall grade.",
        "“Requires improvement” (not yet good) took the place of “adequate” (minimum requirements met). An authority "
        "that went from one to the other was put to a different test; it need not have changed. Adoption and care "
        "leavers are graded as parts of the judgement on children looked after.",
    ),
    "lscb_review": FrameworkWords(
        "Safeguarding board review",
        "The Local Safeguarding Children Board: the partnership of agencies, not the authority.",
        "It is not a grade of the authority, and does not change the authority's latest grades.",
    ),
    "ilacs": FrameworkWords(
        "ILACS",
        "Help and protection, children in care, care leavers and leadership, in a standard or a short inspection.",
        "Adoption has no grade of its own any more. Care leavers were judged together with children in care until "
        "the end of 2022, and apart since. Inspections that start from April 2026 give no overall grade.",
    ),
    "ilacs_focused_visit": FrameworkWords(
        "Focused visit",
        "One theme, between inspections. The letter gives no grade.",
        "A visit does not change a grade. It can name areas for priority action.",
    ),
    "ilacs_monitoring_visit": FrameworkWords(
        "Monitoring visit",
        "The progress of an authority that was judged inadequate. The letter gives no grade.",
        "A visit does not change a grade.",
    ),
    "jtai": FrameworkWords(
        "Joint targeted inspection",
        "How the agencies of an area, together, answer one theme. The letters give no grade.",
        "It is about the area's agencies, not the authority alone.",
    ),
    "area_send": FrameworkWords(
        "Area SEND inspection",
        "How an area's partnership serves children with special educational needs or disabilities: "
        "one of three outcomes.",
        "An outcome is not a grade, and is about the partnership, not the authority alone.",
    ),
}

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

GLOSSARY = {
    "Area for priority action": "A serious weakness that a visit or a joint inspection tells an authority or its "
    "partners to deal with at once.",
    "Area of judgement (domain)": "What a grade is given for, such as leadership. Areas that bear one name under two "
    "frameworks are alike, not the same test.",
    "Care leaver": "A young person who was looked after and has left care, or is about to.",
    "Child in need": "A child who is given services because without them health or development would suffer.",
    "Child looked after, child in care": "A child whom the authority looks after, by a court's order or with the "
    "parents' agreement.",
    "Child protection plan": "The plan for a child who is thought likely to come to significant harm.",
    "Comparable grade": "The grade with “adequate” counted as “requires improvement”, as the official statistics do. "
    "These pages show grades as printed.",
    "Conflict": "Two statements of one fact in one report that disagree. The one used is shown, the other is kept.",
    "Front door": "Where contacts and referrals about children arrive and are first decided on.",
    "Inspection, visit": "An inspection judges; a visit looks at one theme or at progress, and gives no grade.",
    "Local Safeguarding Children Board": "The partnership that oversaw safeguarding in an area until 2019.",
    "Official statistics": "Ofsted's spreadsheets of outcomes. They are compared with what reports print, and fill in "
    "inspections that no report here shows.",
    "Quarantine": "Where a document is kept that cannot be read with certainty. Nothing of it is published.",
    "Statistical neighbour": "An authority that the DfE's model counts as alike in its people and circumstances.",
    "URN": "Ofsted's number of an authority. It stays the same when an authority's other codes change.",
}
