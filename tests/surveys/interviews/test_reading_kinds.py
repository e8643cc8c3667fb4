"""Reading replies to the kinds of question that have a form of their own: points of a range, what is to be acknowledged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from surveys.definitions.model import Scale
from surveys.interviews.reading import Reading, Unclear, Understood, read
from tests.surveys.interviews.asked import asked

TODAY = date(2010, 9, 1)  # a Wednesday
TEN = replace(asked("range", "How happy are you with it?"), scale=Scale(Decimal(0), Decimal(10), Decimal(1)))
FIVES = replace(asked("range", "How many minutes?"), scale=Scale(Decimal(120), Decimal(0), Decimal(-5)))


def _read(question: object, reply: str) -> Reading:
    return read(question, reply, language="en", today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("7", "7"),
        ("seven", "7"),
        ("a 7", "7"),
        ("7/10", "7"),
        ("7 out of 10", "7"),
        ("10", "10"),
        ("zero", "0"),
        ("７", "7"),
        ("10/10!", "10"),
    ],
)
def test_a_point_is_read_however_it_is_written(reply: str, value: str) -> None:
    reading = _read(TEN, reply)
    assert isinstance(reading, Understood)
    assert reading.value == value


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("11", "reading.not_on_scale"),
        ("-1", "reading.not_on_scale"),
        ("7.5", "reading.between_points"),
        ("8 or 9", "reading.not_on_scale"),
        ("good", "reading.not_on_scale"),
        ("7/5", "reading.not_on_scale"),
        ("…", "reading.empty"),
    ],
)
def test_what_is_no_point_is_asked_again(reply: str, key: str) -> None:
    reading = _read(TEN, reply)
    assert isinstance(reading, Unclear)
    assert reading.key == key


def test_between_two_points_the_nearest_is_named() -> None:
    """Also where a range goes downwards; the lowest and the highest are named as such."""
    said: Mapping[str, str] = {"low": "0", "high": "120", "step": "5", "near": "10"}
    assert _read(FIVES, "12") == Unclear("reading.between_points", said)
    assert _read(FIVES, "half an hour") == Understood("30")


def test_a_range_without_points_asks_nothing() -> None:
    assert _read(asked("range"), "7") == Unclear("reading.nothing_asked")


@pytest.mark.parametrize(
    "reply",
    [
        "OK",
        "ok",
        "yes",
        "Yes I have read it",
        "I've read this",
        "got it, thanks",
        "understood",
        "1",
        "👍",
        "read and understood",
        "i agree",
        "done",
    ],
)
def test_what_is_acknowledged_is_ok(reply: str) -> None:
    assert _read(asked("acknowledge"), reply) == Understood("OK")


@pytest.mark.parametrize("reply", ["no", "thanks", "", "2", "why?", "I have not read it", "ok but what about the bus", "x" * 100])
def test_anything_else_is_not_taken_for_an_acknowledgement(reply: str) -> None:
    assert _read(asked("acknowledge"), reply) == Unclear("reading.acknowledge")
