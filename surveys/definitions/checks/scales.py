"""Which answers are on offer: scales with as many steps up as down, a way out for whoever does not know or would rather not say.

Source: as for `wording`; that personal questions offer "Prefer not to say" is the Government Statistical Service's harmonised
standards' (https://analysisfunction.civilservice.gov.uk/policy-store/).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from surveys.definitions.checks.said import any_of, english
from surveys.definitions.model import Choice, Question, Survey
from surveys.errors import Fault, Place

Side = Literal["up", "middle", "down", "out", ""]

# Each is compared with the whole of a label, in small letters.
_HOW = re.compile(
    "in|very|strongly|fairly|quite|extremely|somewhat|slightly|mostly|completely|totally|a|little|bit|much|rather|tend|to|really|generally"
    "|definitely|probably|almost|nearly|too"
)
_UP = re.compile(
    "agree|satisfied|likely|happy|good|well|excellent|great|better|easy|safe|important|support|favour|favourable|helpful|useful|often"
    "|always|effective|positive|confident|comfortable|clear|strong|fast|quick|high|reliable|friendly|worthwhile|improved|valued"
    "|welcome|outstanding|perfect|brilliant|usually"
)
_DOWN = re.compile(
    "disagree|dissatisfied|unsatisfied|unlikely|unhappy|poor|poorly|bad|badly|terrible|awful|worse|difficult|hard|unsafe|unimportant"
    "|oppose|against|unfavourable|unhelpful|useless|rarely|seldom|never|ineffective|negative|uncomfortable|unclear|unfair|weak|slow"
    "|low|unreliable|unfriendly|inadequate|unacceptable|ignored|unwelcome|worthless"
)
_MIDDLE = re.compile(
    r"neutral|mixed|average|ok|okay|fair|so-so|undecided|adequate|moderate(?:ly)?|satisfactory|acceptable|sometimes|neither\b.*"
    r"|about (?:right|the same)|the same|no (?:change|difference)|it varies|in between|no strong \w+"
)
_OUT = re.compile(
    r"(?:i )?(?:do not|don't|can't|cannot) (?:know|remember|say|tell)|(?:i'm |i am )?(?:not sure|unsure)|no (?:opinion|view|idea)"
    r"|it depends|(?:i'd |i would )?(?:rather not|prefer not).*|(?:it )?(?:does not|doesn't) apply.*|not applicable|n/a"
    r"|(?:i )?(?:have not|haven't) (?:used|tried|seen|been|needed).*"
)
_HOW_OFTEN = re.compile("always|often|sometimes|rarely|seldom|never|usually", re.IGNORECASE)
_RATHER_NOT = re.compile(r"\b(?:rather not|prefer not|not (?:want|wish) to)\b", re.IGNORECASE)
_YES_NO = re.compile(r"(?:yes|no)\b.{0,20}", re.IGNORECASE)
_HALF = re.compile(r"(?:maybe|partly|perhaps|to some extent|a bit|some of)\b.*", re.IGNORECASE)
_PERSONAL = any_of(
    "how old are you", "(?:your|what) age", "your age group", "(?:date|year|day) of birth", "were you born", "gender",
    "(?:your|what) sex", r"ethnic\w*", "your race", "nationality", "immigration", "(?:your|what) (?:religion|faith|belief)s?",
    r"disab\w+", r"pregnan\w+", "health (?:condition|problem)s?", "mental health", "long[- ]term (?:illness|condition)",
    r"sexual\w*", "do you earn", r"convict\w*", "your (?:income|salary|benefits|debts?|postcode|address)",
    "(?:been|were you) (?:abused|hurt|arrested|in care)", "free school meals",
)  # fmt: skip


def side(label: str) -> Side:
    """Where on a scale an English label stands; "" for what is no step of one."""
    low = label.casefold().replace("’", "'").strip(" .")
    if _OUT.fullmatch(low):
        return "out"
    if _MIDDLE.fullmatch(low):
        return "middle"
    if low.startswith("not ") and not low.startswith("not at all"):
        return "down"
    words = low.removeprefix("not at all ").split()
    rest = [word for word in words if not _HOW.fullmatch(word)]
    if len(rest) != 1:
        return ""
    if low.startswith("not at all") or _DOWN.fullmatch(rest[0]):
        return "down"
    return "up" if _UP.fullmatch(rest[0]) else ""


def is_scale(choices: Sequence[Choice]) -> bool:
    """Whether they rate something: at least three steps, and at most one thing beside steps and ways out."""
    sides = [side(english(choice.label)) for choice in choices]
    steps = len(sides) - sides.count("out") - sides.count("")
    return steps >= 3 and sides.count("") <= 1


def check_scales(survey: Survey) -> Iterator[Fault]:
    """Scales that lean to one side, and questions without a way out."""
    seen: list[tuple[Choice, ...]] = [()]
    for question in survey.questions:
        place = question.place
        if question.choices not in seen:
            seen.append(question.choices)
            yield from _leaning(question.choices, place)
        if question.asks:
            yield from _without_way_out(question, place)


def _leaning(choices: Sequence[Choice], place: Place) -> Iterator[Fault]:
    if len(choices) == 1:
        yield Fault("choice-single", "there is only one choice", "Offer another, such as 'I don't know'.", place)
    labels = [english(choice.label) for choice in choices]
    up, down = ([side(label) for label in labels].count(way) for way in ("up", "down"))
    # "Not at all important … Extremely important" and "Always … Never" go one way only, and are meant to
    one_way = any(label.casefold().startswith("not at all") or _HOW_OFTEN.fullmatch(label) for label in labels)
    if is_scale(choices) and up != down and not one_way:
        what = f"the scale leans: {up} of its choices go up, {down} go down"
        remedy = "Offer as many on either side, or people seem happier or angrier than they are."
        yield Fault("scale-leans", what, remedy, place)


def _without_way_out(question: Question, place: Place) -> Iterator[Fault]:
    labels = [english(choice.label) for choice in question.choices]
    if _PERSONAL.search(english(question.label)):
        if (question.closed or question.required) and not any(_RATHER_NOT.search(label) for label in labels):
            remedy = (
                "Add the choice 'I'd rather not say'." if question.closed else "Take 'required' out, so that it can be skipped."
            )
            yield Fault("way-out-personal", "it is personal, and nobody can say that they would rather not", remedy, place)
        return
    asks_view = is_scale(question.choices) or (labels and all(_YES_NO.fullmatch(label) for label in labels))
    if question.required and asks_view and not any(side(label) in ("out", "middle") or _HALF.match(label) for label in labels):
        what = "it must be answered, and nobody can say that they do not know"
        yield Fault("way-out", what, "Add the choice 'I don't know', or take 'required' out.", place)
