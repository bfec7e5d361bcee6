"""Wording of the project for numbered findings: what each is about, never what it found."""

from __future__ import annotations

_TOPICS = {
    "safeguarding": "contacts and referrals|assessments of need|child protection plans|work with the police|"
    "help for families at an early stage|children in need|supervision of staff|the out-of-hours service|"
    "children missing from home|domestic abuse|disabled children|case recording|conferences and core groups",
    "care": "decisions to look after children|care plans and reviews|health assessments|schooling and attendance|"
    "where children live|foster carers|brothers and sisters|contact with family|independent reviewing officers|"
    "children placed at a distance|life-story work|advocacy|plans for permanence|emotional well-being",
    "adoption": "the recruitment of adopters|matching|support after adoption|the adoption panel|letters for later life",
    "care_leavers": "pathway plans|personal advisers|housing|education, training and work|health histories|"
    "money and entitlements|staying put",
    "leadership": "oversight by councillors|performance information|audits of practice|staffing and caseloads|"
    "commissioning|work with partners|learning from complaints|corporate parenting|training|"
    "what children and families say",
    "health": "health visitors|midwifery|school nurses|training of health staff|mental health services|hospital staff",
    "board": "membership of the board|challenge to agencies|thresholds|data for the board|case reviews|"
    "training across agencies|child deaths|the annual report|young people's part in the board",
}
_OPENINGS = (
    "This paragraph of the published report turns to {topic}.",
    "Here the report sets out what inspectors saw of {topic}.",
    "The next matter is {topic}, which the report treats at this point.",
    "On {topic}, the published paragraph weighs records, visits and talks with staff.",
    "Inspectors asked about {topic}, and the report gives their view in this place.",
)
_SENTENCES = (
    "Its wording is not repeated; its place, its section and roughly its length are kept.",
    "The example that the report gives is left out.",
    "Strengths and shortfalls stand side by side in the original, and both bear on the judgement of the section.",
    "Readers who need the detail will find it in the report itself, at the same place.",
    "Well-known terms such as multi-agency decision-making, drift and delay, and step-down would appear here.",
    "A sentence of this kind runs over a line’s end, so that the indent of the page can be seen.",
)


def topics(area: str) -> list[str]:
    """The subjects of an area, in order."""
    return _TOPICS[area].replace("'", "’").split("|")


def finding(number: int, area: str, length: int | None = None) -> str:
    """The paragraph with this number: one to three sentences, or ``length``, always the same ones."""
    subjects = topics(area)
    opening = _OPENINGS[number * 3 % len(_OPENINGS)].format(topic=subjects[number % len(subjects)])
    count = length if length is not None else 1 + number * 7 % 3
    rest = [_SENTENCES[(number + step * 3) % len(_SENTENCES)] for step in range(count - 1)]
    return " ".join([opening, *rest])


def summary(area: str, count: int = 2, start: int = 0) -> list[str]:
    """Paragraphs without numbers, for summaries and letters."""
    return [finding(start + step, area, 2 + step % 2) for step in range(count)]
