"""`hearback slack`: the app in Slack, and the workspaces it is in."""

import click
import yaml

from bot.app import App
from bot.channels.slack_manifest import manifest as the_manifest
from bot.printing import print_rows
from handlers import workspaces
from surveys.errors import Refused


@click.group()
def slack() -> None:
    """The app in Slack: its manifest, and the workspaces that others have installed it in.

    Example: hearback slack list
    """


@slack.command()
@click.option("--socket", is_flag=True, help="For Socket Mode, also where HEARBACK_PUBLIC_URL is set.")
@click.pass_obj
def manifest(app: App, *, socket: bool) -> None:
    """Print the manifest to make the app with, at api.slack.com/apps, "From a manifest".

    It is for Socket Mode where HEARBACK_PUBLIC_URL is not set, and for events over HTTP where it is.

    Example: hearback slack manifest
    """
    click.echo(
        yaml.safe_dump(the_manifest("" if socket else app.settings.public_url), sort_keys=False, allow_unicode=True, width=130),
        nl=False,
    )


@slack.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List the workspaces that others have installed the app in.

    Example: hearback slack list
    """
    rows = [{"workspace": each.team, "name": each.name} for each in workspaces.everyone(app.database)]
    print_rows(rows, as_json=as_json, empty="Nobody has installed the app by a link yet.")


@slack.command()
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.pass_obj
def invite(app: App, by: str) -> None:
    """Make a link by which the administrator of another workspace can install the app there. It is good for a week.

    Example: hearback slack invite --by sam@council.example
    """
    if not app.settings.slack_client_id:
        what = "HEARBACK_SLACK_CLIENT_ID and HEARBACK_SLACK_CLIENT_SECRET are not set: they stand on the app's page at Slack."
        raise Refused("slack.client", what)
    click.echo(f"{app.settings.address}/slack/install/{workspaces.invite(app.database, by, now=app.clock.now())}")
