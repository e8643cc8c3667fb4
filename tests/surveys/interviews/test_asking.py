"""What is asked of one person, and what is told before it."""

from surveys.interviews.model import Interview, Turn
from surveys.interviews.rendering import render
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import Talk

GROUPED = """\
survey: s
title: T
questions:
  - {name: age, type: integer, label: How many years?}
  - name: work
    type: group
    label: Your work
    relevant: "${age} > 15"
    questions:
      - {name: hello, type: note, label: Now about work.}
      - name: paid
        type: group
        label: Paid work
        questions:
          - {name: job, type: text, label: Which job?}
          - {name: hours, type: integer, label: How many hours?}
      - name: unnamed
        type: group
        questions:
          - {name: unpaid, type: text, label: And unpaid?}
  - {name: bye, type: note, label: Nearly there.}
  - {name: end, type: text, label: Anything else?}
"""


def asked() -> Talk:
    talk = Talk(a_survey(GROUPED), Interview("i" * 22, "s" * 22))
    talk.began()
    talk.said("yes")
    return talk


def test_a_heading_is_told_once_before_the_first_thing_in_its_group() -> None:
    talk = asked()
    assert talk.said("20").endswith("note:work note:hello note:paid ask:job")
    assert talk.said("Baker") == "record:job=Baker ask:hours"
    assert talk.said("10") == "record:hours=10 ask:unpaid"
    assert talk.said("Gardening") == "record:unpaid=Gardening note:bye ask:end"


def test_a_group_whose_condition_does_not_hold_is_passed_over_with_its_notes_and_headings() -> None:
    talk = asked()
    assert talk.said("12") == "record:age=12 note:bye ask:end"


def test_answers_in_a_group_are_put_aside_when_its_condition_no_longer_holds_and_come_back() -> None:
    talk = asked()
    for text in ("20", "Baker", "10", "Gardening"):
        talk.said(text)
    talk.said("change 1")
    assert "retract:job retract:hours retract:unpaid say:set_aside" in talk.said("12")
    talk.said("change 1")
    assert "record:job=Baker record:hours=10 record:unpaid=Gardening" in talk.said("30")


def test_going_back_into_a_group_tells_its_heading_only_before_its_first_question() -> None:
    talk = asked()
    talk.said("20")
    talk.said("Baker")
    assert talk.said("back") == "note:work note:hello note:paid ask:job"


def test_a_heading_stands_out_and_a_note_does_not(english: Catalogue) -> None:
    talk = asked()
    talk.said("20")
    said = render(Turn(talk.interview, talk.effects), talk.survey, english, FACTS)
    assert said is not None
    assert said.text.startswith("Your work\n\nNow about work.\n\nPaid work\n\nQuestion 2 of 5\n\nWhich job?")
    assert [said.text[mark.start : mark.end] for mark in said.marks] == ["Your work", "Paid work", "Question 2 of 5"]
