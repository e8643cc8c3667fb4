"""How hard a text is to read. Syllables were counted by ear, reading ages with the published formula by hand."""

import pytest

from surveys.words.plainness import is_above, reading_age, sentences, syllables, words

BY_EAR = {
    1: "the cat asked planned shared used can't don't child school through though hours year whole while rules pile smile more "
    "care once please closed raised see eight vague queue trust health style case real we're they’re bride's",
    2: "people service every little table wanted needed uses houses places changes catches isn't doesn't being going children "
    "question promise create client lion quiet trial fuel cruel playing statement movement careful homeless safely therefore "
    "colleague council contract agree language perhaps diet really million argue wheelchair baseline business",
    3: "committee quality decided museum actual area idea procurement stakeholder families charity important official previous "
    "serious various period audience arrangement management agreement anyone everybody annual usual interview efficient "
    "convenient created engagement",
    4: "commissioner information community experience society material statutory variety encouragement analysis situation "
    "anxiety",
    5: "organisation opportunities evaluation individual vegetarian cooperative",
}


def test_most_words_have_as_many_syllables_as_are_spoken_and_none_is_off_by_more_than_one() -> None:
    counted = {word: count for count, line in BY_EAR.items() for word in line.split()}
    off = {word: syllables(word) - count for word, count in counted.items() if syllables(word) != count}
    assert len(counted) > 130
    assert len(off) <= len(counted) * 0.03
    assert all(abs(by) == 1 for by in off.values())


@pytest.mark.parametrize(("word", "count"), [("half-time", 2), ("co-operative", 5), ("2010", 1), ("hmm", 1), ("Ω", 1)])
def test_a_word_in_parts_is_the_sum_of_them_and_every_word_has_a_syllable(word: str, count: int) -> None:
    assert syllables(word) == count


def test_words_are_parted_where_a_reader_parts_them() -> None:
    assert words("Don't – please – pay £1,500 (or 3.5 %) for self-help.") == (
        "Don't", "please", "pay", "1,500", "or", "3.5", "for", "self-help"
    )  # fmt: skip


def test_sentences_end_where_a_reader_stops() -> None:
    assert sentences("Promise 1: We meet. Do you agree? (Pick one.)\nThen go on …") == (
        "Promise 1:", "We meet.", "Do you agree?", "(Pick one.)", "Then go on …"
    )  # fmt: skip


def test_a_full_stop_after_a_shortened_word_ends_no_sentence() -> None:
    assert sentences("Ask Dr. Lee, e.g. by phone, etc. or not.") == ("Ask Dr Lee, eg by phone, etc or not.",)


def test_the_reading_age_is_the_flesch_kincaid_grade_and_five() -> None:
    """6 words, 1 sentence, 6 syllables: 0.39 × 6 + 11.8 × 1 − 15.59 = −1.45. And 12 words of 2 syllables in 2 sentences."""
    assert reading_age("The cat sat on the mat.") == pytest.approx(3.55)
    assert reading_age("Happy people always listen before going. Seldom silly, never tired, often helpful.") == pytest.approx(
        0.39 * 6 + 11.8 * 23 / 12 - 15.59 + 5
    )


def test_a_text_without_words_has_no_reading_age() -> None:
    assert reading_age(" … 👍") == 0.0


HARD = [
    "Please indicate the degree to which you consider that current procurement arrangements facilitate equitable participation.",
    "What barriers does your organisation encounter in accessing sustainable funding opportunities?",
    "In the context of the Authority's medium-term financial strategy, what are your priorities for the allocation of resources?",
    "How would you characterise the effectiveness of existing consultation mechanisms across the partnership?",
]
EASY = [
    "How many people does your group or organisation employ?",
    "Does the council, the health trust or the learning trust pay you for work now?",
    "How satisfied are you with the information you were given?",
    "Do you have a disability or a health condition?",
    "Our plan makes five promises. A commissioner is someone who decides which services are paid for.",
]


@pytest.mark.parametrize("text", HARD)
def test_a_hard_text_is_above_the_goal_of_either_reader(text: str) -> None:
    assert is_above(text, 11)
    assert is_above(text, 9)


@pytest.mark.parametrize("text", EASY)
def test_one_long_word_does_not_make_a_plain_text_hard(text: str) -> None:
    assert not is_above(text, 11)


def test_of_a_few_words_nothing_is_said() -> None:
    assert reading_age("Is your organisation a registered charity?") > 18
    assert not is_above("Is your organisation a registered charity?", 11)


def test_the_longer_the_text_the_surer_the_judgement() -> None:
    sentence = "The council considers all applications carefully before deciding. "
    assert not is_above(sentence, 16)
    assert is_above(sentence * 20, 16)


@pytest.mark.parametrize(("copies", "taken_off"), [(1, 4.72), (4, 2.36), (9, 1.573)])
def test_what_is_taken_off_is_one_and_a_half_standard_errors(copies: int, taken_off: float) -> None:
    """1.5 × 11.8 × 0.8, by the root of how many words there are: 9 words here, then 36, then 81."""
    text = "The council considers all applications carefully before it decides. " * copies
    age = reading_age(text)
    assert is_above(text, age - taken_off - 0.01)
    assert not is_above(text, age - taken_off + 0.01)
