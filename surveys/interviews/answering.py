"""Answers: read, shown back, allowed or not, recorded, revised; and what may be done with them."""

from collections.abc import Mapping, Sequence
from typing import assert_never
from zlib import crc32

from surveys.definitions.model import ACKNOWLEDGED, MEDIA, Choice, Question, Texts, say
from surveys.interviews.filling import fill, filled
from surveys.interviews.model import Answer, Chose, Filled, Param, Permission, Permit, Say
from surveys.interviews.reading import Begun, Likely, Unclear, Understood, read, yes_of
from surveys.interviews.road import Road, number_of, shown_value

# What is asked beside the survey's own questions, for whoever answers it in words of their own.
YES_OR_NO = Question("", "select_one", 0, 1, {}, choices=(Choice("yes", 1, {"en": "Yes"}), Choice("no", 2, {"en": "No"})))


class Answering(Road):
    """What a person answered, by word, button or form, taken down."""

    def _answer(self, question: Question, text: str, message: str) -> None:
        reading = read(question, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        maybe: Answer | None = None
        match reading:
            case Begun():
                self._ranked(question, reading.names, message)
                return
            case Unclear(key, params, choices):
                self._unclear(question, key, params, choices)
            case Understood(value) if self._may_confirm(question, value):
                self._say("reading.pick_one", n=len(question.choices))
            case Understood(value, remark):
                answer = Answer(value, remark, message)
                if self._allowed(question, answer):
                    self._echo(question, text, answer)
                    self._record(question, answer)
                    self._onward()
                    return
            case Likely(value, remark):
                likely = Answer(value, remark, message)
                maybe = likely if self._allowed(question, likely) else None
                if maybe is not None:
                    self._did_you_mean(question, maybe)
            case _:
                assert_never(reading)
        self._set(unclear=message, maybe=maybe)
        self._ask_again()

    def _allowed(self, question: Question, answer: Answer) -> bool:
        rule = question.constraint
        if rule is None or rule.truth(self._seen(question), this=answer.value, now=self.now, labels=self._labels()):
            return True
        self._why("not_allowed.bare", "not_allowed", question.constraint_message, question.time)
        return False

    def _why(self, bare: str, reasoned: str, author: Texts, time: int) -> None:
        """Say why this cannot be: in its author's words too, where there are any."""
        reason = fill(say(author, self.it.language), self.survey, self.it.answers, self.it.language, time)
        if reason:
            self._say(reasoned, reason=reason)
        else:
            self._say(bare)

    def _ranked(self, question: Question, named: Sequence[str], message: str, under: str = "") -> None:
        """They named the next places of an order: the rest is asked for, until only one is left, whose place is clear."""
        if any(name in self.it.ticks for name in named):
            self._say("reading.rank_twice")
            self._ask_again()
            return
        order = [*self.it.ticks, *named]
        left = [choice.name for choice in question.choices if choice.name not in order]
        if len(left) > 1:
            self._set(ticks=tuple(order), unclear="", maybe=None)
            self._put(replaces=under)
            return
        answer = Answer(" ".join([*order, *left]), message=message)
        if self._allowed(question, answer):
            self._picked(question, answer)
            self._record(question, answer)
            self._onward()
        else:
            self._set(ticks=())
            self._ask_again()

    def _rank(self, question: Question, event: Chose, choice: Answer | None) -> None:
        """A button under a rank: the next place, or the beginning again. One pressed twice is one pressed once."""
        if event.pick == "again":
            self._set(ticks=(), maybe=None)
            self._put(replaces=event.message)
        elif choice is None:
            self._old_button()
        elif choice.value not in self.it.ticks:
            self._ranked(question, [choice.value], "", event.message)

    def _may_confirm(self, question: Question, value: str) -> bool:
        """Whether a "yes" that is an answer here may as well be said to "Did you mean: No?"."""
        maybe = self.it.maybe
        return maybe is not None and value != maybe.value and value in yes_of(question)

    def _did_you_mean(self, question: Question, maybe: Answer) -> None:
        """Show what was probably meant. Where "yes" is an answer itself, it is not what to send."""
        shown = self._shown(question, maybe.value)
        if yes_of(question):
            self._say("did_you_mean", answers=shown)
        else:
            self._say("did_you_mean_remark" if maybe.remark else "did_you_mean_it", answers=shown, remark=maybe.remark)

    def _meant(self, question: Question, maybe: Answer) -> None:
        """They meant the answer that we asked about, with what they said beside it."""
        self._echo(question, "", maybe)
        self._record(question, maybe)
        self._onward()

    def _not_meant(self) -> None:
        self._set(maybe=None)
        self._say("not_meant")
        self._ask_again()

    def _yes_or_no(self, text: str) -> None:
        """Words where a permission is asked for: a clear yes or no in other words is one, with an "if" or a "but" it is none."""
        reading = read(YES_OR_NO, text, language=self.it.language, today=self.now.date())
        if isinstance(reading, Understood) and not reading.remark:
            self._permit(given=reading.value == "yes")
        elif self._declined():
            self._say("declined_before")
        else:
            self._say("yes_or_no")
            self._ask_again()

    def _unclear(self, question: Question, key: str, params: Mapping[str, str | int], maybe: tuple[str, ...]) -> None:
        self.effects.append(Say(key, params))
        if maybe:
            self._say("did_you_mean", answers=self._shown(question, " ".join(maybe)))

    def _echo(self, question: Question, text: str, answer: Answer) -> None:
        """Show what was understood wherever it is not what the person literally wrote."""
        shown = self._shown(question, answer.value)
        if question.kind != "text" and text.strip().casefold() not in (str(shown).casefold(), answer.value.casefold()):
            self._say("understood_remark" if answer.remark else "understood", answer=shown, remark=answer.remark)

    def _chose_open(self, question: Question, event: Chose) -> None:
        choice = picked(question, event.pick)
        maybe = self.it.maybe
        if maybe is not None and (event.pick == meant_pick(maybe) or (choice is not None and choice.value == maybe.value)):
            self._meant(question, maybe)
        elif event.pick == "skip":
            self._skip()
        elif event.pick == "keep" and self._suggested(question):
            self._keep(question)
        elif question.kind == "select_multiple" and event.pick == "done":
            self._tick_done(question)
        elif question.kind == "rank":
            self._rank(question, event, choice)
        elif choice is None:
            self._old_button()
        elif question.kind == "select_multiple":
            ticked = set(self.it.ticks) ^ {choice.value}
            self._set(ticks=tuple(each.name for each in question.choices if each.name in ticked), maybe=None)
            self._put(replaces=event.message)
        elif self._allowed(question, choice):
            self._picked(question, choice)
            self._record(question, choice)
            self._onward()
        else:
            self._ask_again()

    def _keep(self, question: Question) -> None:
        """They keep what was suggested."""
        answer = Answer(self._suggested(question))
        self._picked(question, answer)
        self._record(question, answer)
        self._onward()

    def _shown(self, question: Question, value: str) -> Param:
        return shown_value(filled(self.survey, question, self.it.answers, self.it.language), value, self.it.language)

    def _picked(self, question: Question, answer: Answer) -> None:
        """A button leaves no trace in a chat: say which one it was."""
        self._say("picked", answer=self._shown(question, answer.value))

    def _field(self, question: Question, event: Filled) -> Answer | None:
        """What was filled in, read as an answer; None, and said why, when it is none."""
        if question.closed:
            names = [choice.name for choice in question.choices if choice.name in event.values]
            if question.kind == "rank" and sorted(event.values) == sorted(choice.name for choice in question.choices):
                return Answer(" ".join(event.values), event.remark, event.message)
            if (len(names) == 1 and question.kind != "rank") or (names and question.kind == "select_multiple"):
                return Answer(" ".join(names), event.remark, event.message)
            self._say("pick_first")
            return None
        if question.kind in MEDIA:
            if not event.media:
                self._say("reading.no_file")
            return Answer(event.media, event.remark, event.message) if event.media else None
        reading = read(question, " ".join(event.values), language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        if isinstance(reading, Understood):
            return Answer(reading.value, reading.remark, event.message)
        if isinstance(reading, Likely):
            self._did_you_mean(question, Answer(reading.value))
        else:
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
        answer = Answer(" ".join(choice.name for choice in question.choices if choice.name in self.it.ticks))
        if not answer.value:
            self._say("pick_first")
        elif self._allowed(question, answer):
            self._picked(question, answer)
            self._record(question, answer)
            self._onward()
            return
        self._ask_again()

    def _skip(self) -> None:
        question = self._open()
        if self._aside:
            self._permit(given=False)
        elif question is None:
            self._nothing_open()
        elif question.name in self.it.answers:
            self._say("kept")
            self._onward()
        elif question.required:
            self._why("required", "required.reason", question.required_message, question.time)
            self._ask_again()
        else:
            self._record(question, Answer("", skipped=True))
            self._onward()

    def _old_button(self) -> None:
        self._say("old_button")
        self._ask_again()

    def _revise(self, question: Question, answer: Answer | None) -> None:
        before = self.it.answers[question.name]
        if answer is None or not self._allowed(question, answer):
            self._say("answer_stands", number=number_of(question))
            self._ask_again()
        elif (answer.value, answer.remark) != (before.value, before.remark):
            # a second tap on the same button lands here with nothing to do
            self._say("revised", number=number_of(question), answer=self._shown(question, answer.value))
            at = self.it.at
            self._record(question, answer)
            if self.it.at != at or self._next_is_new():
                self._onward()
            else:
                self._ask_again()

    def _next_is_new(self) -> bool:
        """Whether a revised answer opened a question for somebody who had finished."""
        return not self.it.at and bool(self._next())

    def _correct(self, question: Question, text: str, message: str, *, is_command: bool) -> None:
        reading = read(question, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        if isinstance(reading, Understood) and not (is_command and question.kind == "text"):
            self._revise(question, Answer(reading.value, reading.remark, message))
        else:
            self._say("edit_unclear", number=number_of(question))
            self._ask_again()

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


def meant_pick(maybe: Answer) -> str:
    """What the button YES under a guess carries: only of this guess, since an older one's button may still stand there."""
    return f"yes{crc32(maybe.value.encode()):x}"


def picked(question: Question, pick: str) -> Answer | None:
    """The answer that a button stands for, None where it is no code of the question's."""
    if not (pick.isascii() and pick.isdecimal() and len(pick) < 8):
        return None
    code = int(pick)
    match question.kind:
        case "range" if question.scale is not None and 1 <= code <= question.scale.count:
            return Answer(question.scale.point(code))
        case "acknowledge" if code == 1:
            return Answer(ACKNOWLEDGED)
        case _:
            return next((Answer(choice.name) for choice in question.choices if choice.code == code), None)
