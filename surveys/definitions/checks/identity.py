"""Questions whose answers tell who a person is: alone (a name, a day of birth), or taken together (age, place and job).

Source: the Information Commissioner's guidance on anonymisation: people are singled out by linking what each question tells
(https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/data-sharing/anonymisation/). For English.
"""

import re
from collections.abc import Iterator, Mapping

from surveys.definitions.checks.said import any_of, english
from surveys.definitions.model import Question, Survey
from surveys.errors import Fault

TOGETHER = 3  # kinds of fact that single out a person, one of them a place or where they work
_YOUR = "(?:your|his|her|their|the child['’]s|your child['’]s|contact)"
_ALONE: Mapping[str, re.Pattern[str]] = {
    "a name": any_of(f"{_YOUR} (?:full |first |last |own )?name", "(?:first|last|family|full) name", "what are you called"),
    "an address": any_of(f"{_YOUR} (?:home |full |postal |e-?mail )?address", "e-?mail address", "where exactly do you live"),
    "a phone number": any_of("(?:phone|telephone|mobile) number", f"{_YOUR} (?:phone|mobile)"),
    "a number that only one person has": any_of("(?:NHS|national insurance|passport|case|pupil|patient) number"),
    "a day of birth": any_of("date of birth", "birthday", "(?:when|what day|which day) were you born"),
}
_AREA = "(?:area|ward|town|village|estate|street|neighbourhood)"
_GROUP = "(?:organisation|charity|group|school|college|team|employer|company)"
_HOME = any_of("home", "house", "live", "flat")
_AREA_INSTEAD = "Ask for the area with select_one, or for a place that is not theirs alone."
_PARTS: Mapping[str, re.Pattern[str]] = {
    "age": any_of(
        "how old (?:are|is)", "your age", "age (?:group|band|range)", "year (?:were you born|of birth)", "what age (?:are|is)"
    ),
    "place": any_of(
        "postcode",
        "where do you live",
        f"{_AREA} (?:do|are|did) you (?:live|from|in)",
        f"which {_AREA}[^?]* live",
        "which part [^?]* live",
    ),
    "work or school": any_of(
        "job (?:title|role)",
        "your (?:job|role|employer|school|college|workplace)",
        f"(?:which|what) {_GROUP}[^?]* (?:work|go to|attend|belong|volunteer|represent)",
        f"name of your {_GROUP}",
        "where do you work",
    ),
    "gender": any_of("gender", "your sex", "are you (?:male|female|a man|a woman)"),
    "ethnic group": any_of(r"ethnic\w*", "your race", "nationality", "country of birth", "first language"),
    "health": any_of(r"disab\w+", "health condition", "illness", "impairment"),
    "religion": any_of("religion", "faith"),
    "family": any_of(
        "how many (?:children|brothers|sisters)", "who do you live with", "(?:are you|being) (?:in care|fostered|adopted)"
    ),
}
_KEEP_APART = "Take it out: answers are kept apart from who gave them. Whoever wants to hear back is asked so at the end."


def check_identity(survey: Survey) -> Iterator[Fault]:
    """What singles out a person."""
    parts: dict[str, Question] = {}
    for question in survey.questions:
        label = english(question.label)
        if not question.asks or not label:
            continue
        place = question.place
        if question.kind == "geopoint":
            parts.setdefault("place", question)
            if _HOME.search(label):
                yield Fault(
                    "identify-alone", "it asks for the place of a home, which tells who the person is", _AREA_INSTEAD, place
                )
        for what, pattern in _ALONE.items():
            if pattern.search(label):
                remedy = "Ask for an age group." if what == "a day of birth" else _KEEP_APART
                yield Fault("identify-alone", f"it asks for {what}, which tells who the person is", remedy, place)
                break
        for what, pattern in _PARTS.items():
            if pattern.search(label):
                parts.setdefault(what, question)
    if len(parts) >= TOGETHER and ("place" in parts or "work or school" in parts):
        names = ", ".join(f"{what} ('{question.name}')" for what, question in parts.items())
        remedy = "Leave one out, or ask for wider groups: a district, an age band."
        last = max(parts.values(), key=lambda question: question.index)
        yield Fault("identify-together", f"together these can tell who a person is: {names}", remedy, last.place)
