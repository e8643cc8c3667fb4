"""The page of all questions, to read before answering and to take away."""

import httpx
import pytest

from bot.web.consultations import all_questions
from bot.web.pages import Pages
from surveys.words.catalogue import Catalogue
from tests.web.samples import a_bilingual_survey, a_consultation, a_survey


@pytest.fixture
def pages(english: Catalogue) -> Pages:
    return Pages({"en": english})


async def test_it_shows_every_question_with_its_number_and_choices_and_is_linked_from_the_consultation(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/consultations/framework-2010")).text
    assert 'href="/consultations/framework-2010/questions"' in page
    html = (await client.get("/consultations/framework-2010/questions")).text
    assert "1. How many people does your group or organisation employ?" in html
    assert "22. Is there anything else you want to say or ask?" in html
    assert "Neither agree nor disagree" in html
    assert "Our plan makes five promises." in html
    assert "small_or_new" not in html


async def test_of_a_consultation_that_is_not_public_there_is_none(client: httpx.AsyncClient) -> None:
    assert (await client.get("/consultations/nowhere/questions")).status_code == 404


def test_it_says_who_is_asked_what_must_be_answered_and_how(pages: Pages) -> None:
    html = pages.render("questions.html", all_questions(a_consultation(), "open", {"s": a_bilingual_survey()}))
    assert html.count("Not everybody is asked this one.") == 1
    assert html.count("This one needs an answer.") == 1
    assert "Tick all that fit." in html
    assert "until the end of 15 November 2010" in html
    closed = pages.render("questions.html", all_questions(a_consultation(), "closed", {"s": a_survey()}))
    assert "until the end of" not in closed
    assert "You answer in your own words." in closed


def test_it_is_shown_in_a_language_of_the_survey_and_offers_the_others_by_their_own_names(pages: Pages) -> None:
    surveys = {"s": a_bilingual_survey()}
    html = pages.render("questions.html", all_questions(a_consultation(), "open", surveys, "ar"))
    assert '<a class="govuk-link" href="?language=ar" lang="ar" hreflang="ar" aria-current="true">العربية</a>' in html
    assert 'lang="ar" dir="auto">1. أي؟' in html
    unknown = pages.render("questions.html", all_questions(a_consultation(), "open", surveys, "xx"))
    assert "1. Which?" in unknown


def test_a_survey_that_lacks_the_language_is_shown_in_its_own(pages: Pages) -> None:
    both = {"a": a_survey(), "b": a_bilingual_survey()}
    html = pages.render("questions.html", all_questions(a_consultation(), "open", both, "ar"))
    assert 'lang="en" dir="auto">1. What do you say to select one?' in html
    assert 'lang="ar" dir="auto">الثاني</h2>' in html


def test_a_language_that_has_no_name_is_called_by_its_tag() -> None:
    survey = a_bilingual_survey()
    object.__setattr__(survey, "languages", ("en", "qqq", "e" * 9))
    assert all_questions(a_consultation(), "open", {"s": survey})["languages"] == {
        "en": "English",
        "qqq": "qqq",
        "e" * 9: "e" * 9,
    }
