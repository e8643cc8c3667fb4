"""Comparisons that can never hold, or that hold whatever is answered: faults that nobody sees until it is too late.

What an answer can be is known from its question: a name of its choices, a whole number as it is kept, a date. How the two sides
are read, and so which of them can never meet, is in XPath 1.0, 3.4.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime

from surveys.definitions.expressions import Expression
from surveys.definitions.model import ACKNOWLEDGED, MEDIA, Question
from surveys.definitions.outline import nearest
from surveys.definitions.terms import Comparison, Pick, Term
from surveys.definitions.values import Value, read_moment, read_time, to_number, to_text

Found = tuple[str, str, str]  # a fault's code, what and remedy

_WITHOUT_ORDER: Mapping[str, str] = {"geopoint": "a place", **dict.fromkeys(MEDIA, "a file")}
_OR_NOT = "Write != '' for 'has an answer'."
_EQUALITY = frozenset(("=", "!="))


def wrong_comparisons(question: Question, key: str, expression: Expression, by_name: Mapping[str, Question]) -> Iterator[Found]:
    """The comparisons in `question`'s `key` that cannot be meant."""
    found = _Comparisons(question, by_name)
    for pick in expression.picks:
        yield from found.wrong_pick(pick, labelled=pick.name in expression.labelled)
    for comparison in expression.comparisons:
        yield from found.wrong_comparison(comparison)
    conditions = expression.conditions | ({expression.term.name} if key != "calculation" else set())
    for name in sorted(conditions):
        yield from found.wrong_condition(name)


class _Comparisons:
    def __init__(self, question: Question, by_name: Mapping[str, Question]) -> None:
        self._question = question
        self._by_name = by_name

    def wrong_pick(self, pick: Pick, *, labelled: bool) -> Iterator[Found]:
        """A choice that does not exist; for a question without choices, an answer that it cannot have."""
        target = self._named(pick.name)
        choice = pick.choice.strip()
        if target is None or not choice:
            return
        if not target.choices:
            fault = None if pick.whole or labelled else _never(target, choice)  # what is whole is a comparison too
            if fault:
                yield fault
            return
        names = [choice.name for choice in target.choices]
        several = pick.whole and target.kind in ("select_multiple", "rank")
        for wrong in [name for name in (choice.split() if several else [choice]) if name not in names]:
            remedy = nearest(wrong, names) or f"Its choices are: {', '.join(names)}."
            yield "choice-unknown", f"'{target.name}' is compared with '{wrong}', which is none of its choices", remedy

    def wrong_comparison(self, comparison: Comparison) -> Iterator[Found]:
        left, operator, right = comparison
        if operator in _EQUALITY and (
            fault := self._apart(left, right) or self._column(left, right) or self._column(right, left)
        ):
            yield fault
        for one, other in ((left, right), (right, left)):
            if one.literal is None and other.literal is not None:
                fault = self._unequal(one, other.literal) if operator in _EQUALITY else self._unordered(one, other.literal)
                if fault:
                    yield fault

    def wrong_condition(self, name: str) -> Iterator[Found]:
        """A calculation that is true or false is kept as a word, and XPath (4.3) takes any word for true."""
        target = self._named(name)
        if target and target.calculation and target.calculation.term.gives == "truth":
            what = f"'{name}' is kept as the word true or false, and either word counts as true here"
            yield "compare-kept", what, f"Write ${{{name}}} = 'true'."

    def _named(self, name: str) -> Question | None:
        return self._question if name == "." else self._by_name.get(name)

    def _apart(self, left: Term, right: Term) -> Found | None:
        """Two questions that have no choice in common."""
        one, other = self._named(left.picked), self._named(right.picked)
        if not (one and other and one.choices and other.choices):
            return None
        if {choice.name for choice in one.choices} & {choice.name for choice in other.choices}:
            return None
        what = f"'{one.name}' and '{other.name}' have no choice in common, so they are never the same"
        return "choice-apart", what, "Compare each with the name of a choice."

    def _column(self, one: Term, other: Term) -> Found | None:
        """A column of the choices that never has what it is compared with."""
        if not one.column:
            return None
        own = self._question.choices
        values = {each.name if one.column == "name" else each.columns.get(one.column, "") for each in own}
        target = self._named(other.picked)
        if target and target.choices and not values & {choice.name for choice in target.choices}:
            what = f"no choice has a choice of '{target.name}' in its column '{one.column}', so none is ever on offer"
            return (
                "choice-apart",
                what,
                f"Write the names of its choices there: {', '.join(each.name for each in target.choices)}.",
            )
        if isinstance(other.literal, str) and other.literal not in values:
            remedy = nearest(other.literal, values) or f"It can be: {', '.join(sorted(values - {''}))}."
            return "compare-result", f"no choice has '{other.literal}' in its column '{one.column}'", remedy
        return None

    def _unequal(self, one: Term, literal: Value) -> Found | None:
        target = self._named(one.name) if one.name else None
        if target and target.kind == "rank":
            return _no_order(target, literal)
        if target:
            return _never(target, literal) if literal != "" else None
        if one.gives == "truth":
            if not isinstance(literal, str) or literal in ("", "true"):
                return None
            what = f"a condition is compared with '{literal}', and any text counts as true"
            return "compare-truth", what, "Take the comparison out, or write not(…) around the condition."
        if one.gives == "number" and math.isnan(to_number(literal)):
            return "compare-kind", f"a number is compared with '{literal}', which is none", "Compare it with a number."
        return _no_result("it", one.results, literal)

    def _unordered(self, one: Term, literal: Value) -> Found | None:
        """More and less are between numbers, or dates, which count their days; any other text is neither."""
        target = self._named(one.name) if one.name else None
        if target and target.kind in _WITHOUT_ORDER:
            return "compare-order", f"'{target.name}' is {_WITHOUT_ORDER[target.kind]}, which is neither more nor less", _OR_NOT
        if math.isnan(to_number(literal)):
            if literal == "":
                return "compare-order", "nothing is more or less than an empty text", "Write != '' for 'has an answer'."
            if target and target.kind in ("date", "dateTime"):
                return _no_date(target, literal)
            if target and target.kind == "time":
                return None if _is_time(literal) else _no_time(target, literal)
            if isinstance(literal, str) and read_time(literal):
                remedy = f"Write decimal-time() around both sides, as in decimal-time('{literal}')."
                return "compare-order", f"the time '{literal}' is compared as a text, which is neither more nor less", remedy
            what = f"nothing is more or less than '{literal}', which is neither a number nor a date"
            return "compare-order", what, "Compare it with a number, or with a date like '2010-08-16'."
        if target and target.kind == "time":
            return _no_time(target, literal)
        if target and target.choices and all(math.isnan(to_number(choice.name)) for choice in target.choices):
            what = f"no choice of '{target.name}' is a number, so none is more or less than {to_text(literal)}"
            return "compare-order", what, "Compare it by = with the name of a choice, or number the choices."
        return None


def _no_order(target: Question, literal: Value) -> Found | None:
    """Why `literal` is no order of all the choices; None where it is one, or names none of them (which is told elsewhere)."""
    names, said = [choice.name for choice in target.choices], to_text(literal).split()
    if not said or sorted(said) == sorted(names) or not set(said) <= set(names):
        return None
    what = f"an answer to '{target.name}' has all {len(names)} choices in an order, and is never '{to_text(literal)}'"
    return "compare-rank", what, f"To look at the first place, write selected-at(${{{target.name}}}, 0) = '{said[0]}'."


def _never(target: Question, literal: Value) -> Found | None:
    """Why no answer to `target` is `literal`; None where one may be."""
    if target.kind in ("integer", "decimal", "range"):
        return _no_number(target, literal)
    if target.kind == "acknowledge" and literal != ACKNOWLEDGED:
        what = f"'{target.name}' is '{ACKNOWLEDGED}' once it is acknowledged, and never '{to_text(literal)}'"
        return "compare-kind", what, f"Compare it with '{ACKNOWLEDGED}'."
    if target.kind == "date" and isinstance(literal, str) and (len(literal) != 10 or read_moment(literal) is None):
        return _no_date(target, literal)
    if target.kind == "dateTime" and not isinstance(read_moment(to_text(literal)), datetime):
        what = f"'{target.name}' is a day and a time, and never just '{to_text(literal)}'"
        return "compare-date", what, f"Compare its day, as in date(${{{target.name}}}) = '2010-08-16', or use < and >."
    if target.kind == "time" and not (_is_time(literal) and len(to_text(literal)) == len("16:30")):
        return _no_time(target, literal)
    if target.kind in _WITHOUT_ORDER:
        what = f"'{target.name}' is {_WITHOUT_ORDER[target.kind]}, and never '{to_text(literal)}'"
        return "compare-kind", what, _OR_NOT
    if target.calculation:
        return _no_result(f"'{target.name}'", target.calculation.term.results, literal)
    return None


def _no_number(target: Question, literal: Value) -> Found | None:
    number = to_number(literal)
    if math.isnan(number):
        return "compare-kind", f"'{target.name}' is a number, and never '{literal}'", "Compare it with a number."
    scale = target.scale
    if scale is not None and not scale.code(to_text(number)):
        what = f"'{target.name}' has no point {to_text(number)}"
        return "compare-kind", what, f"Its points go from {scale.point(1)} to {scale.point(scale.count)} by {scale.step}."
    if target.kind == "integer" and not number.is_integer():
        return (
            "compare-kind",
            f"'{target.name}' is a whole number, and never {to_text(literal)}",
            "Compare it with a whole number.",
        )
    if isinstance(literal, str) and literal != to_text(number):
        what = f"'{target.name}' is never written '{literal}'"
        return "compare-kind", what, f"Write the number without quotes: {to_text(number)}."
    return None


def _no_date(target: Question, literal: Value) -> Found:
    what = f"'{target.name}' is a date, and '{to_text(literal)}' is not written as one"
    return "compare-date", what, "Write the year, the month and the day: '2010-08-16'."


def _is_time(literal: Value) -> bool:
    return isinstance(literal, str) and read_time(literal) is not None


def _no_time(target: Question, literal: Value) -> Found:
    what = f"'{target.name}' is a time of day, and '{to_text(literal)}' is not written as one"
    return "compare-time", what, "Write the hour and the minute in quotes: '16:30'."


def _no_result(what: str, results: frozenset[str] | None, literal: Value) -> Found | None:
    if results is None or literal == "":
        return None
    if literal in results or any(not isinstance(literal, str) and to_number(result) == literal for result in results):
        return None
    remedy = nearest(to_text(literal), results) or f"It can be: {', '.join(sorted(results))}."
    return "compare-result", f"{what} never comes to '{to_text(literal)}'", remedy
