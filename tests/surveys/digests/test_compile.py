"""An edition is compiled from what is recorded, or everything in its way is told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.digests.compile import Recorded, Tally, compile_edition
from surveys.digests.model import Change, Edition, EditionKind, Heard, Participation, disclosed
from surveys.points.model import Point, Reply
from tests.factories import a_consultation, a_point, a_promise, a_reply, recorded

TODAY = date(2011, 1, 20)


def edition(given: Recorded, kind: EditionKind = "final", number: int = 1, **more: object) -> Edition:
    compiled = compile_edition(given, kind=kind, number=number, today=TODAY, **more)  # type: ignore[arg-type]
    assert isinstance(compiled, Edition), compiled
    return compiled


def faults(given: Recorded, kind: EditionKind = "final", **more: object) -> list[str]:
    compiled = compile_edition(given, kind=kind, number=2, today=TODAY, **more)  # type: ignore[arg-type]
    assert not isinstance(compiled, Edition)
    return [fault.what for fault in compiled]


# ── counts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("people", "told"),
    [(0, 0), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (82, 80), (83, 85)],
)
def test_a_count_below_ten_is_hidden_and_others_are_rounded_to_five(people: int, told: int | None) -> None:
    assert disclosed(people, 2, 100) == Heard(told, 2)


@pytest.mark.parametrize(("people", "responses", "told"), [(13, 13, 10), (13, 14, 10), (13, 15, 15), (14, 82, 15), (12, 12, 10)])
def test_no_count_is_larger_than_all_who_took_part(people: int, responses: int, told: int) -> None:
    """They are told exactly: "about 15" of 13 would give away that every one of them said it."""
    assert disclosed(people, 0, responses) == Heard(told, 0)


def test_totals_of_participation_are_exact_and_groups_are_never_added_to_them() -> None:
    compiled = edition(recorded([a_point()], [a_reply()]))

    assert compiled.participation == Participation(online=68, paper=14, groups=3, group_people=43)
    assert compiled.participation.responses == 82


# ── what it holds ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edition_freezes_the_facts_the_points_and_their_replies() -> None:
    point = a_point(bodies=("council", "network"))
    given = recorded([point], [a_reply(), a_reply(body="network", status="planned", commitment=a_promise())])

    compiled = edition(given, number=3)

    assert (compiled.number, compiled.kind, compiled.compiled_on, compiled.follows) == (3, "final", TODAY, 0)
    assert (compiled.facts.title, compiled.facts.closes) == ("A fairer way", date(2010, 11, 15))
    [held] = compiled.points
    assert (held.sentence, held.kind, held.heard) == ("Sentence of point 1.", "problem", Heard(10, 0))
    assert [(reply.slug, reply.name) for reply in held.replies] == [
        ("council", "Wexmoor Council"),
        ("network", "Commissioners Network"),
    ]
    assert [reply.promise for reply in held.replies] == [None, a_promise()]
    assert held.concerns == {"council", "network"}


def test_the_points_that_most_people_made_come_first_and_hidden_counts_stay_hidden_in_the_order() -> None:
    points = [a_point(number) for number in (1, 2, 3, 4, 5)]
    tallies = {1: Tally(0, 2), 2: Tally(2, 0), 3: Tally(9, 0), 4: Tally(13, 0), 5: Tally(40, 0)}

    compiled = edition(recorded(points, [a_reply(number) for number in (1, 2, 3, 4, 5)], tallies=tallies))

    # 3 was said by more than 2 was, but both are told as "fewer than 10": their numbers order them
    assert [point.number for point in compiled.points] == [5, 4, 2, 3, 1]


def test_an_interim_edition_needs_no_reply_and_shows_none() -> None:
    compiled = edition(recorded([a_point()], [a_reply()]), "interim")

    assert [reply.reply for reply in compiled.points[0].replies] == [None]


# ── what stands in its way ──────────────────────────────────────────────────────────────────────────────────────────────

DUE = a_reply(2, status="due", reason="The board meets in March.", due_on=date(2011, 3, 1))


def test_a_final_edition_is_refused_while_a_reply_is_missing_or_only_due_and_names_each() -> None:
    points = [a_point(1, bodies=("council", "network")), a_point(2)]

    assert faults(recorded(points, [a_reply(1), DUE])) == [
        "point 1 has no reply from network",
        "the reply from council to point 2 is only due (2011-03-01)",
    ]


def test_one_bodys_delay_does_not_hold_up_anothers_digest() -> None:
    points = [a_point(1, bodies=("council", "network")), a_point(2), a_point(3)]
    given = recorded(points, [a_reply(1, "network"), DUE])

    compiled = edition(given, body="network")

    assert (compiled.body, compiled.body_name) == ("network", "Commissioners Network")
    replies = {(point.number, reply.slug): reply.reply for point in compiled.points for reply in point.replies}
    assert replies[1, "network"] == a_reply(1, "network")
    assert replies[1, "council"] is None
    assert replies[2, "council"] == DUE


def test_a_bodys_own_edition_still_needs_its_own_replies() -> None:
    assert faults(recorded([a_point(1)], []), body="council") == ["point 1 has no reply from council"]


def test_a_body_that_owes_no_reply_may_have_its_digest_at_once() -> None:
    assert edition(recorded([a_point(1)], []), body="forum").body_name == "Third Sector Forum"


def test_an_edition_is_no_strangers_and_an_interim_one_is_everyones() -> None:
    assert faults(recorded([a_point()], [a_reply()]), body="police") == ["'police' is no body of this consultation"]
    assert faults(recorded([a_point()]), "interim", body="forum") == [
        "an interim edition tells what everyone said: it is no single body's"
    ]


def test_every_point_comes_from_an_answer() -> None:
    assert faults(recorded([a_point()], [a_reply()], tallies={})) == ["point 1 is linked to no answer"]


def test_nothing_is_compiled_while_answers_come_in_or_of_nothing() -> None:
    assert faults(recorded([], closed=False)) == ["answers are still coming in", "there are no points"]


# ── one edition after another ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_final_edition_follows_the_interim_one_and_corrects_nothing() -> None:
    interim = edition(recorded([a_point()]), "interim", 1)

    final = edition(recorded([a_point()], [a_reply()]), "final", 2, previous=interim)

    assert (final.follows, final.corrects_on, final.changes) == (1, None, ())


def test_no_interim_edition_comes_after_the_final_one() -> None:
    final = edition(recorded([a_point()], [a_reply()]))

    assert faults(recorded([a_point()]), "interim", previous=final) == ["the final edition 1 is out already"]


def test_an_edition_that_says_the_same_again_is_refused() -> None:
    given = recorded([a_point()], [a_reply()])

    assert faults(given, previous=edition(given)) == ["nothing has changed since edition 1"]


def test_a_correction_tells_everything_that_reads_differently() -> None:
    before = recorded([a_point(1), a_point(2), a_point(3), a_point(4), a_point(5)], [a_reply(n) for n in (1, 2, 3, 4, 5)])
    points = [a_point(1, sentence="New words."), a_point(2), a_point(3, bodies=("council", "forum")), a_point(5), a_point(6)]
    replies = [a_reply(1), a_reply(2), a_reply(3), a_reply(3, "forum"), a_reply(5, reason="It was mended."), a_reply(6)]
    after = recorded(points, replies)
    after = replace(after, tallies={**after.tallies, 2: Tally(20, 1)})

    correction = edition(after, number=2, previous=edition(before))

    assert correction.corrects_on == TODAY
    assert correction.changes == (
        Change(2, "heard"),
        Change(1, "sentence"),
        Change(3, "bodies"),
        Change(5, "reply", "council"),
        Change(6, "new"),
        Change(4, "gone"),
    )
    assert correction.changed == {1, 2, 3, 4, 5, 6}


def test_a_change_in_who_took_part_alone_is_a_correction_too() -> None:
    given = recorded([a_point()], [a_reply()])

    correction = edition(replace(given, participation=Participation(69, 14, 3, 43)), number=2, previous=edition(given))

    assert (correction.corrects_on, correction.changes) == (TODAY, ())


# ── whatever is recorded ────────────────────────────────────────────────────────────────────────────────────────────────

slugs = st.lists(st.sampled_from(["council", "forum", "network"]), min_size=1, unique=True).map(
    lambda found: tuple(sorted(found))
)


@st.composite
def anything_recorded(draw: st.DrawFn) -> Recorded:
    numbers = draw(st.lists(st.integers(1, 40), min_size=1, max_size=8, unique=True))
    points = [Point(number, f"Point {number}.", "idea", draw(slugs)) for number in numbers]
    replies = [a_reply(point.number, body) for point in points for body in point.bodies if draw(st.booleans())]
    tallies = {number: Tally(draw(st.integers(1, 82)), draw(st.integers(0, 3))) for number in numbers}
    return recorded(points, replies, tallies=tallies)


@given(anything_recorded())
def test_nothing_is_lost_and_nothing_comes_twice(given: Recorded) -> None:
    """A final edition holds every point and every reply once; or each missing reply is named once."""
    compiled = compile_edition(given, kind="final", number=1, today=TODAY)

    owed = [(point.number, body) for point in given.points for body in point.bodies]
    missing = [key for key in owed if key not in given.replies]
    if isinstance(compiled, Edition):
        shown = [(point.number, reply.slug) for point in compiled.points for reply in point.replies]
        assert missing == []
        assert sorted(shown) == sorted(owed)
    else:
        assert [fault.what for fault in compiled] == [f"point {number} has no reply from {body}" for number, body in missing]


@given(anything_recorded())
def test_no_count_under_a_point_is_exact_when_it_is_small(given: Recorded) -> None:
    compiled = edition(given, "interim")

    for point in compiled.points:
        exact = given.tallies[point.number].people
        assert point.heard.people is None if exact < 10 else point.heard.people is not None
        assert point.heard.people is None or (point.heard.people % 5 == 0 and abs(point.heard.people - exact) <= 2)


@given(anything_recorded())
def test_every_body_may_have_its_own_edition_exactly_when_its_own_replies_are_there(given: Recorded) -> None:
    for slug in given.bodies:
        compiled = compile_edition(given, kind="final", number=1, today=TODAY, body=slug)
        ready = all((point.number, slug) in given.replies for point in given.points if slug in point.bodies)
        assert isinstance(compiled, Edition) == ready


def test_replies_that_the_point_does_not_concern_any_more_are_not_shown() -> None:
    stray: Reply = a_reply(1, "network")

    compiled = edition(recorded([a_point()], [a_reply(), stray]))

    assert [reply.slug for reply in compiled.points[0].replies] == ["council"]


def test_an_example_says_so_in_every_edition() -> None:
    given = recorded([a_point()], [a_reply()], consultation=a_consultation(invented=True))

    assert edition(given).facts.invented
