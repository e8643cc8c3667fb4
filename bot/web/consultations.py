"""The pages that say what is asked, by whom and why; and the door to the interview."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from bot.app import App
from bot.web.forms import read_form
from bot.web.pages import Pages
from handlers.desk import Outcome
from storage import consultations, editions
from storage.consultations import Held
from storage.database import Tx
from storage.keyring import new_id
from surveys.consultations.model import Consultation, State
from surveys.messages import Inbound, Press


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation as the list shows it; `results` is whether there is an edition to read."""

    consultation: Consultation
    state: State
    results: bool


def state_of(held: Held, now: datetime) -> State:
    """Its state as people should see it: between two ticks of the clock the calendar is right, and not the database."""
    if held.state == "open" and now > held.closes_at:
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
        return router

    def every(self) -> Response:
        """Open and past consultations; drafts and rehearsals are nobody else's business."""
        now = self._app.clock.now()
        with self._app.database.read() as tx:
            public = [held for held in consultations.every(tx) if held.state != "draft" and not held.rehearsal]
            listed = [Listed(held.consultation, state_of(held, now), bool(editions.published(tx, held.id))) for held in public]
        return self._pages.page("consultations.html", {"listed": listed})

    def one(self, slug: str) -> Response:
        """What it is about, and the button to take part."""
        held = self._held(slug)
        with self._app.database.read() as tx:
            out = bool(editions.published(tx, held.id))
        values = {
            "consultation": held.consultation,
            "state": state_of(held, self._app.clock.now()),
            "surveys": held.surveys,
            "results": out,
            "door": f"/consultations/{held.consultation.slug}",
        }
        return self._pages.page("consultation.html", values)

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
        await received(self._app, Inbound("web", new_id(), token, Press(f"s.{survey_id}")))
        return RedirectResponse(f"/answer/{token}", 303)
