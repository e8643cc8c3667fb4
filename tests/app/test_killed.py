"""A whole chat over Telegram in which the program is killed five times, and the person hardly notices."""

import random
import re
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml

from storage import consultations, responses
from storage.database import Database
from storage.keyring import Keyring
from tests.app.killable import POINTS
from tests.app.programs import ROOT, Programs
from tests.emulators import slack as slack_emulator
from tests.emulators.slack import Emulator as SlackEmulator
from tests.emulators.slack import Person as SlackPerson
from tests.emulators.telegram import TOKEN, Emulator

KILLS = 5
PATIENCE = 60  # seconds of silence; far longer than a restart takes
QUESTION = re.compile(r"Question (\d+) of 22")
# Somebody of the example who is asked every one of the 22 questions and answers each in one message.
ANSWERS = {
    "size": "1", "form": "2", "area": "1", "years": "12", "public_money": "yes", "since": "1 April 2009",
    "one_network": "disagree", "one_picture": "agree", "together": "agree", "same_way": "agree", "users_first": "agree",
    "change_what": "Meet in our hall, and not only in yours.", "asked_early": "1", "fair": "disagree", "length": "3",
    "contracts": "Shorter forms.", "paperwork": "Pay on time.", "small_help": "Somebody to ask.", "support": "1",
    "asking": "Ring us up.", "users": "Over a cup of tea.", "anything": "No, thank you.",
}  # fmt: skip


def plans(seed: int) -> list[str]:
    """Five deaths: at least one in receiving, one in committing, one in sending; each after a few turns of its own run."""
    draw = random.Random(seed)
    parts = (["received"], ["entered", "written", "committed"], ["claimed", "sent", "marked"])
    points = [draw.choice(part) for part in parts] + draw.choices(list(POINTS), k=KILLS - len(parts))
    draw.shuffle(points)
    return [f"{point}:{draw.randint(2, 5)}" for point in points]


def questions() -> list[str]:
    """The names of the example's questions, in the order in which they are numbered."""
    survey = yaml.safe_load((ROOT / "examples" / "framework" / "survey.yaml").read_bytes())
    return [each["name"] for each in survey["questions"] if each["type"] not in ("note", "calculate")]


def keep_alive(programs: Programs, deaths: list[str]) -> None:
    """Start the program again if it has died, with the next death waiting for it."""
    assert programs.running is not None
    if programs.running.poll() is not None:
        assert programs.running.returncode == -signal.SIGKILL, programs.log.read_text()
        programs.start("tests.app.killable", deaths.pop(0) if deaths else "never:0", "run", "--example")


class Talker(Protocol):
    """Somebody who begins, says things and hears things."""

    def start(self, payload: str) -> object: ...
    def say(self, text: str) -> object: ...
    def heard(self) -> Sequence[Any]: ...


def talk(person: Talker, programs: Programs, deaths: list[str]) -> list[str]:
    """Answer whatever is asked, once; start the program again whenever it has died. What the person heard, in order."""
    names, answered, seen, asides = questions(), set[int](), 0, {"tell you what came": "yes", "print some": "no"}
    person.start("framework-2010")
    while True:
        patience = time.monotonic() + PATIENCE
        while len(person.heard()) == seen:
            keep_alive(programs, deaths)
            time.sleep(0.02)
            last = [message.text for message in person.heard()][-3:]
            assert time.monotonic() < patience, f"silence after {last}\n{programs.log.read_text()}"
        said = person.heard()[seen].text
        seen += 1
        asked = QUESTION.search(said)
        if asked and (number := int(asked.group(1))) not in answered:
            answered.add(number)
            person.say(ANSWERS[names[number - 1]])
        elif "Would you like to take part" in said and not answered and 0 not in answered:
            answered.add(0)
            person.say("yes")
        elif aside := next((key for key in asides if key in said), ""):
            person.say(asides.pop(aside))
        elif said.startswith("Thank you. Everything you said is stored"):
            return [message.text for message in person.heard()]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 11))])
def test_a_chat_survives_five_kills(tmp_path: Path, seed: int) -> None:
    """Whatever the moment at which the program dies: no answer is lost or doubled, each death repeats one message at most."""
    deaths = plans(seed)
    print(f"seed {seed}: {deaths}")
    with Emulator(speed=50) as telegram:
        programs = Programs(tmp_path, telegram.url, TOKEN)
        programs.start("tests.app.killable", deaths.pop(0), "run", "--example")
        try:
            heard = talk(telegram.user("Ada"), programs, deaths)
        finally:
            programs.stop()
    outlived(tmp_path, programs, heard, deaths)


@dataclass(frozen=True)
class _OnSlack:
    """Somebody on Slack, who begins by saying anything."""

    person: SlackPerson

    def start(self, payload: str) -> str:
        return self.person.say("hello")

    def say(self, text: str) -> str:
        return self.person.say(text)

    def heard(self) -> Sequence[Any]:
        return self.person.heard()


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_a_conversation_on_slack_survives_five_kills(tmp_path: Path, seed: int) -> None:
    """Slack brings an event again only three times: that is enough for a restart."""
    deaths = plans(seed)
    print(f"seed {seed}: {deaths}")
    with SlackEmulator(speed=20, limits=False) as slack:
        more = {
            "HEARBACK_SLACK_BOT_TOKEN": slack_emulator.TOKEN, "HEARBACK_SLACK_APP_TOKEN": slack_emulator.APP_TOKEN,
            "HEARBACK_SLACK_API_URL": slack.api_url,
        }  # fmt: skip
        programs = Programs(tmp_path, "", "", more)
        programs.start("tests.app.killable", deaths.pop(0), "run", "--example")
        try:
            slack.until(slack.connected, 60)
            heard = talk(_OnSlack(slack.user("Ada")), programs, deaths)
        finally:
            programs.stop()
    outlived(tmp_path, programs, heard, deaths)


def outlived(folder: Path, programs: Programs, heard: list[str], deaths: list[str]) -> None:
    """Every death came to pass, every question was asked in order, and every answer is stored once."""
    assert deaths == [], f"not every death came to pass\n{programs.log.read_text()}"
    asked = [int(number) for text in heard if (found := QUESTION.search(text)) for number in [found.group(1)]]
    assert sorted(set(asked)) == list(range(1, 23)), "every question was asked"
    assert asked == sorted(asked), "and in order"
    repeated = len(heard) - len(set(heard))
    print(f"{len(heard)} messages heard, {repeated} of them twice")
    assert repeated <= KILLS, "each death repeats one message at most"
    database = Database(programs.database_url, Keyring.loads((folder / "hearback.keys").read_bytes()))
    with database.read() as tx:
        [held] = consultations.every(tx)
        [response] = responses.of_consultation(tx, held.id, held.histories)
    database.close()
    assert {name for name, answer in response.answers.items() if answer.value} - {"small_or_new"} == set(ANSWERS)
    assert response.answers["asking"].value == "Ring us up."
    assert response.answers["since"].value == "2009-04-01"
