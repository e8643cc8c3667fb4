"""Points come in from a sheet, all of it or nothing; and go out to one, with every answer that they can be linked to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers import officers
from handlers.consultations import held
from storage import points, replies, responses
from storage.consultations import Held
from storage.database import Tx
from surveys.consultations.model import Body
from surveys.definitions.model import Version, say
from surveys.digests.compile import Tally
from surveys.errors import DefinitionError, Fault, Place
from surveys.interviews.filling import filled
from surveys.interviews.road import shown_value
from surveys.points.model import Link, Point, Reply
from surveys.points.rows import Sheets, read_links, read_points, read_replies
from surveys.points.rules import Answered, check_points, check_replies, link_up


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import changed. All zero where the sheet said what stood already."""

    points: int
    points_gone: int
    links: int
    links_gone: int
    replies: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A point for an officer's eyes: `tally` is exact, and `replied` are the bodies whose reply stands and is not only due."""

    point: Point
    tally: Tally
    replied: tuple[str, ...]
    approved: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, for linking: `words` are the person's own, or the labels they picked.

    `called` is how the sheet names its question, empty where it was answered anew in a later version; `question` is what it said
    in the version that asked.
    """

    reference: str
    mode: str
    called: str
    question: str
    words: str
    version: Version


@dataclass(frozen=True, slots=True)
class Export:
    """All that a points workbook holds.

    `links` name questions as `Given.called` does; `owed` lists (point, body) with the reply or None.
    """

    answers: tuple[Given, ...]
    bodies: tuple[Body, ...]
    points: tuple[Point, ...]
    links: tuple[tuple[int, str, str], ...]
    owed: tuple[tuple[int, str, Reply | None], ...]


def today(consultation: Held, now: datetime) -> date:
    """The day it is where the consultation is held."""
    return now.astimezone(ZoneInfo(consultation.consultation.zone)).date()


def bring_in(tx: Tx, slug: str, sheets: Sheets, *, by: str, now: datetime) -> Brought:
    """Make the consultation's points, links and replies what `sheets` say. A sheet that is not there changes nothing.

    The points and links sheets are whole: what they leave out is taken out, but for points that somebody says and that have
    been replied to or digested. Replies are added to: the newest speaks. DefinitionError with every fault, and nothing stored,
    when there is one.
    """
    consultation = held(tx, slug, alone=True)
    officer = officers.acting(tx, by, "commissioner", "coordinator")
    standing = points.of(tx, consultation.id)
    given, faults = read_points(sheets.points or ())
    wanted = tuple(placed.value for placed in given) if sheets.points is not None else standing
    gone = {point.number for point in standing} - {point.number for point in wanted}
    faults += check_points(given, [body.slug for body in consultation.consultation.bodies])
    faults += _kept(tx, consultation, gone, sheets)
    links, link_faults = _links(tx, consultation, sheets, wanted)
    said, reply_faults = _replies(tx, consultation, sheets, wanted, now)
    faults += link_faults + reply_faults
    if faults:
        raise DefinitionError(faults)
    changed = [point for point in wanted if point not in standing]
    if changed:
        points.put(tx, consultation.id, changed, officer.email)
    before = set(points.links_of(tx, consultation.id))
    points.remove(tx, consultation.id, sorted(gone))
    fresh, stale = _difference(links, before, gone) if sheets.links is not None else ([], [])
    points.remove_links(tx, consultation.id, stale)
    points.add_links(tx, consultation.id, fresh, officer.email)
    replies.add(tx, consultation.id, said, officer.email, now=now)
    return Brought(len(changed), len(gone), len(fresh), len(stale), len(said))


def _difference(links: Sequence[Link], before: set[Link], gone: set[int]) -> tuple[list[Link], list[Link]]:
    fresh = [link for link in links if link not in before]
    stale = [link for link in before.difference(links) if link.point not in gone]  # a point's links go with it
    return fresh, stale


def _kept(tx: Tx, consultation: Held, gone: set[int], sheets: Sheets) -> tuple[Fault, ...]:
    """People have been told of these, or somebody replied: their number must go on meaning what it meant.

    Not so where nobody says them any more: whoever said them may have asked to be forgotten.
    """
    if not gone:
        return ()
    place = Place(sheets.points[0].place.file) if sheets.points else Place()
    told = {number for number, _ in replies.latest(tx, consultation.id)} | points.digested(tx, consultation.id)
    told &= points.tallies(tx, consultation.id).keys()
    return tuple(
        Fault(
            "point.kept",
            f"point {number} is missing, and has a reply or stands in a published digest",
            "Put its row back.",
            place,
        )
        for number in sorted(gone & told)
    )


def _links(tx: Tx, consultation: Held, sheets: Sheets, wanted: Sequence[Point]) -> tuple[tuple[Link, ...], tuple[Fault, ...]]:
    cited, faults = read_links(sheets.links or ())
    if not cited:
        return (), faults
    answered = {
        reference: Answered(consultation.histories[survey_id], version, questions)
        for reference, (survey_id, version, questions) in points.answered(tx, consultation.id).items()
    }
    links, more = link_up(cited, {point.number for point in wanted}, answered)
    return links, faults + more


def _replies(
    tx: Tx, consultation: Held, sheets: Sheets, wanted: Sequence[Point], now: datetime
) -> tuple[list[Reply], tuple[Fault, ...]]:
    given, faults = read_replies(sheets.replies or ())
    standing = replies.latest(tx, consultation.id)
    by_number = {point.number: point for point in wanted}
    faults += check_replies(given, by_number, standing, today(consultation, now))
    return [placed.value for placed in given if standing.get((placed.value.point, placed.value.body)) != placed.value], faults


def listed(tx: Tx, slug: str) -> tuple[Listed, ...]:
    """Every point with its exact tally and who has replied, for officers."""
    consultation = held(tx, slug)
    tallies = points.tallies(tx, consultation.id)
    standing = replies.latest(tx, consultation.id)
    approved = points.approved(tx, consultation.id)
    return tuple(
        Listed(
            point,
            tallies.get(point.number, Tally(0, 0)),
            tuple(body for body in point.bodies if _answers(standing.get((point.number, body)))),
            point.number in approved,
        )
        for point in points.of(tx, consultation.id)
    )


def _answers(reply: Reply | None) -> bool:
    return reply is not None and reply.answers


def export(tx: Tx, slug: str) -> Export:
    """Everything for a workbook in which points are made, linked and replied to."""
    consultation = held(tx, slug)
    standing = points.of(tx, consultation.id)
    given = replies.latest(tx, consultation.id)
    held_answers = points.answered(tx, consultation.id)
    return Export(
        answers=tuple(_answers_of(tx, consultation)),
        bodies=consultation.consultation.bodies,
        points=standing,
        links=tuple(
            (link.point, link.response, _called(consultation, held_answers, link))
            for link in points.links_of(tx, consultation.id)
        ),
        owed=tuple((point.number, body, given.get((point.number, body))) for point in standing for body in point.bodies),
    )


def _answers_of(tx: Tx, consultation: Held) -> list[Given]:
    given = []
    for response in responses.of_consultation(tx, consultation.id, consultation.histories):
        history = consultation.histories[response.survey_id]
        language = history.newest.language
        counted = sorted(response.said.values(), key=lambda said: (said.question.number, said.question.time, said.version))
        for said, apart in [*((each, False) for each in counted), *((each, True) for each in response.apart)]:
            question, answer = said.question, said.answer
            if question.asks:
                shown = str(shown_value(question, answer.value, language))
                words = f"{shown} ({answer.remark})" if answer.remark else shown
                # what is kept apart was answered anew: it can be read, and a link goes to the newer answer
                called = "" if apart else history.called(question.key, response.version)
                asked = filled(history.at(said.version), question, response.answers, language)
                label = say(asked.label, language)
                given.append(Given(response.reference, response.mode, called, label, words, said.version))
    return given


def _called(consultation: Held, answered: Mapping[str, tuple[str, Version, frozenset[int]]], link: Link) -> str:
    survey_id, version, _ = answered[link.response]
    return consultation.histories[survey_id].called(link.question, version)
