"""Reading a reply to a question that asks for a date, as people write dates here: the day before the month."""

import re
from datetime import date, datetime, time, timedelta

from surveys.definitions.model import Question
from surveys.interviews.reading.days import named_day
from surveys.interviews.reading.folding import NUMERALS, clean, digits, says_something
from surveys.interviews.reading.months import month, weekday
from surveys.interviews.reading.overhearing import likely_day
from surveys.interviews.reading.results import Likely, Reading, Unclear, Understood
from surveys.interviews.reading.turning import is_english

_LONGEST = 100  # characters; "It was on Wednesday the 22nd of September, 2010, please" has 54
_OLDEST, _AHEAD = 1000, 100  # a year before the one, or more than the other ahead, is a slip of the keys

_YEAR = r"(?:(\d{4})|'?(\d{2}))"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_SLASHED = re.compile(rf"(\d{{1,2}})(\s*[-/.]\s*|\s+)(\d{{1,2}})\2{_YEAR}")
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s*[-/]?\s*(?:of\s+)?([^\W\d]+)(?:\s*[-/]?\s*{_YEAR})?")
_NAMED_FIRST = re.compile(rf"([^\W\d]+)\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+{_YEAR})?")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/]\s*\d{1,2}")
_NO_DAY = re.compile(r"(?:(?:in|early|late|mid) )*(?:([^\W\d]+) |\d{1,2}[-/])?\d{4}(?:-\d{1,2})?")
_AGO = re.compile(r"(\d{1,3}|[a-z]+) (day|week|fortnight)s? ago")
_WEEKDAY = re.compile(r"([a-z]+) (?:the )?(?=\d)(.+)")
_LEADING = re.compile(r"\A(?:it was |it is |it's |was |on |the )+")
_APART = re.compile(r"[,()“”\"!*]|(?<=[a-z])\.|\.$")
_MARKS = str.maketrans("／－．’–", "/-.'-")
_ONE_DAY = re.compile(r"\D*(\d{1,2})\D+(\d{4})\D*")

_LAST = re.compile(r"\W*last [a-z]+day\b", re.IGNORECASE)  # said on a Monday, "last Sunday" may be a week before
_FAR = 330  # days: nearly a year away, it was nearly now
_DATED = re.compile(  # with its year
    r"\d{4}|\d\D+\d{1,2}\D+\d\d|[a-z]{3} '?\d\d\b|\b(?:ago|year|thousand|twenty|nineteen)\b", re.IGNORECASE
)
_COUNTED = {"day": 1, "week": 7, "fortnight": 14}
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}


def read_date(question: Question, text: str, language: str, today: date) -> Reading:
    """A reply to a date question, of which nothing may be left to guess.

    A year must be given; one of two figures is taken for the year between 99 back and 10 ahead, if only one is. "Last Friday" is
    the latest before today. A date counted back from today keeps its words as a remark.
    """
    said = clean(text)
    if len(said) > _LONGEST:
        return Unclear("reading.not_a_date")
    if not says_something(said):
        return Unclear("reading.empty")
    literal = _literal(said, language, today)
    found = named_day(question, said, today) if not isinstance(literal, Understood) and is_english(language) else None
    if found is not None:
        literal = Understood(found[0].isoformat(), said if found[1] else "")
    if isinstance(literal, Understood):
        return (
            Likely(literal.value, literal.remark) if _may_be_another(date.fromisoformat(literal.value), said, today) else literal
        )
    likely = likely_day(question, said, today) if is_english(language) else None
    return Likely(likely.isoformat(), said) if likely is not None else literal


def _may_be_another(day: date, said: str, today: date) -> bool:
    """Whether a day as it was said may as well be another: last Sunday, said on a Monday; a February to come, said in March."""
    yesterday = _LAST.match(said) is not None and day == today - timedelta(days=1)
    return yesterday or (abs((day - today).days) >= _FAR and _DATED.search(digits(said)) is None)


def _literal(said: str, language: str, today: date) -> Reading:
    plain = " ".join(_APART.sub(" ", digits(said).translate(_MARKS).casefold()).split())
    plain = _LEADING.sub("", plain.removesuffix(" please"), count=1)
    relative = _relative(plain, said, today)
    if relative is not None:
        return relative
    dated = _WEEKDAY.fullmatch(plain)
    named = weekday(dated[1]) if dated is not None else None
    reading = _absolute(dated[2] if dated is not None and named is not None else plain, said, today)
    if reading is None:
        return _in_language(said, language, today) or Unclear("reading.not_a_date")
    if named is not None and isinstance(reading, Understood) and date.fromisoformat(reading.value).weekday() != named:
        return Unclear("reading.wrong_weekday")
    return reading


def _relative(plain: str, said: str, today: date) -> Reading | None:
    """A day told from today: yesterday, last Friday, two weeks ago."""
    if plain in _NEAR:
        return _shifted(today, _NEAR[plain])
    last = weekday(plain.removeprefix("last ")) if plain.startswith("last ") else None
    if last is not None:
        return _shifted(today, -((today.weekday() - last - 1) % 7 + 1))
    ago = _AGO.fullmatch(plain)
    count = int(NUMERALS.get(ago[1], ago[1] if ago[1].isdecimal() else "1" if ago[1] == "a" else "0")) if ago is not None else 0
    return _shifted(today, -count * _COUNTED[ago[2]], said) if ago is not None and count else None


def _shifted(today: date, days: int, remark: str = "") -> Reading:
    try:
        return Understood((today + timedelta(days=days)).isoformat(), remark)
    except OverflowError:
        return Unclear("reading.not_a_date")


def _absolute(plain: str, said: str, today: date) -> Reading | None:
    """A day with its month in figures or by its English name; None when it is nothing like one."""
    if match := _ISO.fullmatch(plain):
        return _day(int(match[4]), int(match[3]), (match[1], None), said, today)
    if match := _SLASHED.fullmatch(plain):
        if int(match[3]) > 12 >= int(match[1]) > 0:
            return Unclear("reading.day_first", {"month": int(match[3])})
        return _day(int(match[1]), int(match[3]), (match[4], match[5]), said, today)
    if (match := _NAMED.fullmatch(plain)) and (number := month(match[2])):
        return _day(int(match[1]), number, (match[3], match[4]), said, today)
    if (match := _NAMED_FIRST.fullmatch(plain)) and (number := month(match[1])):
        return _day(int(match[2]), number, (match[3], match[4]), said, today)
    if _NO_YEAR.fullmatch(plain):
        return Unclear("reading.date_needs_year")
    if (match := _NO_DAY.fullmatch(plain)) and (match[1] is None or month(match[1])):
        return Unclear("reading.date_needs_day")
    return None


def _day(day: int, month: int, written: tuple[str | None, str | None], said: str, today: date) -> Reading:
    """The day, if the calendar has it. `written` is the year in four figures or in two, or neither."""
    four, two = written
    years = [int(four)] if four else [year for year in range(today.year - 99, today.year + 11) if two and year % 100 == int(two)]
    if len(years) != 1:
        return Unclear("reading.date_needs_year")
    if not _OLDEST <= years[0] <= today.year + _AHEAD:
        return Unclear("reading.not_a_date")
    try:
        return Understood(date(years[0], month, day).isoformat())
    except ValueError:
        return Unclear("reading.no_such_day", {"date": said})


def _in_language(said: str, language: str, today: date) -> Reading | None:
    """A day that is written in the person's own language, where it is not English."""
    tongue = language.split("-", 1)[0]
    figures = _ONE_DAY.fullmatch(digits(said))
    if tongue in ("", "en") or (figures is None and any(map(str.isdecimal, said))):
        return None
    # Loaded here: it takes longer than all the rest of the reader, and few interviews need it.
    import dateparser  # noqa: PLC0415

    noon = datetime.combine(today, time(12))
    parser = "relative-time" if figures is None else "absolute-time"
    try:
        found = dateparser.parse(
            digits(said),
            languages=[tongue],
            settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "RELATIVE_BASE": noon, "PARSERS": [parser]},
        )
    except (ValueError, OverflowError):  # a language it does not know, or a day beyond the calendar
        return None
    if found is None:
        return None
    # Only what it cannot have made up: the day and year that were written, or a neighbour of today at the same hour.
    if figures is None:
        sure = found.time() == noon.time() and abs((found.date() - today).days) <= 1
    else:
        sure = (found.day, found.year) == (int(figures[1]), int(figures[2])) and _OLDEST <= found.year <= today.year + _AHEAD
    return Understood(found.date().isoformat()) if sure else None
