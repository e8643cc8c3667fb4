"""Many answers at once: a sheet that came back is taken down question by question, and what was not understood is asked again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveys.interviews.engine import step
from surveys.interviews.model import Ask, Effect, Interview, Say, Stop, Took, Turn, Wrote
from surveys.interviews.sheets import hangs, laid_asides, open_questions
from tests.factories import a_survey, an_interview

SURVEY = a_survey()
NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
CLOSED = datetime(2010, 8, 31, 12, tzinfo=UTC)


def wrote(interview: Interview, rest: str = "", *, closes: datetime | None = None, **parts: str) -> Turn:
    """A sheet comes back with these words under its questions."""
    return step(SURVEY, interview, Wrote(tuple(parts.items()), rest, "m"), now=NOW, closes=closes)


def said(turn: Turn) -> list[str]:
    return [effect.key for effect in turn.effects if isinstance(effect, Say)]


def took(turn: Turn) -> tuple[str, ...]:
    return next((effect.questions for effect in turn.effects if isinstance(effect, Took)), ())


def asked(turn: Turn) -> list[str]:
    return [effect.question for effect in turn.effects if isinstance(effect, Ask)]


def on_a_sheet(at: str = "take_part", **changes: object) -> Interview:
    answers = changes.pop("answers", None)
    return replace(an_interview(at, answers), sheet=True, **changes)  # type: ignore[arg-type]


def test_answers_on_a_first_sheet_are_a_yes_to_taking_part() -> None:
    turn = wrote(on_a_sheet(), size="1", years="9")
    assert turn.interview.permissions == {"take_part": True}
    assert took(turn) == ("size", "years")
    assert asked(turn) == ["paid"]


def test_no_on_a_first_sheet_is_a_no() -> None:
    assert said(wrote(on_a_sheet(), "No")) == ["declined"]


def test_what_is_not_understood_is_quoted_and_asked_again_while_the_rest_is_kept() -> None:
    turn = wrote(on_a_sheet("size"), size="1", years="many", paid="no", why="Rent.")
    assert took(turn) == ("size", "paid", "why")
    assert said(turn)[1:3] == ["wrote.under", "reading.not_a_number"]
    assert asked(turn) == ["years"]


def test_a_probable_meaning_is_shown_and_not_taken() -> None:
    turn = wrote(on_a_sheet("size"), size="a smol one")
    assert "size" not in turn.interview.answers
    assert "did_you_mean" in said(turn)


def test_what_the_author_does_not_allow_is_quoted_with_the_reason() -> None:
    turn = wrote(on_a_sheet("years", answers={"size": "small"}), years="900")
    assert said(turn)[:2] == ["wrote.under", "not_allowed"]
    assert "years" not in turn.interview.answers


def test_what_is_not_asked_after_other_answers_is_told_and_not_stored() -> None:
    turn = wrote(on_a_sheet("size"), size="1", paid="no", since="1 April 2009")
    assert "since" not in turn.interview.answers
    assert "change_irrelevant" in said(turn)


def test_skip_under_a_question_leaves_it_out_unless_it_is_needed() -> None:
    turn = wrote(on_a_sheet("size"), size="skip", years="skip")
    assert turn.interview.answers["years"].skipped
    assert "size" not in turn.interview.answers
    assert "required" in said(turn)


def test_skip_alone_leaves_all_out_that_is_open() -> None:
    turn = wrote(on_a_sheet("years", answers={"size": "small"}), "SKIP")
    assert turn.interview.status == "closing"
    assert asked(turn) == ["hear_back"]


def test_skip_alone_stops_at_a_question_that_is_needed() -> None:
    turn = wrote(on_a_sheet("size"), "skip")
    assert said(turn) == ["required"]
    assert asked(turn) == ["size"]


def test_permissions_may_be_given_on_the_same_sheet() -> None:
    parts = {"size": "1", "years": "9", "paid": "no", "needs": "1", "why": "Rent.", "hear_back": "yes", "quote": "no"}
    turn = step(SURVEY, on_a_sheet("size"), Wrote(tuple(parts.items())), now=NOW)
    assert turn.interview.status == "finished"
    assert turn.interview.permissions == {"take_part": True, "hear_back": True, "quote": False}


def test_a_permission_with_an_if_is_asked_again() -> None:
    turn = wrote(on_a_sheet("size"), size="1", hear_back="only if it is short")
    assert "wrote.unclear_yes_no" in said(turn)
    assert "hear_back" not in turn.interview.permissions


def test_words_under_no_question_are_shown_back_in_part() -> None:
    turn = wrote(on_a_sheet("size"), "We met on Monday. " * 20, size="1")
    shown = next(effect for effect in turn.effects if isinstance(effect, Say) and effect.key == "wrote.rest")
    assert str(shown.params["said"]).endswith("…")


def test_words_under_no_question_alone_answer_nothing_where_several_are_open() -> None:
    turn = wrote(on_a_sheet("size"), "a small one")
    assert said(turn) == ["wrote.which"]
    assert "size" not in turn.interview.answers


def test_words_under_no_question_answer_the_only_one_that_is_open() -> None:
    answers = {"size": "small", "years": "9", "paid": "no", "needs": "money"}
    turn = wrote(on_a_sheet("why", answers=answers), "The rent is too high.")
    assert turn.interview.answers["why"].value == "The rent is too high."


def test_an_empty_sheet_stores_nothing_and_says_so() -> None:
    turn = wrote(on_a_sheet("size"))
    assert said(turn) == ["wrote.nothing"]
    assert asked(turn) == ["size"]


def test_answers_that_seem_to_stand_above_their_questions_are_not_taken() -> None:
    turn = wrote(on_a_sheet("size"), "a small one", size="9", years="yes")
    assert said(turn) == ["wrote.above"]
    assert not {"size", "years"} & turn.interview.answers.keys()


@pytest.mark.parametrize("parts", [{"size": "1", "why": "Rent."}, {"size": "1", "hear_back": "yes"}])
def test_they_do_not_where_something_stands_at_the_end(parts: dict[str, str]) -> None:
    assert "wrote.above" not in said(step(SURVEY, on_a_sheet("size"), Wrote(tuple(parts.items()), "1"), now=NOW))


@pytest.mark.parametrize("where", ["rest", "a line of the rest", "a question"])
def test_a_cry_for_help_and_a_stop_win_over_all_answers(where: str) -> None:
    rest = {"rest": "I need help", "a line of the rest": "Hello,\nI need help\nJo"}.get(where, "")
    turn = wrote(on_a_sheet("size"), rest, size="1" if rest else "I need help")
    assert said(turn) == ["need_help"]
    assert Stop() in wrote(on_a_sheet("size"), "STOP", size="1").effects


def test_one_at_a_time_and_all_at_once_change_over() -> None:
    one = wrote(on_a_sheet(), "ONE").interview
    assert not one.sheet
    assert wrote(one, "all at once").interview.sheet
    assert not wrote(on_a_sheet("size"), "one at a time").interview.sheet


def test_one_may_be_the_answer_to_the_only_question() -> None:
    answers = {"size": "small", "years": "9", "paid": "no", "why": "Rent."}
    turn = wrote(on_a_sheet("needs", answers=answers), "one")
    assert turn.interview.answers["needs"].value == "money"


def test_one_by_one_a_mail_is_read_as_a_chat_is() -> None:
    asked_one = an_interview("size")
    assert took(wrote(asked_one, size="1")) == ()
    assert wrote(asked_one, size="1").interview.answers["size"].value == "small"
    assert wrote(asked_one, "1").interview.answers["size"].value == "small"
    assert said(wrote(asked_one, "help")) == ["help"]
    assert took(wrote(asked_one, size="1", years="3")) == ("size", "years")


def test_after_a_break_answers_are_taken_and_after_a_stop_or_a_cry_for_help_they_are_not() -> None:
    assert "size" in wrote(on_a_sheet("size", paused=True), size="1").interview.answers
    assert said(wrote(on_a_sheet("size", stopped=True), size="1")) == ["stopped_before"]
    assert said(wrote(on_a_sheet("size", helped=True), size="1")) == ["need_help_again"]
    assert said(wrote(on_a_sheet("size", stopped=True), "one")) == ["stopped_before"]
    assert said(wrote(on_a_sheet("size", helped=True), "whatever it is")) == ["need_help_again"]


def test_what_comes_too_late_is_not_taken() -> None:
    assert said(wrote(on_a_sheet("size"), closes=CLOSED, size="1")) == ["closed.unfinished"]
    done = on_a_sheet("", answers={"size": "small", "years": "9", "paid": "no", "needs": "money", "why": "Rent."})
    assert said(wrote(done, closes=CLOSED, size="2")) == ["closed.finished"]
    assert said(wrote(on_a_sheet("size"), "SKIP", closes=CLOSED)) == ["closed.unfinished"]


def test_a_finished_sheet_can_be_changed() -> None:
    done = on_a_sheet("", answers={"size": "small", "years": "9", "paid": "no", "needs": "money", "why": "Rent."})
    turn = wrote(done, size="2")
    assert turn.interview.answers["size"].value == "large"
    assert asked(turn) == []


def test_a_change_that_opens_a_question_asks_it() -> None:
    done = on_a_sheet("", answers={"size": "small", "years": "9", "paid": "no", "needs": "money", "why": "Rent."})
    assert asked(wrote(done, paid="yes")) == ["since"]


def test_an_answer_made_irrelevant_by_a_later_one_is_not_shown_as_put_down() -> None:
    sure: tuple[Effect, ...] = wrote(on_a_sheet("size", answers={"paid": "yes"}), since="1 April 2009", paid="no").effects
    assert next(effect.questions for effect in sure if isinstance(effect, Took)) == ("paid",)


def test_the_sheet_lays_out_what_may_be_asked_and_says_what_hangs_on_what() -> None:
    names = [question.name for question in open_questions(SURVEY, on_a_sheet(), NOW)]
    assert names == ["size", "years", "paid", "since", "needs", "start", "why"]
    assert hangs(SURVEY, on_a_sheet(), SURVEY.by_name["since"], NOW)
    assert not hangs(SURVEY, on_a_sheet(), SURVEY.by_name["why"], NOW)
    settled = on_a_sheet("needs", answers={"size": "small", "years": "9", "paid": "no"})
    assert [question.name for question in open_questions(SURVEY, settled, NOW)] == ["needs", "why"]


def test_the_sheet_ends_with_the_permissions_that_were_not_given_yet() -> None:
    assert list(laid_asides(SURVEY, on_a_sheet())) == ["hear_back", "quote"]
    assert list(laid_asides(SURVEY, on_a_sheet(permissions={"hear_back": True, "quote": False}))) == []
    closed = a_survey("survey: s\ntitle: {en: S}\nquestions:\n  - {name: n, type: integer, label: {en: How many?}}\n")
    assert list(laid_asides(closed, on_a_sheet())) == ["hear_back"]
