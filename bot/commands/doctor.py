"""`hearback doctor`: what is configured, what answers, what is missing."""

import asyncio
import json
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Literal

import click
from pydantic import SecretStr

from bot.app import App
from bot.channels.slack_workspaces import socket_answers, workspace_of
from bot.channels.telegram_name import bot_name
from bot.commands.invite import nobody
from bot.config import Settings
from bot.program import make_email
from storage import schema
from storage.database import Database
from storage.keyring import Keyring
from surveys.errors import ChannelError, ConfigError, StoreAway

State = Literal["ok", "note", "wrong", "away"]
_MARKS = {"ok": ("✓", "green"), "note": ("–", "yellow"), "wrong": ("✗", "red"), "away": ("✗", "red")}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `note` keeps nothing from working; `wrong` is for the operator to mend; `away` does not answer."""

    what: str
    state: State
    says: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
@click.pass_obj
def doctor(app: App, *, as_json: bool) -> None:
    """Show the settings, without secrets, and what answers. Changes nothing.

    Exits with 1 when something is wrong, with 3 when a service is away.

    Example: hearback doctor
    """
    settings = _shown(app.settings)
    findings = [*_look(app.settings), _languages(app)]
    if as_json:
        told = {"settings": settings, "findings": [asdict(each) for each in findings]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for name, value in settings.items():
            click.echo(f"{name} = {value}")
        click.echo()
        for each in findings:
            mark, colour = _MARKS[each.state]
            click.echo(f"{click.style(mark, fg=colour)} {each.what}: {each.says}")
    states = {each.state for each in findings}
    if "away" in states:
        raise SystemExit(3)
    if "wrong" in states:
        raise SystemExit(1)


def _shown(settings: Settings) -> dict[str, str]:
    """Every setting by the name it is set with. Secrets are only said to be there, and an address loses its password."""
    shown = {}
    for name, value in settings:
        text = str(value)
        if isinstance(value, SecretStr):
            text = "(set)" if value.get_secret_value() else "(not set)"
        elif name == "database_url":
            text = Database(text, Keyring.fresh()).place
        shown[f"HEARBACK_{name.upper()}"] = text or "(not set)"
    return shown


def _look(settings: Settings) -> Iterator[Finding]:
    for what, look in (
        ("Key file", _keys),
        ("Database", _database),
        ("Telegram", _telegram),
        ("Email", _email),
        ("Slack", _slack),
        ("Web pages", _port),
    ):
        yield _found(what, look, settings)


def _languages(app: App) -> Finding:
    """What the bot speaks, and what nobody has signed yet (docs/decisions/0011-languages.md)."""
    words = app.catalogues.values()
    lacking = [f"{len(each.lacks)} texts of '{each.language}' are in English" for each in words if each.lacks]
    unsigned = [each.language for each in words if not each.head.reviewed_by]
    harm = [each.language for each in words if not each.head.safeguarding_by]
    says = [f"it speaks {', '.join(app.catalogues)}", *lacking]
    says += [f"nobody has reviewed its words in {', '.join(unsigned)}"] if unsigned else []
    says += [f"nobody has signed its texts about harm in {', '.join(harm)}"] if harm else []
    return Finding("Languages", "note" if len(says) > 1 else "ok", "; ".join(says))


def _found(what: str, look: Callable[[Settings], tuple[State, str]], settings: Settings) -> Finding:
    try:
        state, says = look(settings)
    except ConfigError as error:
        state, says = "wrong", str(error)
    except (StoreAway, ChannelError) as error:
        state, says = "away", str(error)
    return Finding(what, state, says)


def _keys(settings: Settings) -> tuple[State, str]:
    path = settings.key_file
    if not path.exists():
        return "note", f"{path} is not there yet: it is made when Hearback first needs it"
    _keyring(settings)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return "wrong", f"others on this machine may read {path}: run `chmod 600 {path}`"
    return "ok", f"{path} can be read by you alone. Is there a copy of it in another place?"


def _keyring(settings: Settings) -> Keyring:
    """The keys, without making any: a doctor changes nothing."""
    try:
        return Keyring.loads(settings.key_file.read_bytes())
    except FileNotFoundError:
        return Keyring.fresh()
    except OSError as error:
        raise ConfigError(f"the key file {settings.key_file} cannot be read: {error.strerror}") from error


def _database(settings: Settings) -> tuple[State, str]:
    database = Database(settings.database_url, Keyring.fresh())  # whether it answers does not hang on the key file
    try:
        if schema.state(database) == "empty":
            return "note", f"{database.place} has no tables yet: `hearback run` and `hearback db upgrade` make them"
    finally:
        database.close()
    database = replace(database, keyring=_keyring(settings))
    try:
        schema.require(database)
    finally:
        database.close()
    return "ok", f"{database.place} answers, its tables are up to date, and the key file opens it"


def _telegram(settings: Settings) -> tuple[State, str]:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return "note", "not used: HEARBACK_TELEGRAM_TOKEN is not set"
    name = bot_name(token, settings.telegram_api_url)
    if settings.telegram_mode == "webhook" and not settings.telegram_secret.get_secret_value():
        return (
            "wrong",
            f"@{name} answers, and HEARBACK_TELEGRAM_SECRET is missing: it says that a webhook's updates are Telegram's",
        )
    return "ok", f"@{name} answers"


def _email(settings: Settings) -> tuple[State, str]:
    email = make_email(settings, nobody)
    if email is None:
        return "note", "not used: HEARBACK_MAIL_ADDRESS is not set"
    asyncio.run(email.look())
    comes_in = "the mailbox opens" if settings.imap_url.get_secret_value() else f"mail is brought to {settings.lmtp_bind}"
    return "ok", f"the mail server takes mail from {settings.mail_address}, and {comes_in}"


def _slack(settings: Settings) -> tuple[State, str]:
    if not settings.on_slack:
        return "note", "not used: HEARBACK_SLACK_BOT_TOKEN is not set"
    app_token, secret = settings.slack_app_token.get_secret_value(), settings.slack_signing_secret.get_secret_value()
    if not app_token and not secret:
        what = "nothing can come in: set HEARBACK_SLACK_APP_TOKEN for Socket Mode, or HEARBACK_SLACK_SIGNING_SECRET for events"
        return "wrong", what
    if settings.slack_client_id and not settings.slack_client_secret.get_secret_value():
        return "wrong", "HEARBACK_SLACK_CLIENT_SECRET is missing: without it nobody can install the app by a link"
    if app_token:
        socket_answers(app_token, settings.slack_api_url)
    way = "over Socket Mode" if app_token else f"to {settings.address}/slack/events"
    token = settings.slack_bot_token.get_secret_value()
    where = f"the workspace {workspace_of(token, settings.slack_api_url).name} answers" if token else "others may install the app"
    return "ok", f"{where}; what people write comes {way}"


def _port(settings: Settings) -> tuple[State, str]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            taken = f"{settings.bind} is taken or not ours ({error.strerror})"
            return "note", f"{taken}: Hearback is running already, or HEARBACK_BIND must name another address"
    return "ok", f"{settings.bind} is free; people are given {settings.address}"
