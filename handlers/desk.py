"""What one transaction of inbound messages has in hand: who wrote, what is to be written, and all of it written at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers import digests, withdrawal
from handlers.carried import Carried
from storage import consents, consultations, interviews, left_out, mail, outbox, participants, responses
from storage.consultations import Held
from storage.database import Tx
from storage.interviews import Row, Waiting
from storage.keyring import DataKey
from storage.left_out import LeftOut
from surveys.consultations.facts import facts
from surveys.consultations.spoken import spoken
from surveys.definitions.model import Survey, Version, say
from surveys.definitions.wordings import worded
from surveys.interviews.arriving import advance
from surveys.interviews.model import (
    NO_WISH,
    Answer,
    Apart,
    Event,
    Finish,
    Forget,
    Param,
    Permission,
    Permit,
    Prefer,
    Record,
    Resume,
    Retract,
    Say,
    SetApart,
    Show,
    Stop,
    Turn,
)
from surveys.interviews.rendering import render
from surveys.mail.letter import footed, letter
from surveys.messages import ANSWERED_AT_ONCE, MAILED, Inbound, Mail, Option, Outgoing, Post
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest

A_DAY = 24 * 60 * 60 * 10**9  # nanoseconds, as places in the queue are counted
MOST_A_DAY = 60  # mails to one address: a survey of 40 questions, one by one, and some help


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. `outgoing` is what was said back, for channels where the person waits for it.

    `turn` is None when the message moved no interview. `fault` says why a message was set aside, empty when it was not.
    """

    inbound: Inbound
    duplicate: bool = False
    outgoing: Outgoing | None = None
    turn: Turn | None = None
    fault: str = ""


@dataclass
class Desk:
    """One transaction's worth of people and writes. `flush` writes them, one statement a table.

    `place` orders what is queued: nanoseconds, larger for later calls.
    """

    tx: Tx
    words: Mapping[str, Catalogue]
    address: str
    now: datetime
    place: int = 0
    _people: dict[bytes, Waiting] = field(default_factory=dict)
    _digests: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    _held: dict[str, Held] = field(default_factory=dict)
    _moved: set[bytes] = field(default_factory=set)  # whose interview has moved
    _kept: list[responses.Kept] = field(default_factory=list)
    _left_out: list[tuple[str, DataKey, LeftOut]] = field(default_factory=list)
    _consents: list[consents.Consent] = field(default_factory=list)
    _finished: dict[str, Version] = field(default_factory=dict)
    _queued: list[outbox.Queued] = field(default_factory=list)
    carried: Carried = field(init=False)

    def __post_init__(self) -> None:
        self.carried = Carried(self.tx)

    # ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def know(self, messages: Sequence[Inbound], *, meet: bool = True) -> None:
        """Load everybody who wrote, and the interview that waits for each; with `meet`, strangers become participants."""
        senders = {participants.pseudonym(self.tx, message): message for message in messages}
        self._digests = {(each.channel, each.account, each.address): digest for digest, each in senders.items()}
        self._people = interviews.waiting(self.tx, senders) if senders else {}
        strangers = {digest: each for digest, each in senders.items() if digest not in self._people and not each.group}
        if meet and strangers:
            participants.add(self.tx, strangers)
            self._people |= interviews.waiting(self.tx, strangers)
        ids = {waiting.row.consultation_id for waiting in self._people.values() if waiting.row is not None}
        self._held = consultations.by_ids(self.tx, ids) if ids else {}

    def _digest(self, message: Inbound) -> bytes:
        return self._digests[message.channel, message.account, message.address]

    def waiting(self, message: Inbound) -> Waiting | None:
        """Who sent this; None for a group that is nobody's address."""
        return self._people.get(self._digest(message))

    def row(self, message: Inbound) -> Row | None:
        """The interview that waits for this sender."""
        waiting = self.waiting(message)
        return waiting.row if waiting is not None else None

    def hold(self, message: Inbound, row: Row | None) -> None:
        """From now on this interview waits for this sender."""
        digest = self._digest(message)
        self._people[digest] = replace(self._people[digest], row=row)

    def know_as(self, message: Inbound, **changes: bool | str | Prefer) -> None:
        """From now on this sender is known otherwise: as reachable, as leaving."""
        digest = self._digest(message)
        waiting = self._people[digest]
        participant = replace(waiting.participant, **changes)  # type: ignore[arg-type]  # the callers' names are few, and tested
        self._people[digest] = replace(waiting, participant=participant)

    def reload(self, message: Inbound) -> None:
        """Read this sender again, after a change that was written past the desk."""
        self.write()
        self._people |= interviews.waiting(self.tx, [self._digest(message)])

    def survey(self, row: Row) -> tuple[Held, Survey]:
        """The consultation and the survey of an interview."""
        if row.consultation_id not in self._held:
            self._held |= consultations.by_ids(self.tx, [row.consultation_id])
        held = self._held[row.consultation_id]
        return held, worded(held.histories[row.survey_id].of(row.interview.structure), row.interview.variant)

    def turn(self, message: Inbound, event: Event, *before: Say) -> Outcome:
        """The interview that waits for this sender takes one event; what is said `before` it stands first."""
        row = self.row(message)
        assert row is not None
        held, survey = self.survey(row)
        history = held.histories[row.survey_id]
        turn = advance(history, row.interview, event, now=held.local(self.now), closes=held.closes_at)
        return self.apply(message, held, survey, replace(turn, effects=(*before, *turn.effects)))

    # ── what becomes of it ──────────────────────────────────────────────────────────────────────────────────────────

    def apply(self, message: Inbound, held: Held, survey: Survey, turn: Turn) -> Outcome:
        """Take over a turn: its answers, its interview, its words."""
        extras = {effect.what: self.extra(message, held, effect.what) for effect in turn.effects if isinstance(effect, Show)}
        waiting = self.waiting(message)
        assert waiting is not None
        assert waiting.row is not None
        then, row = waiting.row.interview, replace(waiting.row, interview=turn.interview)
        for effect in turn.effects:
            match effect:
                case Record(name, answer, revises):
                    self._keep(held, row, survey, name, answer, revises=revises)
                case Retract(name):
                    self._keep(held, row, survey, name, None, revises=True)
                case SetApart(apart, fresh):
                    self._set_apart(held, row, survey, apart, fresh=fresh)
                case Permit(permission, given):
                    row = self._permit(held, survey, waiting, row, permission, given=given)
                case Prefer():
                    self._prefer(message, waiting, effect)
                case Finish():
                    self._finished[row.response_id] = survey.version
                case _:
                    pass  # words are rendered below; what leaves or comes back is done once all is written
        now = turn.interview
        stands = [*now.answers.values(), *now.kept.values(), *(each.answer for each in now.apart)]
        self.carried.replace(survey, {**then.kept, **then.answers}, stands)
        self._moved.add(self._digest(message))
        self.hold(message, row)
        words = self.words_in(turn.interview.language)
        known = self.facts(held, survey, turn.interview.language)
        if turn.interview.status == "consent":
            known |= self._link(row, waiting)
        shown: dict[str, Outgoing] = {what: extra for what, extra in extras.items() if extra}
        survey = worded(survey, turn.interview.variant)
        if message.channel in MAILED:
            link = f"{self.address}/answer/{participants.own_page(self.tx, waiting.participant)}"
            said = letter(turn, survey, words, known, shown, now=held.local(self.now), link=link, tongues=self.words)
        else:
            said = render(turn, survey, words, known, shown, self.words, held.histories[row.survey_id])
        if any(isinstance(effect, Stop | Resume | Forget) for effect in turn.effects):
            self._part(message, waiting, turn)
        return replace(self.answer(message, said, held.id), turn=turn)

    def _keep(self, held: Held, row: Row, survey: Survey, name: str, answer: Answer | None, *, revises: bool) -> None:
        assert row.response_key is not None  # no question is asked before there is a response
        question = survey.named(name)
        self._kept.append(responses.Kept(held.id, row.response_id, row.response_key, question, answer, revises, survey.version))
        if answer is not None:
            self.carried.settle(row.response_id, row.response_key, question, answer)

    def _set_apart(self, held: Held, row: Row, survey: Survey, apart: Apart, *, fresh: bool) -> None:
        """A question that is not asked any more keeps its answer where it is; one that is asked again keeps it apart."""
        assert row.response_key is not None
        asked_in = held.histories[row.survey_id].of(apart.structure)
        question = asked_in.named(apart.question)
        if survey.stored(question.key) is not None:
            left = LeftOut(question.key, survey.structure, apart.structure, apart.answer)
            self._left_out.append((row.response_id, row.response_key, left))
        elif fresh:
            kept = (held.id, row.response_id, row.response_key, question, apart.answer, True, asked_in.version)
            self._kept.append(responses.Kept(*kept))

    def _permit(self, held: Held, survey: Survey, waiting: Waiting, row: Row, permission: Permission, *, given: bool) -> Row:
        wording = self._wording(held, survey, waiting, row, permission)
        self._consents.append(consents.Consent(row.interview.id, permission, given, wording, held.local(self.now).date()))
        if permission != "take_part" or not given or row.response_id:
            return row
        reference = consultations.reference_of(self.tx, row.survey_id, waiting.participant.id)
        response_id, key = responses.add(
            self.tx,
            held.id,
            row.survey_id,
            version=survey.version,
            reference=reference,
            participant_id=waiting.participant.id,
        )
        return replace(row, response_id=response_id, response_key=key)

    def _link(self, row: Row, waiting: Waiting) -> dict[str, Param]:
        """What somebody with a personal link must know before they agree: whoever made it knows whose answers these are."""
        if not consultations.reference_of(self.tx, row.survey_id, waiting.participant.id):
            return {"link": ""}
        return {"link": self.words_in(row.interview.language).text("consent.link") + " "}

    def _wording(self, held: Held, survey: Survey, waiting: Waiting, row: Row, permission: Permission) -> str:
        """A digest of the very words that were agreed to."""
        words = self.words_in(row.interview.language)
        facts = self.facts(held, survey, row.interview.language) | self._link(row, waiting)
        agreed = "mail.agree" if row.interview.sheet else "ask.take_part"
        keys = ("consent", agreed) if permission == "take_part" else (f"ask.{permission}",)
        return hashlib.sha256("\n".join(words.text(key, facts) for key in keys).encode()).hexdigest()[:16]

    def _prefer(self, message: Inbound, waiting: Waiting, effect: Prefer) -> None:
        """They chose how to be spoken to; what they chose before and not now stays."""
        before = waiting.participant.prefers
        prefers = Prefer(effect.language or before.language, effect.variant or before.variant)
        participants.prefer(self.tx, waiting.participant, prefers)
        self.know_as(message, prefers=prefers)

    def _part(self, message: Inbound, waiting: Waiting, turn: Turn) -> None:
        """Stop, come back, be forgotten: written at once, in order, after everything that came before."""
        for effect in turn.effects:
            match effect:
                case Stop():
                    participants.stop(self.tx, waiting.participant.id)
                case Resume():
                    participants.resume(self.tx, waiting.participant.id)
                case Forget():
                    self.write()
                    withdrawal.erase(self.tx, waiting.participant)
                    self.hold(message, None)
                    self.know_as(message, leaving=True, prefers=NO_WISH)
                case _:
                    pass

    def answer(self, message: Inbound, said: Outgoing | None, consultation_id: str | None = None) -> Outcome:
        """Queue what is said back, or hand it over where the person waits for it."""
        waiting = self.waiting(message)
        at_once = message.waits or message.channel in ANSWERED_AT_ONCE
        said = replace(said, language=self.spoken_to(message)) if said is not None else None
        if said is not None and waiting is not None and not at_once:
            if message.channel in MAILED:
                said = self._mailed(message, said, consultation_id)
            self._queued.append(outbox.Queued(message.channel, waiting.participant, said, consultation_id=consultation_id))
        return Outcome(message, outgoing=said)

    def _mailed(self, message: Inbound, said: Outgoing, consultation_id: str | None) -> Outgoing:
        """What is said, as the answer to a mail: under its subject, in its thread."""
        content = message.content
        heading = content.subject if isinstance(content, Mail) else ""
        held = self._held.get(consultation_id or "")
        answered = heading if heading.casefold().startswith("re:") else f"Re: {heading}"
        subject = answered if heading else held.consultation.title if held else self.address
        post = Post(answers=content.message if isinstance(content, Mail) else "")
        return replace(footed(said, self.catalogue(message), subject), post=post)

    def queued_today(self, message: Inbound) -> int:
        """How many mails were queued for this sender in the last 24 hours."""
        waiting = self.waiting(message)
        return mail.queued_since(self.tx, waiting.participant.address_id, self.place - A_DAY) if waiting is not None else 0

    def tell(self, message: Inbound, key: str, **params: Param) -> Outcome:
        """Say one text of the catalogue that belongs to no interview."""
        return self.answer(message, Outgoing(self.catalogue(message).text(key, {"home": self.address, **params})))

    def spoken_to(self, message: Inbound) -> str:
        """The language to speak to this sender in: what they chose, else that of the interview that waits, else English."""
        waiting = self.waiting(message)
        if waiting is None:
            return "en"
        return waiting.participant.prefers.language or (waiting.row.interview.language if waiting.row is not None else "en")

    def extra(self, message: Inbound, held: Held, what: str) -> Outgoing | None:
        """What an interview does not hold itself: the person's other interviews, or the news of their points."""
        waiting = self.waiting(message)
        assert waiting is not None
        if what == "results":
            self.write()
            words = self.catalogue(message)
            news = digests.personal(self.tx, waiting.participant.id, None, words=words, address=self.address)
            survey = next(iter(held.surveys.values()))
            return news or Outgoing(words.text("results_none", self.facts(held, survey, self.spoken_to(message))))
        return self.choose(message, self.others(message, waiting), "switch_pick", "switch_none") if what == "switch" else None

    def others(self, message: Inbound, waiting: Waiting) -> list[Option]:
        """A button for every other survey that is open: this person's own interview in it, or one that they could begin."""
        theirs = {each.survey_id: each for each in interviews.of_participant(self.tx, waiting.participant.id)}
        here = waiting.row.survey_id if waiting.row is not None else ""
        return [
            replace(option, id=f"i.{theirs[survey_id].id}") if survey_id in theirs else option
            for survey_id, option in self.surveys(message, consultations.open_now(self.tx, self.now)).items()
            if survey_id != here
        ]

    def surveys(self, message: Inbound, held: Sequence[Held]) -> dict[str, Option]:
        """A button to begin each survey of these consultations, by the survey's id.

        They have no numbers: where an interview waits, a number that is typed answers its question.
        """
        language = self.spoken_to(message)
        return {
            survey_id: Option(
                f"s.{survey_id}",
                spoken(each.consultation, language).title if len(each.surveys) == 1 else say(survey.title, language),
            )
            for each in held
            for survey_id, survey in each.surveys.items()
        }

    def choose(self, message: Inbound, options: Sequence[Option], some: str, none: str) -> Outgoing:
        """A message with these buttons, or the text for when there is none."""
        return Outgoing(self.catalogue(message).text(some if options else none, {"home": self.address}), options=tuple(options))

    def facts(self, held: Held, survey: Survey, language: str = "en") -> dict[str, Param]:
        """What every text about a consultation may use, in the words of `language`."""
        return facts(spoken(held.consultation, language), survey, self.words_in(language), self.address)

    def catalogue(self, message: Inbound) -> Catalogue:
        """The words to speak to this sender with, beside their interview."""
        return self.words_in(self.spoken_to(message))

    def words_in(self, language: str) -> Catalogue:
        """The catalogue of a language, English where there is none."""
        return self.words.get(closest(language, self.words)) or self.words["en"]

    # ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────────

    def heard(self, message: Inbound) -> None:
        """They wrote: whatever could not reach them, or may not have, is sent again."""
        waiting = self.waiting(message)
        if waiting is not None and (waiting.doubt or waiting.participant.state == "unreachable"):
            self.reach(message, reachable=True)

    def reach(self, message: Inbound, *, reachable: bool) -> None:
        """The person shut us out, or let us in again."""
        waiting = self.waiting(message)
        if waiting is None:
            return
        address_id, state = waiting.participant.address_id, waiting.participant.state
        participants.reach(self.tx, [address_id], reachable=reachable)
        if state != "stopped":
            self.know_as(message, state="live" if reachable else "unreachable")
        if reachable:
            outbox.revive(self.tx, address_id, now=self.now)
            digest = self._digest(message)
            self._people[digest] = replace(self._people[digest], doubt=False)

    def move(self, message: Inbound, to: str) -> None:
        """The conversation has a new id on its channel."""
        waiting = self.waiting(message)
        if waiting is not None:
            self.write()
            participants.move(self.tx, waiting.participant, message, to)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self) -> None:
        """Write everything in hand but the outbox."""
        responses.keep(self.tx, self._kept)
        left_out.keep(self.tx, self._left_out)
        self.carried.write()
        if self._finished:
            responses.finish(self.tx, self._finished)
        moved = {digest: waiting.row for digest, waiting in self._people.items() if digest in self._moved and waiting.row}
        interviews.save(self.tx, [(self._people[digest].participant, row) for digest, row in moved.items()], now=self.now)
        for digest, row in moved.items():
            self._people[digest] = replace(self._people[digest], row=interviews.saved(row))
        consents.keep(self.tx, self._consents)
        self._left_out = []
        self._kept, self._finished, self._moved, self._consents = [], {}, set(), []

    def flush(self) -> None:
        """Write everything: the last thing before the commit."""
        self.write()
        outbox.add(self.tx, self._within_reason(), now=self.now, place=self.place)

    def _within_reason(self) -> list[outbox.Queued]:
        """What is queued, but for mail to somebody who has had so much today that two machines must be writing to each other."""
        return [
            each
            for each in self._queued
            if each.channel not in MAILED
            or mail.queued_since(self.tx, each.recipient.address_id, self.place - A_DAY) < MOST_A_DAY
        ]
