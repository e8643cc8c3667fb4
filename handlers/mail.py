"""Email: whose it is, what in it is the person's own, and what becomes of it. Invitations that carry the whole survey.

Only the token of the address that a mail was sent to says who wrote it: `From:` can be forged. A mail without one changes
nothing; whoever owns the mailbox it names is written to, once a day at most, and by answering shows who they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

from handlers import arrivals, invitations
from handlers.consultations import held as consultation_called
from handlers.consultations import survey_for
from handlers.desk import Desk, Outcome
from storage import consultations, interviews, outbox, participants
from storage import mail as mails
from storage.database import Database, Tx
from storage.interviews import Row, Waiting
from storage.mail import Sent
from storage.outbox import Queued
from storage.participants import Participant
from surveys.consultations.facts import facts
from surveys.errors import DefinitionError, Fault, Place, Refused
from surveys.interviews.commands import command
from surveys.interviews.model import Began, Interview, Said, Say, Wrote
from surveys.mail.automatic import automatic
from surveys.mail.letter import footed, invitation, sheets
from surveys.mail.reply import Sheet, read_reply
from surveys.mail.tokens import Claim, find_tokens, is_mailbox
from surveys.messages import Bounced, Inbound, Mail, Start
from surveys.words.catalogue import Catalogue

# What is done for whoever says that it is them: it harms nobody much if it was not.
_OURS = re.compile(r"<([\w-]{22})\.[rbs][a-z2-7]{45}@", re.IGNORECASE)  # our own Message-ID: a delivery, and a token
UNPROVEN = frozenset({"stop", "help", "need_help", "privacy", "what"})


def known(tx: Tx, message: Inbound, now: datetime) -> Inbound | None:
    """`message` as from the mailbox that its token stands for; None for what no person wrote, and for a bounce of nobody's."""
    content = message.content
    if not isinstance(content, Mail | Bounced):
        return message
    if isinstance(content, Mail) and automatic(content.signs):
        return None
    claim = _claim(tx, content)
    home = mails.destination(tx, claim.address_id) if claim is not None else None
    if claim is None or home is None:
        return message if isinstance(content, Mail) and is_mailbox(message.address) else None
    if isinstance(content, Mail):
        content = replace(
            content,
            text="STOP" if claim.purpose == "s" else content.text,  # the button of a mail program, or the page that it opens
            proven=now.date() <= claim.expires,
            expired=now.date() > claim.expires,
            other=bool(message.address) and message.address != home.address,
        )
    return replace(message, address=home.address, thread=home.thread, content=content)


def _claim(tx: Tx, content: Mail | Bounced) -> Claim | None:
    """What the first token of ours in a mail says, that is for a mail of this kind."""
    texts = (*content.routes, content.text) if isinstance(content, Mail) else content.routes
    purposes = ("r", "s") if isinstance(content, Mail) else ("b",)
    claims = (tx.keyring.read_mail_token(token) for token in find_tokens(texts))
    return next((claim for claim in claims if claim is not None and claim.purpose in purposes), None)


def stops(tx: Tx, token: str) -> bool:
    """Whether this is the token of a way out of our mail, of an address that is known."""
    claim = tx.keyring.read_mail_token(token)
    return claim is not None and claim.purpose == "s" and mails.destination(tx, claim.address_id) is not None


def bounced(desk: Desk, message: Inbound, *, final: bool) -> None:
    """A mail of ours came back: the mailbox is gone, or counts as gone after some times."""
    waiting = desk.waiting(message)
    if waiting is not None and mails.came_back(desk.tx, waiting.participant.address_id, final=final):
        desk.reach(message, reachable=False)


def taken(desk: Desk, message: Inbound, mail: Mail) -> Outcome:
    """A mail that a person wrote."""
    waiting = desk.waiting(message)
    if waiting is None or waiting.participant.body:
        return Outcome(message)
    if not mail.proven:
        return _unproven(desk, message, mail, waiting)
    desk.heard(message)
    mails.arrived(desk.tx, waiting.participant.address_id)
    if mail.raw:
        mails.keep(desk.tx, waiting.participant, mail.raw, now=desk.now)
    before = [Say("mail.attached")] if mail.attached else []
    before += [Say("mail.other")] if mail.other else []
    said = mails.said_to(desk.tx, waiting.participant)
    consultation_id = _about(desk, waiting, mail, said)
    row = _brought_to(desk, message, waiting, consultation_id)
    if row is None:
        return arrivals.without(desk, message, Said(_own(desk, waiting, mail)))
    if consultation_id not in ("", row.consultation_id):
        held = consultations.by_ids(desk.tx, [consultation_id])[consultation_id]
        return desk.tell(message, "closed", **desk.facts(held, next(iter(held.surveys.values()))))
    held, survey = desk.survey(row)
    words, local = desk.words_in(row.interview.language), held.local(desk.now)
    texts = [each.text for each in said if each.consultation_id in ("", held.id)]
    known_facts = desk.facts(held, survey, row.interview.language)
    laid = sheets(held.histories[row.survey_id], row.interview, words, known_facts, texts, now=local)
    reply = read_reply(mail.text, laid)
    return desk.turn(message, Wrote(tuple(reply.parts.items()), reply.rest, mail.message, reply.structure), *before)


def _about(desk: Desk, waiting: Waiting, mail: Mail, said: Sequence[Sent]) -> str:
    """The consultation that a mail is about: that of the mail it answers, else of the one it quotes most of; "" for none."""
    found = mails.about(desk.tx, waiting.participant, {each for route in mail.routes for each in _OURS.findall(route)})
    lines = {line.strip("> \t") for line in mail.text.splitlines()} - {""}
    alike = [(len(lines & {line.strip() for line in each.text.splitlines()}), each.consultation_id) for each in said]
    quoted = max(alike, key=itemgetter(0), default=(0, ""))
    return found or (quoted[1] if quoted[0] else "")


def _brought_to(desk: Desk, message: Inbound, waiting: Waiting, consultation_id: str) -> Row | None:
    """The person's interview in a consultation, current from now on; their current one where there is none and cannot be."""
    row = waiting.row
    if row is not None and consultation_id in ("", row.consultation_id):
        return row
    theirs = interviews.of_participant(desk.tx, waiting.participant.id)
    there = next((each.id for each in theirs if each.consultation_id == consultation_id), "")
    if there:
        desk.write()
        interviews.make_current(desk.tx, waiting.participant.id, there)
        desk.reload(message)
        return desk.row(message)
    return _invited(desk, message, waiting, consultation_id) or row


def _own(desk: Desk, waiting: Waiting, mail: Mail) -> str:
    """The person's own words, where no question was asked."""
    said = mails.said_to(desk.tx, waiting.participant)
    return read_reply(mail.text, [*(Sheet(each.text, {}, {}) for each in said), Sheet("", {}, {})]).rest


def _invited(desk: Desk, message: Inbound, waiting: Waiting, consultation_id: str) -> Row | None:
    """The interview of somebody who was invited and answers for the first time. None where there is none, or not now."""
    for survey_id in consultations.invited_to(desk.tx, waiting.participant.id):
        held = consultations.of_survey(desk.tx, survey_id)
        if (
            held is None
            or consultation_id not in ("", held.id)
            or not held.open_at(desk.now)
            or waiting.participant.state == "stopped"
        ):
            continue
        desk.write()
        survey = held.surveys[survey_id]
        fresh = arrivals.anew(survey_id, survey, waiting.participant.prefers, sheet=not survey.repeat_of)
        fresh = replace(fresh, at="take_part")
        row = interviews.begin(desk.tx, waiting.participant, fresh, held.id, now=desk.now)
        desk.hold(message, row)
        return row
    return None


def _unproven(desk: Desk, message: Inbound, mail: Mail, waiting: Waiting) -> Outcome:
    """No token, or one that has run out: nothing in it is believed but a stop and a cry for help."""
    said = _own(desk, waiting, mail)
    called = command(said)
    if called is not None and called[0] in UNPROVEN:
        return desk.turn(message, Said(said)) if waiting.row else arrivals.without(desk, message, Said(said))
    if waiting.participant.state == "stopped" or desk.queued_today(message):
        return Outcome(message)
    why = Say("mail.expired" if mail.expired else "mail.unproven")
    return desk.turn(message, Began(), why) if waiting.row else arrivals.start(desk, message)


# ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite by mail, under the inviter's own reference. `place` is where they stand in an officer's file."""

    reference: str
    address: str
    place: Place


@dataclass(frozen=True, slots=True)
class Invited:
    """How many invitations were queued, and the references of those who had said stop, who get none."""

    queued: int
    stopped: tuple[str, ...]


def invite(
    database: Database,
    name: str,
    guests: Sequence[Guest],
    *,
    tongues: Mapping[str, Catalogue],
    home: str,
    now: datetime,
    place: int,
    shuffle: Callable[[list[Queued]], None],
    audience: str = "",
) -> Invited:
    """Queue a mail with the whole survey for each guest, in the survey's first language.

    `tongues` are the catalogues by language, `home` is the public web address, `place` as in the outbox.

    DefinitionError names the place of each guest that cannot be invited; then nobody is. Refused unless the consultation is open.
    """
    faults = _faults(guests)
    if faults:
        raise DefinitionError(faults)
    references = [guest.reference for guest in guests]
    with database.write() as tx:
        consultation = consultation_called(tx, name, alone=True)
        slug = consultation.consultation.slug
        if not consultation.open_at(now):
            raise Refused("invite.not_open", f"'{slug}' is not open, so that nobody could answer the mail.", slug=slug)
        links = invitations.make(tx, consultation, references, audience, [guest.place for guest in guests])
        survey_id = survey_for(tx, consultation, audience)
        survey = consultation.surveys[survey_id]
        words = tongues.get(survey.language) or tongues["en"]
        about = facts(consultation.consultation, survey, words, home) | {"link": f"{words.text('consent.link')} "}
        local, queued, stopped = consultation.local(now), list[Queued](), list[str]()
        for guest, link in zip(guests, links, strict=True):
            person = _person(tx, guest.address.casefold())
            if person is None or person.state == "stopped":
                stopped.append(guest.reference)
                continue
            participants.house(tx, person, "web", link.token)
            consultations.use_invitation(tx, link.token, person.id)
            fresh = Interview("", survey_id, survey.structure, language=survey.language)
            page = f"{home}/answer/{link.token}"
            message = footed(invitation(survey, fresh, words, about, now=local, link=page), words, "")
            queued.append(Queued("email", person, message, "bulk", consultation_id=consultation.id))
        shuffle(queued)
        outbox.add(tx, queued, now=now, place=place)
    return Invited(len(queued), tuple(stopped))


def _person(tx: Tx, address: str) -> Participant | None:
    """Whoever has this mailbox, known already or new. None where it is a body's."""
    message = Inbound("email", "", address, Start())
    digest = participants.pseudonym(tx, message)
    if not interviews.waiting(tx, [digest]):
        participants.add(tx, {digest: message})
    person = interviews.waiting(tx, [digest])[digest].participant
    return None if person.body else person


def _faults(guests: Sequence[Guest]) -> tuple[Fault, ...]:
    faults = []
    first: dict[str, Place] = {}
    for guest in guests:
        address = guest.address.casefold()
        if not is_mailbox(address):
            what = f"'{guest.address[:60]}' is no email address" if address else "there is no email address"
            faults.append(Fault("invite.email", what, "Write it like jo@example.org.", guest.place))
        elif first.setdefault(address, guest.place) is not guest.place:
            what = f"this email address stands in row {first[address].line} already"
            faults.append(Fault("invite.email-twice", what, "Nobody is invited twice.", guest.place))
    return tuple(faults)
