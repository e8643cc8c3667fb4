"""Repeats: the same questions several times, one more, one less, and what expressions see of them."""

from datetime import timedelta

import pytest

from surveys.interviews.model import Chose, Interview, Turn
from surveys.interviews.rendering import render
from surveys.interviews.rounds import ANOTHER, MOST_TIMES
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import CLOSES, Talk

REPEATED = """\
survey: s
title: T
questions:
  - {name: any, type: select_one yn, label: Any pets?}
  - name: pet
    type: repeat
    label: Pets
    relevant: "${any} = 'yes'"
    questions:
      - {name: name, type: text, label: Its name?, required: true}
      - name: more
        type: group
        label: "More of ${name}"
        questions:
          - {name: age, type: integer, label: "How old is ${name}?",
             constraint: ". >= position(../..)", default: "position(../..) + 1"}
          - {name: old, type: calculate, calculation: "if(${age} > 9, 'yes', 'no')"}
          - {name: care, type: text, label: What care?, relevant: "${old} = 'yes'"}
  - {name: number, type: calculate, calculation: "count(${pet})"}
  - {name: years, type: calculate, calculation: "sum(${age})"}
  - {name: last, type: calculate, calculation: "indexed-repeat(${name}, ${pet}, count(${pet}))"}
  - {name: vet, type: text, label: "A vet for ${number}, the last of them ${last}?", relevant: "${years} > 3"}
choices:
  yn: {"yes": "Yes", "no": "No"}
"""
COUNTED = """\
survey: s
title: T
questions:
  - {name: many, type: integer, label: How many?}
  - name: pet
    type: repeat
    repeat_count: "${many}"
    questions:
      - {name: name, type: text, label: Its name?}
  - {name: names, type: calculate, calculation: "join(', ', ${name})"}
  - {name: end, type: text, label: "Anything about ${names}?"}
"""


def asked(source: str, *answers: str) -> Talk:
    talk = Talk(a_survey(source), Interview("i" * 22, "s" * 22))
    talk.began()
    talk.said("yes")
    for answer in answers:
        talk.said(answer)
    return talk


def held(talk: Talk) -> dict[str, str]:
    return {name: answer.value for name, answer in talk.interview.answers.items()}


def test_each_time_round_has_answers_of_its_own_and_sees_its_own() -> None:
    talk = asked(REPEATED, "yes", "Rex", "12")
    assert talk.interview.at == "care[1]"
    assert talk.said("Pills").endswith("ask:pet[+]")
    assert talk.said("yes").endswith("note:pet[2] ask:name[2]")
    assert talk.said("Mia") == "record:name[2]=Mia revise:last=Mia note:more[2] ask:age[2]"
    assert talk.said("4").endswith("ask:pet[+]")
    assert talk.said("no") == "ask:vet"
    assert held(talk) == {
        "any": "yes", "name[1]": "Rex", "age[1]": "12", "old[1]": "yes", "care[1]": "Pills", "name[2]": "Mia", "age[2]": "4",
        "old[2]": "no", "number": "2", "years": "16", "last": "Mia",
    }  # fmt: skip


def test_a_suggestion_and_a_constraint_know_which_time_round_it_is(english: Catalogue) -> None:
    talk = asked(REPEATED, "yes", "Rex", "keep", "yes", "Mia")
    assert talk.value("age[1]") == "2"
    assert talk.said("1") == "say:not_allowed.bare ask:age[2]"
    said = render(Turn(talk.interview, talk.effects), talk.survey, english, FACTS)
    assert said is not None
    assert "Question 3 (2) of 5\n\nHow old is Mia?\n\nOur guess is: 3." in said.text


def test_whoever_has_none_is_not_asked_about_them() -> None:
    assert asked(REPEATED, "no").interview.at == "hear_back"


def test_what_was_said_of_all_of_them_is_set_aside_and_comes_back() -> None:
    talk = asked(REPEATED, "yes", "Rex", "12", "Pills", "no")
    talk.said("change 1")
    assert "retract:name[1]" in talk.said("no")
    assert not any("[" in name for name in held(talk))
    talk.said("change 1")
    assert "record:name[1]=Rex" in talk.said("yes")
    assert (talk.value("care[1]"), talk.value("years")) == ("Pills", "12")


def test_one_is_taken_out_by_word_or_button_and_those_after_it_move_up() -> None:
    talk = asked(REPEATED, "yes", "Rex", "12", "Pills", "yes", "Mia", "4")
    expected = (
        "retract:care[1] retract:name[2] retract:age[2] retract:old[2] revise:name[1]=Mia revise:age[1]=4 revise:old[1]=no "
        "revise:number=1 revise:years=4 say:another.removed ask:pet[+]"
    )
    assert sorted(talk.said("remove 1").split()) == sorted(expected.split())
    assert held(talk)["name[1]"] == "Mia"
    number = ANOTHER - 0
    assert talk.step(Chose(1, number, "r2-1", "under")) == "say:another.none ask:pet[+]"
    assert talk.step(Chose(1, number, "r1-1", "under")).endswith("say:another.removed ask:pet[+]")
    assert held(talk) == {"any": "yes", "number": "0", "years": "0", "last": ""}
    assert talk.step(Chose(1, number, "yes", "under")).endswith("note:pet[1] ask:name[1]")


def test_the_buttons_are_those_of_this_question_and_of_no_other(english: Catalogue) -> None:
    talk = asked(REPEATED, "yes", "Rex", "3")
    said = render(Turn(talk.interview, talk.effects), talk.survey, english, FACTS)
    assert said is not None
    assert [option.label for option in said.options] == ["Yes, add another", "No, that is all", "Take out (1)"]
    assert said.text == "Pets\n\nYou have told us about one. Would you like to add another?"
    assert talk.step(Chose(1, ANOTHER, "maybe", "under")) == "say:old_button ask:pet[+]"
    assert talk.said("perhaps") == "say:yes_or_no ask:pet[+]"
    assert talk.step(Chose(1, ANOTHER, "no", "under")) == "finish ask:hear_back"
    assert talk.step(Chose(1, ANOTHER, "no", "under")) == "say:old_button ask:hear_back"
    assert talk.step(Chose(2, ANOTHER, "no", "under")) == "say:old_button ask:hear_back"


def test_back_goes_round_by_round_and_over_whether_there_is_another() -> None:
    talk = asked(REPEATED, "yes", "Rex", "4", "yes", "Mia", "5", "no")
    assert [talk.said("back").split()[-1] for _ in range(6)] == [
        "ask:pet[+]", "ask:age[2]", "ask:name[2]", "ask:age[1]", "ask:name[1]", "ask:any",
    ]  # fmt: skip
    assert talk.said("keep").endswith("ask:vet")


def test_change_means_the_time_round_that_is_told_or_clear() -> None:
    talk = asked(REPEATED, "yes", "Rex", "4")
    assert talk.said("change 3") == "note:more[1] ask:age[1]"
    talk.said("5")
    for text in ("yes", "Mia"):
        talk.said(text)
    assert talk.said("change 2") == "note:pet[2] ask:name[2]"
    assert talk.said("keep").endswith("ask:age[2]")
    talk.said("6")
    assert talk.said("change 3") == "say:change_which_time ask:pet[+]"
    assert talk.said("change 3 (1)").endswith("ask:age[1]")
    assert talk.said("change 3 (7)") == "say:change_unanswered ask:age[1]"
    assert talk.said("change 1 (2)") == "say:change_which ask:age[1]"


def test_a_button_of_another_time_round_is_not_taken_for_this_one() -> None:
    survey = a_survey(REPEATED)
    name = survey.by_name["name"]
    assert [found.name for number in (1, 10_001, 20_001) if (found := survey.placed(number))] == ["name[1]", "name[2]"]
    assert (survey.placed(-1), survey.placed(99), survey.placed(10_000)) == (None, None, None)
    assert (survey.asked("name[0]"), survey.asked("any[1]"), survey.asked("name[x]")) == (None, None, None)
    assert survey.stored(survey.timed(name, 3).key) == survey.timed(name, 3)
    assert (survey.figured(2, 3), survey.figured(2), survey.figured(1, 1), survey.figured(99)) == (
        survey.timed(name, 3), None, None, None,
    )  # fmt: skip
    assert survey.stored(99) is None


def test_there_are_as_many_as_were_counted_and_more_come_back() -> None:
    talk = asked(COUNTED, "2", "Rex", "Mia")
    assert talk.interview.at == "end"
    assert talk.value("names") == "Rex, Mia"
    talk.said("change 1")
    assert talk.said("1") == "revise:many=1 revise:names=Rex retract:name[2] say:set_aside ask:end"
    talk.said("change 1")
    assert talk.said("3") == "revise:many=3 record:name[2]=Mia revise:names=Rex, Mia,  ask:name[3]"


@pytest.mark.parametrize(("count", "at"), [("0", "end"), ("skip", "end"), ("1", "name[1]"), ("500", "name[1]")])
def test_a_count_may_be_none_at_all_and_is_bounded(count: str, at: str) -> None:
    talk = asked(COUNTED, count)
    assert talk.interview.at == at
    if count == "500":
        for _ in range(MOST_TIMES):
            talk.said("skip")
        assert talk.interview.at == "end"


def test_there_is_a_last_one() -> None:
    source = REPEATED.replace(", required: true", "").replace('relevant: "${any}', 'relevant: "${any}')
    talk = asked(source, "yes")
    for number in range(2, MOST_TIMES + 1):
        for text in ("skip", "skip"):
            talk.said(text)
        assert ("say:another.last" in talk.said("yes")) == (number == MOST_TIMES)
    talk.said("skip")
    assert talk.said("skip") == "record:age[20]=- finish ask:hear_back"


def test_after_closing_nothing_is_added_or_taken_out() -> None:
    talk = asked(REPEATED, "yes", "Rex", "3")
    talk.now = CLOSES + timedelta(days=1)
    assert talk.step(Chose(1, ANOTHER, "yes", "under")) == "say:closed.unfinished"
    assert talk.said("remove 1") == "say:closed.unfinished"


def test_an_edited_message_revises_the_time_round_that_it_answered() -> None:
    talk = asked(REPEATED, "yes")
    talk.said("Rex", "m1")
    for text in ("3", "yes"):
        talk.said(text)
    talk.said("Mia", "m2")
    assert talk.edit("m1", "Max").startswith("say:revised revise:name[1]=Max")
    assert (talk.value("name[1]"), talk.value("name[2]")) == ("Max", "Mia")


def test_within_a_repeat_a_name_is_one_answer_and_that_of_the_repeat_their_number() -> None:
    """`sum` of a question of the same repeat takes this time round's; what is not repeated counts as one."""
    source = REPEATED.replace(
        "          - {name: old,",
        "          - {name: own, type: calculate, calculation: \"concat(sum(${age}), ' ', count(${pet}), ' ', count(${any}))\"}\n"
        "          - {name: old,",
    )
    talk = asked(source, "yes", "Rex", "3", "yes", "Mia", "4")
    assert (talk.value("own[1]"), talk.value("own[2]")) == ("3 2 1", "4 2 1")


def test_back_goes_past_a_count_to_the_last_that_was_counted() -> None:
    """There is no "another?" to go back to where a count says how many."""
    assert asked(COUNTED, "2", "Rex", "Mia").said("back").endswith("ask:name[2]")


@pytest.mark.parametrize("pick", ["r2", "r2-", "r2-4", "r" + "9" * 5000, "r1-" + "9" * 5000])
def test_a_second_tap_on_take_out_takes_out_no_other(pick: str) -> None:
    """The button says of how many it is one: tapped twice, or when there are more or fewer by now, it is an old one."""
    talk = asked(REPEATED, "yes", "Rex", "5", "yes", "Mo", "6", "yes", "Bo", "7")
    assert talk.step(Chose(1, ANOTHER, "r2-3", "under")).endswith("say:another.removed ask:pet[+]")
    before = held(talk)
    assert talk.step(Chose(1, ANOTHER, "r2-3", "under")) == "say:old_button ask:pet[+]"
    assert talk.step(Chose(1, ANOTHER, pick, "under")) == "say:old_button ask:pet[+]"
    assert held(talk) == before
    assert before["name[2]"] == "Bo"
