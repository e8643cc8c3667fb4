"""What makes a good point, a true link and an honest reply. Every rule gives all its faults at once."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.definitions.model import Version
from surveys.definitions.versions.history import History
from surveys.errors import Fault, Place
from surveys.points.model import Link, Point, Reply
from surveys.points.rows import Cited, Placed

SENTENCE = 300  # characters: a point is one sentence that can be read out
REASON = 1500  # characters: about a minute read aloud
PROMISE = 300
OWNER = 100
# Something goes on or will happen: the people who asked for it are owed a name and a day.
PROMISING = frozenset({"doing", "planned"})

# Said often, and says nothing: what was decided, and why, is missing.
EMPTY_PHRASES = (
    "will be considered",
    "will consider",
    "being considered",
    "have considered",
    "has been considered",
    "have been considered",
    "helped inform",
    "helped to inform",
    "will inform",
    "taken into account",
    "take into account",
    "taken on board",
    "take on board",
    "has been noted",
    "have been noted",
    "have noted",
    "is noted",
    "under review",
    "kept under review",
    "feed into",
    "fed into",
    "value your feedback",
    "value your views",
    "thank you for your",
    "thanks for your",
    "where appropriate",
    "in due course",
)
EMPTY_WORDS = frozenset({"noted", "agreed", "done", "yes", "no", "ok", "okay", "thank you", "thanks", "tbc", "n a", "none"})
LONGEST_EMPTY = 12  # words: a longer sentence around such a phrase usually does say something
SENTENCES = re.compile(r"(?<=[.!?])\s+")
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Answered:
    """What one finished response answered: its survey and the version it ended in, and the keys of the answered questions."""

    history: History
    version: Version
    questions: frozenset[int]


def check_points(points: Sequence[Placed[Point]], bodies: Collection[str]) -> tuple[Fault, ...]:
    """Every fault in a whole list of points. `bodies` are the slugs of the consultation's bodies."""
    faults: list[Fault] = []
    numbers: dict[int, Place] = {}
    sentences: dict[str, int] = {}
    for placed in points:
        point, place = placed.value, placed.place
        if point.number in numbers:
            what = f"point {point.number} stands twice (first at {numbers[point.number]})"
            faults.append(Fault("point.twice", what, "Give every point a number of its own.", place))
        numbers.setdefault(point.number, place)
        same = sentences.setdefault(point.sentence.casefold(), point.number)
        if point.sentence and same != point.number:
            what = f"points {same} and {point.number} say the same"
            faults.append(Fault("point.same", what, "Keep one of them, and link its answers to that one.", place))
        faults += _check_point(point, bodies, place)
    return tuple(faults)


def _check_point(point: Point, bodies: Collection[str], place: Place) -> Iterator[Fault]:
    if not point.sentence:
        yield Fault("point.empty", f"point {point.number} has no sentence", "Say in one sentence what people said.", place)
    if len(point.sentence) > SENTENCE:
        what = f"point {point.number} is {len(point.sentence)} characters long"
        yield Fault("point.long", what, f"Say it in one sentence of at most {SENTENCE} characters.", place)
    if not point.bodies:
        what = f"point {point.number} concerns no body"
        yield Fault("point.bodies", what, f"Name who owes a reply: {_listed(bodies)}.", place)
    for body in point.bodies:
        if body not in bodies:
            what = f"'{body}' is no body of this consultation"
            yield Fault("point.body", what, f"Use one of: {_listed(bodies)}.", place)


def link_up(
    cited: Sequence[Placed[Cited]], points: Collection[int], answered: Mapping[str, Answered]
) -> tuple[tuple[Link, ...], tuple[Fault, ...]]:
    """Turn links as written into links, and give every fault. `answered` holds every finished response by its reference."""
    links: dict[Link, Place] = {}
    faults: list[Fault] = []
    for placed in cited:
        link, place = placed.value, placed.place
        if link.point not in points:
            what = f"there is no point {link.point}"
            faults.append(Fault("link.point", what, "Add the point, or take the link out.", place))
        response = answered.get(link.response)
        if response is None:
            what = f"there is no finished response '{link.response}'"
            faults.append(Fault("link.response", what, "Use a reference from the 'answers' sheet of an export.", place))
            continue
        question = response.history.meant(link.question, response.version)
        if question is None or question.key not in response.questions:
            what = f"response '{link.response}' holds no answer to question '{link.question}'"
            faults.append(Fault("link.answer", what, "Use a question number that stands beside it in 'answers'.", place))
            continue
        found = Link(link.point, link.response, question.key)
        if found in links:
            what = f"the same link stands twice (first at {links[found]})"
            faults.append(Fault("link.twice", what, "Keep one of them.", place))
        links.setdefault(found, place)
    return tuple(links), tuple(faults)


def check_replies(
    replies: Sequence[Placed[Reply]],
    points: Mapping[int, Point],
    standing: Mapping[tuple[int, str], Reply],
    today: date,
) -> tuple[Fault, ...]:
    """Every fault in replies to `points`. A reply equal to the one that stands (by point and body) was checked when it came."""
    faults: list[Fault] = []
    seen: dict[tuple[int, str], Place] = {}
    for placed in replies:
        reply, place = placed.value, placed.place
        key = (reply.point, reply.body)
        if key in seen:
            what = f"{reply.body} replies to point {reply.point} twice (first at {seen[key]})"
            faults.append(Fault("reply.twice", what, "Keep one of them: a body replies once to each point.", place))
        seen.setdefault(key, place)
        if standing.get(key) != reply:
            faults += _check_reply(reply, points.get(reply.point), today, place)
    return tuple(faults)


def _check_reply(reply: Reply, point: Point | None, today: date, place: Place) -> Iterator[Fault]:
    if point is None:
        yield Fault("reply.point", f"there is no point {reply.point}", "Look the number up with: hearback points list.", place)
    elif reply.body not in point.bodies:
        what = f"point {reply.point} does not concern '{reply.body}'"
        yield Fault("reply.body", what, f"It concerns: {_listed(point.bodies)}.", place)
    yield from _check_reason(reply.reason, place)
    if reply.answers and reply.due_on is not None:
        what = f"a reply that is '{reply.status}' has a date when the reply will come"
        yield Fault("reply.due", what, "Leave 'reply_due' empty, or use the status 'due'.", place)
    yield from (_check_promise(reply, today, place) if reply.answers else _check_due(reply, today, place))


def _check_reason(reason: str, place: Place) -> Iterator[Fault]:
    if not reason:
        yield Fault("reply.reason", "there is no reason", "Say why, in words that people outside can follow.", place)
    elif len(reason) > REASON:
        what = f"the reason is {len(reason)} characters long"
        yield Fault("reply.long", what, f"Say it in at most {REASON} characters: it will be read out.", place)
    elif (phrase := empty_phrase(reason)) is not None:
        what = f"'{phrase}' says nothing that people can check"
        yield Fault("reply.empty", what, "Say what was decided and why, even where it is no.", place)


def _check_due(reply: Reply, today: date, place: Place) -> Iterator[Fault]:
    if reply.due_on is None:
        yield Fault("reply.when", "a reply that is due has no date", "Say by which day it will come (reply_due).", place)
    elif reply.due_on < today:
        yield Fault("reply.past", f"{reply.due_on} is over", "Give a day that is still to come.", place)
    if reply.commitment is not None:
        what = "a reply that is only due makes a promise"
        yield Fault("reply.promise", what, "Reply first (planned, doing, partly), and promise then.", place)


def _check_promise(reply: Reply, today: date, place: Place) -> Iterator[Fault]:
    promise = reply.commitment
    if promise is None:
        if reply.status in PROMISING:
            what = f"a reply that is '{reply.status}' promises nothing"
            yield Fault("commitment.none", what, "Say what will happen, who sees to it and by which day.", place)
        return
    for name, text, limit in (("promise", promise.what, PROMISE), ("owner", promise.owner, OWNER)):
        if len(text) > limit:
            what = f"the {name} is {len(text)} characters long"
            yield Fault("commitment.long", what, f"Say it in at most {limit} characters.", place)
    if promise.due_on < today:
        yield Fault("commitment.past", f"the promise is for {promise.due_on}, which is over", "Give a day to come.", place)


def empty_phrase(reason: str) -> str | None:
    """The phrase that makes `reason` an empty one, or None where at least one of its sentences says something.

    A sentence says nothing when it is only a word such as "Noted", or is short, holds no figure, and hangs on one of
    EMPTY_PHRASES. Source of the rule: the Gunning principle of conscientious consideration, and real pages that read "your
    views have helped inform …".
    """
    found = [_empty_sentence(sentence) for sentence in SENTENCES.split(reason.strip())]
    return next((phrase for phrase in found if phrase is not None), None) if all(found) else None


def _empty_sentence(sentence: str) -> str | None:
    words = WORDS.findall(sentence.casefold())
    plain = " ".join(words)
    if not words or plain in EMPTY_WORDS:
        return sentence.strip()
    if len(words) > LONGEST_EMPTY or any(char.isdigit() for char in plain):
        return None
    return next((phrase for phrase in EMPTY_PHRASES if f" {phrase} " in f" {plain} "), None)


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none yet: add one with: hearback body add"
