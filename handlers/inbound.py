"""A message comes in: one transaction for all the messages that wait, of which one is the ordinary case.

The inbox entry, the answers, the interview and the reply in the outbox are committed together. Only then is the vendor told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from handlers import arrivals, comments, mail
from handlers.desk import Desk, Outcome
from storage import consultations, inbox, interviews, participants
from storage.database import Database, Tx
from surveys.errors import StaleInterview, StoreAway
from surveys.interviews.media import takes
from surveys.interviews.model import Attached, Chose, Corrected, Event, Filled, NoWords, Said, Shared
from surveys.messages import (
    Blocked,
    Bounced,
    Comment,
    Edit,
    Field,
    Inbound,
    Mail,
    Moved,
    Place,
    Press,
    Sent,
    Start,
    Text,
    Unblocked,
    Unreadable,
    legible,
)
from surveys.words.catalogue import Catalogue


@dataclass(frozen=True)
class Door:
    """Where every channel's messages come in. `address` is the public web address, `words` the catalogues by language."""

    database: Database
    words: Mapping[str, Catalogue]
    address: str

    def wants(self, message: Inbound) -> bool:
        """Whether the file of `message` would be an answer, so that its channel fetches it before it hands the message in.

        That is asked before, and the engine decides: what has become unwanted meanwhile is dropped.
        """
        if not isinstance(message.content, Sent) or message.group:
            return False
        with self.database.read() as tx:
            digest = participants.pseudonym(tx, message)
            waiting = interviews.waiting(tx, [digest], lock=False).get(digest)
            if waiting is None or waiting.row is None:
                return False
            row = waiting.row
            survey = consultations.by_ids(tx, [row.consultation_id])[row.consultation_id].histories[row.survey_id]
            question = survey.of(row.interview.structure).asked(row.interview.at)
            return takes(question, message.content.what, message.content.mime)

    def receive(self, batch: Sequence[Inbound], *, now: datetime, place: int) -> list[Outcome]:
        """Take these messages, in order; an Outcome for each. When it returns, they are committed.

        A message that cannot be handled is set aside and the others go on. StoreAway: nothing was taken, try again later.
        `place` orders what is queued: nanoseconds, larger for later calls.
        """
        if not batch:
            return []
        try:
            return self._together(batch, now, place)
        except StoreAway:
            raise
        except StaleInterview:
            return self._one_by_one(batch, now, place)
        except Exception as error:  # noqa: BLE001  whatever one message breaks must not stop the others
            if len(batch) > 1:
                return self._one_by_one(batch, now, place)
            return [self._set_aside(batch[0], error, now, place)]

    def _one_by_one(self, batch: Sequence[Inbound], now: datetime, place: int) -> list[Outcome]:
        return [outcome for at, message in enumerate(batch) for outcome in self._alone(message, now, place + at)]

    def _alone(self, message: Inbound, now: datetime, place: int) -> list[Outcome]:
        try:
            return self._together([message], now, place)
        except StoreAway:
            raise
        except StaleInterview:
            return self._together([message], now, place)  # the other one has committed by now
        except Exception as error:  # noqa: BLE001  this is the one that broke the batch
            return [self._set_aside(message, error, now, place)]

    def _together(self, batch: Sequence[Inbound], now: datetime, place: int) -> list[Outcome]:
        with self.database.write() as tx:
            batch = [legible(message) for message in batch]
            new = inbox.take(tx, batch, now=now)
            desk = Desk(tx, self.words, self.address, now, place)
            fresh: list[tuple[int, Inbound]] = []
            outcomes = [Outcome(message, duplicate=True) for message in batch]
            for at, message in enumerate(batch):
                key = (message.channel, message.external_id)
                if key in new:
                    new.remove(key)  # a duplicate inside the batch is still a duplicate
                    outcomes[at] = Outcome(message)
                    known = mail.known(tx, message, now)
                    fresh += [(at, known)] if known is not None else []
            desk.know([message for _, message in fresh])
            for at, message in fresh:
                outcomes[at] = _take(desk, message)
            desk.flush()
        return outcomes

    def _set_aside(self, message: Inbound, error: Exception, now: datetime, place: int) -> Outcome:
        message = legible(message)
        fault = f"{type(error).__name__} at {_where(error)}"  # never its text: that may hold what the person wrote
        try:
            return self._aside(message, fault, now, place, tell=True)
        except StoreAway:
            raise
        except Exception:  # noqa: BLE001  what is stored of this person is itself broken: the others still go on
            return self._aside(message, fault, now, place, tell=False)

    def _whose(self, tx: Tx, message: Inbound, now: datetime) -> Inbound:
        """`message` as from the mailbox whose token it carries: with that one it is forgotten, and only that one is told."""
        return mail.known(tx, message, now) or message

    def _aside(self, message: Inbound, fault: str, now: datetime, place: int, *, tell: bool) -> Outcome:
        with self.database.write() as tx:
            message = self._whose(tx, message, now) if tell else message
            new = inbox.set_aside(tx, message, fault, now=now)
            if not new:
                return Outcome(message, duplicate=True)
            if not tell:
                return Outcome(message, fault=fault)
            desk = Desk(tx, self.words, self.address, now, place)
            desk.know([message], meet=False)
            outcome = replace(desk.tell(message, "trouble"), fault=fault)
            desk.flush()
        return outcome


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else "?"


def _take(desk: Desk, message: Inbound) -> Outcome:
    """One message: who sent it, what it means to their interview, what is said back."""
    content = message.content
    match content:
        case Blocked() | Unblocked():
            desk.reach(message, reachable=isinstance(content, Unblocked))
            return Outcome(message)
        case Moved(to):
            desk.move(message, to)
            return Outcome(message)
        case Bounced(final=final):
            mail.bounced(desk, message, final=final)
            return Outcome(message)
        case Mail():
            return mail.taken(desk, message, content)
        case _:
            desk.heard(message)
            return _said(desk, message, content)


def _said(
    desk: Desk, message: Inbound, content: Start | Press | Field | Text | Edit | Unreadable | Sent | Place | Comment
) -> Outcome:
    """Something that a person wants to say. In a group nobody is answered but who asks how to begin: people talk there."""
    if message.group and not isinstance(content, Start):
        return Outcome(message)
    match content:
        case Start(token):
            return arrivals.start(desk, message, token)
        case Press(option, under):
            return _press(desk, message, option, under)
        case Field(option):
            return _press(desk, message, option, content.message, content)
        case Text(text, sent):
            return _event(desk, message, Said(text, sent))
        case Edit(text, sent):
            return _event(desk, message, Corrected(text, sent))
        case Sent():
            return _event(desk, message, _attached(desk, content))
        case Place(where, sent):
            return _event(desk, message, Shared(where, sent))
        case Unreadable(what):
            return _event(desk, message, NoWords(what))
        case Comment():
            return comments.take(desk, message, content)
        case _:
            assert_never(content)


def _attached(desk: Desk, sent: Sent) -> Attached | NoWords:
    """A file that came with its message, or why it did not: nobody asked for it, it is too big, or its vendor did not give it."""
    if sent.file is not None:
        return Attached(desk.carried.bring(sent.file), sent.what, sent.file.mime, sent.message, sent.caption)
    if sent.limit:
        return NoWords("too_big", sent.limit)
    return NoWords("lost" if sent.lost else sent.what)


def _press(desk: Desk, message: Inbound, option: str, under: str, field: Field | None = None) -> Outcome:
    """A button, or with `field` a form's field: of the interview that waits, of another one of theirs, or of none."""
    match option.split("."):
        case ["q", interview_id, structure, question, pick] if _is_index(structure) and _is_index(question):
            row = desk.row(message)
            if row is not None and row.interview.id == interview_id:
                if field is not None:
                    media = desk.carried.bring(field.file) if field.file is not None else ""
                    filled = Filled(int(structure), int(question), field.values, under, field.remark, media)
                    return _event(desk, message, filled)
                return _event(desk, message, Chose(int(structure), int(question), pick, under))
            return arrivals.switch(desk, message, interview_id)
        case ["i", interview_id]:
            return arrivals.switch(desk, message, interview_id)
        case ["s", survey_id]:
            return arrivals.begin(desk, message, survey_id)
        case ["n", edition_id]:
            return arrivals.news(desk, message, edition_id)
        case _:
            return _event(desk, message, NoWords("button"))


def _is_index(text: str) -> bool:
    return text.removeprefix("-").isdigit() and text.isascii() and len(text) < 6


def _event(desk: Desk, message: Inbound, event: Event) -> Outcome:
    """Something for the interview that waits; where none does, the person is shown what there is to answer."""
    return desk.turn(message, event) if desk.row(message) is not None else arrivals.without(desk, message, event)
