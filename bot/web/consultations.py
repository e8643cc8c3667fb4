"""The pages that say what is asked, by whom and why; and the door to the interview."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from bot.app import App
from bot.pictures import find, media_type
from bot.questionnaires.files import Away, Form, every_file
from bot.web.forms import read_form
from bot.web.pages import Pages
from handlers.desk import Outcome
from storage import consultations, editions
from storage.consultations import Held
from storage.database import Tx
from storage.keyring import new_id
from surveys.consultations.model import Consultation, State
from surveys.consultations.questionnaire import Entry, all_asked, questionnaire
from surveys.consultations.spoken import language_of, spoken
from surveys.definitions.model import Survey, say
from surveys.errors import Refused
from surveys.interviews.model import ASIDES
from surveys.interviews.rendering import option_id
from surveys.messages import Inbound, Press
from surveys.words.languages import closest


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation as the list shows it; `results` is whether there is an edition to read."""

    consultation: Consultation
    state: State
    results: bool
    tongue: str = ""  # the language that its title is in


def state_of(held: Held, now: datetime) -> State:
    """Its state as people should see it: between two ticks of the clock the calendar is right, and not the database."""
    if held.state == "open" and held.over_at(now):
        return "closed"
    if held.state == "open" and now < held.opens_at:
        return "approved"
    return held.state


async def received(app: App, message: Inbound) -> Outcome:
    """What became of a message, once it is committed; a fault page where it had to be set aside."""
    outcome = await app.writer.receive(message)
    if outcome.fault:
        raise HTTPException(500)
    return outcome


def found(tx: Tx, slug: str) -> Held:
    """The consultation called `slug` as the public may see it; 404 where there is none."""
    held = consultations.by_slug(tx, slug)
    if held is None or held.state == "draft":
        raise HTTPException(404)
    return held


@dataclass(frozen=True, slots=True)
class Sheet:
    """All questions of a survey in the language `spoken`, and the files to take them away in, by their kind."""

    title: str
    spoken: str
    entries: tuple[Entry, ...]
    files: Mapping[Form, str]


def all_questions(
    consultation: Consultation, state: State, surveys: Mapping[str, Survey], pages: Pages, language: str = ""
) -> Mapping[str, object]:
    """What the page of all questions shows: each language by its own name, and the one chosen of them."""
    tags = dict.fromkeys(tag for survey in surveys.values() for tag in survey.languages)
    chosen = language if language in tags else next(iter(tags))
    sheets = [_sheet(survey, chosen if chosen in survey.languages else survey.language, pages) for survey in surveys.values()]
    return {"consultation": consultation, "state": state, "sheets": sheets, "tongues": tuple(tags), "chosen": chosen}


def _sheet(survey: Survey, spoken: str, pages: Pages) -> Sheet:
    files = {each.form: each.name for each in every_file(survey) if each.language == spoken}
    return Sheet(say(survey.title, spoken), spoken, all_asked(survey, spoken, pages.words(spoken)), files)


class ConsultationPages:
    """The list of consultations, and the page of each."""

    def __init__(self, app: App, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    def router(self) -> APIRouter:
        """Their routes."""
        router = APIRouter()
        router.add_api_route("/", self.every, methods=["GET"])
        router.add_api_route("/consultations", self.every, methods=["GET"])
        router.add_api_route("/consultations/{slug}", self.one, methods=["GET"])
        router.add_api_route("/consultations/{slug}", self.take_part, methods=["POST"])
        router.add_api_route("/consultations/{slug}/questions", self.questions, methods=["GET"])
        router.add_api_route("/consultations/{slug}/questions/{name}", self.take_away, methods=["GET"])
        router.add_api_route("/pictures/{name:path}", self.picture, methods=["GET"])
        return router

    def every(self, language: str = "") -> Response:
        """Open and past consultations; drafts and rehearsals are nobody else's business."""
        now = self._app.clock.now()
        with self._app.database.read() as tx:
            public = [held for held in consultations.every(tx) if held.state != "draft" and not held.rehearsal]
            listed = [Listed(held.consultation, state_of(held, now), bool(editions.published(tx, held.id))) for held in public]
        tongues = dict.fromkeys(tag for each in listed for tag in each.consultation.languages)
        chosen = closest(language, tongues) or "en"
        listed = [
            replace(each, consultation=spoken(each.consultation, chosen), tongue=language_of(each.consultation, "title", chosen))
            for each in listed
        ]
        return self._pages.page(
            "consultations.html", {"listed": listed, "tongues": tuple(tongues)}, chosen, asked=language and chosen
        )

    def one(self, slug: str, language: str = "") -> Response:
        """What it is about, and the button to take part; in `language` where it speaks it."""
        held = self._held(slug)
        chosen = chosen_in(held.consultation, language)
        with self._app.database.read() as tx:
            out = bool(editions.published(tx, held.id))
        values = {
            "consultation": spoken(held.consultation, chosen),
            "state": state_of(held, self._app.clock.now()),
            "surveys": held.surveys,
            "results": out,
            "door": f"/consultations/{held.consultation.slug}",
            "tongues": held.consultation.languages,
            "tongue": partial(language_of, held.consultation, language=chosen),
        }
        return self._pages.page("consultation.html", values, chosen, asked=language and chosen)

    def questions(self, slug: str, language: str = "") -> Response:
        """Everything that may be asked, to read first and to take away; in `language` where a survey has it."""
        held = self._held(slug)
        about = spoken(held.consultation, chosen_in(held.consultation, language))
        values = all_questions(about, state_of(held, self._app.clock.now()), held.surveys, self._pages, language)
        return self._pages.page("questions.html", values, str(values["chosen"]), asked=language and str(values["chosen"]))

    def take_away(self, slug: str, name: str) -> Response:
        """The same as a file, made now; a page that says what to take instead, where our fonts lack its letters."""
        held = self._held(slug)
        away: Away | None = next(
            (each for survey in held.surveys.values() for each in every_file(survey) if each.name == name), None
        )
        if away is None:
            raise HTTPException(404)
        words, address = self._pages.words(away.language), self._app.settings.address
        try:
            data = away.made(questionnaire(away.survey, away.language, words, held.consultation, address))
        except Refused:
            return self._pages.page("message.html", {"name": "no_letters"}, status=404)
        return Response(data, media_type=away.media_type, headers={"Content-Disposition": f'inline; filename="{name}"'})

    def picture(self, name: str) -> Response:
        """An author's picture, which Easy Read shows."""
        data = find(self._app.database, name)
        if data is None:
            raise HTTPException(404)
        return Response(data, media_type=media_type(data))

    def _held(self, slug: str) -> Held:
        with self._app.database.read() as tx:
            return found(tx, slug)

    async def take_part(self, slug: str, request: Request) -> Response:
        """Begin an interview under a fresh link."""
        form = await read_form(request)
        held = await asyncio.to_thread(self._held, slug)
        here = f"/consultations/{held.consultation.slug}"
        survey_id = form.one("survey")
        if survey_id not in held.surveys or not held.open_at(self._app.clock.now()):
            return RedirectResponse(here, 303)
        token = new_id()
        outcome = await received(self._app, Inbound("web", new_id(), token, Press(f"s.{survey_id}")))
        await speak(self._app, outcome, form.one("language"))
        return RedirectResponse(f"/answer/{token}", 303)


async def speak(app: App, begun: Outcome, language: str) -> None:
    """Go on in the language in which somebody had the page that they began from: they have chosen it there."""
    if language and begun.turn is not None and begun.turn.interview.choosing:
        chosen = Press(option_id(begun.turn.interview, ASIDES["language"], language))
        await received(app, Inbound("web", new_id(), begun.inbound.address, chosen))


def chosen_in(about: Consultation, language: str) -> str:
    """The language to show a consultation in: the one asked for, where it speaks that, else the one it was written in first."""
    return closest(language, about.languages) or about.languages[0]
