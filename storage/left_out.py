"""Answers that a later version of their survey could not take over: kept apart, under the version that asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.codecs import decode_answer, encode
from storage.database import Tx
from storage.keyring import DataKey
from storage.tables import set_apart
from surveys.interviews.model import Answer


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer to the question with this `key` that `structure` could not take over: it was given in `asked`."""

    key: int
    structure: int
    asked: int
    answer: Answer


def keep(tx: Tx, left: Sequence[tuple[str, DataKey, LeftOut]]) -> None:
    """Keep these answers, each of a response (id, its key), apart; a later one for the same takes the earlier one's place."""
    for response_id, data_key, each in left:
        row = {"response_id": response_id, "question": each.key, "structure": each.structure}
        said = {"asked_structure": each.asked, "sealed": data_key.seal(encode(each.answer), _place(response_id, each))}
        made = tx.insert(set_apart).values(**row, **said)
        tx.connection.execute(made.on_conflict_do_update(index_elements=list(row), set_=said))


def _place(response_id: str, each: LeftOut) -> str:
    return f"set_apart|{response_id}|{each.key}|{each.structure}"


def of(tx: Tx, wrapped: Mapping[str, bytes]) -> dict[str, list[LeftOut]]:
    """What is kept apart of these responses, in the order in which it was left out. `wrapped` are their keys, by id."""
    query = sa.select(set_apart).order_by(set_apart.c.structure, set_apart.c.question)
    if len(wrapped) == 1:
        query = query.where(set_apart.c.response_id.in_(wrapped))
    found: dict[str, list[LeftOut]] = {}
    for row in tx.connection.execute(query):
        if row.response_id in wrapped:
            bare = LeftOut(row.question, row.structure, row.asked_structure, Answer(""))
            sealed = tx.keyring.unwrap(wrapped[row.response_id]).open(row.sealed, _place(row.response_id, bare))
            answer = decode_answer(sealed)
            found.setdefault(row.response_id, []).append(LeftOut(bare.key, bare.structure, bare.asked, answer))
    return found
