"""The only place where an interview moves: `step` takes one event and says what becomes of it.

It is five layers deep, each using only what is below it: `road` (where to go), `answering` (what was answered), `obeying` (what
was asked for), `sheets` (many answers in one mail), and here what an event means.
"""

from datetime import datetime
from typing import assert_never

from surveys.definitions.model import MEDIA, Question, Survey
from surveys.interviews.answering import meant_pick, picked
from surveys.interviews.commands import command
from surveys.interviews.media import takes
from surveys.interviews.model import (
    ASIDES,
    Answer,
    Attached,
    Began,
    Chose,
    Command,
    Corrected,
    Event,
    Filled,
    Interview,
    NoWords,
    Said,
    Shared,
    Turn,
    Wrote,
)
from surveys.interviews.obeying import AFTER_CLOSING, ALWAYS, BUTTONS
from surveys.interviews.rounds import ANOTHER
from surveys.interviews.sheets import Sheets, reads_as
from surveys.words.languages import named


def step(survey: Survey, interview: Interview, event: Event, *, now: datetime, closes: datetime | None = None) -> Turn:
    """Take one event: the interview as it is after it, and the effects to apply in order. Pure; never raises on any event.

    `now` is aware; `closes` is the last second that counts, in any zone, or None while there is no closing.
    """
    return _Step(survey, interview, now, closes).take(event)


_PLAIN = ("too_big", "lost")  # what is said of a file whatever was asked for
_ONE_TAP = ("select_one", "range", "acknowledge")  # kinds that one button answers


class _Step(Sheets):
    """An event, routed by its kind and by where the interview stands."""

    def take(self, event: Event) -> Turn:
        """Route the event by its kind."""
        match event:
            case Began(suggested):
                self._begin(suggested)
            case Said(text, message):
                self._said(text, message)
            case Chose():
                self._chose(event)
            case Filled():
                self._filled(event)
            case Corrected(text, message):
                self._corrected(text, message)
            case Shared(where, message):
                self._shared(where, message)
            case Attached():
                self._attached(event)
            case NoWords(what, limit):
                self._no_words(what, limit=limit)
            case Wrote():
                self._wrote(event)
            case _:
                assert_never(event)
        return Turn(self.it, tuple(self.effects))

    def _said(self, text: str, message: str) -> None:
        called = command(text, language=self.it.language)
        if called is not None and called[0] == "language":
            called = "language", named(text, self.survey.languages)
        if self.it.sure and not (called and called[0] in ALWAYS):
            self._sure(yes=called is not None and called[0] == "yes")
        elif called is None or self._is_choice(text, called[0]) or not self._called(*called):
            self._words(text, message)

    def _wrote(self, event: Wrote) -> None:
        """A mail came back: one answer or a command, as in a chat, or many answers at once."""
        said = [*(text for _, text in event.parts), event.rest, *event.rest.splitlines()]
        urgent = next((text for text in said if reads_as(text, ALWAYS, self.it.language)), "")
        alone = [text for name, text in event.parts if name == self.it.at or name in ASIDES] if not self.it.sheet else []
        if urgent:
            self._said(urgent, event.message)
        elif len(event.parts) == len(alone) == 1 and not event.rest:
            self._said(alone[0], event.message)
        elif not event.parts:
            self._loose(event)
        else:
            self._set(sure=False, paused=False)  # what stands under a question is an answer, also after a break
            if not self._resting():
                self._many(event)

    def _loose(self, event: Wrote) -> None:
        """Words under no question: a command, a yes or no, the answer to the only question there is; else we ask which."""
        if self._laid_out(event.rest):
            return
        if not event.rest:
            self._say("wrote.nothing")
            self._ask_again()
        elif self.it.choosing or self._one_open() or command(event.rest, language=self.it.language) is not None:
            self._said(event.rest, event.message)
        elif not self._resting():
            self._say("wrote.which", said=event.rest)
            self._ask_again()

    def _called(self, name: Command, number: str) -> bool:
        """Whether `name` was a command here. Yes, no, done and keep are only where the interview waits for them."""
        if name in ("yes", "no", "done", "keep"):
            return self._reply(name)
        if self.it.stopped and name not in AFTER_CLOSING:
            return False
        self._command(name, number)
        return True

    def _is_choice(self, text: str, name: Command) -> bool:
        """Whether the person may have meant a choice that happens to be spelled like a command."""
        question = self._open()
        if question is None or name in ALWAYS:
            return False
        word = text.strip().casefold()
        return any(word == label.casefold() for choice in question.choices for label in choice.label.values())

    def _words(self, text: str, message: str) -> None:
        """Words that are no command: an answer to what is open, or nothing we can place."""
        question = self._open()
        if self._resting():
            return
        if self.it.choosing:
            self._choosing(text)
        elif question is not None:
            self._answer(question, text, message)
        elif self.it.at:
            self._yes_or_no(text)
        else:
            self._nothing_open()

    def _attached(self, event: Attached) -> None:
        """A file: an answer only where such a file is asked for."""
        question = self._open()
        if question is None or self.it.sure or not takes(question, event.what, event.mime):
            self._no_words(event.what)
        elif not self._resting():
            answer = Answer(event.media, event.remark, event.message)
            if self._allowed(question, answer):
                self._picked(question, answer)
                self._record(question, answer)
                self._onward()
            else:
                self._ask_again()

    def _shared(self, where: str, message: str) -> None:
        """A place from a map: an answer only where a place is asked for."""
        question = self._open()
        if question is None or question.kind != "geopoint" or self.it.sure:
            self._no_words("location")
        elif not self._resting():
            self._answer(question, where, message)

    def _no_words(self, what: str, **params: int) -> None:
        if self.it.stopped or self.it.helped or self._shut():
            self._resting()
            return
        self._set(paused=False)
        question = self._open()
        wanted = question is not None and question.kind in MEDIA and what not in _PLAIN and not self.it.sure
        asked = question.kind if question is not None and wanted else ""
        if asked and takes(question, what, ""):
            self._say("no_words.no_files")  # it is what was asked for, and this channel cannot bring it
        else:
            self._say(f"wrong_media.{asked}" if asked else f"no_words.{what}", **params)
        if self.it.at or self.it.sure:
            self._ask_again()
        else:
            self._nothing_open()

    def _chose(self, event: Chose) -> None:
        aside = next((name for name, index in ASIDES.items() if index == event.question), "")
        if aside == "forget" and self.it.sure and event.pick in ("yes", "no"):
            self._sure(yes=event.pick == "yes")
            return
        self._set(paused=False, sure=False)
        if event.pick in BUTTONS:
            self._command(BUTTONS[event.pick], "")
        elif self.it.stopped:
            self._say("stopped_before")
        elif aside == "language":
            self._choose_language(event.pick)
        elif aside == "variant":
            self._choose_variant(event.pick)
        else:
            self._set(helped=False, choosing=False)  # to press a button of the survey is to go on with it
            at = ANOTHER - event.question
            if 0 <= at < len(self.survey.sections) and event.structure == self.it.structure:
                self._chose_another(self.survey.sections[at], event.pick)
            elif aside:
                self._chose_aside(aside, event.pick)
            else:
                self._chose_answer(event)

    def _chose_aside(self, aside: str, pick: str) -> None:
        given = pick == "yes"
        before = next((was for permission, was in self.it.permissions.items() if permission == aside), None)
        if pick not in ("yes", "no"):
            self._old_button()
        elif before == given:
            return  # a second tap on the same button
        elif self.it.at == aside:
            if not self._reply("yes" if given else "no"):
                self._closed()
        elif before is None or aside == "take_part":
            self._old_button()
        else:  # they changed their mind
            self._give("hear_back" if aside == "hear_back" else "quote", given=given)
            self._say("changed_all")
            self._ask_again()

    def _chose_answer(self, event: Chose) -> None:
        question = self._in_reach(event)
        if question is None or self.it.status == "consent":
            self._old_button()
        elif self.late:
            self._closed()
        elif question.name == self.it.at:
            self._chose_open(question, event)
        elif self._second_tap(question, event.pick):
            return
        elif question.name in self.it.answers and question.kind in _ONE_TAP and event.pick.isdigit():
            self._revise(question, picked(question, event.pick))
        else:
            self._old_button()

    def _second_tap(self, question: Question, pick: str) -> bool:
        """Whether the button was pressed twice: the first time did what it says."""
        answer = self.it.answers.get(question.name)
        if answer is not None and question.kind == "rank" and not answer.skipped:
            last = picked(question, pick)  # with the last but one pressed, all were in their places
            return last is not None and last.value in answer.value.split()[-2:-1]
        return answer is not None and pick in (("skip",) if answer.skipped else ("done", meant_pick(answer)))

    def _in_reach(self, event: Chose | Filled) -> Question | None:
        question = self.survey.placed(event.question) if event.structure == self.it.structure else None
        return self._offered(question) if question is not None and not self._beyond(question) else None

    def _filled(self, event: Filled) -> None:
        self._set(paused=False, sure=False, helped=False)
        question = self._in_reach(event)
        if self.it.stopped:
            self._say("stopped_before")
        elif question is None or (question.name != self.it.at and question.name not in self.it.answers):
            self._old_button()
        elif self.late:
            self._closed()
        else:
            self._fill(question, self._field(question, event))

    def _corrected(self, text: str, message: str) -> None:
        name = next((name for name, answer in self.it.answers.items() if message and answer.message == message), "")
        called = command(text, language=self.it.language)
        if called is not None and called[0] in ALWAYS:
            self._command(*called)
        elif not name:
            if message and message == self.it.unclear:
                self._said(text, message)
        elif self.it.stopped or self.it.helped:
            self._resting()
        elif self.late:
            self._closed()
        else:
            self._set(sure=False)
            self._correct(self._offered(self.survey.named(name)), text, message, is_command=called is not None)
