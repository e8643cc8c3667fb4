"""What became of what you said: the news of one person's own points, from their answers and an edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.digests.model import Edition, EditionPoint
from surveys.digests.renderings import Piece, marked, reply_pieces
from surveys.digests.script import ended, listed, said_point
from surveys.interviews.model import Param
from surveys.messages import Outgoing
from surveys.words.catalogue import Catalogue

QUOTE = 300  # characters of the person's own words: enough to know them again


@dataclass(frozen=True, slots=True)
class Own:
    """An answer of the person's own that says a point. `question` is its label, `said` their words or the choices they picked."""

    point: int
    question: str
    said: str
    picked: bool = False


def personal_news(
    edition: Edition,
    own: Sequence[Own],
    catalogue: Catalogue,
    *,
    page: str = "",
    changed_only: bool = False,
    counted: bool = True,
) -> Outgoing:
    """Tell one person what became of each of their own points, and of nobody else's.

    Every point comes once, in the edition's order, and every answer is quoted once. `page` is where the whole digest can be
    read, empty where there is no such place. With `changed_only` (the news of a correction) only their points that read
    differently are told, if there are any. `counted` is whether they finished a response, so that it counts.
    """
    numbers = {answer.point for answer in own}
    told = [point for point in edition.points if point.number in numbers]
    changed = [point for point in told if changed_only and point.number in edition.changed]
    pieces = _pieces(edition, changed or told, own, catalogue, corrects=bool(changed), counted=counted)
    last: tuple[Piece, ...] = ((catalogue.text("digest.personal.page", {"page": page}), ""),) if page else ()
    return marked((*pieces, *last), subject=catalogue.text("digest.personal.subject"))


def _pieces(
    edition: Edition, told: Sequence[EditionPoint], own: Sequence[Own], catalogue: Catalogue, *, corrects: bool, counted: bool
) -> Iterator[Piece]:
    title = {"title": edition.facts.title}
    yield f"{catalogue.text(f'digest.personal.title.{edition.kind}', title)}\n\n", "bold"
    if edition.facts.invented:
        yield f"{catalogue.text('digest.invented')}\n\n", ""
    if not counted:
        yield f"{catalogue.text('digest.personal.unfinished')}\n\n", ""
    elif not told:
        yield f"{catalogue.text('digest.personal.no_point', {'n': len(edition.points)})}\n\n", ""
    if corrects and edition.corrects_on is not None:
        yield f"{catalogue.text('digest.personal.corrects', {'on': edition.corrects_on})}\n\n", ""
    quoted: set[tuple[str, str]] = set()
    for point in told:
        yield from _point_pieces(edition, point, own, quoted, catalogue)
    if told and edition.kind == "interim":
        yield f"{catalogue.text('digest.personal.to_come', {'on': edition.facts.comes_back})}\n\n", ""


def _point_pieces(
    edition: Edition, point: EditionPoint, own: Sequence[Own], quoted: set[tuple[str, str]], catalogue: Catalogue
) -> Iterator[Piece]:
    said = said_point(edition, point, catalogue)
    fresh = [answer for answer in own if answer.point == point.number and (answer.question, answer.said) not in quoted]
    for answer in dict.fromkeys(fresh):
        quoted.add((answer.question, answer.said))
        yield f"{_quote(answer, catalogue)}\n", ""
    params: dict[str, Param] = {"number": point.number, "sentence": point.sentence}
    yield f"{catalogue.text('digest.personal.point' if fresh else 'digest.personal.point_too', params)}\n", ""
    yield f"{said.heard}\n\n", ""
    yield from reply_pieces(said)
    if not said.replies:
        names = listed([reply.name for reply in point.replies], catalogue)
        yield f"{catalogue.text('digest.personal.waits', {'body': names})}\n\n", ""


def _quote(answer: Own, catalogue: Catalogue) -> str:
    said = shortened(" ".join(answer.said.split()))
    key = "digest.personal.picked" if answer.picked else "digest.personal.said"
    return catalogue.text(key, {"question": ended(answer.question), "said": said})


def shortened(text: str, limit: int = QUOTE) -> str:
    """`text` if it is at most `limit` characters long, else its beginning up to the end of a word, and an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
