"""The public pages of results: an edition as it is frozen, parted into what is done and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bot.app import App
from bot.web.consultations import chosen_in, found
from bot.web.pages import Pages, number_in
from storage import editions
from surveys.consultations.model import Consultation
from surveys.digests.model import Edition, EditionPoint
from surveys.digests.script import in_language, script
from surveys.points.model import Commitment
from surveys.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Concerned:
    """A body that points concern, to pick its points by: how many they are."""

    slug: str
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment and the number of the point it was made to."""

    point: int
    commitment: Commitment


class DigestPages:
    """The newest edition of a consultation, and each edition at an address of its own."""

    def __init__(self, app: App, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    def router(self) -> APIRouter:
        """Their routes."""
        router = APIRouter(prefix="/consultations/{slug}")
        router.add_api_route("/results", self.newest, methods=["GET"])
        router.add_api_route("/editions/{number}", self.edition, methods=["GET"])
        return router

    def newest(self, slug: str, body: str = "", language: str = "") -> Response:
        """The newest edition for everyone, else the newest made for one body; before there is any, when it will come."""
        with self._app.database.read() as tx:
            held = found(tx, slug)
            out = [issue.edition for issue in editions.published(tx, held.id)]
        if not out:
            values = {
                "name": "nothing_yet",
                "params": {"day": held.consultation.comes_back},
                "tongues": held.consultation.languages,
            }
            chosen = chosen_in(held.consultation, language)
            return self._pages.page("message.html", values, chosen, asked=language and chosen)
        for_all = [edition for edition in out if not edition.body]
        return self._show(held.consultation, (for_all or out)[-1], out, f"/consultations/{slug}/results", body, language)

    def edition(self, slug: str, number: str, body: str = "", language: str = "") -> Response:
        """Edition `number`, as it was published; it stays as it is."""
        asked = number_in(number)
        with self._app.database.read() as tx:
            held = found(tx, slug)
            out = [issue.edition for issue in editions.published(tx, held.id)]
        wanted = [edition for edition in out if edition.number == asked]
        if not wanted:
            raise HTTPException(404)
        return self._show(held.consultation, wanted[0], out, f"/consultations/{slug}/editions/{asked}", body, language)

    def _show(self, about: Consultation, edition: Edition, out: list[Edition], here: str, body: str, language: str) -> Response:
        chosen = chosen_in(about, language)
        others = [other for other in reversed(out) if other.number != edition.number]
        values = results(in_language(edition, about, chosen), self._pages.words(chosen), body)
        more = {"here": here, "address": self._app.settings.address, "editions": others, "tongues": about.languages}
        written = {"written": about.languages[0]}
        return self._pages.page("results.html", {**values, **more, **written}, chosen, asked=language and chosen)


def results(edition: Edition, words: Catalogue, body: str = "") -> Mapping[str, object]:
    """What `results.html` shows of an edition; with `body` (a slug) only the points that concern it."""
    bodies = concerned(edition)
    body = body if any(each.slug == body for each in bodies) else ""
    shown = tuple(point for point in edition.points if not body or any(reply.slug == body for reply in point.replies))
    said = script(edition, words)
    return {
        "edition": edition,
        "said": said,
        "heard": {point.number: point.heard for point in said.points},
        "body": body,
        "bodies": bodies,
        "sections": sections(edition, shown),
        "commitments": promises(shown),
    }


def sections(edition: Edition, points: tuple[EditionPoint, ...]) -> tuple[tuple[str, tuple[EditionPoint, ...]], ...]:
    """The points in the order they are shown: of a final edition those that got nothing but "no" come apart."""
    if edition.kind == "interim":
        return (("said", points),)
    refused = tuple(point for point in points if _refused(point))
    return ("doing", tuple(point for point in points if point not in refused)), ("not_now", refused)


def _refused(point: EditionPoint) -> bool:
    replies = [each.reply for each in point.replies if each.reply is not None]
    return bool(replies) and all(reply.status == "no" for reply in replies)


def concerned(edition: Edition) -> tuple[Concerned, ...]:
    """The bodies that points concern, in the order they first appear."""
    names = {each.slug: each.name for point in edition.points for each in point.replies}
    counts = {slug: sum(any(each.slug == slug for each in point.replies) for point in edition.points) for slug in names}
    return tuple(Concerned(slug, name, counts[slug]) for slug, name in names.items())


def promises(points: tuple[EditionPoint, ...]) -> tuple[Promise, ...]:
    """What was promised, soonest first."""
    found = [
        Promise(point.number, each.reply.commitment)
        for point in points
        for each in point.replies
        if each.reply is not None and each.reply.commitment is not None
    ]
    return tuple(sorted(found, key=lambda promise: (promise.commitment.due_on, promise.point)))
