"""Going through a repeat: whether there is another, one more, one less."""

import re

from surveys.definitions.model import Section
from surveys.interviews.answering import Answering
from surveys.interviews.model import Effect, Record, Retract
from surveys.interviews.rounds import MOST_TIMES, another, another_of, without

_REMOVE = re.compile(r"(?:remove|delete|take out)\s+(?:number\s+)?\(?(\d{1,3})\)?\s*[.!]?", re.IGNORECASE)
# What the buttons to take one out carry: with the time round behind it, and of how many, so that a second tap takes no other.
REMOVE = "r"
_REMOVES = re.compile(rf"{REMOVE}(\d{{1,3}})-(\d{{1,3}})", re.ASCII)


class Repeating(Answering):
    """What somebody says to "another?", done."""

    def _yes_or_no(self, text: str) -> None:
        section, remove = another_of(self.survey, self.it.at), _REMOVE.fullmatch(text.strip())
        if section is not None and remove is not None:
            self._remove(section, int(remove[1]))
        else:
            super()._yes_or_no(text)

    def _permit(self, *, given: bool) -> None:
        section = another_of(self.survey, self.it.at)
        if section is None:
            super()._permit(given=given)
        elif given:
            rounds = self.it.rounds.get(section.name, 1) + 1
            enough = tuple(name for name in self.it.enough if name != section.name)
            self._set(rounds={**self.it.rounds, section.name: rounds}, enough=enough)
            if rounds == MOST_TIMES:
                self._say("another.last", n=MOST_TIMES)
            self._ripple()  # calculations that hang on no answer
            self._onward()
        else:
            self._set(enough=(*(name for name in self.it.enough if name != section.name), section.name))
            self._onward()

    def _chose_another(self, section: Section, pick: str) -> None:
        """A button under "another?"."""
        if self.late:
            self._closed()
        elif self.it.at != another(section):
            self._old_button()
        elif pick in ("yes", "no"):
            self._permit(given=pick == "yes")
        elif (removes := _REMOVES.fullmatch(pick)) is not None and int(removes[2]) == self.it.rounds.get(section.name, 1):
            self._remove(section, int(removes[1]))
        else:
            self._old_button()

    def _remove(self, section: Section, time: int) -> None:
        """Take out one time round; those after it move up."""
        rounds = self.it.rounds.get(section.name, 1)
        if not 1 <= time <= rounds:
            self._say("another.none", n=rounds)
            self._ask_again()
            return
        before = self.it.answers
        after = without(self.survey, section, time, before)
        moved: list[Effect] = [Retract(name) for name in before if name not in after]
        moved += [Record(name, answer, name in before) for name, answer in after.items() if before.get(name) != answer]
        kept = without(self.survey, section, time, self.it.kept)
        self._set(answers=after, kept=kept, rounds={**self.it.rounds, section.name: rounds - 1})
        earlier, self.effects = [*self.effects, *moved], []
        self._ripple()
        self.effects = earlier + self.effects
        self._say("another.removed", time=time)
        self._ask(another(section))
