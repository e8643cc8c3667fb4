"""Whatever comes in through the door is taken once, in order, whole or not at all, and answered truly."""

import itertools
import random
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from handlers import arrivals, desk
from handlers.desk import Outcome
from handlers.inbound import Door
from storage import bodies, consultations, editions, inbox, interviews, outbox, participants, responses
from storage.database import Database
from storage.outbox import Queued
from storage.tables import addresses, consents, deliveries, stops
from storage.tables import interviews as interviews_table
from storage.tables import participants as people
from surveys.digests.compile import compile_edition
from surveys.digests.model import Edition
from surveys.errors import StaleInterview, StoreAway
from surveys.interviews.arriving import advance
from surveys.interviews.model import Answer, Prefer, Said
from surveys.messages import (
    Blocked,
    Destination,
    Edit,
    Field,
    Inbound,
    Moved,
    Outgoing,
    Press,
    Sent,
    Start,
    Text,
    Unblocked,
    Unreadable,
)
from surveys.words.catalogue import Catalogue
from tests.factories import BILINGUAL, CATALOGUES, MIXED, a_consultation, a_point, recorded
from tests.handlers.street import AFTER, HOME, OPEN, Street


@pytest.fixture
def street(database: Database, english: Catalogue) -> Street:
    """A street with one consultation open."""
    street = Street(database, english)
    street.opens()
    return street


# ── a whole interview ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_interview_leaves_its_answers_its_consents_and_an_answer_to_every_message(street: Street) -> None:
    end = street.answers("ada")
    assert end.startswith("Thank you. Everything you said is stored.")
    [answers] = street.said().values()
    assert answers == {
        "size": Answer("small"),
        "years": Answer("9"),
        "young": Answer("no"),
        "paid": Answer("no"),
        "needs": Answer("money help"),
        "why": Answer("Shorter forms."),
    }
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    assert waiting.row.interview.status == "finished"
    with street.database.read() as tx:
        given = tx.connection.execute(sa.select(consents).order_by(consents.c.permission)).all()
        assert [(row.permission, row.given, row.on) for row in given] == [
            ("hear_back", True, date(2010, 9, 1)),
            ("quote", False, date(2010, 9, 1)),
            ("take_part", True, date(2010, 9, 1)),
        ]
        assert len({row.text_version for row in given}) == 3
        assert responses.participation(tx, waiting.row.consultation_id) == {"online": (1, 1)}
    rows = street.rows()
    assert (rows["inbox"], rows["deliveries"], rows["participants"]) == (9, 9, 1)
    assert [address for address, _ in street.sent()] == ["ada"] * 9


def test_an_answer_that_a_later_one_makes_irrelevant_is_taken_out(street: Street) -> None:
    street.answers("ada", ["yes", "1", "9", "yes", "1 April 2009", "1, 3", "Shorter forms.", "yes", "no"])
    [answers] = street.said().values()
    assert answers["since"] == Answer("2009-04-01")
    street.receive(street.message("ada", Text("change 3")), street.message("ada", Text("no")))
    [answers] = street.said().values()
    assert "since" not in answers
    street.receive(street.message("ada", Text("change 3")), street.message("ada", Text("yes")))
    [answers] = street.said().values()
    assert answers["since"] == Answer("2009-04-01")


def test_what_was_agreed_to_is_known_by_its_words(street: Street) -> None:
    """Who agrees to other words, of another consultation, has agreed to something else."""
    street.opens("other", title="Another way")
    for who, slug in (("ada", "fairer"), ("bea", "fairer"), ("cid", "other")):
        street.starts(who, slug)
        street.says(who, "yes")
    with street.database.read() as tx:
        versions = list(tx.connection.scalars(sa.select(consents.c.text_version)))
        assert len(versions) == 3
        assert len(set(versions)) == 2


def test_where_people_wait_for_the_answer_it_is_handed_over_and_not_queued(street: Street) -> None:
    for channel in ("web", "terminal"):
        assert street.starts("ada", "fairer", channel).startswith("Wexmoor Council would like to hear")
        assert street.says("ada", "yes", channel).startswith("Question 1 of 7")
    assert street.rows()["deliveries"] == 0


def test_buttons_fields_edits_and_stickers_reach_the_interview(street: Street) -> None:
    street.starts("ada", "fairer")
    assert street.presses("ada", "See all questions first").startswith("All the questions")
    assert "Question 1 of 7" in street.presses("ada", "Yes, start")
    assert "Question 2 of 7" in street.presses("ada", "A small one")
    assert street.send("ada", Sent("voice")).startswith("I cannot listen to voice notes.")
    [outcome] = street.receive(street.message("ada", Text("20", "m20")))
    assert outcome.turn is not None
    assert "Your answer to question 2 is now: 2" in street.send("ada", Edit("2", "m20"))
    option = street.option("ada", "Yes")
    assert "Your answer to question 1 is now: A large one" in street.send(
        "ada", Field(option.id.replace(".3.1", ".0.x"), ("large",))
    )
    assert "Question 4 of 7" in street.send("ada", Field(option.id, ("yes",), remark="but little"))
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    assert waiting.row.interview.answers["paid"] == Answer("yes", "but little")


@pytest.mark.parametrize(
    "option",
    ["", "x", "q", "q.1.2", "q.abc.1.0.1", "q.abc.².0.1", "q.abc.1.x.1", "q.abc.1.-.1", "i.x", "s.x", "n.x", "q..1..1", "⁷.⁷"],
)
def test_a_button_that_is_not_ours_changes_nothing(street: Street, option: str) -> None:
    street.starts("ada", "fairer")
    before = street.waiting("ada")
    assert street.send("ada", Press(option))
    after = street.waiting("ada")
    assert before is not None
    assert after is not None
    assert (after.row and after.row.interview) == (before.row and before.row.interview)


# ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_people_with_several_messages_each_in_one_batch_are_each_taken_in_order(street: Street) -> None:
    people = [f"person {number}" for number in range(9)]
    said = ["yes", "1", "9", "2", "1, 3", "Shorter forms.", "yes", "no"]
    batch = [street.message(who, Start("fairer")) for who in people]
    batch += [street.message(who, Text(text)) for text in said for who in people]
    outcomes = street.receive(*batch)
    assert len(outcomes) == len(batch)
    assert all(outcome.turn is not None and not outcome.fault for outcome in outcomes)
    assert [outcome.inbound for outcome in outcomes] == batch
    assert len(street.said()) == 9
    assert {tuple(answers) for answers in street.said().values()} == {("size", "years", "young", "paid", "needs", "why")}
    texts = [text for address, text in street.sent() if address == "person 3"]
    assert [text.splitlines()[0] for text in texts[1:4]] == ["Question 1 of 7", "I have put down: A small one", "Question 3 of 7"]


def test_an_empty_batch_is_nothing_to_do(street: Street) -> None:
    assert street.receive() == []


def test_what_comes_twice_has_an_effect_once_within_a_batch_and_later(street: Street) -> None:
    start, yes, small = (street.message("ada", content) for content in (Start("fairer"), Text("yes"), Text("1")))
    outcomes = street.receive(start, yes, yes, small, start)
    assert [outcome.duplicate for outcome in outcomes] == [False, False, True, False, True]
    rows = street.rows()
    assert [outcome.duplicate for outcome in street.receive(small, yes, start)] == [True, True, True]
    assert street.receive(small)[0].outgoing is None
    assert street.rows() == rows


def test_in_whatever_order_four_updates_come_and_come_again_nothing_happens_twice(sqlite: Database, english: Catalogue) -> None:
    """Every permutation of a start, a yes, an answer and a repeated start, delivered and then delivered again in every order."""
    street = Street(sqlite, english)
    street.opens()
    for number, order in enumerate(itertools.permutations(range(4))):
        who = f"person {number}"
        updates = [street.message(who, content) for content in (Start("fairer"), Text("yes"), Text("1"), Press("q.x.1.0.1"))]
        shuffled = [updates[at] for at in order]
        for update in shuffled:
            street.receive(update, update)
        state, rows = street.waiting(who), street.rows()
        street.receive(*updates, *shuffled)
        for update in reversed(shuffled):
            assert street.receive(update)[0].duplicate
        after = street.waiting(who)
        assert state is not None
        assert after is not None
        assert (after.row and after.row.interview) == (state.row and state.row.interview)
        assert street.rows() == rows


def _breaks_on(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    def poisoned(history: Any, interview: Any, event: Any, **moments: Any) -> Any:
        if isinstance(event, Said) and event.text == words:
            raise ValueError(words)
        return advance(history, interview, event, **moments)

    monkeypatch.setattr(desk, "advance", poisoned)


def test_a_message_that_cannot_be_handled_is_set_aside_while_the_others_go_on(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    _breaks_on(monkeypatch, "poison")
    for who in ("ada", "bea"):
        street.starts(who, "fairer")
    batch = [street.message(who, Text(text)) for who, text in (("ada", "yes"), ("bea", "poison"), ("ada", "1"), ("bea", "yes"))]
    outcomes = street.receive(*batch)
    assert [bool(outcome.fault) for outcome in outcomes] == [False, True, False, False]
    assert outcomes[1].outgoing is not None
    assert outcomes[1].outgoing.text.startswith("Sorry, something went wrong on our side with that message.")
    assert "Question 2 of 7" in street.told["ada"].text
    assert "Question 1 of 7" in street.told["bea"].text
    with street.database.read() as tx:
        [held] = inbox.aside(tx)
        assert held["message"]["message"]["content"]["text"] == "poison"
        assert held["fault"].startswith("ValueError at ")
        assert "poison" not in held["fault"].removeprefix("ValueError at _breaks_on.<locals>.poisoned")
    assert [outcome.duplicate for outcome in street.receive(*batch)] == [True] * 4
    assert [text for address, text in street.sent() if address == "bea"][1].startswith("Sorry")


def test_whose_own_row_does_not_open_any_more_stops_nobody_else(street: Street) -> None:
    """Somebody has swapped or broken bytes in the database: not even what went wrong can be said to this person."""
    for who in ("ada", "bea"):
        street.starts(who, "fairer")
    broken = street.waiting("ada")
    assert broken is not None
    assert broken.row is not None
    with street.database.write() as tx:
        hers = sa.update(interviews_table).where(interviews_table.c.id == broken.row.interview.id)
        tx.connection.execute(hers.values(sealed=b"broken"))
    batch = [street.message(who, Text("yes")) for who in ("bea", "ada")] + [street.message("bea", Text("1"))]
    outcomes = street.receive(*batch)
    assert [(bool(outcome.fault), outcome.outgoing is not None) for outcome in outcomes] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    assert "Question 2 of 7" in street.told["bea"].text
    with street.database.read() as tx:
        assert len(inbox.aside(tx)) == 1


def test_a_single_message_that_cannot_be_handled_is_set_aside_too(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    _breaks_on(monkeypatch, "poison")
    street.starts("ada", "fairer")
    assert street.says("ada", "poison").startswith("Sorry")
    assert "Question 1 of 7" in street.says("ada", "yes")


def test_a_message_that_somebody_else_set_aside_meanwhile_is_a_duplicate(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    _breaks_on(monkeypatch, "poison")
    street.starts("ada", "fairer")
    monkeypatch.setattr(inbox, "set_aside", lambda *_, **__: False)
    [outcome] = street.receive(street.message("ada", Text("poison")))
    assert (outcome.duplicate, outcome.outgoing) == (True, None)


def test_a_stranger_s_message_that_cannot_be_handled_leaves_no_stranger_behind(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(arrivals, "start", broken)
    message = street.message("ada", Start("fairer"))
    [outcome] = street.receive(message)
    assert outcome.fault
    assert (street.rows()["participants"], street.rows()["inbox"]) == (0, 1)
    assert street.receive(message)[0].duplicate


def test_half_characters_and_nul_are_taken_as_text_that_lacks_them(street: Street) -> None:
    street.starts("ada", "fairer")
    for said in ("yes", "1", "9", "2", "1"):
        street.says("ada", said)
    [outcome] = street.receive(Inbound("telegram", "9\x009", "ada", Text("Shorter \ud83d forms\x00.", "m\udcff")))
    assert not outcome.fault
    for said in ("yes", "no"):
        street.says("ada", said)
    [answers] = street.said().values()
    assert answers["why"].value in ("Shorter \ufffd forms\ufffd.", "Shorter  forms.", "Shorter forms.")


PAYLOADS = [
    "'; DROP TABLE words; --",
    "{0.__class__}",
    "{owner}",
    "${name}",
    "%s %(x)s",
    "<b>&amp;</b><script>",
    "\\u0000",
    "../../etc",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_looks_like_an_attack_is_kept_and_shown_as_it_was_written(street: Street, payload: str) -> None:
    street.answers("ada", ["yes", "1", "9", "2", "1, 3", payload, "yes", "no"])
    [answers] = street.said().values()
    assert answers["why"] == Answer(payload)
    assert f"→ {payload}" in street.says("ada", "my answers")
    assert (
        street.starts("bea", payload[:60]) == "That link does not work any more. Ask the person who gave it to you for a new one."
    )


def test_a_hundred_thousand_characters_are_not_stored_and_get_a_kind_answer(street: Street) -> None:
    street.starts("ada", "fairer")
    for said in ("yes", "1", "9", "2", "1"):
        street.says("ada", said)
    told = street.says("ada", "word " * 20_000)
    assert "Question 7 of 7" in told
    assert len(told) < 1000
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    assert "why" not in waiting.row.interview.answers


# ── when the database is away, or somebody else was quicker ─────────────────────────────────────────────────────────────


def test_when_the_database_is_away_nothing_is_taken_and_later_everything_is(
    sqlite: Database, english: Catalogue, tmp_path: Path
) -> None:
    street = Street(sqlite, english)
    street.opens()
    with sqlite.read() as tx:
        tx.connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    batch = [street.message("ada", Start("fairer")), street.message("ada", Text("yes"))]
    with pytest.raises(StoreAway):
        street.receive(*batch)
    with pytest.raises(StoreAway):
        street.receive(batch[0])
    other.execute("ROLLBACK")
    other.close()
    assert [outcome.duplicate for outcome in street.receive(*batch)] == [False, False]


def _fails(monkeypatch: pytest.MonkeyPatch, times: int, error: type[Exception]) -> None:
    save, left = interviews.save, itertools.count(1)

    def failing(*args: Any, **kwargs: Any) -> None:
        if next(left) <= times:
            raise error("somebody else was quicker")
        save(*args, **kwargs)

    monkeypatch.setattr(interviews, "save", failing)


@pytest.mark.parametrize("times", [1, 2])
def test_a_turn_that_somebody_else_overtook_is_taken_again(street: Street, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    _fails(monkeypatch, times, StaleInterview)
    batch = [street.message("ada", Start("fairer")), street.message("bea", Start("fairer"))]
    outcomes = street.receive(*batch)
    assert [bool(outcome.fault or outcome.duplicate) for outcome in outcomes] == [False, False]
    assert street.rows()["interviews"] == 2


def test_a_turn_that_is_overtaken_for_ever_is_not_taken(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, 99, StaleInterview)
    with pytest.raises(StaleInterview):
        street.starts("ada", "fairer")
    assert street.rows()["inbox"] == 0


def test_when_the_database_goes_away_between_two_of_a_batch_the_first_stays_taken(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, calls = street.door._together, itertools.count(1)

    def away(*args: Any) -> list[Outcome]:
        match next(calls):
            case 1:
                raise StaleInterview
            case 3:
                raise StoreAway
            case _:
                return together(*args)

    monkeypatch.setattr(type(street.door), "_together", lambda self, *args: away(*args))
    batch = [street.message("ada", Start("fairer")), street.message("bea", Start("fairer"))]
    with pytest.raises(StoreAway):
        street.receive(*batch)
    monkeypatch.undo()
    assert [outcome.duplicate for outcome in street.receive(*batch)] == [True, False]


def test_several_processes_that_take_the_same_people_s_messages_at_once_lose_and_double_nothing(street: Street) -> None:
    """Strangers to all of them, in batches that overlap and come in different orders."""
    people = [f"person {number}" for number in range(6)]
    contents = (Start("fairer"), Text("yes"), Text("1"), Text("9"), Press("q.x.1.0.1"))
    messages = [street.message(who, content) for content in contents for who in people]
    ready = threading.Barrier(4)

    def process(number: int) -> list[Outcome]:
        mine = random.Random(number).sample(messages, len(messages))
        ready.wait(30)
        batches = [mine[at : at + 7] for at in range(0, len(mine), 7)]
        return [outcome for batch in batches for outcome in street.door.receive(batch, now=OPEN, place=number)]

    with ThreadPoolExecutor(4) as pool:
        outcomes = [outcome for done in pool.map(process, range(4)) for outcome in done]
    taken = [outcome.inbound.external_id for outcome in outcomes if not outcome.duplicate]
    assert sorted(taken) == sorted(message.external_id for message in messages)
    assert not any(outcome.fault for outcome in outcomes)
    rows = street.rows()
    assert (rows["participants"], rows["addresses"], rows["interviews"]) == (6, 6, 6)
    assert (rows["inbox"], rows["deliveries"]) == (len(messages), len(messages))


# ── arriving ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_personal_link_leads_in_under_its_reference(street: Street) -> None:
    with street.database.write() as tx:
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        consultations.invite(tx, next(iter(held.surveys)), {"token-1": "A-001"})
    assert street.starts("ada", "token-1").startswith("Wexmoor Council would like to hear")
    assert street.starts("ada", "token-1").startswith("Wexmoor Council would like to hear")  # it is hers
    for said in ("yes", "1", "9", "2", "1, 3", "Shorter forms.", "yes", "no"):
        street.says("ada", said)
    assert list(street.said()) == ["A-001"]
    assert street.starts("bea", "token-1").startswith("That link was made for somebody else")
    assert street.starts("bea", "no-such-token").startswith("That link does not work any more.")
    assert street.waiting("bea") is not None
    assert street.rows()["interviews"] == 1


def test_who_just_comes_begins_the_only_consultation_that_is_open(street: Street) -> None:
    assert street.starts("ada").startswith("Wexmoor Council would like to hear from you about: A fairer way.")
    assert street.says("bea", "hello").startswith("Wexmoor Council would like to hear from you about: A fairer way.")


def test_who_just_comes_picks_one_of_several_by_button_or_number(street: Street) -> None:
    street.opens("second", title="A second one")
    assert street.starts("ada") == "Which of these would you like to answer?"
    assert [(option.label, option.number) for option in street.told["ada"].options] == [("A fairer way", 1), ("A second one", 2)]
    assert "A second one" in street.presses("ada", "A second one")
    assert street.says("bea", "hello") == "Which of these would you like to answer?"
    assert "A second one" in street.says("bea", "2")
    assert street.says("cid", "9") == "Which of these would you like to answer?"
    assert street.send("dot", Unreadable("sticker")) == "Which of these would you like to answer?"


def test_a_consultation_with_several_surveys_offers_them_by_their_titles(street: Street) -> None:
    other = "survey: young\ntitle: {en: For young people}\nquestions: [{name: q, type: text, label: {en: What?}}]\n"
    with street.database.write() as tx:
        both = a_consultation(slug="both", audiences=(("tso", "a.yaml"), ("young_person", "b.yaml")))
        new = consultations.add(tx, both, [("tso", MIXED.encode()), ("young_person", other.encode())], created_by="sam")
        consultations.set_state(tx, new, "open")
    assert street.starts("ada", "both") == "Which of these would you like to answer?"
    assert [option.label for option in street.told["ada"].options] == ["Your group", "For young people"]
    street.presses("ada", "For young people")
    assert "Question 1 of 1" in street.says("ada", "yes")


def test_where_nothing_is_open_they_are_told_so(database: Database, english: Catalogue) -> None:
    street = Street(database, english)
    street.opens(state="closed")
    assert street.starts("ada").startswith("There is nothing open to answer just now.")
    assert HOME in street.says("ada", "hello")


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [
        ("approved", 0, "This consultation opens on 16 August 2010. Please come back then."),
        ("draft", 0, "This consultation opens on 16 August 2010. Please come back then."),
        ("open", -30, "This consultation opens on 16 August 2010. Please come back then."),
        ("open", 80, "This consultation closed at the end of 15 November 2010"),
        ("closed", 0, "This consultation closed at the end of 15 November 2010"),
    ],
)
def test_who_comes_too_early_or_too_late_is_told_when(
    database: Database, english: Catalogue, state: str, days: int, told: str
) -> None:
    street = Street(database, english)
    street.opens(state=state)
    street.now = OPEN + timedelta(days=days)
    assert street.starts("ada", "fairer").startswith(told)
    assert street.rows()["interviews"] == 0


def test_an_answer_after_the_last_second_is_not_taken(street: Street) -> None:
    street.starts("ada", "fairer")
    street.says("ada", "yes")
    street.now = AFTER
    assert street.says("ada", "1").startswith("This consultation closed at the end of 15 November 2010")
    assert street.starts("ada", "fairer").startswith("This consultation closed at the end of 15 November 2010")
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    assert "size" not in waiting.row.interview.answers


def test_today_is_a_day_where_the_consultation_is_held(street: Street) -> None:
    """Half past midnight in London, in summer, is still the day before in UTC."""
    street.now = OPEN.replace(hour=23, minute=30)
    street.starts("ada", "fairer")
    for said in ("yes", "1", "9", "yes"):
        street.says("ada", said)
    assert "2 September 2010" in street.says("ada", "today")
    with street.database.read() as tx:
        assert tx.connection.scalar(sa.select(consents.c.on)) == date(2010, 9, 2)


def test_switch_offers_every_other_that_is_open_and_goes_on_where_they_were(street: Street) -> None:
    street.opens("second", title="A second one")
    street.opens("gone", state="closed", title="A closed one")
    street.starts("ada", "fairer")
    assert "Question 1 of 7" in street.says("ada", "yes")
    assert street.says("ada", "switch") == "Which one would you like to go on with?"
    assert [(option.label, option.number) for option in street.told["ada"].options] == [("A second one", 0)]
    assert "A second one" in street.presses("ada", "A second one")
    street.says("ada", "switch")
    told = street.presses("ada", "A fairer way")
    assert told.startswith("We are now talking about: A fairer way.\n\nWelcome back. You were at question 1 of 7.")
    assert "Question 2 of 7" in street.says("ada", "1")
    assert street.says("bea", "switch")


def test_where_there_is_no_other_switch_says_so(street: Street) -> None:
    street.starts("ada", "fairer")
    assert street.says("ada", "switch") == "There is nothing else open for you."


def test_a_button_of_one_s_other_interview_goes_on_with_that_one_and_of_somebody_else_s_with_none(street: Street) -> None:
    street.opens("second", title="A second one")
    street.starts("ada", "fairer")
    old = street.option("ada", "Yes, start")
    street.starts("ada", "second")
    assert "A fairer way" in street.send("ada", Press(old.id))
    assert street.send("bea", Press(old.id)).startswith("That link does not work any more.")
    assert street.send("bea", Press(f"i.{old.id.split('.')[1]}")).startswith("That link does not work any more.")


def test_who_has_finished_and_starts_again_is_offered_what_else_is_open(street: Street) -> None:
    street.answers("ada")
    assert street.starts("ada").startswith("You have come to the end.")
    street.opens("second", title="A second one")
    assert street.starts("ada") == "Which of these would you like to answer?"
    assert "A second one" in street.presses("ada", "A second one")


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_forgotten_leaves_no_word_and_still_gets_the_goodbye(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    street.answers("bea")
    kept = street.rows()
    street.answers("ada")
    _breaks_on(monkeypatch, "poison")
    street.says("ada", "poison")
    street.sent()
    street.says("ada", "forget me")
    assert street.presses("ada", "Yes, delete it all").startswith("It is deleted.")
    rows = street.rows()
    for table in ("responses", "answers", "words", "interviews", "consents"):
        assert rows[table] == kept[table], table
    assert [address for address, _ in street.sent()] == ["ada", "ada"]
    with street.database.write() as tx:
        assert inbox.aside(tx) == []
        assert participants.sweep(tx) == 1
    rows = street.rows()
    assert (rows["participants"], rows["addresses"]) == (1, 1)


def test_what_comes_after_being_forgotten_in_the_same_batch_begins_anew_and_stays(street: Street) -> None:
    street.answers("ada")
    batch = [
        street.message("ada", content) for content in (Text("forget me"), Text("yes"), Start("fairer"), Text("yes"), Text("1"))
    ]
    assert all(not outcome.fault for outcome in street.receive(*batch))
    street.sent()
    with street.database.write() as tx:
        assert participants.sweep(tx) == 0
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    assert set(waiting.row.interview.answers) == {"size", "young"}
    assert street.said() == {}


def test_who_was_forgotten_and_thanks_us_is_asked_whether_they_want_to_take_part(street: Street) -> None:
    street.answers("ada")
    street.says("ada", "forget me")
    street.says("ada", "yes")
    assert "Would you like to take part?" in street.says("ada", "ok thanks")


def test_a_stop_in_one_consultation_ends_all_that_we_send_by_ourselves(street: Street) -> None:
    street.opens("second", title="A second one")
    street.answers("ada")
    street.starts("ada", "second")
    waiting = street.waiting("ada")
    assert waiting is not None
    with street.database.write() as tx:
        outbox.add(tx, [Queued("telegram", waiting.participant, Outgoing("news"), "bulk")], now=street.now, place=1)
    assert street.says("ada", "stop").startswith("I will not write to you again.")
    assert "news" not in [text for _, text in street.sent()]
    with street.database.read() as tx:
        assert tx.connection.scalar(sa.select(addresses.c.state)) == "stopped"
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(stops)) == 1
    assert street.says("ada", "yes").startswith("You asked me to stop")
    assert "Would you like to take part?" in street.starts("ada")
    with street.database.read() as tx:
        assert tx.connection.scalar(sa.select(addresses.c.state)) == "live"
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(stops)) == 0


def test_who_stopped_in_one_and_begins_another_has_come_back(street: Street) -> None:
    street.opens("second", title="A second one")
    street.starts("ada", "fairer")
    street.says("ada", "stop")
    assert "A second one" in street.starts("ada", "second")
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.participant.state == "live"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I need help", "Thank you for telling me. Whatever has happened, it is not your fault."),
        ("help", "You can answer in your own words"),
        ("stop", "I will not write to you again. To come back, send START."),
        ("forget me", "It is deleted."),
    ],
)
def test_a_stranger_s_call_for_help_is_answered_before_any_consultation(street: Street, said: str, told: str) -> None:
    assert street.says("ada", said).startswith(told)
    assert street.rows()["interviews"] == 0


def test_a_stranger_who_said_stop_is_left_alone_until_they_start(street: Street) -> None:
    street.says("ada", "stop")
    assert street.says("ada", "hello").startswith("You asked me to stop")
    assert "Would you like to take part?" in street.says("ada", "start")


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_shuts_us_out_and_lets_us_in_again_gets_what_was_missed(street: Street) -> None:
    street.answers("ada")
    street.sent()
    assert street.send("ada", Blocked()) == ""
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.participant.state == "unreachable"
    with street.database.write() as tx:
        outbox.add(tx, [Queued("telegram", waiting.participant, Outgoing("news"), "bulk")], now=street.now, place=1)
    assert street.sent() == []
    assert street.send("ada", Unblocked()) == ""
    assert street.sent() == [("ada", "news")]


def test_who_writes_is_reachable_again_and_gets_what_was_in_doubt(street: Street) -> None:
    street.answers("ada")
    street.sent()
    street.send("ada", Blocked())
    waiting = street.waiting("ada")
    assert waiting is not None
    with street.database.write() as tx:
        outbox.add(tx, [Queued("telegram", waiting.participant, Outgoing("news"), "bulk")], now=street.now, place=1)
        tx.connection.execute(sa.update(deliveries).where(deliveries.c.kind == "bulk").values(status="unknown"))
    street.receive(street.message("ada", Text("status")), street.message("ada", Text("status")))
    assert [text for _, text in street.sent()][-1] == "news"
    after = street.waiting("ada")
    assert after is not None
    assert (after.participant.state, after.doubt) == ("live", False)


def test_a_stop_outlives_being_blocked_and_unblocked(street: Street) -> None:
    street.starts("ada", "fairer")
    street.says("ada", "stop")
    street.receive(street.message("ada", Blocked()), street.message("ada", Unblocked()))
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.participant.state == "stopped"


def test_a_group_is_answered_only_when_asked_how_to_begin(street: Street) -> None:
    with street.database.write() as tx:
        bodies.house(tx, "forum", "telegram", Destination("", "-1"))
    for content in (Text("hello all"), Text("stop"), Press("n.x"), Unreadable("sticker"), Edit("hi", "m1")):
        assert street.send("-1", content, group=True) == ""
        assert street.send("-2", content, group=True) == ""
    assert street.send("-1", Start(), group=True).startswith("I post news here.")
    assert street.send("-2", Start("fairer"), group=True) == ""
    assert street.send("-2", Blocked(), group=True) == ""
    assert street.send("-2", Moved("-3"), group=True) == ""
    assert street.rows()["participants"] == 0
    assert street.sent() == [("-1", "I post news here. To answer a consultation, write to me in a private chat.")]


def test_a_body_that_writes_from_a_chat_of_its_own_is_told_that_news_comes_there(street: Street) -> None:
    with street.database.write() as tx:
        bodies.house(tx, "forum", "telegram", Destination("", "forum"))
    assert street.says("forum", "hello").startswith("I post news here.")
    assert street.send("forum", Press("n.x")) == ""
    assert street.send("forum", Press("s.x")).startswith("That link does not work")
    assert street.send("forum", Press("i.x")).startswith("That link does not work")


def test_a_group_that_becomes_a_supergroup_keeps_its_news(street: Street) -> None:
    with street.database.write() as tx:
        bodies.house(tx, "forum", "telegram", Destination("", "-1"))
    assert street.send("-1", Moved("-100"), group=True) == ""
    assert street.send("-100", Start(), group=True).startswith("I post news here.")
    assert street.send("-1", Start(), group=True) == ""


# ── the news of one's own points ────────────────────────────────────────────────────────────────────────────────────────


def _out(street: Street, consultation_id: str) -> str:
    edition = compile_edition(recorded([a_point()]), kind="interim", number=1, today=date(2010, 12, 1), body="", previous=None)
    assert isinstance(edition, Edition)
    with street.database.write() as tx:
        edition_id = editions.add(tx, consultation_id, edition, "sam@wexmoor.example", now=street.now)
        editions.publish(tx, edition_id, now=street.now)
        return edition_id


def test_the_button_under_a_notice_fetches_the_news_and_only_for_who_took_part(street: Street) -> None:
    street.answers("ada")
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    edition_id = _out(street, waiting.row.consultation_id)
    assert "From what everyone said we made 1 point." in street.send("ada", Press(f"n.{edition_id}"))
    assert street.send("ada", Press("n.unknown")).startswith("That link does not work any more.")
    assert street.send("bea", Press(f"n.{edition_id}")).startswith("That link does not work any more.")


def test_results_tells_the_news_once_there_is_any(street: Street) -> None:
    street.answers("ada")
    assert street.says("ada", "results").startswith("Nothing has come back yet. What was decided comes back by 31 January 2011.")
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.row is not None
    _out(street, waiting.row.consultation_id)
    batch = [street.message("ada", Text("change 1")), street.message("ada", Text("results")), street.message("ada", Text("2"))]
    outcomes = street.receive(*batch)
    assert outcomes[1].outgoing is not None
    assert "From what everyone said we made 1 point." in outcomes[1].outgoing.text
    [answers] = street.said().values()
    assert answers["size"] == Answer("large")


def test_the_language_is_asked_first_kept_with_the_person_and_used_for_all_that_is_said_to_them(street: Street) -> None:
    welsh = CATALOGUES["cy"]
    street.door = Door(street.database, CATALOGUES, street.door.address)
    street.opens("both", BILINGUAL, languages=("en", "cy"), translations={"cy": {"title": "Ffordd decach", "owner": "Cyngor"}})
    first = street.send("ada", Start("both"), language="cy-GB")
    assert first == f"{welsh.text('ask.language')}\n\n{CATALOGUES['en'].text('ask.language')}"
    assert [option.label for option in street.told["ada"].options] == ["Cymraeg", "English"]
    agreed = street.presses("ada", "Cymraeg")
    assert agreed.startswith("Hoffai Cyngor glywed gennych am hyn: Ffordd decach.")
    assert "Pa mor fawr yw eich grŵp?" in street.says("ada", "ie")
    street.opens("again", BILINGUAL.replace("survey: mixed", "survey: again"))
    assert "Hoffai Wexmoor Council glywed gennych" in street.starts("ada", "again")
    waiting = street.waiting("ada")
    assert waiting is not None
    assert waiting.participant.prefers == Prefer("cy")
    assert street.says("ada", "switch").startswith(welsh.text("switch_pick"))
    assert street.starts("ada", "nowhere") == welsh.text("unknown_link")


def test_what_somebody_chose_is_sealed_and_goes_when_they_are_forgotten(street: Street) -> None:
    street.door = Door(street.database, CATALOGUES, street.door.address)
    street.opens("both", BILINGUAL)
    street.starts("ada", "both")
    street.says("ada", "Cymraeg")
    with street.database.read() as tx:
        sealed = tx.connection.execute(sa.select(people.c.prefers)).scalar_one()
    assert b"language" not in sealed
    street.says("ada", "anghofiwch fi")
    assert street.says("ada", "ydw") == CATALOGUES["cy"].text("forgotten")
    with street.database.read() as tx:
        assert tx.connection.execute(sa.select(people.c.prefers)).scalar_one() is None


def test_stop_and_help_are_understood_in_any_language_before_there_is_an_interview(street: Street) -> None:
    assert street.says("ada", "мені потрібна допомога") == street.door.words["en"].text("need_help")
    assert street.says("ada", "zatrzymaj") == street.door.words["en"].text("stopped.nothing")


def test_the_state_that_the_tables_show_is_the_interview_s(street: Street) -> None:
    street.answers("ada")
    street.starts("bea", "fairer")
    street.says("bea", "stop")
    with street.database.read() as tx:
        assert sorted(tx.connection.scalars(sa.select(interviews_table.c.status))) == ["finished", "stopped"]
