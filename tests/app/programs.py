"""The real program in a process of its own, for tests that stop and start it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Programs:
    """Starts `hearback` in `folder` against a Telegram at `telegram`; `log` gathers what every run of it printed.

    `more` are further settings.
    """

    folder: Path
    telegram: str
    token: str
    more: Mapping[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def log(self) -> Path:
        """What the runs printed."""
        return self.folder / "log.txt"

    @property
    def database_url(self) -> str:
        """The database that all runs share."""
        return f"sqlite:///{self.folder / 'hearback.db'}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start `python -m …`."""
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "HEARBACK_DATABASE_URL": self.database_url,
            "HEARBACK_KEY_FILE": str(self.folder / "hearback.keys"),
            "HEARBACK_FOLDER": str(self.folder / "letters"),
            "HEARBACK_BIND": "127.0.0.1:0",
            "HEARBACK_TELEGRAM_TOKEN": self.token,
            "HEARBACK_TELEGRAM_API_URL": self.telegram,
            **self.more,
        }
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        return self.running

    def stop(self) -> int:
        """Interrupt the run that is left, and wait for it to end."""
        assert self.running is not None
        if self.running.poll() is None:
            self.running.terminate()
        try:
            return self.running.wait(20)
        finally:
            self.running.kill()
