"""What stands on a person's own page in an app: what is open for them, where they are in it, what became of what they said.

Nothing that they said stands there, for screens are shared: the words come after a press.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from storage import consultations, editions, interviews
from storage.consultations import Held
from storage.database import Database, Tx
from storage.interviews import Row
from surveys.consultations.facts import facts
from surveys.consultations.spoken import spoken
from surveys.definitions.model import say
from surveys.interviews.road import number_of
from surveys.messages import Mark, Option, Outgoing
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest


def home(
    database: Database, channel: str, account: str, address: str, *, words: Mapping[str, Catalogue], public: str, now: datetime
) -> tuple[Outgoing, ...]:
    """The person's page, a message a thing: what they began, what else is open. `public` is the public web address."""
    with database.read() as tx:
        digest = tx.keyring.pseudonym(channel, account, address)
        waiting = interviews.waiting(tx, [digest], lock=False).get(digest)
        known = waiting is not None and not waiting.participant.body and not waiting.participant.leaving
        rows = interviews.opened(tx, waiting.participant) if waiting is not None and known else []
        held = consultations.by_ids(tx, {row.consultation_id for row in rows})
        wish = waiting.participant.prefers.language if waiting is not None and known else ""
        language = wish or next((row.interview.language for row in rows), "en")
        said = words.get(closest(language, words)) or words["en"]
        begun = [_begun(tx, held[row.consultation_id], row, said, public, now) for row in rows]
        others = list(_others(tx, {row.survey_id for row in rows}, said, public, now))
    told = [*begun, *others]
    if not others:
        told.append(Outgoing(said.text("home.nothing_else", {"home": public})))
    return tuple(replace(each, language=said.language) for each in told)


def _begun(tx: Tx, held: Held, row: Row, said: Catalogue, public: str, now: datetime) -> Outgoing:
    """One that they have begun: how far they are, and the news of it."""
    interview, survey = row.interview, held.histories[row.survey_id].of(row.interview.structure)
    question = survey.asked(interview.at)
    progress = {"number": number_of(question) if question is not None else survey.total, "total": survey.total}
    about = spoken(held.consultation, said.language)
    known = facts(about, survey, said, public) | progress
    over = held.over_at(now) and interview.status in ("consent", "asking")
    status = "home.stopped" if interview.stopped else "home.over" if over else f"status.{interview.status}"
    options = [] if over or interview.status == "finished" else [Option(f"i.{interview.id}", said.text("home.go_on"))]
    if out := editions.published(tx, held.id):
        options.append(Option(f"n.{out[-1].id}", said.text("home.news")))
    return _titled(about.title, said.text(status, known), *options)


def _others(tx: Tx, begun: set[str], words: Catalogue, public: str, now: datetime) -> Iterator[Outgoing]:
    """What else is open, for them to begin."""
    for held in consultations.open_now(tx, now):
        for survey_id, survey in held.surveys.items():
            if survey_id not in begun:
                about = spoken(held.consultation, words.language)
                title = about.title if len(held.surveys) == 1 else say(survey.title, words.language)
                said = words.text("home.open", facts(about, survey, words, public))
                yield _titled(title, said, Option(f"s.{survey_id}", words.text("home.begin")))


def _titled(title: str, text: str, *options: Option) -> Outgoing:
    return Outgoing(f"{title}\n{text}", (Mark(0, len(title), "bold"),), options)
