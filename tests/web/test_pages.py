"""The pages as templates: what an author or a participant writes cannot become markup, and nothing needs a script."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from bot.web.consultations import Listed
from bot.web.digests import concerned, promises, results, sections
from bot.web.pages import STATIC, Pages
from bot.web.steps import guessed
from bot.web.visits import said
from surveys.consultations.model import Lundy
from surveys.interviews.model import Answer, Ask, Interview, Say, Turn
from surveys.words.catalogue import Catalogue
from tests.web.samples import a_consultation, a_survey, a_visit, an_edition, every_page

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} &lt;b&gt; 👋"""


@pytest.fixture
def pages(english: Catalogue) -> Pages:
    """The pages, with English words."""
    return Pages({"en": english})


def test_no_page_holds_a_script_or_a_style_of_its_own(pages: Pages) -> None:
    """The policy sent with every page forbids both, so a page that had one would break."""
    for name, html in every_page(pages).items():
        page = Markup(html)
        assert "h1" in page.elements, name
        assert_no_code(page)


def test_no_page_loads_anything_from_elsewhere(pages: Pages) -> None:
    """Everything a browser fetches by itself lies under /static/ and is there."""
    for name, html in every_page(pages).items():
        fetched = re.findall(r'<(?:link|img|source|iframe)[^>]*?(?:href|src)="([^"]*)"', html)
        assert fetched, name
        for address in fetched:
            path, _, digest = address.removeprefix("/static/").partition("?")
            assert (STATIC / path).is_file(), (name, address)
            assert len(digest) == 12


def test_every_page_has_one_heading_a_language_and_a_title(pages: Pages) -> None:
    """A page says what it is: one h1, a title that is not empty, lang and dir on its root."""
    for name, html in every_page(pages).items():
        assert html.count("<h1") == 1, name
        assert '<html lang="en" dir="ltr"' in html, name
        assert re.search(r"<title>\s*\S.* – Hearback</title>", html), name


def test_pages_with_an_error_say_so_first(pages: Pages) -> None:
    """The title begins with the error, and the summary leads to the field that is wrong."""
    made = every_page(pages)
    for name in (name for name in made if name.endswith("-error")):
        html = made[name]
        assert "<title>Error: " in html, name
        target = re.search(r'<a href="#([^"]+)"', html)
        assert target, name
        assert f'id="{target[1]}"' in html, name


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "text", "integer", "decimal", "date"])
def test_what_was_typed_is_shown_again_and_stays_text(pages: Pages, kind: str) -> None:
    """A rejected answer comes back as it was written, never as markup."""
    html = pages.render(
        "answer/question.html",
        {
            "visit": a_visit(kind),
            "error": HOSTILE,
            "typed": (HOSTILE, HOSTILE, HOSTILE),
            "answered": False,
            "remark": "",
            "noted": None,
            "suggested": False,
            "megabytes": 10,
        },
    )
    assert_harmless(html)


def test_what_a_consultation_owes_the_public_is_on_its_page(pages: Pages) -> None:
    """Its options, conflicts and reasons; that nothing is decided is said until it closes."""
    shown = {"surveys": {"s1": a_survey()}, "results": False, "door": "/door"}
    html = pages.render("consultation.html", {**shown, "consultation": a_consultation(), "state": "open"})
    for said_there in (
        "Begin everywhere at once",
        "leave the room",
        "Nothing is decided yet.",
        "The board listens.",
        "Why it is open for less than 12 weeks: The grant ends in October.",
        "Why it is done so near to an election: The law sets the day.",
    ):
        assert said_there in html
    closed = pages.render("consultation.html", {**shown, "consultation": a_consultation(), "state": "closed"})
    assert "Nothing is decided yet." not in closed


def test_what_authors_and_participants_write_stays_text(pages: Pages, english: Catalogue) -> None:
    """Hostile text in a consultation, a survey, an answer and an edition appears as the text it is."""
    consultation = a_consultation(
        **dict.fromkeys(("title", "owner", "purpose", "can_change", "cannot_change", "decider", "support"), HOSTILE),
        **dict.fromkeys(("options", "conflicts", "short_reason", "pre_election_reason"), HOSTILE),
        young_people=Lundy(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        papers=(HOSTILE, "https://x.example/" + HOSTILE, "javascript:alert(1)"),
    )
    survey = a_survey()
    hostile = tuple(
        replace(
            question,
            label={"en": HOSTILE},
            hint={"en": HOSTILE},
            choices=tuple(replace(choice, label={"en": HOSTILE}) for choice in question.choices),
        )
        for question in survey.questions
    )
    visit = replace(
        a_visit(answers={"text": Answer(HOSTILE, HOSTILE)}), consultation=consultation, survey=replace(survey, questions=hostile)
    )
    edition = an_edition()
    point = replace(edition.points[0], sentence=HOSTILE)
    for number, each in enumerate(point.replies):
        assert each.reply is not None
        bad = replace(each, name=HOSTILE, reply=replace(each.reply, reason=HOSTILE))
        point = replace(point, replies=(*point.replies[:number], bad, *point.replies[number + 1 :]))
    edition = replace(edition, facts=replace(edition.facts, title=HOSTILE, owner=HOSTILE), points=(point,), body_name=HOSTILE)
    shown = {"consultation": consultation, "state": "open", "surveys": {"s1": visit.survey}, "results": False, "door": "/door"}
    listing = {"here": "/here", "address": "", "editions": ()}
    answers = said(visit.survey, visit.interview)
    summary = {"visit": visit, "answers": answers, "changeable": True, "apart": ((visit.survey.by_name["text"], HOSTILE),)}
    for html in (
        pages.render("consultation.html", {**shown}),
        pages.render("consultations.html", {"listed": (Listed(consultation, "open", results=True),)}),
        pages.render("answer/consent.html", {"visit": visit}),
        pages.render("answer/questions.html", {"visit": visit}),
        pages.render("answer/help.html", {"visit": visit}),
        pages.render("answer/summary.html", summary),
        pages.render("results.html", {**results(edition, english), **listing}),
        *(
            pages.render(
                "answer/question.html",
                {
                    "visit": replace(visit, interview=replace(visit.interview, at=name)),
                    "error": "",
                    "typed": (),
                    "answered": False,
                    "remark": "",
                    "noted": None,
                    "suggested": False,
                    "megabytes": 10,
                },
            )
            for name in visit.survey.by_name
            if visit.survey.by_name[name].asks
        ),
    ):
        assert_harmless(html)
        assert 'href="javascript' not in html


class Markup(HTMLParser):
    """A page as a browser reads it: its elements, its attributes, and all text in it, attributes' values included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.text += "".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_harmless(html: str) -> None:
    """The hostile text is there word for word, and none of it as markup."""
    page = Markup(html)
    assert HOSTILE in page.text
    assert_no_code(page)


def assert_no_code(page: Markup) -> None:
    """Nothing that the policy forbids."""
    assert not page.elements & {"script", "style", "iframe", "object", "embed", "base"}
    assert not [name for name in page.attributes if name.startswith("on") or name in ("style", "srcdoc")]


def test_a_value_that_is_missing_is_an_error(pages: Pages) -> None:
    """A template never shows a gap in silence."""
    with pytest.raises(UndefinedError):
        pages.render("consultation.html")


def test_a_language_from_right_to_left_turns_the_page(english: Catalogue) -> None:
    """The direction and the style sheet follow the language."""
    pages = Pages({"en": english, "ar": Catalogue("ar", english.texts)})
    html = pages.render("privacy.html", language="ar")
    assert '<html lang="ar" dir="rtl"' in html
    assert "/static/govuk/govuk.rtl.css?" in html


def test_a_language_we_do_not_speak_is_answered_in_english(pages: Pages) -> None:
    """The page says truly which language it is in."""
    assert '<html lang="en" dir="ltr"' in pages.render("accessibility.html", language="cy")


def test_a_final_edition_parts_what_nobody_will_do() -> None:
    """Only a point whose every reply is no stands under "Not this time"."""
    edition = an_edition()
    doing, refused = sections(edition, edition.points)
    assert [point.number for point in doing[1]] == [3, 2]
    assert [point.number for point in refused[1]] == [1]


def test_an_interim_edition_shows_its_points_together() -> None:
    """Before the replies there is nothing to part."""
    edition = an_edition("interim")
    assert sections(edition, edition.points) == (("said", edition.points),)


def test_a_body_is_told_how_many_points_concern_it() -> None:
    """The links that filter say how many points they lead to."""
    assert [(each.slug, each.points) for each in concerned(an_edition())] == [("board", 3), ("forum", 2)]


def test_filtering_by_a_body_leaves_its_points_only(english: Catalogue) -> None:
    """A point that does not concern the body is not shown."""
    shown = results(an_edition(), english, "forum")["sections"]
    assert isinstance(shown, tuple)
    assert [(name, [point.number for point in points]) for name, points in shown] == [("doing", [3, 2]), ("not_now", [])]


def test_promises_are_listed_with_their_point() -> None:
    """What happens next is the commitments, each with the point it answers."""
    assert [(each.point, each.commitment.owner) for each in promises(an_edition().points)] == [(3, "Priya Nair")]


def test_what_somebody_said_is_shown_in_their_own_words() -> None:
    """Choices by their labels, remarks beside them, skipped questions as such."""
    interview = a_visit(answers={"select_one": Answer("small", "most weeks"), "date": Answer("", skipped=True)}).interview
    assert [(question.name, shown) for question, shown in said(a_survey(), interview)] == [
        ("select_one", "Small\nmost weeks"),
        ("date", ""),
    ]


def test_a_guess_is_put_back_as_its_field_takes_it() -> None:
    """A day as its three parts, a number as it is; words and choices are not guessed at on a page."""
    survey = a_survey()

    def meant(name: str, answers: str | date) -> tuple[str, ...] | None:
        says = Say("did_you_mean_it", {"answers": answers, "remark": ""})
        return guessed(Turn(Interview("i", survey.name), (Ask("date"), says)), survey.by_name[name])

    assert meant("date", date(2026, 3, 9)) == ("9", "3", "2026")
    assert meant("integer", "9") == ("9",)
    assert meant("select_one", "Small") is None


# What reading says of choices only: on a page they are ticked, and nothing is read.
OF_CHOICES = {"pick_one", "pick_only_one", "not_listed", "pick_some", "part_unclear", "none_to_pick", "none_and_some"}
OF_CHOICES |= {"pick_order", "rank_twice"}


def test_no_page_tells_anybody_to_send_something(english: Catalogue) -> None:
    """What a chat says about an answer it could not take has words of its own on a page, with the same parts to fill in."""
    for key, text in english.texts.items():
        if key.startswith("reading.") and key.partition(".")[2] not in {*OF_CHOICES, "nothing_asked"}:
            on_page = english.texts[f"web.error.{key}"]
            assert isinstance(text, str)
            assert isinstance(on_page, str)
            assert "send" not in on_page.casefold(), key
            assert set(re.findall(r"{\w+}", on_page)) <= set(re.findall(r"{\w+}", text)), key
