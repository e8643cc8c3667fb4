"""The page of all questions, to read before answering and to take away."""

import re

import httpx
import pytest

from bot.web.consultations import all_questions
from bot.web.pages import Pages
from surveys.definitions.reader import read_survey
from surveys.errors import Refused
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


async def test_it_says_who_is_asked_a_question_that_not_everybody_is(client: httpx.AsyncClient) -> None:
    html = (await client.get("/consultations/framework-2010/questions")).text
    assert "Only if the answer to question 5 is “Yes”." in html
    assert "Only if the answer to question 7, 8, 9, 10 or 11 is “Disagree” or “Strongly disagree”." in html


@pytest.mark.parametrize(
    ("name", "media_type", "begins"),
    [
        ("framework-2010-en.pdf", "application/pdf", b"%PDF"),
        ("framework-2010-en-large.pdf", "application/pdf", b"%PDF"),
        ("framework-2010-en.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ],
)
async def test_the_questions_can_be_taken_away_from_it(
    client: httpx.AsyncClient, name: str, media_type: str, begins: bytes
) -> None:
    page = await client.get("/consultations/framework-2010/questions")
    assert f'href="/consultations/framework-2010/questions/{name}"' in page.text
    made = await client.get(f"/consultations/framework-2010/questions/{name}")
    assert made.status_code == 200
    assert made.content.startswith(begins)
    assert made.headers["content-type"] == media_type
    assert made.headers["content-disposition"] == f'inline; filename="{name}"'


async def test_of_a_consultation_that_is_not_public_there_is_none(client: httpx.AsyncClient) -> None:
    assert (await client.get("/consultations/nowhere/questions")).status_code == 404
    assert (await client.get("/consultations/nowhere/questions/framework-2010-en.pdf")).status_code == 404


@pytest.mark.parametrize("name", ["framework-2010-cy.pdf", "framework-2010-en.odt", "other-en.pdf", "x"])
async def test_a_file_that_there_is_not_is_not_found(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/consultations/framework-2010/questions/{name}")).status_code == 404


async def test_where_our_fonts_lack_a_letter_a_page_says_what_to_take_instead(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise Refused("pdf.letters", "no letters")

    monkeypatch.setattr("bot.web.consultations.Away.made", refuse)
    page = await client.get("/consultations/framework-2010/questions/framework-2010-en.pdf")
    assert page.status_code == 404
    assert "take the Word file" in page.text


def test_it_says_who_is_asked_what_must_be_answered_and_how(pages: Pages) -> None:
    html = pages.render("questions.html", all_questions(a_consultation(), "open", {"s": a_bilingual_survey()}, pages))
    assert html.count("Not everybody is asked this one.") == 1
    assert html.count("This one needs an answer.") == 1
    assert "Tick all that fit." in html
    assert "until the end of 15 November 2010" in html
    closed = pages.render("questions.html", all_questions(a_consultation(), "closed", {"s": a_survey()}, pages))
    assert "until the end of" not in closed
    assert "You answer in your own words." in closed


def test_it_is_shown_in_a_language_of_the_survey_and_offers_the_others_by_their_own_names(pages: Pages) -> None:
    surveys = {"s": a_bilingual_survey()}
    html = pages.render("questions.html", all_questions(a_consultation(), "open", surveys, pages, "ar"), "ar")
    assert '<a class="govuk-link" href="?language=ar" lang="ar" hreflang="ar" dir="rtl" aria-current="true">العربية</a>' in html
    assert 'lang="ar" dir="auto">1. أي؟' in html
    unknown = pages.render("questions.html", all_questions(a_consultation(), "open", surveys, pages, "xx"))
    assert "1. Which?" in unknown


def test_a_survey_that_lacks_the_language_is_shown_in_its_own(pages: Pages) -> None:
    both = {"a": a_survey(), "b": a_bilingual_survey()}
    html = pages.render("questions.html", all_questions(a_consultation(), "open", both, pages, "ar"))
    assert 'lang="en" dir="auto">1. What do you say to select one?' in html
    assert 'lang="ar" dir="auto">الثاني</h2>' in html


def test_a_language_that_has_no_name_is_called_by_its_tag(pages: Pages) -> None:
    survey = a_bilingual_survey()
    object.__setattr__(survey, "languages", ("en", "qqq", "e" * 9))
    html = pages.render("questions.html", all_questions(a_consultation(), "open", {"s": survey}, pages))
    assert all(f">{name}</a>" in html for name in ("English", "Qqq", "E" + "e" * 8))


def test_what_is_asked_several_times_is_said_under_its_heading(pages: Pages) -> None:
    """Who reads before answering knows that more than one can be told about."""
    child = "{name: child, type: repeat, label: Children, questions: [{name: name, type: text, label: Their name?}]}"
    surveys = {"s": read_survey(f"survey: s\ntitle: T\nquestions: [{child}]".encode(), "s.yaml")}
    html = pages.render("questions.html", all_questions(a_consultation(), "open", surveys, pages))
    assert re.search(r">Children</h\d>\s*<p [^>]*>You are asked these questions once for each one.</p>", html)
