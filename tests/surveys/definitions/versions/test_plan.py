"""What becomes of questions, choices and their keys in a new version."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from surveys.definitions.model import Version
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import ChoiceFate, Fate, derive, is_revision, numbered
from surveys.definitions.versions.plan_file import read_plan, write_plan
from surveys.errors import DefinitionError
from tests.surveys.definitions.versions.made import a_plan, changed, following

OLD = changed()
WORD = ("What would be better?", "What could be better?")
CHOICE = ("{en: Daily, ", "{en: Every day, ")
ADDED = ("  - {name: age", "  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n  - {name: age")


def test_what_a_program_can_tell_is_derived_and_other_words_are_for_people_to_decide() -> None:
    """A question or choice of the same name and type is kept; where its label changed nobody but a person knows."""
    plan = derive(OLD, changed(WORD, CHOICE, ADDED, ("rest: {en: Rest", "sleep: {en: Rest")))
    assert plan.fates["age"] == Fate("keep", "age")
    assert plan.fates["better"].do == "decide"
    assert plan.fates["dog"] == Fate("ask")
    assert plan.fates["visit"].choices["daily"] == ChoiceFate("decide", "daily")
    assert plan.fates["what"].choices["sleep"] == ChoiceFate("ask")
    assert list(plan.undecided()) == [("visit", "daily"), ("better", "")]
    assert list(derive(OLD, changed(WORD, CHOICE), same=True).undecided()) == []


def test_a_map_can_be_tried_as_if_all_still_asked_the_same() -> None:
    """For a look at what a change comes to, whatever is undecided counts as kept; what is decided stays."""
    new = changed(WORD, CHOICE, ADDED)
    assert derive(OLD, new).assumed() == derive(OLD, new, same=True)
    decided = a_plan(OLD, new, "questions: {better: ask, visit: {do: keep, choices: {daily: ask}}}")
    assert decided.assumed() == decided


def test_a_hint_a_note_and_a_new_language_leave_nothing_to_decide() -> None:
    """Only the words of a question or a choice can make it another; a translation that is new changes nothing for anybody."""
    hints = changed(("Anything.", "All you like."), ("That is all.", "The end."))
    polish = replace(OLD, questions=tuple(replace(each, label={**each.label, "pl": "?"}) for each in OLD.questions))
    for new in (hints, polish):
        assert list(derive(OLD, new).undecided()) == []
        assert is_revision(OLD, new, derive(OLD, new))


@pytest.mark.parametrize(
    "swaps",
    [
        [ADDED],
        [("name: age,", "name: years,")],
        [("required: true", "required: false")],
        [("type: integer", "type: decimal")],
        [("type: integer", "type: text")],
        [("often: {daily: {en: Daily, cy: Bob dydd}, weekly", "often: {weekly")],
        [
            (
                "weekly: {en: Weekly, cy: Bob wythnos}, never: {en: Never, cy: Byth}",
                "never: {en: Never, cy: Byth}, weekly: {en: Weekly, cy: Bob wythnos}",
            )
        ],
        [("{name: bye, type: note", "{name: adieu, type: note")],
    ],
)
def test_all_that_is_more_than_words_is_another_structure(swaps: Sequence[tuple[str, str]]) -> None:
    """A question or choice added, gone, moved or renamed, another type or rule: a new structure."""
    new = changed(*swaps)
    plan = derive(OLD, new, same=True)
    assert not is_revision(OLD, new, plan)
    assert numbered(new, plan, History((OLD,))).version == Version(2, 1)


def test_other_words_that_ask_something_else_are_another_structure_too() -> None:
    """Whoever says that the words ask something else gets a question of its own, with a key that was never used."""
    new = changed(WORD)
    plan = a_plan(OLD, new, "questions: {better: ask}")
    assert not is_revision(OLD, new, plan)
    after = numbered(new, plan, History((OLD,)))
    assert after.by_name["better"].key == 5
    assert after.by_name["age"].key == OLD.by_name["age"].key
    same = numbered(new, a_plan(OLD, new, "questions: {better: keep}"), History((OLD,)))
    assert same.version == Version(1, 2)
    assert [each.key for each in same.questions] == [0, 1, 2, 3, 4]


def test_keys_and_codes_are_never_used_twice() -> None:
    """A key or code that was once given is never given to another question or choice, however many versions lie between."""
    without = changed(
        ("{daily: {en: Daily, cy: Bob dydd}, ", "{"),
        ("  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n", ""),
    )
    history = following(History((OLD,)), without)
    assert [each.key for each in history.newest.questions] == [0, 1, 3, 4]
    assert [choice.code for choice in history.newest.by_name["visit"].choices] == [2, 3]
    history = following(history, changed(ADDED))
    assert {each.name: each.key for each in history.newest.questions} == {
        "visit": 0,
        "what": 1,
        "dog": 5,
        "age": 6,
        "better": 3,
        "bye": 4,
    }
    assert {each.name: each.code for each in history.newest.by_name["visit"].choices} == {"daily": 4, "weekly": 2, "never": 3}
    assert history.newest.version == Version(3, 1)


def test_a_renamed_question_and_choice_keep_their_key_and_code() -> None:
    """By the officer's word a question or choice is the one that had another name, and its answers are found under its key."""
    new = changed(("name: visit", "name: comes"), ("never: {en: Never", "seldom: {en: Never"))
    plan = a_plan(OLD, new, "questions:", "  comes: {do: keep, was: visit, choices: {seldom: was never}}")
    after = numbered(new, plan, History((OLD,)))
    assert after.by_name["comes"].key == 0
    assert [choice.code for choice in after.by_name["comes"].choices] == [1, 2, 3]


def test_another_setting_of_a_survey_is_more_than_words() -> None:
    """What a survey says beside its questions is part of its structure."""
    assert not is_revision(OLD, replace(OLD, name="other"), derive(OLD, OLD))


# ── the map as a file ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_map_is_read_as_it_was_written() -> None:
    """Whatever stands in the map, its file says the same; and shows the words that somebody has to decide about."""
    new = changed(WORD, CHOICE, ADDED, ("name: what", "name: doing"), ("name: age", '"name": "yes"'))
    for plan in (
        derive(OLD, new),
        derive(OLD, new, same=True),
        a_plan(
            OLD,
            new,
            "apart: [age, what]",
            "questions:",
            "  better: keep",
            "  visit: {do: keep, choices: {daily: keep, never: ask}}",
            "  doing: {do: keep, was: what, choices: {play: was rest, rest: was play}}",
        ),
    ):
        written = write_plan(OLD, new, plan)
        assert read_plan(written.encode(), "map.yaml", OLD, new) == plan
    written = write_plan(OLD, new, derive(OLD, new))
    assert "  # was: What would be better?\n  # now: What could be better?\n  better:\n    do: decide\n" in written
    assert "      # was: Daily\n      # now: Every day\n      daily: decide\n" in written
    assert "(no longer asked: what, age)" in written
    assert '  "yes": ask' in written.replace("'", '"')


def test_a_map_of_nothing_is_a_map() -> None:
    """Where nothing has to be said, the file says whose it is, and that is all."""
    assert read_plan(write_plan(OLD, OLD, derive(OLD, OLD)).encode(), "", OLD, OLD) == derive(OLD, OLD)
    assert "questions:" not in write_plan(OLD, OLD, derive(OLD, OLD))


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("questions: {agee: keep}", "map-question", "the new version has no question 'agee'"),
        ("apart: [agee]", "map-question", "the version before has no question 'agee'"),
        ("questions: {age: maybe}", "map-word", "'maybe' is nothing to do"),
        ("questions: {age: {do: keep, was: dog}}", "map-was", "the version before has no question 'dog'"),
        ("questions: {dog: keep}", "map-was", "the version before has no question 'dog'"),
        (
            "questions: {dog: {do: keep, was: visit}}",
            "map-type",
            "answers to 'visit' cannot be answers to 'dog': it is of another type",
        ),
        ("questions: {dog: {do: keep, was: better}}", "map-twice", "'better' is kept as two questions"),
        ("questions: {age: {do: keep, wsa: age}}", "key-unknown", "'age' cannot have 'wsa'"),
        ("questions: {visit: {do: keep, choices: {dayly: keep}}}", "map-choice", "'visit' has no choice 'dayly'"),
        ("questions: {visit: {do: keep, choices: {daily: was rarely}}}", "map-choice", "'visit' had no choice 'rarely'"),
        ("questions: {visit: {do: keep, choices: {daily: perhaps}}}", "map-word", "'perhaps' is nothing to do"),
        (
            "questions: {visit: {do: keep, choices: {daily: was never}}}",
            "map-twice",
            "the choice 'never' is kept as two choices, 'daily' and 'never'",
        ),
    ],
)
def test_what_a_map_cannot_say_is_refused_at_its_line(line: str, code: str, what: str) -> None:
    """A slip in the map is told by its line, with what to do; nothing is guessed."""
    with pytest.raises(DefinitionError) as refused:
        a_plan(OLD, changed(ADDED), line)
    [fault] = refused.value.faults
    assert (fault.code, fault.what, fault.place.line) == (code, what, 3)
    assert fault.remedy


def test_a_map_for_another_survey_or_version_is_refused() -> None:
    """A map that was made for something else is not taken for this one."""
    with pytest.raises(DefinitionError) as refused:
        read_plan(b"from: '3.1'\n", "map.yaml", OLD, OLD)
    assert [fault.code for fault in refused.value.faults] == ["map-other", "map-other"]
