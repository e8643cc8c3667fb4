"""Expressions, compiled with the survey and evaluated at every turn that may change what comes next.

The goal: under 10 µs for each evaluation, also of a pattern that makes other engines try for ever. Compiling happens once, when
a survey is loaded. Times are the processor's own, so that what else the machine does is not counted.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median

import re2

from surveys.definitions.expressions import compile_expression

ALLOWED = 10  # µs: a quarter of what a whole step may take
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANSWERS = {
    "size": "small",
    "helps": "bus food friends",
    "age": "17",
    "since": "2025-11-03",
    "postcode": "PL1 2AB",
    "child_age[]": "3",
    "child_age[1]": "9",
    "child_age[2]": "7",
    "child_age[3]": "4",
}
EXPRESSIONS = {
    "one choice": "${size} = 'small'",
    "what most conditions are": "${size} != 'large' and selected(${helps}, 'bus') and ${age} >= 16",
    "a rule for an answer": ". >= 0 and . <= 120",
    "dates": "if(${since} > today() - 90, 'yes', 'no')",
    "a pattern": "regex(${postcode}, '[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}')",
    "over a repeat": "sum(${child_age}) div count(${child_age}) > 6",
}
SLOW_ELSEWHERE = ("regex(., '(a?){30}a{30}')", "a" * 29 + "b")  # an engine that goes back takes 2 to the 30th steps


def micros(work: Callable[[], object], times: int) -> float:
    """The median of seven runs, in microseconds a call."""
    runs = []
    for _ in range(7):
        start = time.process_time()
        for _ in range(times):
            work()
        runs.append((time.process_time() - start) / times * 1e6)
    return median(runs)


def evaluation(source: str, this: str = "42", times: int = 3000) -> float:
    """What one evaluation costs."""
    expression = compile_expression(source)
    return micros(lambda: expression.value(lambda key: ANSWERS.get(key, ""), this=this, now=NOW), times)


def compiling(source: str) -> None:
    """Compile as if for the first time."""
    re2.purge()  # it keeps the patterns it has seen
    compile_expression(source)


def main() -> None:
    """Print what six expressions cost to compile and to evaluate, and what the pattern costs that is slow elsewhere."""
    print(f"{'':<26}   {'compiled once':>13}   {'each evaluation':>15}")
    dearest = 0.0
    for what, source in EXPRESSIONS.items():
        compiled, each = micros(partial(compiling, source), 200), evaluation(source)
        dearest = max(dearest, each)
        print(f"{what:<26}   {compiled:>10.1f} µs   {each:>12.2f} µs")
    source, text = SLOW_ELSEWHERE
    print(f"{'(a?){30}a{30}, 30 letters':<26}   {'':>13}   {evaluation(source, text):>12.2f} µs")
    print(f"the dearest: {dearest:.1f} µs, {dearest / ALLOWED:.2f} of the {ALLOWED} µs that are allowed")
