"""The page of a question that asks for a file: put in without JavaScript, refused in words where it is too large."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import sqlalchemy as sa

from bot.web.app import LARGEST_UPLOAD
from storage import consultations
from storage.tables import media
from tests.factories import a_consultation
from tests.web.conftest import Site
from tests.web.test_site import send

SURVEY = """
survey: pictures
title: {en: Pictures}
questions:
  - {name: shot, type: image, label: Send a picture of the swings.}
  - {name: paper, type: file, label: Do you have a paper?, required: true}
  - {name: why, type: text, label: Why?}
"""
PICTURE = b"\x89PNG" + bytes(range(256))


@pytest.fixture
async def link(client: httpx.AsyncClient, site: Site) -> str:
    """The path of an interview at its first question, which asks for a picture."""
    with site.database.write() as tx:
        new = consultations.add(tx, a_consultation(slug="pictures"), [("tso", SURVEY.encode())], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
        [survey_id] = consultations.by_ids(tx, [new])[new].histories
    begun = await client.post("/consultations/pictures", data={"survey": survey_id})
    path = str(begun.headers["location"])
    await send(client, path, do="yes")
    return path


async def put_in(client: httpx.AsyncClient, page: str, file: tuple[str, bytes, str] | None, **fields: str) -> httpx.Response:
    """Send the page's form with a file as a browser does: an empty field where there is none."""
    html = (await client.get(page)).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    [action] = re.findall(r'<form method="post" action="([^"]+)" enctype="multipart/form-data"', html)
    return await client.post(action, data=hidden | fields, files={"answer": file or ("", b"", "application/octet-stream")})


def stored(site: Site) -> int:
    with site.database.read() as tx:
        return tx.connection.scalar(sa.select(sa.func.count()).select_from(media)) or 0


async def test_a_picture_is_put_in_and_the_next_question_asked(client: httpx.AsyncClient, site: Site, link: str) -> None:
    page = (await client.get(f"{link}/questions/shot")).text
    assert 'type="file" accept="image/*"' in page
    assert "Up to 10 MB." in page
    answer = await put_in(client, f"{link}/questions/shot", ("swings.png", PICTURE, "image/png"), do="answer", remark="Broken")
    assert answer.headers["location"] == f"{link}/questions/paper"
    assert stored(site) == 1
    summary = (await client.get(f"{link}/summary")).text
    assert "a picture" in summary
    assert "Broken" in summary


async def test_the_same_form_sent_twice_keeps_one_file(client: httpx.AsyncClient, site: Site, link: str) -> None:
    html = (await client.get(f"{link}/questions/shot")).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    for _ in range(2):
        await client.post(f"{link}?at=shot", data=hidden | {"do": "answer"}, files={"answer": ("a.png", PICTURE, "image/png")})
    assert stored(site) == 1


async def test_another_picture_takes_the_place_of_the_first(client: httpx.AsyncClient, site: Site, link: str) -> None:
    for data in (PICTURE, PICTURE[::-1]):
        await put_in(client, f"{link}/questions/shot", ("a.png", data, "image/png"), do="answer")
    assert stored(site) == 1


async def test_no_file_is_asked_for_once_more_and_can_be_skipped(client: httpx.AsyncClient, site: Site, link: str) -> None:
    answer = await put_in(client, f"{link}/questions/shot", None, do="answer")
    assert answer.status_code == 422
    assert "Choose a file." in answer.text
    answer = await put_in(client, f"{link}/questions/shot", None, do="skip")
    assert answer.headers["location"] == f"{link}/questions/paper"
    assert stored(site) == 0


async def test_what_is_no_picture_is_refused_and_what_nobody_names_is_taken(
    client: httpx.AsyncClient, site: Site, link: str
) -> None:
    answer = await put_in(client, f"{link}/questions/shot", ("a.pdf", b"%PDF", "application/pdf"), do="answer")
    assert answer.status_code == 422
    assert "That is no picture." in answer.text
    answer = await put_in(client, f"{link}/questions/shot", ("a.heic", PICTURE, "application/octet-stream"), do="answer")
    assert answer.headers["location"] == f"{link}/questions/paper"
    assert stored(site) == 1


@pytest.mark.parametrize("more", [1, 100 * 1024])
async def test_a_file_that_is_too_large_is_refused_on_its_page_and_nothing_else_is_lost(
    client: httpx.AsyncClient, site: Site, link: str, more: int
) -> None:
    """A little too large or far too large: the page is the same, with the question on it."""
    large = b"x" * (10 * 1024 * 1024 + more)
    answer = await put_in(client, f"{link}/questions/shot", ("a.png", large, "image/png"), do="answer")
    assert answer.status_code == 422
    assert "bigger than we can keep: up to 10 MB" in answer.text
    assert "Send a picture of the swings." in answer.text
    assert stored(site) == 0


async def test_a_file_too_large_for_a_question_that_is_over_leads_to_where_the_person_is(
    client: httpx.AsyncClient, site: Site, link: str
) -> None:
    large = b"x" * (11 * 1024 * 1024)
    answer = await client.post(f"{link}?at=why", files={"answer": ("a.png", large, "image/png")})
    assert (answer.status_code, answer.headers["location"]) == (303, link)


async def test_a_form_without_end_is_refused(client: httpx.AsyncClient, link: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_UPLOAD // (1 << 22) + 2):
            yield bytes(1 << 22)

    answer = await client.post(link, content=endless(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nonsense", "multipart/form-data"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="at"\r\n\r\nshot', "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\nshot\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    ],
)
async def test_bytes_that_are_no_such_form_change_nothing(
    client: httpx.AsyncClient, site: Site, link: str, body: bytes, kind: str
) -> None:
    before = site.rows()
    answer = await client.post(link, content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 303, 422)
    assert site.rows() == before


async def test_nobody_sends_files_to_a_survey_that_asks_for_none(client: httpx.AsyncClient, site: Site) -> None:
    [survey_id] = site.example.surveys
    begun = await client.post("/consultations/framework-2010", data={"survey": survey_id})
    answer = await client.post(begun.headers["location"], files={"answer": ("a.png", PICTURE, "image/png")})
    assert answer.status_code == 400


async def test_a_file_sent_to_an_unknown_link_goes_nowhere(client: httpx.AsyncClient, site: Site) -> None:
    answer = await client.post("/answer/nobodysnobodysnobodys", files={"answer": ("a.png", PICTURE, "image/png")})
    assert answer.status_code == 404
    assert stored(site) == 0


async def test_a_question_that_must_be_answered_says_so(client: httpx.AsyncClient, site: Site, link: str) -> None:
    await put_in(client, f"{link}/questions/shot", None, do="skip")
    answer = await put_in(client, f"{link}/questions/paper", None, do="answer")
    assert "Choose a file." in answer.text
    answer = await put_in(client, f"{link}/questions/paper", ("a.pdf", b"%PDF", "application/pdf"), do="answer")
    assert answer.headers["location"] == f"{link}/questions/why"
