"""Reading a reply to a rank: the choices in an order, by their numbers or in words, all of them or the first few."""

import re
from dataclasses import replace
from typing import NamedTuple

from surveys.definitions.model import Question
from surveys.interviews.reading.choices import read_one
from surveys.interviews.reading.corrections import last_said
from surveys.interviews.reading.folding import clean, digits, says_something
from surveys.interviews.reading.meanings import ORDINALS
from surveys.interviews.reading.results import LONGEST, Begun, Likely, Reading, Unclear, Understood

_NUMBERS = re.compile(r"\s*#?\d{1,2}(?:(?:\s*(?:[,;>/&+.-]|and|then|and then)\s*|\s+)#?\d{1,2})*\s*[.!]?\s*", re.IGNORECASE)
_FIRM = re.compile(  # between two places
    r"\s*(?:\n|;|>+|→|,(?:\s*(?:and\s+)?(?:then|after that|next|finally|lastly|followed by|and)\b)?|"
    r"\b(?:and\s+)?then\b|\b(?:and\s+)?after that\b|\bfollowed by\b|\band\s+(?=(?:finally|lastly|last)\b))\s*",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"{_FIRM.pattern}|\s+and\s+", re.IGNORECASE)  # a label may have "and" in it, so this is tried second
_PLACES = {word: number for word, number in ORDINALS.items() if number <= 10}
_PLACES |= {"firstly": 1, "secondly": 2, "thirdly": 3, "top": 1, "best": 1, "number one": 1, "most important": 1}
_LAST = ("last", "lastly", "finally", "bottom", "least important", "worst")
_FEW = 3  # words that are enough to name one of an order, where each of the others is named too
_WORD = "|".join(sorted((*_PLACES, *_LAST), key=len, reverse=True))
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?\s*[.):-]?\s+(?=\D)"
_PLACED = re.compile(
    rf"(?:(?:i'?d |i would |i )?(?:put|say|rank|choose|pick|go for|go with) )?"
    rf"(?:(?:my |the )?(?P<before>{_WORD})\b(?: (?:is|would be|place|of all))?[\s:,-]*|(?P<figure>{_ORDINAL}))?(?P<what>.+?)"
    rf"(?:[\s:,-]+(?:is |comes |goes |would be |in )?(?:my |the )?(?P<after>{_WORD})(?: place| of all)?)?[.!]?",
    re.IGNORECASE | re.DOTALL,
)


class _Said(NamedTuple):
    """One choice that was named: its name, the place said with it (0 for none, -1 for the last), and the reading of it."""

    name: str
    place: int
    remark: str
    likely: bool


def read_rank(question: Question, text: str, language: str) -> Reading:
    """A reply to a rank: a whole order, or `Begun` with the first places where no more were said.

    With all but one the last is clear. A choice that is named twice, or an order with a gap in it, is none.
    """
    said = clean(text)
    if not says_something(said):
        return Unclear("reading.empty")
    if len(said) > LONGEST:
        return Unclear("reading.pick_order")
    said = last_said(said) or said
    names = [choice.name for choice in question.choices]
    together = len(names) < 10 and re.fullmatch(rf"\d{{{len(names)}}}", digits(said))  # "213"
    if together or _NUMBERS.fullmatch(digits(said)):
        return _by_number(names, digits(said))
    likely: Reading | None = None
    for between in (_FIRM, _LOOSE):
        parts = [part.strip() for part in between.split(said) if part.strip(" .!-")]
        read = [_one(question, part, language) for part in parts]
        found = [each for each in read if isinstance(each, _Said)]
        if len(found) == len(read):
            order = _in_order(question, found, len(names), said)
            if not any(each.likely for each in found):
                return order
            likely = likely or order
    if likely is not None:
        return likely
    first = next((each for each in read if isinstance(each, Unclear)), None)
    if first is not None and len(read) == 1 and first.key in ("reading.dont_know", "reading.a_question"):
        return first
    return Unclear("reading.pick_order")


def _by_number(names: list[str], said: str) -> Reading:
    figures = re.findall(r"\d+", said)
    if len(figures) == 1 and len(figures[0]) == len(names) > 1:
        figures = list(figures[0])
    wrong = next((figure for figure in figures if not 1 <= int(figure) <= len(names)), None)
    if wrong is not None:
        return Unclear("reading.not_listed", {"number": int(wrong), "n": len(names)})
    return _whole(names, [names[int(figure) - 1] for figure in figures])


def _one(question: Question, part: str, language: str) -> _Said | Unclear:
    """The choice that a part of the reply names, with its place where that is said."""
    placed = _PLACED.fullmatch(part)
    assert placed is not None  # anything that is not empty is named by `what`
    word = (placed["before"] or placed["after"] or "").lower()
    figure = re.match(r"\d+", placed["figure"] or "")
    place = -1 if word in _LAST else _PLACES.get(word, int(figure[0]) if figure else 0)
    for what, where in ((part, 0), (placed["what"], place)):  # a label may begin with "First" itself
        reading = read_one(replace(question, kind="select_one"), what, language)
        guessed = isinstance(reading, Likely)
        if not isinstance(reading, Unclear) and not (where == 0 and (reading.remark or guessed) and place):
            return _Said(reading.value, where, reading.remark, guessed and len(what.split()) > _FEW)
    assert isinstance(reading, Unclear)
    return reading


def _in_order(question: Question, found: list[_Said], count: int, said: str) -> Reading:
    """The names in the places that were said with them; the others fill the gaps in the order in which they were said."""
    if len({each.name for each in found}) < len(found):
        return Unclear("reading.rank_twice")
    places: dict[int, str] = {}
    for each in found:
        place = count if each.place == -1 else each.place
        if place > count or place in places:
            return Unclear("reading.pick_order")
        if place:
            places[place] = each.name
    free = (place for place in range(1, count + 1) if place not in places)
    for each in found:
        if not each.place:
            places[next(free)] = each.name
    missing = [choice.name for choice in question.choices if choice.name not in places.values()]
    if len(missing) == 1:
        places[next(free)] = missing[0]
    if sorted(places) != list(range(1, len(places) + 1)):
        return Unclear("reading.pick_order")  # "the pool last", and nothing of the others
    order = [places[place] for place in sorted(places)]
    remarks, likely = any(each.remark for each in found), any(each.likely for each in found)
    if len(order) < count:  # what is said beside an order that is not whole could not be kept
        return Unclear("reading.pick_order") if remarks else Begun("reading.pick_order", names=tuple(order))  # it is shown
    remark = said if remarks else ""
    return Likely(" ".join(order), remark) if likely else Understood(" ".join(order), remark)


def _whole(names: list[str], order: list[str]) -> Reading:
    if len(set(order)) < len(order):
        return Unclear("reading.rank_twice")
    left = [name for name in names if name not in order]
    if len(left) > 1:
        return Begun("reading.pick_order", names=tuple(order))
    return Understood(" ".join([*order, *left]))
