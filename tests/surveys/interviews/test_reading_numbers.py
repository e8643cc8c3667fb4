"""How a reply is read where a number is asked for. The expected readings were written before the reader."""

from datetime import date

import pytest

from surveys.definitions.model import Question
from surveys.interviews.reading import Understood, read
from tests.surveys.interviews.asked import asked, not_taken

TODAY = date(2010, 9, 1)
PEOPLE = asked("integer", "How many people does your group employ?")
YEARS = asked("integer", "How many years has your group been going?")
DAYS = asked("integer", "How many days a week do you go?")
MONEY = asked("decimal", "How much did it cost, in pounds?")
SHARE = asked("decimal", "What percentage of your income is from grants?")

WHOLE = {
    "42": "42", "0": "0", "007": "7", "-3": "-3", "−3": "-3", "+5": "5", "  7 ": "7", "1000": "1000", "1,000": "1000",
    "12,345,678": "12345678", "٤٢": "42", "４２": "42", "४२": "42", "１，０００": "1000", "42.": "42", "42!": "42", "(42)": "42",
    "“42”": "42", "3.0": "3", "3.00": "3", "-0": "0", "£20": "20", "£20.00": "20", "5k": "5000", "£20k": "20000",
    "20 thousand": "20000", "2.5 million": "2500000", "2 million": "2000000", "forty two": "42", "forty-two": "42",
    "Forty Two": "42", "FORTY TWO.": "42", "one": "1", "one hundred and five": "105", "a hundred": "100",
    "a hundred and twenty": "120", "a thousand": "1000", "two thousand": "2000", "zero": "0", "none": "0", "None.": "0",
    "nil": "0", "nought": "0", "no one": "0", "nobody": "0", "minus five": "-5", "999999999999999": "999999999999999",
    "42 please": "42", "42 thanks": "42", "I'd say 42": "42", "it's 42": "42",
}  # fmt: skip
ROUGH = {
    "about 30": "30", "roughly 30": "30", "around 30": "30", "approx 30": "30", "approx. 30": "30",
    "approximately 30": "30", "~30": "30", "30ish": "30", "30-ish": "30", "30 or so": "30", "30 people": "30",
    "about 30 people": "30", "we employ 30 people": "30", "I think 30": "30", "30 I think": "30", "maybe 30": "30",
    "about forty": "40", "about thirty people": "30", "1 person": "1",
}  # fmt: skip
NOT_WHOLE = {
    "whole_number": ["3½", "three and a half", "3.5", "1.5", "three point five", "£20.50", "0.1", "-2.5"],
    "one_number": [
        "20-30", "20 - 30", "20–30", "20 to 30", "2 or 3", "between 20 and 30", "two or three", "30+", "30 or more",
        "more than 30", "over 30", "at least 30", "under 30", "less than 30", "up to 30", "nearly 30", "almost 30", "3 and 4",
        "10 staff and 5 volunteers", "3, 4", "20/30", "30 plus", "I have 3 children and one on the way", "twenty and two",
        ">30", "<30",
    ],
    "number_too_big": ["1000000000000000", "9" * 200, "-12345678901234567890", "999999999999 million"],
    "not_a_number": [
        "lots", "many", "a few", "a couple", "some", "dozens", "several", "NaN", "nan", "inf", "-inf", "Infinity", "1e5",
        "1e999", "0x10", "1_000", "3²", "½", "1.2.3", "1,00", "10,00", "1,0000", "1.000", "12.000", "3,5", "--5", "5-",
        "IV", "two dozen", "20p", "$20", "€20", "30?", "30 ?", "not 30", "x30", "30x", "yes", "no", "ok", "thanks", "idk",
        "😀", "thirty?", "seventy eleven", "five point ten", "five point", "42 weeks", "30 staff", "since 2005", "50%", "a",
        "and", "hundred and", "forty and", "no", "never", "n/a", "one in ten", "20 pounds", "5 5",
        "10 000", "minus", "about", "people", "how many?", "thirty thirty", "½ 30", "2 weeks", "1 0", "in 2005",
    ],
    "empty": ["", "   ", "...", "?", "-"],
}  # fmt: skip

DECIMAL = {
    "3.5": "3.5", "3.50": "3.5", "£3.50": "3.5", "3": "3", "3.0": "3", ".5": "0.5", "£.50": "0.5", "0.1": "0.1", "-0.0": "0",
    "£1,234.56": "1234.56", "1,234.5": "1234.5", "2.125": "2.125", "three point five": "3.5", "three point one four": "3.14",
    "zero point five": "0.5", "point five": "0.5", "-2.5": "-2.5", "minus two point five": "-2.5", "2.5k": "2500", "٣٫٥": "3.5",
    "3．5": "3.5", "10": "10", "100": "100", "3.": "3",
}  # fmt: skip
DECIMAL_ROUGH = {"20 pounds": "20", "20 quid": "20", "about £20": "20", "about 3.5": "3.5", "3.5 pounds": "3.5"}
NOT_DECIMAL = {
    "not_a_number": ["3,5", "1.000", "12.000", "1e5", "NaN", "inf", "$20", "3.5.5", "3 . 5", "£", "50%", "half"],
    "one_number": ["3.5-4", "£20 to £30", "£20 or £30", "under £5"],
    "number_too_big": ["0.1234567890123456789", "1234567890.1234567"],
}

UNITS = [
    (YEARS, "12 years", "12"),
    (YEARS, "about 12 years", "12"),
    (YEARS, "one year", "1"),
    (DAYS, "3 days", "3"),
    (DAYS, "3 days a week", "3"),
    (SHARE, "50%", "50"),
    (SHARE, "12.5 %", "12.5"),
]
OTHER_UNITS = [
    (DAYS, "2 weeks"),
    (DAYS, "3 times"),
    (DAYS, "3 hours"),
    (PEOPLE, "3 days"),
    (YEARS, "5 pounds"),
]


@pytest.mark.parametrize(("reply", "value"), WHOLE.items())
def test_a_whole_number_is_read_however_it_is_written(reply: str, value: str) -> None:
    assert read(PEOPLE, reply, language="en", today=TODAY) == Understood(value)


@pytest.mark.parametrize(("reply", "value"), ROUGH.items())
def test_words_around_a_number_are_kept_beside_it(reply: str, value: str) -> None:
    assert read(PEOPLE, reply, language="en", today=TODAY) == Understood(value, reply)


@pytest.mark.parametrize(("key", "reply"), [(key, reply) for key, replies in NOT_WHOLE.items() for reply in replies])
def test_what_is_no_whole_number_is_asked_again_with_the_reason(key: str, reply: str) -> None:
    reading = read(PEOPLE, reply, language="en", today=TODAY)
    assert not_taken(reading, f"reading.{key}"), reading


@pytest.mark.parametrize(("reply", "value"), DECIMAL.items())
def test_a_decimal_is_read_and_kept_in_its_shortest_form(reply: str, value: str) -> None:
    assert read(MONEY, reply, language="en", today=TODAY) == Understood(value)


@pytest.mark.parametrize(("reply", "value"), DECIMAL_ROUGH.items())
def test_words_around_a_decimal_are_kept_beside_it(reply: str, value: str) -> None:
    assert read(MONEY, reply, language="en", today=TODAY) == Understood(value, reply)


@pytest.mark.parametrize(("key", "reply"), [(key, reply) for key, replies in NOT_DECIMAL.items() for reply in replies])
def test_what_is_no_decimal_is_asked_again_with_the_reason(key: str, reply: str) -> None:
    reading = read(MONEY, reply, language="en", today=TODAY)
    assert not_taken(reading, f"reading.{key}"), reading


@pytest.mark.parametrize(("question", "reply", "value"), UNITS)
def test_a_unit_that_the_question_asks_for_is_understood(question: Question, reply: str, value: str) -> None:
    reading = read(question, reply, language="en", today=TODAY)
    assert isinstance(reading, Understood), reading
    assert reading.value == value


@pytest.mark.parametrize(("question", "reply"), OTHER_UNITS)
def test_a_unit_that_the_question_does_not_ask_for_is_never_dropped(question: Question, reply: str) -> None:
    reading = read(question, reply, language="en", today=TODAY)
    assert not_taken(reading, "reading.not_a_number"), reading


@pytest.mark.parametrize(
    ("language", "reply", "value"),
    [("fr", "quarante-deux", "42"), ("de", "zweiundvierzig", "42"), ("es", "cuarenta y dos", "42"), ("cy", "forty two", "42")],
)
def test_number_words_are_read_in_the_person_s_language_and_in_english(language: str, reply: str, value: str) -> None:
    assert read(PEOPLE, reply, language=language, today=TODAY) == Understood(value)


def test_the_length_of_a_number_reply_is_bounded() -> None:
    for reply in ("9" * 100_000, "forty " * 20_000, "a" * 100_000):
        assert not_taken(read(PEOPLE, reply, language="en", today=TODAY))
