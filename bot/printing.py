"""Tables on the terminal, or the same as JSON for another program."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import click
from rich.console import Console
from rich.table import Table

from surveys.errors import Fault

WIDE = 10_000  # columns: where no terminal is, a row stays on one line, for grep and for files
Row = Mapping[str, str | int | date | None]


def print_rows(rows: Sequence[Row], *, as_json: bool, empty: str) -> None:
    """Print rows that share their columns; `empty` is said where there are none."""
    if as_json:
        click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        click.echo(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in rows[0]:
        justify: Literal["left", "right"] = "right" if isinstance(rows[0][column], int) else "left"
        table.add_column(column.replace("_", " "), justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    console = Console(highlight=False, markup=False)
    console.print(table, width=None if console.is_terminal else WIDE)


def print_faults(title: str, faults: Sequence[Fault], colour: str) -> None:
    """Print what is wrong in an author's files, each with its place and remedy; nothing where nothing is."""
    if not faults:
        return
    click.secho(f"{title} ({len(faults)})", fg=colour, bold=True)
    for fault in faults:
        click.echo(f"\n  {fault.place}  [{fault.code}]")
        click.echo(f"    {fault.what[:1].upper()}{fault.what[1:]}.")
        click.echo(f"    {fault.remedy}")
    click.echo()
