"""Paper forms and the notes of focus groups come in whole or not at all, and are counted and answered like all others."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers import consultations, imports, invitations, officers, withdrawal
from handlers.imports import Imported, Mode
from storage import consultations as stored
from storage import editions, interviews, participants, responses
from storage.database import Database
from storage.responses import Entry, Source
from surveys.consultations.model import State
from surveys.consultations.reader import read_consultation
from surveys.definitions.model import FIRST
from surveys.errors import DefinitionError, Refused
from surveys.messages import Inbound, Start
from tests.factories import a_consultation, a_person, a_stored_consultation

FOLDER = Path(__file__).parents[2] / "examples" / "framework"
SAM, EVA, RUTH = "sam@wexmoor.example", "eva@wexmoor.example", "ruth@wexmoor.example"
NOW = datetime(2010, 11, 20, 9, tzinfo=UTC)
HEAD = "reference,organisation,hear_back,name_and_address,quote,fair,why,help,since\n"
GROUP_HEAD = "reference,facilitator,place,date,people,hear_back,name_and_address,question,statement\n"


@pytest.fixture
def ours(database: Database) -> Database:
    """Sam is a commissioner, Eva a coordinator, Ruth neither; the consultation 'fairer' has closed."""
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner",))
        officers.add(tx, "Eva Lund", EVA, ("coordinator",))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver",))
        stored.set_state(tx, a_stored_consultation(tx), "closed")
    return database


def _bring(database: Database, rows: str, mode: Mode = "paper", by: str = SAM, head: str = "") -> Imported:
    text = (head or (HEAD if mode == "paper" else GROUP_HEAD)) + rows
    return imports.bring_in(database, "fairer", text.encode(), file="them.csv", mode=mode, by=by, now=NOW)


def _faults(database: Database, rows: str, mode: Mode = "paper", by: str = SAM) -> list[tuple[str, int, str]]:
    with pytest.raises(DefinitionError) as caught:
        _bring(database, rows, mode, by)
    return [(fault.code, fault.place.line, fault.place.question) for fault in caught.value.faults]


def _said(database: Database) -> dict[str, dict[str, str]]:
    with database.read() as tx:
        held = consultations.held(tx, "fairer")
        found = responses.of_consultation(tx, held.id, held.histories)
    return {each.reference: {name: answer.value for name, answer in each.answers.items()} for each in found}


def test_a_paper_form_is_stored_as_if_said_in_a_chat(ours: Database) -> None:
    """Choices as codes, words as words; who typed it in is kept apart from who said it."""
    done = _bring(ours, 'P01,"Elders, of Wexmoor",yes,"Jo, 1 Lane",no,2,Too much paper.,1; 3,1 April 2009\n', by=EVA)
    assert done == Imported(responses=1, people=1, letters=1)
    assert _said(ours) == {"P01": {"fair": "disagree", "why": "Too much paper.", "help": "money rooms", "since": "2009-04-01"}}
    [(entry, audience)] = imports.listed(ours, "fairer")
    assert audience == "tso"
    assert (entry.reference, entry.mode, entry.status, entry.people) == ("P01", "paper", "finished", 1)
    assert (entry.entered_by, entry.source.organisation) == (EVA, "Elders, of Wexmoor")
    with ours.read() as tx:
        assert responses.participation(tx, consultations.held(tx, "fairer").id) == {"paper": (1, 1)}


def test_all_a_group_said_is_kept_a_line_a_statement(ours: Database) -> None:
    """In order, each addressable by reference, question and line; the group is one response that stands for its people."""
    about = "G1,Beth,Library,2010-09-21,15,no,,"
    rows = f'{about}why,First.\n{about}2,"Second,\nin two lines."\n{about}why,Third: = 1.\n'
    assert _bring(ours, rows, "focus_group") == Imported(responses=1, people=15, letters=0)
    assert _said(ours) == {"G1": {"why": "First.\nSecond, in two lines.\nThird: = 1."}}
    [(entry, _)] = imports.listed(ours, "fairer")
    assert (entry.mode, entry.people, entry.entered_by) == ("focus_group", 15, SAM)
    assert entry.source == Source("", "Beth", "Library", "2010-09-21")


def test_those_who_asked_to_hear_back_get_letters_and_nobody_else(ours: Database) -> None:
    """At a folder named by their reference, with the name and address to print; found like everybody who asked."""
    rows = 'P01,,yes,"Jo, 1 Lane",no,1,,,\nP02,,no,"Lee, 2 Lane",yes,1,,,\nP03,,,,,1,,,\n'
    assert _bring(ours, rows).letters == 1
    _bring(ours, 'G1,,,,9,yes,"Beth, Library",why,Hm.\n', "focus_group")
    with ours.read() as tx:
        told = editions.contributors(tx, consultations.held(tx, "fairer").id)
        homes = [home for each in told for home in participants.homes(tx, each.recipient)]
    assert {(home.channel, home.destination.address, home.destination.thread) for home in homes} == {
        ("folder", "letters/fairer/P01", "Jo, 1 Lane"),
        ("folder", "letters/fairer/G1", "Beth, Library"),
    }
    shown = withdrawal.show(ours, "letters/fairer/P02", channel="folder")
    assert shown.homes[0].destination.thread == ""
    assert shown.interviews[0].permissions == {"take_part": True, "hear_back": False, "quote": True}


def test_every_fault_is_told_with_row_and_column_and_nothing_is_stored(ours: Database) -> None:
    """One form without a fault is not stored either."""
    rows = 'P01,,no,,no,1,,,\nP02,,maybe,,no,7,,,\nP01,,no,,no,1,,,the day after never\nP 4,,yes,,no,,,"5",\n'
    assert _faults(ours, rows) == [
        ("form.yes-no", 3, ""),
        ("form.unclear", 3, "fair"),
        ("form.unclear", 4, "since"),
        ("form.twice", 4, ""),
        ("form.address", 5, ""),
        ("form.reference", 5, ""),
        ("form.unclear", 5, "help"),
    ]
    assert _said(ours) == {}


def test_the_same_form_is_not_brought_in_twice(ours: Database) -> None:
    """The second import is refused by row, the new one in it too."""
    _bring(ours, "P01,,no,,no,1,,,\n")
    assert _faults(ours, "P02,,no,,no,1,,,\nP01,,no,,no,2,,,\n") == [("form.taken", 3, "")]
    assert _said(ours) == {"P01": {"fair": "agree"}}
    _bring(ours, "G1,,,,9,no,,why,Hm.\n", "focus_group")
    assert _faults(ours, "G1,,,,9,no,,why,Hm.\n", "focus_group") == [("form.taken", 2, "")]


def test_whoever_answers_on_paper_instead_of_by_their_link_answers_once(ours: Database) -> None:
    """The link works no more; where it was used already, the paper has to wait for a person to decide."""
    with ours.write() as tx:
        held = consultations.held(tx, "fairer")
        stored.set_state(tx, held.id, "open")
    unused, used = invitations.invite(ours, "fairer", ["P01", "P02"])
    with ours.write() as tx:
        stored.use_invitation(tx, used.token, a_person(tx).id)
    assert _faults(ours, "P01,,no,,no,1,,,\nP02,,no,,no,1,,,\n") == [("form.taken", 3, "")]
    _bring(ours, "P01,,no,,no,1,,,\n")
    with ours.read() as tx:
        assert stored.invitation(tx, unused.token) is None
        assert stored.invitation(tx, used.token) is not None


def test_only_who_may_brings_in_responses(ours: Database) -> None:
    """A commissioner or a coordinator who is known."""
    for who, key in ((RUTH, "officer.role"), ("nobody", "officer.unknown")):
        with pytest.raises(Refused) as caught:
            _bring(ours, "P01,,no,,no,1,,,\n", by=who)
        assert caught.value.key == key


@pytest.mark.parametrize(
    ("state", "key"), [("draft", "import.early"), ("approved", "import.early"), ("published", "import.late")]
)
def test_responses_come_in_while_they_can_count(ours: Database, state: State, key: str) -> None:
    """Not before it opens, and not once the digest is out."""
    with ours.write() as tx:
        stored.set_state(tx, consultations.held(tx, "fairer").id, state)
    with pytest.raises(Refused) as caught:
        _bring(ours, "P01,,no,,no,1,,,\n")
    assert caught.value.key == key


def test_a_group_that_met_after_the_last_day_does_not_count(ours: Database) -> None:
    """The last day itself does, in the consultation's own calendar."""
    assert _faults(ours, "G1,,,2010-11-16,9,no,,why,Hm.\n", "focus_group") == [("group.late", 2, "")]
    assert _bring(ours, "G1,,,15/11/2010,9,no,,why,Hm.\n", "focus_group").people == 9


def test_the_same_reference_in_two_consultations_is_two_people(ours: Database) -> None:
    """Their letters go to folders of their own."""
    with ours.write() as tx:
        a_stored_consultation(tx, a_consultation(slug="second"))
    _bring(ours, 'P01,,yes,"Jo, 1 Lane",no,1,,,\n')
    data = (HEAD + 'P01,,yes,"Lee, 2 Lane",no,2,,,\n').encode()
    imports.bring_in(ours, "second", data, file="them.csv", mode="paper", by=SAM, now=NOW)
    for slug, where in (("fairer", "Jo, 1 Lane"), ("second", "Lee, 2 Lane")):
        shown = withdrawal.show(ours, imports.letter_address(slug, "P01"), channel="folder")
        assert [home.destination.thread for home in shown.homes] == [where]
        assert [taken.consultation for taken in shown.interviews] == [slug]


def test_what_looks_like_a_formula_is_stored_as_words(ours: Database) -> None:
    """It is guarded on the way out, and what was guarded on the way out comes back as it was."""
    _bring(ours, "P01,,no,,no,1,=1+1,,\nP02,,no,,no,1,'=1+1,,\nP03,,no,,no,1,'quoted',,\n")
    assert {reference: said["why"] for reference, said in _said(ours).items()} == {
        "P01": "=1+1",
        "P02": "=1+1",
        "P03": "'quoted'",
    }


def test_the_example_comes_in_whole(database: Database) -> None:
    """14 paper forms and 3 groups with 43 people, read against its 22 questions."""
    consultation = read_consultation((FOLDER / "consultation.yaml").read_bytes(), "consultation.yaml")
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner",))
        new = stored.add(tx, consultation, [("tso", (FOLDER / "survey.yaml").read_bytes())], created_by=SAM)
        stored.set_state(tx, new, "closed")
    modes: dict[str, Mode] = {"paper.csv": "paper", "groups.csv": "focus_group"}
    done = [
        imports.bring_in(database, consultation.slug, (FOLDER / file).read_bytes(), file=file, mode=mode, by=SAM, now=NOW)
        for file, mode in modes.items()
    ]
    assert done == [Imported(14, 14, 10), Imported(3, 43, 3)]
    with database.read() as tx:
        assert responses.participation(tx, new) == {"paper": (14, 14), "focus_group": (3, 43)}
        assert len(editions.contributors(tx, new)) == 13
        held = consultations.held(tx, consultation.slug)
        said = {each.reference: each.answers for each in responses.of_consultation(tx, new, held.histories)}
        found = participants.pseudonym(tx, Inbound("folder", "", f"letters/{consultation.slug}/P05", Start()))
        row = interviews.waiting(tx, [found])[found].row
    assert said["P05"]["size"].value == "medium"
    assert said["P05"]["since"].value == "2007-04-01"
    assert said["P05"]["small_or_new"].value == "no"
    assert len(said["G2"]["contracts"].value.split("\n")) == 3
    assert row is not None
    assert row.interview.status == "finished"
    assert row.interview.answers["area"].value == "all"


def test_a_response_that_came_by_chat_is_listed_without_a_source(ours: Database) -> None:
    """Nobody typed it in."""
    with ours.write() as tx:
        held = consultations.held(tx, "fairer")
        [survey_id] = held.surveys
        responses.add(tx, held.id, survey_id, reference="R01")
    assert imports.listed(ours, "fairer") == ((Entry("R01", "online", "unfinished", 1, survey_id, FIRST, "", Source()), "tso"),)


def test_consent_is_dated_where_it_was_given(ours: Database) -> None:
    """The day of the import in the consultation's own zone."""
    late = datetime(2010, 8, 31, 23, 30, tzinfo=UTC)  # already September in London
    imports.bring_in(ours, "fairer", (HEAD + "P01,,no,,no,1,,,\n").encode(), file="f", mode="paper", by=SAM, now=late)
    with ours.read() as tx:
        days = tx.connection.exec_driver_sql('SELECT DISTINCT "on" FROM consents').scalars().all()
    assert [str(day) for day in days] == [str(date(2010, 9, 1))]


CHILDREN = (Path(__file__).parents[1] / "transcripts" / "children.yaml").read_bytes()
CHILDREN_HEAD = "reference,hear_back,any,days,name[1],age[1],needs[1],name[2],age[2],needs[2],name[3]\n"


@pytest.fixture
def children(ours: Database) -> Database:
    """A consultation 'children' has closed, which asks the same questions for each child."""
    with ours.write() as tx:
        new = stored.add(tx, a_consultation(slug="children"), [("tso", CHILDREN)], created_by=SAM)
        stored.set_state(tx, new, "closed")
    return ours


def _children(database: Database, rows: str) -> dict[str, dict[str, str]]:
    text = CHILDREN_HEAD + rows
    imports.bring_in(database, "children", text.encode(), file="them.csv", mode="paper", by=SAM, now=NOW)
    with database.read() as tx:
        held = consultations.held(tx, "children")
        found = responses.of_consultation(tx, held.id, held.histories)
    return {each.reference: {name: answer.value for name, answer in each.answers.items()} for each in found}


def test_what_is_asked_once_for_each_has_a_column_for_each(children: Database) -> None:
    """As many times round are stored as were filled in, with what is worked out of them; one form has none."""
    said = _children(children, "P01,no,yes,5,Ada,9,Lunch,Ben,15,,\nP02,no,no,2,,,,,,,\nP03,no,yes,,Cy,,,,,,\n")
    assert said == {
        "P01": {
            "any": "yes", "days": "5", "name[1]": "Ada", "age[1]": "9", "needs[1]": "Lunch", "name[2]": "Ben", "age[2]": "15",
            "young": "2",
        },
        "P02": {"any": "no", "days": "2", "young": "0"},
        "P03": {"any": "yes", "name[1]": "Cy", "young": "1"},
    }  # fmt: skip


def test_a_fault_in_one_of_several_names_its_column(children: Database) -> None:
    """What must be answered for each, what is not asked of it, and a whole time round that is not asked: nothing is stored."""
    rows = "P01,no,yes,5,,9,,Ben,15,Lunch,\nP02,no,no,2,Ada,,,,,,\nP03,no,yes,2,Ada,,,,,,Cy\n"
    with pytest.raises(DefinitionError) as caught:
        _children(children, rows)
    assert [(fault.code, fault.place.line, fault.place.question) for fault in caught.value.faults] == [
        ("form.required", 2, "name[1]"),
        ("form.answered", 2, "needs[2]"),
        ("form.answered", 3, "name[1]"),
        ("form.required", 4, "name[2]"),
    ]
