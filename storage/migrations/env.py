"""What Alembic runs to migrate: on the connection that `storage/schema.py` hands over, in the transaction it has begun."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import Moment, metadata


def _render(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """A migration stays as it was written: it names no type of ours, which may change later."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=_render,
)
context.run_migrations()
