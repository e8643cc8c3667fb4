"""What is stored about one person: shown to them on request, and forgotten when they ask, in a chat or in writing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handlers import officers
from storage import comments, consultations, inbox, interviews, mail, outbox, participants, responses
from storage.consultations import Held
from storage.database import Database, Tx
from storage.participants import Home, Participant
from storage.responses import Entry
from surveys.definitions.model import Survey, say
from surveys.errors import Refused
from surveys.interviews.filling import filled
from surveys.interviews.model import Interview
from surveys.interviews.road import shown_value
from surveys.interviews.rounds import answered
from surveys.messages import MAILED


@dataclass(frozen=True, slots=True)
class Taken:
    """One interview of a person, opened. `response` is None where they have not begun to answer.

    `answers` are (number, question, what they said) in the survey's order; skipped ones are left out. What an earlier version
    asked and this one does not follows, with its number there.
    """

    consultation: str
    status: str
    permissions: Mapping[str, bool]
    response: Entry | None
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """All that is stored about one person.

    `mails` are those that are kept as they came, `comments` what they wrote beneath news that a group reads.
    """

    homes: tuple[Home, ...]
    interviews: tuple[Taken, ...]
    leaving: bool
    mails: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def show(database: Database, address: str, *, channel: str, account: str = "") -> Stored:
    """What is stored about whoever is at `address` on `channel`; Refused where nobody is known there.

    `account` is which of our bots they wrote to, where the channel has several (Telegram: the number in front of the token).
    """
    with database.read() as tx:
        person = _find(tx, channel, account, address, lock=False)
        said = responses.of_participant(tx, person.id)
        rows = interviews.opened(tx, person)
        held = consultations.by_ids(tx, {row.consultation_id for row in rows})
        taken = []
        for row in rows:
            survey = held[row.consultation_id].histories[row.survey_id].of(row.interview.structure)
            taken.append(
                Taken(
                    consultation=held[row.consultation_id].consultation.slug,
                    status="stopped" if row.interview.stopped else row.interview.status,
                    permissions={str(permission): given for permission, given in row.interview.permissions.items()},
                    response=said.get(row.response_id),
                    answers=(*_answers(row.interview, survey), *_apart(row.interview, held[row.consultation_id], row.survey_id)),
                )
            )
        kept = tuple(raw.decode("utf-8", "replace") for raw in mail.kept(tx, person))
        written = comments.of_participant(tx, person)
        return Stored(participants.homes(tx, person), tuple(taken), person.leaving, kept, written)


def _answers(interview: Interview, survey: Survey) -> tuple[tuple[str, str, str], ...]:
    told = []
    # what a later answer made irrelevant is kept in case it is changed back, and is stored about them too
    held = {**interview.kept, **interview.answers}
    for question in answered(survey, held):
        answer = held.get(question.name)
        if answer is not None and question.asks and not answer.skipped:
            shown = str(shown_value(question, answer.value, interview.language))
            words = f"{shown} ({answer.remark})" if answer.remark else shown
            label = say(filled(survey, question, held, interview.language).label, interview.language)
            told.append((question.figure, label, words))
    return tuple(told)


def _apart(interview: Interview, held: Held, survey_id: str) -> Iterator[tuple[str, str, str]]:
    """What is kept apart, as the version asked it that could take it."""
    for apart in interview.apart:
        question = held.histories[survey_id].of(apart.structure).named(apart.question)
        shown = str(shown_value(question, apart.answer.value, interview.language))
        words = f"{shown} ({apart.answer.remark})" if apart.answer.remark else shown
        yield question.figure, say(question.label, interview.language), words


def forget(database: Database, address: str, *, channel: str, by: str, account: str = "") -> None:
    """An officer deletes, because the person asked in writing, all that "forget me" deletes; nothing more is sent to them."""
    with database.write() as tx:
        officers.acting(tx, by, *officers.ROLES)
        person = _find(tx, channel, account, address)
        erase(tx, person)
        outbox.drop(tx, person.id, "turn")
        participants.sweep(tx)


def erase(tx: Tx, person: Participant) -> None:
    """Delete what this person said; who they are goes with their key, once what answers them has been sent (`sweep`)."""
    responses.remove(tx, person.id)
    mail.forget(tx, person.id)
    comments.remove(tx, person.id)
    outbox.drop(tx, person.id, "bulk")
    for home in participants.homes(tx, person):
        inbox.forget(tx, home.channel, home.destination.account, home.destination.address)
    participants.leave(tx, person.id)


def _find(tx: Tx, channel: str, account: str, address: str, *, lock: bool = True) -> Participant:
    address = address.casefold() if channel in MAILED else address
    digest = tx.keyring.pseudonym(channel, account, address)
    found = interviews.waiting(tx, [digest], lock=lock).get(digest)
    if found is None:
        what = f"Nobody is known at '{address}' on {channel}. Check the address, the channel and the account."
        raise Refused("person.unknown", what, address=address)
    if found.participant.body:
        raise Refused("person.body", f"'{address}' is where a body's digests go. See: hearback body list", address=address)
    return found.participant
