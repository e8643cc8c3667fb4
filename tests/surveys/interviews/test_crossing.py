"""An interview is carried over to another version: what becomes of each of its answers."""

from dataclasses import replace

from surveys.definitions.model import Survey
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Plan
from surveys.interviews.crossing import cross
from surveys.interviews.model import Answer, Apart, Crossed, Interview, Record, Retract, SetApart, Turn
from tests.factories import a_survey
from tests.surveys.definitions.versions.made import a_plan, changed, following
from tests.surveys.interviews.talk import NOW

OLD = changed()
WEEKLY = {"visit": Answer("weekly", "when dry", "m1"), "what": Answer("play run"), "age": Answer("40")}
IT = Interview("i" * 22, "s" * 22, status="asking", at="better", answers=WEEKLY, permissions={"take_part": True})
DOG = "  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n"
AGE = "  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n"


def over(new: Survey, it: Interview = IT, plan: Plan | None = None) -> Turn:
    turn = cross(OLD, following(History((OLD,)), new, plan).newest, it, now=NOW)
    assert turn is not None
    return turn


def test_what_is_kept_is_taken_over_as_it_was() -> None:
    """Answers keep their value, remark and message; nothing is stored anew, and the same question is open."""
    turn = over(changed(("cy: Rhedeg}}", "cy: Rhedeg}, sit: {en: Sit, cy: Eistedd}}")))
    assert turn.effects == ()
    assert turn.interview == replace(IT, structure=2, crossed=Crossed(1, "better"))


def test_a_new_question_is_asked_before_what_was_open() -> None:
    """A new question that stands earlier is open now, and is told as one."""
    it = over(changed((AGE, AGE + DOG))).interview
    assert (it.at, it.answers) == ("dog", WEEKLY)
    assert it.crossed == Crossed(1, "better", added=1)


def test_an_answer_to_what_is_not_asked_any_more_is_kept_apart() -> None:
    """It leaves what counts, and stays under the version that asked; calculations and skips are no answers."""
    turn = over(changed((AGE, "")), replace(IT, answers=WEEKLY | {"age": Answer("40", message="m3")}))
    apart = Apart(1, "age", Answer("40", message="m3"))
    assert turn.effects == (SetApart(apart),)
    assert turn.interview.apart == (apart,)
    assert "age" not in turn.interview.answers
    assert turn.interview.crossed == Crossed(1, "better", gone=1)
    skipped = over(changed((AGE, "")), replace(IT, answers=WEEKLY | {"age": Answer("", skipped=True)}))
    assert (skipped.effects, skipped.interview.apart) == ((), ())


def test_a_choice_that_is_gone_is_asked_again_and_one_that_was_renamed_is_not() -> None:
    """Whoever picked the choice that is gone is asked again; whoever picked one that has another name has picked that."""
    new = changed(("weekly: {en: Weekly", "often: {en: Weekly"), ("run: {en: Run, cy: Rhedeg}", "jog: {en: Jog, cy: Loncian}"))
    turn = over(new, plan=a_plan(OLD, new, "questions: {visit: {do: keep, choices: {often: was weekly}}}"))
    assert turn.interview.answers["visit"] == Answer("often", "when dry", "m1")
    assert turn.interview.at == "what"
    assert turn.effects == (SetApart(Apart(1, "what", Answer("play run"))),)
    assert turn.interview.crossed == Crossed(1, "better", again=1)


def test_another_question_under_the_same_name_is_asked_again() -> None:
    """By the officer's word it is another question: the answer to the first is kept, and the second is asked."""
    new = changed(("How old are you?", "How old is your dog?"))
    turn = over(new, plan=a_plan(OLD, new, "questions: {age: ask}"))
    assert turn.interview.at == "age"
    assert turn.interview.apart == (Apart(1, "age", Answer("40")),)
    assert turn.interview.crossed == Crossed(1, "better", again=1)


def test_an_answer_that_a_changed_constraint_forbids_is_asked_again() -> None:
    """An answer that is not allowed any more is kept apart and asked again; under an unchanged rule nothing is looked at."""
    rule = ", constraint: '. < 30', constraint_message: {en: No., cy: Na.}}\n"
    turn = over(changed(("cy: Faint yw eich oed?}}\n", "cy: Faint yw eich oed?}" + rule)))
    assert turn.effects == (SetApart(Apart(1, "age", Answer("40"))),)
    assert turn.interview.at == "age"
    young = over(
        changed(("cy: Faint yw eich oed?}}\n", "cy: Faint yw eich oed?}" + rule)),
        replace(IT, answers=WEEKLY | {"age": Answer("9")}),
    )
    assert young.effects == ()


def test_a_skipped_question_that_must_be_answered_now_is_asked() -> None:
    """Whoever skipped what may not be skipped any more is asked; one that may still be skipped stays skipped."""
    it = replace(IT, answers=WEEKLY | {"age": Answer("", skipped=True)})
    must = changed(("cy: Faint yw eich oed?}}", "cy: Faint yw eich oed?}, required: true}"))
    assert over(must, it).interview.at == "age"
    assert over(changed((AGE, AGE + DOG)), it).interview.answers["age"].skipped


def test_an_answer_to_what_is_not_relevant_any_more_is_kept_twice() -> None:
    """It leaves the response for what is kept apart, and stays with the interview in case it is relevant again."""
    new = changed(("{name: age,", "{name: age, relevant: \"${visit} = 'daily'\","))
    turn = over(new)
    assert turn.effects == (Retract("age"), SetApart(Apart(2, "age", Answer("40"))))
    assert (turn.interview.kept, turn.interview.apart) == ({"age": Answer("40")}, ())
    back = cross(
        following(History((OLD,)), new).newest, following(following(History((OLD,)), new), OLD).newest, turn.interview, now=NOW
    )
    assert back is not None
    assert back.effects == (Record("age", Answer("40")),)
    assert back.interview.answers["age"] == Answer("40")


def test_what_the_person_had_put_aside_goes_over_too() -> None:
    """An answer that their own change had made irrelevant goes on under its question, and is kept apart where that is gone."""
    it = replace(IT, answers={"visit": Answer("never")}, kept={"age": Answer("40"), "what": Answer("run")}, at="better")
    turn = over(changed((AGE, "")), it)
    assert turn.interview.apart == (Apart(1, "age", Answer("40")),)
    assert "what" in turn.interview.answers  # it hangs on nothing in this version


def test_calculations_are_worked_out_anew() -> None:
    """What is calculated is no answer: it is worked out by the new version's rule and stored."""
    calculated = AGE + "  - {name: old, type: calculate, calculation: \"if(${age} > 30, 'yes', 'no')\"}\n"
    turn = over(changed((AGE, calculated)))
    assert turn.effects == (Record("old", Answer("yes")),)
    assert turn.interview.crossed == Crossed(1, "better")


def test_ticks_and_what_was_pointed_at_go_over() -> None:
    """Choices ticked in the open question stay ticked where they are there; an answered question that was open stays open."""
    ticking = replace(IT, at="what", answers={"visit": Answer("weekly")}, ticks=("play", "run"))
    turn = over(changed(("{play: {en: Play, cy: Chwarae}, ", "{")), ticking)
    assert (turn.interview.at, turn.interview.ticks) == ("what", ("run",))
    assert turn.interview.crossed == Crossed(1, "what", ("play", "run"))
    pointing = over(changed((AGE, AGE + DOG)), replace(IT, at="age"))
    assert pointing.interview.at == "age"
    gone = over(changed((AGE, "")), replace(IT, at="age", answers={"visit": Answer("weekly")}))
    assert gone.interview.at == "what"


def test_where_nothing_is_left_to_ask_their_last_answer_is_shown_to_be_kept() -> None:
    """When what was open is not asked any more they are shown their last answer, and end by keeping it."""
    label = "label: {en: What would be better?, cy: Beth fyddai?}, hint: {en: Anything., cy: Unrhyw.}"
    better = f"  - {{name: better, type: text, {label}}}\n"
    assert over(changed((better, ""))).interview.at == "age"


def test_who_has_not_agreed_yet_goes_over_and_who_has_finished_stays() -> None:
    """Before the first question there is nothing to carry; after the last nothing changes any more."""
    new = following(History((OLD,)), changed((AGE, ""))).newest
    asked = Interview("i" * 22, "s" * 22, at="take_part")
    assert cross(OLD, new, asked, now=NOW) == Turn(replace(asked, structure=2))
    for status in ("closing", "finished"):
        assert cross(OLD, new, replace(IT, status=status, at=""), now=NOW) is None


def test_who_would_be_asked_nothing_stays() -> None:
    """Where the new version asks somebody nothing who has answered nothing, they stay in the old one."""
    daily = "relevant: \"${visit} = 'daily'\","
    only = changed(
        ("required: true", "relevant: \"today() < '2000-01-01'\""),
        ("{name: what,", f"{{name: what, {daily}"),
        (AGE, ""),
        ("{name: better,", f"{{name: better, {daily}"),
    )
    new = following(History((OLD,)), only).newest
    assert cross(OLD, new, replace(IT, at="visit", answers={}), now=NOW) is None


def test_what_has_not_been_told_of_one_version_is_told_with_the_next() -> None:
    """Over two versions at once, what was open is what they saw last, and the counts add up."""
    first = following(History((OLD,)), changed((AGE, AGE + DOG)))
    second = following(first, changed((AGE, DOG)))
    turn = cross(OLD, first.newest, IT, now=NOW)
    assert turn is not None
    again = cross(first.newest, second.newest, turn.interview, now=NOW)
    assert again is not None
    assert again.interview.crossed == Crossed(1, "better", added=1, gone=1)
    assert again.interview.apart == (Apart(2, "age", Answer("40")),)


ROUND = """
survey: s
title: T
questions:
  - name: child
    type: repeat
    label: Children
    questions:
      - {name: name, type: text, label: Their name?}
      - {name: age, type: integer, label: Their age?}
  - {name: end, type: text, label: Anything else?}
"""
TWO = {"name[1]": Answer("Ada"), "age[1]": Answer("9"), "name[2]": Answer("Ben"), "age[2]": Answer("7")}


def test_what_was_asked_several_times_goes_over_time_by_time() -> None:
    """Under another name of the repeat there are as many, and "another?" is asked of that; what is gone is kept apart."""
    old = a_survey(ROUND)
    it = replace(IT, at="child[+]", answers=TWO, rounds={"child": 2})
    turn = cross(old, following(History((old,)), a_survey(ROUND.replace("name: child", "name: kid"))).newest, it, now=NOW)
    assert turn is not None
    assert (turn.interview.at, turn.interview.answers, turn.interview.rounds["kid"]) == ("kid[+]", TWO, 2)
    without = ROUND.replace("      - {name: age, type: integer, label: Their age?}\n", "")
    dropped = cross(old, following(History((old,)), a_survey(without)).newest, it, now=NOW)
    assert dropped is not None
    assert [(each.question, each.answer.value) for each in dropped.interview.apart] == [("age[1]", "9"), ("age[2]", "7")]
    assert set(dropped.interview.answers) == {"name[1]", "name[2]"}
