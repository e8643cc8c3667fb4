"""Points, links and replies come in from sheets: all of it or nothing, and the same again changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from handlers import officers, points, replies
from handlers.points import Brought, Given
from storage import editions
from storage import points as stored_points
from storage import replies as stored_replies
from storage.database import Database, Tx
from surveys.definitions.model import Version
from surveys.digests.compile import Tally, compile_edition
from surveys.digests.model import Edition
from surveys.errors import DefinitionError, Place, Refused
from surveys.points.model import Commitment, Link
from surveys.points.rows import COLUMNS, Row, Sheets
from tests.factories import (
    CLOSED,
    a_point,
    a_promise,
    a_reply,
    a_response,
    a_stored_consultation,
    recorded,
    somebody_who_answered,
)

SAM = "sam@wexmoor.example"
NOTHING = Brought(0, 0, 0, 0, 0)
POINTS = [
    {"number": "1", "kind": "problem", "sentence": "Forms are too long.", "bodies": "council network"},
    {"number": "2", "kind": "idea", "sentence": "Keep small grants.", "bodies": "council"},
]
LINKS = [
    {"point": "1", "response": "R01", "question": "why"},
    {"point": "1", "response": "P01", "question": "2"},
    {"point": "2", "response": "P01", "question": "1"},
]
REPLIES = [
    {"point": "1", "body": "council", "status": "done", "reason": "The form was cut to two pages."},
    {"point": "1", "body": "network"},
    {"point": "2", "body": "council", "status": "no", "reason": "The fund is spent."},
]


def rows(name: str, given: Sequence[Mapping[str, str]] | None) -> tuple[Row, ...] | None:
    if given is None:
        return None
    empty = dict.fromkeys(COLUMNS[name], "")
    return tuple(Row(Place(f"{name}.csv", line), {**empty, **cells}) for line, cells in enumerate(given, start=2))


def sheets(
    points: Sequence[Mapping[str, str]] | None = None,
    links: Sequence[Mapping[str, str]] | None = None,
    replies: Sequence[Mapping[str, str]] | None = None,
) -> Sheets:
    return Sheets(rows("points", points), rows("links", links), rows("replies", replies))


def bring_in(tx: Tx, given: Sheets, by: str = SAM) -> Brought:
    return points.bring_in(tx, "fairer", given, by=by, now=CLOSED)


def prepared(tx: Tx) -> str:
    officers.add(tx, "Sam Okafor", SAM, ("commissioner",))
    officers.add(tx, "Ruth Ansell", "ruth@wexmoor.example", ("approver",))
    consultation = a_stored_consultation(tx)
    somebody_who_answered(tx, consultation, {"why": "Too long."}, reference="R01")
    a_response(tx, consultation, {"fair": "disagree | a lot", "why": "Endless."}, reference="P01")
    return consultation


def faults(error: pytest.ExceptionInfo[DefinitionError]) -> list[tuple[str, str]]:
    return [(fault.code, str(fault.place)) for fault in error.value.faults]


def test_a_workbook_brings_points_links_and_replies_and_again_changes_nothing(database: Database) -> None:
    given = sheets(POINTS, LINKS, REPLIES)
    with database.write() as tx:
        prepared(tx)
        assert bring_in(tx, given) == Brought(points=2, points_gone=0, links=3, links_gone=0, replies=2)
    with database.write() as tx:
        assert bring_in(tx, given) == NOTHING
    with database.read() as tx:
        listed = points.listed(tx, "fairer")
    assert [(each.point.number, each.tally, each.replied) for each in listed] == [
        (1, Tally(2, 0), ("council",)),
        (2, Tally(1, 0), ("council",)),
    ]


def test_with_one_fault_nothing_at_all_is_stored_and_every_fault_is_told(database: Database) -> None:
    bad = sheets(
        [*POINTS, {"number": "3", "kind": "rant", "sentence": "No.", "bodies": "police"}],
        [*LINKS, {"point": "3", "response": "R01", "question": "fair"}, {"point": "9", "response": "R77", "question": "why"}],
        [*REPLIES, {"point": "3", "body": "police", "status": "done", "reason": ""}],
    )
    with database.write() as tx:
        consultation = prepared(tx)
    with pytest.raises(DefinitionError) as error, database.write() as tx:
        bring_in(tx, bad)
    assert faults(error) == [
        ("cell.kind", "points.csv, line 4"),
        ("point.body", "points.csv, line 4"),
        ("link.answer", "links.csv, line 5"),
        ("link.point", "links.csv, line 6"),
        ("link.response", "links.csv, line 6"),
        ("reply.reason", "replies.csv, line 5"),
    ]
    with database.read() as tx:
        assert stored_points.of(tx, consultation) == ()
        assert stored_replies.latest(tx, consultation) == {}


def test_a_sheet_that_is_not_there_changes_nothing(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS, REPLIES))
        assert bring_in(tx, sheets()) == NOTHING
        assert bring_in(tx, sheets(links=LINKS[:1])) == Brought(0, 0, 0, 2, 0)
        assert stored_points.links_of(tx, consultation) == (Link(1, "R01", 1),)
        assert len(stored_points.of(tx, consultation)) == 2


def test_what_a_sheet_leaves_out_is_taken_out(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS))
        changed = [{**POINTS[0], "sentence": "Bids are too long."}]
        assert bring_in(tx, sheets(changed, LINKS[:2])) == Brought(points=1, points_gone=1, links=0, links_gone=0, replies=0)
        assert [point.sentence for point in stored_points.of(tx, consultation)] == ["Bids are too long."]
        assert bring_in(tx, sheets([], [])) == Brought(0, 1, 0, 0, 0)


def test_a_point_with_a_reply_or_in_a_published_digest_may_not_vanish(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS, REPLIES[:1]))
        interim = compile_edition(recorded([a_point(2)]), kind="interim", number=1, today=CLOSED.date())
        assert isinstance(interim, Edition)
        editions.publish(tx, editions.add(tx, consultation, interim, SAM, now=CLOSED), now=CLOSED)
        with pytest.raises(DefinitionError) as error:
            bring_in(tx, sheets([], []))
        new = [{"number": "3", "kind": "idea", "sentence": "Another.", "bodies": "forum"}]
        with pytest.raises(DefinitionError) as other:
            bring_in(tx, sheets(new, []))
    assert [fault.what for fault in error.value.faults] == [
        "point 1 is missing, and has a reply or stands in a published digest",
        "point 2 is missing, and has a reply or stands in a published digest",
    ]
    assert faults(other) == [("point.kept", "points.csv"), ("point.kept", "points.csv")]


def test_a_point_that_nobody_says_any_more_may_go_though_it_has_a_reply(sqlite: Database) -> None:
    """Whoever said it asked to be forgotten; without this no digest could be compiled again."""
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS[:1], REPLIES))
        assert bring_in(tx, sheets(POINTS[:1], LINKS[:1])).points_gone == 1
        assert set(stored_replies.latest(tx, consultation)) == {(1, "council")}


def test_points_are_brought_in_by_an_officer_who_may(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx)
        for by, key in (("nobody", "officer.unknown"), ("Ruth Ansell", "officer.role")):
            with pytest.raises(Refused) as error:
                bring_in(tx, sheets(POINTS, LINKS), by)
            assert error.value.key == key
        assert bring_in(tx, sheets(POINTS, LINKS), "sam okafor").points == 2


def test_an_unknown_consultation_is_refused(sqlite: Database) -> None:
    with sqlite.write() as tx, pytest.raises(Refused, match="There is no consultation 'nothing'"):
        points.bring_in(tx, "nothing", sheets(), by=SAM, now=CLOSED)


def test_one_reply_from_the_command_line_is_a_row_like_any_other(sqlite: Database) -> None:
    cells = {
        "point": "1",
        "body": "council",
        "status": "planned",
        "reason": "Two pages will do.",
        "commitment": "a two-page form",
        "owner": "Priya Nair",
        "due": "2011-03-31",
    }
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS))
        assert replies.reply(tx, "fairer", cells, by=SAM, now=CLOSED).replies == 1
        assert replies.reply(tx, "fairer", cells, by=SAM, now=CLOSED).replies == 0
        standing = stored_replies.latest(tx, consultation)
    assert standing[1, "council"].commitment == Commitment("a two-page form", "Priya Nair", a_promise().due_on)


def test_a_reply_without_a_status_is_refused(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx)
        with pytest.raises(DefinitionError) as error:
            replies.reply(tx, "fairer", {"point": "1", "body": "council", "status": ""}, by=SAM, now=CLOSED)
    assert faults(error) == [("cell.status", "the reply from council to point 1")]


def test_a_reply_is_due_by_the_day_where_the_consultation_is_held(sqlite: Database) -> None:
    """At half past eleven at night in UTC in summer it is the next day in London."""
    late = datetime(2011, 6, 30, 23, 30, tzinfo=UTC)
    due = [{"point": "1", "body": "council", "status": "due", "reason": "It was overlooked by us.", "reply_due": "2011-06-30"}]
    with sqlite.write() as tx:
        prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS))
        with pytest.raises(DefinitionError) as error:
            points.bring_in(tx, "fairer", sheets(replies=due), by=SAM, now=late)
    assert faults(error) == [("reply.past", "replies.csv, line 2")]


def test_an_export_holds_every_answer_and_every_reply_that_is_owed(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS, REPLIES[:1]))
    with sqlite.read() as tx:
        exported = points.export(tx, "fairer")
    assert exported.answers == (
        Given("P01", "paper", "1", "Contracts are awarded fairly.", "Disagree (a lot)", Version(1, 1)),
        Given("P01", "paper", "2", "What would make it fairer?", "Endless.", Version(1, 1)),
        Given("R01", "online", "2", "What would make it fairer?", "Too long.", Version(1, 1)),
    )
    assert [point.number for point in exported.points] == [1, 2]
    assert exported.links == ((1, "P01", "2"), (1, "R01", "2"), (2, "P01", "1"))
    assert exported.owed == (
        (1, "council", a_reply(1, reason="The form was cut to two pages.")),
        (1, "network", None),
        (2, "council", None),
    )


def test_a_point_whose_words_change_waits_for_approval_anew(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation = prepared(tx)
        bring_in(tx, sheets(POINTS, LINKS))
        stored_points.approve(tx, consultation, [1, 2], "ruth")
        bring_in(tx, sheets([POINTS[0], {**POINTS[1], "sentence": "Keep the small grants."}], LINKS))
        assert [each.approved for each in points.listed(tx, "fairer")] == [True, False]
