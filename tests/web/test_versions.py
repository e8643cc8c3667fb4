"""A survey changes while somebody is on its pages: no form is misread, nothing is lost, and they are told."""

import re

import httpx
import pytest

from handlers import carrying, officers, versions
from handlers.versions import Revision
from surveys.definitions.reader import read_survey
from tests.app.commanding import EXAMPLE
from tests.web.conftest import Site
from tests.web.test_site import a_link, send

SAM, RUTH = "sam@hear.example", "ruth@hear.example"
OLD = (EXAMPLE / "survey.yaml").read_text("utf-8")


@pytest.fixture
def changed(site: Site) -> "Change":
    """Officers who can change the example."""
    with site.database.write() as tx:
        officers.add(tx, "Sam", SAM, ("commissioner",))
        officers.add(tx, "Ruth", RUTH, ("approver",))
    return Change(site)


class Change:
    """What an author does to the example meanwhile."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def __call__(self, *swaps: tuple[str, str], apart: str = "") -> None:
        source = OLD
        for before, after in swaps:
            assert before in source
            source = source.replace(before, after)
        plan = (f"survey: framework-2010\nfrom: '1.1'\napart: [{apart}]\n".encode(), "map.yaml")
        wanted = Revision(source.encode(), read_survey(source.encode(), ""), plan=plan)
        now = self.site.clock.now()
        versions.confirm(self.site.database, "framework-2010", wanted, by=SAM, now=now)
        versions.approve(self.site.database, "framework-2010", by=RUTH, now=now)
        carrying.carry(self.site.database, "framework-2010", now=now)


REACH = "  - {name: reach, type: integer, label: {en: How many people do you reach?}}\n  - name: area\n"


async def test_a_page_tells_what_has_changed_and_the_form_of_an_older_page_counts(
    client: httpx.AsyncClient, site: Site, changed: Change
) -> None:
    """Sent from the page as it was, the answer goes to its own question; the page after it says that something has changed."""
    link = await a_link(client, site)
    await send(client, f"{link}/questions/size", answer="small", do="answer")
    await send(client, f"{link}/questions/form", do="skip")
    html = (await client.get(f"{link}/questions/area")).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    assert hidden["structure"] == "1"
    changed(("  - name: area\n", REACH))
    sent = await client.post(link, data=hidden | {"answer": "quayside", "do": "answer"})
    assert sent.headers["location"] == f"{link}?changed=yes"
    page = (await client.get(sent.headers["location"])).text
    assert "Since you began, some of the questions have changed." in page
    assert "How many people do you reach?" in page
    assert "Quayside" in (await client.get(f"{link}/summary")).text
    assert "Since you began" not in (await client.get(f"{link}/questions/reach")).text


async def test_whoever_comes_back_is_told_on_the_page_and_keeps_the_address_of_a_question(
    client: httpx.AsyncClient, site: Site, changed: Change
) -> None:
    """The news stands there until something is answered; the address of a question holds, and so does the one with its number."""
    link = await a_link(client, site)
    await send(client, f"{link}/questions/size", answer="small", do="answer")
    await send(client, f"{link}/questions/form", answer="charity", do="answer")
    changed(("  - name: area\n", REACH), ("    charity:", "    charitable:"), apart="form")
    page = (await client.get(link)).text
    assert "There is one new question for you." in page
    assert "One question has changed so much that we ask it again." in page
    assert (await client.get(f"{link}/questions/size")).status_code == 200
    assert (await client.get(f"{link}/questions/1")).status_code == 200
    summary = (await client.get(f"{link}/summary")).text
    assert "Kept from before the questions changed" in summary
    assert "Charity" in summary


async def test_an_empty_form_of_an_older_page_leads_to_the_page_as_it_is_now(
    client: httpx.AsyncClient, site: Site, changed: Change
) -> None:
    """Nothing is said of a field that is not there any more."""
    link = await a_link(client, site)
    hidden = {"submission": "x", "at": "size", "structure": "1", "do": "answer"}
    changed(("  - name: area\n", REACH))
    sent = await client.post(link, data=hidden)
    assert sent.headers["location"] == f"{link}?changed=yes"
    odd = await client.post(link, data=hidden | {"structure": "77777777"})
    assert odd.status_code == 422


async def test_what_is_written_for_a_question_that_is_gone_is_kept(
    client: httpx.AsyncClient, site: Site, changed: Change
) -> None:
    """Words sent from the page of a question that is not asked any more stay with that question."""
    link = await a_link(client, site)
    await send(client, f"{link}/questions/size", answer="small", do="answer")
    await send(client, f"{link}/questions/form", do="skip")
    await send(client, f"{link}/questions/area", do="skip")
    html = (await client.get(f"{link}/questions/years")).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    changed(("  - name: years\n", "  - name: age\n"), ("${years}", "${age}"))
    sent = await client.post(link, data=hidden | {"answer": "9", "do": "answer"})
    assert sent.headers["location"] == f"{link}?changed=yes"
    summary = (await client.get(f"{link}/summary")).text
    assert "Kept from before the questions changed" in summary
    assert ">9<" in summary
