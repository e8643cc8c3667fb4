"""What each event makes of an interview, in each state it can be in. Every expectation is written by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from surveys.interviews import answering
from surveys.interviews.answering import meant_pick
from surveys.interviews.engine import step
from surveys.interviews.model import Answer, Ask, Began, Chose, Forget, Interview, NoWords, Record, Said, Say
from surveys.interviews.reading import Likely, Unclear
from surveys.interviews.road import shown_value
from tests.factories import a_survey, an_interview
from tests.surveys.interviews.talk import AFTER, CLOSES, NOW, Talk

SURVEY = a_survey()
ALL = {"size": "small", "years": "9", "paid": "no", "needs": "money", "why": "Shorter forms."}

# ── every command in every state ────────────────────────────────────────────────────────────────────────────────────────

STATES: dict[str, tuple[Interview, datetime]] = {
    "fresh": (an_interview(at="take_part", status="consent"), NOW),
    "asking": (an_interview("years", {"size": "small"}), NOW),
    "required": (an_interview("size"), NOW),
    "ticking": (an_interview("needs", {"size": "small", "years": "9", "paid": "no"}, ticks=("rooms",)), NOW),
    "back": (an_interview("size", {"size": "small", "years": "9"}), NOW),
    "closing": (an_interview("hear_back", ALL), NOW),
    "quoting": (an_interview("quote", ALL, permissions={"take_part": True, "hear_back": True}), NOW),
    "finished": (an_interview("", ALL, permissions={"take_part": True, "hear_back": True, "quote": False}), NOW),
    "paused": (an_interview("years", {"size": "small"}, paused=True), NOW),
    "stopped": (an_interview("years", {"size": "small"}, stopped=True), NOW),
    "sure": (an_interview("years", {"size": "small"}, sure=True), NOW),
    "helped": (an_interview("years", {"size": "small"}, helped=True), NOW),
    "late fresh": (an_interview(at="take_part", status="consent"), AFTER),
    "late asking": (an_interview("years", {"size": "small"}), AFTER),
    "late closing": (an_interview("hear_back", ALL), AFTER),
    "late finished": (an_interview("", ALL, permissions={"take_part": True, "hear_back": True, "quote": False}), AFTER),
}
# What is asked again after something was told: nothing to whom stopped, needs help, came late or has finished.
AGAIN = {
    "fresh": " ask:take_part",
    "asking": " ask:years",
    "required": " ask:size",
    "ticking": " ask:needs[rooms]",
    "back": " ask:size",
    "closing": " ask:hear_back",
    "quoting": " ask:quote",
    "paused": " ask:years",
    "late closing": " ask:hear_back",
}
TOLD = {
    "help": "say:help",
    "what is this": "say:what",
    "privacy": "say:privacy",
    "questions": "show:questions",
    "my answers": "show:answers",
}
UNASKED = {"language": "offer:en,cy", "hide": "say:hide", "switch": "show:switch", "results": "show:results"}


@pytest.mark.parametrize("state", [state for state in STATES if state != "sure"])
@pytest.mark.parametrize("said", [*TOLD, *UNASKED])
def test_a_command_that_only_tells_something_is_told_in_every_state_and_what_is_open_is_asked_again(
    state: str, said: str
) -> None:
    interview, now = STATES[state]
    if (state, said) == ("ticking", "help"):
        return  # there it is one of the choices
    again = AGAIN.get(state, "") if said in TOLD else ""
    assert Talk(SURVEY, interview, now=now).said(said) == {**TOLD, **UNASKED}[said] + again


EXPECTED: dict[str, dict[str, str]] = {
    "start": {
        "fresh": "say:consent ask:take_part",
        "asking": "say:welcome_back_at ask:years",
        "required": "say:welcome_back_at ask:size",
        "ticking": "say:welcome_back_at ask:needs[rooms]",
        "back": "say:welcome_back_at ask:size",
        "closing": "say:welcome_back note:last ask:hear_back",
        "quoting": "say:welcome_back ask:quote",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "resume say:welcome_back_at ask:years",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:welcome_back_at ask:years",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:welcome_back note:last ask:hear_back",
        "late finished": "say:closed.finished",
    },
    "back": {
        "fresh": "say:back_none ask:take_part",
        "asking": "ask:size",
        "required": "say:back_none ask:size",
        "ticking": "ask:paid",
        "back": "say:back_none ask:size",
        "closing": "note:words ask:why",
        "quoting": "note:words ask:why",
        "finished": "note:words ask:why",
        "paused": "ask:size",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "ask:size",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:closed.finished",
        "late finished": "say:closed.finished",
    },
    "change 1": {
        "fresh": "say:change_unanswered ask:take_part",
        "asking": "ask:size",
        "required": "say:change_unanswered ask:size",
        "ticking": "ask:size",
        "back": "ask:size",
        "closing": "ask:size",
        "quoting": "ask:size",
        "finished": "ask:size",
        "paused": "ask:size",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "ask:size",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:closed.finished",
        "late finished": "say:closed.finished",
    },
    "skip": {
        "fresh": "permit:take_part=no say:declined",
        "asking": "record:years=- ask:paid",
        "required": "say:required ask:size",
        "ticking": "record:needs=- note:words ask:why",
        "back": "say:kept ask:paid",
        "closing": "permit:hear_back=no ask:quote",
        "quoting": "permit:quote=no say:finished say:finished.hear_back",
        "finished": "say:finished_before",
        "paused": "record:years=- ask:paid",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "record:years=- ask:paid",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "permit:hear_back=no ask:quote",
        "late finished": "say:closed.finished",
    },
    "pause": {
        "fresh": "say:paused",
        "asking": "say:paused",
        "required": "say:paused",
        "ticking": "say:paused",
        "back": "say:paused",
        "closing": "say:paused",
        "quoting": "say:paused",
        "finished": "say:finished_before",
        "paused": "say:paused",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:paused",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:closed.finished",
        "late finished": "say:closed.finished",
    },
    "stop": dict.fromkeys(STATES, "stop say:stopped"),
    "forget me": dict.fromkeys(STATES, "ask:forget"),
    "I need help": dict.fromkeys(STATES, "say:need_help"),
    "status": {
        "fresh": "say:status.consent ask:take_part",
        "asking": "say:status.asking ask:years",
        "required": "say:status.asking ask:size",
        "ticking": "say:status.asking ask:needs[rooms]",
        "back": "say:status.asking ask:size",
        "closing": "say:status.closing ask:hear_back",
        "quoting": "say:status.closing ask:quote",
        "finished": "say:status.finished",
        "paused": "say:status.asking ask:years",
        "stopped": "say:status.asking",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:status.asking",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:status.closing ask:hear_back",
        "late finished": "say:status.finished",
    },
    "yes": {
        "fresh": "permit:take_part=yes record:young=no ask:size",
        "asking": "say:reading.not_a_number ask:years",
        "required": "say:reading.pick_one ask:size",
        "ticking": "say:reading.pick_some ask:needs[rooms]",
        "back": "say:reading.pick_one ask:size",
        "closing": "permit:hear_back=yes ask:quote",
        "quoting": "permit:quote=yes say:finished say:finished.hear_back",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "say:stopped_before",
        "sure": "forget say:forgotten",
        "helped": "say:need_help_again",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "permit:hear_back=yes ask:quote",
        "late finished": "say:closed.finished",
    },
    "no": {
        "fresh": "permit:take_part=no say:declined",
        "asking": "say:reading.not_a_number ask:years",
        "required": "say:reading.pick_one ask:size",
        "ticking": "say:reading.pick_some ask:needs[rooms]",
        "back": "say:reading.pick_one ask:size",
        "closing": "permit:hear_back=no ask:quote",
        "quoting": "permit:quote=no say:finished say:finished.hear_back",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:need_help_again",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "permit:hear_back=no ask:quote",
        "late finished": "say:closed.finished",
    },
    "keep my answer": {
        "fresh": "say:yes_or_no ask:take_part",
        "asking": "say:reading.not_a_number ask:years",
        "required": "say:reading.pick_one ask:size",
        "ticking": "say:reading.pick_some ask:needs[rooms]",
        "back": "say:kept ask:paid",
        "closing": "say:yes_or_no ask:hear_back",
        "quoting": "say:yes_or_no ask:quote",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:need_help_again",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:yes_or_no ask:hear_back",
        "late finished": "say:closed.finished",
    },
    "done": {
        "fresh": "say:yes_or_no ask:take_part",
        "asking": "say:reading.not_a_number ask:years",
        "required": "say:reading.pick_one ask:size",
        "ticking": "say:picked record:needs=rooms note:words ask:why",
        "back": "say:reading.pick_one ask:size",
        "closing": "say:yes_or_no ask:hear_back",
        "quoting": "say:yes_or_no ask:quote",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:need_help_again",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:yes_or_no ask:hear_back",
        "late finished": "say:closed.finished",
    },
    "5": {
        "fresh": "say:yes_or_no ask:take_part",
        "asking": "record:years=5 ask:paid",
        "required": "say:reading.not_listed ask:size",
        "ticking": "say:reading.not_listed ask:needs[rooms]",
        "back": "say:reading.not_listed ask:size",
        "closing": "say:yes_or_no ask:hear_back",
        "quoting": "say:yes_or_no ask:quote",
        "finished": "say:finished_before",
        "paused": "say:welcome_back_at ask:years",
        "stopped": "say:stopped_before",
        "sure": "say:not_forgotten ask:years",
        "helped": "say:need_help_again",
        "late fresh": "say:closed",
        "late asking": "say:closed.unfinished",
        "late closing": "say:yes_or_no ask:hear_back",
        "late finished": "say:closed.finished",
    },
}


@pytest.mark.parametrize(("said", "state"), [(said, state) for said, states in EXPECTED.items() for state in states])
def test_words_and_commands_do_what_their_state_calls_for(said: str, state: str) -> None:
    interview, now = STATES[state]
    assert Talk(SURVEY, interview, now=now).said(said) == EXPECTED[said][state]


STICKERS = {
    "fresh": "say:no_words.sticker ask:take_part",
    "asking": "say:no_words.sticker ask:years",
    "required": "say:no_words.sticker ask:size",
    "ticking": "say:no_words.sticker ask:needs[rooms]",
    "back": "say:no_words.sticker ask:size",
    "closing": "say:no_words.sticker ask:hear_back",
    "quoting": "say:no_words.sticker ask:quote",
    "finished": "say:no_words.sticker say:finished_before",
    "paused": "say:no_words.sticker ask:years",
    "stopped": "say:stopped_before",
    "sure": "say:no_words.sticker ask:forget",
    "helped": "say:need_help_again",
    "late fresh": "say:closed",
    "late asking": "say:closed.unfinished",
    "late closing": "say:no_words.sticker ask:hear_back",
    "late finished": "say:no_words.sticker say:closed.finished",
}


@pytest.mark.parametrize("state", STATES)
def test_a_sticker_is_told_that_it_cannot_be_read_and_changes_nothing(state: str) -> None:
    interview, now = STATES[state]
    talk = Talk(SURVEY, interview, now=now)
    assert talk.sticker() == STICKERS[state]
    assert replace(talk.interview, paused=False) == replace(interview, paused=False)


# ── the road ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_interview_asks_what_is_relevant_in_order_and_tells_each_note_once() -> None:
    talk = Talk(SURVEY, Interview("i" * 22, "s" * 22, chosen=True))
    assert talk.began() == "say:consent ask:take_part"
    assert talk.press("take_part", "yes") == "permit:take_part=yes record:young=no ask:size"
    assert talk.said("1") == "say:understood record:size=small ask:years"
    assert talk.said("two") == "say:understood record:years=2 revise:young=yes ask:paid"
    assert talk.press("paid", "1") == "say:picked record:paid=yes note:money ask:since"
    assert talk.said("1 April 2009") == "say:understood record:since=2009-04-01 ask:needs"
    assert talk.said("1 and 3") == "say:understood record:needs=money help note:words ask:start"
    assert talk.said("Finding a room.") == "record:start=Finding a room. ask:why"
    assert talk.said("Shorter forms.") == "record:why=Shorter forms. finish note:last ask:hear_back"
    assert talk.interview.status == "closing"
    assert talk.press("hear_back", "yes") == "permit:hear_back=yes ask:quote"
    assert talk.said("no thanks") == "permit:quote=no say:finished say:finished.hear_back"
    assert (talk.interview.status, talk.interview.at) == ("finished", "")
    assert talk.interview.permissions == {"take_part": True, "hear_back": True, "quote": False}


def test_what_is_not_relevant_is_not_asked_nor_its_notes_told() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "large", "years": "9"}))
    assert talk.press("paid", "2") == "say:picked record:paid=no ask:needs"
    assert talk.press("needs", "skip") == "record:needs=- note:words ask:why"


def test_who_wrote_no_words_of_their_own_is_not_asked_whether_they_may_be_printed() -> None:
    talk = Talk(SURVEY, an_interview("why", {**ALL, "why": ""} | {"why": "-"}))
    del talk.interview.answers["why"]  # type: ignore[attr-defined]
    assert talk.said("skip") == "record:why=- finish note:last ask:hear_back"
    assert talk.said("no") == "permit:hear_back=no say:finished"


def test_who_writes_words_of_their_own_only_later_is_asked_then() -> None:
    answers = {**ALL, "why": "-"}
    talk = Talk(SURVEY, an_interview("", answers, permissions={"take_part": True, "hear_back": True}))
    assert talk.said("change 7") == "note:words ask:why"
    assert talk.said("Shorter forms.") == "revise:why=Shorter forms. ask:quote"
    assert talk.said("yes") == "permit:quote=yes say:changed_all"


def test_an_answer_is_kept_with_the_message_it_came_in() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    talk.said("12", "m7")
    assert talk.interview.answers["years"] == Answer("12", "", "m7")


def test_what_was_understood_is_shown_wherever_it_is_not_what_was_written() -> None:
    talk = Talk(SURVEY, an_interview("since", {"size": "small", "years": "9", "paid": "yes"}))
    talk.said("1/4/09")
    assert talk.effects[0] == Say("understood", {"answer": date(2009, 4, 1), "remark": ""})
    assert Talk(SURVEY, an_interview("size")).said("a small one") == "record:size=small ask:years"
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.said("Yes, but only a little") == "say:understood_remark record:paid=yes|but only a little note:money ask:since"
    assert talk.effects[0] == Say("understood_remark", {"answer": "Yes", "remark": "but only a little"})


def test_an_answer_that_its_rule_forbids_is_asked_again_with_the_author_s_words() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("900") == "say:not_allowed ask:years"
    assert talk.effects[0] == Say("not_allowed", {"reason": "Give a number from 0 to 200."})
    assert "years" not in talk.interview.answers


def test_an_answer_that_is_nearly_a_choice_is_asked_again_with_the_choices_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "read", _unsure("small", "large"))
    talk = Talk(SURVEY, an_interview("size"))
    assert talk.said("one") == "say:reading.pick_one say:did_you_mean ask:size"
    assert talk.effects[1] == Say("did_you_mean", {"answers": "A small one; A large one"})
    assert talk.said("yes") == "say:reading.pick_one say:did_you_mean ask:size"


def _unsure(*maybe: str) -> Callable[..., Unclear]:
    """A reader that understands nothing, and takes everything for perhaps one of these."""
    return lambda *_, **__: Unclear("reading.pick_one", {"n": 2}, maybe)


def _guessing(talk: Talk, value: str, remark: str = "") -> str:
    """`talk` after a message `m1` that probably means `value`."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(answering, "read", lambda *_, **__: Likely(value, remark))
        return talk.said("words", "m1")


def test_a_yes_to_the_answer_that_was_probably_meant_is_that_answer() -> None:
    talk = Talk(SURVEY, an_interview("size"))
    assert _guessing(talk, "large") == "say:did_you_mean_it ask:size"
    assert talk.effects[0] == Say("did_you_mean_it", {"answers": "A large one", "remark": ""})
    assert talk.said("help") == "say:help ask:size"
    assert talk.said("yes") == "say:understood record:size=large ask:years"
    assert talk.interview.answers["size"] == Answer("large", "", "m1")
    assert talk.said("yes") == "say:reading.not_a_number ask:years"
    assert talk.edit("m1", "a small one") == "say:revised revise:size=small ask:years"


def test_a_yes_keeps_what_was_said_beside_the_answer() -> None:
    talk = Talk(SURVEY, an_interview("size"))
    assert _guessing(talk, "large", "since May") == "say:did_you_mean_remark ask:size"
    assert talk.said("yes") == "say:understood_remark record:size=large|since May ask:years"
    assert talk.interview.answers["size"] == Answer("large", "since May", "m1")


def test_a_guess_is_confirmed_by_one_press_on_yes_or_on_the_answer_itself() -> None:
    for pick in ("yes", "2"):
        talk = Talk(SURVEY, an_interview("size"))
        _guessing(talk, "large", "since May")
        assert talk.interview.maybe is not None
        pressed = meant_pick(talk.interview.maybe) if pick == "yes" else pick
        assert talk.press("size", pressed) == "say:understood_remark record:size=large|since May ask:years"
        assert talk.interview.answers["size"] == Answer("large", "since May", "m1")
        assert talk.press("size", meant_pick(Answer("large"))) == ""


def test_what_was_probably_meant_in_a_form_s_field_is_shown_and_not_taken() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.fill("years", "four, and two of them were late") == "say:did_you_mean_it ask:years"
    assert "years" not in talk.interview.answers


def test_the_yes_under_an_older_guess_is_not_taken_for_the_one_that_is_open() -> None:
    talk = Talk(SURVEY, an_interview("size"))
    _guessing(talk, "large")
    _guessing(talk, "small")
    assert talk.press("size", meant_pick(Answer("large"))) == "say:old_button ask:size"


def test_any_other_answer_than_yes_is_read_as_an_answer() -> None:
    talk = Talk(SURVEY, an_interview("size"))
    _guessing(talk, "large")
    assert talk.said("1") == "say:understood record:size=small ask:years"
    talk = Talk(SURVEY, an_interview("size"))
    _guessing(talk, "large")
    assert talk.press("size", "1") == "say:picked record:size=small ask:years"
    talk = Talk(SURVEY, an_interview("size"))
    _guessing(talk, "large")
    assert talk.said("no") == "say:not_meant ask:size"
    assert talk.said("yes") == "say:reading.pick_one ask:size"


def test_a_yes_is_in_doubt_where_it_may_confirm_a_guess_or_be_the_answer_yes() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "large", "years": "9"}))
    assert _guessing(talk, "no") == "say:did_you_mean ask:paid"
    assert talk.said("yes") == "say:reading.pick_one ask:paid"
    assert talk.said("yes").startswith("record:paid=yes ")
    talk = Talk(SURVEY, an_interview("paid", {"size": "large", "years": "9"}))
    _guessing(talk, "no")
    assert talk.said("no").startswith("record:paid=no ")


def test_to_begin_to_tick_puts_a_guess_aside() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    _guessing(talk, "food")
    talk.press("needs", "1")
    assert talk.interview.maybe is None


def test_a_yes_after_something_else_that_was_not_understood_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk(SURVEY, an_interview("size"))
    _guessing(talk, "large")
    monkeypatch.setattr(answering, "read", _unsure())
    talk.said("big")
    assert talk.said("yes") == "say:reading.pick_one ask:size"


LIMITED = """
survey: limited
title: {en: Limited}
questions:
  - {name: one, type: select_one c, label: {en: Which?}, constraint: ". != 'b'", constraint_message: {en: B is full.}}
  - name: two
    type: select_multiple c
    label: {en: Which two?}
    constraint: "count-selected(.) <= 2"
    constraint_message: {en: Two at most.}
choices: {c: {a: {en: A}, b: {en: B}, c: {en: C}}}
"""


def test_a_rule_holds_for_buttons_and_fields_too() -> None:
    survey = a_survey(LIMITED)
    talk = Talk(survey, replace(an_interview("one"), answers={}))
    assert talk.press("one", "2") == "say:not_allowed ask:one"
    assert talk.fill("one", "b") == "say:not_allowed ask:one"
    assert talk.press("one", "1") == "say:picked record:one=a ask:two"
    assert talk.press("one", "2") == "say:not_allowed say:answer_stands ask:two"
    for pick in ("1", "2", "3"):
        talk.press("two", pick)
    assert talk.press("two", "done") == "say:not_allowed ask:two[a][b][c]"
    talk.press("two", "2")
    assert talk.press("two", "done") == "say:picked record:two=a c finish ask:hear_back"


def test_what_its_rule_forbids_is_not_asked_about() -> None:
    talk = Talk(a_survey(LIMITED), replace(an_interview("one"), answers={}))
    assert _guessing(talk, "b") == "say:not_allowed ask:one"
    assert talk.interview.maybe is None


# ── going back and changing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_back_leads_to_the_question_answered_before_and_then_on_from_where_they_were() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.said("back") == "ask:years"
    assert talk.said("back") == "ask:size"
    assert talk.said("2") == "say:understood revise:size=large ask:paid"


def test_back_passes_over_what_was_never_asked_and_stops_at_what_was_skipped() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "-"}))
    assert talk.said("back") == "ask:paid"


@pytest.mark.parametrize("number", ["0", "8", "99999", "9" * 5000, "²", ""])
def test_to_change_a_question_that_does_not_exist_asks_which(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.interviews.engine.command", lambda _text, language: ("change", number))
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("change") == "say:change_which ask:years"
    assert talk.effects[0] == Say("change_which", {"total": 7})


def test_a_question_that_does_not_come_up_is_not_changed() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    assert talk.said("change 4") == "say:change_irrelevant ask:needs"
    assert talk.said("change 7") == "say:change_unanswered ask:needs"


def test_an_answer_that_makes_later_ones_irrelevant_takes_them_out_and_the_way_back_puts_them_in_again() -> None:
    answers = {"size": "small", "years": "2", "paid": "yes", "since": "2009-04-01", "needs": "money", "start": "A room."}
    talk = Talk(SURVEY, an_interview("why", answers))
    assert talk.press("paid", "2") == "say:revised revise:paid=no retract:since say:set_aside ask:why"
    assert talk.interview.kept == {"since": Answer("2009-04-01", message="m-since")}
    assert "since" not in talk.interview.answers
    assert talk.press("paid", "1") == "say:revised revise:paid=yes record:since=2009-04-01 ask:why"
    assert (talk.interview.kept, talk.value("since")) == ({}, "2009-04-01")


def test_a_calculation_is_worked_out_again_and_what_hangs_on_it_follows() -> None:
    answers = {"size": "small", "years": "2", "paid": "no", "needs": "money", "start": "A room."}
    talk = Talk(SURVEY, an_interview("why", answers))
    assert talk.edit("m-years", "20") == "say:revised revise:years=20 revise:young=no retract:start say:set_aside ask:why"
    assert talk.edit("m-years", "1") == "say:revised revise:years=1 revise:young=yes record:start=A room. ask:why"


def test_an_open_question_that_becomes_irrelevant_is_asked_no_more() -> None:
    talk = Talk(SURVEY, an_interview("since", {"size": "small", "years": "9", "paid": "yes"}))
    assert talk.press("paid", "2") == "say:revised revise:paid=no ask:needs"


def test_a_question_that_becomes_relevant_is_asked_once_what_is_open_is_answered() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    assert talk.press("paid", "1") == "say:revised revise:paid=yes ask:needs"
    assert talk.said("1") == "say:understood record:needs=money note:money ask:since"


def test_a_change_after_the_end_that_opens_a_question_has_it_asked() -> None:
    talk = Talk(SURVEY, an_interview("", ALL, permissions={"take_part": True, "hear_back": True, "quote": True}))
    assert talk.press("paid", "1") == "say:revised revise:paid=yes note:money ask:since"
    assert talk.interview.status == "finished"
    assert talk.said("1 April 2009") == "say:understood record:since=2009-04-01 say:changed_all"


def test_a_change_before_the_last_permission_leads_back_to_it() -> None:
    talk = Talk(SURVEY, an_interview("hear_back", ALL))
    assert talk.said("change 1") == "ask:size"
    assert talk.said("2") == "say:understood revise:size=large note:last ask:hear_back"


def test_what_is_kept_after_the_end_is_not_called_a_change() -> None:
    talk = Talk(
        SURVEY, an_interview("size", ALL, status="finished", permissions={"take_part": True, "hear_back": True, "quote": True})
    )
    assert talk.press("size", "skip") == "say:kept say:finished_before"


# ── buttons ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_button_of_a_choice_answers_the_open_question() -> None:
    assert Talk(SURVEY, an_interview("size")).press("size", "2") == "say:picked record:size=large ask:years"


def test_ticks_gather_until_done_and_the_question_takes_its_own_place() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    assert talk.press("needs", "3", "u1") == "ask:needs[help]@u1"
    assert talk.press("needs", "1", "u1") == "ask:needs[money][help]@u1"
    assert talk.press("needs", "3", "u1") == "ask:needs[money]@u1"
    assert talk.press("needs", "done") == "say:picked record:needs=money note:words ask:why"
    assert talk.interview.ticks == ()


def test_done_without_a_tick_says_so() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    assert talk.press("needs", "done") == "say:pick_first ask:needs"


def test_ticks_stay_over_a_question_and_a_break_and_give_way_to_words() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    talk.press("needs", "3")
    assert talk.said("privacy") == "say:privacy ask:needs[help]"
    talk.said("pause")
    assert talk.said("hello again") == "say:welcome_back_at ask:needs[help]"
    assert talk.said("1, 2") == "say:understood record:needs=money rooms note:words ask:why"


@pytest.mark.parametrize(
    ("interview", "question", "pick"),
    [
        (an_interview("years", {"size": "small"}), "size", "1"),
        (an_interview("paid", {"size": "small", "years": "-"}), "years", "skip"),
        (an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}), "needs", "done"),
        (an_interview("size"), "take_part", "yes"),
        (an_interview("quote", ALL, permissions={"take_part": True, "hear_back": True}), "hear_back", "yes"),
    ],
)
def test_a_second_tap_on_the_same_button_does_nothing(interview: Interview, question: str, pick: str) -> None:
    talk = Talk(SURVEY, interview)
    assert talk.press(question, pick) == ""
    assert talk.interview == interview


@pytest.mark.parametrize(
    ("question", "pick"),
    [
        ("paid", "1"),  # a later question, not asked yet
        ("size", "skip"),  # it has an answer
        ("years", "1"),  # no choices there
        ("years", ""),
        ("take_part", "no"),
        ("take_part", "maybe"),
        ("hear_back", "yes"),  # not asked yet
        ("forget", "yes"),  # nobody asked to be forgotten
        ("young", "1"),
    ],
)
def test_a_button_that_stands_for_nothing_now_says_so_and_changes_nothing(question: str, pick: str) -> None:
    interview = an_interview("years", {"size": "small"})
    talk = Talk(SURVEY, interview)
    assert talk.press(question, pick) == "say:old_button ask:years"
    assert talk.interview == interview


@pytest.mark.parametrize(("structure", "question"), [(2, 0), (1, 99), (1, -9)])
def test_a_button_of_another_version_of_the_survey_says_so(structure: int, question: int) -> None:
    talk = Talk(SURVEY, an_interview("size"))
    assert talk.step(Chose(structure, question, "1")) == "say:old_button ask:size"


def test_a_choice_that_does_not_exist_leaves_the_earlier_answer() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.press("size", "9") == "say:answer_stands ask:years"
    assert talk.effects[0] == Say("answer_stands", {"number": 1})


def test_no_question_of_the_survey_is_answered_before_consent() -> None:
    assert Talk(SURVEY, an_interview()).press("size", "1") == "say:old_button ask:take_part"


def test_a_ticked_question_answered_before_is_changed_by_change_only() -> None:
    talk = Talk(SURVEY, an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}))
    assert talk.press("needs", "2") == "say:old_button ask:why"


def test_who_changes_their_mind_about_hearing_back_presses_the_other_button() -> None:
    talk = Talk(SURVEY, an_interview("", ALL, permissions={"take_part": True, "hear_back": True, "quote": True}))
    assert talk.press("quote", "no") == "permit:quote=no say:changed_all"
    assert talk.press("hear_back", "no") == "permit:hear_back=no say:changed_all"
    assert talk.interview.permissions == {"take_part": True, "hear_back": False, "quote": False}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("pick", "effects"), [("need_help", "say:need_help"), ("stop", "stop say:stopped"), ("forget", "ask:forget")]
)
def test_the_buttons_for_help_stop_and_forget_work_in_every_state(state: str, pick: str, effects: str) -> None:
    interview, now = STATES[state]
    assert Talk(SURVEY, interview, now=now).press("size", pick) == effects


def test_all_questions_can_be_seen_before_consent() -> None:
    assert Talk(SURVEY, an_interview()).press("take_part", "questions") == "show:questions ask:take_part"


def test_a_button_brings_back_from_a_break_and_from_the_help_text_but_not_from_a_stop() -> None:
    answers = {"size": "small", "years": "9"}
    assert Talk(SURVEY, an_interview("paid", answers, paused=True)).press("paid", "2") == "say:picked record:paid=no ask:needs"
    assert Talk(SURVEY, an_interview("paid", answers, helped=True)).press("paid", "2") == "say:picked record:paid=no ask:needs"
    assert Talk(SURVEY, an_interview("paid", answers, stopped=True)).press("paid", "2") == "say:stopped_before"


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_field_answers_its_question_whatever_its_words_mean_elsewhere() -> None:
    talk = Talk(SURVEY, an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}))
    assert talk.fill("why", "stop") == "record:why=stop finish note:last ask:hear_back"


@pytest.mark.parametrize(
    ("at", "values", "effects"),
    [
        ("size", ("large",), "record:size=large ask:years"),
        ("size", ("small", "large"), "say:pick_first ask:size"),
        ("size", ("huge",), "say:pick_first ask:size"),
        ("size", (), "say:pick_first ask:size"),
        ("needs", ("help", "money"), "record:needs=money help note:words ask:why"),
        ("years", ("five",), "record:years=5 ask:paid"),
        ("years", ("many",), "say:reading.not_a_number ask:years"),
        ("years", ("900",), "say:not_allowed ask:years"),
        ("since", ("2009", "04", "01"), "record:since=2009-04-01 ask:needs"),
    ],
)
def test_a_field_is_read_as_its_kind_of_question_calls_for(at: str, values: tuple[str, ...], effects: str) -> None:
    order = ["size", "years", "paid", "since", "needs"]
    given = dict(zip(order, ["small", "9", "yes", "2009-01-01", "money"], strict=True))
    talk = Talk(SURVEY, an_interview(at, {name: given[name] for name in order[: order.index(at)]}))
    if at == "since":
        values = (" ".join(values[::-1]).replace("04", "April"),)
    assert talk.fill(at, *values) == effects


def test_a_field_of_a_question_answered_before_changes_that_answer() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.fill("size", "large") == "say:revised revise:size=large ask:paid"
    assert talk.fill("size", "large") == ""
    assert talk.fill("years", "no idea") == "say:reading.not_a_number say:answer_stands ask:paid"


def test_a_remark_can_stand_beside_a_ticked_choice() -> None:
    assert Talk(SURVEY, an_interview("size")).fill("size", "large", remark="soon") == "record:size=large|soon ask:years"


@pytest.mark.parametrize(
    ("interview", "now", "effects"),
    [
        (an_interview("years", {"size": "small"}, stopped=True), NOW, "say:stopped_before"),
        (an_interview("years", {"size": "small"}), AFTER, "say:closed.unfinished"),
        (an_interview("size"), NOW, "say:old_button ask:size"),
        (an_interview(), NOW, "say:old_button ask:take_part"),
        (an_interview("years", {"size": "small"}, paused=True, sure=True, helped=True), NOW, "record:years=5 ask:paid"),
    ],
)
def test_a_field_comes_too_early_too_late_or_brings_them_back(interview: Interview, now: datetime, effects: str) -> None:
    assert Talk(SURVEY, interview, now=now).fill("years", "5") == effects


# ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edited_message_changes_the_answer_that_it_gave() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.edit("m-years", "10") == "say:revised revise:years=10 ask:paid"
    assert talk.interview.answers["years"] == Answer("10", "", "m-years")
    assert talk.edit("m-years", "10") == ""


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("lots", "say:edit_unclear ask:paid"),
        ("900", "say:not_allowed say:answer_stands ask:paid"),
        ("skip", "say:edit_unclear ask:paid"),
        ("STOP", "stop say:stopped"),
        ("I need help", "say:need_help"),
        ("forget me", "ask:forget"),
    ],
)
def test_an_edit_that_is_no_answer_leaves_the_earlier_one(text: str, effects: str) -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.edit("m-years", text) == effects
    assert talk.value("years") == "9"


@pytest.mark.parametrize(("text", "effects"), [("stop", "stop say:stopped"), ("help", "say:edit_unclear ask:quote")])
def test_no_command_becomes_an_answer_in_their_own_words_by_an_edit(text: str, effects: str) -> None:
    talk = Talk(SURVEY, an_interview("quote", ALL))
    assert talk.edit("m-why", text) == effects
    assert talk.value("why") == "Shorter forms."


def test_an_edit_of_the_message_that_was_not_understood_answers_the_open_question() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    talk.said("mnay", "m9")
    assert talk.edit("m9", "12") == "record:years=12 ask:paid"
    assert talk.edit("m9", "13") == "say:revised revise:years=13 ask:paid"


def test_an_edit_of_any_other_message_does_nothing() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert (talk.edit("unknown", "12"), talk.edit("", "12")) == ("", "")


@pytest.mark.parametrize(
    ("changes", "now", "effects"),
    [
        ({"stopped": True}, NOW, "say:stopped_before"),
        ({"helped": True}, NOW, "say:need_help_again"),
        ({}, AFTER, "say:closed.unfinished"),
        ({"paused": True}, NOW, "say:revised revise:size=large"),
        ({"sure": True}, NOW, "say:revised revise:size=large ask:years"),
    ],
)
def test_an_edit_is_taken_like_any_answer_and_does_not_end_a_break(changes: dict[str, bool], now: datetime, effects: str) -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}, **changes), now=now)
    assert talk.edit("m-size", "2") == effects
    assert not talk.interview.sure


# ── words that are commands, and words that only look so ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", ["size", "years", "paid", "since", "needs", "start", "why"])
def test_stop_is_never_an_answer(at: str) -> None:
    given = {"size": "small", "years": "2", "paid": "yes", "since": "2009-04-01", "needs": "money", "start": "A room."}
    talk = Talk(
        SURVEY,
        an_interview(at, dict(list(given.items())[: ["size", "years", "paid", "since", "needs", "start", "why"].index(at)])),
    )
    assert talk.said("Stop") == "stop say:stopped"
    assert at not in talk.interview.answers


def test_a_choice_spelled_like_a_command_is_chosen() -> None:
    talk = Talk(SURVEY, an_interview("needs", {"size": "small", "years": "9", "paid": "no"}))
    assert talk.said("Help") == "record:needs=help note:words ask:why"
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    assert talk.said("no") == "record:paid=no ask:needs"


def test_a_command_inside_an_answer_is_part_of_the_answer() -> None:
    talk = Talk(SURVEY, an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}))
    assert (
        talk.said("They should stop closing early") == "record:why=They should stop closing early finish note:last ask:hear_back"
    )


# ── leaving, and coming back ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_comes_after_a_break_is_no_answer_but_brings_them_back() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("pause") == "say:paused"
    assert talk.said("5") == "say:welcome_back_at ask:years"
    assert talk.effects[0] == Say("welcome_back_at", {"number": 2, "total": 7})
    assert talk.said("5") == "record:years=5 ask:paid"


def test_what_comes_after_a_stop_is_no_answer_until_they_start_again() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("stop") == "stop say:stopped"
    assert talk.said("5") == "say:stopped_before"
    assert talk.said("stop") == "stop say:stopped"
    assert talk.said("start") == "resume say:welcome_back_at ask:years"
    assert talk.said("5") == "record:years=5 ask:paid"


def test_a_link_brings_back_who_stopped() -> None:
    assert Talk(SURVEY, an_interview("years", {"size": "small"}, stopped=True)).began() == "resume say:welcome_back_at ask:years"


def test_who_asked_for_help_is_asked_nothing_until_they_want_to_go_on() -> None:
    talk = Talk(SURVEY, an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}))
    assert talk.said("I need help") == "say:need_help"
    assert talk.said("He comes to my room") == "say:need_help_again"
    assert "why" not in talk.interview.answers
    assert talk.said("start") == "say:welcome_back_at note:words ask:why"


def test_who_declined_can_still_begin() -> None:
    talk = Talk(SURVEY, an_interview())
    assert talk.said("no thanks") == "permit:take_part=no say:declined"
    assert talk.said("start") == "say:consent ask:take_part"
    assert talk.said("yes please") == "permit:take_part=yes record:young=no ask:size"


def test_who_declined_is_not_asked_again_by_themselves_and_can_say_yes_to_the_end() -> None:
    talk = Talk(SURVEY, an_interview())
    talk.press("take_part", "no")
    assert talk.press("take_part", "no") == ""
    assert talk.said("hello") == "say:declined_before"
    assert talk.said("privacy") == "say:privacy"
    assert talk.sticker() == "say:no_words.sticker"
    assert talk.press("take_part", "yes") == "permit:take_part=yes record:young=no ask:size"


def test_who_declined_and_starts_again_can_decline_again() -> None:
    talk = Talk(SURVEY, an_interview())
    talk.said("no")
    talk.said("start")
    assert talk.press("take_part", "no") == "permit:take_part=no say:declined"


@pytest.mark.parametrize(
    ("said", "effects"),
    [
        ("of course", "permit:take_part=yes record:young=no ask:size"),
        ("1", "permit:take_part=yes record:young=no ask:size"),
        ("nah", "permit:take_part=no say:declined"),
        ("Yes, but who sees it?", "say:yes_or_no ask:take_part"),
        ("maybe later", "say:yes_or_no ask:take_part"),
    ],
)
def test_a_clear_yes_or_no_in_other_words_is_one_and_with_a_but_it_is_none(said: str, effects: str) -> None:
    assert Talk(SURVEY, an_interview()).said(said) == effects


def test_nothing_is_forgotten_without_a_yes() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("forget me") == "ask:forget"
    assert talk.press("forget", "no") == "say:not_forgotten ask:years"
    assert talk.said("yes") == "say:reading.not_a_number ask:years"


@pytest.mark.parametrize("how", ["said", "pressed"])
def test_a_yes_forgets_all_there_is(how: str) -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}, kept={"why": Answer("x")}))
    talk.said("forget me")
    assert (talk.said("yes") if how == "said" else talk.press("forget", "yes")) == "forget say:forgotten"
    assert talk.interview == Interview("i" * 22, "s" * 22)
    assert talk.said("hello") == "offer:en,cy"


@pytest.mark.parametrize("meanwhile", ["press", "edit", "fill", "start", "stop"])
def test_a_yes_to_something_else_forgets_nothing(meanwhile: str) -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}))
    talk.said("forget me")
    match meanwhile:
        case "press":
            talk.press("size", "2")
        case "edit":
            talk.edit("m-years", "10")
        case "fill":
            talk.fill("size", "large")
        case "start":
            talk.began()
        case _:
            talk.said("stop")
    talk.said("yes")
    assert Forget() not in talk.effects
    assert talk.value("size")


def test_a_yes_that_is_a_choice_too_still_answers_whether_they_are_sure() -> None:
    talk = Talk(SURVEY, an_interview("paid", {"size": "small", "years": "9"}, sure=True))
    assert talk.said("Yes") == "forget say:forgotten"


def test_a_survey_in_one_language_says_so() -> None:
    survey = a_survey("survey: one\ntitle: {en: One}\nquestions: [{name: q, type: text, label: {en: What?}}]\n")
    talk = Talk(survey, replace(an_interview("q"), answers={}))
    assert talk.said("language") == "say:language.only ask:q"


# ── the end of the window ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "effects"),
    [
        (CLOSES, "record:years=5 ask:paid"),
        (CLOSES + timedelta(microseconds=999_999), "record:years=5 ask:paid"),
        (CLOSES + timedelta(seconds=1), "say:closed.unfinished"),
        ((CLOSES + timedelta(minutes=30)).astimezone(timezone(timedelta(hours=5))), "say:closed.unfinished"),
    ],
)
def test_the_last_second_counts_and_the_next_does_not(now: datetime, effects: str) -> None:
    assert Talk(SURVEY, an_interview("years", {"size": "small"}), now=now).said("5") == effects


def test_where_there_is_no_closing_nothing_is_late() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}), now=datetime(2099, 1, 1, tzinfo=UTC), closes=None)
    assert talk.said("5") == "record:years=5 ask:paid"


def test_after_closing_buttons_are_too_late_but_what_may_be_done_with_the_answers_can_still_be_said() -> None:
    assert Talk(SURVEY, an_interview("size"), now=AFTER).press("size", "1") == "say:closed.unfinished"
    assert Talk(SURVEY, an_interview(), now=AFTER).press("take_part", "yes") == "say:closed"
    talk = Talk(SURVEY, an_interview("hear_back", ALL), now=AFTER)
    assert talk.press("hear_back", "yes") == "permit:hear_back=yes ask:quote"
    assert talk.press("quote", "yes") == "permit:quote=yes say:finished.late say:finished.hear_back"


def test_after_closing_one_can_still_be_forgotten() -> None:
    talk = Talk(SURVEY, an_interview("", ALL), now=AFTER)
    assert talk.said("forget me") == "ask:forget"
    assert talk.said("no") == "say:not_forgotten"
    talk.said("forget me")
    assert talk.said("yes") == "forget say:forgotten"


# ── small things ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_that_come_before_the_beginning_are_answered_with_it() -> None:
    fresh = Interview("i" * 22, "s" * 22, chosen=True)
    for event in (Said("hello"), NoWords("voice"), Began()):
        effects = step(SURVEY, fresh, event, now=NOW).effects
        assert effects[-2:] == (Say("consent"), Ask("take_part"))


def test_a_survey_whose_first_question_hangs_on_nothing_answered_asks_the_next() -> None:
    survey = a_survey(
        """
survey: odd
title: {en: Odd}
questions:
  - {name: first, type: text, label: {en: First?}, relevant: "false()"}
  - {name: second, type: text, label: {en: Second?}}
"""
    )
    talk = Talk(survey, Interview("i" * 22, "s" * 22))
    talk.began()
    assert talk.said("yes") == "permit:take_part=yes ask:second"


def test_an_empty_answer_to_be_recorded_is_never_made_of_white_space() -> None:
    talk = Talk(SURVEY, an_interview("why", {"size": "small", "years": "9", "paid": "no", "needs": "money"}))
    assert talk.said("  \n ") == "say:reading.empty ask:why"
    assert not any(isinstance(effect, Record) for effect in talk.effects)


@pytest.mark.parametrize(
    ("question", "value", "shown"),
    [
        ("size", "small", "A small one"),
        ("needs", "money help", "Money; Help"),
        ("needs", "money gone", "Money"),
        ("since", "2009-04-01", date(2009, 4, 1)),
        ("since", "", ""),
        ("why", "As it is.", "As it is."),
    ],
)
def test_an_answer_is_shown_as_people_read_it(question: str, value: str, shown: str | date) -> None:
    assert shown_value(SURVEY.by_name[question], value, "en") == shown
