"""What every page promises a browser: its headers, its faults in plain words, and that looking changes nothing."""

import re
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from bot.web.app import LARGEST, POLICY
from storage import consultations
from surveys.errors import StoreAway
from tests.factories import a_consultation, a_stored_consultation
from tests.web.conftest import Site

PRIVATE = ("", "/questions/1", "/keep", "/questions", "/privacy", "/help", "/leave", "/summary")
PUBLIC = (
    "/",
    "/consultations",
    "/consultations/framework-2010",
    "/consultations/framework-2010/questions",
    "/privacy",
    "/accessibility",
    "/health",
)


async def a_link(client: httpx.AsyncClient, site: Site) -> str:
    """The path of an interview that has just been consented to."""
    [survey_id] = site.example.surveys
    begun = await client.post("/consultations/framework-2010", data={"survey": survey_id})
    path = begun.headers["location"]
    await send(client, path, do="yes")
    return str(path)


async def send(client: httpx.AsyncClient, page: str, **fields: Any) -> httpx.Response:
    """Send the form of a page as a browser does, hidden fields and all."""
    html = (await client.get(page)).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    return await client.post(re.sub("/questions/.*", "", page), data=hidden | fields)


async def test_every_page_forbids_scripts_frames_and_guessing(client: httpx.AsyncClient) -> None:
    """The policy goes with every answer, files and faults included."""
    for path in (*PUBLIC, "/static/hearback.css", "/nowhere"):
        headers = (await client.get(path)).headers
        assert headers["content-security-policy"] == POLICY, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "set-cookie" not in headers, path


async def test_the_interview_goes_into_no_cache_index_or_log(client: httpx.AsyncClient, site: Site) -> None:
    """Its address is its key: nobody is told it."""
    link = await a_link(client, site)
    for page in PRIVATE:
        answer = await client.get(link + page)
        assert answer.status_code == 200, page
        assert answer.headers["cache-control"] == "no-store", page
        assert answer.headers["referrer-policy"] == "no-referrer", page
        assert answer.headers["x-robots-tag"] == "noindex", page


async def test_a_link_to_nowhere_is_private_too(client: httpx.AsyncClient) -> None:
    """A mistyped link is still nearly somebody's key."""
    answer = await client.get("/answer/nobody")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


async def test_files_may_be_kept_for_ever_under_their_fingerprint_only(client: httpx.AsyncClient) -> None:
    """Their address changes when their bytes do."""
    html = (await client.get("/")).text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in (await client.get("/static/hearback.css")).headers["cache-control"]


async def test_looking_changes_nothing(client: httpx.AsyncClient, site: Site) -> None:
    """No GET or HEAD writes anything, whatever it asks for."""
    link = await a_link(client, site)
    before = site.rows()
    for path in (*PUBLIC, *(link + page for page in PRIVATE), f"{link}/news", "/answer/nobody", "/nowhere"):
        await client.get(path)
        await client.head(path)
    assert site.rows() == before


async def test_a_head_request_answers_as_a_get_does(client: httpx.AsyncClient) -> None:
    """Link checkers and uptime monitors ask so."""
    assert (await client.head("/health")).status_code == 200
    assert (await client.head("/nowhere")).status_code == 404


async def test_an_unknown_link_can_be_posted_to_without_effect(client: httpx.AsyncClient, site: Site) -> None:
    """Nobody comes into being by guessing."""
    before = site.rows()
    answer = await client.post("/answer/nobody", data={"do": "start", "submission": "x", "at": ""})
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.text
    assert site.rows() == before


async def test_the_same_form_sent_twice_counts_once(client: httpx.AsyncClient, site: Site) -> None:
    """A double click, or a reload that sends the form again, changes nothing."""
    link = await a_link(client, site)
    form = {"submission": "the-same", "at": "size", "answer": "small", "do": "answer"}
    first = await client.post(link, data=form)
    assert first.headers["location"] == f"{link}/questions/form"
    before = site.rows()
    again = await client.post(link, data=form)
    assert again.status_code == 303
    assert site.rows() == before


async def test_a_page_gone_back_to_and_filled_in_otherwise_counts_anew(client: httpx.AsyncClient, site: Site) -> None:
    """A browser may bring back the old page with its old hidden fields: another answer on it is another message."""
    link = await a_link(client, site)
    form = {"submission": "the-same", "at": "size", "do": "answer"}
    await client.post(link, data=form | {"answer": "small"})
    await client.post(link, data=form | {"answer": "large"})
    assert "More than 50" in (await client.get(f"{link}/summary")).text


async def test_who_changes_their_mind_and_back_again_on_an_old_page_is_heard_each_time(
    client: httpx.AsyncClient, site: Site
) -> None:
    """The third form is the first one to the letter, and yet no form sent twice."""
    link = await a_link(client, site)
    form = {"submission": "the-same", "at": "size", "do": "answer"}
    for answer in ("small", "large", "small"):
        await client.post(link, data=form | {"answer": answer})
    assert "Fewer than 10" in (await client.get(f"{link}/summary")).text


async def test_nobodys_form_is_taken_for_somebody_elses(client: httpx.AsyncClient, site: Site) -> None:
    """Two who send the same words, and forms without a number of their own, are two."""
    links = [await a_link(client, site), await a_link(client, site)]
    for link in links:
        await client.post(link, data={"at": "size", "answer": "small", "do": "answer"})
    for link in links:
        assert "Fewer than 10" in (await client.get(f"{link}/summary")).text


@pytest.mark.parametrize("at", ["hear_back", "take_part", "forget"])
async def test_an_empty_form_of_a_page_that_is_over_leads_to_where_the_person_is(
    client: httpx.AsyncClient, site: Site, at: str
) -> None:
    """They went on in another tab, and sent the old one without picking anything."""
    link = await a_link(client, site)
    sent = await client.post(link, data={"submission": "old", "at": at})
    assert (sent.status_code, sent.headers.get("location")) == (303, link)


@pytest.mark.parametrize("path", ["/consultations/", "/consultations/framework-2010/", "LINK/", "LINK/privacy/"])
async def test_no_address_is_led_away_to_the_host_that_a_request_names(client: httpx.AsyncClient, site: Site, path: str) -> None:
    """A slash at the end changes nothing: there is no redirect, and so none to a host that somebody made up."""
    link = await a_link(client, site)
    answer = await client.get(path.replace("LINK", link), headers={"host": "evil.example"})
    assert (answer.status_code, "location" in answer.headers) == (200, False)


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "²", "-1", "1.0", "%00"])
async def test_a_number_that_is_none_of_ours_is_a_page_that_is_not_there(
    client: httpx.AsyncClient, site: Site, number: str
) -> None:
    """However long it is: Python itself refuses to read the longest."""
    link = await a_link(client, site)
    for path in (f"{link}/questions/{number}", f"/consultations/framework-2010/editions/{number}"):
        assert (await client.get(path)).status_code == 404


async def test_a_number_in_words_is_shown_as_it_was_read(client: httpx.AsyncClient, site: Site) -> None:
    """The next page says what was put down, so that a misreading is noticed."""
    link = await a_link(client, site)
    await send(client, f"{link}/questions/1", answer="small", do="answer")
    await send(client, f"{link}/questions/2", do="skip")
    await send(client, f"{link}/questions/3", do="skip")
    sent = await send(client, f"{link}/questions/4", answer="twelve", do="answer")
    assert sent.headers["location"] == f"{link}/questions/public_money?noted=years"
    assert "we have put down “12”" in (await client.get(sent.headers["location"])).text
    assert "put down" not in (await client.get(f"{link}/questions/5?noted=²")).text


@pytest.mark.parametrize(
    "form",
    [
        {"at": "size", "answer": "enormous", "do": "answer"},
        {"at": "size", "answer": "", "do": "answer"},
        {"at": "size", "do": "answer"},
        {"at": "size", "answer": ["small", "large"], "do": "answer"},
        {"at": "size", "answer": "small", "remark": "x" * 4001, "do": "answer"},
        {"at": "size", "do": "skip"},
    ],
)
async def test_what_the_question_does_not_take_is_refused_on_its_page(
    client: httpx.AsyncClient, site: Site, form: dict[str, Any]
) -> None:
    """The page comes back with the fault and stores no answer."""
    link = await a_link(client, site)
    answer = await client.post(link, data={"submission": "x"} | form)
    assert answer.status_code == 422
    assert "<title>Error: Question 1 of 22" in re.sub(r"\s+", " ", answer.text)
    assert site.rows()["answers"] == []


@pytest.mark.parametrize(
    "form",
    [
        {"at": "nothing", "answer": "small", "do": "answer"},
        {"at": "size", "answer": "small", "do": "dance"},
        {"at": "", "do": "skip"},
        {"at": "size", "do": "yes"},
        {},
    ],
)
async def test_a_form_that_is_none_of_ours_is_refused(client: httpx.AsyncClient, site: Site, form: dict[str, str]) -> None:
    """Made-up fields get a plain refusal."""
    link = await a_link(client, site)
    assert (await client.post(link, data=form)).status_code == 400


async def test_a_button_of_an_older_page_leads_to_where_the_person_is(client: httpx.AsyncClient, site: Site) -> None:
    """A form for a question that is neither open nor answered changes nothing."""
    link = await a_link(client, site)
    answer = await client.post(link, data={"submission": "x", "at": "anything", "answer": "x", "do": "answer"})
    assert answer.headers["location"] == f"{link}/questions/size"
    assert (await client.get(f"{link}/questions/22")).headers["location"] == link
    assert (await client.get(f"{link}/questions/999")).headers["location"] == link


@pytest.mark.parametrize("body", [b"answer=%ff%fe", b"\xc3\x28=1", b"a=1&" * 400])
async def test_bytes_that_are_no_form_are_refused(client: httpx.AsyncClient, site: Site, body: bytes) -> None:
    """Broken text and hundreds of fields are no form of ours."""
    link = await a_link(client, site)
    answer = await client.post(link, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400
    assert "Nothing was stored" in answer.text


async def test_a_body_that_is_too_large_is_not_read(client: httpx.AsyncClient, site: Site) -> None:
    """Announced or not, more than the limit is refused with a page that says so."""
    link = await a_link(client, site)

    async def endless() -> Any:
        for _ in range(LARGEST // 1024 + 2):
            yield b"x" * 1024

    announced = await client.post(link, content=b"answer=" + b"x" * LARGEST)
    unannounced = await client.post(link, content=endless())
    for answer in (announced, unannounced):
        assert answer.status_code == 413
        assert "That is too long" in answer.text


async def test_a_hundred_thousand_letters_get_a_kind_answer(client: httpx.AsyncClient, site: Site) -> None:
    """A very long answer is taken or refused in words, and never breaks anything."""
    link = await a_link(client, site)
    answer = await client.post(link, data={"submission": "x", "at": "size", "answer": "ŷ" * 100_000, "do": "answer"})
    assert answer.status_code == 422


async def test_a_method_that_a_page_does_not_know_is_refused_in_words(client: httpx.AsyncClient) -> None:
    """405 as a page."""
    answer = await client.delete("/privacy")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert "That does not work here" in answer.text


async def test_when_the_database_is_away_the_page_says_so(
    client: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and the person is told that the last step was not stored."""
    link = await a_link(client, site)

    async def away(message: object) -> None:
        raise StoreAway("away")

    monkeypatch.setattr(site.app.writer, "receive", away)
    answer = await client.post(link, data={"submission": "x", "at": "size", "answer": "small", "do": "answer"})
    assert answer.status_code == 503
    assert "Your last step was not stored" in answer.text


async def test_when_something_breaks_the_page_gives_nothing_away(
    client: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 in plain words, with the same headers as ever."""

    def broken() -> None:
        raise RuntimeError("the secret")

    monkeypatch.setattr(site.app.clock, "now", broken)
    answer = await client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


async def test_after_closing_no_answer_is_taken(client: httpx.AsyncClient, site: Site) -> None:
    """The page says that it has closed and what that means; a form that was open is not stored."""
    link = await a_link(client, site)
    await send(client, f"{link}/questions/1", answer="small", do="answer")
    site.clock.set(datetime(2010, 11, 16, 0, 5, tzinfo=UTC))
    late = await client.post(link, data={"submission": "x", "at": "form", "answer": "charity", "do": "answer"})
    assert late.status_code == 303
    closed = await client.get(link)
    assert "This consultation has closed" in closed.text
    assert "what you said is not counted" in closed.text
    assert [row for row in site.rows()["answers"] if row[1] == 1] == []
    assert (await client.get(f"{link}/questions/1")).headers["location"] == link


async def test_nobody_can_begin_before_or_after(client: httpx.AsyncClient, site: Site) -> None:
    """The door opens and closes by the calendar."""
    [survey_id] = site.example.surveys
    site.clock.set(datetime(2010, 11, 16, 0, 5, tzinfo=UTC))
    answer = await client.post("/consultations/framework-2010", data={"survey": survey_id})
    assert answer.headers["location"] == "/consultations/framework-2010"
    assert "closed at the end of 15 November 2010" in (await client.get("/consultations/framework-2010")).text
    assert site.rows()["interviews"] == []


async def test_a_survey_of_another_consultation_does_not_begin_here(client: httpx.AsyncClient, site: Site) -> None:
    """Only what the page offers can be begun on it."""
    answer = await client.post("/consultations/framework-2010", data={"survey": "another"})
    assert answer.headers["location"] == "/consultations/framework-2010"
    assert site.rows()["interviews"] == []


async def test_drafts_are_nobody_elses_business(client: httpx.AsyncClient, site: Site) -> None:
    """A consultation that is not approved is neither listed nor found."""
    with site.database.write() as tx:
        consultations.add(tx, a_consultation(slug="secret", title="Still secret", bodies=()), [], created_by="sam")
    assert "Still secret" not in (await client.get("/")).text
    assert (await client.get("/consultations/secret")).status_code == 404


async def test_a_consultation_to_come_says_when_it_opens(client: httpx.AsyncClient, site: Site) -> None:
    """It can be read before its day, and not answered."""
    with site.database.write() as tx:
        a_stored_consultation(tx, a_consultation(slug="later", title="Later", opens=date(2010, 10, 1), bodies=()))
    page = (await client.get("/consultations/later")).text
    assert "Opens on 1 October 2010" in page
    assert '<form method="post"' not in page


async def test_a_personal_link_is_the_link_of_the_interview(client: httpx.AsyncClient, site: Site) -> None:
    """It shows what it is about, begins when the person says so, and leads back to the interview ever after."""
    [survey_id] = site.example.surveys
    with site.database.write() as tx:
        consultations.invite(tx, survey_id, {"for-aisha": "A-17"})
    before = site.rows()
    page = await client.get("/answer/for-aisha")
    assert "A fairer way" in page.text
    assert site.rows() == before
    begun = await client.post("/answer/for-aisha", data={})
    assert begun.headers["location"] == "/answer/for-aisha"
    assert "Would you like to take part?" in (await client.get("/answer/for-aisha")).text


async def test_a_personal_link_opens_with_its_consultation_and_no_sooner(client: httpx.AsyncClient, site: Site) -> None:
    """Before the day and after it the page says so, and nothing begins."""
    with site.database.write() as tx:
        held = consultations.by_slug(tx, a_stored_consultation(tx, a_consultation(opens=date(2010, 10, 1), bodies=())))
        assert held is not None
        consultations.invite(tx, next(iter(held.surveys)), {"for-aisha": "A-17"})
    assert "Opens on 1 October 2010" in (await client.get("/answer/for-aisha")).text
    before = site.rows()
    assert (await client.post("/answer/for-aisha", data={})).headers["location"] == "/answer/for-aisha"
    assert site.rows() == before


async def test_a_step_that_cannot_be_handled_is_a_fault_page(
    client: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is set aside for a person to look at, and nobody is led on as if it had been stored."""
    link = await a_link(client, site)

    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("cannot")

    monkeypatch.setattr("handlers.desk.advance", broken)
    answer = await client.post(link, data={"submission": "x", "at": "size", "answer": "small", "do": "answer"})
    assert answer.status_code == 500
    assert [row for row in site.rows()["inbox"] if "aside" in row]


async def test_a_page_that_an_interview_does_not_have_is_not_found(client: httpx.AsyncClient, site: Site) -> None:
    """No template is reached by guessing its name."""
    link = await a_link(client, site)
    assert (await client.get(f"{link}/base")).status_code == 404
    assert (await client.get("/answer/nobody/keep")).status_code == 404
    assert (await client.get("/answer/nobody/questions/1")).status_code == 404


async def test_a_personal_link_used_in_another_app_says_so(client: httpx.AsyncClient, site: Site) -> None:
    """It was made for one person."""
    [survey_id] = site.example.surveys
    with site.database.write() as tx:
        consultations.invite(tx, survey_id, {"for-aisha": "A-17"})
    await client.post("/answer/for-aisha", data={})
    with site.database.read() as tx:
        invitation = consultations.invitation(tx, "for-aisha")
    assert invitation is not None
    assert invitation.participant_id is not None
    with site.database.write() as tx:
        consultations.invite(tx, survey_id, {"for-ben": "A-18"})
        consultations.use_invitation(tx, "for-ben", invitation.participant_id)
    answer = await client.get("/answer/for-ben")
    assert answer.status_code == 410
    assert "That link has been used" in answer.text
    assert (await client.post("/answer/for-ben", data={})).status_code == 410


def test_the_example_is_what_these_tests_walk_through(site: Site) -> None:
    """22 questions, one survey, open."""
    [survey] = site.example.surveys.values()
    assert survey.total == 22
    assert site.example.state == "open"
