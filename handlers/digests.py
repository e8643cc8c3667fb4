"""A digest is compiled, approved by a second officer, published once, and told to each person in their own points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import officers
from handlers.consultations import held
from handlers.points import today
from storage import bodies, consultations, editions, interviews, outbox, participants, points, replies, responses
from storage.consultations import Held
from storage.database import Tx
from storage.editions import Contributor, Issue
from storage.outbox import Queued
from surveys.consultations.model import Consultation
from surveys.definitions.model import say
from surveys.digests.compile import Recorded, compile_edition
from surveys.digests.model import Edition, EditionKind, Participation
from surveys.digests.personal import Own, personal_news
from surveys.digests.renderings import chat, notice, notice_by_mail
from surveys.digests.script import in_language, script
from surveys.errors import DefinitionError, Refused
from surveys.interviews.filling import filled
from surveys.interviews.road import shown_value
from surveys.mail.letter import footed
from surveys.messages import LETTERS, MAILED, Outgoing, together
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest

Shuffle = Callable[[list[Queued]], None]


@dataclass(frozen=True, slots=True)
class Published:
    """An edition that went out: how many addresses of bodies, and how many people, it was queued for."""

    issue: Issue
    bodies: int
    people: int


def compile_edition_of(tx: Tx, slug: str, *, kind: EditionKind, by: str, now: datetime, body: str = "") -> Issue:
    """Compile and keep a new edition, for everyone or as one body's own. DefinitionError with everything in its way."""
    consultation = held(tx, slug, alone=True)
    officer = officers.acting(tx, by, "commissioner", "coordinator")
    every = editions.every(tx, consultation.id)
    out = [issue.edition for issue in every if issue.published_at is not None and issue.edition.body == body]
    if body and any(issue.published_at and issue.edition.kind == "final" and not issue.edition.body for issue in every):
        what = "The final edition for everyone is out. A correction is for everyone too: compile it without --body."
        raise Refused("edition.whole", what, slug=slug)
    compiled = compile_edition(
        recorded(tx, consultation, now),
        kind=kind,
        number=every[-1].edition.number + 1 if every else 1,
        today=today(consultation, now),
        body=body,
        previous=out[-1] if out else None,
    )
    if not isinstance(compiled, Edition):
        raise DefinitionError(compiled)
    edition_id = editions.add(tx, consultation.id, compiled, officer.email, now=now)
    return Issue(edition_id, consultation.id, compiled, officer.email, now, "", None)


def recorded(tx: Tx, consultation: Held, now: datetime) -> Recorded:
    """All that an edition is compiled from, as it stands now."""
    took_part = responses.participation(tx, consultation.id)
    return Recorded(
        consultation=consultation.consultation,
        closed=consultation.state in ("closed", "published") or consultation.over_at(now),
        bodies={body.slug: body for body in consultation.consultation.bodies},
        points=points.of(tx, consultation.id),
        replies=replies.latest(tx, consultation.id),
        tallies=points.tallies(tx, consultation.id),
        participation=Participation(
            online=took_part.get("online", (0, 0))[0],
            paper=took_part.get("paper", (0, 0))[0],
            groups=took_part.get("focus_group", (0, 0))[0],
            group_people=took_part.get("focus_group", (0, 0))[1],
        ),
    )


def issue_of(tx: Tx, slug: str, number: int | None = None) -> Issue:
    """Edition `number` of a consultation, or its newest one. Refused where there is none."""
    every = editions.every(tx, held(tx, slug).id)
    wanted = [issue for issue in every if number is None or issue.edition.number == number]
    if not wanted:
        which = "no edition yet" if number is None else f"no edition {number}"
        raise Refused("edition.unknown", f"'{slug}' has {which}. Compile one with: hearback digest compile", slug=slug)
    return wanted[-1]


def approve(tx: Tx, slug: str, *, by: str, number: int | None = None) -> Issue:
    """Approve an edition, and with it those of its points that still read so. Refused to whoever compiled it.

    So two people have seen what goes out.
    """
    consultation = held(tx, slug, alone=True)
    issue = issue_of(tx, slug, number)
    officer = officers.acting(tx, by, "approver")
    label = issue.edition.number
    if issue.published_at is not None:
        raise Refused("edition.out", f"Edition {label} is out already.", number=label)
    if officer.email == issue.compiled_by:
        what = f"{officer.name} compiled edition {label}. Somebody else must approve it."
        raise Refused("edition.own", what, number=label)
    editions.approve(tx, issue.id, officer.email)
    shown = {(point.number, point.sentence, point.kind) for point in issue.edition.points}
    seen = [point.number for point in points.of(tx, consultation.id) if (point.number, point.sentence, point.kind) in shown]
    points.approve(tx, consultation.id, seen, officer.email)
    return issue_of(tx, slug, label)


def publish(
    tx: Tx,
    slug: str,
    *,
    by: str,
    now: datetime,
    place: int,
    words: Catalogue,
    address: str,
    shuffle: Shuffle,
    number: int | None = None,
    tongues: Mapping[str, Catalogue] | None = None,
) -> Published:
    """Publish an approved edition: one transaction marks it as out and queues everything that tells of it (decisions 8, 10).

    A body's edition goes to that body, others to every body of the consultation. A person gets a neutral notice, on paper a
    letter: of a first edition everyone who asked to hear back, of a body's own those whose points concern it, of a correction
    those whose points read differently. `shuffle` puts the deliveries in random order; `place` is as in the outbox; `address` is
    the public web address. `words` is the English catalogue, `tongues` are all by language: a person is told in the language
    they chose, and in all of a consultation's `bilingual` ones at the same time where it has any.
    """
    consultation = held(tx, slug, alone=True)
    issue = issue_of(tx, slug, number)
    officers.acting(tx, by, "commissioner", "approver")
    _may_go_out(tx, issue)
    if not editions.publish(tx, issue.id, now=now):
        raise Refused("edition.out", f"Edition {issue.edition.number} is out already.", number=issue.edition.number)
    speaks = _Speaks(consultation.consultation, words, tongues or {})
    told = _told_bodies(tx, issue, speaks)
    people = [
        Queued(person.channel, person.recipient, _news(tx, consultation, issue, person, speaks, address), "bulk")
        for person in editions.contributors(tx, consultation.id)
        if _concerns(issue.edition, person)
    ]
    queued = [_of_edition(each, issue) for each in (*told, *people)]
    shuffle(queued)
    outbox.add(tx, queued, now=now, place=place)
    if issue.edition.kind == "final" and not issue.edition.body:
        consultations.set_state(tx, consultation.id, "published")
    return Published(issue_of(tx, slug, issue.edition.number), len(told), len(people))


def _may_go_out(tx: Tx, issue: Issue) -> None:
    edition = issue.edition
    if issue.published_at is not None:
        raise Refused("edition.out", f"Edition {edition.number} is out already. Nobody gets it twice.", number=edition.number)
    if not issue.approved_by:
        what = f"Edition {edition.number} is not approved. A second officer does so with: hearback digest approve"
        raise Refused("edition.unapproved", what, number=edition.number)
    # the final one for everyone holds all that a body's own one would say, and newer
    scopes = (edition.body, "") if edition.body else ("",)
    out = [
        other.edition.number
        for other in editions.published(tx, issue.consultation_id)
        if other.edition.body in scopes and (other.edition.body == edition.body or other.edition.kind == "final")
    ]
    if edition.follows != (out[-1] if out else 0):
        what = f"Edition {edition.number} was compiled before edition {out[-1]} went out. Compile it again."
        raise Refused("edition.stale", what, number=edition.number)


@dataclass(frozen=True, slots=True)
class _Speaks:
    """In which languages a consultation tells many people at once."""

    about: Consultation
    english: Catalogue
    tongues: Mapping[str, Catalogue]

    def to(self, chosen: str = "") -> tuple[Catalogue, ...]:
        """The words for whoever has `chosen` a language, or none: both languages together where the consultation says so."""
        wanted = self.about.bilingual or (chosen or self.about.languages[0],)
        found = [self.tongues.get(closest(language, self.tongues), self.english) for language in wanted]
        return tuple({words.language: words for words in found}.values())


def _told_bodies(tx: Tx, issue: Issue, speaks: _Speaks) -> list[Queued]:
    slugs = [issue.edition.body] if issue.edition.body else [body.slug for body in speaks.about.bodies]
    message = together([chat(script(in_language(issue.edition, speaks.about, words.language), words)) for words in speaks.to()])
    return [
        Queued(home.channel, home.recipient, message, "bulk")
        for home in bodies.homes(tx, slugs)  # an address that is shut to us is told once it is open again
    ]


def _concerns(edition: Edition, person: Contributor) -> bool:
    """Whether this edition is news to this person."""
    if edition.corrects_on is not None:
        return bool(person.points & edition.changed)
    if edition.body:
        return any(point.number in person.points for point in edition.points if edition.body in point.concerns)
    return True


def _news(tx: Tx, consultation: Held, issue: Issue, person: Contributor, speaks: _Speaks, address: str) -> Outgoing:
    told = speaks.to(person.recipient.prefers.language)
    if person.channel in MAILED:
        own = f"{address}/answer/{participants.own_page(tx, person.recipient)}/news"
        return together([footed(notice_by_mail(words, own), words, "") for words in told])
    if person.channel not in LETTERS:
        return together([notice(issue.id, words) for words in told])
    finished = editions.finished_responses(tx, consultation.id, person.recipient.id)
    page = _page(consultation, address)
    return together([
        personal_news(
            in_language(issue.edition, speaks.about, words.language),
            _own(tx, consultation, finished, words),
            words,
            page=page,
            changed_only=True,
        )
        for words in told
    ])  # fmt: skip


def _of_edition(queued: Queued, issue: Issue) -> Queued:
    return Queued(queued.channel, queued.recipient, queued.message, queued.kind, issue.consultation_id, issue.id)


def personal(tx: Tx, participant_id: str, edition_id: str | None, *, words: Catalogue, address: str) -> Outgoing | None:
    """What became of what this person said, composed at the moment they ask, from their stored answers and links.

    `edition_id` is the one that a notice told of; None is the newest of the consultation they were in last. None where there is
    no such edition, or it is of a consultation that they did not take part in.
    """
    issue = editions.by_id(tx, edition_id) if edition_id is not None else editions.latest_for(tx, participant_id)
    if issue is None or issue.published_at is None:
        return None
    if all(theirs.consultation_id != issue.consultation_id for theirs in interviews.of_participant(tx, participant_id)):
        return None
    consultation = consultations.by_ids(tx, [issue.consultation_id])[issue.consultation_id]
    finished = editions.finished_responses(tx, consultation.id, participant_id)
    return personal_news(
        in_language(issue.edition, consultation.consultation, words.language),
        _own(tx, consultation, finished, words),
        words,
        page=_page(consultation, address),
        changed_only=edition_id is not None,
        counted=bool(finished),
    )


def _own(tx: Tx, consultation: Held, response_ids: Sequence[str], words: Catalogue) -> tuple[Own, ...]:
    """The answers in these responses that say a point, in the person's own words or by the labels they picked."""
    own: list[Own] = []
    for response_id in response_ids:
        said = points.said_by(tx, response_id)
        for response in responses.of_consultation(tx, consultation.id, consultation.histories, only=response_id) if said else ():
            survey = consultation.surveys[response.survey_id]
            language = closest(words.language, survey.languages) or survey.language
            for number, key in said:
                if key in response.said:
                    question, answer = response.said[key].question, response.said[key].answer
                    shown = words.shown(shown_value(question, answer.value, language))
                    said_words = f"{shown} ({answer.remark})" if answer.remark else shown
                    version = consultation.histories[response.survey_id].at(response.said[key].version)
                    asked = filled(version, question, response.answers, language)
                    own.append(Own(number, say(asked.label, language), said_words, question.coded))
    return tuple(own)


def _page(consultation: Held, address: str) -> str:
    return f"{address}/consultations/{consultation.consultation.slug}/results" if address else ""
