"""The tables and the steps that lead to them."""

import runpy
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import Database
from storage.keyring import Keyring
from storage.tables import bodies, consultation_bodies, metadata, participants
from surveys.errors import ConfigError, StoreAway
from tests.storage.shape import shape


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    """A database of each kind without a single table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'bare.db'}", keyring)
        yield database
        database.close()
        return
    server = sa.create_engine(request.getfixturevalue("postgres_url"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE bare")
    database = Database(server.url.set(database="bare").render_as_string(hide_password=False), keyring)
    yield database
    database.close()
    with server.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE bare")
    server.dispose()


def _migrate(database: Database, revision: str) -> None:
    with database.remake() as tx:
        config = schema.alembic(tx.connection)
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)


def test_the_steps_lead_to_the_very_tables_of_the_code(bare: Database) -> None:
    """Columns, keys, checks, indexes and their conditions: nothing differs between migrating and making all at once."""
    schema.upgrade(bare)
    made = shape(bare)
    with bare.remake() as tx:
        metadata.drop_all(tx.connection)
        schema.VERSION.drop(tx.connection)
    _migrate(bare, "head")
    assert shape(bare) == made
    assert {"officers", "answers", "editions"} <= set(made)


def test_autogenerate_finds_nothing_to_add(bare: Database) -> None:
    """Whoever writes the next migration starts from no difference."""
    _migrate(bare, "head")
    with bare.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx.connection), metadata) == []


@pytest.mark.long
def test_the_script_writes_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From nothing, one that makes every table, and names no type of ours that may change later."""
    folder = Path(shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations"))
    for step in (folder / "versions").glob("*.py"):
        step.unlink()
    monkeypatch.setattr(schema, "MIGRATIONS", str(folder))
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "new-migration"))
    script["main"]("What is new")
    written = (folder / "versions" / "0001_what_is_new.py").read_text("utf-8")
    assert written.count("op.create_table(") == len(metadata.tables)
    assert "Moment" not in written


def test_every_step_can_be_taken_back(bare: Database) -> None:
    """Down to nothing and up again."""
    _migrate(bare, "head")
    _migrate(bare, "base")
    assert set(shape(bare)) == {"alembic_version"}
    _migrate(bare, "head")
    assert schema.state(bare) == "current"


def test_the_code_names_the_newest_step(sqlite: Database) -> None:
    """`HEAD` is what Alembic finds in the folder."""
    with sqlite.read() as tx:
        assert ScriptDirectory.from_config(schema.alembic(tx.connection)).get_heads() == [schema.HEAD]


def test_upgrading_twice_changes_nothing_the_second_time(bare: Database) -> None:
    """The first makes the tables, the second finds them."""
    assert schema.state(bare) == "empty"
    assert schema.upgrade(bare) == "empty"
    assert schema.upgrade(bare) == "current"
    assert schema.state(bare) == "current"
    schema.require(bare)


def test_of_several_that_start_at_once_one_makes_the_tables(bare: Database) -> None:
    """The others wait for it, and find them."""
    several = [Database(bare.url, bare.keyring) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(schema.upgrade, several))
    assert sorted(found) == ["current", "current", "current", "empty"]
    for database in several:
        database.close()


def test_looking_at_an_sqlite_file_that_is_not_there_does_not_make_it(tmp_path: Path, keyring: Keyring) -> None:
    """A mistyped path leaves no empty file behind."""
    database = Database(f"sqlite:///{tmp_path / 'no.db'}", keyring)
    assert schema.state(database) == "empty"
    assert list(tmp_path.iterdir()) == []
    database.close()


def test_a_database_without_tables_says_what_to_do(bare: Database) -> None:
    """Not a stack of SQL, a sentence."""
    with pytest.raises(ConfigError, match="no tables yet: run `hearback db upgrade`"):
        schema.require(bare)


def test_a_database_of_a_newer_hearback_is_left_alone(bare: Database) -> None:
    """It is neither used nor changed."""
    schema.upgrade(bare)
    with bare.write() as tx:
        tx.connection.execute(sa.update(schema.VERSION).values(version_num="9999"))
    assert schema.state(bare) == "ahead"
    for use in (schema.require, schema.upgrade):
        with pytest.raises(ConfigError, match="newer Hearback"):
            use(bare)
    assert schema.state(bare) == "ahead"


def test_keys_that_belong_to_another_database_are_noticed_at_once(bare: Database) -> None:
    """Before anything new is sealed with the wrong ones."""
    schema.upgrade(bare)
    schema.require(bare)
    with bare.write() as tx:
        tx.connection.execute(sa.insert(participants).values(id="p", data_key=tx.keyring.new_key()[0], leaving=False))
    schema.require(bare)
    stranger = Database(bare.url, Keyring.fresh())
    with pytest.raises(ConfigError, match="does not fit this database"):
        schema.require(stranger)
    stranger.close()


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("bodies") as table:
        table.alter_column("kind", type_=sa.String(40))  # for which SQLite makes the table anew
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("bodies") as table:
        table.drop_column("note")
"""


def _with_a_body(database: Database) -> None:
    schema.upgrade(database)
    moment = "2010-08-16 00:00:00+00:00"
    with database.write() as tx:
        tx.connection.exec_driver_sql(
            "INSERT INTO consultations VALUES ('c', 'c', 'x', 'draft', '{0}', '{0}', {1}, 'a', '')".format(
                moment, "false" if tx.postgres else "0"
            )
        )
        tx.connection.execute(sa.insert(bodies).values(id="b", slug="b", name="Forum", kind="forum"))
        tx.connection.execute(sa.insert(consultation_bodies).values(consultation_id="c", body_id="b"))


@pytest.fixture
def a_later_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations with one more behind them, that makes a table anew."""
    folder = tmp_path / "100% later"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "0002_later.py").write_text(NEXT)
    monkeypatch.setattr(schema, "MIGRATIONS", str(folder))
    return folder


def test_a_table_made_anew_loses_nothing_that_refers_to_it(
    bare: Database, a_later_step: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would delete the rows that hang on a dropped table: foreign keys rest while it is migrated, and are back after."""
    _with_a_body(bare)
    monkeypatch.setattr(schema, "HEAD", "0002")
    assert schema.state(bare) == "behind"
    with pytest.raises(ConfigError, match="older Hearback"):
        schema.require(bare)
    assert schema.upgrade(bare) == "behind"
    assert schema.state(bare) == "current"
    with bare.write() as tx:
        assert tx.connection.exec_driver_sql("SELECT name, note FROM bodies").all() == [("Forum", "")]
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(consultation_bodies)) == 1
        tx.connection.execute(sa.delete(bodies))
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(consultation_bodies)) == 0


def test_a_step_that_breaks_what_refers_to_it_changes_nothing(
    tmp_path: Path, keyring: Keyring, a_later_step: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the keys are looked at before the commit, since they rested."""
    bare = Database(f"sqlite:///{tmp_path / 'bare.db'}", keyring)
    _with_a_body(bare)
    monkeypatch.setattr(schema, "HEAD", "0002")
    (a_later_step / "versions" / "0002_later.py").write_text(
        'from alembic import op\nrevision, down_revision = "0002", "0001"\ndef upgrade():\n    op.execute("DELETE FROM bodies")\n'
    )
    with pytest.raises(ConfigError, match="nothing was changed"):
        schema.upgrade(bare)
    assert schema.state(bare) == "behind"
    with bare.read() as tx:
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(bodies)) == 1
    bare.close()


def test_a_database_that_cannot_be_reached_is_away() -> None:
    """A server that does not answer is no fault of whoever gave the command."""
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none", Keyring.fresh())
    with pytest.raises(StoreAway):
        schema.state(database)
    with pytest.raises(StoreAway):
        schema.upgrade(database)
    database.close()
