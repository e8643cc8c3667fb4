"""The functions an expression may call, by name.

Sources: the ODK XForms specification (https://getodk.github.io/xforms-spec/#xpath-functions) and, where it is silent, ODK's own
reference (https://docs.getodk.org/form-operators-functions). Functions that need more than their arguments' values (`if`,
`once`, `today`, `regex` …) are put together in `calls`.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Literal

from surveys.definitions.terms import Gives
from surveys.definitions.values import NAN, SPACE, Value, part_of_day, read_time, to_number, to_text, to_truth, wall_clock

Parameter = Literal["text", "number", "truth", "any"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FORMATS = frozenset("YymnbdeaHhMS3%")  # what may follow % in a date format
_EXACT = Context(prec=400)  # holds every float to 30 decimals


@dataclass(frozen=True, slots=True)
class Function:
    """`run` takes values already read as its `parameters`, at least `least` of them, and gives a text, a number or a truth.

    With `more`, the last parameter may repeat, and a question given there stands for every answer to it.
    """

    parameters: tuple[Parameter, ...]
    run: Callable[..., Value]
    gives: Gives
    least: int = -1
    more: bool = False

    @property
    def fewest(self) -> int:
        """How many arguments it needs."""
        return len(self.parameters) if self.least < 0 else self.least

    def takes(self, count: int) -> bool:
        """Whether it can be called with `count` arguments."""
        return self.fewest <= count and (self.more or count <= len(self.parameters))

    def parameter(self, index: int) -> Parameter:
        """How its argument number `index` is read."""
        return self.parameters[min(index, len(self.parameters) - 1)]


def _selected(names: str, name: str) -> bool:
    wanted = name.strip(SPACE)
    return wanted in names.split() if wanted else not names.split()


def _count_selected(names: str) -> float:
    return float(len(names.split()))


def _selected_at(names: str, index: float) -> str:
    picked = names.split()
    at = _whole(index, -1)
    return picked[at] if 0 <= at < len(picked) else ""


def _coalesce(first: Value, second: Value) -> Value:
    return second if to_text(first) in ("", "NaN") else first


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """From `start` up to but without `end`, counted from 0; what is negative counts from the end, as in ODK."""
    return text[_whole(start, 0) : _whole(end, 0)]


def _before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _translate(text: str, wanted: str, instead: str) -> str:
    """XPath 1.0, 4.2: the first of a repeated character counts; what has no counterpart goes."""
    table: dict[int, str] = {}
    for index, char in enumerate(wanted):
        table.setdefault(ord(char), instead[index : index + 1])
    return text.translate(table)


def _normalize_space(text: str) -> str:
    for char in SPACE[1:]:
        text = text.replace(char, " ")
    return " ".join(part for part in text.split(" ") if part)


def _round(number: float, places: float = 0.0) -> float:
    """Half goes up, towards positive infinity (XPath 1.0, 4.4), also at a decimal place as people write it: 1.005 → 1.01."""
    if not math.isfinite(number):
        return number
    if not abs(places) <= 30:
        return NAN
    half = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    exact = Decimal(repr(number))
    return float(exact.quantize(Decimal(1).scaleb(-int(places)), rounding=half, context=_EXACT))


def _int(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _smallest(*numbers: float) -> float:
    return NAN if any(math.isnan(number) for number in numbers) else min(numbers, default=NAN)


def _largest(*numbers: float) -> float:
    return NAN if any(math.isnan(number) for number in numbers) else max(numbers, default=NAN)


def _pow(base: float, power: float) -> float:
    try:
        return math.pow(base, power)
    except OverflowError:
        return -math.inf if base < 0 and power % 2 == 1 else math.inf
    except ValueError:  # a root of a negative number; zero to a negative power, whose sign an odd one keeps (XPath 3.0, 4.8.5)
        odd = power % 2 == 1
        return math.copysign(math.inf, base if odd else 1.0) if base == 0 else NAN


def _log(number: float) -> float:
    return math.log(number) if number > 0 else (-math.inf if number == 0 else NAN)


def _log10(number: float) -> float:
    return math.log10(number) if number > 0 else (-math.inf if number == 0 else NAN)


def _guarded(function: Callable[[float], float]) -> Callable[[float], float]:
    def run(number: float) -> float:
        try:
            return function(number)
        except ValueError:  # outside what the function is defined for
            return NAN
        except OverflowError:
            return math.inf

    return run


def _decimal_time(text: str) -> float:
    clock = read_time(text)
    return NAN if clock is None else part_of_day(clock)


def _date(value: Value) -> str:
    moment = wall_clock(value)
    return "" if moment is None else moment.date().isoformat()


def format_date(value: Value, form: str) -> str:
    """`value` as `form` says: %Y %y %m %n %b %d %e %a and %H %h %M %S %3 (ODK), names in English; "" where it is no date."""
    moment = wall_clock(value)
    if moment is None:
        return ""
    shown = {
        "Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "m": f"{moment.month:02}", "n": str(moment.month),
        "b": _MONTHS[moment.month - 1], "d": f"{moment.day:02}", "e": str(moment.day), "a": _DAYS[moment.weekday()],
        "H": f"{moment.hour:02}", "h": str(moment.hour), "M": f"{moment.minute:02}", "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}", "%": "%",
    }  # fmt: skip
    return re.sub("%(.)", lambda found: shown.get(found[1], found[0]), form)


def _whole(number: float, otherwise: int) -> int:
    """`number` as an index: its whole part, `otherwise` for NaN, no further than any text is long."""
    return otherwise if math.isnan(number) else int(max(-1e9, min(1e9, number)))


FUNCTIONS: Mapping[str, Function] = {
    # picking
    "selected": Function(("text", "text"), _selected, "truth"),
    "count-selected": Function(("text",), _count_selected, "number"),
    "selected-at": Function(("text", "number"), _selected_at, "text"),
    "coalesce": Function(("any", "any"), _coalesce, "any"),
    # text
    "string": Function(("text",), to_text, "text"),
    "string-length": Function(("text",), lambda text: float(len(text)), "number"),
    "normalize-space": Function(("text",), _normalize_space, "text"),
    "contains": Function(("text", "text"), lambda text, part: part in text, "truth"),
    "starts-with": Function(("text", "text"), str.startswith, "truth"),
    "ends-with": Function(("text", "text"), str.endswith, "truth"),
    "substr": Function(("text", "number", "number"), _substr, "text", least=2),
    "substring-before": Function(("text", "text"), _before, "text"),
    "substring-after": Function(("text", "text"), _after, "text"),
    "concat": Function(("text",), lambda *texts: "".join(texts), "text", more=True),
    "join": Function(("text", "text"), lambda between, *texts: between.join(texts), "text", more=True),
    "translate": Function(("text", "text", "text"), _translate, "text"),
    # truth
    "boolean": Function(("truth",), to_truth, "truth"),
    "boolean-from-string": Function(("text",), lambda text: text in ("1", "true"), "truth"),
    "not": Function(("truth",), lambda truth: not truth, "truth"),
    "true": Function((), lambda: True, "truth"),
    "false": Function((), lambda: False, "truth"),
    # numbers
    "number": Function(("number",), to_number, "number"),
    "int": Function(("number",), _int, "number"),
    "round": Function(("number", "number"), _round, "number", least=1),
    "min": Function(("number",), _smallest, "number", more=True),
    "max": Function(("number",), _largest, "number", more=True),
    "abs": Function(("number",), abs, "number"),
    "pow": Function(("number", "number"), _pow, "number"),
    "sqrt": Function(("number",), _guarded(math.sqrt), "number"),
    "exp": Function(("number",), _guarded(math.exp), "number"),
    "exp10": Function(("number",), lambda number: _pow(10.0, number), "number"),
    "log": Function(("number",), _log, "number"),
    "log10": Function(("number",), _log10, "number"),
    "pi": Function((), lambda: math.pi, "number"),
    # dates
    "date": Function(("any",), _date, "text"),
    "format-date": Function(("any", "text"), format_date, "text"),
    "format-date-time": Function(("any", "text"), format_date, "text"),
    "decimal-date-time": Function(("number",), to_number, "number"),
    "decimal-time": Function(("text",), _decimal_time, "number"),
}

# XLSForm has these too. Each is refused by name, with what to do.
UNAVAILABLE: Mapping[str, str] = {
    **dict.fromkeys(("random", "uuid", "randomize"), "Answers to the same questions must always lead to the same questions."),
    **dict.fromkeys(("pulldata", "instance", "current"), "Other files cannot be read from a survey. Use choices instead."),
    **dict.fromkeys(("area", "distance", "geofence", "intersects"), "Places on a map cannot be reckoned with."),
    **dict.fromkeys(("checklist", "weighted-checklist"), "Add up the comparisons, each in number(): number(${a} = 'yes') + …"),
    "date-time": "Use date(), decimal-date-time() or format-date-time().",
    **dict.fromkeys(("sin", "cos", "tan", "asin", "acos", "atan", "atan2"), "A survey has no need of angles."),
    **dict.fromkeys(("digest", "base64-decode"), "Answers are protected in another way. Leave it out."),
    "substring": "Use substr(), which counts from 0.",
    "jr:itext": "Write the label in each language instead.",
    **dict.fromkeys(("last", "name", "id", "lang", "local-name"), "A survey has no paths. Use ${name}."),
    **dict.fromkeys(("floor", "ceiling"), "Use int() or round()."),
    **dict.fromkeys(("is-selected",), "Use selected()."),
}
