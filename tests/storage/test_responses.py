"""What people said comes back as it was said, closed answers from their codes, and only what counts is counted."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import consents, consultations, interviews, responses
from storage.consents import Consent
from storage.database import Database, Tx
from storage.responses import LETTERS, Kept, Source, new_reference
from storage.tables import answers, words
from storage.tables import consents as consents_table
from surveys.definitions.model import Version
from surveys.errors import ConfigError
from surveys.interviews.model import Answer, Interview
from tests.factories import CLOSED, MIXED, a_consultation, a_person, a_response, a_stored_consultation, a_survey

SURVEY = a_survey()


def _mixed(tx: Tx) -> tuple[str, str]:
    """A consultation with the survey MIXED: its id and the survey's."""
    consultation_id = consultations.add(tx, a_consultation(), [("tso", MIXED.encode())], created_by="sam@wexmoor.example")
    [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
    return consultation_id, survey_id


def _said(tx: Tx, consultation_id: str, response_id: str) -> dict[str, Answer]:
    held = consultations.by_ids(tx, [consultation_id])[consultation_id]
    [response] = responses.of_consultation(tx, consultation_id, held.histories, only=response_id)
    return dict(response.answers)


def test_every_kind_of_answer_comes_back_as_it_was(database: Database) -> None:
    said = {
        "size": Answer("small", "soon larger"),
        "years": Answer("9"),
        "young": Answer("no"),
        "since": Answer("2009-04-01"),
        "needs": Answer("money help"),
        "why": Answer("'; DROP TABLE words; --\n{0.__class__} ${size} %s <b>\x00 🙂"),
    }
    with database.write() as tx:
        consultation_id, survey_id = _mixed(tx)
        response_id, key = responses.add(tx, consultation_id, survey_id, status="finished")
        kept = [Kept(consultation_id, response_id, key, SURVEY.by_name[name], answer, False) for name, answer in said.items()]
        responses.keep(tx, kept)
        assert _said(tx, consultation_id, response_id) == said


KINDS = """
survey: kinds
title: {en: Kinds}
questions:
  - {name: liking, type: range, label: How much?, parameters: start=0 end=10 step=2}
  - {name: seen, type: acknowledge, label: Please read this.}
  - {name: wants, type: rank wants, label: What matters most?}
choices:
  wants: {club: The club, pool: The pool, park: The park}
"""


def test_points_places_and_what_was_acknowledged_are_codes_too(database: Database) -> None:
    """All that can be answered is known beforehand: there is nothing to seal, and a table can count it."""
    said = {"liking": Answer("8", "canary"), "seen": Answer("OK"), "wants": Answer("park club pool")}
    with database.write() as tx:
        consultation_id = consultations.add(tx, a_consultation(), [("tso", KINDS.encode())], created_by="sam@wexmoor.example")
        [(survey_id, survey)] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys.items()
        response_id, key = responses.add(tx, consultation_id, survey_id, status="finished")
        responses.keep(
            tx, [Kept(consultation_id, response_id, key, survey.by_name[name], answer, False) for name, answer in said.items()]
        )
        codes = tx.connection.execute(sa.select(answers.c.question, answers.c.item, answers.c.code).order_by(*answers.c)).all()
        assert [tuple(row) for row in codes] == [(0, 0, 5), (1, 0, 1), (2, 1, 2), (2, 2, 3), (2, 3, 1)]
        assert tx.connection.scalars(sa.select(words.c.part)).all() == ["remark"]
        assert _said(tx, consultation_id, response_id) == said


def test_closed_answers_are_codes_in_clear_and_all_else_is_sealed(database: Database) -> None:
    with database.write() as tx:
        consultation_id, survey_id = _mixed(tx)
        response_id, key = responses.add(tx, consultation_id, survey_id)
        for name, answer in (("size", Answer("large", "canary")), ("needs", Answer("money help")), ("why", Answer("canary"))):
            responses.keep(tx, [Kept(consultation_id, response_id, key, SURVEY.by_name[name], answer, False)])
        codes = tx.connection.execute(sa.select(answers.c.question, answers.c.item, answers.c.code).order_by(*answers.c)).all()
        assert [tuple(row) for row in codes] == [(0, 0, 2), (6, 1, 1), (6, 3, 1)]
        kept = tx.connection.execute(sa.select(words.c.question, words.c.part, words.c.sealed).order_by(words.c.question)).all()
        assert [(row.question, row.part) for row in kept] == [(0, "remark"), (9, "answer")]
        assert all(b"canary" not in row.sealed for row in kept)


def test_words_moved_to_another_question_do_not_open(database: Database) -> None:
    with database.write() as tx:
        consultation_id, survey_id = _mixed(tx)
        response_id, key = responses.add(tx, consultation_id, survey_id, status="finished")
        responses.keep(tx, [Kept(consultation_id, response_id, key, SURVEY.by_name["why"], Answer("Shorter forms."), False)])
        tx.connection.execute(sa.update(words).values(question=SURVEY.by_name["start"].index))
        with pytest.raises(ConfigError):
            _said(tx, consultation_id, response_id)


def test_nothing_to_keep_is_nothing_to_do(database: Database) -> None:
    with database.write() as tx:
        responses.keep(tx, [])


VALUES = {
    "size": ["small", "large"],
    "needs": ["money", "money rooms", "money rooms help"],
    "why": ["a", "b"],
    "years": ["1", "2"],
}


@st.composite
def _writes(draw: st.DrawFn) -> list[list[tuple[str, Answer | None]]]:
    """Batches of answers and withdrawals, as turns make them."""
    batches = []
    for _ in range(draw(st.integers(1, 4))):
        batch: list[tuple[str, Answer | None]] = []
        for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4)):
            given = Answer(draw(st.sampled_from(VALUES[name])), draw(st.sampled_from(["", "aside"])))
            batch.append((name, draw(st.sampled_from([None, given, given, Answer("", skipped=True)]))))
        batches.append(batch)
    return batches


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(_writes())
def test_whatever_is_kept_and_taken_out_the_last_word_stands(
    database: Database, batches: list[list[tuple[str, Answer | None]]]
) -> None:
    with database.write() as tx:
        held = consultations.by_slug(tx, "fairer")
        consultation_id, survey_id = (held.id, next(iter(held.surveys))) if held else _mixed(tx)
        response_id, key = responses.add(tx, consultation_id, survey_id, status="finished")
        expected: dict[str, Answer] = {}
        for batch in batches:
            kept = []
            for name, answer in batch:
                kept.append(Kept(consultation_id, response_id, key, SURVEY.by_name[name], answer, name in expected))
                expected[name] = answer or Answer("", skipped=True)
            responses.keep(tx, kept)
        assert _said(tx, consultation_id, response_id) == {
            name: answer for name, answer in expected.items() if not answer.skipped
        }


def test_only_finished_responses_count_and_only_they_are_read(database: Database) -> None:
    with database.write() as tx:
        consultation_id = a_stored_consultation(tx)
        a_response(tx, consultation_id, {"fair": "agree"}, reference="R2")
        a_response(tx, consultation_id, {"fair": "agree"}, reference="R1", mode="online")
        a_response(tx, consultation_id, {"why": "Money."}, reference="G1", mode="focus_group", people=14)
        a_response(tx, consultation_id, {}, reference="G2", mode="focus_group", people=16)
        begun = a_response(
            tx, consultation_id, {"fair": "disagree", "why": "Time."}, reference="R3", mode="online", status="unfinished"
        )
        held = consultations.by_ids(tx, [consultation_id])[consultation_id]
        assert responses.participation(tx, consultation_id) == {"paper": (1, 1), "online": (1, 1), "focus_group": (2, 30)}
        assert responses.unfinished(tx, consultation_id) == 1
        read = responses.of_consultation(tx, consultation_id, held.histories)
        assert [response.reference for response in read] == ["G1", "G2", "R1", "R2"]
        assert [dict(response.answers) for response in read[:3]] == [{"why": Answer("Money.")}, {}, {"fair": Answer("agree")}]
        responses.finish(tx, {begun: Version(1, 1)})
        assert responses.participation(tx, consultation_id)["online"] == (2, 2)
        assert responses.references(tx, consultation_id) == {"G1", "G2", "R1", "R2", "R3"}


def test_an_officer_s_list_says_who_it_is_from_and_nothing_of_what_it_says(database: Database) -> None:
    with database.write() as tx:
        consultation_id = a_stored_consultation(tx)
        [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
        source = Source("Quay Youth", "Ada", "Old Town Hall", "2010-09-21")
        responses.add(tx, consultation_id, survey_id, reference="P1", mode="paper", entered_by="sam", source=source)
        responses.add(tx, consultation_id, survey_id, reference="A1")
        [first, second] = responses.listed(tx, consultation_id)
        assert (first.reference, first.source, first.status) == ("A1", Source(), "unfinished")
        assert (second.reference, second.source, second.entered_by) == ("P1", source, "sam")


def test_two_responses_of_a_consultation_cannot_share_a_reference(database: Database) -> None:
    def twice() -> None:
        with database.write() as tx:
            consultation_id = a_stored_consultation(tx)
            for _ in range(2):
                a_response(tx, consultation_id, {}, reference="R1")

    with pytest.raises(sa.exc.IntegrityError):
        twice()


def test_a_reference_of_chance_can_be_read_out() -> None:
    made = {new_reference() for _ in range(100)}
    assert len(made) == 100
    assert all(len(each) == 8 and set(each) <= set(LETTERS) for each in made)


def test_what_a_person_said_is_removed_everywhere_and_the_notes_of_their_group_stay(database: Database) -> None:
    with database.write() as tx:
        consultation_id = a_stored_consultation(tx)
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        a_response(tx, consultation_id, {"fair": "agree", "why": "Money."}, reference="R1", participant_id=ada.id)
        a_response(tx, consultation_id, {"why": "Time."}, reference="R2", participant_id=bea.id)
        a_response(tx, consultation_id, {"why": "Rooms."}, reference="G1", mode="focus_group", people=9, participant_id=ada.id)
        responses.remove(tx, ada.id)
        assert responses.of_participant(tx, ada.id) == {}
        assert [entry.reference for entry in responses.of_participant(tx, bea.id).values()] == ["R2"]
        assert responses.references(tx, consultation_id) == {"R2", "G1"}
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(answers)) == 0
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(words)) == 2


def test_the_last_of_several_consents_stands_with_the_words_it_was_given_to(database: Database) -> None:
    with database.write() as tx:
        consultation_id = a_stored_consultation(tx)
        [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
        interviews.begin(tx, a_person(tx, "ada"), Interview("i" * 22, survey_id), consultation_id, now=CLOSED)
        day = date(2010, 9, 1)
        consents.keep(tx, [])
        consents.keep(tx, [Consent("i" * 22, "take_part", False, "v1", day), Consent("i" * 22, "take_part", True, "v1", day)])
        consents.keep(tx, [Consent("i" * 22, "take_part", True, "v2", day), Consent("i" * 22, "quote", False, "v2", day)])
        found = tx.connection.execute(sa.select(consents_table).order_by(consents_table.c.permission)).all()
        assert [(row.permission, row.given, row.text_version) for row in found] == [
            ("quote", False, "v2"),
            ("take_part", True, "v2"),
        ]


REPEATED = """
survey: repeated
title: {en: Repeated}
questions:
  - name: pet
    type: repeat
    questions:
      - {name: name, type: text, label: Its name?}
      - {name: kind, type: select_one kind, label: What is it?}
  - {name: end, type: text, label: Anything else?}
choices:
  kind: {cat: A cat, dog: A dog}
"""


def test_what_is_asked_several_times_is_kept_each_time_by_itself(database: Database) -> None:
    """One is changed, another taken out; the others stay as they are."""
    said = {"name[1]": "Rex", "kind[1]": "dog", "name[2]": "Mia", "kind[2]": "cat", "kind[3]": "cat", "end": "No"}
    with database.write() as tx:
        consultation_id = consultations.add(tx, a_consultation(), [("tso", REPEATED.encode())], created_by="sam@wexmoor.example")
        [(survey_id, survey)] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys.items()
        response_id, key = responses.add(tx, consultation_id, survey_id, status="finished")

        def keep(name: str, value: str | None, *, revises: bool) -> None:
            question = survey.asked(name)
            assert question is not None
            answer = Answer(value) if value is not None else None
            responses.keep(tx, [Kept(consultation_id, response_id, key, question, answer, revises)])

        for name, value in said.items():
            keep(name, value, revises=False)
        assert {name: answer.value for name, answer in _said(tx, consultation_id, response_id).items()} == said
        keep("kind[2]", "dog", revises=True)
        keep("kind[3]", None, revises=True)
        found = {name: answer.value for name, answer in _said(tx, consultation_id, response_id).items()}
    del said["kind[3]"]
    assert found == said | {"kind[2]": "dog"}
