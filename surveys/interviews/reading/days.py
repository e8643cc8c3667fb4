"""Days as people name them: "14 feb", "Tuesday", "a week ago today", "boxing day", "the tenth of october twenty nineteen".

A day without its year, and a bare weekday, is the nearest that the question allows: behind for "when did you last", ahead for
"when can you". A season, a month, "next Friday" (Britons do not agree which) and two days at once are no day.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from surveys.definitions.model import Question
from surveys.interviews.reading.corrections import either_side_of_no, last_said
from surveys.interviews.reading.folding import fold
from surveys.interviews.reading.meanings import ORDINALS
from surveys.interviews.reading.months import month, weekday_misspelt
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.wording import plainly, without_fillers

_TEENTHS = [
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_PLACES = {word: str(number) for word, number in ORDINALS.items()} | {word: str(n) for n, word in enumerate(_TEENTHS, start=11)}
_PLACES |= {"twentieth": "20", "thirtieth": "30"}
_TENS = re.compile(rf"\b(twenty|thirty)[ -]({'|'.join(ORDINALS)})\b")
_PLACE = re.compile(rf"\b(?:{'|'.join(_PLACES)})\b")
_SPOKEN_YEAR = re.compile(r"\b(19|20) (?:oh |o )?(\d{1,2})$")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?=\d)")
_TH = re.compile(r"(?<=\d)\s*(?:st|nd|rd|th)\b(?:\s+of\b)?|(?<=\d)\s+of\b")
_EXTRA = re.compile(r"\b(?:it was|it is|it will be|its|on|the|this coming|i think|was)\b")

_FEASTS = {
    "christmas eve": (24, 12), "christmas day": (25, 12), "xmas day": (25, 12), "xmas eve": (24, 12),
    "boxing day": (26, 12), "new years eve": (31, 12), "new years day": (1, 1), "halloween": (31, 10),
    "hallowe en": (31, 10), "valentines day": (14, 2), "valentines": (14, 2), "bonfire night": (5, 11), "guy fawkes": (5, 11),
    "guy fawkes night": (5, 11), "burns night": (25, 1), "st davids day": (1, 3), "st patricks day": (17, 3),
    "st georges day": (23, 4), "april fools day": (1, 4), "april fools": (1, 4),
}  # fmt: skip
_DAY_MONTH = re.compile(r"(\d{1,2}) ?([a-z]{3,10})(?: ?(\d{4}|\d\d))?")
_MONTH_DAY = re.compile(r"([a-z]{3,10}) (\d{1,2})(?: (\d{4}))?")
_SLASHED = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})(?: ?/ ?(\d{4}|\d\d))?")
_YEAR_WORDS = {"this year": 0, "last year": -1, "next year": 1}
_COUNT = r"(?:(?:an? )?(day|week|fortnight)|(\d{1,3}) (day|week|fortnight)s?)"
_AGO = re.compile(rf"{_COUNT} ago(?: today)?")
_AHEAD = re.compile(rf"(?:in )?{_COUNT}s?(?: today| time| from today| from now)")
_IN = re.compile(rf"in {_COUNT}")
_COUNTED = {"day": 1, "week": 7, "fortnight": 14}
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2, "tonight": 0,
         "this morning": 0, "this afternoon": 0, "last night": -1, "yesterday morning": -1, "yesterday evening": -1,
         "earlier today": 0, "just today": 0, "tomorrow week": 8, "week tomorrow": 8, "a week tomorrow": 8}  # fmt: skip
_REMARK = re.compile(
    r"[,;(]|\s[-–—]\s|\.(?!\d)|\s(?=(?:at|because|when|if|but|in the|with)\b|(?:after|around|before|from) (?:\d|half|noon|"
    r"lunch|work|school))"
)
_FOUR = re.compile(r"\d{4}")
_THE_TENTH = re.compile(r"(?:on |its |it was )?(?:the )?(\d{1,2})\s*(?:st|nd|rd|th)")
_OF_MONTH = re.compile(r"(\d{1,2}) (last|this|next) month")
_MONTHS_ON = {"last": -1, "this": 0, "next": 1}
_PART_OF_DAY = re.compile(r" (?:morning|afternoon|evening|night|lunchtime|am|pm)$")


def named_day(question: Question, said: str, today: date) -> tuple[date, bool] | None:
    """The day that `said` (clean) names, and whether it says more; None when that is not sure."""
    plain = plainly(said)
    if "?" in plain or plain.startswith("-") or re.search(r"(?<!/)\b0", plain) is not None or "/00" in plain:
        return None
    corrected = last_said(plain)
    sides = either_side_of_no(plain)
    if corrected is not None:
        plain = corrected
    elif sides is not None and any(_day(question, head, today) for head in (sides[0], f"{sides[0]} {today.year}")):
        plain = sides[1]
    for head, rest in _heads(without_fillers(plain)):
        found = _day(question, head, today)
        if found is not None:
            return (found, bool(rest)) if _adds_no_day(rest) else None
    return None


def _heads(plain: str) -> Iterator[tuple[str, str]]:
    yield plain, ""
    for cut in reversed(tuple(_REMARK.finditer(plain))[:6]):
        yield plain[: cut.start()], plain[cut.end() :]


def _adds_no_day(rest: str) -> bool:
    words = fold(rest).split()
    return not any(month(word) or weekday_misspelt(word) is not None or word in ("or", "maybe") for word in words[:6])


def day_in(question: Question, words: str, today: date) -> date | None:
    """The day that plain words name and nothing more, if the question allows it."""
    tenth = _THE_TENTH.fullmatch(_in_figures(words).strip(" .,!-"))
    found = _nearest_tenth(int(tenth[1]), question, today) if tenth is not None else _day(question, words, today)
    return found if found is not None and _allows(question, found, today) else None


def _day(question: Question, head: str, today: date) -> date | None:
    if _month_or_year(head):
        return None
    whole = " ".join(_EXTRA.sub(" ", _in_order(head)).split()).strip(" .,!-")
    try:
        for words in dict.fromkeys((whole, _PART_OF_DAY.sub("", whole))):
            found = _from_today(words, question, today) or _on_calendar(words, question, today)
            if found is not None:
                return found
    except (ValueError, OverflowError):  # the calendar has no such day
        return None
    return None


def _month_or_year(head: str) -> bool:
    """Whether "feb 25" may be a month of a year as well as a day."""
    return re.fullmatch(r"(?:.* )?[a-z]{3,9} (?:1[89]|2\d)", head) is not None


def _in_order(head: str) -> str:
    """Spoken numbers, places and years of a date as figures."""
    words = figures(_TH.sub("", _in_figures(_DOTTED.sub(r"\1/\2/", head))))  # not decimals
    return _SPOKEN_YEAR.sub(lambda match: f"{match[1]}{match[2]:0>2}", words.replace(",", " ").strip())


def _in_figures(head: str) -> str:
    """Places in words as figures: "twenty first" is 21th."""
    words = _TENS.sub(lambda match: f"{(20 if match[1] == 'twenty' else 30) + ORDINALS[match[2]]}th", head)
    return _PLACE.sub(lambda match: f"{_PLACES[match[0]]}th", words)


def _from_today(words: str, question: Question, today: date) -> date | None:
    """A day told from today: two weeks ago, Friday week, last Friday, Thursday."""
    if words in _NEAR:
        return today + timedelta(_NEAR[words])
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1), (_IN, 1)):
        match = pattern.fullmatch(words)
        if match is not None:
            return today + timedelta(sign * int(match[2] or 1) * _COUNTED[match[1] or match[3]])
    if (match := _OF_MONTH.fullmatch(words)) is not None:
        months = today.year * 12 + today.month - 1 + _MONTHS_ON[match[2]]
        return date(months // 12, months % 12 + 1, int(match[1]))
    last_week = words.removesuffix(" last week")
    for prefix, suffix in (("last ", ""), ("this past ", ""), ("", " just gone"), ("", " gone"), ("past ", ""), ("", " last")):
        if words.startswith(prefix) and words.endswith(suffix):
            name = weekday_misspelt(words.removeprefix(prefix).removesuffix(suffix))
            if name is not None and (prefix or suffix):
                return today - timedelta((today.weekday() - name - 1) % 7 + 1)
    name = weekday_misspelt(last_week)
    if name is not None and last_week != words:
        return today - timedelta(today.weekday() + 7 - name)
    week = weekday_misspelt(words.removesuffix(" week").removeprefix("a week ").removeprefix("week "))
    if week is not None and words.strip().count(" ") and "week" in words:
        return today + timedelta((week - today.weekday() - 1) % 7 + 8)
    coming = words.removeprefix("this ").removeprefix("coming ")
    return _weekday(coming, question, today) if coming == words or _way(question, today) > 0 else None


def _weekday(word: str, question: Question, today: date) -> date | None:
    name, way = weekday_misspelt(word), _way(question, today)
    if name is None or not way or name == today.weekday():
        return None  # said on a Tuesday, "Tuesday" may be today or a week from it
    ahead = (name - today.weekday() - 1) % 7 + 1
    return today + timedelta(ahead if way > 0 else ahead - 7 if ahead < 7 else -7)


def _on_calendar(words: str, question: Question, today: date) -> date | None:
    """A day with its month, and its year or the nearest; and a weekday before it, which has to be right."""
    first, _, rest = words.partition(" ")
    name = weekday_misspelt(first)
    words = rest if name is not None else words
    year: int | None = None
    for phrase, years in _YEAR_WORDS.items():
        if words.endswith(f" {phrase}"):
            words, year = words.removesuffix(f" {phrase}"), today.year + years
    words = words.removesuffix(" just gone").removesuffix(" gone")
    if name is not None and words.isdecimal():
        return _nearest_numbered(int(words), name, question, today)
    day, month_, written = _figures(words)
    if not month_:
        return None
    if written:
        allowed = [each for each in _full(written, today) if _allows(question, date(each, month_, day), today)]
        if len(allowed) != 1:
            return None
        year = allowed[0]
    found = date(year, month_, day) if year else _nearest(day, month_, question, today)
    return found if found is None or name is None or found.weekday() == name else None


def _figures(words: str) -> tuple[int, int, str]:
    """Day, month and year as written; a month of 0 when it is nothing like a date."""
    feast, _, written = words.rpartition(" ") if words not in _FEASTS else (words, "", "")
    if feast in _FEASTS and (not written or _FOUR.fullmatch(written)):
        return *_FEASTS[feast], written
    if (match := _DAY_MONTH.fullmatch(words)) is not None:
        return int(match[1]), month(match[2]), match[3] or ""
    if (match := _MONTH_DAY.fullmatch(words)) is not None:
        return int(match[2]), month(match[1]), match[3] or ""
    if (match := _SLASHED.fullmatch(words)) is not None and 1 <= int(match[2]) <= 12:
        return int(match[1]), int(match[2]), match[3] or ""
    return 0, 0, ""


def _full(written: str, today: date) -> list[int]:
    """The years that four figures, or the last two, may stand for."""
    if len(written) == 4:
        return [int(written)] if today.year - 130 <= int(written) <= today.year + 100 else []
    return [year for year in range(today.year - 99, today.year + 11) if year % 100 == int(written)]


def _nearest(day: int, month_: int, question: Question, today: date) -> date | None:
    """The nearest such day that the question allows, of those within its way from today."""
    way = _way(question, today)
    label = " ".join(question.label.values()).casefold()
    if not way or "birth" in label or "born" in label:
        return None
    years = (today.year, today.year - 1) if way < 0 else (today.year, today.year + 1)
    days = [date(year, month_, day) for year in years]
    return next(each for each in days if (each <= today if way < 0 else each >= today))


def _nearest_tenth(day: int, question: Question, today: date) -> date | None:
    """The nearest day of that number, of this month or the one beside it: "the tenth"."""
    way = _way(question, today)
    near = (today + timedelta(way * days) for days in range(31) if way)
    return next((each for each in near if each.day == day and _allows(question, each, today)), None)


def _nearest_numbered(day: int, name: int, question: Question, today: date) -> date | None:
    """The nearest day of that name and number: "Saturday 14th"."""
    way = _way(question, today)
    days = (today + timedelta(way * count) for count in range(62) if way)
    return next((each for each in days if each.day == day and each.weekday() == name), None)


def _way(question: Question, today: date) -> int:
    """-1 where the question is about days behind, 1 about days ahead, 0 where that is open."""
    allowed = [_allows(question, today + timedelta(days), today) for days in (-40, 40)]
    if allowed[0] != allowed[1]:
        return -1 if allowed[0] else 1
    words = set(fold(" ".join(question.label.values())).split())
    behind = not words.isdisjoint({"last", "did", "was", "were", "began", "started", "have", "since"})
    ahead = not words.isdisjoint({"next", "will", "can", "could", "shall", "would", "end", "ends"})
    return (ahead and not behind) - (behind and not ahead)


def _allows(question: Question, day: date, today: date) -> bool:
    rule = question.constraint
    noon = datetime.combine(today, time(12), UTC)
    return rule is None or rule.truth(lambda _: "", this=day.isoformat(), now=noon)
