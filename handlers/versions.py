"""A survey changes while people answer: tried on everybody who is mid-way, confirmed, and approved by a second officer."""

from dataclasses import dataclass
from datetime import datetime

from handlers import officers
from handlers.carrying import Trial, try_out
from handlers.consultations import held, survey_for
from storage import consultations, interviews, versions
from storage.consultations import Held
from storage.database import Database, Tx
from storage.versions import Entry
from surveys.definitions.model import Survey, Version
from surveys.definitions.versions.changes import Change, Stale, compare, stale
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Plan, derive, is_revision, numbered
from surveys.definitions.versions.plan_file import read_plan, write_plan
from surveys.errors import Refused


@dataclass(frozen=True, slots=True)
class Revision:
    """What an officer wants: a survey's new file.

    `plan` is their map, as (bytes, file), None for what can be derived. With `same` all changed words still ask what they asked;
    with `translations` those left as they were still fit. Without `carries` those who are mid-way stay in the version they began.
    """

    source: bytes
    survey: Survey
    audience: str = ""
    plan: tuple[bytes, str] | None = None
    same: bool = False
    translations: bool = False
    carries: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new version as it would be, were all that is undecided to ask the same; `lost` are answers nobody has a word for."""

    before: Survey
    after: Survey
    plan: Plan
    plan_text: str
    changes: tuple[Change, ...]
    stale: tuple[Stale, ...]
    undecided: tuple[tuple[str, str], ...]
    only_words: bool
    trial: Trial
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A version for officers: what changed in it, and how many are under way and have finished in its structure.

    The numbers stand at the newest version of a structure.
    """

    audience: str
    entry: Entry
    changes: tuple[Change, ...]
    under_way: int
    finished: int


def propose(database: Database, name: str, wanted: Revision, *, by: str, now: datetime) -> Proposal:
    """Try a new version of a survey of the consultation `name`: nothing is stored. Refused where it cannot have one."""
    with database.read() as tx:
        consultation, survey_id = _of(tx, name, wanted, by)
        return _proposal(tx, consultation, survey_id, wanted, now)


def confirm(database: Database, name: str, wanted: Revision, *, by: str, now: datetime) -> tuple[Proposal, bool]:
    """Store a new version, and whether it is in use already: a draft's is, any other waits for a second officer.

    It takes the place of one that waits. Refused while something is undecided, translations were left behind, or answers would
    be kept apart of which the map does not say so.
    """
    with database.write() as tx:
        consultation, survey_id = _of(tx, name, wanted, by, alone=True)
        officer = officers.acting(tx, by, "commissioner")
        proposal = _proposal(tx, consultation, survey_id, wanted, now)
        after = _ready(proposal, wanted)
        at_once = consultation.state == "draft"
        versions.drop_waiting(tx, survey_id)
        carries = wanted.carries and not proposal.only_words
        entry = Entry(after, wanted.source, carries, proposal.plan_text, True, officer.email, "", None)
        versions.add(tx, survey_id, entry)
        if at_once:
            versions.use(tx, survey_id, after.version, approved_by="", now=now)
        return proposal, at_once


def _of(tx: Tx, name: str, wanted: Revision, by: str, *, alone: bool = False) -> tuple[Held, str]:
    """The consultation and the survey's id, where it may have a new version."""
    consultation = held(tx, name, alone=alone)
    officers.acting(tx, by, "commissioner")
    slug = consultation.consultation.slug
    if consultation.state in ("closed", "published"):
        raise Refused("version.closed", f"'{slug}' is closed: nobody answers any more, so nothing can change.", slug=slug)
    survey_id = survey_for(tx, consultation, wanted.audience)
    standing = consultation.surveys[survey_id].name
    if wanted.survey.name != standing:
        what = f"The file is of the survey '{wanted.survey.name}', and this one is '{standing}'. Is it the right file?"
        raise Refused("version.other", what, slug=slug)
    return consultation, survey_id


def _proposal(tx: Tx, consultation: Held, survey_id: str, wanted: Revision, now: datetime) -> Proposal:
    history = consultation.histories[survey_id]
    before, new = history.newest, wanted.survey
    plan = read_plan(*wanted.plan, before, new) if wanted.plan is not None else derive(before, new, same=wanted.same)
    changes = compare(before, new, plan)
    if not changes:
        raise Refused("version.same", "Nothing that people meet is different from what is asked now.")
    undecided = tuple(plan.undecided())
    after = numbered(new, plan.assumed(), history)
    only_words = is_revision(before, new, plan)
    trial = Trial() if only_words or not wanted.carries else try_out(tx, consultation, survey_id, after, now)
    return Proposal(
        before,
        after,
        plan,
        write_plan(before, new, plan),
        changes,
        stale(before, new, plan),
        undecided,
        only_words,
        trial,
        trial.lost(plan),
    )


def _ready(proposal: Proposal, wanted: Revision) -> Survey:
    """The version as it would be stored; Refused where somebody has still to say something."""
    if proposal.undecided:
        names = ", ".join(f"{question} ({choice})" if choice else question for question, choice in proposal.undecided)
        what = f"Nobody has said whether these still ask the same: {names}. Say so in a map (--map FILE), or for all with --same."
        raise Refused("version.undecided", what)
    if proposal.stale and not wanted.translations:
        names = ", ".join(sorted({f"{each.question or 'the title'} ({each.language})" for each in proposal.stale}))
        what = f"These translations were left as they were: {names}. Translate them, or say --translations-fit."
        raise Refused("version.stale", what)
    if proposal.lost:
        names = ", ".join(proposal.lost)
        what = (
            f"Answers to these could not be carried over: {names}. Say in a map that they may be kept apart: 'apart: [{names}]'."
        )
        raise Refused("version.apart", what)
    return proposal.after


# ── approved ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def approve(database: Database, name: str, *, by: str, now: datetime) -> tuple[Version, ...]:
    """A second officer, who is an approver, lets the versions that wait into use. Refused to whoever made them.

    It is tried once more on all who are mid-way: they have gone on since. `carrying.carry` carries them over.
    """
    with database.write() as tx:
        consultation = held(tx, name, alone=True)
        officer = officers.acting(tx, by, "approver")
        found = []
        for survey_id, history in consultation.histories.items():
            entry = versions.waiting(tx, survey_id)
            if entry is None:
                continue
            if entry.made_by == officer.email:
                what = f"{officer.name} made version {entry.survey.version}. Somebody else must approve it."
                raise Refused("version.own", what)
            _check_still(tx, consultation, survey_id, history, entry, now)
            versions.use(tx, survey_id, entry.survey.version, approved_by=officer.email, now=now)
            found.append(entry.survey.version)
        return tuple(found)


def _check_still(tx: Tx, consultation: Held, survey_id: str, history: History, entry: Entry, now: datetime) -> None:
    if consultation.state not in ("draft", "approved", "open"):
        slug = consultation.consultation.slug
        raise Refused("version.closed", f"'{slug}' is closed: nobody answers any more, so nothing can change.", slug=slug)
    if not entry.carries:
        return
    plan = read_plan(entry.plan.encode(), "the map", history.newest, entry.survey)
    lost = try_out(tx, consultation, survey_id, entry.survey, now).lost(plan)
    if lost:
        names = ", ".join(lost)
        what = (
            f"People have gone on since: answers to these could not be carried over now: {names}. "
            "Whoever made the version must say in its map that they may be kept apart, and confirm it anew."
        )
        raise Refused("version.apart", what)


# ── shown ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def listed(database: Database, name: str) -> tuple[Listed, ...]:
    """Every version of a consultation's surveys, oldest first, with what changed in it and how many people are asked in it."""
    with database.read() as tx:
        consultation = held(tx, name)
        audiences = consultations.audiences(tx, consultation.id)
        return tuple(each for survey_id in consultation.surveys for each in _listed(tx, survey_id, audiences[survey_id]))


def _listed(tx: Tx, survey_id: str, audience: str) -> list[Listed]:
    entries = versions.listed(tx, survey_id)
    counts = interviews.by_structure(tx, survey_id)
    newest = {entry.survey.structure: entry.survey.version for entry in entries if not entry.waiting}
    found = []
    for before, entry in zip((None, *entries), entries, strict=False):
        survey, changes = entry.survey, tuple[Change, ...]()
        if before is not None:
            plan = read_plan(entry.plan.encode(), "the map", before.survey, survey)
            changes = compare(before.survey, survey, plan)
        here = newest.get(survey.structure) == survey.version and not entry.waiting
        under_way, finished = counts.get(survey.structure, (0, 0)) if here else (0, 0)
        found.append(Listed(audience, entry, changes, under_way, finished))
    return found
