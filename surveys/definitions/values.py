"""The values of expressions: text, numbers and truth, and how each is read as another.

Sources: XPath 1.0 section 4 (https://www.w3.org/TR/1999/REC-xpath-19991116/#corelib) and the ODK XForms specification, which
adds that `number()` reads a date (https://getodk.github.io/xforms-spec/#fn:number). A date is a text, "2010-08-16"; as a number
it is the days since 1 January 1970.
"""

import math
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

Value = str | float | bool

NAN = math.nan
SPACE = " \t\r\n"  # what XML calls white space; no other character counts
_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY = timedelta(days=1)


def to_truth(value: Value) -> bool:
    """Whether `value` counts as true: a text that is not empty, a number that is neither zero nor NaN (XPath 1.0, 4.3)."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def to_number(value: Value) -> float:
    """`value` as a number, NaN where it is none (XPath 1.0, 4.4: no sign but minus, no exponent).

    A date is its whole days since 1970-01-01; a date and time its days, with their fraction, since then in UTC (ODK).
    """
    if isinstance(value, str):
        if _NUMBER.fullmatch(value):
            return float(value)
        moment = read_moment(value)
        return NAN if moment is None else _days(moment)
    return float(value)


def to_text(value: Value) -> str:
    """`value` as text: "true" and "false"; numbers without an exponent, whole ones without a point (XPath 1.0, 4.2)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def read_moment(text: str) -> date | datetime | None:
    """`text` as a date, or as a date and time with its offset, as XForms writes them; None where it is neither."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:  # the 30th of February
        return None
    return None


def read_time(text: str) -> time | None:
    """`text` as a time of day, as XForms writes them, on the clock where it was written; None where it is none."""
    try:
        return time.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:  # a 25th hour
        return None


def wall_clock(value: Value) -> datetime | None:
    """The date and time that `value` shows on the clock where it was written, without an offset; None where it shows none.

    A number counts days since 1970-01-01, to the millisecond.
    """
    moment = read_moment(value) if isinstance(value, str) else None
    clock = read_time(value) if isinstance(value, str) and moment is None else None
    if clock is not None:  # a time of any day, which ODK takes for one of the first
        return datetime.combine(_EPOCH, clock.replace(tzinfo=None))
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    if moment is not None:
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - the clock on the wall has no offset
    number = to_number(value)
    try:
        return _EPOCH.replace(tzinfo=None) + timedelta(milliseconds=round(number * 86_400_000))
    except (ValueError, OverflowError):  # NaN and infinity; a day beyond the calendar
        return None


def is_equal(left: Value, right: Value) -> bool:
    """XPath 1.0, 3.4: as truth if either is truth, else as numbers if either is a number, else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return left == right


def comparable(left: Value, right: Value) -> tuple[float, float]:
    """Both sides of `<` and its like, as numbers.

    Two times of day compare as such, though as numbers they are none. Two moments compare as moments. A moment beside a day
    compares by its own clock, so that a day is never later than an hour within it: `. <= now()` holds for today's date also at
    half past midnight in summer (as ODK Collect has it).
    """
    if isinstance(left, str) and isinstance(right, str):
        if "T" in left and "T" in right:
            return to_number(left), to_number(right)
        clocks = (read_time(left), read_time(right))
        if clocks[0] is not None and clocks[1] is not None:
            return part_of_day(clocks[0]), part_of_day(clocks[1])
    return _by_own_clock(left), _by_own_clock(right)


def part_of_day(clock: time) -> float:
    """A time of day as the fraction of the day that has passed, on its own clock."""
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86_400


def _by_own_clock(value: Value) -> float:
    if isinstance(value, str) and "T" in value:
        moment = read_moment(value)
        if isinstance(moment, datetime):
            return _days(moment.replace(tzinfo=UTC))
    return to_number(value)


def _days(moment: date | datetime) -> float:
    if isinstance(moment, datetime):
        return (moment - _EPOCH) / _DAY
    return float(moment.toordinal() - _EPOCH_DAY)
