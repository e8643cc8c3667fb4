"""How a message looks on Telegram."""

import pytest

from bot.channels.telegram_handover import Handover
from bot.channels.telegram_translate import Part, render
from surveys.messages import Mark, Option, Outgoing


def rows(part: Part) -> list[list[str]]:
    """The labels of the keyboard, row by row."""
    return [[button.text for button in row] for row in part.keyboard.inline_keyboard] if part.keyboard else []


def buttons(*labels: str, ticked: bool | None = None, commands: tuple[str, ...] = ()) -> tuple[Option, ...]:
    """Choices as the engine offers them, then commands."""
    choices = [Option(f"c{number}", label, ticked, number) for number, label in enumerate(labels, start=1)]
    return (*choices, *(Option(command, command) for command in commands))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), []),
        (buttons("Yes", "No"), [["Yes", "No"]]),
        (buttons("1", "2", "3", "4", "5", "6"), [["1", "2", "3", "4"], ["5", "6"]]),
        (buttons("Strongly agree", "Agree", "Disagree"), [["Strongly agree", "Agree"], ["Disagree"]]),
        (buttons("More than fifty people", "Fewer"), [["More than fifty people"], ["Fewer"]]),
        (buttons("Yes", "No", commands=("Skip", "Back")), [["Yes", "No"], ["Skip", "Back"]]),
        (buttons("Tea", "Milk", ticked=False, commands=("Done",)), [["☐ Tea"], ["☐ Milk"], ["Done"]]),
        (buttons("Tea", ticked=True), [["✓ Tea"]]),
    ],
)
def test_short_labels_share_a_row_and_boxes_stand_in_a_column(options: tuple[Option, ...], expected: list[list[str]]) -> None:
    (part,) = render(Outgoing("?", options=options))
    assert rows(part) == expected


def test_labels_too_long_for_a_phone_are_written_out_and_numbered() -> None:
    long = "Somewhere to talk that is near where I live"
    (part,) = render(Outgoing("Which?", options=buttons("A café", long, ticked=False, commands=("Done",))))
    assert part.text == f"Which?\n\n[ ] 1. A café\n[ ] 2. {long}"
    assert rows(part) == [["☐ 1", "☐ 2"], ["Done"]]
    assert (
        [button.callback_data for row in part.keyboard.inline_keyboard for button in row] == ["c1", "c2", "Done"]
        if part.keyboard
        else False
    )


def test_a_long_label_that_is_no_answer_stands_alone() -> None:
    long = "Show me all of the questions before I decide"
    (part,) = render(Outgoing("?", options=buttons("Yes", "No", commands=(long,))))
    assert (part.text, rows(part)) == ("?", [["Yes", "No"], [long]])


def test_offsets_are_in_utf16_units_and_begin_anew_in_every_part() -> None:
    text = "👍" * 1500 + "\n\n" + "👍" * 1499 + " bold"
    parts = render(Outgoing(text, (Mark(len(text) - 4, len(text), "bold"), Mark(0, 0, "italic"), Mark(0, 2, "italic"))))
    assert [[(entity.type, entity.offset, entity.length) for entity in part.entities] for part in parts] == [
        [("italic", 0, 4)],
        [("bold", 2999, 4)],
    ]


@pytest.mark.parametrize(("replaces", "number"), [("", 0), ("12", 12), ("web-7", 0), ("-1", 0)])
def test_only_the_first_part_replaces_and_only_a_message_of_telegrams(replaces: str, number: int) -> None:
    parts = render(Outgoing("word " * 1600, replaces=replaces))
    assert [part.replaces for part in parts] == [number, 0]


async def test_nothing_to_hand_over_confirms_nothing() -> None:
    async def receive(_: object) -> None:
        raise AssertionError

    handover = Handover(lambda raw: None, receive, lambda raw: None)
    assert await handover.pass_on([])
    assert handover.offset is None
    assert await handover.pass_on([{"update_id": 7}, {"update_id": 9}])
    assert handover.offset == 10
