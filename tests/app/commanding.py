"""The command line as a test gives commands to it: a program of its own, on a clock that stands still."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.app import App
from bot.clock import SimulatedClock
from bot.config import Settings
from handlers import officers
from storage import schema

SAM, RUTH = "sam@wexmoor.example", "ruth@wexmoor.example"
DURING = datetime(2010, 10, 1, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "framework"


def an_app(folder: Path, **settings: Any) -> App:
    """A program whose database, in `folder`, has nothing yet, not even tables."""
    plain = {"database_url": f"sqlite:///{folder / 'test.db'}", "key_file": folder / "keys", "public_url": "https://hear.example"}
    return App(Settings(**{**plain, **settings}), SimulatedClock(DURING))


def a_staffed_app(folder: Path, **settings: Any) -> App:
    """A program with its tables and two officers: Sam, a commissioner, and Ruth, an approver."""
    app = an_app(folder, **settings)
    schema.upgrade(app.database)
    with app.database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner",))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver",))
    return app


def run(app: App, *arguments: str, code: int = 0, typed: str | None = None) -> Result:
    """Give one command, which must end with this exit code and never with a stack of Python."""
    result = CliRunner().invoke(main, arguments, obj=app, input=typed)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(app: App, *arguments: str, code: int = 0) -> Any:
    """What a command prints as JSON."""
    return json.loads(run(app, *arguments, "--json", code=code).stdout)


def an_open_example(app: App) -> str:
    """The example consultation, approved and open. Its name."""
    run(app, "consultation", "create", str(EXAMPLE / "consultation.yaml"), "--by", SAM)
    run(app, "consultation", "approve", "framework-2010", "--by", RUTH)
    run(app, "consultation", "open", "framework-2010", "--by", SAM)
    return "framework-2010"
