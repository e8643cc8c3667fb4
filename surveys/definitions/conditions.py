"""What a question hangs on, as conditions on answers that people give themselves, so that it can be said in words.

A calculation is followed back to the answers it is worked out from: people never see it. What has no plain words (arithmetic, a
function of an answer, joins within joins within joins) comes down to the questions that it hangs on.
"""

import operator as compare
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from surveys.definitions.expressions import Expression
from surveys.definitions.model import ACKNOWLEDGED, Choice, Question, Survey
from surveys.definitions.terms import Term
from surveys.definitions.values import to_number, to_text

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
How = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class Picked:
    """The answer to one of `questions` is one of `choices`; with `holds` false, it is none of them."""

    questions: tuple[Question, ...]
    choices: tuple[Choice, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer to `question` (a number, a date, words) is in this relation to `value`, which is written as answers are."""

    question: Question
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Answered:
    """`question` is answered; with `holds` false, it is not."""

    question: Question
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Joined:
    """All (`and`) or one (`or`) of `parts` hold."""

    how: How
    parts: tuple["Sayable", ...]


@dataclass(frozen=True, slots=True)
class Depends:
    """It hangs on the answers to `questions`, in a way that has no plain words."""

    questions: tuple[Question, ...]


Sayable = Picked | Compared | Answered | Joined
Condition = Sayable | Depends

_TESTS: Mapping[Operator, Callable[[float, float], bool]] = {
    "<": compare.lt, "<=": compare.le, ">": compare.gt, ">=": compare.ge,
}  # fmt: skip
_OPPOSITE: Mapping[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: Mapping[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_JOINED: Mapping[How, How] = {"and": "or", "or": "and"}


class _Unsaid(Exception):
    """It has no plain words."""


def condition_of(relevant: Sequence[Expression], survey: Survey) -> Condition | None:
    """On what it hangs whether something of `survey` is asked that all of `relevant` must hold for; None where everybody is."""
    reading = _Reading(survey.by_name)
    try:
        found = _join("and", [reading.read(each.term, holds=True) for each in relevant])
        if found is True:
            return None
        if found is not False and _depth(found) <= 2:
            return found
    except _Unsaid:
        pass
    behind = set().union(*(_behind(each.names, survey.by_name) for each in relevant))
    return Depends(tuple(each for each in survey.questions if each.name in behind))


def _behind(names: Iterable[str], by_name: Mapping[str, Question]) -> set[str]:
    """The questions that people answer among `names`, and behind the calculations among them."""
    found: set[str] = set()
    for target in (by_name[name] for name in names if name in by_name):
        found |= {target.name} if target.asks else set()
        for expression in (target.calculation, target.relevant if target.calculation else None):
            found |= _behind(expression.names, by_name) if expression is not None else set()
    return found


def _depth(condition: Sayable) -> int:
    return 1 + max(map(_depth, condition.parts)) if isinstance(condition, Joined) else 0


class _Reading:
    """Reads terms as conditions; True or False where it holds whatever is answered, or never. _Unsaid where it has no words."""

    def __init__(self, by_name: Mapping[str, Question]) -> None:
        self._by_name = by_name

    def read(self, term: Term, *, holds: bool) -> Sayable | bool:
        """That `term` holds, or does not."""
        match term.made, term.parts:
            case ("and" | "or") as how, parts:
                joins = how if holds else _JOINED[how]
                return _join(joins, [self.read(part, holds=holds) for part in parts])
            case "not", (part,):
                return self.read(part, holds=not holds)
            case "boolean", (part,):
                return self.read(part, holds=holds)
            case ("true" | "false") as truth, ():
                return (truth == "true") == holds
            case "selected", (answer, choice) if choice.literal is not None:
                return self._picked(self._question(answer), to_text(choice.literal).strip(), holds=holds)
            case operator, (left, right) if operator in _OPPOSITE:
                return self._compared(left, cast("Operator", operator), right, holds=holds)
            case _:
                raise _Unsaid

    def _question(self, term: Term) -> Question:
        question = self._by_name.get(term.name)
        if question is None or term.made:
            raise _Unsaid
        return question

    def _compared(self, left: Term, operator: Operator, right: Term, *, holds: bool) -> Sayable | bool:
        if left.literal is not None:
            left, operator, right = right, _TURNED[operator], left
        if right.literal is None:
            raise _Unsaid
        operator = operator if holds else _OPPOSITE[operator]
        question = self._question(left)
        if operator == "=" or operator == "!=":
            return self._equal(question, to_text(right.literal), holds=operator == "=")
        if question.kind == "select_one":
            test = _TESTS[operator]
            fitting = [choice for choice in question.choices if test(to_number(choice.name), to_number(right.literal))]
            return Picked((question,), tuple(fitting)) if fitting else False
        if question.kind in ("integer", "decimal", "range", "date", "dateTime"):
            return Compared(question, operator, to_text(right.literal))
        raise _Unsaid

    def _equal(self, question: Question, value: str, *, holds: bool) -> Sayable | bool:
        if question.calculation is not None and question.relevant is None:
            return self._result(question.calculation.term, value, holds=holds)
        if not question.asks:
            raise _Unsaid
        if not value or (question.kind == "acknowledge" and value == ACKNOWLEDGED):
            return Answered(question, holds if value else not holds)
        if question.closed:
            return self._picked(question, value, holds=holds, whole=True)
        return Compared(question, "=" if holds else "!=", value)

    def _picked(self, question: Question, name: str, *, holds: bool, whole: bool = False) -> Sayable:
        choice = question.choice(name)
        if choice is None or (whole and question.kind == "select_multiple"):
            raise _Unsaid
        return Picked((question,), (choice,), holds)

    def _result(self, term: Term, value: str, *, holds: bool) -> Sayable | bool:
        """That a calculation comes to `value`, or does not."""
        if term.literal is not None:
            return (to_text(term.literal) == value) == holds
        if term.made == "if":
            condition, then, otherwise = term.parts
            one, other = (self._result(part, value, holds=holds) for part in (then, otherwise))
            if isinstance(one, bool) and one is other:
                return one
            first = _join("and", [self.read(condition, holds=True), one])
            return _join("or", [first, _join("and", [self.read(condition, holds=False), other])])
        if term.gives == "truth" and value in ("true", "false"):
            return self.read(term, holds=(value == "true") == holds)
        return self._equal(self._question(term), value, holds=holds)


def _join(how: How, parts: Sequence[Sayable | bool]) -> Sayable | bool:
    """`parts` joined, and no more said than needs to be: what is picked from the same choices is one condition."""
    decides = how == "or"  # one part that always holds, or that never does, decides it
    if any(part is decides for part in parts):
        return decides
    told: list[Sayable] = []
    for part in (each for each in parts if not isinstance(each, bool)):
        for one in part.parts if isinstance(part, Joined) and part.how == how else (part,):
            if one not in told:
                told.append(one)
    if not told:
        return not decides
    told = _gathered(told, how, "choices", lambda it: tuple(question.name for question in it.questions))
    if how == "or":
        told = _gathered(told, how, "questions", lambda it: (it.questions[0].kind, repr([each.label for each in it.choices])))
    return told[0] if len(told) == 1 else Joined(how, tuple(told))


def _gathered(
    parts: Sequence[Sayable], how: How, what: Literal["choices", "questions"], alike: Callable[[Picked], object]
) -> list[Sayable]:
    """`parts` with one condition for all that are `alike`, and so differ in `what` only.

    Either of two may be picked where `or` joins them; neither may where `and` joins two that are not to be picked.
    """
    told: dict[object, Sayable] = {}
    for at, part in enumerate(parts):
        if not isinstance(part, Picked) or part.holds != (how == "or"):
            told[at] = part
            continue
        before = told.get(alike(part))
        together = getattr(before, what) + getattr(part, what) if before is not None else getattr(part, what)
        told[alike(part)] = replace(part, **{what: together})
    return list(told.values())
