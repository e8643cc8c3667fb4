"""The command line: `hearback`, also `python -m bot`."""

import sys
from importlib import import_module

import click

from surveys.errors import ChannelError, ConfigError, DefinitionError, Refused, StaleInterview, StoreAway

# Loaded only when used, so that `hearback --help` answers at once.
COMMANDS = {
    "body": "Who receives digests and replies to points.",
    "chat": "Answer a consultation in the terminal.",
    "consultation": "Create, check, open and close consultations.",
    "db": "Create, upgrade and check the database.",
    "demo": "The whole loop, from question to digest, by itself.",
    "digest": "Compile, approve and publish what you said and we did.",
    "doctor": "What is configured, what answers, what is missing.",
    "invite": "Make personal links to a consultation.",
    "person": "Show or forget what one person said.",
    "points": "What people said, in points.",
    "preview": "Try a draft in the browser.",
    "reply": "What a body answers to a point.",
    "responses": "Bring in paper responses and focus groups.",
    "run": "The program: channels, pages, clock and sender.",
    "slack": "The app in Slack, and the workspaces it is in.",
    "survey": "Check, show, try and convert survey files.",
    "user": "Officers and what they may do.",
}


class Program(click.Group):
    """Finds a command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"bot.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As Click does it, with near-misses looked for among the commands that are not imported yet."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing one of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; our own errors become a sentence and an exit code (1 input, 3 a service is away)."""
        try:
            return super().invoke(ctx)
        except DefinitionError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            ctx.exit(1)
        except (Refused, ConfigError) as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except ChannelError as error:
            click.echo(f"A service did not answer as it should: {error}", err=True)
            ctx.exit(3)
        except StoreAway as error:
            click.echo(f"The database is away: {error}", err=True)
            ctx.exit(3)
        except StaleInterview:
            click.echo("Somebody else was writing in the same interview at that moment. Try again.", err=True)
            ctx.exit(3)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hearback")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Hearback asks people what they think, keeps it safe, and comes back to tell each of them what was done.

    Example: hearback consultation create examples/framework/consultation.yaml --by you@council.example
    """
    if ctx.obj is None:
        from bot.app import App  # noqa: PLC0415  kept out of --help
        from bot.config import load_settings  # noqa: PLC0415

        ctx.obj = App(load_settings())


if __name__ == "__main__":
    sys.exit(main())
