"""What is told of the differences between two versions, and which translations were forgotten."""

from dataclasses import replace

from surveys.definitions.versions.changes import Change, compare, stale, stale_faults, told
from surveys.definitions.versions.plan import derive, is_revision
from tests.factories import a_survey
from tests.surveys.definitions.versions.made import a_plan, changed

OLD = changed()


def _told(new_swaps: list[tuple[str, str]], *lines: str) -> list[str]:
    new = changed(*new_swaps)
    plan = a_plan(OLD, new, *lines)
    return [f"{change.question}: {told(change)}" for change in compare(OLD, new, plan)]


def test_nothing_is_told_of_what_is_the_same() -> None:
    """Two equal versions have no differences."""
    assert compare(OLD, OLD, derive(OLD, OLD)) == ()


def test_every_change_of_words_is_told_in_its_language() -> None:
    """The title, a label, a hint and a choice that are worded otherwise are told with what stood there before."""
    assert _told(
        [
            ("title: {en: The park", "title: {en: Our park"),
            ("cy: Pa mor aml?", "cy: Pa mor aml"),
            ("Anything.", "All."),
            ("{en: Daily", "{en: Every day"),
        ]
    ) == [
        ": the title (en) is “Our park”, was “The park”",
        "visit: the label (cy) is “Pa mor aml”, was “Pa mor aml?”",
        "visit: the choice daily (en) is “Every day”, was “Daily”",
        "better: the hint (en) is “All.”, was “Anything.”",
    ]


def test_every_change_of_structure_is_told() -> None:
    """Questions and choices added, gone, moved and renamed, other types and rules are told, each where it stands now."""
    assert _told(
        [
            ("required: true", "required: false, relevant: \"today() > '2010-01-01'\""),
            ("name: what,", "name: doing,"),
            ("  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n", ""),
            ("{name: better, type: text", "{name: better, type: decimal"),
            ("questions:\n", "questions:\n  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n"),
            ("{daily: {en: Daily, cy: Bob dydd}, weekly: {en: Weekly", "{weekly: {en: Weekly"),
            ("rest: {en: Rest", "sleep: {en: Rest"),
            ("{play: {en: Play, cy: Chwarae}, ", "{"),
            (
                "run: {en: Run, cy: Rhedeg}}",
                "run: {en: Run, cy: Rhedeg}, play: {en: Play, cy: Chwarae}, sit: {en: Sit, cy: Eistedd}}",
            ),
        ],
        "questions:",
        "  doing: {do: keep, was: what, choices: {sleep: was rest, run: ask}}",
    ) == [
        "dog: new: “Your dog?”",
        "visit: required is no, was yes",
        "visit: relevant is today() > '2010-01-01', was nothing",
        "visit: the choice daily is gone: “Daily”",
        "doing: renamed, was what",
        "doing: the choice sleep was called rest",
        "doing: the choice sleep stands elsewhere",
        "doing: another choice under the same name run: “Run”",
        "doing: a new choice sit: “Sit”",
        "better: its type is decimal, was text",
        "age: no longer asked: “How old are you?”",
    ]


def test_a_question_that_moved_is_told_by_its_number_and_a_note_by_its_place() -> None:
    """A question that stands elsewhere among the others is told with where it stood; those it passed have not moved."""
    age = "  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}\n"
    bye = "  - {name: bye, type: note, label: {en: That is all., cy: Dyna'r cyfan.}}\n"
    assert _told([(age, ""), (bye, bye + age)]) == ["age: moved: question 4, was question 3"]
    assert _told([(bye, ""), ("questions:\n", "questions:\n" + bye)]) == ["bye: moved: place 1, was place 5"]


def test_a_wider_type_and_another_question_of_the_same_name_are_told() -> None:
    """A whole number that becomes any number is the same question; one that asks something else is another."""
    assert _told([("type: integer", "type: decimal")]) == ["age: its type is decimal, was integer"]
    assert _told([("How old are you?", "How old is your dog?")], "questions: {age: ask}") == [
        "age: another question under the same name: “How old is your dog?”, was “How old are you?”"
    ]


def test_a_language_that_is_new_is_told_with_its_words() -> None:
    """The languages are told, and the words that came with a new one."""
    new = replace(OLD, languages=("en", "cy", "pl"), title={**OLD.title, "pl": "Park"})
    assert [told(change) for change in compare(OLD, new, derive(OLD, new))] == [
        "the title (pl) is “Park”, was “”",
        "the languages are en, cy, pl, were en, cy",
    ]


def test_a_translation_left_behind_is_found_with_both_texts() -> None:
    """Where the first language's text changed and a translation did not, both texts and the translation are told."""
    new = changed(
        ("title: {en: The park", "title: {en: Our park"),
        ("How old are you?", "What is your age?"),
        ("{en: Daily", "{en: Every day"),
    )
    found = stale(OLD, new, derive(OLD, new))
    assert [(each.question, each.part, each.language) for each in found] == [
        ("", "title", "cy"),
        ("visit", "choice 'daily'", "cy"),
        ("age", "label", "cy"),
    ]
    assert (found[2].before, found[2].after, found[2].translation) == (
        "How old are you?",
        "What is your age?",
        "Faint yw eich oed?",
    )
    assert found[2].place.line == 7
    fault = stale_faults(found)[2]
    assert (fault.code, fault.place) == ("translation-stale", found[2].place)
    assert fault.what == ("the label was “How old are you?” and is “What is your age?”; in 'cy' it still is “Faint yw eich oed?”")


def test_a_translation_that_was_changed_too_or_alone_is_not_stale() -> None:
    """A translation is stale only where the text it translates was changed and it was not."""
    both = changed(("How old are you?, cy: Faint yw eich oed?", "What is your age?, cy: Beth yw eich oed?"))
    alone = changed(("cy: Faint yw eich oed?", "cy: Beth yw eich oed?"))
    added = changed(
        ("  - {name: age", "  - {name: dog, type: text, label: {en: Your dog?, cy: Ci?}}\n  - {name: age"),
        ("run: {", "sit: {en: Sit, cy: Eistedd}, run: {"),
    )
    for new in (both, alone, added):
        assert stale(OLD, new, derive(OLD, new)) == ()
    assert [change.part for change in compare(OLD, alone, derive(OLD, alone))] == ["label"]
    assert isinstance(compare(OLD, alone, derive(OLD, alone))[0], Change)


GROUPED = """
survey: park
title: {en: The park}
questions:
  - {name: visit, type: select_one often, label: {en: How often?}, required: true}
  - name: rest
    type: group
    label: {en: The rest}
    questions:
      - {name: age, type: integer, label: {en: How old are you?}}
choices:
  often:
    daily: {label: {en: Daily}, kind: much}
    never: {label: {en: Never}, kind: none}
"""


def test_groups_are_told_of_their_headings_as_words_and_all_else_as_structure() -> None:
    """A heading in other words is a correction; a group that is new, gone or holds other questions is a new structure."""
    old = a_survey(GROUPED)
    heading = a_survey(GROUPED.replace("The rest", "And now"))
    plan = derive(old, heading)
    assert [told(change) for change in compare(old, heading, plan)] == ["the heading of rest (en) is “And now”, was “The rest”"]
    assert is_revision(old, heading, plan)
    hanging = a_survey(GROUPED.replace("    questions:\n", "    relevant: \"${visit} = 'daily'\"\n    questions:\n"))
    plan = derive(old, hanging)
    assert [told(change) for change in compare(old, hanging, plan)] == ["the group rest: age; if ${visit} = 'daily', was age"]
    assert not is_revision(old, hanging, plan)
    alone = GROUPED.replace("  - name: rest\n    type: group\n    label: {en: The rest}\n    questions:\n    ", "")
    without = a_survey(alone)
    assert [told(change) for change in compare(old, without, derive(old, without))] == ["the group rest: is gone, was age"]
    assert [told(change) for change in compare(without, old, derive(without, old))] == ["the group rest: age, was not there"]


def test_what_stands_beside_a_choice_is_part_of_the_structure() -> None:
    """A choice_filter looks at it: who is offered a choice may change with it."""
    old, new = a_survey(GROUPED), a_survey(GROUPED.replace("kind: none", "kind: little"))
    plan = derive(old, new)
    assert [told(change) for change in compare(old, new, plan)] == ["beside the choice never stands kind=little, was kind=none"]
    assert not is_revision(old, new, plan)


def test_an_answer_to_suggest_is_told_as_its_author_wrote_it() -> None:
    """A default that is new or gone is a rule that changed."""
    old = a_survey(GROUPED)
    new = a_survey(GROUPED.replace("label: {en: How old are you?}", "label: {en: How old are you?}, default: 40"))
    assert [told(change) for change in compare(old, new, derive(old, new))] == ["default is 40, was nothing"]


def test_another_picture_or_film_is_told_and_is_a_change_of_words() -> None:
    """What is shown beside a question or a choice is told, and whoever answers goes on as they were."""
    source = """
survey: s
title: T
questions:
  - {name: a, type: select_one x, label: L, picture: one.png, picture_alt: One, easy_read: E, bsl: "https://films.example/1"}
choices:
  x: {b: {label: B, easy_read: F, picture: b.png}, c: C}
"""
    swaps = (("one.png", "two.png"), ("example/1", "example/2"), ("b.png", "d.png"))
    after = source
    for was, now in swaps:
        after = after.replace(was, now)
    old, new = a_survey(source), a_survey(after)
    plan = derive(old, new)
    assert [told(change) for change in compare(old, new, plan)] == [
        "the picture is “two.png”, was “one.png”",
        "the bsl is “https://films.example/2”, was “https://films.example/1”",
        "the picture of the choice b is “d.png”, was “b.png”",
    ]
    assert is_revision(old, new, plan)
