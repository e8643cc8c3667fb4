"""One invitation by mail as it leaves us, and what becomes of a reply: the rules and the channel's two halves, no server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from bot.channels.mail_compose import Mailbox, compose
from bot.channels.mail_parse import read_mail
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.history import History
from surveys.interviews.engine import step
from surveys.interviews.model import Interview, Turn, Wrote
from surveys.interviews.sheets import open_questions
from surveys.mail.letter import footed, invitation, letter, sheets
from surveys.mail.reply import Reply, read_reply
from surveys.messages import Destination, Mail, Outgoing, Post
from surveys.words.catalogue import Catalogue, read_catalogue
from tests.conftest import ENGLISH
from tests.factories import FACTS
from tests.mail.writers import parsed

ROOT = Path(__file__).parents[1]
NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
MAILBOX = Mailbox.read("Wexmoor Council <hear@hear.example>")
POST = Post("d" * 22, "r" + "a" * 45, "b" + "a" * 45, "s" + "a" * 45)
HOME = "https://hear.example"
LINK = f"{HOME}/answer/0123456789"
JO = "jo@people.example"


@cache
def words() -> Catalogue:
    """The bot's words in English."""
    return read_catalogue(ENGLISH.read_bytes(), "en", str(ENGLISH))


@cache
def park() -> Survey:
    """A survey of six questions, of every common kind."""
    return read_survey((ROOT / "transcripts" / "park.yaml").read_bytes(), "park.yaml")


def begun(**changes: object) -> Interview:
    """An interview in it that was invited to by mail."""
    plain = Interview("i" * 22, "s" * 22, sheet=True, at="take_part")
    return replace(plain, **changes)  # type: ignore[arg-type]  # the callers' names are few


@cache
def invited() -> Outgoing:
    """The invitation to it."""
    message = invitation(park(), begun(), words(), FACTS, now=NOW, link=LINK)
    return replace(footed(message, words(), ""), post=POST)


@cache
def arrived() -> EmailMessage:
    """The invitation as it arrives."""
    return parsed(compose(invited(), Destination("", JO), MAILBOX, HOME).as_bytes())


@dataclass(frozen=True)
class Taken:
    """What came of a reply."""

    reply: Reply
    turn: Turn
    answer: Outgoing | None

    @property
    def answers(self) -> dict[str, str]:
        """What was put down."""
        return {name: answer.value for name, answer in self.turn.interview.answers.items() if not answer.skipped}

    @property
    def asked_again(self) -> set[str]:
        """What is asked still."""
        interview = self.turn.interview
        return {question.name for question in open_questions(park(), interview, NOW)} if interview.at else set()

    def verdicts(self, meant: Mapping[str, str]) -> dict[str, str]:
        """For each question that was answered, or that was given an answer: right, again, wrong or lost."""
        found = {}
        for name in {*meant, *self.answers}:
            if name in self.answers:
                found[name] = "right" if self.answers[name] == meant.get(name) else "wrong"
            else:
                found[name] = "again" if name in self.asked_again else "lost"
        return found


def take(raw: bytes, interview: Interview | None = None, sent: tuple[str, ...] | None = None) -> Taken:
    """Take a reply as the handler does: read the mail, find the person's own words, step, write the answer."""
    inbound = read_mail(raw)
    assert inbound is not None
    assert isinstance(inbound.content, Mail)
    interview = interview or begun()
    laid = sheets(History((park(),)), interview, words(), FACTS, (invited().text,) if sent is None else sent, now=NOW)
    reply = read_reply(inbound.content.text, laid)
    turn = step(park(), interview, Wrote(tuple(reply.parts.items()), reply.rest, inbound.content.message), now=NOW)
    return Taken(reply, turn, letter(turn, park(), words(), FACTS, now=NOW, link=LINK))
