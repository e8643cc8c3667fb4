"""A draft on the web before anybody else sees it: the real pages over a database of their own, which goes when the preview ends.

Nothing of the program's own database is opened. Its keys are in memory only: what a computer that crashed leaves behind among its
passing files, nobody can read.
"""

import socket
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import App
from bot.clock import Clock
from bot.config import Settings
from bot.example import APPROVER, AUTHOR, opening_on
from handlers import consultations, officers
from storage import schema
from surveys.consultations.model import Consultation
from surveys.errors import ConfigError

HOST = "127.0.0.1"  # nobody else's: to try a draft together is what a rehearsal is for
Sources = Sequence[tuple[str, bytes]]  # (audience, the survey file's bytes)


@contextmanager
def previewed(about: Consultation, sources: Sources, clock: Clock, port: int) -> Iterator[App]:
    """The program with this consultation alone, open now and marked as a preview; ConfigError where `port` is taken.

    One that is over is shown as if it opened today.
    """
    _free(port)
    today = clock.now().date()
    shown = about if today <= about.closes else opening_on(about, today)
    with TemporaryDirectory(prefix="hearback-preview-") as folder:
        app = App(_settings(Path(folder), port), clock, preview=True)
        try:
            _open(app, shown, sources)
            yield app
        finally:
            app.database.close()


def _settings(folder: Path, port: int) -> Settings:
    """What is set for the program itself, its channels above all, does not count here."""
    return Settings.model_construct(
        database_url=f"sqlite:///{folder}/preview.db", bind=f"{HOST}:{port}", folder=folder / "folder"
    )


def _open(app: App, about: Consultation, sources: Sources) -> None:
    """As a rehearsal, which may open on any day and ask anybody."""
    schema.upgrade(app.database)
    with app.database.write() as tx:
        for name, email, roles in (AUTHOR, APPROVER):
            officers.add(tx, name, email, roles)
    consultations.create(app.database, about, sources, by=AUTHOR[1], rehearsal=True)
    consultations.approve(app.database, about.slug, by=APPROVER[1])
    consultations.open_now(app.database, about.slug, by=AUTHOR[1], now=app.clock.now())


def _free(port: int) -> None:
    with closing(socket.socket()) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((HOST, port))
        except OSError as error:
            raise ConfigError(
                f"{HOST}:{port} cannot be listened on ({error.strerror}). Choose another: --port {port + 1}"
            ) from error
