"""Many answers at once: a mail in which all open questions are laid out, filled in and sent back."""

from collections.abc import Iterator, Set
from datetime import datetime

from surveys.definitions.model import Question, Survey
from surveys.definitions.pipes import names_in
from surveys.interviews.answering import YES_OR_NO
from surveys.interviews.asking import is_relevant
from surveys.interviews.commands import command
from surveys.interviews.model import ASIDES, Answer, Command, Interview, Say, Took, Wrote
from surveys.interviews.obeying import Obeying
from surveys.interviews.reading import Likely, Understood, read
from surveys.interviews.reading.folding import fold
from surveys.interviews.road import shown_value

ONE_BY_ONE = frozenset({"one", "one at a time", "one by one", "one question at a time"})
ALL_AT_ONCE = frozenset({"all at once", "all questions at once", "all the questions at once"})
_SHOWN = 200  # characters of what was not understood: enough to know it again


class Sheets(Obeying):
    """What came back on a sheet, taken down question by question."""

    def _laid_out(self, said: str) -> bool:
        """Whether they asked for the questions one by one, or all at once; and "skip" where all of them are laid out.

        Where one question is open, "one" may well be its answer.
        """
        words = fold(said)
        if self._left() and not self._declined():
            return False
        one = self.it.sheet and words in ONE_BY_ONE and (self._open() is None or not self._one_open())
        if one or (not self.it.sheet and words in ALL_AT_ONCE and not self.survey.repeat_of):
            self._set(sheet=not self.it.sheet)
            self._begin()
        elif self.it.sheet and self._open() is not None and not self.late and reads_as(said, {"skip"}, self.it.language):
            self._skip_all()
        else:
            return False
        return True

    def _one_open(self) -> bool:
        """Whether words that stand under no question can only be the answer to one."""
        if not self.it.sheet or self._open() is None:
            return True
        return len(open_questions(self.survey, self.it, self.now)) == 1

    def _skip_all(self) -> None:
        while (question := self.survey.asked(self._next())) is not None and not question.required:
            self._record(question, Answer("", skipped=True))
        if question is not None:
            self._say("required")
        self._onward()

    def _many(self, event: Wrote) -> None:
        if self.late:
            self._closed()
            return
        if self._above(event):
            self._say("wrote.above")
            self._ask_again()
            return
        if self.it.status == "consent":
            self._give("take_part", given=True)
            self._set(status="asking")
            self._ripple()
        took = [name for name, text in event.parts if name not in ASIDES and self._put_down(name, text, event.message)]
        for name, text in event.parts:
            if name in ("hear_back", "quote"):
                self._may(name, text)
        self._tell_back(took, event.rest)
        if self.it.status == "finished" and not self._next():
            return
        self._onward()

    def _above(self, event: Wrote) -> bool:
        """Whether the answers seem to stand above their questions: the first one free, and nothing under the last."""
        laid = open_questions(self.survey, self.it, self.now)
        if len(laid) < 2 or not event.rest or laid[0].kind == "text" or laid[-1].name in dict(event.parts):
            return False
        asides = any(name in ASIDES for name, _ in event.parts)
        return not asides and isinstance(read(laid[0], event.rest, language=self.it.language, today=self.now.date()), Understood)

    def _put_down(self, name: str, text: str, message: str) -> bool:
        """Take down what stands under one question. Whether it is put down; if not, why is said."""
        question = self._offered(self.survey.named(name))
        reading = read(question, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        if not self._relevant(question):
            self._under(question, text)
            self._say("change_irrelevant")
            return False
        if reads_as(text, {"skip"}, self.it.language):
            if question.required:
                self._under(question, text)
                self._say("required")
                return False
            answer = Answer("", message=message, skipped=True)
        elif reads_as(text, {"keep"}, self.it.language) and self._suggested(question):
            answer = Answer(self._suggested(question), message=message)
        elif isinstance(reading, Understood):
            answer = Answer(reading.value, reading.remark, message)
            self._under(question, text)
            if not self._allowed(question, answer):
                return False
            self.effects.pop()
        elif isinstance(reading, Likely):
            self._under(question, text)
            self._say("did_you_mean", answers=shown_value(question, reading.value, self.it.language))
            return False
        else:
            self._under(question, text)
            self._unclear(question, reading.key, reading.params, reading.maybe)
            return False
        self._record(question, answer)
        return True

    def _under(self, question: Question, text: str) -> None:
        self._say("wrote.under", number=question.number, said=_short(text))

    def _may(self, permission: str, text: str) -> None:
        reading = read(YES_OR_NO, text, language=self.it.language, today=self.now.date())
        if isinstance(reading, Understood) and not reading.remark:
            self._give("hear_back" if permission == "hear_back" else "quote", given=reading.value == "yes")
        else:
            self._say("wrote.unclear_yes_no", said=_short(text))

    def _tell_back(self, took: list[str], rest: str) -> None:
        """Show first what was put down, then what was not understood."""
        if took:
            stands = tuple(name for name in took if name in self.it.answers)
            self.effects[:0] = [Say("wrote.took"), Took(stands)]
        if rest:
            self._say("wrote.rest", said=_short(rest))


def reads_as(text: str, names: Set[Command], language: str) -> bool:
    """Whether the whole of `text` is one of these commands."""
    called = command(text, language=language)
    return called is not None and called[0] in names


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def open_questions(survey: Survey, interview: Interview, now: datetime) -> tuple[Question, ...]:
    """The questions to lay out: neither answered nor skipped, and asked now, or perhaps after answers that are still to come.

    One whose own words or choices hang on answers to come is laid out when these are there.
    """
    unsettled = _unsettled(survey, interview, now)
    return tuple(
        question
        for question in survey.questions
        if question.asks and question.name in unsettled and not _leans_on(survey, question) & unsettled
    )


def hangs(survey: Survey, interview: Interview, question: Question, now: datetime) -> bool:
    """Whether it hangs on answers that are still to come if this question is asked."""
    return bool(_named(survey, question) & _unsettled(survey, interview, now))


def _leans_on(survey: Survey, question: Question) -> frozenset[str]:
    """The questions whose answers its choices hang on, or stand in its texts: it is laid out once they are there."""
    rule = question.choice_filter
    leaning = frozenset(rule.names) if rule is not None else frozenset[str]()
    if question.name not in survey.piped:
        return leaning
    texts = (question.label, question.hint, *(choice.label for choice in question.choices))
    return leaning.union(name for each in texts for name in names_in(each))


def _named(survey: Survey, question: Question) -> frozenset[str]:
    """The questions that must be answered before it is known whether this one is asked."""
    return frozenset[str]().union(*(rule.names for rule in survey.conditions[question.name]))


def _unsettled(survey: Survey, interview: Interview, now: datetime) -> set[str]:
    """What may still become another answer than it is."""
    unsettled: set[str] = set()
    for question in survey.questions:
        hanging = bool(_named(survey, question) & unsettled)
        if question.calculation is not None:
            open_ = hanging or bool(question.calculation.names & unsettled)
        else:
            may = hanging or is_relevant(survey, question, interview, now)
            open_ = may and question.asks and question.name not in interview.answers
        if open_:
            unsettled.add(question.name)
    return unsettled


def laid_asides(survey: Survey, interview: Interview) -> Iterator[str]:
    """What may be done with the answers, where it has not been said yet: laid out after the last question."""
    if "hear_back" not in interview.permissions:
        yield "hear_back"
    if "quote" not in interview.permissions and any(question.kind == "text" for question in survey.questions):
        yield "quote"
