"""Every kind of question in an interview: by button, by word and by form; answered, changed, told."""

from surveys.interviews.engine import step
from surveys.interviews.model import Interview, Said
from surveys.interviews.rendering import render
from surveys.messages import Outgoing, listed
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import Talk

SURVEY = a_survey("""
survey: kinds
title: {en: Kinds}
questions:
  - {name: seen, type: acknowledge, label: Please read this., required: true}
  - {name: liking, type: range, label: How much do you like it?, parameters: start=0 end=10 step=1}
  - {name: minutes, type: range, label: How many minutes?, parameters: start=0 end=120 step=5}
  - {name: why, type: text, label: Why so little?, relevant: "${liking} < 5 and ${seen} = 'OK'"}
""")


def a_talk(at: str = "seen") -> Talk:
    return Talk(SURVEY, Interview("i" * 22, "kinds", status="asking", at=at))


def asked_at(at: str, english: Catalogue) -> Outgoing:
    """What is asked at a question, as when an answer to it could not be read."""
    turn = step(SURVEY, Interview("i" * 22, "kinds", status="asking", at=at), Said("???"), now=a_talk().now)
    said = render(turn, SURVEY, english, FACTS)
    assert said is not None
    return said


def test_points_and_acknowledgements_are_answered_by_button_and_changed_by_another() -> None:
    talk = a_talk()
    assert talk.press("seen", "2") == "say:old_button ask:seen"
    assert talk.press("seen", "skip") == "say:required ask:seen"
    assert talk.press("seen", "1") == "say:picked record:seen=OK ask:liking"
    assert talk.press("liking", "12") == "say:old_button ask:liking"
    assert talk.press("liking", "4") == "say:picked record:liking=3 ask:minutes"
    assert talk.press("seen", "1") == ""
    assert talk.press("liking", "1") == "say:revised revise:liking=0 ask:minutes"
    assert talk.press("minutes", "99999999") == "say:old_button ask:minutes"
    assert talk.said("25") == "record:minutes=25 ask:why"


def test_a_range_is_a_number_to_every_expression() -> None:
    talk = a_talk("liking")
    assert talk.fill("liking", "10") == "record:liking=10 ask:seen"
    assert talk.fill("liking", "11") == "say:reading.not_on_scale say:answer_stands ask:seen"


def test_a_form_gives_the_point_and_the_tick() -> None:
    talk = a_talk()
    assert talk.fill("seen") == "say:reading.acknowledge ask:seen"
    assert talk.fill("seen", "OK") == "record:seen=OK ask:liking"
    assert talk.fill("liking", "0") == "record:liking=0 ask:minutes"
    assert talk.fill("minutes", "7") == "say:reading.between_points ask:minutes"


def test_few_points_have_buttons_and_of_many_the_ends_are_told(english: Catalogue) -> None:
    liking, minutes = asked_at("liking", english), asked_at("minutes", english)
    assert [option.label for option in liking.options] == [*map(str, range(11)), "Skip"]
    assert "0  1  2  3  4  5  6  7  8  9  10" in listed(liking).text
    assert [option.label for option in minutes.options] == ["Skip"]
    assert "Send a number from 0 to 120, in steps of 5." in minutes.text


def test_what_is_to_be_acknowledged_has_one_button(english: Catalogue) -> None:
    assert [option.label for option in asked_at("seen", english).options] == ["OK"]


def test_times_and_moments_are_told_as_such(english: Catalogue) -> None:
    """With am or pm in English, so that what is told could be sent back and be read as the same."""
    survey = a_survey("""
survey: times
title: {en: Times}
questions:
  - {name: shuts, type: time, label: When does it close?}
  - {name: meets, type: dateTime, label: When can you come?}
""")
    talk = Talk(survey, Interview("i" * 22, "times", status="asking", at="shuts"))
    assert talk.said("16:30") == "record:shuts=16:30 ask:meets"
    assert talk.said("16 August 2010 at 9am") == "say:understood record:meets=2010-08-16T09:00:00.000+00:00 finish ask:hear_back"
    said = render(step(survey, talk.interview, Said("my answers"), now=talk.now), survey, english, FACTS)
    assert said is not None
    assert "→ 4:30 pm" in said.text
    assert "→ 16 August 2010, 9:00 am" in said.text
    assert talk.fill("shuts", "09:15") == "say:revised revise:shuts=09:15 ask:hear_back"
