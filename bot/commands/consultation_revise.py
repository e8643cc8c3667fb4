"""`hearback consultation revise` and `carry`: a survey changes while people answer it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bot.app import App
from bot.commands.survey_diff import print_changes, what_it_is
from bot.files import read_file, write_new
from bot.printing import print_faults
from bot.survey_files import read_survey_file
from handlers import carrying
from handlers import versions as handler
from handlers.versions import Listed, Proposal, Revision
from surveys.definitions.check import check_survey
from surveys.definitions.versions.changes import stale_faults, told
from surveys.errors import DefinitionError

_name = click.argument("name", metavar="ID")


@click.command()
@_name
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--audience", default="", help="Whose survey it is, where there are several.")
@click.option("--map", "plan_file", type=click.Path(path_type=Path), help="What becomes of answers. Written if it is not there.")
@click.option("--same", is_flag=True, help="All changed words still ask the same.")
@click.option("--translations-fit", is_flag=True, help="The translations that were left as they were still fit.")
@click.option("--new-only", is_flag=True, help="Only for those who begin from now on; nobody is carried over.")
@click.option("--confirm", is_flag=True, help="Store it. A second officer then approves it. Without, nothing is stored.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.pass_obj
def revise(
    app: App,
    name: str,
    file: Path,
    audience: str,
    plan_file: Path | None,
    by: str,
    *,
    same: bool,
    translations_fit: bool,
    new_only: bool,
    confirm: bool,
    as_json: bool,
) -> None:
    """Try what the survey FILE, changed, would mean for those who are answering ID; with --confirm, make it the next version.

    Corrected words are for everybody at once. Other questions, choices or rules make a new structure: those who are mid-way are
    carried over to it, each with all their answers, once a second officer has approved it.

    Example: hearback consultation revise framework-2010 survey.yaml --map map.yaml --by sam@council.example
    """
    read = read_survey_file(file)
    faults = check_survey(read.survey, now=app.clock.now(), audience=audience).faults
    if faults:
        raise DefinitionError(faults)
    plan = (read_file(plan_file), str(plan_file)) if plan_file is not None and plan_file.exists() else None
    wanted = Revision(read.source, read.survey, audience, plan, same, translations_fit, not new_only)
    if confirm:
        proposal, at_once = handler.confirm(app.database, name, wanted, by=by, now=app.clock.now())
    else:
        proposal, at_once = handler.propose(app.database, name, wanted, by=by, now=app.clock.now()), False
    written = plan_file is not None and plan is None and not confirm
    if written and plan_file is not None:
        write_new(plan_file, proposal.plan_text.encode())
    if as_json:
        click.echo(json.dumps(_shown(proposal), ensure_ascii=False, indent=2))
        return
    _print(proposal, new_only=new_only)
    if written:
        click.echo(f"Wrote {plan_file}. Look it through, and give it again.")
    click.echo(_what_next(name, proposal, wanted, confirmed=confirm, at_once=at_once))


def _shown(proposal: Proposal) -> dict[str, object]:
    return {
        "from": str(proposal.before.version),
        "to": str(proposal.after.version),
        "only_words": proposal.only_words,
        "changes": [asdict(change) | {"told": told(change)} for change in proposal.changes],
        "stale": [asdict(fault) for fault in stale_faults(proposal.stale)],
        "undecided": [list(each) for each in proposal.undecided],
        "trial": asdict(proposal.trial),
        "lost": list(proposal.lost),
    }


def _print(proposal: Proposal, *, new_only: bool) -> None:
    print_changes(proposal.changes)
    click.echo()
    print_faults("Translations left behind", stale_faults(proposal.stale), "yellow")
    click.echo(what_it_is(proposal.plan, proposal.changes, only_words=proposal.only_words))
    for question, choice in proposal.undecided:
        click.echo(f"  Does this still ask the same? {question}{f', choice {choice}' if choice else ''}")
    if not proposal.only_words and not new_only:
        _print_trial(proposal)


def _print_trial(proposal: Proposal) -> None:
    trial = proposal.trial
    people = "person is" if trial.live == 1 else "people are"
    if_so = ", if it does" if proposal.undecided else ""
    click.echo(f"Tried on all who are mid-way{if_so}: {trial.live} {people}.")
    for question, count in sorted(trial.again.items()):
        click.echo(f"  {question}: {count} answered it and are asked again")
    for question, count in sorted(trial.apart.items()):
        allowed = "" if question in proposal.lost else ", as the map says"
        click.echo(f"  {question}: the answers of {count} are kept apart, under version {proposal.before.version}{allowed}")
    if trial.staying:
        click.echo(f"  {trial.staying} would be asked nothing more, and stay in version {proposal.before.version}")
    if trial.live and not trial.apart:
        click.echo("  Every answer is carried over.")


def _what_next(name: str, proposal: Proposal, wanted: Revision, *, confirmed: bool, at_once: bool) -> str:
    if at_once:
        return f"Version {proposal.after.version} is what the draft asks now."
    if confirmed:
        return f"It waits for a second officer:  hearback consultation approve {name} --by OFFICER"
    if proposal.undecided:
        return "Nothing is stored. Decide that in a map (--map FILE; it is written for you), or say --same for all."
    if proposal.lost:
        return f"Nothing is stored. If these answers may be kept apart, say so in the map: 'apart: [{', '.join(proposal.lost)}]'."
    if proposal.stale and not wanted.translations:
        return "Nothing is stored. Translate again what was left behind, or say --translations-fit."
    return "Nothing is stored. To make it the next version, give the same again with --confirm."


@click.command()
@_name
@click.pass_obj
def carry(app: App, name: str) -> None:
    """Carry over those who are mid-way in an earlier version of ID. `approve` does so; this goes on where that was cut off.

    Example: hearback consultation carry framework-2010
    """
    click.echo(carried(app, name))


def carried(app: App, name: str) -> str:
    """Carry over all who are behind, and say in a sentence how many went."""
    done = carrying.carry(app.database, name, now=app.clock.now())
    stay = f" {done.stay} stay in the version that they are in." if done.stay else ""
    return f"Carried over: {done.went}.{stay}"


def version_rows(versions: Sequence[Listed]) -> list[dict[str, object]]:
    """Every version for another program."""
    return [
        {
            "version": str(each.entry.survey.version),
            "audience": each.audience,
            "state": "waits" if each.entry.waiting else "used",
            "used_at": each.entry.used_at,
            "carried_over": each.entry.carries,
            "under_way": each.under_way,
            "finished": each.finished,
            "made_by": each.entry.made_by,
            "approved_by": each.entry.approved_by,
            "changes": [asdict(change) | {"told": told(change)} for change in each.changes],
        }
        for each in versions
    ]


def print_versions(versions: Sequence[Listed]) -> None:
    """Print every version: who made it, what changed in it, how many are asked in it."""
    for each in versions:
        entry = each.entry
        by = f", made by {entry.made_by}" + (f", approved by {entry.approved_by}" if entry.approved_by else "")
        state = f"waits for approval{by}" if entry.waiting else f"{each.under_way} under way, {each.finished} finished{by}"
        click.secho(f"Version {entry.survey.version} ({each.audience}): {state}", bold=True)
        print_changes(each.changes)
