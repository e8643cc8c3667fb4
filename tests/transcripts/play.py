"""Plays a transcript: the person's lines against the engine, the interview serialised and re-read between any two turns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from handlers.desk import Desk
from storage.codecs import decode_interview, decode_outgoing, encode
from storage.consultations import Held
from storage.database import Tx
from surveys.consultations.reader import read_consultation
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan_file import read_plan
from surveys.definitions.wordings import worded
from surveys.interviews.arriving import advance
from surveys.interviews.crossing import cross
from surveys.interviews.model import Attached, Began, Chose, Corrected, Event, Interview, NoWords, Said, Shared, Turn
from surveys.interviews.rendering import render
from surveys.messages import Option, Outgoing, Sendable
from surveys.words.catalogue import Catalogue
from tests.factories import CATALOGUES
from tests.surveys.definitions.versions.made import following

FOLDER = Path(__file__).parent
LONDON = ZoneInfo("Europe/London")
ABOUT = read_consultation((FOLDER / "consultation.yaml").read_bytes(), "consultation.yaml")
PARK = read_survey((FOLDER / "park.yaml").read_bytes(), "park.yaml")
SAID_TWICE = re.compile(r'\(changes "(?P<before>.*)" to "(?P<after>.*)"\)', re.DOTALL)
NO_WORDS = {"(sticker)": "sticker", "(a file that is too large)": "too_big"}
FILES: dict[str, Sendable] = {"(voice note)": "voice", "(photo)": "photo"}
PLACE = "(place on a map)"
LONG = {"(100,000 letters)": "word " * 20_000}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation: `who` is ">" for the person, "<" for the bot, "=" for the time, "~" for another version."""

    who: str
    text: str


def survey_of(transcript: str) -> Survey:
    """The survey that a transcript is about: the one it names in a line `Survey: FILE`, else the park's."""
    named = re.search(r"^Survey: (\S+)$", transcript, re.MULTILINE)
    return read_survey((FOLDER / named[1]).read_bytes(), named[1]) if named else PARK


def read(transcript: str) -> list[Line]:
    """The lines in the fenced blocks of a transcript; a line that begins with two spaces goes on with the one before."""
    lines: list[Line] = []
    for block in re.findall(r"^```\n(.*?)^```$", transcript, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line[:2] in ("> ", "< ", "= ", "~ "):
                lines.append(Line(line[0], line[2:]))
            elif lines:
                lines[-1] = Line(lines[-1].who, f"{lines[-1].text}\n{line[2:]}")
    return [Line(line.who, line.text.rstrip("\n")) for line in lines]


@dataclass
class Player:
    """One person in a chat. `play` gives the bot's answer to each of their lines."""

    words: Catalogue
    survey: Survey = PARK
    interview: Interview = field(default_factory=lambda: Interview("i" * 22, "s" * 22))
    now: datetime = datetime(2010, 9, 1, 12, tzinfo=LONDON)
    options: dict[str, Option] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)  # what they wrote → the id of the message
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = History((self.survey,))

    def play(self, lines: list[Line]) -> Iterator[Line]:
        """The whole conversation as it goes now."""
        for line in lines:
            if line.who == "<":
                continue
            yield line
            if line.who == "=":
                self.now = datetime.fromisoformat(line.text).replace(tzinfo=LONDON)
            elif line.who == "~":
                self._carry(line.text)
            else:
                yield Line("<", self._answer(line.text))

    def _carry(self, name: str) -> None:
        """The survey changes into that of the file `name`, by the map beside it, and they are carried over."""
        new, before = read_survey((FOLDER / name).read_bytes(), name), self.history.newest
        file = name.replace(".yaml", ".map.yaml")
        self.history = following(self.history, new, read_plan((FOLDER / file).read_bytes(), file, before, new))
        turn = cross(before, self.history.newest, decode_interview(encode(self.interview)), now=self.now)
        assert turn is not None
        self.interview = turn.interview

    def _answer(self, text: str) -> str:
        interview = decode_interview(encode(self.interview))
        assert interview == self.interview
        turn = advance(self.history, interview, self._event(text), now=self.now, closes=ABOUT.closes_at)
        self.interview = turn.interview
        said = self._said(turn)
        if said is None:
            return "(nothing)"
        assert decode_outgoing(encode(said)) == said
        self.options |= {option.label: option for option in said.options}
        buttons = " ".join(_button(option) for option in said.options)
        shown = "".join(f"(picture: {picture.alt})\n\n" for picture in said.pictures)
        said = replace(said, text=shown + said.text)
        return f"{said.text}\n\n{buttons}" if buttons else said.text

    def _said(self, turn: Turn) -> Outgoing | None:
        language = turn.interview.language
        survey, words = worded(self.history.newest, turn.interview.variant), {**CATALOGUES, "en": self.words}[language]
        held = Held("c" * 22, ABOUT, "open", ABOUT.opens_at, ABOUT.closes_at, False, "", "", {})
        desk = Desk(cast("Tx", None), {**CATALOGUES, "en": self.words}, "https://hear.wexmoor.example", self.now)
        facts = desk.facts(held, survey, language)
        extras = {
            "results": Outgoing(words.text("results_none", facts)),
            "switch": Outgoing(words.text("switch_none", facts)),
        }
        return render(turn, survey, words, facts, extras, CATALOGUES, history=self.history)

    def _event(self, text: str) -> Event:
        if text == "(opens the link)":
            return Began()
        if text == PLACE:
            return Shared("51.507 -0.128", "pin")
        if text in NO_WORDS:
            return NoWords(NO_WORDS[text], 10)
        what, _, beside = text.partition(" with the words ")
        if what in FILES:
            return Attached("m" * 22, FILES[what], "", "sent", beside.strip('"'))
        if text.startswith("[") and text.endswith("]"):
            _, _, structure, question, pick = self.options[text[1:-1]].id.split(".")
            return Chose(int(structure), int(question), pick, "under")
        if changed := SAID_TWICE.fullmatch(text):
            return Corrected(changed["after"], self.sent[changed["before"]])
        self.sent[text] = str(len(self.sent))
        return Said(LONG.get(text, text), self.sent[text])


def _button(option: Option) -> str:
    tick = {None: "", True: "x ", False: "_ "}[option.ticked]
    return f"[{tick}{option.label}]"


def shown(lines: list[Line]) -> str:
    """A conversation as a transcript's block holds it."""
    return "".join(f"{line.who} {_indented(line.text)}\n" for line in lines)


def _indented(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"  {line}" if line else "" for line in rest)])
