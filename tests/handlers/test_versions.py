"""A survey changes while people answer it: proposed, tried, approved by a second officer, and everybody carried over."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from handlers import carrying, officers, points, versions, withdrawal
from handlers.carrying import Carried
from handlers.versions import Revision
from storage import consultations, interviews, responses
from storage.database import Database
from storage.responses import Said
from storage.tables import answers, set_apart, words
from surveys.definitions.model import FIRST, Version
from surveys.errors import DefinitionError, Refused, StaleInterview
from surveys.interviews.model import Answer
from surveys.words.catalogue import Catalogue
from tests.factories import a_survey
from tests.handlers.street import AFTER, OPEN, Street
from tests.surveys.definitions.versions.made import ONE

SAM, RUTH = "sam@wexmoor.example", "ruth@wexmoor.example"
AGE = "  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n"
RENAMED = "questions: {visit: {do: keep, choices: {often: was weekly}}}"
DOG = "  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n"


@pytest.fixture
def street(database: Database, english: Catalogue) -> Street:
    """A street whose consultation asks ONE; Sam made it, Ruth approves."""
    street = Street(database, english)
    street.opens(source=ONE)
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner", "approver"))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver", "commissioner"))
    return street


def revision(*swaps: tuple[str, str], plan: str = "", version: str = "1.1", start: str = ONE, **changes: Any) -> Revision:
    """ONE with these words exchanged, and a map with these lines."""
    source = start
    for before, after in swaps:
        assert before in source
        source = source.replace(before, after)
    file = (f"survey: park\nfrom: '{version}'\n{plan}\n".encode(), "map.yaml") if plan else None
    return Revision(source.encode(), a_survey(source), plan=file, **changes)


def used(street: Street, wanted: Revision, *, carries: bool = True) -> tuple[Version, ...]:
    """It is confirmed, approved, and everybody is carried over."""
    versions.confirm(street.database, "fairer", wanted, by=SAM, now=OPEN)
    found = versions.approve(street.database, "fairer", by=RUTH, now=OPEN)
    if carries:
        carrying.carry(street.database, "fairer", now=OPEN)
    return found


def begun(street: Street, who: str, *said: str) -> None:
    street.starts(who, "fairer")
    for text in ("English", "yes", *said):
        street.says(who, text)


def stored(street: Street) -> list[tuple[int, int, int]]:
    """Every closed answer and every word, as (key, structure, revision) of the version that asked."""
    with street.database.read() as tx:
        found = []
        for table in (answers, words):
            query = sa.select(table.c.question, table.c.structure, table.c.revision)
            found += [tuple(row) for row in tx.connection.execute(query)]
        return sorted(found)


# ── corrected words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_corrected_words_are_taken_over_at_once_by_everybody_mid_way(street: Street) -> None:
    """After the approval the next question is asked in its new words; nobody is told of it, and buttons go on working."""
    begun(street, "ada", "weekly")
    button = street.option("ada", "Run")
    wanted = revision(("How old are you?, cy: Faint yw eich oed?", "What is your age?, cy: Beth yw eich oed?"), same=True)
    assert used(street, wanted) == (Version(1, 2),)
    street.told["ada"] = street.told["ada"].__class__("", options=(button,))
    assert "What do you do there?" in street.presses("ada", "Run")
    assert street.says("ada", "done") == "✓ Run\n\nQuestion 3 of 4\n\nWhat is your age?"
    assert stored(street) == [(0, 1, 1), (1, 1, 2)]


def test_only_words_leave_nothing_to_carry_over(street: Street) -> None:
    """A revision of texts tries nobody out and carries nobody over: they are in it."""
    begun(street, "ada", "weekly")
    wanted = revision(("Anything.", "All you like."), translations=True)
    proposal = versions.propose(street.database, "fairer", wanted, by=SAM, now=OPEN)
    assert (proposal.only_words, proposal.trial.live, proposal.after.version) == (True, 0, Version(1, 2))
    used(street, wanted, carries=False)
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(0, 0)


# ── another structure ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_trial_stores_nothing_and_tells_what_it_would_come_to(street: Street) -> None:
    """Everybody who is mid-way is tried in memory: how many, whose answers are kept apart, who is asked what again."""
    begun(street, "ada", "weekly", "1", "40")
    begun(street, "ben", "daily")
    before = street.rows()
    wanted = revision(("run: {en: Run", "jog: {en: Jog"), ("play: {en: Play, cy: Chwarae}, ", ""), (AGE, ""))
    proposal = versions.propose(street.database, "fairer", wanted, by=SAM, now=OPEN)
    assert (proposal.trial.live, proposal.trial.staying) == (2, 0)
    assert proposal.trial.apart == {"what": 1, "age": 1}
    assert proposal.trial.again == {"what": 1}
    assert proposal.lost == ("age", "what")
    assert street.rows() == before


def test_those_who_began_stay_in_their_version_until_the_new_one_is_approved(street: Street) -> None:
    """A proposal changes nothing for anybody; approved, whoever begins now is asked in it, and the others are carried over."""
    begun(street, "ada", "weekly", "1")
    versions.confirm(street.database, "fairer", revision((AGE, AGE + DOG)), by=SAM, now=OPEN)
    assert "Question 4 of 4" in street.says("ada", "40")
    begun(street, "ben")
    assert "Question 1 of 4" in street.told["ben"].text
    assert versions.approve(street.database, "fairer", by=RUTH, now=OPEN) == (Version(2, 1),)
    begun(street, "cat")
    assert "Question 1 of 5" in street.told["cat"].text
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(2, 0)
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(0, 0)
    told = street.says("ada", "status")
    assert told.startswith("Since you began, some of the questions have changed. Your earlier answers are kept.")
    assert "of 5" in told


def test_every_answer_is_where_it_was_and_says_which_version_asked(street: Street) -> None:
    """Carried-over answers keep their rows; what is answered later is stored with the later version."""
    begun(street, "ada", "weekly", "1", "40")
    used(street, revision((AGE, AGE + DOG), ("weekly: {en: Weekly", "often: {en: Weekly"), plan=RENAMED))
    street.says("ada", "More lights.")
    street.says("ada", "Rex")
    assert stored(street) == [(0, 1, 1), (1, 1, 1), (2, 1, 1), (3, 2, 1), (5, 2, 1)]
    [response] = _responses(street)
    assert response.version == Version(2, 1)
    assert {name: each.value for name, each in response.answers.items()} == {
        "visit": "weekly",
        "what": "play",
        "age": "40",
        "better": "More lights.",
        "dog": "Rex",
    }
    assert response.said[0].version == FIRST


def _responses(street: Street) -> list[responses.Response]:
    with street.database.read() as tx:
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        return responses.of_consultation(tx, held.id, held.histories)


def test_what_is_not_asked_any_more_stays_and_what_is_asked_again_is_kept_beside_it(street: Street) -> None:
    """The answer to a dropped question keeps its row; the one that is asked again is kept apart, sealed, and never counted."""
    begun(street, "ada", "weekly", "1", "40")
    used(street, revision((AGE, ""), ("{play: {en: Play, cy: Chwarae}, ", "{"), plan="apart: [age, what]"))
    assert "One question has changed so much that we ask it again." in street.says("ada", "status")
    street.says("ada", "1")
    street.says("ada", "More lights.")
    [response] = _responses(street)
    first = a_survey(ONE)
    assert response.said[2].answer == Answer("40")
    assert response.said[2].version == FIRST
    assert response.said[1].answer == Answer("rest")
    assert [(each.version, each.question.name, each.answer.value) for each in response.apart] == [(FIRST, "what", "play")]
    assert response.apart[0] == Said(FIRST, first.by_name["what"], response.apart[0].answer)
    with street.database.read() as tx:
        assert all(b"play" not in row.sealed for row in tx.connection.execute(sa.select(set_apart)))
        exported = points.export(tx, "fairer")
    assert [(each.called, each.words, str(each.version)) for each in exported.answers] == [
        ("1", "Weekly", "1.1"),
        ("2", "Rest", "2.1"),
        ("age@1", "40", "1.1"),
        ("3", "More lights.", "2.1"),
        ("", "Play", "1.1"),
    ]
    stored = withdrawal.show(street.database, "ada", channel="telegram").interviews[0].answers
    assert [words for _, _, words in stored] == ["Weekly", "Rest", "More lights.", "Play", "40"]


def test_finished_responses_stay_as_they_were(street: Street) -> None:
    """Whoever has answered the last question is not carried over, and can still change an answer in their own version."""
    begun(street, "ada", "weekly", "1", "40", "Lights.", "yes", "no")
    used(street, revision((AGE, ""), plan="apart: [age]"))
    assert "Question 3 of 4" in street.says("ada", "change 3")
    street.says("ada", "41")
    [response] = _responses(street)
    assert (response.version, response.answers["age"].value) == (FIRST, "41")


def test_a_version_for_new_people_only_carries_nobody_over(street: Street) -> None:
    """Those who are mid-way end in the version they began; the next map leads from the new one only."""
    begun(street, "ada", "weekly")
    used(street, revision((AGE, AGE + DOG), carries=False))
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(0, 0)
    assert "Question 3 of 4" in street.says("ada", "1")
    used(street, revision((AGE, DOG), version="2.1", plan="apart: [age]"))
    assert "Question 4 of 4" in street.says("ada", "40")


def test_over_two_versions_at_once_nothing_is_lost(street: Street) -> None:
    """Whoever was not carried over the first time goes over both."""
    begun(street, "ada", "weekly", "1", "40")
    used(street, revision((AGE, AGE + DOG)), carries=False)
    used(street, revision((AGE, DOG), plan="apart: [age]", version="2.1"), carries=False)
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(1, 0)
    assert "Question 3 of 4\n\nYour dog?" in street.says("ada", "status")


def test_a_carrying_that_is_cut_off_is_gone_on_with(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch is a transaction of its own: what was done stays done, and the rest is done the next time."""
    for who in ("ada", "ben", "cat"):
        begun(street, who, "weekly")
    used(street, revision((AGE, AGE + DOG)), carries=False)
    real, calls = interviews.carry, []

    def cut(tx: Any, rows: Any) -> None:
        calls.append(len(rows))
        if len(calls) == 2:
            raise StaleInterview("cut off")
        real(tx, rows)

    monkeypatch.setattr(interviews, "carry", cut)
    with pytest.raises(StaleInterview):
        carrying.carry(street.database, "fairer", now=OPEN, batch=1)
    monkeypatch.undo()
    assert carrying.carry(street.database, "fairer", now=OPEN, batch=1) == Carried(2, 0)


def test_a_message_that_comes_while_they_are_carried_over_is_read_as_they_saw_the_question(street: Street) -> None:
    """The turn of somebody who moved meanwhile is run again: their words go to the question that they were asked."""
    begun(street, "ada", "weekly", "1", "40")
    used(street, revision((AGE, AGE + DOG)))
    told = street.says("ada", "More lights.")
    assert "Your dog?" in told
    [row] = [street.waiting("ada")]
    assert row is not None
    assert row.row is not None
    assert row.row.interview.answers["better"].value == "More lights."


def test_whoever_would_lose_an_answer_that_nobody_gave_up_stays(street: Street) -> None:
    """Between the trial and the carrying people go on; who would lose an answer the map does not name is left where they are."""
    begun(street, "ada", "weekly")
    wanted = revision((AGE, DOG), ("name: better", "name: best"), plan="questions: {best: {do: keep, was: better}}")
    versions.confirm(street.database, "fairer", wanted, by=SAM, now=OPEN)
    assert versions.approve(street.database, "fairer", by=RUTH, now=OPEN) == (Version(2, 1),)
    street.says("ada", "1")
    street.says("ada", "40")
    begun(street, "ben", "weekly")
    assert carrying.carry(street.database, "fairer", now=OPEN) == Carried(0, 1)
    assert "That was the last question" in street.says("ada", "Lights.")


# ── refused ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (revision(("What would be better?, cy: Beth", "What could be better?, cy: Pa beth")), "version.undecided"),
        (revision(("{en: Daily, cy: Bob dydd}", "{en: Each day, cy: Pob dydd}")), "version.undecided"),
        (revision(("What would be better?", "What could be better?"), same=True), "version.stale"),
        (revision(("title: {en: The park", "title: {en: Our park")), "version.stale"),
        (revision((AGE, "")), "version.apart"),
        (revision(), "version.same"),
        (revision(("survey: park", "survey: bark")), "version.other"),
    ],
)
def test_what_nobody_has_decided_is_not_stored(street: Street, wanted: Revision, key: str) -> None:
    """Undecided words, forgotten translations, answers that nobody gave up, another survey, nothing new: refused by name."""
    begun(street, "ada", "weekly", "1", "40")
    with pytest.raises(Refused) as refused:
        versions.confirm(street.database, "fairer", wanted, by=SAM, now=OPEN)
    assert refused.value.key == key
    with street.database.read() as tx:
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        assert [history.newest.version for history in held.histories.values()] == [FIRST]


def test_a_map_with_a_slip_is_refused_with_its_line(street: Street) -> None:
    """What a map says of a question that is not there is a fault of its file."""
    with pytest.raises(DefinitionError):
        versions.propose(street.database, "fairer", revision((AGE, ""), plan="apart: [aeg]"), by=SAM, now=OPEN)


def test_nobody_approves_their_own_version_and_only_an_approver_does(street: Street) -> None:
    """Two people have seen what is asked: the one who made it is refused, and nothing has changed."""
    versions.confirm(street.database, "fairer", revision((AGE, AGE + DOG)), by=SAM, now=OPEN)
    with pytest.raises(Refused) as refused:
        versions.approve(street.database, "fairer", by=SAM, now=OPEN)
    assert refused.value.key == "version.own"
    assert versions.approve(street.database, "fairer", by=RUTH, now=OPEN) == (Version(2, 1),)
    assert versions.approve(street.database, "fairer", by=RUTH, now=OPEN) == ()


def test_people_may_have_gone_on_before_it_is_approved(street: Street) -> None:
    """It is tried once more at the approval: answers given since, which nobody gave up, stop it."""
    begun(street, "ada", "weekly", "1")
    versions.confirm(street.database, "fairer", revision((AGE, "")), by=SAM, now=OPEN)
    street.says("ada", "40")
    with pytest.raises(Refused) as refused:
        versions.approve(street.database, "fairer", by=RUTH, now=OPEN)
    assert refused.value.key == "version.apart"


def test_a_closed_consultation_changes_no_more(street: Street) -> None:
    """After closing nothing is proposed, and what waits is not approved."""
    versions.confirm(street.database, "fairer", revision((AGE, AGE + DOG)), by=SAM, now=OPEN)
    with street.database.write() as tx:
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        consultations.set_state(tx, held.id, "closed")
    for act in (
        lambda: versions.propose(street.database, "fairer", revision((AGE, "")), by=SAM, now=AFTER),
        lambda: versions.approve(street.database, "fairer", by=RUTH, now=AFTER),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.key == "version.closed"


def test_a_draft_is_changed_at_once(street: Street) -> None:
    """Nobody has answered a draft, and a second officer has yet to approve all of it."""
    street.opens("other", ONE, state="draft")
    _, at_once = versions.confirm(street.database, "other", revision((AGE, AGE + DOG)), by=SAM, now=OPEN)
    assert at_once
    with street.database.read() as tx:
        held = consultations.by_slug(tx, "other")
        assert held is not None
        assert [history.newest.version for history in held.histories.values()] == [Version(2, 1)]


# ── shown ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_version_is_listed_with_what_changed_and_how_many_are_asked_in_it(street: Street) -> None:
    """Officers see who made and approved each version, its changes, who is under way and who has finished; a proposal waits."""
    begun(street, "ada", "weekly", "1", "40", "Lights.", "no", "no")
    begun(street, "ben", "weekly")
    used(street, revision((AGE, AGE + DOG)))
    versions.confirm(
        street.database, "fairer", revision((AGE, ""), version="2.1", plan="apart: [age]"), by=SAM, now=OPEN + timedelta(1)
    )
    versions.confirm(
        street.database, "fairer", revision((AGE, AGE + DOG), ("Anything.", "All."), translations=True), by=RUTH, now=OPEN
    )
    first, second, third = versions.listed(street.database, "fairer")
    assert (first.under_way, first.finished, first.changes) == (0, 1, ())
    assert (second.under_way, second.finished, second.audience) == (1, 0, "tso")
    assert [(change.what, change.question) for change in second.changes] == [("added", "dog")]
    assert (second.entry.made_by, second.entry.approved_by, second.entry.used_at) == (SAM, RUTH, OPEN)
    assert (third.entry.waiting, third.entry.made_by, third.entry.survey.version) == (True, RUTH, Version(2, 2))


PETS = """
survey: park
title: T
questions:
  - {name: any, type: text, label: Any pets?}
  - name: pet
    type: repeat
    label: Pets
    questions:
      - {name: kind, type: select_one kinds, label: Which kind?}
      - {name: age, type: integer, label: How old?}
  - {name: vet, type: text, label: A vet?}
choices:
  kinds: {cat: Cat, dog: Dog}
"""


def test_what_is_asked_several_times_is_kept_apart_and_asked_again_for_the_one_it_does_not_fit(
    database: Database, english: Catalogue
) -> None:
    """One of two pets is of a kind that is gone: that answer alone is kept beside the count, told of once, and asked again."""
    street = Street(database, english)
    street.opens(source=PETS)
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner", "approver"))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver", "commissioner"))
    street.starts("ada", "fairer")
    for said in ("yes", "two", "1", "5", "yes", "2", "9"):
        street.says("ada", said)
    wanted = revision(("cat: Cat", "cow: Cow"), plan="apart: [kind]", start=PETS)
    proposal = versions.propose(database, "fairer", wanted, by=SAM, now=OPEN)
    assert (proposal.trial.apart, proposal.trial.again, proposal.lost) == ({"kind": 1}, {"kind": 1}, ())
    used(street, wanted)
    street.says("ada", "hello")
    for said in ("1", "no", "none", "yes", "no"):
        street.says("ada", said)
    with database.read() as tx:
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        [response] = responses.of_consultation(tx, held.id, held.histories)
    assert {name: answer.value for name, answer in response.answers.items()} == {
        "any": "two", "kind[1]": "cow", "age[1]": "5", "kind[2]": "dog", "age[2]": "9", "vet": "none"
    }  # fmt: skip
    assert [(said.version, said.question.name, said.answer.value) for said in response.apart] == [(FIRST, "kind[1]", "cat")]
