"""Long messages are cut into parts that fit, between words, with everything in them; buttons can be written out as lines."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.messages import Blocked, Field, Inbound, Mark, Option, Outgoing, Text, legible, listed, split, together, utf16

WORDS = st.text(alphabet="ab.!é\U0001f600", min_size=1, max_size=9)
GAPS = st.sampled_from([" ", "  ", "\n", "\n\n", ". ", "\t"])


@st.composite
def _messages(draw: st.DrawFn) -> Outgoing:
    pieces = draw(st.lists(st.tuples(WORDS, GAPS), max_size=30))
    text = draw(st.sampled_from(["", " ", "\n\n"])) + "".join(word + gap for word, gap in pieces)
    spots = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(spots, spots), max_size=4))
    return Outgoing(text, tuple(Mark(min(span), max(span), "bold") for span in spans if span[0] != span[1]))


def _bytes(text: str) -> int:
    return len(text.encode())


MEASURES: list[Callable[[str], int]] = [len, utf16, _bytes]


def _places(message: Outgoing, parts: tuple[Outgoing, ...]) -> list[tuple[int, int]]:
    """Where each part stood in the text: found by its words, in order."""
    places, at = [], 0
    for part in parts:
        at = message.text.index(part.text, at)
        places.append((at, at + len(part.text)))
        at += len(part.text)
    return places


@given(_messages(), st.integers(4, 40), st.sampled_from(MEASURES))
@example(Outgoing("a" * 10 + "\n\n"), 10, len)
@example(Outgoing("  \n\n" + "a" * 10), 10, len)
def test_every_part_fits_and_says_something(message: Outgoing, limit: int, measure: Callable[[str], int]) -> None:
    parts = split(message, limit, measure)
    assert all(measure(part.text) <= limit for part in parts)
    if len(parts) > 1:
        assert all(part.text.strip() for part in parts)


@given(_messages(), st.integers(4, 40), st.sampled_from(MEASURES))
def test_nothing_but_white_space_is_lost_and_only_at_a_cut(message: Outgoing, limit: int, measure: Callable[[str], int]) -> None:
    parts = split(message, limit, measure)
    places = _places(message, parts)
    lost = [message.text[end:start] for (_, end), (start, _) in pairwise(places)]
    lost += [message.text[: places[0][0]], message.text[places[-1][1] :]]
    assert all(not gap.strip() for gap in lost)


@given(_messages(), st.integers(4, 40), st.sampled_from(MEASURES))
def test_a_cut_falls_between_words_and_outside_marks_wherever_there_is_such_a_place(
    message: Outgoing, limit: int, measure: Callable[[str], int]
) -> None:
    text = message.text.rstrip()
    places = _places(message, split(message, limit, measure))
    for (start, end), _ in pairwise(places):
        fits = [at for at in range(start + 1, len(text)) if measure(text[start:at]) <= limit]
        between = [at for at in fits if text[at].isspace()]
        outside = [at for at in between if not any(mark.start < at < mark.end for mark in message.marks)]
        assert end in (outside or between or [max(fits)])


@given(_messages(), st.integers(4, 40))
def test_marks_cover_the_same_characters_as_before(message: Outgoing, limit: int) -> None:
    parts = split(message, limit)
    for mark in message.marks:
        before = "".join(message.text[mark.start : mark.end].split())
        places = _places(message, parts)
        after = ""
        for (start, end), part in zip(places, parts, strict=True):
            low, high = max(mark.start, start) - start, min(mark.end, end) - start
            if low < high:
                assert Mark(low, high, "bold") in part.marks
                after += part.text[low:high]
        assert "".join(after.split()) == before


def test_a_message_that_fits_stays_as_it_is() -> None:
    message = Outgoing("Hello \n", (Mark(0, 5, "bold"),), (Option("a", "A"),), subject="S", replaces="7")
    assert split(message, 7) == (message,)


def test_buttons_stay_under_the_last_part_and_the_subject_over_the_first() -> None:
    message = Outgoing("one two", options=(Option("a", "A"),), subject="S", replaces="7")
    assert split(message, 4) == (Outgoing("one", subject="S", replaces="7"), Outgoing("two", options=(Option("a", "A"),)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.\n\nThree four", ["One. Two.", "Three four"]),  # a blank line before all else
        ("One. Two.\nThree four", ["One. Two.", "Three four"]),  # a line end before a sentence
        ("One! Two three", ["One!", "Two three"]),  # the end of a sentence before a space
        ("One two three", ["One two", "three"]),  # a space before nothing at all
        ("Onetwothreefour", ["Onetwothree", "four"]),  # one word longer than a part
        ("One two \n\n  \n", ["One two"]),  # nothing to say in a second part
    ],
)
def test_a_cut_is_made_at_the_best_place_there_is(text: str, parts: list[str]) -> None:
    assert [part.text for part in split(Outgoing(text), 11)] == parts


def test_a_mark_goes_to_the_next_part_whole_when_it_fits_there() -> None:
    message = Outgoing("one two three", (Mark(4, 13, "bold"),))
    assert split(message, 10) == (Outgoing("one"), Outgoing("two three", (Mark(0, 9, "bold"),)))


def test_a_mark_longer_than_a_part_is_cut_between_its_words() -> None:
    message = Outgoing("aaa bbb ccc ddd", (Mark(0, 15, "italic"),))
    italic = (Mark(0, 7, "italic"),)
    assert split(message, 8) == (Outgoing("aaa bbb", italic), Outgoing("ccc ddd", italic))


def test_an_emoji_counts_two_units_and_is_never_cut_in_half() -> None:
    assert utf16("a\U0001f600") == 3
    assert [part.text for part in split(Outgoing("\U0001f600" * 5), 5)] == ["\U0001f600" * 2, "\U0001f600" * 2, "\U0001f600"]


def test_white_space_alone_is_nothing_to_say() -> None:
    assert split(Outgoing(" " * 20), 10) == (Outgoing(""),)


@pytest.mark.parametrize("text", ["word " * 20_000, "x" * 100_000, "a b. c\n" * 14_000])
def test_the_work_grows_with_the_text_and_no_faster(text: str) -> None:
    measured = 0

    def measure(piece: str) -> int:
        nonlocal measured
        measured += len(piece)
        return utf16(piece)

    split(Outgoing(text), 4096, measure)
    assert measured < 16 * len(text)  # a part's end is found in twelve halvings


def test_what_cannot_be_stored_is_shown_as_missing_wherever_it_stands() -> None:
    broken = Inbound("web", "1\x00", "a\udcff", Text("hi \x00\ud83d!", "m\x00"), thread="\ud800")
    mended = Inbound("web", "1\ufffd", "a\ufffd", Text("hi \ufffd\ufffd!", "m\ufffd"), thread="\ufffd")
    assert legible(broken) == mended
    field = Inbound("web", "1", "a", Field("q", ("a\x00", "b"), "m", "\ud800"))
    assert legible(field).content == Field("q", ("a\ufffd", "b"), "m", "\ufffd")


def test_all_else_is_legible_as_it_is() -> None:
    message = Inbound("web", "1", "a", Text("спасибо \U0001f600 {0.__class__} '; DROP TABLE x; --\r\n\t\x07"))
    assert legible(message) == message
    assert legible(Inbound("web", "1", "a", Blocked())).content == Blocked()


def test_buttons_with_a_number_can_be_written_out_as_lines() -> None:
    options = (
        Option("a", "Yes", number=1),
        Option("b", "Tea", ticked=True, number=2),
        Option("c", "Milk", ticked=False, number=3),
        Option("d", "Skip"),
    )
    message = Outgoing("Which?", options=options)
    assert listed(message) == Outgoing("Which?\n\n1. Yes\n[x] 2. Tea\n[ ] 3. Milk", options=options)
    assert listed(Outgoing("Hello")) == Outgoing("Hello")


def test_the_points_of_a_scale_have_no_second_number_in_a_list() -> None:
    """A number that is sent there means the point; beside the points, an answer in words stands without a number too."""
    labels = ("0 – not at all", "1", "2 – completely", "I don't know")
    options = tuple(Option(f"o{number}", label, number=number) for number, label in enumerate(labels, start=1))
    skip = Option("s", "Skip")
    assert (
        listed(Outgoing("How much?", options=(*options, skip))).text
        == "How much?\n\n0 – not at all\n1\n2 – completely\nI don't know"
    )
    ages = tuple(Option(f"o{number}", label, number=number) for number, label in enumerate(("13–15", "16–17"), start=1))
    assert listed(Outgoing("How old?", options=ages)).text == "How old?\n\n1. 13–15\n2. 16–17"


@pytest.mark.parametrize(("points", "words", "plain"), [(2, 2, True), (2, 3, False), (3, 2, True), (1, 1, False)])
def test_a_scale_has_two_points_and_no_more_than_two_answers_in_words(points: int, words: int, plain: bool) -> None:
    labels = [*(f"{at} – so" for at in range(points)), *("I don't know" for _ in range(words))]
    options = tuple(Option(f"o{number}", label, number=number) for number, label in enumerate(labels, start=1))
    assert ("1. 0 – so" not in listed(Outgoing("How?", options=options)).text) == plain


def test_the_points_of_a_range_stand_beside_each_other() -> None:
    points = tuple(Option(f"o{number}", str(number), number=number) for number in (1, 2, 3))
    assert listed(Outgoing("How much?", options=points)).text == "How much?\n\n1  2  3"


def test_what_is_said_in_two_languages_is_one_message() -> None:
    english = Outgoing("Hello you", (Mark(0, 5, "bold"),), (Option("a", "A"),), subject="News")
    welsh = Outgoing("Helo chi", (Mark(0, 4, "bold"),), (Option("a", "A"), Option("b", "B")), subject="Newyddion")
    both = together([english, welsh])
    assert both.text.startswith("Hello you\n")
    assert both.text.endswith("\nHelo chi")
    assert [both.text[mark.start : mark.end] for mark in both.marks] == ["Hello", "Helo"]
    assert [option.id for option in both.options] == ["a", "b"]
    assert both.subject == "News / Newyddion"
    assert together([english]) == english


def test_what_a_message_asks_for_stands_under_its_last_part() -> None:
    parts = split(Outgoing("one two three", options=(Option("a", "A"),), field="q.1.field"), 5)
    assert [(part.field, len(part.options)) for part in parts] == [("", 0)] * (len(parts) - 1) + [("q.1.field", 1)]
