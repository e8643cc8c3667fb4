"""Whatever happens, in whatever order: what is always true of an interview."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from storage.codecs import decode_interview, encode
from surveys.definitions.model import Question, Survey
from surveys.definitions.reader import read_survey
from surveys.interviews.commands import command
from surveys.interviews.engine import step
from surveys.interviews.model import (
    ASIDES,
    Answer,
    Ask,
    Began,
    Chose,
    Corrected,
    Event,
    Filled,
    Finish,
    Forget,
    Interview,
    NoWords,
    Permit,
    Record,
    Retract,
    Said,
    Turn,
)
from surveys.interviews.rendering import render
from surveys.interviews.rounds import ANOTHER, MOST_TIMES, another_of
from surveys.messages import Outgoing
from surveys.words.catalogue import read_catalogue
from tests.conftest import ENGLISH
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import CLOSES, NOW

EXAMPLE = Path(__file__).parents[3] / "examples" / "framework" / "survey.yaml"
CHILDREN = Path(__file__).parents[2] / "transcripts" / "children.yaml"  # asks the same for each child
SURVEYS = {
    "mixed": a_survey(),
    "children": read_survey(CHILDREN.read_bytes(), "survey.yaml"),
    "framework": read_survey(EXAMPLE.read_bytes(), "survey.yaml"),
}
WORDS = read_catalogue(ENGLISH.read_bytes(), "en")
ORDER = ["consent", "asking", "closing", "finished"]

COMMANDS = [
    "start", "help", "what is this", "back", "keep", "skip", "pause", "stop", "status", "questions", "switch", "my answers",
    "hide", "forget me", "privacy", "language", "I need help", "results", "yes", "no", "done", "change 1", "change 3",
    "change 99", "remove 1", "remove 2", "change 2 (2)",
]  # fmt: skip
ANSWERS = [
    "1",
    "2",
    "1 and 2",
    "2, because it is late",
    "5",
    "900",
    "two",
    "1 April 2009",
    "yes please",
    "none",
    "maybe",
    "agree",
    "9 years",
]
JUNK = ["", " ", "?", "\x00", "'; DROP TABLE x", "{0.__class__}", "спасибо", "🙂", "Shorter forms, and earlier news."]
texts = st.one_of(st.sampled_from(ANSWERS), st.sampled_from(COMMANDS), st.sampled_from(JUNK), st.text(max_size=12))
picks = st.sampled_from(
    ["1", "2", "3", "1", "2", "r1", "r2", "skip", "done", "yes", "no", "questions", "need_help", "stop", "forget", "99", "x", "²"]
)


class Conversation(RuleBasedStateMachine):
    """One person and the engine. `stored` is what a database would hold, built from the effects alone."""

    survey: Survey

    @initialize(survey=st.sampled_from(sorted(SURVEYS)))
    def begin(self, survey: str) -> None:
        self.survey = SURVEYS[survey]
        self.interview = Interview("i" * 22, "s" * 22)
        self.now = NOW
        self.stored: dict[str, Answer] = {}
        self.sent: list[str] = []
        self.take(Began())

    # ── what can happen ─────────────────────────────────────────────────────────────────────────────────────────────

    @rule()
    def come_by_the_link(self) -> None:
        self.take(Began())

    @rule(text=texts)
    def say(self, text: str) -> None:
        self.sent.append(f"m{len(self.sent)}")
        self.take(Said(text, self.sent[-1]))

    @rule(data=st.data())
    def answer_well(self, data: st.DataObject) -> None:
        """Without this, hardly any run would get to the end."""
        question = self.survey.asked(self.interview.at)
        if question is None:
            self.take(Said(data.draw(st.sampled_from(["yes", "no"])), ""))
        elif question.closed:
            pick = str(data.draw(st.sampled_from(question.choices)).code)
            self.take(Chose(1, question.place_number, pick, "u"))
            if question.kind == "select_multiple" and self.interview.ticks:
                self.take(Chose(1, question.place_number, "done", "u"))
        else:
            self.say({"integer": "4", "decimal": "2.5", "date": "1 April 2009"}.get(question.kind, "Shorter forms."))

    @rule(pick=picks, data=st.data())
    def press(self, pick: str, data: st.DataObject) -> None:
        places = st.one_of(st.just(self._here()), st.integers(-5, len(self.survey.questions)))
        structure = data.draw(st.sampled_from([1, 1, 1, 2]))
        self.take(Chose(structure, data.draw(places), pick, data.draw(st.sampled_from(["", "u"]))))

    @rule(data=st.data())
    def press_twice(self, data: st.DataObject) -> None:
        event = Chose(1, self._here(), data.draw(picks), "u")
        self.take(event)
        self.take(event)

    @rule(
        values=st.lists(st.one_of(texts, st.sampled_from(["small", "yes", "no", "money", "agree"])), max_size=2), data=st.data()
    )
    def fill(self, values: list[str], data: st.DataObject) -> None:
        places = st.one_of(st.just(self._here()), st.integers(-1, len(self.survey.questions)))
        self.take(Filled(1, data.draw(places), tuple(values), "", data.draw(st.sampled_from(["", "and more"]))))

    @rule(text=texts, data=st.data())
    def edit(self, text: str, data: st.DataObject) -> None:
        self.take(Corrected(text, data.draw(st.sampled_from(["", "unknown", *self.sent]))))

    @rule(what=st.sampled_from(["sticker", "voice", "photo", "video", "file", "location", "contact", "poll", "other", "button"]))
    def send_no_words(self, what: str) -> None:
        self.take(NoWords(what))

    @precondition(lambda self: self.now <= CLOSES)
    @rule(days=st.sampled_from([0, 0, 1, 7, 80]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _here(self) -> int:
        question, repeat = self.survey.asked(self.interview.at), another_of(self.survey, self.interview.at)
        if repeat is not None:
            return ANOTHER - self.survey.sections.index(repeat)
        return question.place_number if question is not None else ASIDES.get(self.interview.at, -4)

    # ── one turn ────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, event: Event) -> None:
        before = decode_interview(encode(self.interview))
        assert before == self.interview
        turn = step(self.survey, before, event, now=self.now, closes=CLOSES)
        self.interview = turn.interview
        self._check_turn(before, event, turn)
        self._store(turn)

    def _store(self, turn: Turn) -> None:
        for effect in turn.effects:
            match effect:
                case Record(question, answer, revises):
                    assert revises == (question in self.stored)
                    self.stored[question] = answer
                case Retract(question):
                    del self.stored[question]
                case Forget():
                    self.stored = {}
                case _:
                    pass

    def _check_turn(self, before: Interview, event: Event, turn: Turn) -> None:
        effects, after = turn.effects, turn.interview
        asks = [effect for effect in effects if isinstance(effect, Ask)]
        records = [effect for effect in effects if isinstance(effect, Record)]
        forgets = Forget() in effects
        assert len(asks) <= 1
        assert not (forgets and records)
        if self.now >= CLOSES + timedelta(seconds=1):
            assert not records
        if not forgets:
            assert ORDER.index(after.status) >= ORDER.index(before.status)
        assert (Finish() in effects) == (before.status in ("consent", "asking") and after.status in ("closing", "finished"))
        if asks and asks[0].question != "forget":
            assert asks[0].question == after.at
            assert (after.stopped, after.helped, after.paused) == (False, False, False)
        if after.at in after.answers and after.at != before.at:
            called = command(event.text, language=before.language) if isinstance(event, Said | Corrected) else None
            assert called is not None
            assert called[0] in ("back", "change")
        if any(isinstance(effect, Permit) and effect.permission != "take_part" for effect in effects):
            assert before.status in ("closing", "finished")
        self._check_words(turn)

    def _check_words(self, turn: Turn) -> None:
        said = render(turn, self.survey, WORDS, FACTS, {"switch": Outgoing("Which one?"), "results": Outgoing("Nothing yet.")})
        if said is None:
            assert not any(isinstance(effect, Ask) for effect in turn.effects)
            return
        assert said.text.strip()
        assert all(option.id.isascii() and len(option.id) <= 64 and option.label for option in said.options)
        assert len({option.id for option in said.options}) == len(said.options)

    # ── what always holds ───────────────────────────────────────────────────────────────────────────────────────────

    def _relevant(self, question: Question) -> bool:
        """Looked at apart from the engine: of a repeat, its condition, and the answers of the same time round."""

        def value(name: str) -> str:
            found = self.interview.answers.get(f"{name}[{question.time}]") or self.interview.answers.get(name)
            return found.value if found is not None else ""

        over = [section.relevant for section in self.survey.paths[question.index]]
        return all(rule is None or rule.truth(value, now=self.now) for rule in (*over, question.relevant))

    @invariant()
    def what_is_stored_is_what_the_interview_says(self) -> None:
        assert self.stored == self.interview.answers

    @invariant()
    def what_is_open_is_relevant_and_can_be_answered(self) -> None:
        at = self.interview.at
        question, repeat = self.survey.asked(at), another_of(self.survey, at)
        assert question is not None or repeat is not None or at in ("", *ASIDES)
        if question is not None:
            assert question.asks
            assert self._relevant(question)
            assert question.time <= self.interview.rounds.get(self._repeat_of(question), 1)
        assert (self.interview.status == "asking") <= (question is not None or repeat is not None)
        assert (self.interview.status == "closing") <= (at != "" and at != "take_part")

    @invariant()
    def only_relevant_questions_have_answers_and_what_is_kept_aside_has_none(self) -> None:
        for name in self.interview.answers:
            assert self.survey.named(name).calculation or self._relevant(self.survey.named(name))
        for name in self.interview.kept:
            assert name not in self.interview.answers
            assert not self._relevant(self.survey.named(name))

    @invariant()
    def each_time_round_that_has_answers_is_there(self) -> None:
        """Taking one out leaves no gap, and no answer beyond the last; there are never more than there is room for."""
        for name in self.interview.answers:
            question = self.survey.named(name)
            assert question.time <= self.interview.rounds.get(self._repeat_of(question), 1)
        assert all(0 <= rounds <= MOST_TIMES for rounds in self.interview.rounds.values())

    def _repeat_of(self, question: Question) -> str:
        repeat = self.survey.repeat_of.get(question.bare)
        return repeat.name if repeat is not None else ""

    @invariant()
    def ticks_are_choices_of_the_open_question(self) -> None:
        if self.interview.ticks:
            question = self.survey.named(self.interview.at)
            assert question.kind == "select_multiple"
            assert set(self.interview.ticks) <= {choice.name for choice in question.choices}

    @invariant()
    def nothing_of_the_survey_is_kept_before_consent(self) -> None:
        if self.interview.status == "consent":
            assert (self.interview.answers, self.interview.kept) == ({}, {})


FEW = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_whatever_happens_an_interview_stays_in_order() -> None:
    run_state_machine_as_test(Conversation, settings=FEW)


@pytest.mark.long
def test_whatever_happens_for_longer_an_interview_stays_in_order() -> None:
    run_state_machine_as_test(Conversation, settings=settings(FEW, max_examples=1500, stateful_step_count=100))
