"""Replies in other languages than English: read literally, by the words and digits of the language, and else asked about."""

import pytest

from surveys.definitions.model import Choice, Question, Texts
from surveys.interviews.reading import Likely, Unclear, Understood, read
from tests.surveys.interviews.test_reading_dates import TODAY


def _one(*labels: Texts, kind: str = "select_one") -> Question:
    choices = tuple(Choice(f"c{at}", at, label) for at, label in enumerate(labels, start=1))
    return Question("q", "select_one" if kind == "select_one" else "select_multiple", 0, 1, {"en": "Well?"}, choices=choices)


YES_NO = _one({"en": "Yes", "cy": "Oes", "pl": "Tak", "bn": "হ্যাঁ", "ar": "نعم"}, {"en": "No", "cy": "Nac oes", "pl": "Nie"})
AGREE = _one(
    {"en": "I agree", "cy": "Cytuno", "pl": "Zgadzam się"}, {"en": "I disagree", "cy": "Anghytuno", "pl": "Nie zgadzam się"}
)
PLACES = _one(
    {"en": "Park", "cy": "Parc", "ar": "الحديقة"}, {"en": "Pool", "cy": "Pwll", "ar": "المسبح"}, {"en": "Hall", "cy": "Neuadd"},
    kind="several",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "text", "language", "value"),
    [
        (YES_NO, "Oes", "cy", "c1"),
        (YES_NO, "ydw", "cy", "c1"),
        (YES_NO, "Nac oes!", "cy", "c2"),
        (YES_NO, "naddo", "cy", "c2"),
        (YES_NO, "yes", "cy", "c1"),
        (YES_NO, "জি", "bn", "c1"),
        (YES_NO, "২", "bn", "c2"),
        (YES_NO, "٢", "ar", "c2"),
        (YES_NO, "لا شكراً", "ar", "c2"),
        (AGREE, "anghytuno", "cy", "c2"),
        (AGREE, "nie zgadzam się", "pl", "c2"),
        (AGREE, "Agree", "cy", "c1"),
        (PLACES, "parc a neuadd", "cy", "c1 c3"),
        (PLACES, "الحديقة، المسبح", "ar", "c1 c2"),
        (PLACES, "١ و ٣", "ar", "c1 c3"),
        (PLACES, "১ ও ২", "bn", "c1 c2"),
    ],
)
def test_the_words_and_digits_of_a_language_answer(question: Question, text: str, language: str, value: str) -> None:
    reading = read(question, text, language=language, today=TODAY)
    assert isinstance(reading, Understood), reading
    assert reading.value == value


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        (YES_NO, "no", "pl"),  # which agrees
        (AGREE, "nie bardzo się zgadzam", "pl"),
        (AGREE, "dydw i ddim yn cytuno", "cy"),
        (AGREE, "Cytuno, ond nid yw hynny bob amser yn wir", "cy"),
        (AGREE, "Cytuno, mais pas toujours vraiment", "fr"),
        (AGREE, "cytino", "cy"),  # a slip of the keys: there is no telling what else turns it round
        (PLACES, "popeth ond y pwll", "cy"),
    ],
)
def test_what_is_in_doubt_is_asked_and_never_worked_out_by_english_rules(question: Question, text: str, language: str) -> None:
    assert isinstance(read(question, text, language=language, today=TODAY), Unclear | Likely)


def test_a_remark_beside_an_answer_is_kept_where_nothing_in_it_can_turn_it_round() -> None:
    reading = read(AGREE, "Cytuno, mae angen mwy o amser", language="cy", today=TODAY)
    assert isinstance(reading, Understood)
    assert (reading.value, reading.remark) == ("c1", "mae angen mwy o amser")


@pytest.mark.parametrize(
    ("kind", "text", "language", "value"),
    [
        ("integer", "১২", "bn", "12"),
        ("integer", "٢٢", "ar", "22"),
        ("decimal", "3,5", "pl", "3.5"),
        ("decimal", "3,5", "uk", "3.5"),
        ("decimal", "٣٫٥", "ar", "3.5"),
        ("date", "16 Awst 2010", "cy", "2010-08-16"),
        ("date", "16 sierpnia 2010", "pl", "2010-08-16"),
        ("date", "16 серпня 2010", "uk", "2010-08-16"),
        ("date", "١٦ أغسطس ٢٠١٠", "ar", "2010-08-16"),
        ("date", "১৬ আগস্ট ২০১০", "bn", "2010-08-16"),
    ],
)
def test_numbers_and_days_are_read_as_the_language_writes_them(kind: str, text: str, language: str, value: str) -> None:
    question = Question("q", kind, 0, 1, {"en": "Well?"})  # type: ignore[arg-type]  # one of the kinds
    reading = read(question, text, language=language, today=TODAY)
    assert isinstance(reading, Understood), reading
    assert reading.value == value


@pytest.mark.parametrize(("text", "language"), [("1,500", "pl"), ("1,500", "uk"), ("cztery i pół", "pl"), ("hanner awr", "cy")])
def test_a_number_that_may_be_two_is_asked_again(text: str, language: str) -> None:
    """With a comma it is one and a half in Polish, and fifteen hundred in English."""
    assert isinstance(read(Question("q", "decimal", 0, 1, {"en": "Well?"}), text, language=language, today=TODAY), Unclear)


@pytest.mark.parametrize(("text", "language"), [("Diolch!", "cy"), ("dziękuję", "pl"), ("شكراً", "ar"), ("Дякую", "uk")])
def test_thanks_are_no_answer_in_any_language(text: str, language: str) -> None:
    reading = read(Question("q", "text", 0, 1, {"en": "Well?"}), text, language=language, today=TODAY)
    assert reading == Unclear("reading.thanks")
