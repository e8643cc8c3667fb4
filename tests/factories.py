"""Things to test with, made by plain functions: what a test does not name is filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from storage import consents, consultations, interviews, participants, responses
from storage.consents import Consent
from storage.database import Tx
from storage.participants import Participant
from storage.responses import Kept, Mode
from surveys.consultations.model import Body, Consultation
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.digests.compile import Recorded, Tally
from surveys.digests.model import Participation
from surveys.interviews.model import Answer, Interview
from surveys.messages import Inbound, Start
from surveys.points.model import Commitment, Point, Reply
from surveys.words.catalogue import read_catalogues

CLOSED = datetime(2010, 11, 20, 9, tzinfo=UTC)  # some days after `a_consultation` has closed
SURVEY = b"""
survey: short
title: {en: A short one}
questions:
  - {name: fair, type: select_one agree, label: {en: Contracts are awarded fairly.}}
  - {name: why, type: text, label: {en: What would make it fairer?}}
  - {name: help, type: select_multiple help, label: {en: What help do you need?}}
  - {name: since, type: date, label: {en: When did your group begin?}}
choices:
  agree: {agree: {en: Agree}, disagree: {en: Disagree}}
  help: {money: {en: Money}, time: {en: Time}, rooms: {en: Rooms}}
"""


def a_consultation(**changes: Any) -> Consultation:
    """A consultation of the autumn of 2010 with three bodies: council, network and forum."""
    plain = Consultation(
        slug="fairer",
        title="A fairer way",
        owner="Wexmoor Council",
        purpose="To find out.",
        can_change="The plan.",
        cannot_change="The money.",
        stage="plan",
        opens=date(2010, 8, 16),
        closes=date(2010, 11, 15),
        comes_back=date(2011, 1, 31),
        audiences=(("tso", "survey.yaml"),),
        bodies=(
            Body("council", "Wexmoor Council", "public_body"),
            Body("network", "Commissioners Network", "network"),
            Body("forum", "Third Sector Forum", "forum"),
        ),
    )
    return replace(plain, **changes)


CATALOGUES = read_catalogues(
    {path.stem: path.read_bytes() for path in (Path(__file__).parents[1] / "surveys" / "words").glob("*.yaml")}
)  # the bot's words in every language

# ── surveys and interviews ──────────────────────────────────────────────────────────────────────────────────────────────

BILINGUAL = """
survey: mixed
title: {en: Your group, cy: Eich grŵp}
languages: [en, cy]
questions:
  - {name: size, type: select_one size, label: {en: How big is your group?, cy: Pa mor fawr yw eich grŵp?}, required: true}
  - name: years
    type: integer
    label: {en: How many years has it been going?, cy: "Ers faint o flynyddoedd?"}
    constraint: ". >= 0 and . <= 200"
    constraint_message: {en: Give a number from 0 to 200., cy: Rhwng 0 a 200.}
  - {name: young, type: calculate, calculation: "if(${years} != '' and ${years} < 3, 'yes', 'no')"}
  - {name: paid, type: select_one yes_no, label: {en: Are you paid for your work?, cy: Ydych chi'n cael eich talu?}}
  - {name: money, type: note, label: {en: The next one is about money., cy: Am arian.}, relevant: "${paid} = 'yes'"}
  - {name: since, type: date, label: {en: Since when?, cy: Ers pryd?}, relevant: "${paid} = 'yes'"}
  - {name: needs, type: select_multiple needs, label: {en: What do you need?, cy: Beth sydd ei angen?}}
  - {name: words, type: note, label: {en: Now in your own words., cy: Yn eich geiriau eich hun.}}
  - {name: start, type: text, label: {en: What was hard when you began?, cy: Beth oedd yn anodd?}, relevant: "${young} = 'yes'"}
  - {name: why, type: text, label: {en: What would be fairer?, cy: Beth fyddai'n decach?}, hint: {en: Anything., cy: Unrhyw beth}}
  - {name: last, type: note, label: {en: That is all we ask., cy: Dyna'r cyfan.}}
choices:
  size: {small: {en: A small one, cy: Un bach}, large: {en: A large one, cy: Un mawr}}
  yes_no: {"yes": {en: "Yes", cy: Ydyn}, "no": {en: "No", cy: Nac ydyn}, stop: {en: Stop, cy: Stopiwch}}
  needs: {money: {en: Money, cy: Arian}, rooms: {en: Rooms, cy: Ystafelloedd}, help: {en: Help, cy: Cymorth}}
"""


FACTS: dict[str, str | int | date] = {
    "title": "A fairer way",
    "owner": "Wexmoor Council",
    "purpose": "To find out.",
    "can_change": "The plan.",
    "cannot_change": "The money.",
    "opens": date(2010, 8, 16),
    "closes": date(2010, 11, 15),
    "comes_back": date(2011, 1, 31),
    "total": 7,
    "questions": "7 questions",
    "example": "",
    "link": "",
    "take_part": "https://hear.example/consultations/fairer",
    "all_questions": "https://hear.example/consultations/fairer/questions",
    "results": "https://hear.example/consultations/fairer/results",
    "home": "https://hear.example",
}  # what a text about `a_consultation` may use


MIXED = re.sub(
    r", cy: (?:\"[^\"]*\"|[^,}]*)|, cy(?=])", "", BILINGUAL
)  # the same, in English alone: nobody is asked which language


def a_survey(source: str = BILINGUAL) -> Survey:
    """A survey from its YAML: by default one of seven questions of every kind, three of which hang on others."""
    return read_survey(source.encode(), "survey.yaml")


def an_interview(at: str = "take_part", answers: Mapping[str, str] | None = None, **changes: Any) -> Interview:
    """An interview in BILINGUAL that is `at` a question, with these answers; "-" is one that was skipped.

    Each answer came in a message called "m-" and its question. What hangs on the years is worked out.
    """
    given = {
        name: Answer("", skipped=True) if text == "-" else Answer(text, message=f"m-{name}")
        for name, text in (answers or {}).items()
    }
    if at != "take_part":
        years = given.get("years", Answer("")).value
        given["young"] = Answer("yes" if years and int(years) < 3 else "no")
    status = {"take_part": "consent", "hear_back": "closing", "quote": "closing", "": "finished"}.get(at, "asking")
    permissions = {} if at == "take_part" else {"take_part": True}
    plain = Interview(
        "i" * 22, "s" * 22, status=status, chosen=True, at=at, answers=given, permissions=permissions  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(plain, **changes)


# ── points and replies ──────────────────────────────────────────────────────────────────────────────────────────────────


def a_point(number: int = 1, **changes: Any) -> Point:
    """A point for the council."""
    return replace(Point(number, f"Sentence of point {number}.", "problem", ("council",)), **changes)


def a_reply(point: int = 1, body: str = "council", **changes: Any) -> Reply:
    """A reply that says it is done, and how."""
    return replace(Reply(point, body, "done", f"The rule was changed in May, as point {point} asks."), **changes)


def a_promise(**changes: Any) -> Commitment:
    """A promise for the end of March 2011."""
    return replace(Commitment("a two-page form", "Priya Nair, grants manager", date(2011, 3, 31)), **changes)


def recorded(points: Sequence[Point], replies: Sequence[Reply] = (), **changes: Any) -> Recorded:
    """All that an edition needs: each point said by 12 people, 68 + 14 responses, 3 groups of 43 people, all closed."""
    consultation = a_consultation()
    plain = Recorded(
        consultation=consultation,
        closed=True,
        bodies={body.slug: body for body in consultation.bodies},
        points=tuple(points),
        replies={(reply.point, reply.body): reply for reply in replies},
        tallies={point.number: Tally(12, 0) for point in points},
        participation=Participation(68, 14, 3, 43),
    )
    return replace(plain, **changes)


# ── in the database ─────────────────────────────────────────────────────────────────────────────────────────────────────


def a_stored_consultation(tx: Tx, consultation: Consultation | None = None) -> str:
    """A consultation with the survey SURVEY, open. Its id."""
    new = consultations.add(tx, consultation or a_consultation(), [("tso", SURVEY)], created_by="sam@wexmoor.example")
    consultations.set_state(tx, new, "open")
    return new


def a_response(
    tx: Tx,
    consultation_id: str,
    answers: Mapping[str, str],
    *,
    reference: str = "",
    mode: Mode = "paper",
    people: int = 1,
    participant_id: str | None = None,
    status: str = "finished",
) -> str:
    """A response with these answers, as XForms writes them; an answer "words | remark" carries a remark. Its id."""
    held = consultations.by_ids(tx, [consultation_id])[consultation_id]
    [(survey_id, survey)] = held.surveys.items()
    response_id, key = responses.add(
        tx,
        consultation_id,
        survey_id,
        reference=reference,
        mode=mode,
        people=people,
        participant_id=participant_id,
        status=status,
    )
    kept = []
    for name, text in answers.items():
        value, _, remark = text.partition(" | ")
        kept.append(Kept(consultation_id, response_id, key, survey.by_name[name], Answer(value, remark), revises=False))
    responses.keep(tx, kept)
    return response_id


def a_person(tx: Tx, address: str = "person", channel: str = "telegram") -> Participant:
    """Somebody at an address of their own."""
    message = Inbound(channel, f"start of {address}", address, Start())
    digest = participants.pseudonym(tx, message)
    participants.add(tx, {digest: message})
    return interviews.waiting(tx, [digest])[digest].participant


def somebody_who_answered(
    tx: Tx,
    consultation_id: str,
    answers: Mapping[str, str],
    *,
    reference: str = "",
    address: str = "",
    channel: str = "telegram",
    hear_back: bool = True,
    finished: bool = True,
) -> Participant:
    """Somebody who answered online, and said whether they want to hear back."""
    person = a_person(tx, address or f"home of {reference}", channel)
    status = "finished" if finished else "unfinished"
    response_id = a_response(
        tx, consultation_id, answers, reference=reference, mode="online", participant_id=person.id, status=status
    )
    [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
    interview = Interview(f"interview of {reference}"[:22].ljust(22, "-"), survey_id, status="finished" if finished else "asking")
    row = interviews.begin(tx, person, interview, consultation_id, now=CLOSED)
    interviews.save(tx, [(person, replace(row, response_id=response_id))], now=CLOSED)
    consents.keep(tx, [Consent(interview.id, "hear_back", hear_back, "words", CLOSED.date())])
    return person
