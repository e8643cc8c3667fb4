"""A thousand people answer on Slack, through its emulator: none is lost, none counts twice, and what is in doubt is listed.

CROWD=10000 takes more of them, and about twenty minutes.
"""

import asyncio
import os
import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import program
from bot.app import App
from bot.channels.slack import Slack
from bot.clock import SystemClock
from bot.config import Settings
from bot.program import running
from storage import consultations, outbox, responses, schema
from tests.emulators.slack import APP_TOKEN, TOKEN, Emulator
from tests.emulators.slack_control import seen
from tests.emulators.slack_world import View
from tests.factories import a_consultation

PEOPLE = int(os.environ.get("CROWD", "1000"))
TALKERS = 5  # every so manieth answers in the conversation, the others in the form
AT_ONCE = 80  # who answer at the same time; the others come as soon as one of them has finished
RESTLESS = 30  # seconds after which somebody who sees nothing happen does it once more
PATIENCE = 1200  # seconds for all of them, on a machine that is busy with other things
SURVEY = """
survey: short
title: {en: One question}
questions:
  - {name: why, type: text, label: {en: What would be fairer?}, required: true}
"""
SAYS = "Number {me} says: shorter forms & <less> paper"
# What they are told, what they say to it in the conversation, and which button they press in the form (none: the field)
TALK = (
    ("Would you like to take part?", "yes", "Yes, start"),
    ("What would be fairer?", SAYS, ""),
    ("tell you what came", "no", "No, thanks"),
    ("print some of your words", "no", "No, please do not"),
)


class Crowd:
    """Everybody, each answering what they are told; a message heard twice is answered once, a click that failed is made again."""

    def __init__(self, slack: Emulator) -> None:
        self.slack = slack
        self.people = [slack.user(f"Person {number}") for number in range(PEOPLE)]
        self.number = {person.id: number for number, person in enumerate(self.people)}
        self.step = dict.fromkeys(self.number, 0)
        self.heard = Counter[str]()
        # who is in the form: what they did last, the view they did it in, and when
        self.forms: dict[str, tuple[int, str, float]] = {}
        self.random = random.Random(1)
        self.begun = 0
        self.finished = 0
        self.again = 0

    def talk(self) -> None:
        """Until everybody has finished, or nobody is patient any more."""
        until, read = time.monotonic() + PATIENCE, 0
        for _ in range(AT_ONCE):
            self._next()
        while self.finished < PEOPLE:
            calls = self.slack.api.calls
            while read < len(calls):
                call, read = calls[read], read + 1
                if call.method == "chat.postMessage" and not call.error:
                    self._hears(call.arguments["channel"], call.arguments["text"])
            for who in list(self.forms):
                self._looks(who)
            if time.monotonic() > until:
                raise AssertionError(f"{self.finished} of {PEOPLE} have finished; steps: {Counter(self.step.values())}")
            time.sleep(0.02)

    def _next(self) -> None:
        if self.begun < PEOPLE:
            person = self.people[self.begun]
            if self.begun % TALKERS:
                self.forms[person.id] = (person.command("form"), "", time.monotonic())
            else:
                person.say("hello")
            self.begun += 1

    def _done(self, who: str) -> None:
        self.step[who] += 1
        self.finished += 1
        self._next()

    def _twice(self) -> None:
        """Slack may deliver something twice."""
        if self.random.random() < 0.05:
            self.slack.repeat()

    def _hears(self, who: str, text: str) -> None:
        if self.number[who] % TALKERS:
            return  # who uses the form stays with it
        self.heard[who] += 1
        step = self.step[who]
        if step < len(TALK) and TALK[step][0] in text:
            self.step[who] += 1
            self.people[self.number[who]].say(TALK[step][1].format(me=self.number[who]))
            self._twice()
        elif step == len(TALK) and "Thank you" in text:
            self._done(who)

    def _view(self, who: str) -> View | None:
        """The form that stands open before somebody, without a copy of it."""
        try:
            return self.slack.people.shown(who)
        except StopIteration:
            return None

    def _looks(self, who: str) -> None:
        did, before, since = self.forms[who]
        person, view = self.people[self.number[who]], self._view(who)
        # A form that opens too late for Slack does not open: the question comes in the conversation, or they ask for it again
        failed = "failed" in self.slack.status(did)
        if failed or time.monotonic() - since > RESTLESS:
            self.again += 1
            if view is None:
                self.forms[who] = (person.command("form"), "", time.monotonic())
                return
        elif view is None or view.hash == before:
            return
        said, here = seen(view.view), ""
        for told, _, button in TALK:
            if told in said:
                here = told
                if not button:
                    person.fill(SAYS.format(me=self.number[who]))
                self.forms[who] = (person.press(button, "modal") if button else person.submit(), view.hash, time.monotonic())
                self._twice()
        if not here and "Thank you" in said:
            del self.forms[who]
            person.close()
            self._done(who)


@pytest.mark.long
async def test_everybody_is_heard_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Things delivered twice, refusals, 429, 500 and lines cut before and after a message was taken. The pace is lifted."""
    monkeypatch.setattr(program, "Slack", partial(Slack, gap=0.0, pace=100_000.0))
    with Emulator(limits=False) as slack:
        app = App(
            Settings(
                database_url=f"sqlite:///{tmp_path / 'test.db'}", key_file=tmp_path / "keys", bind="127.0.0.1:0",
                slack_api_url=slack.api_url, slack_bot_token=SecretStr(TOKEN), slack_app_token=SecretStr(APP_TOKEN),
            ),
            SystemClock(),
        )  # fmt: skip
        schema.upgrade(app.database)
        with app.database.write() as tx:
            today = app.clock.now().date()
            about = a_consultation(
                opens=today.replace(year=today.year - 1, day=1), closes=today.replace(year=today.year + 1, day=1)
            )
            new = consultations.add(tx, about, [("tso", SURVEY.encode())], created_by="sam@wexmoor.example")
            consultations.set_state(tx, new, "open")
        crowd = Crowd(slack)
        for kind, after in (("429", False), ("500", True), ("500", False), ("drop", True), ("internal_error", True)):
            slack.fault("chat.postMessage", kind, 20, after=after)
        began = time.monotonic()
        async with running(app, program.ROLES, lambda _: None):
            await asyncio.to_thread(slack.until, slack.connected)
            await asyncio.to_thread(crowd.talk)
        took = time.monotonic() - began
        with app.database.read() as tx:
            told = [
                each.answers["why"].value for each in responses.of_consultation(tx, new, consultations.every(tx)[0].histories)
            ]
            counts = outbox.counts(tx)
        app.database.close()
        sent = sum(call.method == "chat.postMessage" and not call.error for call in slack.api.calls)
    doubled = sum(crowd.heard.values()) - len(range(0, PEOPLE, TALKERS)) * (len(TALK) + 1)
    print(
        f"{PEOPLE} people, {sent} messages and the rest in forms, in {took:.0f} s; heard twice: {doubled}; "
        f"clicks made again: {crowd.again}; deliveries: {dict(counts)}"
    )
    assert sorted(told) == sorted(SAYS.format(me=me) for me in range(PEOPLE))
    assert 0 <= doubled <= 60, "what was in doubt was said again, once"
    assert set(counts) <= {("turn", "sent"), ("turn", "unknown")}
