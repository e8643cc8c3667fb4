"""Calls of functions, put together once: each argument is read as the function wants it, and the result is a closure."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence

from surveys.definitions.functions import FORMATS, FUNCTIONS, UNAVAILABLE, Function, Parameter
from surveys.definitions.patterns import Pattern
from surveys.definitions.repeats import all_answers, answer_at, times_key
from surveys.definitions.terms import Misuse, Run, Scope, Term, truth
from surveys.definitions.values import Value, to_number, to_text, to_truth

OF_ONESELF = frozenset({"string-length", "normalize-space"})  # without an argument they take the question's own answer
# Functions that need more than the values of their arguments, and how many they take.
SPECIAL: Mapping[str, int] = {
    "if": 3,
    "once": 1,
    "regex": 2,
    "today": 0,
    "now": 0,
    "sum": 1,
    "count": 1,
    "count-non-empty": 1,
    "position": 1,
    "indexed-repeat": 3,
    "jr:choice-name": 2,
}
_READ: Mapping[Parameter, Callable[[Value], Value]] = {
    "text": to_text,
    "number": to_number,
    "truth": to_truth,
    "any": lambda it: it,
}
_QUESTION = re.compile(r"\s*\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}\s*")


def compile_call(name: str, args: Sequence[Term]) -> Term | Misuse:
    """The part that calls the function `name`, or why that cannot be."""
    if name in SPECIAL:
        if len(args) != SPECIAL[name]:
            return _wrong_count(name, args)
        return _special(name, args)
    function = FUNCTIONS.get(name)
    if function is None:
        return _unknown(name)
    if not function.takes(len(args)):
        return _wrong_count(name, args)
    if name.startswith("format-date") and (fault := _wrong_format(args[1].literal)):
        return fault
    run = _apply_to_all(function, args) if function.more else _apply(function, args)
    if function.gives == "truth":
        return truth(run)
    return Term(run, gives=function.gives, picked=args[0].picked if name == "selected-at" else "")


def of_all(name: str, args: Sequence[Term]) -> Sequence[Term]:
    """Those of its arguments that stand for every answer to a question, and not for one."""
    function = FUNCTIONS.get(name)
    if function is not None:
        asked = args[len(function.parameters) - 1 :] if function.more else ()
    else:
        asked = args[: {"sum": 1, "count": 1, "count-non-empty": 1, "indexed-repeat": 2}.get(name, 0)]
    return [arg for arg in asked if _is_question(arg)]


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


def _apply_to_all(function: Function, args: Sequence[Term]) -> Run:
    """For a function whose last parameter repeats: every answer to a question that is given there."""
    call, single = function.run, len(function.parameters) - 1
    read = _READ[function.parameters[-1]]
    first = [_reading(arg.run, function.parameter(index)) for index, arg in enumerate(args[:single])]
    spread = [_answers(arg) for arg in args[single:]]
    return lambda scope: call(*[run(scope) for run in first], *[read(value) for values in spread for value in values(scope)])


def _reading(run: Run, parameter: Parameter) -> Run:
    if parameter == "any":
        return run
    read = _READ[parameter]
    return lambda scope: read(run(scope))


def _answers(term: Term) -> Callable[[Scope], Sequence[Value]]:
    """Every answer to the question that `term` is; for any other part its one value."""
    run, name = term.run, term.name
    if not _is_question(term):
        return lambda scope: (run(scope),)
    times = times_key(name)
    return lambda scope: all_answers(scope.lookup, name, times)


def _is_question(term: Term) -> bool:
    return bool(term.name) and not term.name.startswith(".")


def _special(name: str, args: Sequence[Term]) -> Term | Misuse:
    match name:
        case "if":
            return _if(*args)
        case "once":
            first = args[0].run
            return Term(lambda scope: scope.this or first(scope))
        case "regex":
            return _regex(*args)
        case "today":
            return Term(lambda scope: scope.now.date().isoformat(), gives="text")
        case "now":
            return Term(lambda scope: scope.now.isoformat(timespec="milliseconds"), gives="text")
        case "position":
            return _position(args[0])
        case "indexed-repeat":
            return _indexed_repeat(*args)
        case "jr:choice-name":
            return _choice_name(*args)
        case _:
            return _over_answers(name, args[0])


def _if(condition: Term, then: Term, otherwise: Term) -> Term:
    holds, one, other = condition.run, then.run, otherwise.run
    results = None if then.results is None or otherwise.results is None else then.results | otherwise.results
    return Term(
        lambda scope: one(scope) if to_truth(holds(scope)) else other(scope),
        gives=then.gives if then.gives == otherwise.gives else "any",
        results=results,
    )


def _over_answers(name: str, answers: Term) -> Term | Misuse:
    """`sum`, `count`, `count-non-empty`: over every answer to a question, of which there is one where nothing is repeated."""
    if not answers.name:
        return Misuse("expression-answers", f"{name}() takes the answers to a question", f"Write {name}(${{name}}).")
    values = _answers(answers)
    run: Run
    match name:
        case "sum":
            run = lambda scope: sum((to_number(value) for value in values(scope)), 0.0)  # noqa: E731 - as its neighbours
        case "count":
            run = lambda scope: float(len(values(scope)))  # noqa: E731
        case _:
            run = lambda scope: float(sum(1 for value in values(scope) if value))  # noqa: E731
    return Term(run, gives="number")


def _position(parent: Term) -> Term | Misuse:
    if not parent.name.startswith(".."):
        return Misuse("expression-position", "position() takes what a question stands in", "Write position(..).")
    run = parent.run
    return Term(lambda scope: to_number(run(scope) or 1.0), gives="number")


def _indexed_repeat(answer: Term, repeat: Term, index: Term) -> Term | Misuse:
    if not (_is_question(answer) and _is_question(repeat)):
        remedy = "Write indexed-repeat(${question}, ${repeat}, 1), with names, not texts."
        return Misuse("expression-answers", "indexed-repeat() takes a question and the repeat that it stands in", remedy)
    name, at = answer.name, index.run
    return Term(lambda scope: answer_at(scope.lookup, name, to_number(at(scope))), picked=name)


def _choice_name(choice: Term, question: Term) -> Term | Misuse:
    found = _QUESTION.fullmatch(question.literal) if isinstance(question.literal, str) else None
    if not found:
        remedy = "Write jr:choice-name(${name}, '${name}'), the second one in quotes."
        return Misuse("expression-label", "jr:choice-name() takes a choice and, in quotes, its question", remedy)
    run, name = choice.run, found[1]
    return Term(lambda scope: scope.labels(name, to_text(run(scope))), gives="text", labelled=name)


def _regex(text: Term, expression: Term) -> Term | Misuse:
    if not isinstance(expression.literal, str):
        return Misuse("expression-pattern", "the pattern of regex() is not written out", "Put the pattern itself, in quotes.")
    try:
        pattern = Pattern(expression.literal)
    except ValueError as error:
        remedy = "Mend the pattern, or use contains(), starts-with() or string-length() instead."
        return Misuse("expression-pattern", f"the pattern cannot be used: {error}", remedy)
    run = text.run
    return truth(lambda scope: pattern.matches(to_text(run(scope))))


def _wrong_format(form: Value | None) -> Misuse | None:
    """ODK refuses an unknown % too. A format that is not written out is taken as it comes."""
    wrong = [mark for mark in re.findall("%(.?)", form if isinstance(form, str) else "") if mark not in FORMATS]
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


def _wanted(name: str) -> str:
    if name in SPECIAL:
        return str(SPECIAL[name])
    function = FUNCTIONS[name]
    if function.more:
        return f"{function.fewest} or more"
    most = len(function.parameters)
    return str(most) if function.fewest == most else f"{function.fewest} to {most}"


def _wrong_count(name: str, args: Sequence[Term]) -> Misuse:
    remedy = "Part them by commas, within ( )."
    if name == "indexed-repeat" and len(args) in (5, 7):
        remedy = "Repeats within repeats cannot be used."
    return Misuse("expression-arguments", f"{name}() takes {_wanted(name)}, and is given {len(args)}", remedy)
