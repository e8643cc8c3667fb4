"""Points, links and replies are read from rows of text, with every fault found at once."""

from datetime import date

import pytest

from surveys.errors import Fault, Place
from surveys.points.model import Commitment, Point, Reply
from surveys.points.rows import COLUMNS, Cited, Row, read_links, read_points, read_replies


def row(sheet: str, line: int = 2, **cells: str) -> Row:
    return Row(Place(f"{sheet}.csv", line), dict.fromkeys(COLUMNS[sheet], "") | cells)


def codes(faults: tuple[Fault, ...]) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line) for fault in faults]


def test_a_point_is_read_with_its_bodies_in_order_and_its_white_space_mended() -> None:
    given = row("points", number="7", kind="Idea", sentence=" Longer \n contracts. ", bodies="network; Council,network")

    read, faults = read_points([given])

    assert [placed.value for placed in read] == [Point(7, "Longer contracts.", "idea", ("council", "network"))]
    assert faults == ()


def test_every_fault_of_every_point_is_told_with_its_row() -> None:
    rows = [row("points", 2, number="x", kind="rant"), row("points", 3, number="0", kind="idea"), row("points", 4, number="3")]

    read, faults = read_points(rows)

    assert codes(faults) == [("cell.number", 2), ("cell.kind", 2), ("cell.number", 3), ("cell.kind", 4)]
    assert "problem, idea, praise, question" in faults[1].remedy
    assert [placed.value.number for placed in read] == [3]  # so that a link to point 3 is not called wrong too


@pytest.mark.parametrize("number", ["", "-1", "1.5", "10000", "123456", "00012", "000123", "0", "٣", "one"])
def test_a_point_has_a_whole_number_from_1_to_9999(number: str) -> None:
    _, faults = read_points([row("points", number=number, kind="idea")])

    assert codes(faults) == [("cell.number", 2)]


def test_a_link_names_a_point_a_response_and_a_question() -> None:
    read, faults = read_links([row("links", point="7", response="R01", question="why")])

    assert [placed.value for placed in read] == [Cited(7, "R01", "why")]
    assert faults == ()


def test_every_empty_cell_of_a_link_is_told() -> None:
    read, faults = read_links([row("links", 9)])

    assert read == ()
    assert codes(faults) == [("cell.number", 9), ("cell.empty", 9), ("cell.empty", 9)]


def test_a_reply_is_read_with_its_promise() -> None:
    given = row(
        "replies",
        point="2",
        body="Council",
        status="Passed on",
        reason="It is theirs.",
        commitment="a letter",
        owner="Jo",
        due="31/03/2011",
    )

    read, faults = read_replies([given])

    promise = Commitment("a letter", "Jo", date(2011, 3, 31))
    assert [placed.value for placed in read] == [Reply(2, "council", "passed_on", "It is theirs.", None, promise)]
    assert faults == ()


@pytest.mark.parametrize("written", ["2011-02-01", "01/02/2011", "1 February 2011", "1 Feb 2011"])
def test_a_date_is_read_as_british_officers_write_it(written: str) -> None:
    read, _ = read_replies([row("replies", point="2", body="council", status="due", reason="Later.", reply_due=written)])

    assert read[0].value.due_on == date(2011, 2, 1)


def test_a_row_with_only_point_and_body_is_a_reply_still_to_be_written() -> None:
    assert read_replies([row("replies", point="2", body="council")]) == ((), ())


def test_every_fault_of_a_reply_is_told() -> None:
    given = row("replies", 5, point="no", status="maybe", reason="x", reply_due="soon", commitment="a letter", due="32/13/2011")

    read, faults = read_replies([given])

    assert read == ()
    assert codes(faults) == [
        ("cell.number", 5),
        ("cell.status", 5),
        ("cell.date", 5),
        ("cell.date", 5),
        ("commitment.part", 5),
    ]


def test_a_promise_without_owner_or_day_is_told_by_the_part_that_lacks() -> None:
    _, faults = read_replies([row("replies", point="2", body="c", status="done", reason="x", commitment="a letter")])

    assert [fault.what for fault in faults] == ["a promise without its 'owner'", "a promise without its 'due'"]
