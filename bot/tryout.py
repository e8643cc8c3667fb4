"""A survey tried out before anybody else sees it: the engine and its words, with nothing stored and no database opened."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from surveys.consultations.facts import facts
from surveys.consultations.model import Consultation
from surveys.consultations.spoken import spoken
from surveys.definitions.model import Survey, say
from surveys.definitions.wordings import worded
from surveys.interviews.engine import step
from surveys.interviews.model import Attached, Began, Chose, Event, Forget, Interview, NoWords, Said
from surveys.interviews.rendering import render
from surveys.messages import File, Inbound, Outgoing, Press, Sent, Text
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest

ADDRESS = "https://example.org"  # stands in the place of the public address


def stand_in(survey: Survey, language: str, clock: Clock) -> Consultation:
    """A consultation for a survey that has none yet: what its file will say stands in brackets."""
    today = clock.now().date()
    return Consultation(
        slug=survey.name,
        title=say(survey.title, language),
        owner="(owner)",
        purpose="(purpose)",
        can_change="(can_change)",
        cannot_change="(cannot_change)",
        stage="",
        opens=today,
        closes=today + timedelta(weeks=12),
        comes_back=today + timedelta(weeks=24),
        languages=survey.languages,
        audiences=(("public", "survey.yaml"),),
    )


class Tryout:
    """One interview in memory. It never closes, whatever the day."""

    def __init__(self, survey: Survey, about: Consultation, language: str, words: Mapping[str, Catalogue], clock: Clock) -> None:
        self._survey = survey
        self._about = about
        self._words = words  # by language: whoever tries it may choose another, as people will
        self._clock = clock
        self._new = Interview(
            "tryout", survey.name, survey.structure, language=language, chosen=True
        )  # it is the author's choice
        self._interview = self._new

    async def receive(self, message: Inbound) -> Outgoing | None:
        """What is said back to one message."""
        now = self._clock.now().astimezone(ZoneInfo(self._about.zone))
        asked = worded(self._survey, self._interview.variant)
        turn = step(asked, self._interview, _event(message), now=now)
        forgotten = any(isinstance(effect, Forget) for effect in turn.effects)
        self._interview = self._new if forgotten else turn.interview
        language, survey = turn.interview.language, worded(self._survey, turn.interview.variant)
        words = self._words.get(closest(language, self._words)) or self._words["en"]
        known = facts(spoken(self._about, language), survey, words, ADDRESS)
        extras = {
            "switch": Outgoing(words.text("switch_none")),
            "results": Outgoing(words.text("results_none", known)),
        }
        return render(turn, survey, words, known, extras, self._words)


def _event(message: Inbound) -> Event:
    match message.content:
        case Text(text, sent):
            return Said(text, sent)
        case Sent(what=what, file=File() as file):
            return Attached("tryout", what, file.mime, message.content.message)
        case Sent(limit=limit):
            return NoWords("too_big", limit)
        case Press(option):
            _, _, structure, question, pick = option.split(".")  # only an interview's own buttons are shown
            return Chose(int(structure), int(question), pick)
        case _:
            return Began()
