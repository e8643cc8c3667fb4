"""The points of a range: as XLSForm's parameters say them, and as they are told by codes."""

from decimal import Decimal

import pytest

from surveys.definitions.codes import codes_of, value_of
from surveys.definitions.model import Scale
from surveys.definitions.parameters import read_scale, write_scale
from surveys.definitions.terms import Misuse
from tests.factories import a_survey


def a_scale(start: str, end: str, step: str) -> Scale:
    return Scale(Decimal(start), Decimal(end), Decimal(step))


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        ("", a_scale("1", "10", "1")),
        ("start=0 end=17 step=1", a_scale("0", "17", "1")),
        ("start=0;end=17;step=1", a_scale("0", "17", "1")),
        ("START = -2.5,  end = 2.5 , step=.5", a_scale("-2.5", "2.5", "0.5")),
        ("end=1 start=10 step=-1", a_scale("10", "1", "-1")),
        ("step=3;", a_scale("1", "10", "3")),
    ],
)
def test_parameters_are_read_in_every_form_that_other_tools_take(written: str, scale: Scale) -> None:
    """What is left out is 1, 10 and 1, as in pyxform."""
    assert read_scale(written) == scale
    assert read_scale(write_scale(scale)) == scale


@pytest.mark.parametrize(
    ("written", "code", "what"),
    [
        ("max=3", "range-parameters", "max=3"),
        ("stat=3", "range-parameters", "stat=3"),
        ("start", "range-parameters", "start"),
        ("start=one", "range-parameters", "'one'"),
        ("start=1e3", "range-parameters", "'1e3'"),
        ("start=1 start=2", "range-parameters", "twice"),
        ("step=0", "range-points", "not two points"),
        ("start=10 end=1", "range-points", "not two points"),
        ("start=1 end=1", "range-points", "not two points"),
        ("start=0 end=9999999 step=1", "range-points", "10,000,000 points"),
    ],
)
def test_parameters_that_make_no_range_are_refused_with_what_to_do(written: str, code: str, what: str) -> None:
    found = read_scale(written)
    assert isinstance(found, Misuse)
    assert found.code == code
    assert what in found.what
    assert found.remedy


@pytest.mark.parametrize(
    ("scale", "points"),
    [
        (a_scale("0", "1", "0.25"), ["0", "0.25", "0.5", "0.75", "1"]),
        (a_scale("3", "1", "-1"), ["3", "2", "1"]),
        (a_scale("0", "10", "4"), ["0", "4", "8"]),
        (a_scale("-1", "0.1", "0.5"), ["-1", "-0.5", "0"]),
    ],
)
def test_a_range_has_its_points_and_no_others(scale: Scale, points: list[str]) -> None:
    """The last point is the last step that does not go beyond the end."""
    assert [scale.point(code) for code in range(1, scale.count + 1)] == points
    assert [scale.code(point) for point in points] == list(range(1, scale.count + 1))
    assert scale.ends == (min(points, key=Decimal), max(points, key=Decimal))
    assert [scale.code(other) for other in ("0.3", "99", "-99", "x", "", "NaN", "Infinity")] == [0] * 7


KINDS = a_survey("""
survey: s
title: T
questions:
  - {name: one, type: select_one l, label: L}
  - {name: many, type: select_multiple l, label: L}
  - {name: order, type: rank l, label: L}
  - {name: points, type: range, label: L, parameters: start=0 end=1 step=0.5}
  - {name: seen, type: acknowledge, label: L}
choices:
  l: {a: A, b: B, c: C}
""")


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("one", "b", ((0, 2),)),
        ("one", "", ()),
        ("many", "a c", ((1, 1), (3, 1))),
        ("order", "c a b", ((1, 2), (2, 3), (3, 1))),
        ("order", "", ()),
        ("points", "0.5", ((0, 2),)),
        ("points", "", ()),
        ("seen", "OK", ((0, 1),)),
        ("seen", "", ()),
    ],
)
def test_an_answer_that_is_known_beforehand_is_kept_as_codes(name: str, value: str, codes: tuple[tuple[int, int], ...]) -> None:
    question = KINDS.by_name[name]
    assert codes_of(question, value) == codes
    assert not codes or value_of(question, reversed(codes)) == value
