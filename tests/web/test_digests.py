"""The public pages of results, and the news behind one person's link."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import httpx
import pytest

from storage import consultations, editions, points
from surveys.digests.compile import compile_edition
from surveys.digests.model import Edition, EditionKind
from surveys.points.model import Link, Reply
from tests.factories import (
    CLOSED,
    a_point,
    a_promise,
    a_reply,
    a_stored_consultation,
    recorded,
    somebody_who_answered,
)
from tests.web.conftest import Site

POINTS = (
    a_point(1, sentence="Forms are too long.", bodies=("council", "forum")),
    a_point(2, sentence="Meet in the evening.", kind="idea", bodies=("network",)),
)
REPLIES = (
    a_reply(1, "council", status="planned", reason="The form shrinks to two pages.", commitment=a_promise()),
    a_reply(1, "forum", status="noted", reason="We hear this too."),
    a_reply(2, "network", status="no", reason="The caretaker goes home at six."),
)


def an_edition(kind: EditionKind, number: int, previous: Edition | None = None, replies: Sequence[Reply] = REPLIES) -> Edition:
    """Edition `number`, compiled from POINTS and, when final, `replies`."""
    what = recorded(POINTS, replies if kind == "final" else ())
    made = compile_edition(what, kind=kind, number=number, today=date(2010, 12, 13), previous=previous)
    assert isinstance(made, Edition)
    return made


@pytest.fixture
def consultation(site: Site) -> str:
    """The id of a consultation that has closed: 'fairer'."""
    site.clock.set(CLOSED)
    with site.database.write() as tx:
        return a_stored_consultation(tx)


def publish(site: Site, consultation_id: str, *made: Edition) -> None:
    """These editions go out."""
    with site.database.write() as tx:
        for edition in made:
            editions.publish(tx, editions.add(tx, consultation_id, edition, "sam", now=CLOSED), now=CLOSED)


async def test_before_an_edition_is_out_the_results_page_says_by_when(
    client: httpx.AsyncClient, site: Site, consultation: str
) -> None:
    """An edition that is only compiled is nobody else's business."""
    with site.database.write() as tx:
        editions.add(tx, consultation, an_edition("interim", 1), "sam", now=CLOSED)
    page = await client.get("/consultations/fairer/results")
    assert page.status_code == 200
    assert "Nothing has come back yet" in page.text
    assert "will stand here by" in page.text
    assert (await client.get("/consultations/fairer/editions/1")).status_code == 404
    assert "/results" not in (await client.get("/consultations/fairer")).text


async def test_an_interim_edition_shows_what_was_said(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """The points, who took part, and by when the replies come; nothing of a reply."""
    publish(site, consultation, an_edition("interim", 1))
    html = (await client.get("/consultations/fairer/results")).text
    assert "What you told us" in html
    assert "Forms are too long." in html
    assert "Not this time" not in html
    assert "31 January 2011" in html
    for total in ("68", "14", "43"):
        assert total in html
    assert "See what you said and what we did" in (await client.get("/consultations/fairer")).text


async def test_a_final_edition_shows_every_reply(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """Each body's status and reason, the promise with who and when, and apart from the others what will not happen."""
    publish(site, consultation, an_edition("final", 1))
    html = (await client.get("/consultations/fairer/results")).text
    for text in (
        "You said, we did",
        "Planned",
        "The form shrinks to two pages.",
        "a two-page form",
        "By 31 March 2011. Who sees to it: Priya Nair, grants manager.",
        "We hear this too.",
        "Not this time, and why",
        "The caretaker goes home at six.",
    ):
        assert text in html, text
    assert html.index("Forms are too long.") < html.index("Not this time, and why") < html.index("Meet in the evening.")


async def test_every_point_and_edition_has_an_address_of_its_own(
    client: httpx.AsyncClient, site: Site, consultation: str
) -> None:
    """The newest edition is at /results, each stays where it is, and they lead to one another."""
    interim = an_edition("interim", 1)
    publish(site, consultation, interim, an_edition("final", 2, interim))
    newest = (await client.get("/consultations/fairer/results")).text
    assert 'href="/consultations/fairer/editions/2#point-1"' in newest
    assert 'id="point-1"' in newest
    assert 'href="/consultations/fairer/editions/1"' in newest
    first = (await client.get("/consultations/fairer/editions/1")).text
    assert "What you told us" in first
    assert 'href="/consultations/fairer/editions/2"' in first
    assert (await client.get("/consultations/fairer/editions/3")).status_code == 404
    assert (await client.get("/consultations/fairer/editions/one")).status_code == 404


async def test_points_can_be_picked_by_the_body_they_concern(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """A plain link for each body, with how many points; a body that is none shows them all."""
    publish(site, consultation, an_edition("final", 1))
    html = (await client.get("/consultations/fairer/results?body=network")).text
    assert "Meet in the evening." in html
    assert "Forms are too long." not in html
    assert "Commissioners Network (1)" in html
    assert "Forms are too long." in (await client.get("/consultations/fairer/results?body=nobody")).text


async def test_a_correction_says_what_is_new(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """The edition that corrects another names each change, and marks the points."""
    first = an_edition("final", 1)
    mended = (*REPLIES[:2], a_reply(2, "network", reason="We now do."))
    publish(site, consultation, first, an_edition("final", 2, first, mended))
    html = (await client.get("/consultations/fairer/results")).text
    assert "Point 2 has a new reply from Commissioners Network." in html
    assert "changed in this edition" in html
    assert "Not this time, and why" not in html


async def test_a_bodys_own_edition_does_not_stand_for_everyones(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """Where both are out, /results is the one for everyone; the other is linked by the body's name."""
    everyone = an_edition("final", 1)
    own = replace(everyone, number=2, body="forum", body_name="Third Sector Forum")
    publish(site, consultation, everyone, own)
    html = (await client.get("/consultations/fairer/results")).text
    assert "This is edition 1" in html
    assert "(Third Sector Forum)" in html


async def test_the_news_of_ones_own_points_is_behind_ones_own_link(
    client: httpx.AsyncClient, site: Site, consultation: str
) -> None:
    """After the interview the link tells of news once there is some, and shows the words only after a tap."""
    with site.database.write() as tx:
        somebody_who_answered(
            tx, consultation, {"why": "Shorter forms <b>please</b>"}, reference="R1", address="me", channel="web"
        )
    assert "There is news" not in (await client.get("/answer/me")).text
    assert (await client.get("/answer/me/news")).headers["location"] == "/answer/me"
    with site.database.write() as tx:
        points.put(tx, consultation, POINTS, "sam")
        points.add_links(tx, consultation, [Link(1, "R1", 1)], "sam")
    publish(site, consultation, an_edition("final", 1))
    finished = (await client.get("/answer/me")).text
    assert "There is news" in finished
    assert "Shorter forms" not in finished
    news = (await client.get("/answer/me/news")).text
    assert "Shorter forms &lt;b&gt;please&lt;/b&gt;" in news
    assert "The form shrinks to two pages." in news
    assert "<strong>" in news
    assert "The caretaker goes home at six." not in news


async def test_the_list_leads_to_what_came_of_a_consultation(client: httpx.AsyncClient, site: Site, consultation: str) -> None:
    """Past consultations stand apart from open ones, each with its results."""
    publish(site, consultation, an_edition("final", 1))
    with site.database.write() as tx:
        held = consultations.by_slug(tx, "fairer")
    assert held is not None
    html = (await client.get("/")).text
    assert html.index("Closed") < html.index("A fairer way</a>")
    assert 'href="/consultations/fairer/results"' in html
