"""What people said: closed answers as codes, everything else sealed with the response's own key."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from storage import left_out
from storage.codecs import encode
from storage.database import Tx
from storage.keyring import DataKey, new_id
from storage.left_out import LeftOut
from storage.tables import answers, interviews, links, responses, words
from surveys.definitions.codes import Code, codes_of, value_of
from surveys.definitions.model import FIRST, Question, Version
from surveys.definitions.versions.history import History
from surveys.interviews.model import Answer

Mode = Literal["online", "paper", "focus_group"]
Part = Literal["answer", "remark"]
# No vowels and no look-alikes: a reference can be read out, and spells nothing.
LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, as the officer who typed it in was told: an organisation; or who led a group, where, and on which day."""

    organisation: str = ""
    facilitator: str = ""
    place: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One response in an officer's list: nothing of what it says."""

    reference: str
    mode: Mode
    status: str
    people: int
    survey_id: str
    version: Version
    entered_by: str
    source: Source


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer to be stored, None to take out what is there. `version` asked; `revises`: there may be an earlier one."""

    consultation_id: str
    response_id: str
    key: DataKey
    question: Question
    answer: Answer | None
    revises: bool
    version: Version = FIRST


@dataclass(frozen=True, slots=True)
class Said:
    """One stored answer, the version of the survey that asked, and the question as it asked it."""

    version: Version
    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Response:
    """What one going-through left. `said` holds its answers by their questions' keys; `version` is the one it ended in.

    `apart` are answers that a later version could not take over: they stand beside what was answered instead.
    """

    id: str
    reference: str
    mode: Mode
    status: str
    people: int
    survey_id: str
    version: Version
    said: Mapping[int, Said]
    apart: tuple[Said, ...] = ()

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Lexical values by question name, as in `Interview.answers`. Of two questions that had one name, the newer one's."""
        return {said.question.name: said.answer for _, said in sorted(self.said.items())}


def add(
    tx: Tx,
    consultation_id: str,
    survey_id: str,
    *,
    version: Version = FIRST,
    reference: str = "",
    mode: Mode = "online",
    participant_id: str | None = None,
    people: int = 1,
    entered_by: str = "",
    source: Source | None = None,
    status: str = "unfinished",
) -> tuple[str, DataKey]:
    """Open a response with a key of its own. Without a reference it gets a random one that says nothing of who or when."""
    response_id = new_id()
    wrapped, key = tx.keyring.new_key()
    tx.connection.execute(
        sa.insert(responses).values(
            id=response_id,
            consultation_id=consultation_id,
            survey_id=survey_id,
            structure=version.structure,
            revision=version.revision,
            reference=reference or new_reference(),
            mode=mode,
            status=status,
            people=people,
            entered_by=entered_by,
            participant_id=participant_id,
            data_key=wrapped,
            sealed=key.seal(encode(source), f"responses|{response_id}|sealed") if source is not None else None,
        )
    )
    return response_id, key


def new_reference() -> str:
    """A random reference for officers to name a response by."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def keep(tx: Tx, kept: Sequence[Kept]) -> None:
    """Store these answers, in order: a later one for the same question of the same response takes the earlier one's place."""
    last: dict[tuple[str, int], Kept] = {}
    revised: set[tuple[str, str, int]] = set()  # consultation, response, question
    for each in kept:
        key = (each.response_id, each.question.key)
        if each.revises or key in last:
            revised.add((each.consultation_id, *key))
        last[key] = each
    for table in (answers, words, links):  # a link was confirmed for the words as they were: with them it goes
        _take_out(tx, table, sorted(revised))
    codes = [row for each in last.values() for row in _codes(each)]
    if codes:
        tx.connection.execute(sa.insert(answers), codes)
    sealed = [row for each in last.values() for row in _words(each)]
    if sealed:
        tx.connection.execute(sa.insert(words), sealed)


def _take_out(tx: Tx, table: sa.Table, gone: Sequence[tuple[str, str, int]]) -> None:
    if not gone:
        return
    matching = [table.c.response_id == sa.bindparam("the_response"), table.c.question == sa.bindparam("the_question")]
    if "consultation_id" in table.c:  # the key of the hot tables begins with it
        matching.append(table.c.consultation_id == sa.bindparam("the_consultation"))
    rows = [
        {"the_consultation": consultation, "the_response": response, "the_question": index}
        for consultation, response, index in gone
    ]
    tx.connection.execute(sa.delete(table).where(*matching), rows)


def _codes(kept: Kept) -> Iterable[dict[str, Any]]:
    if kept.answer is None or not kept.question.coded:
        return
    for item, code in codes_of(kept.question, kept.answer.value):
        yield {
            "consultation_id": kept.consultation_id,
            "question": kept.question.key,
            "response_id": kept.response_id,
            "item": item,
            "code": code,
            "structure": kept.version.structure,
            "revision": kept.version.revision,
        }


def _words(kept: Kept) -> Iterable[dict[str, Any]]:
    if kept.answer is None:
        return
    said: dict[Part, str] = {"remark": kept.answer.remark, "answer": "" if kept.question.coded else kept.answer.value}
    for part, text in said.items():
        if text:
            yield {
                "consultation_id": kept.consultation_id,
                "question": kept.question.key,
                "response_id": kept.response_id,
                "part": part,
                "sealed": kept.key.seal(text.encode(), _place(kept.response_id, kept.question.key, part)),
                "structure": kept.version.structure,
                "revision": kept.version.revision,
            }


def _place(response_id: str, question: int, part: str) -> str:
    return f"words|{response_id}|{question}|{part}"


_CARRY = (
    sa.update(responses)
    .where(responses.c.id == sa.bindparam("the_id"))
    .values(structure=sa.bindparam("the_structure"), revision=sa.bindparam("the_revision"))
)


def carry(tx: Tx, over: Mapping[str, Version]) -> None:
    """These responses, by id, go on in another version of their survey."""
    rows = [
        {"the_id": response_id, "the_structure": version.structure, "the_revision": version.revision}
        for response_id, version in over.items()
    ]
    if rows:
        tx.connection.execute(_CARRY, rows)


_FINISH = (
    sa.update(responses)
    .where(responses.c.id == sa.bindparam("the_id"))
    .values(status="finished", structure=sa.bindparam("the_structure"), revision=sa.bindparam("the_revision"))
)


def finish(tx: Tx, ended: Mapping[str, Version]) -> None:
    """These responses, by id, are complete, each in its version of the survey: they count."""
    rows = [
        {"the_id": response_id, "the_structure": version.structure, "the_revision": version.revision}
        for response_id, version in ended.items()
    ]
    tx.connection.execute(_FINISH, rows)


def remove(tx: Tx, participant_id: str) -> None:
    """Delete everything this person said, in every consultation: responses, answers, words, links, interviews, consents.

    The notes of a focus group stay: many people said them, and this person only gave the address.
    """
    tx.connection.execute(sa.delete(interviews).where(interviews.c.participant_id == participant_id))
    group = sa.update(responses).where(responses.c.participant_id == participant_id, responses.c.mode == "focus_group")
    tx.connection.execute(group.values(participant_id=None))
    tx.connection.execute(sa.delete(responses).where(responses.c.participant_id == participant_id))


def participation(tx: Tx, consultation_id: str) -> dict[Mode, tuple[int, int]]:
    """How many finished responses of each mode, and how many people they stand for. Exact (decision 13)."""
    query = (
        sa.select(responses.c.mode, sa.func.count(), sa.func.sum(responses.c.people))
        .where(responses.c.consultation_id == consultation_id, responses.c.status == "finished")
        .group_by(responses.c.mode)
    )
    return {mode: (count, people) for mode, count, people in tx.connection.execute(query)}


def unfinished(tx: Tx, consultation_id: str) -> int:
    """How many responses have begun and are not finished."""
    mine = sa.select(sa.func.count()).where(responses.c.consultation_id == consultation_id, responses.c.status == "unfinished")
    return tx.connection.scalar(mine) or 0


def listed(tx: Tx, consultation_id: str) -> list[Entry]:
    """Every response by reference, the unfinished ones too."""
    query = sa.select(responses).where(responses.c.consultation_id == consultation_id).order_by(responses.c.reference)
    return [_entry(tx, row) for row in tx.connection.execute(query)]


def of_participant(tx: Tx, participant_id: str) -> dict[str, Entry]:
    """This person's responses in every consultation, by id."""
    query = sa.select(responses).where(responses.c.participant_id == participant_id).order_by(responses.c.reference)
    return {row.id: _entry(tx, row) for row in tx.connection.execute(query)}


def _entry(tx: Tx, row: sa.Row[Any]) -> Entry:
    return Entry(row.reference, row.mode, row.status, row.people, row.survey_id, _version(row), row.entered_by, _source(tx, row))


def _version(row: sa.Row[Any]) -> Version:
    return Version(row.structure, row.revision)


def _source(tx: Tx, row: sa.Row[Any]) -> Source:
    if row.sealed is None:
        return Source()
    return msgspec.json.decode(tx.keyring.unwrap(row.data_key).open(row.sealed, f"responses|{row.id}|sealed"), type=Source)


def references(tx: Tx, consultation_id: str) -> set[str]:
    """The references of all responses, the unfinished ones too."""
    return set(tx.connection.scalars(sa.select(responses.c.reference).where(responses.c.consultation_id == consultation_id)))


def called(tx: Tx, consultation_id: str, reference: str) -> str:
    """The id of the response that officers call `reference`; empty where there is none."""
    query = sa.select(responses.c.id).where(responses.c.consultation_id == consultation_id, responses.c.reference == reference)
    return tx.connection.scalar(query) or ""


def of_consultation(tx: Tx, consultation_id: str, histories: Mapping[str, History], *, only: str = "") -> list[Response]:
    """The finished responses with all their answers opened, by reference. `histories` by survey id; `only` is one response's."""
    query = sa.select(responses).where(responses.c.consultation_id == consultation_id, responses.c.status == "finished")
    if only:
        query = query.where(responses.c.id == only)
    rows = tx.connection.execute(query.order_by(responses.c.reference)).all()
    held = {row.id: (histories[row.survey_id], row.data_key) for row in rows}
    said = _said(tx, consultation_id, held, only)
    apart = left_out.of(tx, {response_id: wrapped for response_id, (_, wrapped) in held.items()})
    return [
        Response(
            row.id,
            row.reference,
            row.mode,
            row.status,
            row.people,
            row.survey_id,
            _version(row),
            said.get(row.id, {}),
            _apart(held[row.id][0], apart.get(row.id, ())),
        )
        for row in rows
    ]


def _said(tx: Tx, consultation_id: str, held: Mapping[str, tuple[History, bytes]], only: str) -> dict[str, dict[int, Said]]:
    """Every answer in these responses, by response and the question's key."""
    found: dict[str, dict[int, Said]] = {}
    picked: dict[tuple[str, int], tuple[sa.Row[Any], list[Code]]] = {}
    for row in _rows(tx, answers, consultation_id, only):
        if row.response_id in held:
            picked.setdefault((row.response_id, row.question), (row, []))[1].append((row.item, row.code))
    for (response_id, key), (row, codes) in picked.items():
        question = _asked(held[response_id][0], row)
        found.setdefault(response_id, {})[key] = Said(_version(row), question, Answer(value_of(question, codes)))
    keys = {response_id: tx.keyring.unwrap(wrapped) for response_id, (_, wrapped) in held.items()}
    for row in _rows(tx, words, consultation_id, only):
        if row.response_id in held:
            text = keys[row.response_id].open(row.sealed, _place(row.response_id, row.question, row.part)).decode()
            said = found.setdefault(row.response_id, {})
            if row.question not in said:
                said[row.question] = Said(_version(row), _asked(held[row.response_id][0], row), Answer(""))
            one = said[row.question]
            answer = replace(one.answer, value=text) if row.part == "answer" else replace(one.answer, remark=text)
            said[row.question] = replace(one, answer=answer)
    return found


def _apart(history: History, found: Sequence[LeftOut]) -> tuple[Said, ...]:
    surveys = [history.of(each.asked) for each in found]
    asked = [(survey.version, survey.stored(each.key), each.answer) for survey, each in zip(surveys, found, strict=True)]
    return tuple(Said(version, question, answer) for version, question, answer in asked if question is not None)


def _asked(history: History, row: sa.Row[Any]) -> Question:
    question = history.at(_version(row)).stored(row.question)
    assert question is not None  # it was asked in this version
    return question


def _rows(tx: Tx, table: sa.Table, consultation_id: str, only: str) -> Sequence[sa.Row[Any]]:
    # One response is found by its own index alone: with the consultation named as well, SQLite reads that one from end to end.
    query = sa.select(table).where(table.c.response_id == only if only else table.c.consultation_id == consultation_id)
    order = (table.c.response_id, table.c.question, table.c.item if "item" in table.c else table.c.part)
    return tx.connection.execute(query.order_by(*order)).all()
