"""Answers that are bands of one amount, how much, how long or how often, and which of them holds what somebody says.

"About a fortnight" is held by "Within a month", "twice a week" by "A few days a week", "over £60k" by "More than £50,000".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf, log
from typing import Literal

from surveys.interviews.reading.amounts import Span, in_thousands
from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.wording import plainly, without_fillers

Measure = Literal["sum", "days", "a year"]  # how much, or how many; how long, in days; how often, times a year

_DAYS: Mapping[str, float] = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "fortnight": 14,
    "month": 365 / 12, "year": 365, "decade": 3_650,
}  # fmt: skip
_UNIT = "|".join(_DAYS)
_OFTEN: Mapping[str, tuple[float, float]] = {
    "daily": (365, 365), "every day": (365, 365), "each day": (365, 365), "every night": (365, 365), "every morning": (365, 365),
    "all the time": (365, 365), "every single day": (365, 365), "day in day out": (365, 365), "most day": (200, 340),
    "almost every day": (200, 340), "nearly every day": (200, 340), "every weekday": (250, 270), "weekday": (250, 270),
    "monday to friday": (250, 270), "weekly": (52, 52), "most week": (30, 50), "fortnightly": (26, 26), "biweekly": (26, 26),
    "monthly": (12, 12), "most month": (8, 11), "quarterly": (4, 4), "yearly": (1, 1), "annually": (1, 1), "termly": (3, 3),
    "once a term": (3, 3), "hardly ever": (0.1, 3), "rarely": (0.1, 3), "seldom": (0.1, 3), "very rarely": (0.1, 1),
    "once in a blue moon": (0.1, 1), "never": (0, 0), "never ever": (0, 0), "not at all": (0, 0), "not ever": (0, 0),
    "i dont": (0, 0), "we dont": (0, 0), "every weekend": (52, 104), "weekend": (52, 104),
}  # fmt: skip
_VAGUE = 3  # times a year: "rarely", "never" alone make no list of rates
_LENGTHS: Mapping[str, tuple[float, float]] = {
    "same day": (0, 0.9), "straight away": (0, 0.1), "immediately": (0, 0.1), "instantly": (0, 0.1), "at once": (0, 0.1),
    "same week": (0, 6), "next day": (1, 1), "overnight": (0.3, 1),
}  # fmt: skip
_NOUGHT = frozenset({"none", "nothing", "zero", "nil", "nobody", "no one", "nothing at all", "none at all", "0"})
_A_DAY = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_BESIDE_A_DAY = frozenset({"on", "every", "and", "a", "the", "morning", "afternoon", "evening", "night", "just", "only", "most"})

_N = r"(\d+(?:\.\d+)?)"
_A = rf"{_N}(?: ({_UNIT}))?"
# Each with how what is in it bounds the amount.
_BOUNDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("below", r"(?:less than|fewer than|shorter than|younger than|under|below|not quite|<) (.+)"),
        ("to", r"(?:within|inside|up to|at most|no more than|no longer than|not more than) (.+)"),
        ("above", r"(?:more than|longer than|older than|over|above|upwards of|well over|>) (.+)"),
        ("from", r"(?:at least|minimum|min) (.+)"),
        ("from", r"(.+?) (?:(?:or|and) (?:more|over|above|older|longer|upwards|counting)(?: often)?|plus|\+)"),
        ("to", r"(.+?) (?:or|and) (?:less|fewer|under|below|younger|shorter)(?: often)?"),
    )
)
_AMOUNT = re.compile(rf"{_A}(?: (?:and )?{_N} ({_UNIT}))?")
_BETWEEN = re.compile(rf"(?:between |from )?{_A} ?(?:to|-|and|or|up to) ?{_A}")
_TIMES = re.compile(
    rf"(?:{_N}(?: ?(?:to|-|or|and) ?{_N})?(?: ?(?:time|day|night|evening|morning|x))? )?"
    rf"(?:a|an|per|each|every|in a|1)? ?({_UNIT})"
)
_RATED = re.compile(r"time|\b(?:a|an|per|each|every|x)\b")
_EVERY = re.compile(rf"(?:1 time )?every (\d+|other|second) ({_UNIT})")
_A_YEAR = {"week": 52.0, "fortnight": 26.0, "month": 12.0, "year": 1.0}
_SCALED = re.compile(r"(\d+(?:\.\d+)?) ?(k|grand|thousand|m|mil|mill|million)\b")
_SCALES = {"k": 1e3, "grand": 1e3, "thousand": 1e3, "m": 1e6, "mil": 1e6, "mill": 1e6, "million": 1e6}
_SAID = (
    (re.compile(r"£ ?|\b(?:pound|quid)\b|(?<=hour) (?:a|per|each|every) week| (?:or so|odd)\b| or\Z"), ""),
    (re.compile(r"\b(?:a )?couple(?: of)?\b"), "2"),
    (re.compile(r"\b(?:once|1 ?ce) or (?:twice|2 ?ce)\b"), "1 to 2 time"),
    (re.compile(r"\b(?:once|1 ?ce)\b"), "1 time"),
    (re.compile(r"\b(?:twice|2 ?ce)\b"), "2 time"),
    (re.compile(r"\A(?:just |only )?(?:me|myself)\Z"), "1"),
    (re.compile(r"\A(?:just |only )?me and (?:the|my) \w+\Z"), "2"),
    (re.compile(r"\b(?:a )?few (?=time|day|night)"), "2 to 5 "),
    (re.compile(r"\bseveral (?=time|day|night)"), "3 to 6 "),
    (re.compile(rf"(?<!time )(?<!day )(?<!night )\b(?:a|an|the) (?=(?:{_UNIT})\b)"), "1 "),
    (re.compile(r"\b0\.5 1\b"), "0.5"),
)
# Said around an amount, they change nothing.
_ROUND = frozenset(
    {
        "about", "around", "roughly", "approx", "approximately", "circa", "ish", "on", "average", "it",
        "was", "took", "take", "is", "for", "i", "we", "go", "goes", "come", "been", "im", "were", "are", "have", "got", "had",
        "ive", "weve", "there", "only", "just", "still", "now", "of", "us", "all", "total", "altogether", "in", "usually",
        "normally", "the", "old", "age", "aged", "my", "our", "am", "id", "say", "think", "good", "easily", "this", "that", "at",
        "moment", "well", "once", "work", "here", "ago", "later", "after", "mainly", "employ", "has", "guess",
    }
)  # fmt: skip
_PEOPLE = frozenset(
    {"people", "person", "staff", "employee", "worker", "volunteer", "member", "adult", "kid", "child", "children", "year"}
)
_KEPT = frozenset(_DAYS) | {"time", "a", "every", "each", "per", "or", "and", "to", "than", "more", "less", "over", "under", "up"}
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approx|approximately|maybe|probably|odd|or so|next day|overnight)\b|ish\b", re.IGNORECASE
)
# Said around it, these make a small number an amount; "2" alone may be the second answer.
_COUNTED = frozenset({"we", "are", "am", "im", "have", "about", "around", "roughly", "got", "of", "us"})
_A_YEAR_OF = re.compile(r"\b(?:19|20)\d\d\b")  # somebody's year of birth is no age
_AGED = re.compile(r"\b(?:how old|age)\b")
_LONGEST = 8  # words of an amount


class Bands:
    """The bands of one question. Never changed once made."""

    __slots__ = ("_aged", "_known", "_spans", "_unit", "_whole", "measure")

    def __init__(self, labels: Sequence[str], asked: str) -> None:
        """`labels` are in English, `asked` is the question's own words, folded."""
        cores = [_core(label) for label in labels]
        units = {match[1] for core in cores for match in re.finditer(rf"\b({_UNIT})\b", core)}
        self._unit = f" {units.pop()}" if len(units) == 1 else ""  # "2" is two years where all bands are of years
        read = [_measured(core) or _measured(core + self._unit) or _measured(_bare(core)) for core in cores]
        counted = Counter(each[0] for each in read if each is not None and not (each[0] == "a year" and each[1].high <= _VAGUE))
        self.measure: Measure | None = next((each for each, times in counted.most_common(1) if times > 1), None)
        spans = [each[1] if each is not None and each[0] == self.measure else None for each in read]
        none = {index for index, label in enumerate(labels) if _none_of(fold(label), asked)}
        self._whole = [
            Span(0, 0) if index in none else spans[index] or _open_end(fold(label), spans) for index, label in enumerate(labels)
        ]
        self._spans = _laddered(self._whole, above_none=bool(none) and self.measure != "a year")
        self._known = _PEOPLE | set(canon(asked).split()) | {word for label in labels for word in canon(fold(label)).split()}
        self._aged = _AGED.search(asked) is not None

    def find(self, said: str) -> tuple[int, bool] | None:
        """The band that holds what plain words say, and whether that is sure; None where they say anything else."""
        core = _core(said) if self.measure is not None else ""
        whole = self._read(core) or self._read(
            " ".join(word for word in core.split() if word not in self._known or word in _KEPT)
        )
        if whole is None:
            return None
        if self._aged and whole.low == whole.high:  # at 15 and a half one is 15
            whole = Span(int(whole.low), int(whole.low))
        held = self._holder(whole)
        if held is None:
            return self._nearest(whole)
        place = core.isdecimal() and 1 <= int(core) <= len(self._spans) and _COUNTED.isdisjoint(said.split())
        thousands = "£" not in said and self.measure == "sum" and in_thousands(self._spans, whole.high)
        rough = self._at_an_end(whole) and whole not in self._whole and _ROUGH.search(said) is not None
        return held, not place and not thousands and not rough

    def overheard(self, said: str) -> int | None:
        """The band that holds the first amount in what was said, whatever else is said: only ever to be asked about."""
        words = _core(said).split() if self.measure is not None and not (self._aged and _A_YEAR_OF.search(said)) else []
        for start in range(len(words)):
            for end in range(min(start + _LONGEST, len(words)), start, -1):
                found = self._read(" ".join(words[start:end]))
                held = self._holder(found) if found is not None else None
                if held is not None:
                    return held
        return None

    def inside(self, said: str) -> frozenset[int]:
        """The bands that lie within a span that was said: "12 to 18" where there are 12 to 15 and 16 to 18."""
        found = self._read(_core(said)) if self.measure is not None else None
        if found is None or found.low == found.high:
            return frozenset()
        return frozenset(index for index, each in enumerate(self._whole) if each is not None and _within(each, found))

    def _read(self, core: str) -> Span | None:
        if core in _NOUGHT and self.measure is not None:
            return Span(0, 0)
        for words in (core, core + self._unit):
            found = _measured(words, self.measure) if core else None
            if found is not None and found[0] == self.measure:
                return found[1]
        return None

    def _holder(self, said: Span) -> int | None:
        for spans in (self._whole, self._spans):
            same = [index for index, each in enumerate(spans) if each == said]
            if len(same) == 1:
                return same[0]
        held = [index for index, each in enumerate(self._spans) if each is not None and _within(said, each)]
        return held[0] if len(held) == 1 else None

    def _at_an_end(self, said: Span) -> bool:
        return any(said.low in (each.low, each.high) for each in self._spans if each is not None)

    def _nearest(self, said: Span) -> tuple[int, bool] | None:
        """Of rates the nearest, to ask about: "once a fortnight" is no "once a month"."""
        if self.measure != "a year" or said.low <= 0 or said.low != said.high:
            return None
        away = [
            (min(abs(log(said.low / end)) for end in (each.low, each.high) if 0 < end < inf), index)
            for index, each in enumerate(self._spans)
            if each is not None and (0 < each.low < inf or 0 < each.high < inf)
        ]
        return min(away)[1], False


def _bare(core: str) -> str:
    """The amount alone of a label: "Children of 5 to 10"."""
    return " ".join(word for word in core.split() if word in _KEPT or word[0].isdecimal())


def _open_end(label: str, spans: Sequence[Span | None]) -> Span | None:
    """Where a label goes beyond all the others: "Less often", "longer"."""
    others = [each for each in spans if each is not None and each.high > 0]
    if others and label in ("less often", "less", "less than that", "not so often", "less often than that"):
        return Span(0, min(each.low for each in others), open_low=True, open_high=True)
    if others and label in ("longer", "more", "longer than that", "more than that", "more often"):
        return Span(max(each.high for each in others), inf, open_low=True)
    return None


def _none_of(label: str, asked: str) -> bool:
    """Whether a label says that there is nothing of what is asked for: "No paid staff", "No notice"."""
    words = label.split()
    return words[:1] == ["no"] and len(words) <= 3 and (words[-1] in asked.split() or canon(words[-1]) in _PEOPLE)


def _core(said: str) -> str:
    """Plain words with figures, one unit of each, and nothing said around them that changes nothing."""
    words = figures(without_fillers(plainly(said))).replace(",", "").strip(" .!")
    words = canon(f"1 {words}" if words in _DAYS else words)
    if words in _OFTEN or words in _LENGTHS or words in _NOUGHT:
        return words
    for pattern, put in _SAID:
        words = pattern.sub(put, words)
    words = _SCALED.sub(lambda match: f"{float(match[1]) * _SCALES[match[2]]:.10g}", words)
    return " ".join(word for word in words.split() if word not in _ROUND)


def _measured(core: str, measure: Measure | None = None) -> tuple[Measure, Span] | None:
    """What canonical words measure, or what of `measure`, and the span of it; None where they measure nothing."""
    for kind, pattern in _BOUNDS:
        match = pattern.fullmatch(core)
        inner = _measured(match[1], measure) if match is not None else None
        if inner is not None and inner[1].low == inner[1].high:
            return inner[0], _bound(kind, inner[1].low)
    often = _rate(core) if measure in (None, "a year") else None
    return ("a year", often) if often is not None else _amount(core)


def _bound(kind: str, amount: float) -> Span:
    match kind:
        case "below":
            return Span(0, amount, open_high=True)
        case "to":
            return Span(0, amount)
        case "above":
            return Span(amount, inf, open_low=True)
        case _:
            return Span(amount, inf)


def _rate(core: str) -> Span | None:
    if core in _OFTEN:
        return Span(*_OFTEN[core])
    words = core.split()
    days = _A_DAY.intersection(words)
    if days and _A_DAY.union(_BESIDE_A_DAY).issuperset(words):
        return Span(52 * len(days), 52 * len(days))
    if (match := _EVERY.fullmatch(core)) is not None:
        often = 365 / _DAYS[match[2]] / (max(int(match[1]), 1) if match[1].isdecimal() else 2)
        return Span(often, often)
    match = _TIMES.fullmatch(core)
    if match is None or _RATED.search(core) is None:
        return None
    year = _A_YEAR.get(match[3], 365 / _DAYS[match[3]])
    first, last = float(match[1] or 1), float(match[2] or match[1] or 1)
    return Span(first * year, last * year) if first <= last else None


def _amount(core: str) -> tuple[Measure, Span] | None:
    if core in _LENGTHS:
        return "days", Span(*_LENGTHS[core])
    if core in _NOUGHT:
        return "sum", Span(0, 0)
    match = _AMOUNT.fullmatch(core)
    if match is not None and (match[2] or not match[3]):
        value = float(match[1]) * _DAYS.get(match[2], 1) + (float(match[3]) * _DAYS[match[4]] if match[3] else 0)
        return "days" if match[2] else "sum", Span(value, value)
    match = _BETWEEN.fullmatch(core)
    if match is None or (match[2] and not match[4]):
        return None
    low, high = float(match[1]) * _DAYS.get(match[2] or match[4], 1), float(match[3]) * _DAYS.get(match[4], 1)
    return ("days" if match[4] else "sum", Span(low, high)) if low < high else None


def _within(said: Span, band: Span) -> bool:
    """Whether all that was said lies in the band."""
    low = said.low > band.low or (said.low == band.low and (said.open_low or not band.open_low))
    return low and (said.high < band.high or (said.high == band.high and (said.open_high or not band.open_high)))


def _laddered(spans: Sequence[Span | None], *, above_none: bool) -> list[Span | None]:
    """Of "within a day", "within a week", "within a month" each begins where the one before it ends, or above none at all."""
    rungs = sorted(each.high for each in spans if each is not None and each.low <= 0 < each.high < inf)
    return [_above(each, rungs, above_none=above_none) if each is not None else None for each in spans]


def _above(band: Span, rungs: Sequence[float], *, above_none: bool) -> Span:
    below = [end for end in rungs if end < band.high] if band.low <= 0 else []
    if not below and not (above_none and band.low <= 0 < band.high):
        return band
    return Span(max(below, default=0), band.high, open_low=True, open_high=band.open_high)
