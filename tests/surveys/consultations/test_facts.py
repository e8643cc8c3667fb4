"""What every text about a consultation may be filled in with."""

from datetime import date

from surveys.consultations.facts import facts
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_consultation, a_survey


def test_a_text_may_use_the_names_the_days_and_the_addresses(english: Catalogue) -> None:
    told = facts(a_consultation(bsl="https://films.example/all"), a_survey(), english, "https://hear.example")
    assert told == FACTS | {
        "opens": date(2010, 8, 16),
        "closes": date(2010, 11, 15),
        "comes_back": date(2011, 1, 31),
        "questions": "7 questions",
        "take_part": "https://hear.example/consultations/fairer",
        "all_questions": "https://hear.example/consultations/fairer/questions",
        "home": "https://hear.example",
        "bsl": "https://films.example/all",
    }


def test_an_example_is_said_to_be_one(english: Catalogue) -> None:
    told = facts(a_consultation(invented=True), a_survey(), english, "https://hear.example")
    assert told["example"] == "This is an example. The place, the people and their words are made up.\n\n"
