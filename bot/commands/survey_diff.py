"""`hearback survey diff`: what is different in a new version of a survey."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bot.files import read_file
from bot.printing import print_faults
from bot.survey_files import read_survey_file
from surveys.definitions.versions.changes import Change, compare, stale, stale_faults, told
from surveys.definitions.versions.plan import Plan, derive, is_revision
from surveys.definitions.versions.plan_file import read_plan

_path = click.Path(path_type=Path)


@click.command()
@click.argument("old", type=_path)
@click.argument("new", type=_path)
@click.option("--map", "plan_file", type=_path, help="A map that says which words still ask the same, and what was renamed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
def diff(old: Path, new: Path, plan_file: Path | None, *, as_json: bool) -> None:
    """Tell what is different in NEW, a survey file, from OLD: words, questions, choices, rules, translations left behind.

    Example: hearback survey diff survey-as-it-was.yaml survey.yaml
    """
    before, now = read_survey_file(old).survey, read_survey_file(new).survey
    plan = read_plan(read_file(plan_file), str(plan_file), before, now) if plan_file else derive(before, now)
    changes, left = compare(before, now, plan), stale(before, now, plan)
    if as_json:
        shown = [asdict(change) | {"told": told(change)} for change in changes]
        faults = [asdict(fault) for fault in stale_faults(left)]
        only_words = is_revision(before, now, plan)
        click.echo(json.dumps({"only_words": only_words, "changes": shown, "stale": faults}, ensure_ascii=False, indent=2))
        return
    print_changes(changes)
    print_faults("Translations left behind", stale_faults(left), "yellow")
    click.echo(what_it_is(plan, changes, only_words=is_revision(before, now, plan)))


def print_changes(changes: Sequence[Change]) -> None:
    """Print differences, those of one question together."""
    at = ""
    for change in changes:
        if change.question and change.question != at:
            click.secho(change.question, bold=True)
        at = change.question
        click.echo(f"  {told(change)}" if at else told(change))


def what_it_is(plan: Plan, changes: Sequence[Change], *, only_words: bool) -> str:
    """In a sentence: nothing new, other words, or a new structure."""
    if not changes:
        return "Nothing that people meet is different."
    if not only_words:
        return "More than words has changed: it is a new structure. Those who are mid-way keep the old one, or are carried over."
    if any(plan.undecided()):
        return "Only words have changed. Where they still ask the same, everybody has them at once."
    return "Only words have changed: everybody has them at once."
