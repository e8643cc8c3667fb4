"""What somebody says who may have seen another version: it is read as they saw it, and goes nowhere else."""

from dataclasses import replace

import pytest

from surveys.definitions.model import Survey
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Plan
from surveys.interviews.arriving import advance
from surveys.interviews.crossing import cross
from surveys.interviews.engine import step
from surveys.interviews.model import (
    Answer,
    Apart,
    Ask,
    Began,
    Chose,
    Corrected,
    Event,
    Filled,
    Interview,
    NoWords,
    Record,
    Said,
    Say,
    SetApart,
    Shared,
    Wrote,
)
from tests.factories import a_survey
from tests.surveys.definitions.versions.made import a_plan, changed, following
from tests.surveys.interviews.talk import CLOSES, NOW

OLD = changed()
FIRST = History((OLD,))
WEEKLY = {"visit": Answer("weekly", message="m1"), "what": Answer("play run", message="m2"), "age": Answer("40", message="m3")}
IT = Interview("i" * 22, "s" * 22, status="asking", at="better", answers=WEEKLY, permissions={"take_part": True})
DOG = "  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n"
AGE = "  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n"
BETTER = (
    "  - {name: better, type: text, label: {en: What would be better?, cy: Beth fyddai?}, hint: {en: Anything., cy: Unrhyw.}}\n"
)
OFTEN = "{daily: {en: Daily, cy: Bob dydd}, weekly: {en: Weekly, cy: Bob wythnos}, never: {en: Never, cy: Byth}}"


class Talk:
    """One person who is carried over to `new`, and goes on talking."""

    def __init__(self, new: Survey, it: Interview = IT, plan: Plan | None = None, old: Survey = OLD) -> None:
        self.history = following(History((old,)), new, plan)
        turn = cross(old, self.history.newest, it, now=NOW)
        assert turn is not None
        self.it = turn.interview
        self.turn = turn

    def hear(self, event: Event, *, late: bool = False) -> list[str]:
        """The keys of what is said, with what is asked as "? name" and what is recorded as "! name = value"."""
        now = CLOSES.replace(year=CLOSES.year + 1) if late else NOW
        self.turn = advance(self.history, self.it, event, now=now, closes=CLOSES)
        self.it = self.turn.interview
        return [told for effect in self.turn.effects if (told := _told(effect))]


def _told(effect: object) -> str:
    match effect:
        case Say(key):
            return key
        case Ask(question):
            return f"? {question}"
        case Record(question, answer):
            return f"! {question} = {'-' if answer.skipped else answer.value}"
        case SetApart(apart, True):
            return f"apart {apart.question} = {apart.answer.value}"
        case _:
            return type(effect).__name__


# ── nothing has changed for them ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "event", [Said("More lights."), Said("skip"), Chose(1, 2, "skip"), Began(), Corrected("41", "m3"), NoWords("sticker")]
)
def test_with_one_version_everything_is_a_step_as_ever(event: Event) -> None:
    """Where nobody was carried over, `advance` is `step`."""
    assert advance(FIRST, IT, event, now=NOW, closes=CLOSES) == step(OLD, IT, event, now=NOW, closes=CLOSES)


def test_who_has_stopped_or_not_begun_or_wants_to_be_forgotten_meets_the_usual_steps() -> None:
    """The change is told when they go on; it keeps nobody from coming back, agreeing or being forgotten."""
    talk = Talk(changed((AGE, AGE + DOG)), replace(IT, stopped=True))
    assert talk.hear(Said("hello")) == ["stopped_before"]
    assert talk.hear(Began()) == ["crossed", "crossed.added", "Resume", "welcome_back_at", "? dog"]
    sure = Talk(changed((AGE, AGE + DOG)), replace(IT, sure=True))
    assert "Forget" in sure.hear(Said("yes"))
    new = Talk(changed((AGE, AGE + DOG)), Interview("i" * 22, "s" * 22, at="take_part"))
    assert new.hear(Said("yes")) == ["Permit", "? visit"]


# ── told ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_they_are_told_once_what_has_changed_for_them_before_they_are_asked() -> None:
    """What is new, asked again and not asked any more is told before the first question that follows, and then no more."""
    new = changed((AGE, DOG), ("run: {en: Run", "jog: {en: Run"))
    talk = Talk(new)
    assert talk.hear(Began()) == ["crossed", "crossed.added", "crossed.again", "crossed.gone", "welcome_back_at", "? what"]
    assert [effect.params for effect in talk.turn.effects[1:4] if isinstance(effect, Say)] == [{"n": 1}] * 3
    assert talk.hear(Said("status")) == ["status.asking", "? what"]


def test_what_asks_nothing_of_them_tells_them_nothing() -> None:
    """A break, a stop or a way to be forgotten is answered as ever; the news waits."""
    talk = Talk(changed((AGE, AGE + DOG)))
    assert talk.hear(Said("pause")) == ["paused"]
    assert talk.hear(Said("forget me")) == ["? forget"]
    assert talk.it.crossed is not None


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_that_answer_what_was_open_count_although_another_question_came_before_it() -> None:
    """They answered what stood before their eyes; then they are told, and asked what is new."""
    talk = Talk(changed((AGE, AGE + DOG)))
    assert talk.hear(Said("More lights.", "m4")) == ["crossed", "crossed.added", "! better = More lights.", "? dog"]
    assert talk.it.answers["better"] == Answer("More lights.", message="m4", structure=2)


def test_words_for_the_same_question_are_read_as_ever() -> None:
    """Where what was open is open still, with the same choices, nothing about reading differs, a guess included."""
    talk = Talk(changed((BETTER, BETTER + DOG)), replace(IT, at="age", answers={"visit": Answer("weekly")}, maybe=Answer("41")))
    talk.it = replace(talk.it, at="age")
    assert talk.hear(Said("yes")) == ["crossed", "crossed.added", "understood", "! age = 41", "? what"]


def test_a_number_means_the_choice_that_stood_there_then() -> None:
    """Choices that were moved are not mixed up: "1" is the first of those that the person saw."""
    visiting = replace(IT, at="visit", answers={})
    moved = "{never: {en: Never, cy: Byth}, weekly: {en: Weekly, cy: Bob wythnos}, daily: {en: Daily, cy: Bob dydd}}"
    talk = Talk(changed((OFTEN, moved)), visiting)
    assert talk.hear(Said("1")) == ["crossed", "understood", "! visit = daily", "? what"]


def test_words_for_what_is_not_asked_any_more_are_kept_apart() -> None:
    """What they wrote for a question that is gone is an answer to that question, and to no other."""
    talk = Talk(changed((BETTER, DOG)))
    assert talk.hear(Said("More lights.", "m4")) == [
        "crossed",
        "crossed.added",
        "apart better = More lights.",
        "crossed.kept_apart",
        "? dog",
    ]
    assert talk.it.apart == (Apart(1, "better", Answer("More lights.", message="m4", structure=1)),)


def test_skipping_what_is_not_asked_any_more_leaves_nothing() -> None:
    """A skip of a question that is gone is kept nowhere: they are asked on."""
    talk = Talk(changed((BETTER, DOG)))
    assert talk.hear(Said("skip")) == ["crossed", "crossed.added", "? dog"]
    assert talk.it.apart == ()


def test_a_choice_that_is_gone_is_kept_apart_and_asked_again() -> None:
    """A word for a choice that is not there any more is kept with the question as they saw it."""
    talk = Talk(changed(("weekly: {en: Weekly", "monthly: {en: Monthly")), replace(IT, at="visit", answers={}))
    assert talk.hear(Said("weekly")) == ["crossed", "apart visit = weekly", "crossed.kept_apart", "? visit"]


def test_words_that_were_no_answer_then_are_none_now() -> None:
    """What could not be read as an answer to what was open is not taken for an answer to what is open now."""
    talk = Talk(changed((AGE, DOG)), replace(IT, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")}))
    assert talk.hear(Said("older than I look")) == ["crossed", "crossed.added", "crossed.not_taken", "? dog"]
    assert "dog" not in talk.it.answers


def test_a_command_is_a_command() -> None:
    """What asks for something is done, in the version that they are in."""
    talk = Talk(changed((AGE, AGE + DOG)))
    assert talk.hear(Said("back")) == ["crossed", "crossed.added", "? age"]


def test_answers_of_which_the_old_version_knew_nothing_are_not_read_by_it() -> None:
    """Answers that were given since, and those whose choice is new, are left out when words are read as they were asked then."""
    new = changed((AGE, AGE + DOG), ("weekly: {en: Weekly", "monthly: {en: Monthly"))
    talk = Talk(new)
    talk.it = replace(talk.it, answers={"dog": Answer("Rex"), "visit": Answer("monthly")})
    assert talk.hear(Said("Lights."))[-2:] == ["! better = Lights.", "? what"]


def test_what_the_new_version_needs_or_forbids_it_says() -> None:
    """A skip of what must be answered now, and an answer that is not allowed now, are told and asked again."""
    must = Talk(
        changed(
            (
                "type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}",
                "type: text, required: true, label: {en: How old are you?, cy: Faint?}",
            )
        ),
        replace(IT, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")}),
    )
    assert must.hear(Said("skip")) == ["crossed", "required", "? age"]
    rule = ", constraint: '. < 30', constraint_message: {en: No., cy: Na.}"
    may = Talk(
        changed(("type: integer, label", f"type: decimal{rule}, label")),
        replace(IT, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")}),
    )
    assert may.hear(Said("40")) == ["crossed", "not_allowed", "? age"]


def test_an_answer_to_what_they_would_not_be_asked_now_is_kept_apart() -> None:
    """A question that is there, and is not asked of them any more, takes no answer from them."""
    new = changed(("{name: better, type: text", "{name: better, relevant: \"${visit} = 'daily'\", type: text"), (AGE, AGE + DOG))
    assert Talk(new).hear(Said("Lights.")) == [
        "crossed",
        "crossed.added",
        "apart better = Lights.",
        "crossed.kept_apart",
        "? dog",
    ]


def test_who_needs_help_or_came_too_late_hears_that() -> None:
    """Help and closing come first: nothing of the change is told, and nothing is taken."""
    talk = Talk(changed((AGE, AGE + DOG)), replace(IT, helped=True))
    assert talk.hear(Said("Lights.")) == ["need_help_again"]
    late = Talk(changed((AGE, AGE + DOG)))
    assert late.hear(Said("Lights."), late=True) == ["closed.unfinished"]


# ── buttons and forms ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_button_of_an_earlier_version_means_its_own_choice() -> None:
    """Under the question that was open, or one answered since, it does what it says, wherever the choice stands now."""
    moved = "{never: {en: Never, cy: Byth}, weekly: {en: Weekly, cy: Bob wythnos}, daily: {en: Daily, cy: Bob dydd}}"
    talk = Talk(changed((OFTEN, moved), ("questions:\n", "questions:\n" + DOG)), replace(IT, at="visit", answers={}))
    assert talk.hear(Chose(1, 0, "1")) == ["crossed", "crossed.added", "picked", "! visit = daily", "? dog"]
    assert talk.hear(Chose(1, 0, "3")) == ["revised", "! visit = never", "? dog"]


def test_a_tick_of_an_earlier_version_joins_those_made_then() -> None:
    """Ticks made before the change count with the one made after it, and the question comes in a message of its own."""
    ticking = replace(IT, at="what", answers={"visit": Answer("weekly")}, ticks=("play",))
    talk = Talk(changed(("questions:\n", "questions:\n" + DOG)), ticking)
    assert talk.hear(Chose(1, 1, "3", "under")) == ["crossed", "crossed.added", "? what"]
    assert talk.it.ticks == ("play", "run")
    assert [effect.replaces for effect in talk.turn.effects if isinstance(effect, Ask)] == [""]
    here = Talk(changed((AGE, AGE + DOG)), ticking)
    here.hear(Chose(1, 1, "3"))
    assert here.it.ticks == ("play", "run")


def test_a_button_of_what_is_gone_is_kept_if_it_was_open_and_only_told_of_if_not() -> None:
    """The choice that was open is kept apart; older buttons of questions or choices that are gone are kindly refused."""
    new = changed(("weekly: {en: Weekly", "monthly: {en: Monthly"))
    open_then = Talk(new, replace(IT, at="visit", answers={}))
    assert open_then.hear(Chose(1, 0, "2")) == ["crossed", "apart visit = weekly", "crossed.kept_apart", "? visit"]
    assert open_then.hear(Chose(1, 0, "2")) == ["crossed.old_button", "? visit"]
    older = Talk(changed((AGE, "")))
    assert older.hear(Chose(1, 2, "skip")) == ["crossed", "crossed.gone", "crossed.old_button", "? better"]
    late = Talk(new, replace(IT, at="visit", answers={}))
    assert late.hear(Chose(1, 0, "2"), late=True) == ["crossed.old_button"]


def test_a_button_of_no_version_or_no_question_is_an_old_button() -> None:
    """A button that names what never was does nothing."""
    talk = Talk(changed((AGE, AGE + DOG)))
    assert talk.hear(Chose(7, 0, "1")) == ["crossed", "crossed.added", "old_button", "? dog"]
    assert talk.hear(Chose(1, 99, "1")) == ["old_button", "? dog"]


def test_a_form_of_an_earlier_version_is_taken_or_kept_as_buttons_are() -> None:
    """What was filled in counts for its own question, with its choices as they are called now; else it is kept or refused."""
    new = changed(("weekly: {en: Weekly", "often: {en: Weekly"), ("questions:\n", "questions:\n" + DOG))
    plan = a_plan(OLD, new, "questions: {visit: {do: keep, choices: {often: was weekly}}}")
    talk = Talk(new, replace(IT, at="visit", answers={}), plan)
    assert talk.hear(Filled(1, 0, ("weekly",), "", "when dry")) == ["crossed", "crossed.added", "! visit = often", "? dog"]
    assert talk.it.answers["visit"].remark == "when dry"
    words = Talk(changed((AGE, AGE + DOG)))
    assert words.hear(Filled(1, 3, ("Lights.",))) == ["crossed", "crossed.added", "! better = Lights.", "? dog"]
    gone = Talk(changed((BETTER, DOG)))
    assert gone.hear(Filled(1, 3, ("Lights.",))) == [
        "crossed",
        "crossed.added",
        "apart better = Lights.",
        "crossed.kept_apart",
        "? dog",
    ]
    empty = Talk(changed(("weekly: {en: Weekly", "monthly: {en: Monthly")), replace(IT, at="visit", answers={}))
    assert empty.hear(Filled(1, 0, ())) == ["crossed", "pick_first", "? visit"]
    unread = Talk(changed((AGE, DOG)), replace(IT, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")}))
    assert unread.hear(Filled(1, 2, ("old",))) == ["crossed", "crossed.added", "crossed.old_button", "? dog"]


# ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edit_is_read_as_its_question_was_asked_then() -> None:
    """A number that is edited means the choice that stood there when it was sent."""
    moved = "{never: {en: Never, cy: Byth}, weekly: {en: Weekly, cy: Bob wythnos}, daily: {en: Daily, cy: Bob dydd}}"
    talk = Talk(changed((OFTEN, moved)))
    assert talk.hear(Corrected("1", "m1")) == ["crossed", "revised", "! visit = daily", "? better"]
    same = Talk(changed((AGE, AGE + DOG)))
    assert same.hear(Corrected("41", "m3")) == ["crossed", "crossed.added", "revised", "! age = 41", "? dog"]
    assert same.hear(Corrected("42", "m3")) == ["revised", "! age = 42", "? dog"]
    assert same.hear(Corrected("42", "m9")) == []


def test_an_edit_that_cannot_be_read_or_has_no_place_is_told_as_ever() -> None:
    """What is no answer, or an answer by a choice that is gone, leaves the earlier answer as it is."""
    talk = Talk(changed((OFTEN, "{weekly: {en: Weekly, cy: Bob wythnos}, never: {en: Never, cy: Byth}}")))
    assert talk.hear(Corrected("perhaps", "m1")) == ["crossed", "edit_unclear", "? better"]
    assert talk.hear(Corrected("daily", "m1")) == ["edit_unclear", "? better"]
    assert talk.hear(Corrected("1 2", "m2"), late=True) == ["closed.unfinished"]


def test_an_edit_of_what_is_kept_apart_changes_it_there() -> None:
    """The answer to a question that is gone can still be corrected by editing its message; what is no answer changes nothing."""
    talk = Talk(changed((AGE, "")))
    assert talk.hear(Corrected("41", "m3")) == ["crossed", "crossed.gone", "apart age = 41", "crossed.kept_apart", "? better"]
    assert talk.it.apart == (Apart(1, "age", Answer("41", message="m3")),)
    assert talk.hear(Corrected("perhaps", "m3")) == []
    assert talk.hear(Corrected("43", "m3"), late=True) == []
    assert talk.it.apart == (Apart(1, "age", Answer("41", message="m3")),)


# ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


MOVED = "{never: {en: Never, cy: Byth}, weekly: {en: Weekly, cy: Bob wythnos}, daily: {en: Daily, cy: Bob dydd}}"


def test_each_answer_on_a_sheet_of_an_earlier_version_goes_to_its_own_question() -> None:
    """What stands under a question counts for it, under the name and by the choices that it has now."""
    laid = replace(IT, sheet=True, at="visit", answers={})
    new = changed((OFTEN, MOVED), ("name: better", "name: best"), (AGE, AGE + DOG))
    talk = Talk(new, laid, a_plan(OLD, new, "questions: {best: {do: keep, was: better}}"))
    heard = talk.hear(
        Wrote((("visit", "1, because it is near"), ("age", "40"), ("better", "Lights."), ("hear_back", "yes")), "", "m9")
    )
    assert [each for each in heard if each.startswith("!")] == ["! visit = daily", "! age = 40", "! best = Lights."]
    assert talk.it.answers["visit"] == Answer("daily", "because it is near", "m9", structure=2)
    assert talk.it.permissions["hear_back"]
    assert heard[0] == "crossed"


def test_an_answer_on_a_sheet_to_what_takes_more_now_is_the_same_answer() -> None:
    """A whole number stays the number it is where any number is taken now."""
    talk = Talk(
        changed(("type: integer", "type: decimal")), replace(IT, sheet=True, at="age", answers={"visit": Answer("daily")})
    )
    assert "! age = 40" in talk.hear(Wrote((("age", "40"),), "", "m9"))


def test_what_stands_under_a_question_that_is_gone_is_kept_apart_or_told_back() -> None:
    """An answer is kept with the question as it was asked; what is none is told back, and nothing goes to another question."""
    laid = replace(IT, sheet=True, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")})
    talk = Talk(changed((AGE, DOG), ("weekly: {en: Weekly", "monthly: {en: Monthly")), laid)
    heard = talk.hear(Wrote((("visit", "2"), ("age", "40"), ("better", "Lights.")), "", "m9"))
    assert [each for each in heard if each.startswith(("!", "apart"))] == [
        "! better = Lights.",
        "apart visit = weekly",
        "apart age = 40",
    ]
    assert [(each.question, each.answer.value) for each in talk.it.apart if each.answer.message] == [
        ("visit", "weekly"),
        ("age", "40"),
    ]
    only = Talk(changed((AGE, DOG)), laid)
    assert only.hear(Wrote((("age", "40"),), "", "m9")) == [
        "crossed",
        "crossed.added",
        "apart age = 40",
        "crossed.kept_apart",
        "? dog",
    ]
    unclear = Talk(changed((AGE, DOG)), laid)
    heard = unclear.hear(Wrote((("age", "quite old"),), "", "m9"))
    assert "dog" not in unclear.it.answers
    assert not [each for each in heard if each.startswith(("!", "apart"))]


def test_a_sheet_that_comes_late_or_from_who_stopped_keeps_nothing() -> None:
    """After closing, and after a stop, what a sheet says is not taken, of whichever version it is."""
    laid = replace(IT, sheet=True, at="age", answers={"visit": Answer("weekly"), "what": Answer("run")})
    late = Talk(changed((AGE, DOG)), laid)
    assert late.hear(Wrote((("age", "40"), ("better", "Lights.")), "", "m9"), late=True) == ["closed.unfinished"]
    assert late.it.apart == ()


def test_a_place_that_is_shared_is_for_the_question_that_asked_for_one() -> None:
    """A shared place answers what was open where that asks for a place; here it does not, and is no answer to anything."""
    talk = Talk(changed((BETTER, DOG)))
    heard = talk.hear(Shared("51.5 -0.1 0 0", "m9"))
    assert not [each for each in heard if each.startswith("!")]
    assert heard[0] == "crossed"


# ── whether there is another ────────────────────────────────────────────────────────────────────────────────────────────

ROUND = """
survey: s
title: T
questions:
  - name: child
    type: repeat
    label: Children
    questions: [{name: name, type: text, label: Their name?}]
  - {name: end, type: text, label: Anything else?}
"""
ASKED_ANOTHER = replace(IT, at="child[+]", answers={"name[1]": Answer("Ada")}, rounds={"child": 1})


@pytest.mark.parametrize("event", [Said("yes", "m9"), Said("no", "m9"), Said("one more", "m9"), Shared("51.5 -0.1", "m9")])
def test_a_yes_to_another_is_no_yes_to_what_is_asked_instead(event: Event) -> None:
    """Where a new question has come before it, they hear of that, and what they said is not taken for an answer to it."""
    new = ROUND.replace("questions:\n", "questions:\n  - {name: dog, type: text, label: A dog?}\n", 1)
    talk = Talk(a_survey(new), ASKED_ANOTHER, old=a_survey(ROUND))
    told = talk.hear(event)
    assert told[-1] == "? dog"
    assert "crossed.not_taken" in told
    assert talk.it.answers == ASKED_ANOTHER.answers


def test_a_yes_to_another_counts_where_that_is_still_what_is_asked() -> None:
    """Another change does not get in its way, and a command is a command whatever is asked."""
    end, old = ROUND.replace("Anything else?", "Is there more?"), a_survey(ROUND)
    assert Talk(a_survey(end + "  - {name: more, type: text, label: More?}\n"), ASKED_ANOTHER, old=old).hear(Said("yes"))[-1] == (
        "? name[2]"
    )
    new = ROUND.replace("questions:\n", "questions:\n  - {name: dog, type: text, label: A dog?}\n", 1)
    talk = Talk(a_survey(new), ASKED_ANOTHER, old=old)
    assert "crossed.not_taken" not in talk.hear(Said("what is this"))


# ── choices that are not all on offer, guesses, remarks ─────────────────────────────────────────────────────────────────

TREES = """
survey: trees
title: T
questions:
  - {name: side, type: select_one side, label: Which side?}
  - {name: tree, type: select_one tree, label: Which tree?, choice_filter: "at = ${side}"}
  - {name: end, type: text, label: The end?}
choices:
  side: {e: East, w: West}
  tree:
    ash: {label: Ash, at: e}
    birch: {label: Birch, at: w}
    cedar: {label: Cedar, at: w}
"""


def in_the_west(at: str, *new: tuple[str, str], plan: str = "", **changes: object) -> tuple[History, Interview]:
    """Somebody who said West, carried over to TREES with one question more and these words exchanged."""
    source = TREES.replace("  - {name: end", "  - {name: extra, type: text, label: And?}\n  - {name: end")
    for before, after in new:
        source = source.replace(before, after)
    old, following_ = a_survey(TREES), a_survey(source)
    history = following(History((old,)), following_, a_plan(old, following_, *plan.splitlines()) if plan else None)
    given = {"side": Answer("w", message="m1"), **changes.pop("answers", {})}  # type: ignore[dict-item]
    it = Interview("i" * 22, "s" * 22, status="asking", at=at, answers=given, permissions={"take_part": True})
    turn = cross(old, history.newest, replace(it, **changes), now=NOW)  # type: ignore[arg-type]
    assert turn is not None
    return history, turn.interview


@pytest.mark.parametrize(
    ("said", "tree", "remark"), [("2", "cedar", ""), ("Birch", "birch", ""), ("2, since it smells", "cedar", "since it smells")]
)
def test_a_sheet_of_an_earlier_version_numbers_the_choices_that_were_on_offer(said: str, tree: str, remark: str) -> None:
    """On that sheet stood Birch and Cedar, as 1 and 2: a number is one of these, and a name is no number of another list."""
    history, it = in_the_west("tree", ("Cedar", "Cedar wood"), sheet=True)
    turn = advance(history, it, Wrote((("tree", said), ("end", "x")), "", "m9", 1), now=NOW, closes=CLOSES)
    assert (turn.interview.answers["tree"].value, turn.interview.answers["tree"].remark) == (tree, remark)


def test_an_edit_of_what_an_earlier_version_asked_is_one_of_the_choices_that_were_on_offer() -> None:
    history, it = in_the_west("end", ("Cedar", "Cedar wood"), answers={"tree": Answer("birch", message="m2")})
    turn = advance(history, it, Corrected("2", "m2"), now=NOW, closes=CLOSES)
    assert turn.interview.answers["tree"].value == "cedar"


def test_an_edit_of_what_an_earlier_version_asked_keeps_what_was_added_beside_it() -> None:
    history, it = in_the_west("end", ("West", "The west"))
    turn = advance(history, it, Corrected("1, because of the sun", "m1"), now=NOW, closes=CLOSES)
    assert (turn.interview.answers["side"].value, turn.interview.answers["side"].remark) == ("e", "because of the sun")


def test_a_guess_that_waits_for_its_yes_is_taken_by_the_choices_new_name() -> None:
    """They were asked "did you mean East?" and carried over to where that choice is called otherwise: yes is still East."""
    renamed = ("e: East", "east: East"), ("at: e}", "at: east}")
    plan = "questions: {side: {do: keep, choices: {east: was e}}}"
    history, it = in_the_west("side", *renamed, plan=plan, answers={"side": Answer("w", message="m1")}, maybe=Answer("e", "sun"))
    turn = advance(history, it, Said("yes", "m3"), now=NOW, closes=CLOSES)
    assert turn.interview.answers["side"].value == "east"
