"""Responses that did not come in by a channel: paper forms and the notes of focus groups, typed in by an officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from handlers import officers
from handlers.consultations import held, survey_for
from storage import consents, consultations, interviews, participants, responses
from storage.consents import Consent
from storage.consultations import Held
from storage.database import Database, Tx
from storage.interviews import Row
from storage.keyring import DataKey, new_id
from storage.participants import Participant
from storage.responses import Entry, Kept, Source
from surveys.definitions.model import Survey
from surveys.errors import DefinitionError, Fault, Refused
from surveys.interviews.forms import ABOUT, ABOUT_GROUP, GROUP, Form, Read, columns_of, read_forms, read_groups
from surveys.interviews.model import Interview, Permission
from surveys.messages import Inbound, Start
from surveys.sheets import read_csv

Mode = Literal["paper", "focus_group"]
CHANNEL = "folder"  # where their letters are written


@dataclass(frozen=True, slots=True)
class Imported:
    """How many responses came in, how many people they stand for, and how many will hear back by letter."""

    responses: int
    people: int
    letters: int


def letter_address(slug: str, reference: str) -> str:
    """Where the letters to whoever answered under `reference` are written: a folder of their own."""
    return f"letters/{slug}/{reference}"


def bring_in(
    database: Database, name: str, data: bytes, *, file: str, mode: Mode, by: str, now: datetime, audience: str = ""
) -> Imported:
    """Store the responses of a CSV file, finished: all of them or, with one fault, none.

    `data` are the file's bytes and `file` what its faults call it; the columns are in docs and in `hearback responses import
    --help`. `by` is kept as the one who typed it in. `audience` picks the survey where there are several.
    DefinitionError with every fault; Refused before it opens and once its digest is out.
    """
    with database.write() as tx:
        consultation = held(tx, name, alone=True)
        officer = officers.acting(tx, by, "commissioner", "coordinator")
        _check_state(consultation)
        survey_id = survey_for(tx, consultation, audience)
        forms, faults = _read(consultation, consultation.surveys[survey_id], data, file, mode, now)
        links = consultations.references(tx, consultation.id)
        faults += _taken(forms, responses.references(tx, consultation.id), links)
        if faults:
            raise DefinitionError(tuple(sorted(faults, key=lambda fault: fault.place.line)))
        # a link that nobody has used belongs to whoever has now answered on paper: it would let them answer twice
        consultations.withdraw_invitations(tx, consultation.id, [form.reference for form in forms if form.reference in links])
        _Intake(tx, consultation, survey_id, mode, officer.email, now).store(forms)
    return Imported(len(forms), sum(form.people for form in forms), sum(form.hear_back for form in forms))


def listed(database: Database, name: str) -> tuple[tuple[Entry, str], ...]:
    """Every response of a consultation by reference, with its audience; nothing of what they say."""
    with database.read() as tx:
        consultation = held(tx, name)
        asked = consultations.audiences(tx, consultation.id)
        return tuple((entry, asked[entry.survey_id]) for entry in responses.listed(tx, consultation.id))


def _check_state(consultation: Held) -> None:
    slug = consultation.consultation.slug
    if consultation.state in ("draft", "approved"):
        raise Refused("import.early", f"'{slug}' has not opened yet, so there can be no responses.", slug=slug)
    if consultation.state == "published":
        raise Refused("import.late", f"The final digest of '{slug}' is out. What comes in now cannot be part of it.", slug=slug)


def _read(consultation: Held, survey: Survey, data: bytes, file: str, mode: Mode, now: datetime) -> Read:
    zone = ZoneInfo(consultation.consultation.zone)
    if mode == "focus_group":
        rows = read_csv(data, file, needed=GROUP, also=ABOUT_GROUP)
        return read_groups(rows, survey, closes=consultation.closes_at.astimezone(zone).date())
    asked, rounds = columns_of(survey)
    rows = read_csv(data, file, needed=("reference", *asked), also=[*(name for name in ABOUT if name not in asked), *rounds])
    return read_forms(rows, survey, now=now.astimezone(zone))


def _taken(forms: Sequence[Form], stored: set[str], links: Mapping[str, bool]) -> tuple[Fault, ...]:
    faults = []
    for form in forms:
        if form.reference in stored:
            what = f"there is a response '{form.reference}' already"
            faults.append(
                Fault("form.taken", what, "Leave out what was brought in before, or use another reference.", form.place)
            )
        elif links.get(form.reference):
            what = f"whoever was invited as '{form.reference}' has begun to answer by their link"
            faults.append(Fault("form.taken", what, "Ask them which of the two counts, or use another reference.", form.place))
    return tuple(faults)


@dataclass(frozen=True, slots=True)
class _Intake:
    """One import under way, in its transaction."""

    tx: Tx
    consultation: Held
    survey_id: str
    mode: Mode
    entered_by: str
    now: datetime

    def store(self, forms: Sequence[Form]) -> None:
        """Store each response, who said it and what they agreed to."""
        people = self._people(forms)
        kept: list[Kept] = []
        given: list[Consent] = []
        finished: list[tuple[Participant, Row]] = []
        for form in forms:
            person = people[form.reference]
            response_id, key = self._response(form, person)
            kept += self._kept(form, response_id, key)
            row = self._interview(form, person)
            finished.append((person, replace(row, response_id=response_id)))
            given += self._given(row.interview)
        responses.keep(self.tx, kept)
        interviews.save(self.tx, finished, now=self.now)
        consents.keep(self.tx, given)

    def _people(self, forms: Sequence[Form]) -> dict[str, Participant]:
        """Somebody for each form, found again by the reference; with a postal address only where they want to hear back."""
        slug = self.consultation.consultation.slug
        senders = {
            form.reference: Inbound(CHANNEL, "", letter_address(slug, form.reference), Start(), thread=form.address)
            for form in forms
        }
        digests = {reference: participants.pseudonym(self.tx, sender) for reference, sender in senders.items()}
        participants.add(self.tx, {digests[reference]: sender for reference, sender in senders.items()})
        found = interviews.waiting(self.tx, digests.values())
        return {reference: found[digest].participant for reference, digest in digests.items()}

    def _response(self, form: Form, person: Participant) -> tuple[str, DataKey]:
        source = Source(form.organisation, form.facilitator, form.venue, form.day.isoformat() if form.day else "")
        return responses.add(
            self.tx,
            self.consultation.id,
            self.survey_id,
            version=self.consultation.surveys[self.survey_id].version,
            reference=form.reference,
            mode=self.mode,
            participant_id=person.id,
            people=form.people,
            entered_by=self.entered_by,
            source=source,
            status="finished",
        )

    def _kept(self, form: Form, response_id: str, key: DataKey) -> list[Kept]:
        survey = self.consultation.surveys[self.survey_id]
        return [
            Kept(self.consultation.id, response_id, key, survey.named(name), answer, False, survey.version)
            for name, answer in form.answers.items()
        ]

    def _interview(self, form: Form, person: Participant) -> Row:
        survey = self.consultation.surveys[self.survey_id]
        permissions: dict[Permission, bool] = {"take_part": True, "hear_back": form.hear_back}
        if form.quote is not None:
            permissions["quote"] = form.quote
        interview = Interview(
            new_id(),
            self.survey_id,
            survey.structure,
            status="finished",
            language=survey.language,
            answers=form.answers,
            permissions=permissions,
        )
        return interviews.begin(self.tx, person, interview, self.consultation.id, now=self.now)

    def _given(self, interview: Interview) -> list[Consent]:
        today = self.now.astimezone(ZoneInfo(self.consultation.consultation.zone)).date()
        return [
            Consent(interview.id, permission, given, self.mode, today)  # the wording is that of the paper, or said aloud
            for permission, given in interview.permissions.items()
        ]
