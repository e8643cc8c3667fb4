"""What a database says of its own tables, so that two ways of making them can be compared."""

from typing import Any

import sqlalchemy as sa

from storage.database import Database

CONSTRAINTS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(:name AS regclass) ORDER BY 1"
INDEXES = "SELECT indexdef FROM pg_indexes WHERE tablename = :name ORDER BY 1"
SQLITE = "SELECT name, sql FROM sqlite_master WHERE tbl_name = :name AND type = 'index' AND sql IS NOT NULL ORDER BY 1"


def shape(database: Database) -> dict[str, Any]:
    """Each table's columns, constraints and indexes, by its name."""
    with database.read() as tx:
        inspector = sa.inspect(tx.connection)
        return {name: _table(tx.connection, inspector, name) for name in inspector.get_table_names()}


def _table(connection: sa.Connection, inspector: sa.Inspector, name: str) -> dict[str, Any]:
    columns = [(each["name"], str(each["type"]), each["nullable"], each.get("default")) for each in inspector.get_columns(name)]
    if connection.dialect.name == "postgresql":
        queries = [sa.text(CONSTRAINTS), sa.text(INDEXES)]
        return {"columns": columns, "rest": [connection.execute(query, {"name": name}).all() for query in queries]}
    return {
        "columns": columns,
        "indexes": connection.execute(sa.text(SQLITE), {"name": name}).all(),
        "primary": inspector.get_pk_constraint(name),
        "unique": sorted(map(str, inspector.get_unique_constraints(name))),
        "checks": sorted(map(str, inspector.get_check_constraints(name))),
        "foreign": sorted(map(str, inspector.get_foreign_keys(name))),
    }
