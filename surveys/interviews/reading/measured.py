"""Numbers as people really give them: "half an hour", "25 yrs", "a fiver", "7 out of 10", "none, thank goodness"."""

import re
from collections.abc import Collection

from surveys.definitions.model import Question
from surveys.interviews.reading.corrections import either_side_of_no, last_said
from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.meanings import TURNING
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.wording import plainly, without_fillers

# How many of the one are in the other.
_IN: dict[str, dict[str, float]] = {
    "minute": {"minute": 1, "hour": 60, "second": 1 / 60},
    "hour": {"hour": 1, "minute": 1 / 60},
    "day": {"day": 1, "week": 7, "fortnight": 14},
    "week": {"week": 1, "fortnight": 2},
    "month": {"month": 1, "year": 12},
    "year": {"year": 1, "month": 1 / 12, "decade": 10},
    "pound": {"pound": 1, "penny": 0.01},
    "mile": {"mile": 1},
    "kilometre": {"kilometre": 1, "metre": 0.001},
    "percent": {"percent": 1},
}
_UNITS = {unit for known in _IN.values() for unit in known} | {"time", "yard", "foot", "night", "bus", "term", "dozen"}
_SAME = {"quid": "pound", "£": "pound", "p": "penny", "pence": "penny", "pounds": "pound", "h": "hour", "m": "minute",
"%": "percent",
         "km": "kilometre", "percentage": "percent", "person": "people", "£s": "pound"}  # fmt: skip
_SMALLER = {"hour": "minute", "year": "month", "pound": "penny"}
_AMOUNT = re.compile(r"(£?)\s*(?<![\w.,/])(\d+(?:\.\d+)?)(?![\w,/]*\d)\s*(%|[^\W\d_]*)")
_CHANGING = re.compile(r"\b(?:less|more|fewer|sometimes|other|rest)\b")
_ODD_END = re.compile(r"(?<=\d) odd\b")
_HYPHENED = re.compile(r"(?<=[a-z])-(?=[a-z])")
_ODD = re.compile(r"\d\.000(?!\d)|--|-$|\band$|,\d{4}|here and there")
_OUT_OF = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:/|out of)\s*(\d+)\b")
_REMARK = re.compile(
    r"\s*(?:[,;(]|\.(?!\d)|\s[-–—]\s|\b(?:because|but|including|incl|if|with|since|though|at|in|on|for|give or take|easily)\b)\s*"
)
_NONE = re.compile(r"(?:none|zero|nil|nothing|nought|no one|nobody|not any|0)\b(.*)", re.DOTALL)
_ARTICLE = re.compile(r"\b(?:an?|1) (?=(?:hour|minute|mile|week|month|year|day|fortnight)\b)")
_COUNT = {"once": "1", "twice": "2", "just the 1": "1", "just the one": "1"}
_ROUND = frozenset(
    {
        "about", "around", "roughly", "approx", "approximately", "circa", "maybe", "probably", "think", "guess", "or", "so",
        "ish", "was",
        "were", "am", "im", "when", "i", "we", "have", "ive", "weve", "had", "got", "its", "it", "is", "a", "an", "the",
        "of",
        "us", "my", "our", "all", "total", "altogether", "at", "just", "only", "still", "now", "there", "are", "be",
        "would", "id", "say", "good", "solid", "exactly", "full", "years", "old", "each", "per", "for", "young", "takes", "take",
        "me", "usually", "normally", "on", "average", "yes", "here", "that", "makes", "this", "last", "and", "to", "moment",
        "with",
        "between", "them", "s", "been", "they", "regular", "he", "she",
    }
) - {"or", "and", "between", "to", "they", "he", "she"}  # fmt: skip
_BOUNDS = frozenset(
    {
        "more", "over", "least", "under", "less", "fewer", "nearly", "almost", "above", "below", "plus", "min", "minimum",
        "between",
        "again", "too", "score", "since", "before", "month", "another", "other", "ago", "not", "never", "if", "by",
    }
)  # fmt: skip


def measured(question: Question, said: str) -> tuple[float, bool] | None:
    """The number that `said` (clean) comes to in the question's own unit, and whether more was said; None when not sure."""
    plain = plainly(said)
    if "?" in plain or _ODD.search(plain):
        return None
    corrected = last_said(plain)
    if corrected is not None:
        return _read(question, corrected)
    sides = either_side_of_no(plain)
    if sides is not None and _read(question, sides[0]) is not None:
        return _read(question, sides[1])
    return _read(question, plain)


def one_amount(question: Question, words: str) -> float | None:
    """The one amount that plain words with figures come to, in the question's own unit; None where they say anything else."""
    return _value(words, _asked(question))


def _asked(question: Question) -> list[str]:
    """The words of the question, units by their common names."""
    return [_unit(word) for text in (*question.label.values(), *question.hint.values()) for word in canon(fold(text)).split()]


def _read(question: Question, plain: str) -> tuple[float, bool] | None:
    words = _HYPHENED.sub(" ", _ARTICLE.sub("1 ", _ODD_END.sub("", figures(without_fillers(plain)))))
    none = _NONE.fullmatch(words)
    if none is not None and not re.search(r"\d|\b(?:but|sure|like)\b", none[1]):
        return 0.0, bool(none[1].strip(" .!"))
    words = _COUNT.get(words, words)
    asked = _asked(question)
    whole = _value(words, asked)
    if whole is not None:
        return whole, False
    for cut in reversed(tuple(_REMARK.finditer(words))[:4]):
        value = _value(words[: cut.start()], asked)
        if value is not None:
            rest = words[cut.end() :]
            if _CHANGING.search(rest) is not None:
                return None
            return (value, True) if not re.search(r"\b(?!1\b)\d", rest) and "no" not in fold(rest).split()[:1] else None
    return None


def _value(words: str, asked: Collection[str]) -> float | None:
    """The one amount in plain words with figures, when all that stands around it is harmless."""
    marks = _OUT_OF.fullmatch(words)
    if marks is not None:
        return float(marks[1]) if marks[2] in asked or {"10": "ten"}.get(marks[2]) in asked else None
    found = list(_AMOUNT.finditer(words))
    around = canon(fold(_AMOUNT.sub(lambda match: "" if _measure(match) else f" {match[3]} ", words))).split()
    if not found or any(map(str.isdecimal, "".join(around))) or not _harmless(around, asked) or "-" in words or "<" in words:
        return None
    target = next((unit for unit in asked if unit in _IN), "year" if "old" in asked else "")
    total, unit = 0.0, target
    for place, match in enumerate(found):
        said = _measure(match) or (target if place == 0 else _SMALLER.get(unit, "?"))
        if said == target or not said:
            factor = 1.0
        elif target and said in _IN[target] and said not in asked:
            factor = _IN[target][said]
        elif said in asked and not target:
            factor = 1.0
        else:
            return None
        if place and (unit == said or not _measure(found[0])):
            return None
        total, unit = total + float(match[2]) * factor, said
    return round(total, 6)


def _measure(match: re.Match[str]) -> str:
    unit = _unit(canon(match[3]))
    return "pound" if match[1] else unit if unit in _UNITS else ""


def _unit(word: str) -> str:
    return _SAME.get(word, word)


def _harmless(around: Collection[str], asked: Collection[str]) -> bool:
    if not (_BOUNDS | TURNING).isdisjoint(around) or not (_UNITS - set(asked) - {"year"}).isdisjoint(around):
        return False
    return all(word in _ROUND or word in asked or word == "and" for word in around)
