"""What the reading that all frameworks share asks of a framework; a framework's module says it once, as TRAITS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class WithheldSection:
    """A section that names people who are no inspectors: its heading, and the heading that ends it."""

    heading: re.Pattern[str]
    end: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How a framework's reports differ in what is read alike in all of them.

    `addressee`: whom a recommendation addresses where nobody is named: authority, partnership or lscb, the
    safeguarding board.
    `subheadings`: which headings within a list of recommendations leave it open: none, those smaller than the list's
    own, or any where the first of them stands between the list's heading and its first item.
    `paragraphs_are_items`: whether each paragraph under such a heading is an item, as in a table's column; where not,
    a paragraph opens a list only.
    `introduction`: how its letters begin a paragraph that says what the letter is, beside the ways of all letters.
    `letter_title`: how the line begins that ends a letter's address block where no salutation does; None for what is
    no letter.
    `parts_services`: whether its reports speak of one service after another, each with recommendations of its own; in
    others "Looked after children" is a topic (Rotherham 2014, Southampton 2014).
    `withheld_section`: the section that names partners, if its reports have one.
    """

    addressee: Literal["authority", "partnership", "lscb"] = "authority"
    subheadings: Literal["none", "smaller", "any"] = "none"
    paragraphs_are_items: bool = False
    parts_services: bool = False
    introduction: re.Pattern[str] | None = None
    letter_title: re.Pattern[str] | None = None
    withheld_section: WithheldSection | None = None
