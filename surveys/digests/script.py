"""An edition put into words, once; chat, plain text and pages only differ in how they set it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from surveys.consultations.model import Consultation
from surveys.consultations.spoken import spoken
from surveys.digests.model import BodyReply, Change, Edition, EditionPoint, Heard
from surveys.interviews.model import Param
from surveys.points.model import Reply
from surveys.words.catalogue import Catalogue

ACTED = frozenset({"done", "doing", "planned", "partly"})  # something has come of the point, or will


@dataclass(frozen=True, slots=True)
class SaidReply:
    """What one body, or several with one voice, say to a point. `promise` and `reason` are empty where there is none."""

    outcome: str
    reason: str
    promise: str


@dataclass(frozen=True, slots=True)
class SaidPoint:
    """One point to read: its number, its heading, how many said it, and the replies."""

    number: int
    heading: str
    heard: str
    replies: tuple[SaidReply, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole edition in words, in reading order. `opening`, `changes` and `closing` are paragraphs."""

    title: str
    subtitle: str
    opening: tuple[str, ...]
    changes: tuple[str, ...]
    points: tuple[SaidPoint, ...]
    closing: tuple[str, ...]


def in_language(edition: Edition, about: Consultation, language: str) -> Edition:
    """`edition` under the name that its consultation has in `language`; its points and replies stay as they were written."""
    said = spoken(about, language)
    return replace(edition, facts=replace(edition.facts, title=said.title, owner=said.owner))


def script(edition: Edition, catalogue: Catalogue) -> Script:
    """Put `edition` into the words of `catalogue`."""
    facts = edition.facts
    return Script(
        title=catalogue.text(f"digest.title.{edition.kind}"),
        subtitle=facts.title,
        opening=tuple(_opening(edition, catalogue)),
        changes=tuple(_changes(edition, catalogue)),
        points=tuple(said_point(edition, point, catalogue) for point in edition.points),
        closing=tuple(_closing(edition, catalogue)),
    )


def _opening(edition: Edition, catalogue: Catalogue) -> Iterator[str]:
    facts, part = edition.facts, edition.participation
    if facts.invented:
        yield catalogue.text("digest.invented")
    yield catalogue.text("digest.asked", {"owner": facts.owner, "opens": facts.opens, "closes": facts.closes})
    took_part = [catalogue.text("digest.responses", {"n": part.responses})]
    if part.online and part.paper:
        took_part.append(catalogue.text("digest.modes", {"online": part.online, "paper": part.paper}))
    if part.groups:
        took_part.append(catalogue.text("digest.groups", {"n": part.groups}))
        took_part.append(catalogue.text("digest.group_people", {"n": part.group_people}))
    yield " ".join(took_part)
    points = [catalogue.text("digest.points", {"n": len(edition.points)})]
    if edition.kind == "interim":
        points.append(catalogue.text("digest.replies_to_come", {"on": facts.comes_back}))
    elif edition.body:
        points.append(catalogue.text("digest.replies_of_body", {"body": edition.body_name}))
    else:
        points.append(catalogue.text("digest.replies_all"))
    yield " ".join(points)
    acted = sum(any(_acts(given) for given in point.replies) for point in edition.points)
    promised = {(point.number, given.promise) for point in edition.points for given in point.replies if given.promise}
    if acted:
        summary = [catalogue.text("digest.acted", {"n": acted})]
        summary += [catalogue.text("digest.promises", {"n": len(promised)})] if promised else []
        yield " ".join(summary)


def _acts(given: BodyReply) -> bool:
    return given.promise is not None or (given.reply is not None and given.reply.status in ACTED)


def _closing(edition: Edition, catalogue: Catalogue) -> Iterator[str]:
    if any(point.heard.people is None or point.heard.people for point in edition.points):
        yield catalogue.text("digest.numbers")
    yield catalogue.text("digest.compiled", {"on": edition.compiled_on})


def _changes(edition: Edition, catalogue: Catalogue) -> Iterator[str]:
    if edition.corrects_on is None:
        return
    yield catalogue.text("digest.corrects", {"on": edition.corrects_on})
    if not edition.changes:
        yield catalogue.text("digest.changed.participation")
    for change in edition.changes:
        yield _change(edition, change, catalogue)


def _change(edition: Edition, change: Change, catalogue: Catalogue) -> str:
    if change.what != "reply":
        return catalogue.text(f"digest.changed.{change.what}", {"number": change.point})
    names = {reply.slug: reply.name for point in edition.points for reply in point.replies}
    return catalogue.text("digest.changed.reply", {"number": change.point, "body": names[change.body]})


def said_point(edition: Edition, point: EditionPoint, catalogue: Catalogue) -> SaidPoint:
    """One point of `edition` in words; bodies that say exactly the same say it once, together."""
    heading = catalogue.text("digest.point", {"number": point.number, "sentence": point.sentence})
    return SaidPoint(point.number, heading, _heard(point.heard, catalogue), tuple(_replies(edition, point, catalogue)))


def _heard(heard: Heard, catalogue: Catalogue) -> str:
    if heard.people == 0:
        return catalogue.text("digest.heard.groups_only", {"n": heard.groups})
    if heard.people is None:
        told = catalogue.text("digest.heard.few")
    else:
        told = catalogue.text("digest.heard.about", {"n": heard.people})
    return f"{told} {catalogue.text('digest.heard.groups', {'n': heard.groups})}" if heard.groups else told


def _replies(edition: Edition, point: EditionPoint, catalogue: Catalogue) -> Iterator[SaidReply]:
    voices: dict[tuple[object, ...], list[BodyReply]] = {}
    for given in point.replies:
        reply = given.reply
        same = (reply.status, reply.reason, reply.due_on, reply.commitment) if reply else ()
        voices.setdefault(same, []).append(given)
    for together in voices.values():
        bodies = listed([given.name for given in together], catalogue)
        reply = together[0].reply
        if reply is not None:
            yield _said_reply(edition, reply, bodies, catalogue)
        elif edition.kind == "final":  # an interim edition says once, at the top, that the replies are to come
            yield SaidReply(catalogue.text("reply.missing", {"body": bodies}), "", "")


def _said_reply(edition: Edition, reply: Reply, bodies: str, catalogue: Catalogue) -> SaidReply:
    if reply.status == "due":
        late = reply.due_on is not None and reply.due_on < edition.compiled_on
        key = "reply.late" if late else "reply.due"
        return SaidReply(catalogue.text(key, {"body": bodies, "on": reply.due_on or ""}), reply.reason, "")
    outcome = catalogue.text(f"reply.{reply.status}", {"body": bodies})
    if reply.commitment is None:
        return SaidReply(outcome, reply.reason, "")
    promise: dict[str, Param] = {
        "what": ended(reply.commitment.what),
        "owner": ended(reply.commitment.owner),
        "on": reply.commitment.due_on,
    }
    return SaidReply(outcome, reply.reason, catalogue.text("reply.promise", promise))


def ended(text: str) -> str:
    """`text` with a full stop where it has no end of its own."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def listed(names: Sequence[str], catalogue: Catalogue) -> str:
    """Names as a person would say them: "A", "A and B", "A, B and C"."""
    if len(names) == 1:
        return names[0]
    return catalogue.text("digest.and", {"first": ", ".join(names[:-1]), "last": names[-1]})
