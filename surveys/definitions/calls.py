"""Calls of functions, put together once: each argument is read as the function wants it, and the result is a closure."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from surveys.definitions.functions import FORMATS, FUNCTIONS, UNAVAILABLE, Function, Parameter
from surveys.definitions.patterns import compile_pattern, matches
from surveys.definitions.values import Value, to_number, to_text, to_truth


class Scope(NamedTuple):
    """What an expression is evaluated with. A NamedTuple: one is made for every evaluation, and it must cost nothing."""

    lookup: Callable[[str], str]
    this: str
    now: datetime


Run = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Term:
    """A compiled part. `name` is set when it is one question's answer ("." for one's own), `literal` when it is written out."""

    run: Run
    name: str = ""
    literal: str | None = None


class Misuse(NamedTuple):
    """Why a call cannot be made: the fault's code, what and remedy."""

    code: str
    what: str
    remedy: str


OWN = Term(lambda scope: scope.this, name=".")
OF_ONESELF = frozenset({"string-length", "normalize-space"})  # without an argument they take the question's own answer
# Functions that need more than the values of their arguments, and how many they take.
SPECIAL = {"if": 3, "once": 1, "regex": 2, "today": 0, "now": 0, "sum": 1, "count": 1, "count-non-empty": 1}
_READ: Mapping[Parameter, Callable[[Value], Value]] = {"text": to_text, "number": to_number, "truth": to_truth}


def compile_call(name: str, args: Sequence[Term]) -> Run | Misuse:
    """The closure that calls the function `name`, or why that cannot be."""
    if name in SPECIAL:
        if len(args) != SPECIAL[name]:
            return _wrong_count(name, str(SPECIAL[name]), len(args))
        return _special(name, args)
    function = FUNCTIONS.get(name)
    if function is None:
        return _unknown(name)
    if not function.takes(len(args)):
        return _wrong_count(name, _wanted(function), len(args))
    if name.startswith("format-date") and (fault := _wrong_format(args[1].literal)):
        return fault
    return _apply(function, args)


def _apply(function: Function, args: Sequence[Term]) -> Run:
    call = function.run
    runs = [_reading(arg.run, function.parameter(index)) for index, arg in enumerate(args)]
    match runs:
        case []:
            return lambda _: call()
        case [one]:
            return lambda scope: call(one(scope))
        case [one, two]:
            return lambda scope: call(one(scope), two(scope))
        case _:
            return lambda scope: call(*[run(scope) for run in runs])


def _reading(run: Run, parameter: Parameter) -> Run:
    if parameter == "any":
        return run
    read = _READ[parameter]
    return lambda scope: read(run(scope))


def _special(name: str, args: Sequence[Term]) -> Run | Misuse:
    match name:
        case "if":
            condition, then, otherwise = (arg.run for arg in args)
            return lambda scope: then(scope) if to_truth(condition(scope)) else otherwise(scope)
        case "once":
            first = args[0].run
            return lambda scope: scope.this or first(scope)
        case "regex":
            return _regex(*args)
        case "today":
            return lambda scope: scope.now.date().isoformat()
        case "now":
            return lambda scope: scope.now.isoformat(timespec="milliseconds")
        case _:
            return _over_answers(name, args[0])


def _over_answers(name: str, answers: Term) -> Run | Misuse:
    """`sum`, `count`, `count-non-empty`: over the answers to one question, of which there is one while nothing is repeated."""
    if not answers.name:
        return Misuse("expression-answers", f"{name}() takes the answers to a question", f"Write {name}(${{name}}).")
    run = answers.run
    match name:
        case "sum":
            return lambda scope: to_number(run(scope))
        case "count":
            return lambda _: 1.0
        case _:
            return lambda scope: 1.0 if run(scope) else 0.0


def _regex(text: Term, expression: Term) -> Run | Misuse:
    if expression.literal is None:
        return Misuse("expression-pattern", "the pattern of regex() is not written out", "Put the pattern itself, in quotes.")
    pattern = compile_pattern(expression.literal)
    if isinstance(pattern, str):
        remedy = "Mend the pattern, or use contains(), starts-with() or string-length() instead."
        return Misuse("expression-pattern", f"the pattern cannot be used: {pattern}", remedy)
    run = text.run
    return lambda scope: matches(pattern, to_text(run(scope)))


def _wrong_format(form: str | None) -> Misuse | None:
    """ODK refuses an unknown % too. A format that is not written out is taken as it comes."""
    wrong = [mark for mark in re.findall("%(.?)", form or "") if mark not in FORMATS]
    if not wrong:
        return None
    what = f"'%{wrong[0]}' is no part of a date"
    return Misuse("expression-format", what, "Use %Y %y %m %n %b %d %e %a %H %h %M %S %3, and %% for %.")


def _unknown(name: str) -> Misuse:
    if name in UNAVAILABLE:
        return Misuse("expression-unavailable", f"{name}() cannot be used here", UNAVAILABLE[name])
    near = difflib.get_close_matches(name.lower(), [*FUNCTIONS, *SPECIAL], 1)
    remedy = f"Did you mean {near[0]}()?" if near else "See docs/writing-surveys.md for the functions there are."
    return Misuse("expression-function", f"there is no function {name}()", remedy)


def _wanted(function: Function) -> str:
    if function.more:
        return f"{function.fewest} or more"
    most = len(function.parameters)
    return str(most) if function.fewest == most else f"{function.fewest} to {most}"


def _wrong_count(name: str, wanted: str, given: int) -> Misuse:
    return Misuse("expression-arguments", f"{name}() takes {wanted}, and is given {given}", "Part them by commas, within ( ).")
