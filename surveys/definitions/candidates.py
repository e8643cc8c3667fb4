"""Answers worth trying: one for each way in which a survey's expressions can tell answers apart.

They come from the choices and from the constants in the expressions that read a question, themselves or through calculations: of
numbers and days those on either side of a constant as well (boundary values, ISO/IEC/IEEE 29119-4, 5.2.3).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations, permutations

from surveys.definitions.expressions import Expression
from surveys.definitions.model import ACKNOWLEDGED, Question, Survey
from surveys.definitions.tokens import Token, tokenise
from surveys.definitions.values import read_moment, read_time

MOST_SUBSETS = 5  # choices of which every selection is tried
MOST_ORDERED = 4  # choices of which every order is tried
MOST_POINTS = 25  # points of a range of which every one is tried
LONGEST = 2000  # letters of a text that is made up
# Of what people write, in case a pattern asks for it.
_SAMPLES = (
    "a",
    "A",
    "Abc",
    "7",
    "12345",
    "AB1 2CD",
    "a.b@example.org",
    "07700 900123",
    "https://example.org",
    "2010-08-16",
    "a b, c.",
)


@dataclass(frozen=True, slots=True)
class Tries:
    """The answers to try for one question, as XForms writes them, without skipping it.

    `all` is whether no other answer could make a difference. `told_apart` are the values that expressions compare with: to them
    all others are one. None where that is not known.
    """

    values: tuple[str, ...]
    all: bool
    told_apart: frozenset[str] | None


def tries(survey: Survey, today: date) -> Mapping[str, Tries]:
    """What to try for each question that is asked."""
    return {question.name: _tries(question, survey, today) for question in survey.questions if question.asks}


def expressions(question: Question, survey: Survey) -> tuple[Expression, ...]:
    """All that decide over a question: its own expressions, and the conditions of the sections that it stands in."""
    own = (question.constraint, question.calculation, question.choice_filter)
    return (*survey.conditions[question.name], *(each for each in own if each is not None))


def _readers(question: Question, survey: Survey) -> tuple[list[Expression], list[Expression]]:
    """The expressions that read `question` themselves, and those that read a calculation that does."""
    direct = [
        each for user in survey.uses.get(question.name, ()) for each in expressions(user, survey) if question.name in each.names
    ]
    if question.constraint is not None and question.constraint not in direct:
        direct.append(question.constraint)
    further: list[Expression] = []
    waiting = [user.name for user in survey.uses.get(question.name, ()) if user.calculation is not None]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            users = survey.uses.get(name, ())
            further += [each for user in users for each in expressions(user, survey) if name in each.names]
            waiting += [user.name for user in users if user.calculation is not None]
    return direct, further


def _tries(question: Question, survey: Survey, today: date) -> Tries:
    direct, further = _readers(question, survey)
    apart = _told_apart(question, direct)
    tokens = [token for each in (*direct, *further) for token in tokenise(each.source)]
    match question.kind:
        case "select_one":
            names = [choice.name for choice in question.choices]
            if apart is not None and question.choice_filter is None:  # else of those that stand for others none may be on offer
                names = [name for name in names if name in apart] + [name for name in names if name not in apart][:1]
            return Tries(tuple(names), True, apart)
        case "select_multiple":
            return _selections(question, apart)
        case "rank":
            return _orders(question)
        case "range":
            return _points(question, tokens, apart)
        case "acknowledge":
            return Tries((ACKNOWLEDGED,), True, None)
        case "image" | "audio" | "video" | "file":
            return Tries(("file",), True, None)  # nobody looks inside, so one is like another
        case "text" | "note" | "calculate":
            return Tries(_texts(tokens), apart is not None, apart)
        case _:
            return Tries(_made(question, tokens, today), apart is not None, None)


def _made(question: Question, tokens: list[Token], today: date) -> tuple[str, ...]:
    """Answers made up around the constants, of a kind of which there is no end."""
    match question.kind:
        case "integer" | "decimal":
            return _numbers(tokens, whole=question.kind == "integer")
        case "date":
            return _days(tokens, today)
        case "time":
            return _times(tokens)
        case "dateTime":
            return _moments(tokens, today)
        case _:
            return ("51.507 -0.128",)  # a place


def _told_apart(question: Question, direct: Iterable[Expression]) -> frozenset[str] | None:
    """The values that `question` is compared with, where comparing with constants is all that is done with it."""
    values: set[str] = set()
    for expression in direct:
        own = expression is question.constraint
        names = (question.name, ".") if own else (question.name,)
        read = sum(_reads(token, question.name, own=own) for token in tokenise(expression.source))
        plain = [pick.choice for pick in expression.picks if pick.name in names and not pick.whole]
        for left, _, right in expression.comparisons:
            plain += [
                str(two.literal) for one, two in ((left, right), (right, left)) if one.name in names and two.literal is not None
            ]
        if len(plain) < read:
            return None
        values.update(plain)
    return frozenset(values)


def _reads(token: Token, name: str, *, own: bool) -> bool:
    return (token.kind == "reference" and token.text[2:-1] == name) or (own and token.kind == "symbol" and token.text == ".")


def _selections(question: Question, apart: frozenset[str] | None) -> Tries:
    """Every selection of the choices that matter, while they are few; else one, two, three … of them, and each alone."""
    names = [choice.name for choice in question.choices]
    matter = names
    if apart is not None and question.choice_filter is None:
        mentioned = {name for value in apart for name in value.split()}
        matter = [name for name in names if name in mentioned] + [name for name in names if name not in mentioned][:1]
    if len(matter) <= MOST_SUBSETS:
        chosen = [" ".join(some) for count in range(1, len(matter) + 1) for some in combinations(matter, count)]
        return Tries(tuple(chosen), True, None)
    some = [*names, *(" ".join(names[:count]) for count in range(2, len(names) + 1))]
    return Tries(tuple(some), False, None)


def _orders(question: Question) -> Tries:
    """Every order while they are few; else each choice in each place once."""
    names = [choice.name for choice in question.choices]
    if len(names) <= MOST_ORDERED:
        return Tries(tuple(" ".join(order) for order in permutations(names)), True, None)
    turned = (names[at:] + names[:at] for at in range(len(names)))
    return Tries(tuple(" ".join(order) for order in turned), False, None)


def _constants(tokens: Iterable[Token]) -> Iterator[float]:
    for token in tokens:
        if token.kind == "number":
            yield float(token.text)


def _numbers(tokens: list[Token], *, whole: bool) -> tuple[str, ...]:
    constants = {0.0, *_constants(tokens)}
    if any(token.text == "-" for token in tokens):
        constants |= {-constant for constant in constants}
    step = 1.0 if whole else 0.5
    near = {number for constant in constants for number in (constant - step, constant, constant + step)}
    if whole:
        near = {float(number) for constant in near for number in (math.floor(constant), math.ceil(constant))}
    return tuple(f"{number:.10g}" for number in sorted(near, key=lambda number: (abs(number), number)) if abs(number) < 1e9)


def _points(question: Question, tokens: list[Token], apart: frozenset[str] | None) -> Tries:
    """Every point while they are few; else those nearest to the constants, and the ends."""
    scale = question.scale
    assert scale is not None
    if scale.count <= MOST_POINTS:
        return Tries(tuple(scale.point(code) for code in range(1, scale.count + 1)), True, apart)
    near = {1, scale.count}
    for constant in _constants(tokens):
        for sign in (1, -1):
            code = int((Decimal(str(sign * constant)) - scale.start) / scale.step) + 1
            near |= {by for by in (code - 1, code, code + 1) if 1 <= by <= scale.count}
    return Tries(tuple(scale.point(code) for code in sorted(near)), apart is not None, None)


def _days(tokens: list[Token], today: date) -> tuple[str, ...]:
    days = {today}
    for token in tokens:
        moment = read_moment(token.text.strip("'\""))
        if moment is not None:
            days.add(date(moment.year, moment.month, moment.day))
    spans = [int(constant) for constant in _constants(tokens) if constant < 40_000]  # a hundred years and more
    days |= {day for span in spans for day in (today - timedelta(span), today + timedelta(span))}
    near = {day + timedelta(by) for day in days for by in (-1, 0, 1)}
    return tuple(day.isoformat() for day in sorted(near, key=lambda day: (abs(day - today), day)))


def _times(tokens: list[Token]) -> tuple[str, ...]:
    """Noon, and the minutes around each constant, a time of day or the part of a day that decimal-time() makes of one."""
    clocks = [clock for token in tokens if (clock := read_time(token.text.strip("'\""))) is not None]
    minutes = {720, *(clock.hour * 60 + clock.minute for clock in clocks)}
    minutes |= {int(constant * 1440) for constant in _constants(tokens) if constant < 1}
    near = {minute + by for minute in minutes for by in (-1, 0, 1) if 0 <= minute + by < 1440}
    return tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in sorted(near))


def _moments(tokens: list[Token], today: date) -> tuple[str, ...]:
    """Noon of each day worth trying, and the minutes around each constant that is a moment."""
    moments = {datetime.fromisoformat(f"{day}T12:00:00+00:00") for day in _days(tokens, today)}
    for token in tokens:
        moment = read_moment(token.text.strip("'\""))
        if isinstance(moment, datetime):
            moments |= {moment + timedelta(minutes=by) for by in (-1, 0, 1)}
    return tuple(moment.isoformat(timespec="milliseconds") for moment in sorted(moments))


def _texts(tokens: list[Token]) -> tuple[str, ...]:
    written = [token.text[1:-1] for token in tokens if token.kind == "text"]
    lengths = {int(constant) + by for constant in _constants(tokens) for by in (-1, 0, 1) if constant <= LONGEST}
    made = ["x" * length for length in sorted(lengths) if length > 0]
    samples = _SAMPLES if any(token.text == "regex" for token in tokens) else _SAMPLES[:2]
    return tuple(dict.fromkeys(text for text in (*samples, *written, *made) if text.strip()))
