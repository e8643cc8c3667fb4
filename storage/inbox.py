"""What has come in: every message once, however often its vendor delivers it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from storage.codecs import encode
from storage.database import Tx
from storage.tables import inbox
from surveys.errors import ConfigError
from surveys.messages import Inbound

Key = tuple[str, str]  # channel, external id


def take(tx: Tx, messages: Sequence[Inbound], *, now: datetime) -> set[Key]:
    """Enter the messages, and say which of them are new: those, and only those, may have an effect (decision 4)."""
    keys = {(message.channel, message.external_id) for message in messages}
    rows = [
        {"channel": channel, "external_id": external_id, "state": "done", "fault": "", "received_at": now}
        for channel, external_id in sorted(keys)
    ]
    entered = tx.insert(inbox).on_conflict_do_nothing().returning(inbox.c.channel, inbox.c.external_id)
    return {(row.channel, row.external_id) for row in tx.connection.execute(entered, rows)}


def set_aside(tx: Tx, message: Inbound, fault: str, *, now: datetime) -> bool:
    """Keep a message that could not be handled, sealed, for a person to look at. Whether it was new."""
    place = f"inbox|{message.channel}|{message.external_id}"
    body = encode({"kind": type(message.content).__name__, "message": message})
    row = {
        "channel": message.channel,
        "external_id": message.external_id,
        "state": "aside",
        "fault": fault[:500],
        "received_at": now,
        "sealed": tx.keyring.house.seal(body, place),
    }
    entered = tx.insert(inbox).on_conflict_do_nothing().returning(inbox.c.channel)
    return tx.connection.execute(entered, [row]).first() is not None


def aside(tx: Tx) -> list[dict[str, Any]]:
    """The messages set aside, oldest first: `channel`, `external_id`, `fault`, `received_at`, `message` (a dict).

    `message` is None where its bytes do not open any more.
    """
    query = sa.select(inbox).where(inbox.c.state == "aside").order_by(inbox.c.received_at)
    return [
        {
            "channel": row.channel,
            "external_id": row.external_id,
            "fault": row.fault,
            "received_at": row.received_at,
            "message": _opened(tx, row),
        }
        for row in tx.connection.execute(query)
    ]


def _opened(tx: Tx, row: sa.Row[Any]) -> dict[str, Any] | None:
    try:
        plain = tx.keyring.house.open(row.sealed, f"inbox|{row.channel}|{row.external_id}")
    except ConfigError:  # one that is broken must not keep anybody else from being forgotten
        return None
    opened: dict[str, Any] = msgspec.json.decode(plain)
    return opened


def forget(tx: Tx, channel: str, account: str, address: str) -> None:
    """Delete what came from this address and was set aside. They are few, and each says only when opened whose it is."""
    for held in aside(tx):
        if held["message"] is None:
            continue
        message = held["message"]["message"]
        if (message["channel"], message.get("account", ""), message["address"]) == (channel, account, address):
            mine = sa.delete(inbox).where(inbox.c.channel == held["channel"], inbox.c.external_id == held["external_id"])
            tx.connection.execute(mine)
