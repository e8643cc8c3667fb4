"""What holds for every reply to every kind of question."""

import string
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.definitions.model import Kind, Question
from surveys.interviews.reading import Unclear, Understood, offers, read
from surveys.interviews.reading.folding import clean, fold
from surveys.words.catalogue import read_catalogue
from tests.conftest import ENGLISH
from tests.surveys.interviews.asked import (
    AGREE,
    AREA,
    CHILDREN,
    FORM,
    LENGTH,
    NEEDS,
    RATING,
    SIZE,
    YES_NO_UNKNOWN,
    asked,
    not_taken,
    offered,
)

TODAY = date(2010, 9, 1)
WORDS = read_catalogue(ENGLISH.read_bytes(), "en")
LISTS: list[Mapping[str, str | Mapping[str, str]]] = [AGREE, SIZE, YES_NO_UNKNOWN, LENGTH, AREA, RATING, CHILDREN, FORM, NEEDS]
KINDS: list[Kind] = ["text", "integer", "decimal", "date", "select_one", "select_multiple", "note", "calculate"]
# Words that replies are really made of, so that the search meets more than noise.
BITS = st.sampled_from(
    [
        *(label if isinstance(label, str) else label["en"] for choices in LISTS for label in choices.values()),
        *string.digits, "10", "25", "not", "n't", "and", "or", ",", " - ", "but", "because", "all", "except", "none", "yes", "no",
        "about", "£", ".", "/", "August", "2010", "last", "ago", "week", "forty", "two", "?", "👍", "👎", "2️⃣", "\x00", "\ud800",
        "٢", "²", "½", "(", "\n", "’", "the", "one", "first", "please", "%", "+", "<", "million", "Friday",
    ]
)  # fmt: skip
REPLIES = st.text(max_size=80) | st.lists(BITS, max_size=8).map(" ".join) | st.lists(BITS, max_size=8).map("".join)


def a_question(kind: Kind, choices: Mapping[str, str | Mapping[str, str]]) -> Question:
    return asked(kind, "How many days a week do you go?", choices if kind.startswith("select") else None)


def lexical(question: Question, value: str, today: date) -> bool:
    """Whether `value` is written as XForms writes an answer to `question` (https://www.w3.org/TR/xmlschema-2/)."""
    names = [choice.name for choice in question.choices]
    match question.kind:
        case "text":
            return bool(value.strip()) and len(value) <= 20_000 and "\x00" not in value and bool(value.encode())
        case "integer":
            return str(int(value)) == value and len(value.lstrip("-")) <= 15
        case "decimal":
            whole, _, part = value.lstrip("-").partition(".")
            return whole.isdecimal() and whole.isascii() and (part == "" or (part.isdecimal() and not part.endswith("0")))
        case "date":
            return date.fromisoformat(value).isoformat() == value and abs(date.fromisoformat(value).year - today.year) <= 10_000
        case "select_one":
            return value in names
        case "select_multiple":
            picked = value.split(" ")
            return picked == [name for name in names if name in picked] and bool(picked)
        case _:
            return False


@settings(deadline=None)  # the first date in another language loads a library
@given(st.sampled_from(KINDS), st.sampled_from(LISTS), REPLIES, st.sampled_from(["en", "cy", "fr", "xx", ""]), st.dates())
def test_every_reply_is_read_as_a_valid_answer_or_asked_again(
    kind: Kind, choices: Mapping[str, str | Mapping[str, str]], reply: str, language: str, today: date
) -> None:
    question = a_question(kind, choices)
    reading = read(question, reply, language=language, today=today)
    if not isinstance(reading, Unclear):
        assert lexical(question, reading.value, today)
        assert reading.remark == reading.remark.strip()
        assert "\x00" not in reading.remark
        assert reading.remark.encode() is not None
    else:
        assert WORDS.text(reading.key, reading.params)
        assert set(reading.maybe) <= {choice.name for choice in question.choices}
        assert len(reading.maybe) <= 3


LABEL = st.text(min_size=1, max_size=30).map(clean).filter(bool) | st.lists(
    st.sampled_from(
        [
            "yes", "no", "not", "agree", "disagree", "strongly", "very", "satisfied", "dissatisfied", "none", "of",
            "these", "other", "all", "and", "or", "but", "because", "1", "2", "10", "50", "to", "more", "than", "fewer",
            "years", "year", "one", "two", "first", "second", "last", "know", "don't", "rather", "say", "care", "carer",
            "the", "in", "a", "with", "without", "(please", "say)", ",", "–", "/", "?", "👍", "£", "+", "👎", "½", "²",
            "option", "number",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)  # fmt: skip


@given(st.lists(LABEL, min_size=1, max_size=8, unique_by=fold), st.sampled_from(["select_one", "select_multiple"]), st.data())
def test_the_words_of_an_answer_are_that_answer_in_any_list(labels: list[str], kind: Kind, data: st.DataObject) -> None:
    """But for a bare number that is also another answer's place in the list: that one is asked about."""
    question = asked(kind, choices={f"c{n}": label for n, label in enumerate(labels)})
    index = data.draw(st.integers(0, len(labels) - 1))
    reading = read(question, labels[index], language="en", today=TODAY)
    if fold(labels[index]).isdecimal() and not isinstance(reading, Understood):
        assert f"c{index}" in offered(reading)
    else:
        assert reading == Understood(f"c{index}")


@given(st.lists(LABEL, min_size=1, max_size=8, unique_by=fold), st.data())
def test_case_white_space_and_apostrophes_do_not_change_which_answer_is_meant(labels: list[str], data: st.DataObject) -> None:
    question = asked("select_one", choices={f"c{n}": label for n, label in enumerate(labels)})
    index = data.draw(st.integers(0, len(labels) - 1))
    label = labels[index]
    if fold(label).isdecimal() or fold(label.upper()) != fold(label) or "?" in label or not fold(label):
        return
    for reply in (f"  {label}\n", label.upper(), label.replace("'", "’")):
        assert read(question, reply, language="en", today=TODAY) == Understood(f"c{index}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("letter", ["a", "9", " ", "é", "👍", "1 and ", "not agree, ", "(", "a.", "forty ", "1/"])
def test_a_hundred_thousand_characters_are_never_an_answer(kind: Kind, letter: str) -> None:
    reply = (letter * 100_000)[:100_000]
    reading = read(a_question(kind, AGREE), reply, language="en", today=TODAY)
    assert isinstance(reading, Unclear)
    assert WORDS.text(reading.key, reading.params)


def test_two_questions_with_the_same_words_are_not_taken_for_each_other() -> None:
    """What is worked out once for a question is kept by its identity: equal labels, other names."""
    for round_ in range(3):
        question = asked("select_one", choices={f"a{round_}": "Left", f"b{round_}": "Right"})
        assert read(question, "right", language="en", today=TODAY) == Understood(f"b{round_}")


@pytest.mark.parametrize("kind", ["note", "calculate"])
def test_what_nobody_answers_takes_no_answer(kind: Kind) -> None:
    assert read(asked(kind), "42", language="en", today=TODAY) == Unclear("reading.nothing_asked")


TURNED = [
    "not {}", "don't {}", "I do not {}", "never {}", "hardly {}", "I'm not {}", "I wouldn't say {}", "isn't {}",
    "anything but {}", "far from {}", "no longer {}", "neither {}", "nor {}", "almost {}", "sort of {}", "maybe {}", "if {}",
    "unless {}", "except {}", "why {}", "is it {}", "they say {}", "who says {}", "too {}", "{} not", "{}, not", "{}? no",
    "{} ... no wait", "{}, I suppose not", "{} - joking", "{} or not", "{} or something", "{} ?", "{}-ish", "{} 🙄", "{} 👎",
    "{}, is not true", "{} is wrong", "{} and more", "{} as if", "{} but not really", "{}%",
]  # fmt: skip


@pytest.mark.parametrize("turned", TURNED)
@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
def test_words_that_turn_an_answer_round_are_never_overheard(turned: str, kind: Kind) -> None:
    """These are no turn: the beginning of another answer, a no said twice, "don't know" misspelt, an answer called "more".

    On a scale with a middle, who does not agree disagrees.
    """
    fine = {("Agree", "neither {}"), ("No", "{} 👎"), ("No", "don't {}"), ("3 or more", "{} and more")}
    fine |= {("Agree", turn) for turn in ("not {}", "don't {}", "I do not {}", "I'm not {}", "isn't {}")}
    for choices in LISTS:
        question = asked(kind, choices=choices)
        for choice in question.choices:
            label = choice.label["en"]
            if (label, turned) not in fine:
                reading = read(question, turned.format(label), language="en", today=TODAY)
                assert not_taken(reading), (label, reading)


def test_what_is_kept_of_questions_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_KEPT", 3)
    monkeypatch.setattr(offers, "_offers", {})
    for _ in range(10):
        read(asked("select_one", choices=AGREE), "agree", language="en", today=TODAY)
        assert len(offers._offers) <= 3
