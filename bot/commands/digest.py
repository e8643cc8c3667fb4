"""`hearback digest`: compile, approve and publish what you said and we did."""

import random
import time

import click

from bot.app import App
from bot.printing import print_rows
from bot.web.pages import Pages
from handlers import comments, digests
from handlers.consultations import held
from storage import editions
from surveys.digests.model import EditionKind
from surveys.digests.renderings import chat, plain
from surveys.digests.script import Script, script
from surveys.messages import split

TELEGRAM_LIMIT = 4096  # UTF-16 units: where a chat cuts the longest messages

_by = click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
_edition = click.option("--edition", "number", type=int, metavar="N", help="Which edition; the newest when left out.")


@click.group()
def digest() -> None:
    """Compile, approve and publish what you said and we did.

    Example: hearback digest compile framework-2010 --by sam@council.example
    """


@digest.command("compile")
@click.argument("consultation")
@click.option("--interim", is_flag=True, help="What you told us: before the replies.")
@click.option("--body", default="", metavar="SLUG", help="One body's own edition, which waits for that body's replies only.")
@_by
@click.pass_obj
def compile_(app: App, consultation: str, *, interim: bool, body: str, by: str) -> None:
    """Compile an edition of what stands now. A final one is refused while a reply is missing, and says which.

    Example: hearback digest compile framework-2010 --interim --by sam@council.example
    """
    with app.database.write() as tx:
        kind: EditionKind = "interim" if interim else "final"
        issue = digests.compile_edition_of(tx, consultation, kind=kind, by=by, now=app.clock.now(), body=body)
    click.echo(f"Edition {issue.edition.number} is compiled. Points in it: {len(issue.edition.points)}.")
    click.echo(f"Read it:  hearback digest show {consultation} --edition {issue.edition.number}")
    click.echo(f"Then a second officer:  hearback digest approve {consultation} --by OFFICER")


@digest.command("comments")
@click.argument("consultation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def comments_(app: App, consultation: str, *, as_json: bool) -> None:
    """List what members of a group wrote beneath a digest that was posted there. It does not say who.

    Example: hearback digest comments framework-2010
    """
    with app.database.read() as tx:
        rows = [
            {"edition": str(each.edition), "on": each.made_at.strftime("%Y-%m-%d %H:%M"), "words": each.words}
            for each in comments.of(tx, consultation)
        ]
    print_rows(rows, as_json=as_json, empty="Nobody has written beneath a digest yet.")


@digest.command("list")
@click.argument("consultation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_(app: App, consultation: str, *, as_json: bool) -> None:
    """List the editions: who compiled and approved each, and when it went out.

    Example: hearback digest list framework-2010
    """
    with app.database.read() as tx:
        every = editions.every(tx, held(tx, consultation).id)
    rows = [
        {
            "edition": issue.edition.number,
            "kind": issue.edition.kind,
            "body": issue.edition.body,
            "compiled_on": issue.edition.compiled_on,
            "compiled_by": issue.compiled_by,
            "approved_by": issue.approved_by,
            "published": issue.published_at.date() if issue.published_at else None,
        }
        for issue in every
    ]
    print_rows(rows, as_json=as_json, empty="There is no edition yet. Compile one with: hearback digest compile")


@digest.command("show")
@click.argument("consultation")
@_edition
@click.option("--as", "form", type=click.Choice(["text", "chat", "html"]), default="text", help="How to show it.")
@click.pass_obj
def show(app: App, consultation: str, number: int | None, form: str) -> None:
    """Show an edition: as text to read out, as the messages a chat gets, or as a web page in one file.

    Example: hearback digest show framework-2010 --as html > digest.html
    """
    with app.database.read() as tx:
        issue = digests.issue_of(tx, consultation, number)
    said = script(issue.edition, app.english)
    match form:
        case "text":
            click.echo(plain(said), nl=False)
        case "chat":
            _show_parts(said)
        case _:
            click.echo(_page(app, said), nl=False)


def _show_parts(said: Script) -> None:
    parts = split(chat(said), TELEGRAM_LIMIT)
    for at, part in enumerate(parts, start=1):
        click.echo(f"── message {at} of {len(parts)} ──")
        click.echo(part.text)


def _page(app: App, said: Script) -> str:
    return Pages(app.catalogues).render("digest_file.html", {"script": said})


@digest.command("approve")
@click.argument("consultation")
@_edition
@_by
@click.pass_obj
def approve(app: App, consultation: str, number: int | None, by: str) -> None:
    """Approve an edition. Not whoever compiled it: two people have seen what goes out.

    Example: hearback digest approve framework-2010 --by ruth@council.example
    """
    with app.database.write() as tx:
        issue = digests.approve(tx, consultation, by=by, number=number)
    click.echo(f"Edition {issue.edition.number} is approved by {issue.approved_by}.")


@digest.command("publish")
@click.argument("consultation")
@_edition
@_by
@click.pass_obj
def publish(app: App, consultation: str, number: int | None, by: str) -> None:
    """Publish an approved edition: once, to every body and to each person who asked to hear back.

    Example: hearback digest publish framework-2010 --by sam@council.example
    """
    with app.database.write() as tx:
        published = digests.publish(
            tx,
            consultation,
            by=by,
            now=app.clock.now(),
            place=time.time_ns(),
            words=app.english,
            tongues=app.catalogues,
            address=app.settings.address,
            shuffle=random.SystemRandom().shuffle,
            number=number,
        )
    click.echo(
        f"Edition {published.issue.edition.number} is out. Queued: {published.bodies} for bodies, {published.people} for people."
    )
