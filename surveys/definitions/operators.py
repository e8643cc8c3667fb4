"""The operators of XPath 1.0 (sections 3.4 and 3.5), and how a chain of them is put together."""

import math
from collections.abc import Callable, Mapping, Sequence

from surveys.definitions.terms import Run, Scope, Term, truth
from surveys.definitions.values import NAN, Value, comparable, is_equal, to_number, to_truth

# From the loosest to the tightest; those of one level are taken from left to right.
LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
COMPARING = frozenset(("=", "!=", "<", "<=", ">", ">="))
JOINING = frozenset(("or", "and"))


def outcome(operator: str, run: Run) -> Term:
    """The part that `run` is, which ends with `operator`."""
    return truth(run) if operator in COMPARING or operator in JOINING else Term(run, gives="number")


def chain(first: Run, rest: Sequence[tuple[str, Run]]) -> Run:
    """`first` and what follows it, each with its operator before it, joined from left to right."""
    operators, runs = {operator for operator, _ in rest}, [first, *(run for _, run in rest)]
    if operators == {"or"}:
        return lambda scope: any(to_truth(run(scope)) for run in runs)
    if operators == {"and"}:
        return lambda scope: all(to_truth(run(scope)) for run in runs)
    steps = [(_OPERATORS[operator], run) for operator, run in rest]
    if len(steps) == 1:
        operate, second = steps[0]
        return lambda scope: operate(first(scope), second(scope))

    def run(scope: Scope) -> Value:
        value = first(scope)
        for operate, operand in steps:
            value = operate(value, operand(scope))
        return value

    return run


def _less(left: Value, right: Value) -> bool:
    low, high = comparable(left, right)
    return low < high


def _at_most(left: Value, right: Value) -> bool:
    low, high = comparable(left, right)
    return low <= high


def _divide(left: Value, right: Value) -> float:
    """IEEE 754, which XPath follows: a number by zero is infinite, zero by zero is none."""
    over, under = to_number(left), to_number(right)
    if under:
        return over / under
    return math.copysign(math.inf, over) * math.copysign(1.0, under) if over and not math.isnan(over) else NAN


def _remainder(left: Value, right: Value) -> float:
    """What is left of a division that cuts off its fraction, with the sign of `left` (XPath 1.0, 3.5)."""
    try:
        return math.fmod(to_number(left), to_number(right))
    except ValueError:  # by zero, or of infinity
        return NAN


_OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "=": is_equal,
    "!=": lambda left, right: not is_equal(left, right),
    "<": _less,
    "<=": _at_most,
    ">": lambda left, right: _less(right, left),
    ">=": lambda left, right: _at_most(right, left),
    "+": lambda left, right: to_number(left) + to_number(right),
    "-": lambda left, right: to_number(left) - to_number(right),
    "*": lambda left, right: to_number(left) * to_number(right),
    "div": _divide,
    "mod": _remainder,
}
