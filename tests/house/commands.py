"""Every command of the program, and whether a command line would be understood; nothing is run."""

import shlex
from collections.abc import Iterator

import click

from bot.__main__ import main


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each command with all that is typed to reach it: ("hearback", …), ("hearback body", …), ("hearback body add", …)."""
    yield from _below("hearback", main)


def _below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, f"{path} {name}"
            yield from _below(f"{path} {name}", found)


def understood(line: str) -> None:
    """Parse `line` as the program would; click.UsageError where it would not be understood."""
    program, *arguments = shlex.split(line)
    assert program == "hearback", line
    command: click.Command = main
    context: click.Context | None = None
    while isinstance(command, click.Group):
        # a group takes its own options, and hands on the rest
        context = command.make_context(command.name, arguments, parent=context)
        arguments = [*context._protected_args, *context.args]
        _, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command = found
    command.make_context(command.name, arguments, parent=context)
