"""Sentences that say how an earlier inspection judged: its day, what was judged and the grade.

Only sentences of known build are read, each part in a form listed here, in outcomes.py or in stated_subjects.csv.
Grades of providers, of other authorities and of the inspection that the report is about are none, and what is not
surely understood is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipelines.parsing.earlier_grades.outcomes import Verdict, grades_in
from pipelines.parsing.earlier_grades.subjects import subject_at_end, subject_codes, without_names
from pipelines.parsing.passages import Sentence
from pipelines.parsing.words.as_at_dates import DateMention, find_date_mentions
from pipelines.parsing.words.numbers import HAS_DIGIT
from pipelines.reference import rows

HAS_GRADE = re.compile(r"\b(?:outstanding|good|adequate|inadequate|requir\w+ improvement)\b", re.IGNORECASE)
GRADE_WORDS = ("outstanding", "good", "adequate", "improvement")  # each of HAS_GRADE has one
SAYS_EARLIER = re.compile(r"\b(?:last|previous|most recent)(?:ly)?\b", re.IGNORECASE)
IN_THIS_ONE = re.compile(r"\bthis (?:re-?)?inspection\b", re.IGNORECASE)


def _names(*, own: bool) -> str:
    """What reports call inspections of an authority's services, or others, as alternatives of a pattern."""
    found = [row["pattern"] for row in rows("stated_inspections") if (row["is_of_childrens_services"] == "true") is own]
    return "|".join(found)


# Words by which a sentence is about a provider, a service inspected by itself, or another kind of inspection.
ELSEWHERE = re.compile(
    r"\b(?:homes?|schools?|academ\w+|colleges?|nurser\w+|centres?|foster\w*|adoption (?:services?|agency|agencies)"
    r"|hospitals?|providers?|police|constabulary|probation|NHS|CQC|Care Quality Commission"
    r"|interim|pilot|early years|previous judge\w+|neighbour\w*|other (?:local )?authorities"
    rf"|{_names(own=False)})\b",
    re.IGNORECASE,
)

# In the patterns § is the sentence's one date.
KIND = rf"(?:(?:last|previous|earlier|most recent|full|{_names(own=True)}) )*"
AT = (
    r",? (?:(?:was |were )?published )?(?:in|on|of|at)(?: in)?(?: (?:early|late|the (?:end|summer|autumn|spring) of))?"
    r" §,?"
)
THE = r"(?:the|its|their|an?|our|Ofsted[’']s) (?:time of the )?"
SINCE_WORD = r"(?:since|(?<!looked )after|when)"
BOTH_SERVICES = (
    r"(?:safeguarding|child protection) and (?:looked after children|children looked after)(?:'s)?(?: services)?"
)


def _forms(at: str) -> tuple[re.Pattern[str], ...]:
    """What is said of an inspection, whose date is told as `at` has it."""
    inspection = (
        rf"(?P<kind>{KIND})(?:re- ?)?inspections?(?: of (?P<of>[^.;§]+?))?(?: \([A-Z]{{2,6}}\))?{at}(?: by Ofsted)?"
    )
    inspected = rf"(?:last|first|previously) inspected(?: by Ofsted)?{at}"
    when_inspected = rf"when (?:(?:they|it) (?:was|were) {inspected}|(?:last )?inspected(?: by Ofsted)?{at})"
    return (
        re.compile(rf"\b(?:{THE}{inspection}|{inspected}),? (?:when|where|in which) (?P<clause>.+)", re.IGNORECASE),
        re.compile(
            rf"\b{THE}{inspection},?(?: (?:which|that|and this))? (?P<clause>(?:judged|found|rated) .+)", re.IGNORECASE
        ),
        re.compile(rf"^(?:(?:at|in) {THE}{inspection}|{when_inspected}),? (?P<clause>.+)", re.IGNORECASE),
        re.compile(rf"^(?P<clause>.+?),? as was the case at the {inspection}", re.IGNORECASE),
        re.compile(
            rf"(?:^|\b{SINCE_WORD} )"
            rf"(?P<clause>(?:(?!\b{SINCE_WORD} )[^,;]|, (?:already|which was|which were|judged)\b)+?)"
            rf" (?:(?:at|in) {THE}{inspection}|{when_inspected})(?=[.,;]|$)",
            re.IGNORECASE,
        ),
    )


FORMS = _forms(rf"(?:{AT})?")
# With a date the inspection's name runs as far as it: "the last inspection of safeguarding and looked after children
# services in §, ...".
DATED_FORMS = (
    *_forms(AT),
    *FORMS,
    re.compile(rf"\b(?:the|its) § {KIND}inspection,? (?:when|where|which) (?P<clause>.+)", re.IGNORECASE),
    re.compile(
        rf"(?:^|\b{SINCE_WORD} )(?P<clause>(?:(?!\b{SINCE_WORD} )[^,;])+?)"
        rf" (?:in|at|by) (?:the|its|their|Ofsted[’']s) § {KIND}inspection(?=[.,;]| and\b| but\b|$)",
        re.IGNORECASE,
    ),
)
# Without the word inspection, only what was "judged".
JUDGED_FORMS = (
    re.compile(r"^in (?:early |late )?§,? (?:Ofsted |inspectors )?(?P<clause>.+)", re.IGNORECASE),
    re.compile(r"\b(?:in|from|since|of) (?:early |late )?§,? (?:when|where) (?P<clause>.+)", re.IGNORECASE),
    re.compile(rf"(?:^|\b{SINCE_WORD} )(?P<clause>(?:(?!\b{SINCE_WORD} )[^,;])+?){AT}(?=[.,;]| and\b| but\b|$)", re.I),
)
INSPECTED_AND = re.compile(
    rf"^(?P<of>.+?) (?:was|were) (?:last )?inspected(?: (?:by Ofsted|under the [\w ]{{2,60}}?))?{AT}"
    r" and (?:(?:was|were) )?(?P<clause>judged .+)",
    re.I,
)
TOOK_PLACE = (
    re.compile(
        rf"^(?:the |an? )?{KIND}(?:re- ?)?inspections? of (?P<of>.+?) (?:was|were|took place)"
        rf"(?: (?:undertaken|carried out|conducted))?{AT}(?: .*)?\.?$",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?P<of>.+?) (?:was|were) (?:last )?inspected(?: by Ofsted)?{AT}\.?$", re.IGNORECASE),
    re.compile(rf"^(?P<of>.+?)[’']s {KIND}inspection (?:was|took place){AT}\.?$", re.IGNORECASE),
)
THAT_INSPECTION = re.compile(r"^that inspection (?=judged )", re.IGNORECASE)
SINCE = re.compile(r"(?:,? (?:since|after|when|where)| since the .*)$", re.IGNORECASE)
SINCE_ALONE = re.compile(SINCE_WORD, re.IGNORECASE)
# "Children in Islington benefit from services that have gone from strength to strength since ..., when they ...".
SERVICES_THAT = re.compile(r"\b(?:children[’']s )?services (?:that|which)\b", re.IGNORECASE)
SERVICES = re.compile(r"\bservices\b(?! for\b)", re.IGNORECASE)
PERIOD = re.compile(r"\b(?:between|from) \d{1,2}(?: [A-Z][a-z]+)?(?: \d{4})? (?:and|to) (?=\d{1,2} [A-Z][a-z]+ \d{4})")
# Parts of a sentence that can state something by themselves, where the whole also speaks of other things.
PARTS = re.compile(r"; |, (?:and|but|while|although|with) ")
THE_COUNCIL = re.compile(
    r"(?<!\w)(?:the )?(?:(?:london|royal|metropolitan) borough of |city of )?@"
    r"(?: (?:(?:county|city|borough|metropolitan borough|district) )+council\b)?",
    re.IGNORECASE,
)
# Said beside the judgement of one inspection: "services were found to have moved on from a previous judgement of
# inadequate and were judged good".
FOUND_ASIDE = re.compile(r" (?:was|were) found to have [^,.;]+? and (?=(?:was|were) judged\b)", re.IGNORECASE)
BEING_JUDGED = re.compile(r"(?:(?<=\bsince )|(?<=\bafter ))being (?=(?:judged|rated|graded)\b)", re.IGNORECASE)
# Who "they" are in a sentence behind one that opens so: nobody judges these.
PEOPLE = re.compile(r"^(?:[\w’'-]+,? ){0,6}?(?:leaders|managers|members|officers|staff|workers)\b", re.IGNORECASE)
OPENING = re.compile(
    r"^(?:(?:many|most|some) )?(?P<subject>.+?) (?:have|has|had|require|requires|continue)\b", re.IGNORECASE
)
OPENING_SERVICES = re.compile(r"^(?P<subject>.+?) (?:have|has|had|are|were|require|continue)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with own names as @ and its only date, if it has one, as §; `printed` is that date's words."""

    text: str
    date: DateMention | None
    printed: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing judged by an earlier inspection: its subject code, the grade as printed, and the words."""

    inspected: Marked
    code: str
    grade: str
    text: str


def statements(sentence: Sentence, before: Sentence | None, urn: str, start: date) -> list[Said]:
    """What a sentence, or it with the one before, says was judged before `start` of the authority of that URN."""
    if not _may_state(sentence.text, before.text if before is not None else ""):
        return []
    marked = mark(sentence.text, urn, start)
    if marked is None:
        parts = PARTS.split(sentence.text)
        marked_parts = [mark(part, urn, start) for part in parts] if len(parts) > 1 else []
        return [
            Said(part, code, grade, sentence.text)
            for part in marked_parts
            if part is not None and part.date is not None
            for code, grade in _verdicts(part, "")
        ]
    inspected = _inspected(before, urn, start) if before is not None and marked.date is None else None
    if before is not None and inspected is not None:
        earlier, of = inspected
        verdicts = _resolved(grades_in(THAT_INSPECTION.sub("", marked.text)), of, of)
        return [Said(earlier, code, grade, f"{before.text} {sentence.text}") for code, grade in verdicts]
    spoken_of = without_names(before.text, urn) if before is not None else None
    return [Said(marked, code, grade, sentence.text) for code, grade in _verdicts(marked, spoken_of or "")]


def _may_state(text: str, before: str) -> bool:
    """Whether a sentence has a grade, and it or the one before may say when it was given."""
    lower = text.lower()
    if not any(word in lower for word in GRADE_WORDS) or not HAS_GRADE.search(text):
        return False
    return bool(SAYS_EARLIER.search(text) or HAS_DIGIT.search(text) or HAS_DIGIT.search(before))


def mark(text: str, urn: str, start: date) -> Marked | None:
    """The sentence marked; None when it is about others, or has several dates or one that is not earlier."""
    text = BEING_JUDGED.sub("they were ", FOUND_ASIDE.sub(" ", text))
    if ELSEWHERE.search(text):
        return None
    text = PERIOD.sub("on ", THE_COUNCIL.sub("@", (without_names(text, urn) or "").replace("§", " ")))
    mentions = find_date_mentions(text, start)
    if not mentions:
        return Marked(text, None, None) if text else None
    mention = mentions[0]
    if len(mentions) > 1 or mention.iso is None or mention.iso >= start.isoformat()[: len(mention.iso)]:
        return None
    return Marked(text[: mention.start] + "§" + text[mention.end :], mention, text[mention.start : mention.end])


def _inspected(sentence: Sentence, urn: str, start: date) -> tuple[Marked, tuple[str, ...]] | None:
    """The earlier inspection that a sentence is wholly about, and the codes of what was inspected."""
    marked = mark(sentence.text, urn, start)
    if marked is None or marked.date is None:
        return None
    took_place = next((match for form in TOOK_PLACE if (match := form.match(marked.text))), None)
    codes = subject_codes(took_place["of"]) if took_place else ()
    return (marked, codes) if codes else None


def _verdicts(marked: Marked, before: str) -> list[tuple[str, str]]:
    text = marked.text
    if IN_THIS_ONE.search(text) or (marked.date is None and not SAYS_EARLIER.search(text)):
        return []
    inspected_and = INSPECTED_AND.match(text)
    if inspected_and:
        of = subject_codes(inspected_and["of"])
        return _resolved(grades_in(f"it was {inspected_and['clause']}"), of, of)
    for form in FORMS if marked.date is None else DATED_FORMS + JUDGED_FORMS:
        match = form.search(text)
        verdicts = grades_in(match["clause"], judged_only=form in JUDGED_FORMS) if match else []
        if match and verdicts:
            said = match.groupdict()
            of = subject_codes(said["of"]) if said.get("of") else ("generic",)
            if of == ("generic",) and re.match(rf"(?:\w+ )*{BOTH_SERVICES} ", said.get("kind") or "", re.IGNORECASE):
                of = ("both",)
            if of == ("both",) and SERVICES.search(match["clause"]):
                of = _one_service(text) or of
            asides = text[: match.start("clause")], text[match.end() :]
            leads = SINCE_ALONE.fullmatch(asides[0].strip())
            return _resolved(verdicts, of, _opens(asides[1]) if leads else _antecedent(asides[0], before))
    return []


def _one_service(text: str) -> tuple[str, ...]:
    """The services that a sentence opens with, where they are less than all that an inspection was of: "services" in it
    may be these alone."""
    opening = OPENING_SERVICES.match(text)
    codes = subject_codes(opening["subject"]) if opening else ()
    return () if {"generic", "both", "overall", "pronoun"} & {*codes} else codes


def _opens(text: str) -> tuple[str, ...]:
    """What the main clause behind "Since being judged inadequate in §, " opens with, where it is not people."""
    opening = OPENING.match(text.lstrip(" ,"))
    return subject_codes(opening["subject"]) if opening and not PEOPLE.match(opening["subject"]) else ()


def _antecedent(text: str, before: str) -> tuple[str, ...]:
    """What "they" after the text stands for: the sentence's opening subject, else the last thing named.

    A sentence that opens with a pronoun itself has it from the sentence before, unless that is of people.
    """
    opening = OPENING.match(text)
    codes = subject_codes(opening["subject"]) if opening else ()
    if (codes == ("pronoun",) and not PEOPLE.match(before)) or (not codes and not text.strip()):
        opening = OPENING.match(THE_COUNCIL.sub("@", before))
        return subject_codes(opening["subject"]) if opening else ()
    codes = () if codes == ("pronoun",) else codes
    codes = codes or subject_at_end(SINCE.sub("", text.strip()))
    return codes or (("generic",) if SERVICES_THAT.search(text) else ())


def _resolved(verdicts: list[Verdict], of: tuple[str, ...], antecedent: tuple[str, ...]) -> list[tuple[str, str]]:
    """The verdicts with "services" read as what was inspected and "they" as what they stand for; all or none."""
    found: list[tuple[str, str]] = []
    for codes, grade in verdicts:
        for code in codes:
            known = antecedent if code == "pronoun" else of if code == "generic" else (code,)
            known = of if known == ("generic",) else known
            if not known:
                return []
            found += [(meant, grade) for meant in known]
    return found
