"""Those who are mid-way in a survey are carried over to its next version: tried on all of them first, then done in batches."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from handlers.consultations import held
from storage import interviews, left_out, responses, versions
from storage.consultations import Held
from storage.database import Database, Tx
from storage.interviews import Row
from storage.keyring import DataKey
from storage.left_out import LeftOut
from storage.participants import Participant
from storage.responses import Kept
from surveys.definitions.model import Question, Survey, Version
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Plan
from surveys.definitions.versions.plan_file import read_plan
from surveys.interviews.crossing import cross
from surveys.interviews.model import Answer, Apart, Record, Retract, SetApart, Turn

BATCH = 200  # interviews carried over in one transaction: the people in it wait that long, and no longer


# ── tried ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Trial:
    """What a new version comes to for all who are mid-way in the one before, tried in memory.

    `live` are mid-way, `staying` cannot go over: it asks them nothing. By the name that a question had: of how many people an
    answer is kept `apart`; by the name that it has: how many of them are asked it `again`.
    """

    live: int = 0
    staying: int = 0
    apart: Mapping[str, int] = field(default_factory=dict)
    again: Mapping[str, int] = field(default_factory=dict)

    def lost(self, plan: Plan) -> tuple[str, ...]:
        """The questions of which answers would be kept apart, and nobody has said that they may be."""
        return tuple(sorted(set(self.apart) - plan.apart))


def try_out(tx: Tx, consultation: Held, survey_id: str, after: Survey, now: datetime) -> Trial:
    """Carry everybody who is mid-way over to `after`, the version that would come next, without storing anything of it."""
    before = consultation.histories[survey_id].newest
    live = interviews.behind(tx, survey_id, [before.structure])
    staying = 0
    apart: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for start in range(0, len(live), BATCH):
        for _, row in interviews.by_ids(tx, live[start : start + BATCH], lock=False):
            turn = cross(before, after, row.interview, now=consultation.local(now))
            if turn is None:
                staying += 1
                continue
            given_up = _given_up(turn, before, after)
            apart.update(_names(before, given_up))
            again.update(_names(after, {key for key in given_up if _asks(turn, after.stored(key))}))
    return Trial(len(live), staying, dict(apart), dict(again))


def _given_up(turn: Turn, before: Survey, after: Survey) -> set[int]:
    """The keys of the questions whose answer is kept apart."""
    surveys = {before.structure: before, after.structure: after}
    apart = [effect.apart for effect in turn.effects if isinstance(effect, SetApart)]
    return {surveys[each.structure].named(each.question).key for each in apart}


def _names(survey: Survey, keys: Iterable[int]) -> set[str]:
    """What the questions with these keys are called in `survey`, whichever time round of a repeat it was."""
    return {question.bare for key in keys if (question := survey.stored(key)) is not None}


def _asks(turn: Turn, question: Question | None) -> bool:
    held = {**turn.interview.answers, **turn.interview.kept}
    return question is not None and question.name not in held


# ── done ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Carried:
    """How many went over, and how many stay in the version that they are in."""

    went: int = 0
    stay: int = 0


def carry(database: Database, name: str, *, now: datetime, batch: int = BATCH) -> Carried:
    """Carry over everybody who is mid-way in an earlier version, as far as the maps in use lead.

    Each batch is one transaction, so that it may be cut off at any moment: called again it goes on. Whoever would lose an answer
    that no map gives up stays where they are.
    """
    went = stay = 0
    with database.read() as tx:
        survey_ids = list(held(tx, name).surveys)
    for survey_id in survey_ids:
        after = ""
        while True:
            with database.write() as tx:
                consultation = held(tx, name)
                going = _Going(consultation, consultation.histories[survey_id], _given(tx, survey_id), now)
                ids = interviews.behind(tx, survey_id, going.behind, after=after, limit=batch)
                moved = [each for person, row in interviews.by_ids(tx, ids) if (each := going.over(person, row)) is not None]
                _store(tx, moved)
            if not ids:
                break
            after, went, stay = ids[-1], went + len(moved), stay + len(ids) - len(moved)
    return Carried(went, stay)


def _given(tx: Tx, survey_id: str) -> dict[int, frozenset[str]]:
    """By structure, the questions of the one before whose answers its map gives up."""
    used = [entry for entry in versions.listed(tx, survey_id) if not entry.waiting]
    pairs = [(before.survey, entry) for before, entry in pairwise(used) if entry.carries]
    return {entry.survey.structure: read_plan(entry.plan.encode(), "", before, entry.survey).apart for before, entry in pairs}


@dataclass(frozen=True, slots=True)
class _Went:
    """One interview carried over, and what is to be written of it."""

    person: Participant
    row: Row
    version: Version
    kept: tuple[Kept, ...]
    left: tuple[tuple[str, DataKey, LeftOut], ...]


@dataclass(frozen=True, slots=True)
class _Going:
    """Interviews on their way through the versions of one survey. `given` is what each map gives up."""

    consultation: Held
    history: History
    given: Mapping[int, frozenset[str]]
    now: datetime

    @property
    def behind(self) -> list[int]:
        """The structures from which a map leads on."""
        return [structure - 1 for structure in self.given]

    def over(self, person: Participant, row: Row) -> _Went | None:
        """As far as maps lead; None where it stays."""
        kept: list[Kept] = []
        left: list[tuple[str, DataKey, LeftOut]] = []
        start = row.interview.structure
        while row.interview.structure + 1 in self.given:
            old, new = self.history.of(row.interview.structure), self.history.of(row.interview.structure + 1)
            turn = cross(old, new, row.interview, now=self.consultation.local(self.now))
            if turn is None:
                break
            if _names(old, _given_up(turn, old, new)) - self.given[new.structure]:
                break
            for effect in turn.effects:
                match effect:
                    case Record(name, answer, revises):
                        kept.append(self._kept(row, new, new.named(name), answer, revises=revises))
                    case Retract(name):
                        kept.append(self._kept(row, new, new.named(name), None, revises=True))
                    case SetApart(apart):
                        self._set_apart(row, apart, new, kept, left)
                    case _:
                        pass  # nothing is said before they come back
            row = replace(row, interview=turn.interview)
        if row.interview.structure == start:
            return None
        return _Went(person, row, self.history.of(row.interview.structure).version, tuple(kept), tuple(left))

    def _kept(self, row: Row, survey: Survey, question: Question, answer: Answer | None, *, revises: bool) -> Kept:
        assert row.response_key is not None  # nothing is answered before there is a response
        return Kept(self.consultation.id, row.response_id, row.response_key, question, answer, revises, survey.version)

    def _set_apart(self, row: Row, apart: Apart, new: Survey, kept: list[Kept], left: list[tuple[str, DataKey, LeftOut]]) -> None:
        """What is asked again leaves the count and is kept beside it; what is not asked any more stays where it is."""
        question = self.history.of(apart.structure).named(apart.question)
        if new.stored(question.key) is not None:
            taken_out = self._kept(row, new, question, None, revises=True)
            kept.append(taken_out)
            left.append((row.response_id, taken_out.key, LeftOut(question.key, new.structure, apart.structure, apart.answer)))


def _store(tx: Tx, moved: Sequence[_Went]) -> None:
    responses.keep(tx, [each for went in moved for each in went.kept])
    left_out.keep(tx, [each for went in moved for each in went.left])
    responses.carry(tx, {went.row.response_id: went.version for went in moved if went.row.response_id})
    interviews.carry(tx, [(went.person, went.row) for went in moved])
