"""Expressions come to what the published rules say: the tables of `conformance_xpath` and `conformance_odk`, case by case."""

import math

import pytest

from surveys.definitions.expressions import compile_expression
from surveys.definitions.repeats import Lookup
from surveys.errors import DefinitionError
from tests.surveys.definitions import conformance_odk, conformance_xpath
from tests.surveys.definitions.conformance import ANSWERS, ASKED_IN, LABELS, NOW, OWN, REFUSED, REPEATS, Expected, Group

CASES = [
    pytest.param(source, expected, group, id=f"{group.rule} | {source} | {group.within}{group.language}")
    for group in (*conformance_xpath.GROUPS, *conformance_odk.GROUPS)
    for source, expected in group.cases
]


def lookup_in(within: int) -> Lookup:
    """What `surveys/definitions/repeats.py` asks of a lookup, for the form of the tables."""
    found = dict(ANSWERS)
    for repeat, times in REPEATS.items():
        found[f"{repeat}[]"] = str(len(times))
        for index, answers in enumerate(times, 1):
            found |= {f"{name}[{index}]": answer for name, answer in answers.items()}
            if index == within:
                found |= answers
    if within:
        found[".."] = str(within)
    else:
        found |= {f"{name}[]": str(len(REPEATS[repeat])) for name, repeat in ASKED_IN.items()}
    return lambda key: found.get(key, "")


@pytest.mark.parametrize(("source", "expected", "group"), CASES)
def test_an_expression_comes_to_what_the_rule_says(source: str, expected: Expected, group: Group) -> None:
    if expected is REFUSED:
        with pytest.raises(DefinitionError):
            compile_expression(source)
        return
    value = compile_expression(source).value(
        lookup_in(group.within), this=OWN, now=NOW, labels=lambda *choice: LABELS.get((*choice, group.language), "")
    )
    assert type(value) is type(expected)
    if isinstance(expected, float) and math.isnan(expected):
        assert isinstance(value, float)
        assert math.isnan(value)
    else:
        assert value == expected


def test_the_tables_hold_at_least_400_cases_and_none_twice() -> None:
    groups = (*conformance_xpath.GROUPS, *conformance_odk.GROUPS)
    cases = [(source, group.within, group.language) for group in groups for source, _ in group.cases]
    assert len(cases) == len(set(cases)) >= 400
