"""One of every page, filled with plain values: what the templates are looked at and checked with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.web.consultations import Listed, all_questions
from bot.web.digests import results
from bot.web.pages import Pages
from bot.web.visits import Visit, said
from surveys.consultations.model import Body, Consultation, Lundy, Period
from surveys.definitions.expressions import compile_expression
from surveys.definitions.model import Choice, Question, Scale, Survey, Texts
from surveys.digests.model import BodyReply, Edition, EditionPoint, Facts, Heard, Participation
from surveys.interviews.model import Answer, Interview
from surveys.points.model import Commitment, Reply

TOKEN = "Zm9vYmFyYmF6cXV4MTIzNA"


def a_consultation(**changes: object) -> Consultation:
    """A consultation with every part filled."""
    plain = Consultation(
        slug="framework",
        title="A fairer way to work with charities",
        owner="Wexmoor Council",
        purpose="We want to work with charities and community groups in one way.\n\nPlease tell us what is right in the plan.",
        can_change="Every one of the five promises.",
        cannot_change="How much money there is.",
        stage="plan",
        opens=date(2010, 8, 16),
        closes=date(2010, 11, 15),
        comes_back=date(2011, 1, 31),
        decider="The Partnership Board decides on 24 January 2011.",
        audiences=(("tso", "survey.yaml"),),
        bodies=(Body("forum", "Wexmoor Forum", "forum"), Body("board", "Wexmoor Board", "board")),
        papers=("The draft plan (24 pages)", "https://example.org/plan"),
        support="We pay travel and child care. Ring 01632 960174.",
        invented=True,
        short_reason="The grant ends in October.",
        options="Begin everywhere at once, or in one team first.",
        conflicts="Two members bid for work and leave the room.",
        undecided=True,
        young_people=Lundy("The youth club.", "A worker helps.", "The board listens.", "It sets the hours."),
        pre_election=Period(date(2010, 8, 1), date(2010, 9, 1)),
        pre_election_reason="The law sets the day.",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def english(text: str) -> Texts:
    """Words in English only."""
    return {"en": text}


def a_question(kind: str, number: int, **parts: object) -> Question:
    """Question `number` of one kind, with three choices where it has choices."""
    choices = tuple(Choice(name, code, english(name.capitalize())) for code, name in enumerate(("small", "medium", "large"), 1))
    values: dict[str, object] = {
        "name": kind,
        "kind": kind,
        "index": number,
        "number": number,
        "label": english(f"What do you say to {kind.replace('_', ' ')}?"),
        "hint": english("A rough answer will do."),
        "choices": choices if kind.startswith("select") or kind == "rank" else (),
        "scale": Scale(Decimal(0), Decimal(10), Decimal(1)) if kind == "range" else None,
    }
    return Question(**{**values, **parts})  # type: ignore[arg-type]


def a_survey() -> Survey:
    """A survey with a note and one question of every kind that people answer."""
    note = Question("hello", "note", 0, 0, english("The next questions are about your group."))
    kinds = (
        "select_one",
        "select_multiple",
        "text",
        "integer",
        "decimal",
        "date",
        "range",
        "acknowledge",
        "time",
        "dateTime",
        "rank",
    )
    return Survey("framework", english("A fairer way"), (note, *(a_question(kind, n) for n, kind in enumerate(kinds, 1))))


def a_bilingual_survey() -> Survey:
    """A survey in English and Arabic, of a question that not everybody is asked and one that must be answered."""
    when = compile_expression("today() > '2010-01-01'")
    rare = a_question("select_multiple", 1, index=0, label={"en": "Which?", "ar": "أي؟"}, relevant=when)
    needed = a_question("integer", 2, index=1, label={"en": "How many?", "ar": "كم؟"}, required=True)
    return Survey("second", {"en": "The second", "ar": "الثاني"}, (rare, needed), ("en", "ar"))


def a_visit(at: str = "text", **changes: object) -> Visit:
    """A visit at one question, or in another state."""
    interview = replace(Interview("i" * 22, "framework", status="asking", at=at), **changes)  # type: ignore[arg-type]
    now = datetime(2010, 9, 1, 12, tzinfo=UTC)
    return Visit(TOKEN, f"https://hear.example/answer/{TOKEN}", a_consultation(), a_survey(), interview, "s" * 22, now)


def an_edition(kind: str = "final", **changes: object) -> Edition:
    """An edition with a kept promise, a refusal, a reply that is due, and one that is missing."""
    facts = Facts(
        "framework",
        "A fairer way to work with charities",
        "Wexmoor Council",
        date(2010, 8, 16),
        date(2010, 11, 15),
        date(2011, 1, 31),
        invented=True,
    )
    promise = Commitment("One calendar for all the work that is coming up", "Priya Nair", date(2011, 4, 1))
    points: tuple[EditionPoint, ...] = (
        EditionPoint(
            3,
            "Groups hear too late about work that is coming up.",
            "problem",
            Heard(25, 2),
            (
                BodyReply(
                    "board", "Wexmoor Board", Reply(3, "board", "doing", "You are right.\n\nIt begins in spring.", None, promise)
                ),
                BodyReply("forum", "Wexmoor Forum", Reply(3, "forum", "done", "We pass on each notice on the day it comes.")),
            ),
        ),
        EditionPoint(
            1,
            "Contracts should last at least five years.",
            "idea",
            Heard(None, 0),
            (BodyReply("board", "Wexmoor Board", Reply(1, "board", "no", "We only know our budget for three years.")),),
        ),
        EditionPoint(
            2,
            "Could forms be shorter for small grants?",
            "question",
            Heard(0, 1),
            (
                BodyReply("forum", "Wexmoor Forum", Reply(2, "forum", "due", "We meet in March.", date(2011, 3, 10))),
                BodyReply("board", "Wexmoor Board", None),
            ),
        ),
    )
    if kind == "interim":
        points = tuple(
            replace(point, replies=tuple(BodyReply(each.slug, each.name, None) for each in point.replies)) for point in points
        )
    number = 1 if kind == "interim" else 2
    edition = Edition(facts, kind, number, Participation(68, 14, 3, 43), points, date(2010, 12, 13))  # type: ignore[arg-type]
    return replace(edition, **changes)  # type: ignore[arg-type]


def every_page(pages: Pages) -> Mapping[str, str]:
    """One of every page as HTML, by a name."""
    words = pages.words("en")
    visit = a_visit()
    answered = a_visit(answers={"text": Answer("Longer hours, please."), "date": Answer("", skipped=True)})
    edition = an_edition()
    listing = {
        "here": "/consultations/framework/results",
        "address": "https://hear.example",
        "editions": (an_edition("interim"),),
    }
    listed = (Listed(a_consultation(), "open", results=False),)
    past = (Listed(a_consultation(slug="old", title="What we asked before"), "published", results=True),)
    made = {
        "home": pages.render("consultations.html", {"listed": listed + past}),
        "home-empty": pages.render("consultations.html", {"listed": ()}),
        "privacy": pages.render("privacy.html"),
        "accessibility": pages.render("accessibility.html"),
        "results": pages.render("results.html", {**results(edition, words), **listing}),
        "results-of-body": pages.render("results.html", {**results(edition, words, "forum"), **listing}),
        "results-interim": pages.render(
            "results.html", {**results(an_edition("interim"), words), **(listing | {"editions": ()})}
        ),
        "permission": pages.render("answer/permission.html", {"visit": a_visit("hear_back", status="closing"), "error": ""}),
        "permission-error": pages.render(
            "answer/permission.html", {"visit": a_visit("quote", status="closing"), "error": "Choose."}
        ),
        "finished": pages.render(
            "answer/finished.html", {"visit": a_visit("", status="finished", permissions={"hear_back": True})}
        ),
        "summary": pages.render(
            "answer/summary.html",
            {"visit": answered, "answers": said(a_survey(), answered.interview), "changeable": True, "apart": ()},
        ),
        "summary-empty": pages.render("answer/summary.html", {"visit": visit, "answers": (), "changeable": False, "apart": ()}),
        "leave": pages.render("answer/leave.html", {"visit": visit}),
        "leave-sure": pages.render("answer/leave.html", {"visit": a_visit(sure=True)}),
        "forgotten": pages.render("answer/forgotten.html"),
    }
    for state in ("open", "closed", "published", "approved"):
        values = {
            "consultation": a_consultation(),
            "state": state,
            "surveys": {"s1": a_survey()},
            "results": state == "published",
            "door": "/door",
        }
        made[f"consultation-{state}"] = pages.render("consultation.html", {**values})
    both = {"s1": a_survey(), "s2": a_bilingual_survey()}
    made["questions"] = pages.render("questions.html", all_questions(a_consultation(), "open", {"s1": a_survey()}, pages))
    made["questions-two"] = pages.render("questions.html", all_questions(a_consultation(), "closed", both, pages, "ar"))
    made["consultation-two"] = pages.render(
        "consultation.html",
        {"consultation": a_consultation(), "state": "open", "surveys": both, "results": False, "door": "/door"},
    )
    for name in ("consent", "keep", "questions", "help", "privacy"):
        made[f"answer-{name}"] = pages.render(f"answer/{name}.html", {"visit": visit})
    for name in ("declined", "stopped", "closed", "closed_unfinished"):
        made[f"resting-{name}"] = pages.render("answer/resting.html", {"visit": visit, "name": name})
    for name in ("not_found", "not_allowed", "too_large", "bad_request", "away", "broken", "used_link", "no_letters"):
        made[f"message-{name}"] = pages.render("message.html", {"name": name})
    beside = {"suggested": False, "megabytes": 10}
    for question in a_survey().questions[1:]:
        asked = a_visit(question.name)
        made[f"question-{question.kind}"] = pages.render(
            "answer/question.html",
            {"visit": asked, "error": "", "typed": (), "answered": False, "remark": "", "noted": None} | beside,
        )
        made[f"question-{question.kind}-error"] = pages.render(
            "answer/question.html",
            {
                "visit": asked,
                "error": "Choose an answer.",
                "typed": ("31", "2", "2010"),
                "answered": True,
                "remark": "",
                "noted": None,
            }
            | beside,
        )
    return made
