"""Reading several answers out of one reply: "1 and 3", "1-3", "all except 2", labels joined by commas."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from surveys.interviews.reading.folding import digits, fold
from surveys.interviews.reading.meanings import ALL, ALL_BUT, BOTH
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.phrases import bare
from surveys.interviews.tongues import JOINTS, primary

_AND = ("and", "plus", "also", "as well as")
_PARTS = 100  # read at most; a longer list of answers is none
_LABEL_PARTS = 6  # a label may itself hold joints: "Food and drink"
_RANGE = re.compile(
    r"[\s(]*(?:(?:options?|numbers?|answers?|choices?|from) )?(\d{1,3})\s*(?:[-–—−]|to|through)\s*(\d{1,3})[\s.)!]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[(\[]?(\d{1,3})[.)\]]?")
_ONLY_NUMBERS = re.compile(r"(?:\d+|\band\b|&|[\s,;+/.-])+", re.IGNORECASE)
_KEYCAP = re.compile("[\ufe0f\u20e3]")
_BOTH = re.compile(r"both\s+", re.IGNORECASE)
_EXCEPT = re.compile(
    rf"\s*(?:{'|'.join(sorted(ALL, key=len, reverse=True))})\s+(?:{'|'.join(ALL_BUT)})\s+(.+)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The choices understood, and the first part that was not, empty when all were."""

    chosen: frozenset[int]
    unread: str = ""


def parts_of(offer: Offer, said: str, language: str) -> Parts:
    """Read `said` (clean) part by part; what is in no part in doubt is certain."""
    core = bare(fold(said))
    every = offer.every
    if "?" not in said and (core in ALL or (core in BOTH and len(every) == 2)):
        return Parts(every)
    but = _EXCEPT.fullmatch(said)
    if but is not None:
        left_out = _listed(offer, but[1], language)
        rest = every - left_out.chosen
        good = not left_out.unread and left_out.chosen <= every and rest
        return Parts(rest) if good else Parts(frozenset(), said)
    parts = _listed(offer, _BOTH.sub("", said, count=1) if _BOTH.match(said) else said, language)
    return Parts(frozenset(), said) if _amounts(offer, said, parts.chosen) else parts


def _amounts(offer: Offer, said: str, chosen: frozenset[int]) -> bool:
    """Whether the numbers of a list may as well be amounts of one band: "5 and 6" where there is a "5 to 11"."""
    numbers = re.findall(r"\d+", digits(said)) if offer.bands.measure == "sum" else []
    held = {found[0] if (found := offer.bands.find(number)) is not None else -1 for number in numbers}
    return (
        len(held) == 1
        and -1 not in held
        and "1" not in numbers
        and held != chosen
        and _ONLY_NUMBERS.fullmatch(digits(said)) is not None
    )


def _listed(offer: Offer, said: str, language: str) -> Parts:
    said = _KEYCAP.sub("", digits(said))
    ends = [(match.start(), match.end()) for match in islice(_joint(primary(language)).finditer(said), _PARTS + 1)]
    if len(ends) > _PARTS:
        return Parts(frozenset(), said)
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(said)]
    chosen: set[int] = set()
    unread = ""
    at = 0
    while at < len(starts):
        label = _joined(offer, said, starts[at:], stops[at:], language)
        if label is not None:
            chosen.add(label[0])
            at += label[1]
            continue
        part = said[starts[at] : stops[at]]
        found = _part(offer, part, language)
        chosen |= found
        unread = unread or ("" if found or (not fold(part) and "?" not in part) else part.strip())
        at += 1
    return Parts(frozenset(chosen), unread)


@lru_cache(maxsize=64)
def _joint(tongue: str) -> re.Pattern[str]:
    """What parts two answers: a comma of any script, or an "and" of English or of the language spoken."""
    words = "|".join((*_AND, *JOINTS.get(tongue, ())))
    return re.compile(rf"\s*(?:[,;/&+\n、，；،؛]|(?<!\w)(?:{words})(?!\w))\s*", re.IGNORECASE)


def _joined(offer: Offer, said: str, starts: list[int], stops: list[int], language: str) -> tuple[int, int] | None:
    """The label that takes up most parts from here on, and how many: two at least."""
    for count in range(min(_LABEL_PARTS, len(starts)), 1, -1):
        found = offer.called(said[starts[0] : stops[count - 1]], language)
        if found is not None:
            return found, count
    return None


def _part(offer: Offer, part: str, language: str) -> set[int]:
    """What one part names: a label, a number, a range of numbers, numbers with blanks between; nothing when in doubt."""
    found = offer.numbered(part.strip(), listed=True) if part.strip().isdecimal() else offer.find(part, language)
    if isinstance(found, int):
        return {found}
    between = _RANGE.fullmatch(part)
    if between is not None:
        return _range(offer, int(between[1]), int(between[2]))
    chosen = set()
    for word in part.split():
        number = _NUMBER.fullmatch(word)
        one = offer.numbered(number[1], listed=True) if number is not None else ()
        if not isinstance(one, int):
            return set()
        chosen.add(one)
    return chosen


def _range(offer: Offer, first: int, last: int) -> set[int]:
    if not (1 <= first < last <= offer.size) or not offer.plain:
        return set()
    return set(range(first - 1, last))
