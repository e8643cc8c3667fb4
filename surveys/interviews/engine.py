"""The only place where an interview moves: `step` takes one event and says what becomes of it.

The rule of the road: the next question is always the first relevant one that is neither answered nor skipped. `back` and `change`
only point at an earlier question; once it is answered the rule leads on from where the person was.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import assert_never

from surveys.definitions.model import Question, Survey, say
from surveys.interviews.commands import command
from surveys.interviews.model import (
    ASIDES,
    Answer,
    Ask,
    Began,
    Chose,
    Command,
    Corrected,
    Effect,
    Event,
    Filled,
    Finish,
    Forget,
    Interview,
    NoWords,
    Param,
    Permission,
    Permit,
    Record,
    Resume,
    Retract,
    Said,
    Say,
    Show,
    Stop,
    Turn,
)
from surveys.interviews.reading import Understood, read

# A choice's own word wins over a command of the same word, but for these: nobody is kept who wants to stop or needs help.
ALWAYS: frozenset[Command] = frozenset({"stop", "need_help", "forget"})
# Commands that a button may stand for anywhere.
BUTTONS: Mapping[str, Command] = {"need_help": "need_help", "questions": "questions", "stop": "stop", "forget": "forget"}
# What only tells something is told to those who have stopped, and after closing, too.
TELLING: frozenset[Command] = frozenset(
    {"help", "what", "status", "questions", "switch", "my_answers", "hide", "privacy", "language", "results"}
)
AFTER_CLOSING: frozenset[Command] = TELLING | ALWAYS | {"start"}


def step(survey: Survey, interview: Interview, event: Event, *, now: datetime, closes: datetime | None = None) -> Turn:
    """Take one event: the interview as it is after it, and the effects to apply in order. Pure; never raises on any event.

    `now` is aware; `closes` is the last second that counts, in any zone, or None while there is no closing.
    """
    return _Step(survey, interview, now, closes).take(event)


class _Step:
    """One step under way: the interview so far, and the effects so far. It lives as long as the call of `step`."""

    def __init__(self, survey: Survey, interview: Interview, now: datetime, closes: datetime | None) -> None:
        self.survey = survey
        self.it = interview
        self.now = now
        self.late = closes is not None and now >= closes + timedelta(seconds=1)
        self.effects: list[Effect] = []

    def take(self, event: Event) -> Turn:
        """Route the event by its kind."""
        match event:
            case Began():
                self._begin()
            case Said(text, message):
                self._said(text, message)
            case Chose():
                self._chose(event)
            case Filled():
                self._filled(event)
            case Corrected(text, message):
                self._corrected(text, message)
            case NoWords(what):
                self._no_words(what)
            case _:
                assert_never(event)
        return Turn(self.it, tuple(self.effects))

    # ── saying and asking ───────────────────────────────────────────────────────────────────────────────────────────

    def _say(self, key: str, **params: Param) -> None:
        self.effects.append(Say(key, params))

    def _set(self, **changes: object) -> None:
        self.it = _changed(self.it, changes)

    def _ask(self, name: str) -> None:
        """Ask something else than what was open, and tell what is told before it."""
        question = self.survey.by_name.get(name)
        before = question.index if question is not None else len(self.survey.questions)
        notes = self._notes(before) if question is not None or name == "hear_back" else ()
        self._set(at=name, ticks=self.it.ticks if name == self.it.at else (), unclear="")
        self.effects.append(Ask(name, self.it.ticks, notes=notes))

    def _ask_again(self) -> None:
        if self.it.sure:
            self.effects.append(Ask("forget"))
        elif self.it.at and not (self._shut() or self.it.stopped or self.it.helped or self.it.paused):
            self.effects.append(Ask(self.it.at, self.it.ticks))

    def _notes(self, before: int) -> tuple[str, ...]:
        """The notes to tell before the question at `before`: the relevant ones since the last question that is asked."""
        notes: list[str] = []
        for question in reversed(self.survey.questions[:before]):
            if question.asks and self._relevant(question):
                break
            if question.kind == "note" and self._relevant(question):
                notes.append(question.name)
        return tuple(reversed(notes))

    def _closed(self) -> None:
        """It came too late: what that means for what they said before."""
        if self.it.status == "consent":
            self._say("closed")
        else:
            self._say("closed.unfinished" if self.it.status == "asking" else "closed.finished")

    # ── where to go ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _onward(self) -> None:
        """Ask the next question; after the last, what may be done with the answers; after that, thank."""
        question = self._next()
        if question is not None:
            self._ask(question.name)
            return
        if self.it.status == "asking":
            self._set(status="closing")
            self.effects.append(Finish())
        permission = _next_permission(self.survey, self.it)
        if permission is not None:
            self._ask(permission)
            return
        self._end()

    def _end(self) -> None:
        """Nothing more to ask."""
        if self.it.status == "closing":
            self._say("finished.late" if self.late else "finished")
        else:
            changed = any(isinstance(effect, Record | Permit) for effect in self.effects)
            self._say("changed_all" if changed else "finished_before")
        self._set(status="finished", at="", ticks=(), unclear="")

    def _next(self) -> Question | None:
        answers = self.it.answers
        for question in self.survey.questions:
            if question.asks and question.name not in answers and self._relevant(question):
                return question
        return None

    def _relevant(self, question: Question) -> bool:
        return question.relevant is None or question.relevant.truth(_lookup(self.it.answers), now=self.now)

    def _open(self) -> Question | None:
        return self.survey.by_name.get(self.it.at)

    def _shut(self) -> bool:
        """Whether what is open came too late. What may be done with the answers can be said after closing too."""
        return self.late and (self.it.status == "consent" or self._open() is not None)

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        if self.it.stopped:
            self.effects.append(Resume())
        self._set(stopped=False, paused=False, helped=False, sure=False)
        question = self._open()
        if self._shut():
            self._closed()
        elif self.it.status == "consent":
            self._say("consent")
            self._ask("take_part")
        elif not self.it.at:
            self._nothing_open()
        else:
            self._say("welcome_back" if question is None else "welcome_back_at", **self._progress())
            self._ask(self.it.at)

    def _nothing_open(self) -> None:
        if self.it.status == "consent":
            self._begin()
        elif self.late:
            self._closed()
        else:
            self._say("finished_before")

    def _said(self, text: str, message: str) -> None:
        called = command(text, language=self.it.language)
        if self.it.sure and not (called and called[0] in ALWAYS):
            self._sure(yes=called is not None and called[0] == "yes")
        elif called is None or self._is_choice(text, called[0]) or not self._called(*called):
            self._words(text, message)

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
        if question is not None:
            self._answer(question, text, message)
        elif self.it.at:
            self._say("yes_or_no")
            self._ask_again()
        else:
            self._nothing_open()

    def _resting(self) -> bool:
        """Whether nothing is taken now, and why: they stopped, need help, took a break, or came too late. It has been said."""
        if self.it.stopped:
            self._say("stopped_before")
        elif self.it.helped:
            self._say("need_help_again")
        elif self.it.paused:
            self._begin()
        elif self._shut():
            self._closed()
        else:
            return False
        return True

    def _no_words(self, what: str) -> None:
        if self.it.stopped or self.it.helped or self._shut():
            self._resting()
            return
        self._set(paused=False)
        self._say(f"no_words.{what}")
        if self.it.at or self.it.sure:
            self._ask_again()
        else:
            self._nothing_open()

    def _answer(self, question: Question, text: str, message: str) -> None:
        reading = read(question, text, language=self.it.language, today=self.now.date())
        if isinstance(reading, Understood):
            answer = Answer(reading.value, reading.remark, message)
            if self._allowed(question, answer):
                self._echo(question, text, answer)
                self._record(question, answer)
                self._onward()
                return
        else:
            self._unclear(question, reading.key, reading.params, reading.maybe)
        self._ask_again()
        self._set(unclear=message)

    def _unclear(self, question: Question, key: str, params: Mapping[str, str | int], maybe: tuple[str, ...]) -> None:
        self.effects.append(Say(key, params))
        if maybe:
            self._say("did_you_mean", answers=shown_value(question, " ".join(maybe), self.it.language))

    def _allowed(self, question: Question, answer: Answer) -> bool:
        rule = question.constraint
        if rule is None or rule.truth(_lookup(self.it.answers), this=answer.value, now=self.now):
            return True
        words = say(question.constraint_message, self.it.language)
        self._say("not_allowed", reason=words)
        return False

    def _echo(self, question: Question, text: str, answer: Answer) -> None:
        """Show what was understood wherever it is not what the person literally wrote."""
        shown = shown_value(question, answer.value, self.it.language)
        if question.kind != "text" and text.strip().casefold() != str(shown).casefold():
            self._say("understood_remark" if answer.remark else "understood", answer=shown, remark=answer.remark)

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
        else:
            self._set(helped=False)  # to press a button of the survey is to go on with it
            if aside:
                self._chose_aside(aside, event.pick)
            else:
                self._chose_answer(event)

    def _chose_aside(self, aside: str, pick: str) -> None:
        given = pick == "yes"
        before = next((was for permission, was in self.it.permissions.items() if permission == aside), None)
        if pick not in ("yes", "no"):
            self._old_button()
        elif self.it.at == aside:
            if not self._reply("yes" if given else "no"):
                self._closed()
        elif before is None or (aside == "take_part" and before != given):
            self._old_button()
        elif before != given:  # they changed their mind; a second tap on the same button changes nothing
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
        elif question.name in self.it.answers and question.kind == "select_one" and event.pick.isdigit():
            self._revise(question, _picked(question, event.pick))
        else:
            self._old_button()

    def _second_tap(self, question: Question, pick: str) -> bool:
        """Whether the button was pressed twice: the first time did what it says."""
        answer = self.it.answers.get(question.name)
        return answer is not None and pick == ("skip" if answer.skipped else "done")

    def _in_reach(self, event: Chose | Filled) -> Question | None:
        known = event.structure == self.it.structure and 0 <= event.question < len(self.survey.questions)
        return self.survey.questions[event.question] if known else None

    def _chose_open(self, question: Question, event: Chose) -> None:
        choice = _picked(question, event.pick)
        if event.pick == "skip":
            self._skip()
        elif question.kind == "select_multiple" and event.pick == "done":
            self._tick_done(question)
        elif choice is None:
            self._old_button()
        elif question.kind == "select_multiple":
            ticked = set(self.it.ticks) ^ {choice.value}
            self._set(ticks=tuple(each.name for each in question.choices if each.name in ticked))
            self.effects.append(Ask(question.name, self.it.ticks, event.message))
        elif self._allowed(question, choice):
            self._record(question, choice)
            self._onward()
        else:
            self._ask_again()

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

    def _field(self, question: Question, event: Filled) -> Answer | None:
        """What was filled in, read as an answer; None, and said why, when it is none."""
        if question.closed:
            names = [choice.name for choice in question.choices if choice.name in event.values]
            if len(names) == 1 or (names and question.kind == "select_multiple"):
                return Answer(" ".join(names), event.remark, event.message)
            self._say("pick_first")
            return None
        reading = read(question, " ".join(event.values), language=self.it.language, today=self.now.date())
        if isinstance(reading, Understood):
            return Answer(reading.value, reading.remark, event.message)
        self._unclear(question, reading.key, reading.params, reading.maybe)
        return None

    def _fill(self, question: Question, answer: Answer | None) -> None:
        if question.name != self.it.at:
            self._revise(question, answer)
        elif answer is not None and self._allowed(question, answer):
            self._record(question, answer)
            self._onward()
        else:
            self._ask_again()

    def _tick_done(self, question: Question) -> None:
        answer = Answer(" ".join(self.it.ticks))
        if not self.it.ticks:
            self._say("pick_first")
        elif self._allowed(question, answer):
            self._record(question, answer)
            self._onward()
            return
        self._ask_again()

    def _old_button(self) -> None:
        self._say("old_button")
        self._ask_again()

    def _revise(self, question: Question, answer: Answer | None) -> None:
        before = self.it.answers[question.name]
        if answer is None or not self._allowed(question, answer):
            self._say("answer_stands", number=question.number)
            self._ask_again()
        elif (answer.value, answer.remark) != (before.value, before.remark):
            # a second tap on the same button lands here with nothing to do
            self._say("revised", number=question.number, answer=shown_value(question, answer.value, self.it.language))
            at = self.it.at
            self._record(question, answer)
            if self.it.at != at or self._next_is_new():
                self._onward()
            else:
                self._ask_again()

    def _next_is_new(self) -> bool:
        """Whether a revised answer opened a question for somebody who had finished."""
        return not self.it.at and self._next() is not None

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
            self._correct(self.survey.by_name[name], text, message, is_command=called is not None)

    def _correct(self, question: Question, text: str, message: str, *, is_command: bool) -> None:
        reading = read(question, text, language=self.it.language, today=self.now.date())
        if isinstance(reading, Understood) and not (is_command and question.kind == "text"):
            self._revise(question, Answer(reading.value, reading.remark, message))
        else:
            self._say("edit_unclear", number=question.number)
            self._ask_again()

    # ── recording ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _record(self, question: Question, answer: Answer) -> None:
        revises = question.name in self.it.answers
        self._store(question.name, answer, revises=revises)
        if question.name in self.survey.uses:
            self._ripple()

    def _store(self, name: str, answer: Answer, *, revises: bool) -> None:
        self._set(answers={**self.it.answers, name: answer})
        self.effects.append(Record(name, answer, revises=revises))

    def _ripple(self) -> None:
        """Work out again what hangs on a changed answer; forward references do not exist, so once through is enough."""
        for each in self.survey.questions:
            name = each.name
            relevant = self._relevant(each)
            if each.calculation is not None:
                value = each.calculation.text(_lookup(self.it.answers), now=self.now) if relevant else ""
                before = self.it.answers.get(name)
                if value != (before.value if before else ""):
                    self._store(name, Answer(value), revises=before is not None)
            elif name in self.it.answers and not relevant:
                self._set(
                    kept={**self.it.kept, name: self.it.answers[name]},
                    answers={other: answer for other, answer in self.it.answers.items() if other != name},
                )
                self.effects.append(Retract(name))
            elif name in self.it.kept and relevant:
                self._store(name, self.it.kept[name], revises=False)
                self._set(kept={other: answer for other, answer in self.it.kept.items() if other != name})
        question = self._open()
        if question is not None and not self._relevant(question):
            self._set(at="", ticks=())

    # ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _command(self, name: Command, number: str) -> None:
        self._set(sure=False)
        if self.late and name not in AFTER_CLOSING and not (name == "skip" and not self._shut()):
            self._closed()
            return
        if name not in TELLING:
            self._set(helped=False)
        if name != "pause":
            self._set(paused=False)
        match name:
            case "start":
                self._begin()
            case "back":
                self._back()
            case "change":
                self._change(number)
            case "skip":
                self._skip()
            case "pause" if not self.it.at:
                self._nothing_open()
            case "pause":
                self._set(paused=True)
                self._say("paused")
            case "stop":
                self._set(stopped=True)
                self.effects.append(Stop())
                self._say("stopped")
            case "forget":
                self._set(sure=True)
                self.effects.append(Ask("forget"))
            case "need_help":
                self._set(helped=True)
                self._say("need_help")
            case _:
                self._tell(name)

    def _tell(self, name: Command) -> None:
        """Commands that only tell something, and then ask again what is open."""
        match name:
            case "questions" | "switch" | "results":
                self.effects.append(Show(name))
            case "my_answers":
                self.effects.append(Show("answers"))
            case "status" if self.late and self.it.status in ("consent", "asking"):
                self._closed()
            case "status":
                self._say(f"status.{self.it.status}", **self._progress())
            case "language":
                self._language()
            case _:
                self._say(name)
        if name not in ("hide", "results", "switch"):
            self._ask_again()

    def _language(self) -> None:
        languages = self.survey.languages
        if len(languages) == 1:
            self._say("language.only")
            return
        here = languages.index(self.it.language) if self.it.language in languages else -1
        self._set(language=languages[(here + 1) % len(languages)])
        self._say("language.changed")

    def _progress(self) -> dict[str, str | int]:
        question = self._open()
        return {"number": question.number if question else self.survey.total, "total": self.survey.total}

    def _back(self) -> None:
        here = self._open()
        before = len(self.survey.questions) if here is None else here.index
        for question in reversed(self.survey.questions[:before]):
            if question.asks and question.name in self.it.answers:
                self._ask(question.name)
                return
        self._say("back_none")
        self._ask_again()

    def _change(self, number: str) -> None:
        known = number.isdecimal() and len(number) < 5  # no survey has ten thousand questions
        question = self.survey.numbered(int(number)) if known else None
        if question is not None and question.name in self.it.answers:
            self._ask(question.name)
            return
        self._say("change_which" if question is None else "change_unanswered", total=self.survey.total)
        self._ask_again()

    def _skip(self) -> None:
        question = self._open()
        if self.it.at in ASIDES:
            self._reply("no")
        elif question is None:
            self._nothing_open()
        elif question.name in self.it.answers:
            self._say("kept")
            self._onward()
        elif question.required:
            self._say("required")
            self._ask_again()
        else:
            self._record(question, Answer("", skipped=True))
            self._onward()

    def _reply(self, name: Command) -> bool:
        """Yes, no, done, keep: commands only where the interview waits for them. Whether it did."""
        question = self._open()
        if self.it.stopped or self.it.paused or self.it.helped or self._shut():
            return False
        if name == "keep" and question is not None and question.name in self.it.answers:
            self._skip()
        elif name == "done" and question is not None and question.kind == "select_multiple" and self.it.ticks:
            self._tick_done(question)
        elif name in ("yes", "no") and self.it.at in ASIDES:
            self._permit(given=name == "yes")
        else:
            return False
        return True

    def _permit(self, *, given: bool) -> None:
        at = self.it.at
        if at == "take_part":
            self._give("take_part", given=given)
            self._agreed(given=given)
        else:
            self._give("hear_back" if at == "hear_back" else "quote", given=given)
            self._onward()

    def _agreed(self, *, given: bool) -> None:
        if not given:
            self._say("declined")
            return
        self._set(status="asking")
        self._ripple()  # calculations that hang on no answer
        self._onward()

    def _give(self, permission: Permission, *, given: bool) -> None:
        self._set(permissions={**self.it.permissions, permission: given})
        self.effects.append(Permit(permission, given))

    def _sure(self, *, yes: bool) -> None:
        if yes:
            self.effects.append(Forget())
            self._say("forgotten")
            self.it = Interview(self.it.id, self.it.survey, self.it.structure, language=self.it.language)
        else:
            self._set(sure=False)
            self._say("not_forgotten")
            self._ask_again()


_FIELDS = tuple(field.name for field in fields(Interview))


def _changed(interview: Interview, changes: Mapping[str, object]) -> Interview:
    """`dataclasses.replace`, at a third of its cost: every turn makes several of these."""
    values = {name: getattr(interview, name) for name in _FIELDS}
    values.update(changes)
    return Interview(**values)


def _lookup(answers: Mapping[str, Answer]) -> Callable[[str], str]:
    """What expressions see of the answers: a question's value, or nothing."""

    def value(name: str) -> str:
        answer = answers.get(name)
        return answer.value if answer is not None else ""

    return value


def _next_permission(survey: Survey, interview: Interview) -> Permission | None:
    """What to ask after the last question: whether to tell them what came of it, and whether their words may be quoted."""
    if "hear_back" not in interview.permissions:
        return "hear_back"
    wrote = any(interview.answers[question.name].value for question in _texts(survey) if question.name in interview.answers)
    return "quote" if wrote and "quote" not in interview.permissions else None


def _texts(survey: Survey) -> Iterator[Question]:
    return (question for question in survey.questions if question.kind == "text")


def _picked(question: Question, pick: str) -> Answer | None:
    return next((Answer(choice.name) for choice in question.choices if str(choice.code) == pick), None)


def shown_value(question: Question, value: str, language: str) -> str | date:
    """An answer's value as people read it: the labels of the choices, a day as a date, everything else as it stands."""
    if question.kind == "date" and value:
        return date.fromisoformat(value)
    if not question.closed:
        return value
    labels = (say(choice.label, language) for name in value.split() if (choice := question.choice(name)))
    return "; ".join(labels)
