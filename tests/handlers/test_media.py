"""Files as answers: kept with what was said, replaced with it, forgotten with it, and taken out by an officer alone."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from handlers import media as handled
from handlers import officers, withdrawal
from handlers.carried import Carried
from storage import backups, schema
from storage import media as stored_media
from storage.database import Database
from storage.keyring import Keyring
from storage.tables import media
from surveys.definitions.reader import read_survey
from surveys.errors import Refused
from surveys.interviews.model import Answer
from surveys.messages import Field, File, Press, Sent, Start
from surveys.words.catalogue import Catalogue
from tests.handlers.street import Street

SURVEY = """
survey: pictures
title: {en: Pictures}
questions:
  - {name: has, type: select_one yes_no, label: Do you have a picture?}
  - {name: shot, type: image, label: Send it., relevant: "${has} = 'yes'"}
  - {name: noise, type: audio, label: How does it sound?}
  - {name: why, type: text, label: Why?, relevant: "${noise} != ''"}
choices:
  yes_no: {"yes": "Yes", "no": "No"}
"""
PICTURE = File(b"\x89PNG canary" + bytes(range(256)), "swings.png", "image/png")
SOUND = File(b"OggS canary", "", "audio/ogg")
SAM = "sam@wexmoor.example"


def opened(database: Database, english: Catalogue) -> Street:
    """A street where the survey is open, with an officer."""
    street = Street(database, english)
    street.opens(source=SURVEY)
    with database.write() as tx:
        officers.add(tx, "Sam", SAM, ("coordinator",))
    return street


@pytest.fixture
def street(database: Database, english: Catalogue) -> Street:
    return opened(database, english)


def stored(street: Street) -> list[str]:
    """The ids of the files in the database."""
    with street.database.read() as tx:
        return list(tx.connection.scalars(sa.select(media.c.id).order_by(media.c.id)))


def a_picture(street: Street, who: str = "ada", file: File = PICTURE) -> str:
    return street.send(who, Sent("photo", "m7", "The swings", file=file))


def up_to_the_picture(street: Street, who: str = "ada") -> None:
    street.starts(who, "fairer")
    street.says(who, "yes")
    street.says(who, "1")


def whole(street: Street, who: str = "ada") -> str:
    """A whole response with two files: its reference."""
    up_to_the_picture(street, who)
    a_picture(street, who)
    street.send(who, Sent("voice", "m8", file=SOUND))
    for said in ("It squeaks.", "no", "no"):
        street.says(who, said)
    (reference,) = street.said()
    return reference


def test_a_file_is_an_answer_and_is_kept_sealed(street: Street) -> None:
    """Neither its bytes nor its name nor what it is can be read in the database."""
    up_to_the_picture(street)
    assert a_picture(street).startswith("✓ a picture\n\nQuestion 3 of 4")
    with street.database.read() as tx:
        [row] = tx.connection.execute(sa.select(media)).all()
        assert b"canary" not in row.sealed
        assert b"swings" not in row.about
    assert "2. Send it.\n→ a picture (The swings)" in street.says("ada", "my answers")


def test_a_file_that_is_not_asked_for_is_told_of_and_not_kept(street: Street) -> None:
    up_to_the_picture(street)
    assert street.send("ada", Sent("voice", file=SOUND)).startswith("Here I need a picture.")
    assert street.send("ada", Sent("photo")).startswith("I cannot take files from the app")
    assert street.send("ada", Sent("photo", limit=10)).startswith("That file is bigger than I can keep: up to 10 MB.")
    assert street.send("ada", Sent("photo", lost=True)).startswith("I could not get that file")
    street.says("ada", "skip")
    street.send("ada", Sent("voice", file=SOUND))
    assert a_picture(street).startswith("I cannot look at pictures.")
    assert len(stored(street)) == 1


def test_another_file_takes_the_place_of_the_first_which_is_gone(street: Street) -> None:
    up_to_the_picture(street)
    a_picture(street)
    [first] = stored(street)
    street.says("ada", "change 2")
    a_picture(street)
    [second] = stored(street)
    assert first != second


def test_a_file_set_aside_by_another_answer_comes_back_with_it(street: Street) -> None:
    up_to_the_picture(street)
    a_picture(street)
    kept = stored(street)
    street.says("ada", "change 1")
    street.says("ada", "no")
    assert "Send it." not in street.says("ada", "my answers")
    street.says("ada", "change 1")
    street.says("ada", "yes")
    assert "→ a picture (The swings)" in street.says("ada", "my answers")
    assert stored(street) == kept


def test_the_same_message_twice_keeps_one_file(street: Street) -> None:
    up_to_the_picture(street)
    message = street.message("ada", Sent("photo", "m7", file=PICTURE))
    street.receive(message, message)
    street.receive(message)
    assert len(stored(street)) == 1


def test_forget_me_takes_the_files(street: Street) -> None:
    whole(street)
    whole_of_another = Street.starts(street, "bea", "fairer")
    assert whole_of_another
    street.says("bea", "yes")
    street.says("bea", "1")
    a_picture(street, "bea")
    assert len(stored(street)) == 3
    street.says("ada", "forget me")
    street.says("ada", "yes")
    assert len(stored(street)) == 1


def test_an_officer_who_forgets_somebody_takes_the_files_too(street: Street) -> None:
    whole(street)
    withdrawal.forget(street.database, "ada", channel="telegram", by=SAM)
    assert stored(street) == []


def test_a_form_brings_a_file_with_its_field(street: Street) -> None:
    """Words in such a field are no file, and a file in another field is none of its answer."""
    up_to_the_picture(street)
    option = street.option("ada", "Skip").id.rsplit(".", 1)[0] + ".field"
    assert street.send("ada", Field(option, ("a" * 22,))).startswith("No file came with that.")
    assert street.send("ada", Field(option, (), file=PICTURE, remark="Old")).startswith("Question 3 of 4")
    assert len(stored(street)) == 1
    first = option.replace(".1.field", ".0.field")
    street.send("ada", Field(first, ("yes",), file=PICTURE))
    assert len(stored(street)) == 1


def test_a_file_is_wanted_where_the_question_asks_for_one_and_nowhere_else(street: Street) -> None:
    def wanted(content: Sent, who: str = "ada") -> bool:
        return street.door.wants(street.message(who, content))

    assert not wanted(Sent("photo"), "stranger")
    street.starts("ada", "fairer")
    assert not wanted(Sent("photo"))
    street.says("ada", "yes")
    street.says("ada", "1")
    assert wanted(Sent("photo"))
    assert wanted(Sent("file", mime="image/heic"))
    assert wanted(Sent("file"))
    assert not wanted(Sent("file", mime="application/pdf"))
    assert not wanted(Sent("voice"))
    assert not street.door.wants(replace(street.message("ada", Sent("photo")), group=True))
    assert not street.door.wants(street.message("ada", Start()))
    street.says("ada", "skip")
    assert wanted(Sent("audio"))
    assert not wanted(Sent("photo"))


def test_somebody_without_an_interview_is_not_asked_for_files(street: Street) -> None:
    street.starts("ada", "nothing-of-ours")
    assert not street.door.wants(street.message("ada", Sent("photo")))


def test_files_are_taken_out_as_they_came_by_an_officer(street: Street) -> None:
    reference = whole(street)
    taken = list(handled.take_out(street.database, "fairer", reference, by="Sam"))
    assert [(each.number, each.question, each.file) for each in taken] == [(2, "shot", PICTURE), (3, "noise", SOUND)]


def test_taking_out_is_refused_where_there_is_nothing_or_nobody_to_take_it(street: Street) -> None:
    def refused(reference: str, by: str = SAM) -> str:
        with pytest.raises(Refused) as error:
            list(handled.take_out(street.database, "fairer", reference, by=by))
        return error.value.key

    assert refused("NOBODY22") == "response.unknown"
    up_to_the_picture(street)
    with street.database.read() as tx:
        [begun] = list(tx.connection.scalars(sa.select(sa.text("reference")).select_from(sa.text("responses"))))
    assert refused(begun) == "response.unfinished"
    street.says("ada", "skip")
    for said in ("skip", "no", "no"):
        street.says("ada", said)
    assert refused(begun) == "response.no-files"
    assert refused(begun, by="Nobody").startswith("officer")


def test_a_message_that_breaks_something_is_set_aside_with_its_file(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept, sealed, for a person to look at; and it goes with its sender."""
    up_to_the_picture(street)

    def broken(_: object, files: list[object]) -> None:
        if files:
            raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(stored_media, "keep", broken)
        assert a_picture(street).startswith("Sorry, something went wrong")
    assert stored(street) == []
    withdrawal.forget(street.database, "ada", channel="telegram", by=SAM)
    assert street.rows()["inbox"] == 3


def test_a_backup_holds_the_files(english: Catalogue, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/first.db", Keyring.fresh())
    schema.upgrade(database)
    street = opened(database, english)
    reference = whole(street)
    backups.backup(database, tmp_path / "copy.db")
    copy = Database(f"sqlite:///{tmp_path}/copy.db", database.keyring)
    assert [each.file for each in handled.take_out(copy, "fairer", reference, by=SAM)] == [PICTURE, SOUND]


def test_an_old_button_under_a_question_for_a_file_is_an_old_button(street: Street) -> None:
    up_to_the_picture(street)
    skip = street.option("ada", "Skip")
    a_picture(street)
    assert street.send("ada", Press(replace(skip, id=skip.id.replace("skip", "1")).id)).startswith("That button belongs")


def test_a_file_that_has_only_moved_to_another_time_round_is_not_replaced(street: Street) -> None:
    """A time round of a repeat was taken out, and those after it moved up: only what stands nowhere goes."""
    survey = read_survey(
        b"""
survey: s
title: T
questions:
  - name: corner
    type: repeat
    label: A corner
    questions: [{name: shot, type: image, label: Send it.}]
""",
        "s.yaml",
    )
    with street.database.write() as tx:
        carried = Carried(tx)
        before = {f"shot[{time}]": Answer(value) for time, value in enumerate("abc", start=1)}
        carried.replace(survey, before, [Answer("b"), Answer("c")])
        assert carried._replaced == ["a"]


def test_a_file_that_was_set_aside_goes_with_the_time_round_that_is_taken_out(database: Database, english: Catalogue) -> None:
    """What is taken out is gone, the picture that another answer had set aside before with it."""
    street = Street(database, english)
    street.opens(
        source="""
survey: corners
title: T
questions:
  - name: corner
    type: repeat
    label: A corner
    questions:
      - {name: has, type: select_one yes_no, label: A picture?}
      - {name: shot, type: image, label: Send it., relevant: "${has} = 'yes'"}
  - {name: why, type: text, label: Why?}
choices:
  yes_no: {"yes": "Yes", "no": "No"}
"""
    )
    up_to_the_picture(street)
    a_picture(street)
    street.says("ada", "change 1 (1)")
    street.says("ada", "2")
    assert len(stored(street)) == 1
    assert "I have taken out (1)." in street.says("ada", "remove 1")
    assert stored(street) == []
