"""Files that people sent as answers: pictures, sounds, videos. Sealed with the response's own key, and never looked into."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from storage.codecs import encode
from storage.database import Tx
from storage.keyring import DataKey
from storage.tables import media, responses
from surveys.messages import File


@dataclass(frozen=True, slots=True)
class Held:
    """A file to be stored under `id`, with the response that it belongs to and that response's key."""

    id: str
    response_id: str
    key: DataKey
    file: File


def keep(tx: Tx, files: Sequence[Held]) -> None:
    """Store these files: their bytes, and apart from them what their senders' apps call them."""
    if not files:
        return
    rows = [
        {
            "id": each.id,
            "response_id": each.response_id,
            "about": each.key.seal(encode([each.file.name, each.file.mime]), f"media|{each.id}|about"),
            "sealed": each.key.seal(each.file.data, f"media|{each.id}|sealed"),
        }
        for each in files
    ]
    tx.connection.execute(sa.insert(media), rows)


def drop(tx: Tx, ids: Collection[str]) -> None:
    """Delete files that others have taken the place of."""
    if ids:
        tx.connection.execute(sa.delete(media).where(media.c.id.in_(ids)))


def opened(tx: Tx, ids: Sequence[str]) -> Iterator[tuple[str, File]]:
    """These files with their ids, one at a time: each may be large."""
    query = sa.select(media, responses.c.data_key).join(responses, responses.c.id == media.c.response_id)
    for media_id in ids:
        row = tx.connection.execute(query.where(media.c.id == media_id)).one()
        key = tx.keyring.unwrap(row.data_key)
        name, mime = msgspec.json.decode(key.open(row.about, f"media|{row.id}|about"), type=tuple[str, str])
        yield row.id, File(key.open(row.sealed, f"media|{row.id}|sealed"), name, mime)
