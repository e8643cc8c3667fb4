"""Labels that a channel cannot show on its buttons."""

import pytest

from surveys.definitions.checks.buttons import check_buttons
from tests.surveys.definitions.checks.made import asked, surveyed


def found(label: str, kind: str = "select_one") -> list[str]:
    return [fault.what.partition("button in ")[2] for fault in check_buttons(surveyed(asked("L", kind, (label, "B"))))]


@pytest.mark.parametrize(
    ("label", "kind", "expected"),
    [
        ("x" * 40, "select_one", []),
        ("x" * 41, "select_one", ["Telegram (40)"]),
        ("x" * 38, "select_multiple", []),
        ("x" * 39, "select_multiple", ["Telegram (40)"]),
        ("👍" * 20, "select_one", []),
        ("👍" * 21, "select_one", ["Telegram (40)"]),
        ("x" * 75, "select_one", ["Telegram (40)"]),
        ("x" * 76, "select_one", ["Telegram (40) and Slack (75)"]),
    ],
)
def test_each_channel_has_its_width_and_a_box_to_tick_takes_two_units(label: str, kind: str, expected: list[str]) -> None:
    assert found(label, kind) == expected


def test_a_list_that_questions_share_is_told_of_once_where_it_stands_first() -> None:
    long = ("x" * 50, "B")
    faults = list(check_buttons(surveyed(asked("Why?"), asked("L", choices=long), asked("M", choices=long))))
    assert [(fault.code, fault.place.question, fault.place.line) for fault in faults] == [("label-long", "q2", 1)]
