"""Tables on the terminal, or the same as JSON for another program."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import click
from rich.console import Console
from rich.table import Table

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
        table.add_column(column.replace("_", " "), justify="right" if isinstance(rows[0][column], int) else "left")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    Console(highlight=False, markup=False).print(table)
