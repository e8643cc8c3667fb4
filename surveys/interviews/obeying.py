"""The words that are no answers: go back, skip, pause, stop, help."""

from collections.abc import Iterator, Mapping

from surveys.definitions.model import Question, Section, say
from surveys.interviews.filling import fill
from surveys.interviews.model import Ask, Command, Forget, Interview, Show, Stop
from surveys.interviews.preferring import Preferring
from surveys.interviews.reading import yes_of
from surveys.interviews.rounds import another, answered, is_entered, unrolled

# A choice's own word wins over a command of the same word, but for these: nobody is kept who wants to stop or needs help.
ALWAYS: frozenset[Command] = frozenset({"stop", "need_help", "forget"})
# Commands that a button may stand for anywhere.
BUTTONS: Mapping[str, Command] = {"need_help": "need_help", "questions": "questions", "stop": "stop", "forget": "forget"}
# What only tells something is told to those who have stopped, and after closing, too.
_ABOUT_IT: frozenset[Command] = frozenset({"help", "what", "status", "questions", "my_answers", "privacy", "results"})
_MANNER: frozenset[Command] = frozenset({"language", "plain", "easy_read", "standard"})  # how somebody wishes to be spoken to
TELLING: frozenset[Command] = _ABOUT_IT | _MANNER | {"switch", "hide"}
AFTER_CLOSING: frozenset[Command] = TELLING | ALWAYS | {"start"}


class Obeying(Preferring):
    """What a person may ask for beside answering, done."""

    def _command(self, name: Command, number: str) -> None:
        self._set(sure=False)
        if self.late and name not in AFTER_CLOSING and not (name == "skip" and not self._shut()):
            self._closed()
            return
        if name not in TELLING:
            self._set(helped=False)
        if self.it.status != "consent":
            self._set(choosing=False)
        if name != "pause":
            self._set(paused=False)
        self._obey(name, number)

    def _obey(self, name: Command, number: str) -> None:
        match name:
            case "start":
                self._begin()
            case "back":
                self._back()
            case "change":
                self._change(number)
            case "skip":
                self._skip()
            case "pause":
                self._pause()
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
            case "language" | "plain" | "easy_read" | "standard":
                self._manner(name, number)
            case _:
                self._tell(name)

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

    def _pause(self) -> None:
        if self.it.at:
            self._set(paused=True)
            self._say("paused")
        else:
            self._nothing_open()

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
            case "help":
                self._help()
            case _:
                self._say(name)
        if name not in ("hide", "results", "switch"):
            self._ask_again()

    def _help(self) -> None:
        question = self._open()
        self._say("help")
        if question is not None and question.guidance_hint:
            text = say(question.guidance_hint, self.it.language)
            self._say("guidance", text=fill(text, self.survey, self.it.answers, self.it.language, question.time))

    def _back(self) -> None:
        for each in self._passed():
            if isinstance(each, Section):
                if each.count is None and is_entered(self.survey, each, self.it, self.now):
                    self._ask(another(each))
                    return
            elif each.asks and each.name in self.it.answers:
                self._ask(each.name)
                return
        self._say("back_none")
        self._ask_again()

    def _passed(self) -> Iterator[Question | Section]:
        """What lies before where the person is, the nearest first."""
        every = list(unrolled(self.survey, self.it, self.now))
        names = [another(each) if isinstance(each, Section) else each.name for each in every]
        at = names.index(self.it.at) if self.it.at in names else len(every)
        return reversed(every[:at])

    def _numbered(self, number: str) -> Question | None:
        """The question that is meant by "4"; by "4.2", as it was asked the second time round, as by "4" where that is clear."""
        bare, _, time = number.partition(".")
        known = bare.isdecimal() and len(bare) < 5  # no survey has ten thousand questions
        question = self.survey.numbered(int(bare)) if known else None
        if question is None or question.name not in self.survey.repeat_of:
            return question if not time else None
        here = self._open()
        rounds = [each.time for each in answered(self.survey, self.it.answers) if each.bare == question.name]
        if not time and here is not None and here.time in rounds:
            time = str(here.time)
        return self.survey.timed(question, int(time or (rounds[-1] if len(rounds) == 1 else 0)))

    def _change(self, number: str) -> None:
        question = self._numbered(number)
        if question is not None and question.name in self.survey.repeat_of:
            self._say("change_which_time", number=question.number)
            self._ask_again()
            return
        if question is not None and question.name in self.it.answers:
            self._ask(question.name)
            return
        if question is None:
            self._say("change_which", total=self.survey.total)
        else:
            self._say("change_unanswered" if self._relevant(question) else "change_irrelevant")
        self._ask_again()

    def _reply(self, name: Command) -> bool:
        """Yes, no, done, keep: commands only where the interview waits for them. Whether it did."""
        question = self._open()
        if self.it.stopped or self.it.paused or self.it.helped or self.it.choosing or self._shut():
            return False
        if name == "keep" and question is not None and question.name in self.it.answers:
            self._skip()
        elif name == "keep" and question is not None and self._suggested(question):
            self._keep(question)
        elif name == "done" and question is not None and question.kind == "select_multiple" and self.it.ticks:
            self._tick_done(question)
        elif name in ("yes", "no") and question is not None and self.it.maybe is not None and not yes_of(question):
            self._meant(question, self.it.maybe) if name == "yes" else self._not_meant()
        elif name in ("yes", "no") and self._aside:
            self._permit(given=name == "yes")
        else:
            return False
        return True

    def _sure(self, *, yes: bool) -> None:
        if yes:
            self.effects.append(Forget())
            self._say("forgotten")
            self.it = Interview(self.it.id, self.it.survey, self.it.structure, language=self.it.language)
        else:
            self._set(sure=False)
            self._say("not_forgotten")
            self._ask_again()
