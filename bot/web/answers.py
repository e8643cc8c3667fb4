"""The interview as pages: one question a page. GET changes nothing; a POST is one turn, answered by a redirect."""

import asyncio
import re
from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from bot.app import App
from bot.web.consultations import chosen_in, received, speak, state_of
from bot.web.forms import Form, is_upload, read_form, read_upload
from bot.web.pages import Pages, number_in
from bot.web.steps import content, filled_in, guessed, lacking_words, missing, typed_in, values, why_not
from bot.web.visits import Gone, Invited, Visit, find, said, said_apart
from handlers import digests
from storage.keyring import new_id
from surveys.consultations.spoken import language_of, spoken
from surveys.definitions.model import MEDIA, Question
from surveys.interviews.model import Interview
from surveys.messages import Inbound, Start
from surveys.words.languages import closest

ASIDE_PAGES = ("keep", "questions", "privacy", "help", "leave")  # each is `answer/<name>.html`, filled with the visit alone
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(?:\[[0-9]{1,2}\])?")  # what a question may be called
UPLOADS = 4  # files in memory at the same time
ANSWERING = ("", "answer", "skip")


class AnswerPages:
    """The pages behind one person's link."""

    def __init__(self, app: App, pages: Pages) -> None:
        self._app = app
        self._pages = pages
        self._uploading = asyncio.Semaphore(UPLOADS)

    def router(self) -> APIRouter:
        """Their routes."""
        router = APIRouter(prefix="/answer/{token}")
        router.add_api_route("", self.now, methods=["GET"])
        router.add_api_route("", self.post, methods=["POST"])
        router.add_api_route("/questions/{name}", self.question, methods=["GET"])
        router.add_api_route("/summary", self.summary, methods=["GET"])
        router.add_api_route("/news", self.news, methods=["GET"])
        router.add_api_route("/{name}", self.aside, methods=["GET"])
        return router

    # ── GET ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def now(self, token: str, request: Request, language: str = "", changed: str = "") -> Response:
        """Wherever the person is. What a page is to be read in before there is an interview is in the address."""
        found = self._find(token)
        if isinstance(found, Visit):
            return self._where(replace(found, changed=bool(changed)), _accepted(request))
        return self._no_visit(found, token, language)

    def question(self, token: str, name: str, noted: str = "") -> Response:
        """The question `name`: the open one, or one answered before, to answer it anew.

        Its address is the same in all versions of the survey.
        """
        if not NAME.fullmatch(name):
            name = str(number_in(name))  # as addresses were before questions were called by their names
        visit = self._find(token)
        if not isinstance(visit, Visit):
            return self._no_visit(visit, token)
        question = visit.named(name)
        known = question is not None and (question.name == visit.interview.at or question.name in visit.interview.answers)
        if question is None or not known or visit.late or visit.interview.stopped:
            return RedirectResponse(visit.path, 303)
        return self._ask(replace(visit, asked=question.name), noted=noted)

    def summary(self, token: str) -> Response:
        """What the person said: only ever shown because they asked."""
        visit = self._visit(token)
        answers, apart = said(visit.survey, visit.interview), said_apart(visit)
        return self._page("summary", visit, answers=answers, apart=apart, changeable=not (visit.late or visit.interview.stopped))

    def news(self, token: str) -> Response:
        """What became of what the person said."""
        visit = self._visit(token)
        words = self._pages.words(visit.interview.language)
        with self._app.database.read() as tx:
            message = digests.personal(tx, visit.participant, None, words=words, address=self._app.settings.address)
        if message is None:
            return RedirectResponse(visit.path, 303)
        return self._page("news", visit, message=message)

    def aside(self, token: str, name: str) -> Response:
        """A page beside the questions: help, privacy, the link to keep."""
        if name not in ASIDE_PAGES:
            raise HTTPException(404)
        return self._page(name, self._visit(token))

    def _find(self, token: str) -> Visit | Invited | Gone | None:
        with self._app.database.read() as tx:
            return find(tx, token, self._app.settings.address, self._app.clock.now())

    def _visit(self, token: str) -> Visit:
        found = self._find(token)
        if not isinstance(found, Visit):
            raise HTTPException(404)
        return found

    def _no_visit(self, found: Invited | Gone | None, token: str, language: str = "") -> Response:
        match found:
            case Invited(held, survey_id):
                chosen = chosen_in(held.consultation, language)
                values = {
                    "consultation": spoken(held.consultation, chosen),
                    "state": state_of(held, self._app.clock.now()),
                    "surveys": {survey_id: held.surveys[survey_id]},
                    "results": False,
                    "door": f"/answer/{token}",
                    "tongues": held.consultation.languages,
                    "tongue": partial(language_of, held.consultation, language=chosen),
                }
                return self._pages.page("consultation.html", values, chosen, asked=language and chosen)
            case Gone(forgotten=True):
                return self._pages.page("answer/forgotten.html")
            case Gone():
                return self._pages.page("message.html", {"name": "used_link"}, status=410)
            case None:
                raise HTTPException(404)

    def _where(self, visit: Visit, suggested: str = "") -> Response:
        interview = visit.interview
        if visit.late and interview.status in ("consent", "asking"):
            return self._page("resting", visit, name="closed_unfinished" if interview.answers else "closed")
        if interview.stopped:
            return self._page("resting", visit, name="stopped")
        if interview.choosing:
            languages = _languages(visit, suggested)
            asked_in = {tag: self._pages.words(tag).text("web.language.title") for tag in languages}
            return self._page("choose", visit, languages=asked_in)
        if visit.survey.asked(interview.at) is not None:
            return self._ask(visit)
        if visit.repeat is not None:
            return self._page("another", visit, error="")
        if interview.at == "take_part":
            declined = interview.permissions.get("take_part") is False
            return self._page("resting", visit, name="declined") if declined else self._page("consent", visit)
        if interview.at:
            return self._page("permission", visit, error="")
        return self._page("finished", visit)

    def _ask(self, visit: Visit, *, error: str = "", typed: tuple[str, ...] = (), remark: str = "", noted: str = "") -> Response:
        suggested = visit.suggested if not error else ""
        values = {
            "error": error,
            "megabytes": self._app.settings.media_megabytes,
            "typed": filled_in(visit.question, suggested) if suggested else typed,
            "suggested": bool(suggested),
            "remark": remark,
            "answered": visit.question.name in visit.interview.answers,
            "noted": _noted(visit, noted),
        }
        return self._page("question", visit, 422 if error else 200, **values)

    def _page(self, template: str, visit: Visit, status: int = 200, /, **values: object) -> Response:
        language, several = visit.interview.language, len(visit.survey.languages) > 1
        asked = language if several else ""
        return self._pages.page(f"answer/{template}.html", {"visit": visit, **values}, language, status, asked)

    # ── POST ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def post(self, token: str, request: Request) -> Response:
        """One step: an answer, a button, a way out."""
        if is_upload(request.scope):
            return await self._upload(token, request)
        form = await read_form(request)
        found = await asyncio.to_thread(self._find, token)
        if isinstance(found, Invited):
            if found.held.open_at(self._app.clock.now()):
                begun = await received(self._app, Inbound("web", new_id(), token, Start(token)))
                await speak(self._app, begun, form.one("language"))
            return RedirectResponse(f"/answer/{token}", 303)
        if not isinstance(found, Visit):
            return self._no_visit(found, token)
        return await self._step(replace(found, asked=form.one("at")), form)

    async def _upload(self, token: str, request: Request) -> Response:
        """A form with a file, from a page that asks for one. `at` stands in its address too: a file too large is not read."""
        found = await asyncio.to_thread(self._find, token)
        if not isinstance(found, Visit):
            return self._no_visit(found, token)
        if not any(question.kind in MEDIA for question in found.survey.questions):
            raise HTTPException(400)
        megabytes = self._app.settings.media_megabytes
        async with self._uploading:
            form = await read_upload(request, megabytes * 1024 * 1024)
            if form is not None:
                return await self._step(replace(found, asked=form.one("at")), form)
        words = self._pages.words(found.interview.language)
        why = words.text("web.error.no_words.too_big", {"limit": megabytes})
        visit = replace(found, asked=request.query_params.get("at", ""))
        known = visit.asked == found.interview.at or visit.asked in found.interview.answers
        return self._refused(visit, why, (), Form({})) if known else RedirectResponse(visit.path, 303)

    async def _step(self, visit: Visit, form: Form) -> Response:
        words = self._pages.words(visit.interview.language)
        was = visit.as_it_was(form.one("structure"))
        typed = typed_in(was, form)
        if lacking := missing(was, form, typed):
            if was.changed:
                return RedirectResponse(f"{visit.path}?changed=yes", 303)
            return self._refused(visit, lacking_words(visit, lacking, words), typed, form)
        message = Inbound("web", self._external_id(visit, form, typed), visit.token, content(was, form, typed))
        outcome = await received(self._app, message)
        if outcome.turn is None:  # the same form once more
            return RedirectResponse(visit.path, 303)
        interview = outcome.turn.interview
        if was.changed and not interview.sure:
            return RedirectResponse(f"{visit.path}?changed=yes", 303)
        if form.one("do") in ANSWERING and (why := why_not(outcome.turn, words)):
            question = visit.survey.asked(visit.asked)
            meant = guessed(outcome.turn, question) if question is not None else None
            return self._refused(replace(visit, interview=interview, submission=new_id()), why, meant or typed, form)
        return RedirectResponse(_next(visit, interview, typed), 303)

    def _external_id(self, visit: Visit, form: Form, typed: tuple[str, ...]) -> str:
        """The same form sent twice is one message; one filled in otherwise is another, and so is anybody else's.

        A page gone back to twice may say the same again and mean it: what it would take the place of tells that apart.
        """
        given, stands = (" ".join(typed), form.one("remark")), visit.interview.answers.get(visit.asked)
        over = (stands.value, stands.remark) if stands is not None else given
        said = (visit.token, form.one("do"), visit.asked, typed, form.one("remark"), over if over != given else "")
        filled = self._app.keyring.digest(repr(said))  # keyed: what was said is not to be guessed
        return f"{form.one('submission')[:40]}.{filled.hex()[:24]}"

    def _refused(self, visit: Visit, why: str, typed: tuple[str, ...], form: Form) -> Response:
        if visit.survey.asked(visit.asked) is not None:
            return self._ask(visit, error=why, typed=typed, remark=form.one("remark"))
        if visit.repeat is not None:
            return self._page("another", visit, 422, error=why)
        if visit.interview.at not in ("hear_back", "quote"):  # they have gone on since, in another tab
            return RedirectResponse(visit.path, 303)
        return self._page("permission", visit, 422, error=why)


def _next(visit: Visit, interview: Interview, typed: tuple[str, ...]) -> str:
    """Where to go on after a turn."""
    if interview.sure:
        return f"{visit.path}/leave"
    question = visit.survey.asked(interview.at)
    if question is None or interview.stopped:
        return visit.path
    return f"{visit.path}/questions/{question.name}{_to_note(visit, interview, typed)}"


def _to_note(visit: Visit, interview: Interview, typed: tuple[str, ...]) -> str:
    """Where a number or a date was read from words, the next page says what was put down."""
    question = visit.survey.asked(visit.asked)
    if question is None or question.kind not in ("integer", "decimal", "range", "date", "time", "dateTime", "geopoint"):
        return ""
    answer = interview.answers.get(question.name)
    if answer is None or answer.skipped or answer.value == " ".join(values(question, typed)):
        return ""
    return f"?noted={question.name}"


def _noted(visit: Visit, name: str) -> Question | None:
    question = visit.named(name)
    return question if question is not None and question.name in visit.interview.answers else None


def _accepted(request: Request) -> str:
    """The language that the browser asks for first: no more than a suggestion."""
    return request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()[:35]


def _languages(visit: Visit, suggested: str) -> tuple[str, ...]:
    """The languages to choose from, the browser's first."""
    first = closest(suggested, visit.survey.languages)
    return tuple(sorted(visit.survey.languages, key=lambda tag: tag != first))
