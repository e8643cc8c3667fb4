"""What makes a good point, a true link and an honest reply."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest

from surveys.definitions.model import Question, Survey, Version
from surveys.definitions.versions.history import History
from surveys.errors import Fault, Place
from surveys.points.model import Link, Point, Reply
from surveys.points.rows import Cited, Placed
from surveys.points.rules import Answered, check_points, check_replies, empty_phrase, link_up
from tests.factories import a_point, a_promise, a_reply

Value = TypeVar("Value")
TODAY = date(2011, 1, 10)


def placed(values: Sequence[Value]) -> list[Placed[Value]]:
    return [Placed(value, Place("sheet.csv", line)) for line, value in enumerate(values, start=2)]


def codes(faults: tuple[Fault, ...]) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line) for fault in faults]


# ── points ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_good_points_have_no_fault() -> None:
    assert check_points(placed([a_point(1), a_point(2, bodies=("council", "network"))]), ["council", "network"]) == ()


def test_every_fault_in_a_list_of_points_is_told_at_once() -> None:
    points = [
        a_point(1, sentence=""),
        a_point(2, sentence="x" * 301),
        a_point(3, bodies=()),
        a_point(4, bodies=("council", "police")),
        a_point(4, sentence="Another one."),
        a_point(6, sentence="ANOTHER one."),
    ]

    faults = check_points(placed(points), ["council"])

    assert codes(faults) == [
        ("point.empty", 2),
        ("point.long", 3),
        ("point.bodies", 4),
        ("point.body", 5),
        ("point.twice", 6),
        ("point.same", 7),
    ]
    assert faults[4].what == "point 4 stands twice (first at sheet.csv, line 5)"
    assert faults[5].what == "points 4 and 6 say the same"


def test_where_there_is_no_body_the_remedy_says_how_to_add_one() -> None:
    [fault] = check_points(placed([a_point(1, bodies=())]), [])

    assert "hearback body add" in fault.remedy


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_survey() -> Survey:
    note = Question("hello", "note", 0, 0, {"en": "Hello"})
    return Survey("short", {"en": "Short"}, (note, *(Question(f"q{n}", "text", n, n, {"en": "?"}) for n in (1, 2, 3))))


ONE = History((a_survey(),))
ANSWERED = {"R01": Answered(ONE, Version(1, 1), frozenset({1, 2})), "R02": Answered(ONE, Version(1, 1), frozenset())}


@pytest.mark.parametrize("question", ["2", "q2"])
def test_a_link_finds_its_question_by_number_or_name(question: str) -> None:
    assert link_up(placed([Cited(7, "R01", question)]), {7}, ANSWERED) == ((Link(7, "R01", 2),), ())


def test_every_link_that_leads_nowhere_is_told() -> None:
    cited = [
        Cited(8, "R01", "1"),
        Cited(7, "R09", "1"),
        Cited(7, "R01", "3"),  # asked, and not answered
        Cited(7, "R01", "9"),
        Cited(7, "R01", "12345"),
        Cited(7, "R01", "nothing"),
        Cited(7, "R02", "1"),
        Cited(7, "R01", "q1"),
        Cited(7, "R01", "1"),
    ]

    links, faults = link_up(placed(cited), {7}, ANSWERED)

    assert codes(faults) == [
        ("link.point", 2),
        ("link.response", 3),
        ("link.answer", 4),
        ("link.answer", 5),
        ("link.answer", 6),
        ("link.answer", 7),
        ("link.answer", 8),
        ("link.twice", 10),
    ]
    assert Link(7, "R01", 1) in links


# ── replies ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

POINTS = {1: a_point(1, bodies=("council", "network"))}


def faults_of(*replies: Reply, standing: Reply | None = None, points: dict[int, Point] = POINTS) -> list[tuple[str, int]]:
    held = {(standing.point, standing.body): standing} if standing else {}
    return codes(check_replies(placed(replies), points, held, TODAY))


@pytest.mark.parametrize(
    "reply",
    [
        a_reply(),
        a_reply(status="no", reason="The law of 2009 does not let us."),
        a_reply(status="planned", commitment=a_promise()),
        a_reply(status="partly", commitment=a_promise(due_on=TODAY)),
        a_reply(status="due", reason="The board meets in March.", due_on=TODAY),
    ],
)
def test_an_honest_reply_has_no_fault(reply: Reply) -> None:
    assert faults_of(reply) == []


def test_a_body_replies_once_to_a_point_in_one_sheet() -> None:
    assert faults_of(a_reply(), a_reply(body="network"), a_reply(reason="It is in force now.")) == [("reply.twice", 4)]


def test_only_a_body_that_the_point_concerns_replies_to_it() -> None:
    assert faults_of(a_reply(body="forum")) == [("reply.body", 2)]


def test_a_reply_needs_a_point() -> None:
    assert faults_of(a_reply(point=9)) == [("reply.point", 2)]


def test_a_reply_gives_its_reason_within_bounds() -> None:
    assert faults_of(a_reply(reason="")) == [("reply.reason", 2)]
    assert faults_of(a_reply(reason="a word " * 250)) == [("reply.long", 2)]


def test_an_empty_phrase_is_caught_and_named() -> None:
    [fault] = check_replies(placed([a_reply(reason="Your views will be considered.")]), POINTS, {}, TODAY)

    assert fault.code == "reply.empty"
    assert fault.what == "'will be considered' says nothing that people can check"


def test_a_reply_that_is_due_says_when_and_promises_nothing() -> None:
    due = a_reply(status="due", reason="The board meets in March.")

    assert faults_of(due) == [("reply.when", 2)]
    assert faults_of(replace(due, due_on=date(2011, 1, 9))) == [("reply.past", 2)]
    assert faults_of(replace(due, due_on=TODAY, commitment=a_promise())) == [("reply.promise", 2)]


def test_a_reply_that_answers_has_no_day_when_it_will_come() -> None:
    assert faults_of(a_reply(due_on=TODAY)) == [("reply.due", 2)]


@pytest.mark.parametrize("status", ["doing", "planned"])
def test_where_something_will_happen_there_is_a_promise(status: str) -> None:
    assert faults_of(a_reply(status=status)) == [("commitment.none", 2)]


def test_a_promise_is_short_and_still_to_come() -> None:
    promise = a_promise(what="x" * 301, owner="y" * 101, due_on=date(2011, 1, 9))

    assert faults_of(a_reply(commitment=promise)) == [("commitment.long", 2), ("commitment.long", 2), ("commitment.past", 2)]


def test_all_faults_of_one_reply_come_together() -> None:
    bad = Reply(1, "forum", "planned", "", TODAY)

    assert faults_of(bad) == [("reply.body", 2), ("reply.reason", 2), ("reply.due", 2), ("commitment.none", 2)]


def test_a_reply_that_stands_already_is_not_measured_by_a_later_day() -> None:
    old = a_reply(status="planned", commitment=a_promise(due_on=date(2010, 12, 1)))

    assert faults_of(old, standing=old) == []
    assert faults_of(old, standing=a_reply()) == [("commitment.past", 2)]


@pytest.mark.parametrize(
    ("reason", "phrase"),
    [
        ("Noted.", "Noted."),
        ("Thank you! Noted.", "Thank you!"),
        ("Your views have helped inform our new strategy.", "helped inform"),
        ("This will be taken into account in due course.", "taken into account"),
        ("We have noted your comments. They will inform our work.", "have noted"),
        ("…", "…"),
        ("N/A", "N/A"),
        ("We’ll keep this under review.", "under review"),
    ],
)
def test_empty_phrases_are_known_by_name(reason: str, phrase: str) -> None:
    assert empty_phrase(reason) == phrase


@pytest.mark.parametrize(
    "reason",
    [
        "Noted. The law does not let us pay before the work is done.",
        "Grants under £5,000 will be considered within 10 days.",
        "No. A longer contract is a new one by law, and has to be open to all.",
        "We have considered this with the six teams, and the finance officer says that the money is not there this year.",
        "It is under reviewers' eyes.",
    ],
)
def test_a_reason_that_says_something_passes(reason: str) -> None:
    assert empty_phrase(reason) is None
