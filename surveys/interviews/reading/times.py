"""Reading a reply to a question that asks for a time of day, or for a day and a time.

Half past four may be either of two: which one is clear from "am", "in the afternoon", a leading zero, or because the question's
constraint allows only one. Else the likelier is asked about, and not taken: the one between seven in the morning and seven in the
evening, or the later one where the question is about closing, an evening or a night.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from typing import NamedTuple

from surveys.definitions.model import Question
from surveys.definitions.values import read_moment
from surveys.interviews.reading.corrections import last_said
from surveys.interviews.reading.dates import read_date
from surveys.interviews.reading.folding import NUMERALS, clean, digits, fold, says_something
from surveys.interviews.reading.meanings import TURNING
from surveys.interviews.reading.results import Likely, Reading, Unclear, Understood
from surveys.interviews.reading.wording import plainly, without_fillers
from surveys.interviews.tongues import primary

_LONGEST = 200  # characters: a time, and some words around it

_HALF = r"(?: ?(?:(?P<am>a\.? ?m\b\.?)|(?P<pm>p\.? ?m\b\.?)))"
_HOUR = rf"(?P<hour>\d{{1,2}})(?!\d)(?: ?o ?clock)?{_HALF}?"
_HOURS = r"(?: ?(?:hours|hour|hrs)\b)"
_ALONE = r"(?<![\d.:/-])"  # no end of a longer number
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<minutes>half|(?:a )?quarter|\d{{1,2}}(?: minutes?)?) (?P<way>past|after|to|before) {_HOUR}",
        rf"\b(?P<minutes>half) {_HOUR}",
        rf"{_ALONE}(?P<hour>\d{{1,2}})(?P<colon>:|h) ?(?P<minute>\d\d)(?P<seconds>:\d\d(?:\.\d+)?)?\b(?:{_HALF}|{_HOURS})?",
        rf"{_ALONE}(?P<hour>\d{{1,2}}){_HALF}",
        rf"{_ALONE}(?P<hour>\d{{1,2}}) ?o ?clock{_HALF}?",
        rf"{_ALONE}(?P<hour>\d{{1,2}})(?P<dot>\.|[ ,]{{1,2}})(?P<minute>[0-5]\d)(?![\d./:-])(?:{_HALF}|(?P<hours>{_HOURS}))?",
        rf"{_ALONE}(?P<hour>\d{{1,2}})(?P<minute>[0-5]\d)(?![\d./:-])(?:{_HALF}|(?P<hours>{_HOURS}))?",
        rf"{_ALONE}(?P<hour>\d{{1,2}})(?![\d./:-])",
    )
)
_MARKED = 5  # the first so many patterns are of nothing but a time
_NAMED = re.compile(r"\b(?:12 )?(?P<named>noon|midday|midnight)\b")
_PART = re.compile(r"\b(?:in the |this |at )?(?:early |late )?(?P<part>morning|afternoon|evening|tonight|night|nighttime)\b")
_TODAY = re.compile(r"\b(?:this (?:morning|afternoon|evening)|tonight)\b")
_BEFORE = re.compile(r"(?:\b(?:at|around|about|from|by|for)|@) *\Z")
_TENS = re.compile(r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b")
_WORDS = re.compile(rf"\b(?:{'|'.join(NUMERALS)})\b")
_TWELVE_HOURS = frozenset({"en", ""})  # languages in which 4:30 may be in the afternoon; elsewhere that is 16:30
_HARMLESS = frozenset(
    {
        "a", "about", "approx", "approximately", "around", "at", "be", "begin", "begins", "best", "bit", "by", "clock",
        "close", "closes", "dead", "early", "exactly", "finish", "finishes", "for", "from", "good", "hour", "hours", "i",
        "in", "ish", "is", "it", "its", "late", "maybe", "me", "o", "oclock", "ok", "on", "open", "opens", "or", "please",
        "prompt", "roughly", "sharp", "should", "so", "start", "starts", "the", "they", "this", "time", "to", "us", "usually",
        "was", "we", "would", "you",
    }
)  # fmt: skip
_LATE = frozenset({"close", "closes", "shut", "shuts", "end", "ends", "finish", "evening", "night", "bed"})  # in the question
_TELLING = frozenset({"reading.no_such_day", "reading.wrong_weekday", "reading.day_first"})  # of a day: what is wrong with it
_BOUNDS = frozenset({"after", "before", "past", "later", "earlier", "not", "never", "any", "anytime", "except"})


class Clock(NamedTuple):
    """A time of day as read: `sure` where nobody could take it for the other half of the day; `rest` is what else was said."""

    at: time
    sure: bool
    rest: str


def read_time(question: Question, text: str, language: str) -> Reading:
    """A reply to a time: "16:30", "half past 4", "4pm", "noon"."""
    said = clean(text)
    if not says_something(said):
        return Unclear("reading.empty")
    found = _clock(_plain(said), language, alone=True) if len(said) <= _LONGEST else None
    if found is None:
        return Unclear("reading.not_a_time")
    rest = fold(_PART.sub(" ", found.rest)).split()
    if any(word[0].isdecimal() for word in rest):
        return Unclear("reading.one_time")
    if not _BOUNDS.isdisjoint(rest) or "?" in found.rest:
        return Unclear("reading.not_a_time")
    added = [word for word in rest if word not in _HARMLESS]
    if not TURNING.isdisjoint(added):
        return Unclear("reading.not_a_time")
    return _settled(question, found, said if added else "", lambda clock: f"{clock:%H:%M}")


def read_date_time(question: Question, text: str, language: str, today: date, zone: tzinfo) -> Reading:
    """A reply to a dateTime: "16 August at 4pm", "tomorrow 16:30". `zone` is where the clock hangs that people mean."""
    said = clean(text)
    if not says_something(said):
        return Unclear("reading.empty")
    if len(said) > _LONGEST:
        return Unclear("reading.not_a_date_time")
    moment = read_moment(said)
    if isinstance(moment, datetime):
        return Understood(_moment(moment.astimezone(zone)))
    plain = re.sub(r"(?<=\d)t(?=\d\d:\d\d)", " ", _plain(said))
    found = _clock(plain, language, alone=False)
    if found is None:
        only_day = isinstance(read_date(question, said, language, today), Understood)
        return Unclear("reading.needs_time" if only_day else "reading.not_a_date_time")
    rest = " ".join(_PART.sub(" ", _TODAY.sub("today", found.rest)).split()).strip(" ,.;-–—")
    if not rest:
        return Unclear("reading.needs_day")
    reading = read_date(question, rest, language, today)
    if isinstance(reading, Unclear):
        return reading if reading.key in _TELLING else Unclear("reading.not_a_date_time")
    day = date.fromisoformat(reading.value)
    remark = said if reading.remark else ""
    settled = _settled(question, found, remark, lambda clock: _moment(datetime.combine(day, clock, zone)))
    if isinstance(reading, Likely) and isinstance(settled, Understood):
        return Likely(settled.value, settled.remark)
    return settled


def _settled(question: Question, found: Clock, remark: str, written: Callable[[time], str]) -> Reading:
    """The time as an answer, `written` so; with the constraint deciding, where it can, which half of the day it is in."""
    if found.sure:
        return Understood(written(found.at), remark)
    clocks = [found.at, found.at.replace(hour=(found.at.hour + 12) % 24)]
    if found.at.hour < 12 and not _LATE.isdisjoint(fold(" ".join(question.label.values())).split()):
        clocks.reverse()
    allowed = [clock for clock in clocks if _allows(question, written(clock))]
    if len(allowed) == 1:
        return Understood(written(allowed[0]), remark)
    return Likely(written(clocks[0]), remark)


def _allows(question: Question, value: str) -> bool:
    rule = question.constraint
    return rule is None or rule.truth(lambda _: "", this=value, now=datetime(2000, 1, 1, tzinfo=UTC))


def _plain(said: str) -> str:
    """What was said in small letters and plain words, with numbers of two figures and less as figures."""
    plain = without_fillers(plainly(digits(said)))
    plain = last_said(plain) or plain
    plain = _TENS.sub(lambda found: str(int(NUMERALS[found[1]]) + int(NUMERALS[found[2]])), plain)
    return _WORDS.sub(lambda found: NUMERALS[found[0]], plain)


def _clock(plain: str, language: str, *, alone: bool) -> Clock | None:
    """The time that `plain` words tell, and what they say beside it; None where they tell none.

    Unless it stands `alone`, a day is told too: a number that could be part of it is no time without a word that says so.
    """
    named = _NAMED.search(plain)
    if named is not None:
        return Clock(time(0) if named["named"] == "midnight" else time(12), sure=True, rest=_around(plain, named))
    for lenient in (False, True) if not alone else (True,):
        for place, pattern in enumerate(_PATTERNS):
            for found in pattern.finditer(plain):
                marked = (
                    place < _MARKED or _half(found) or found.groupdict().get("hours") or _BEFORE.search(plain, 0, found.start())
                )
                if marked or (lenient and (alone or found.groupdict().get("dot") == ".")):
                    clock = _told(found, plain, language)
                    if clock is not None:
                        return clock
    return None


def _half(found: re.Match[str]) -> str:
    """Whether am or pm stands beside the time: "am", "pm" or neither."""
    groups = found.groupdict()
    return next((half for half in ("am", "pm") if groups.get(half)), "")


def _told(found: re.Match[str], plain: str, language: str) -> Clock | None:
    groups = found.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    past = _minutes(groups.get("minutes") or "")
    if past is None or hour > 24 or minute > 59:
        return None
    if groups.get("way") in ("to", "before"):
        hour, past = (hour - 1) % 24 if hour != 1 else 12, 60 - past
    minute += past
    if minute > 59 or (hour == 24 and minute):
        return None
    rest = _around(plain, found)
    part = _PART.search(rest)
    half = _half(found) or _of_part(part["part"] if part else "", hour)
    in_full = hour > 12 or hour == 0 or groups["hour"].startswith("0") or bool(groups.get("seconds") or groups.get("hours"))
    if half and hour <= 12:
        return Clock(time(hour % 12 + (12 if half == "pm" else 0), minute), sure=True, rest=rest)
    if half:
        return None if half == "am" and hour > 12 else Clock(time(hour % 24, minute), sure=True, rest=rest)
    by_24 = bool(groups.get("colon")) and (hour == 12 or primary(language) not in _TWELVE_HOURS)
    if in_full or by_24:
        return Clock(time(hour % 24, minute), sure=True, rest=rest)
    return Clock(time(hour + 12 if hour < 7 else hour, minute), sure=False, rest=rest)


def _minutes(written: str) -> int | None:
    """How many minutes "half", "a quarter", "20 minutes" are; None for more than an hour has."""
    if not written:
        return 0
    if written.endswith(("half", "quarter")):
        return 30 if written == "half" else 15
    minutes = int(written.split(maxsplit=1)[0])
    return minutes if 0 < minutes < 60 else None


def _of_part(part: str, hour: int) -> str:
    """Which half of the day a part of it is, at this hour of the twelve."""
    match part:
        case "morning":
            return "am"
        case "afternoon":
            return "pm"
        case "evening":
            return "pm" if hour != 12 else "am"
        case "tonight" | "night" | "nighttime":
            return "pm" if 5 <= hour <= 11 else "am"
        case _:
            return ""


def _around(plain: str, found: re.Match[str]) -> str:
    """What stands before and after the time, without the word that leads to it."""
    return f"{_BEFORE.sub('', plain[: found.start()])} {plain[found.end() :]}".strip()


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
