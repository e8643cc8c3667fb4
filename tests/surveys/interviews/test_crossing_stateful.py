"""Whatever an author changes while whatever is answered: no answer is ever lost, and none becomes an answer to something else."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from storage.codecs import decode_interview, encode
from surveys.definitions.model import Question, Survey
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Fate, derive, fate_of
from surveys.interviews.arriving import advance
from surveys.interviews.crossing import cross
from surveys.interviews.model import Ask, Chose, Corrected, Event, Filled, Interview, Record, Retract, Said, SetApart, Turn
from tests.factories import a_survey
from tests.surveys.definitions.versions.made import following
from tests.surveys.interviews.talk import NOW

KINDS = ("select_one", "select_multiple", "text", "integer", "select_one")
CHOICES = ("ash", "birch", "cedar", "elm", "fir")
NAMES = tuple("abcdefghij")


@dataclass(frozen=True)
class Asked:
    """A question as its author has it in hand."""

    name: str
    kind: str
    choices: tuple[str, ...] = ("ash", "birch", "cedar")
    required: bool = False
    hangs_on: str = ""  # asked only where this question, an earlier one, was answered with "ash"
    at_most: int = 99

    def lines(self, earlier: list["Asked"]) -> list[str]:
        """Its lines in the file."""
        closed = self.kind.startswith("select")
        said = [f"  - name: {self.name}", f"    type: {self.kind}{f' {self.name}' if closed else ''}"]
        said += [f"    label: {{en: What is {self.name}?}}", f"    required: {str(self.required).lower()}"]
        if any(each.name == self.hangs_on and each.kind == "select_one" and "ash" in each.choices for each in earlier):
            said.append(f"    relevant: \"${{{self.hangs_on}}} = 'ash'\"")
        if self.kind == "integer":
            said += [f'    constraint: ". <= {self.at_most}"', "    constraint_message: {en: Too much.}"]
        return said


def written(asked: list[Asked]) -> Survey:
    """The survey that asks these."""
    lines = ["survey: trees", "title: {en: Trees}", "questions:"]
    for at, each in enumerate(asked):
        lines += each.lines(asked[:at])
    closed = [each for each in asked if each.kind.startswith("select")]
    if closed:
        lines.append("choices:")
        lines += [f"  {each.name}: {{{', '.join(f'{name}: {{en: The {name}}}' for name in each.choices)}}}" for each in closed]
    return a_survey("\n".join(lines))


def meaning(question: Question, value: str) -> tuple[object, ...]:
    """An answer as every version can tell it again: the codes of the choices, or what was written."""
    if question.choices:
        return tuple(sorted(choice.code for choice in question.choices if choice.name in value.split()))
    return (value,)


@dataclass
class Stored:
    """What a database would hold, built from the effects alone: answers by key, and those that were set apart."""

    rows: dict[int, tuple[object, ...]] = field(default_factory=dict)
    apart: list[tuple[int, tuple[object, ...]]] = field(default_factory=list)


class Changing(RuleBasedStateMachine):
    """One person, a survey that changes, and what they really said."""

    @initialize()
    def begin(self) -> None:
        self.asked = [
            Asked("a", "select_one"),
            Asked("b", "select_multiple"),
            Asked("c", "text", hangs_on="a"),
            Asked("d", "integer"),
        ]
        self.history = History((written(self.asked),))
        self.it = Interview("i" * 22, "s" * 22, status="asking", at="a", permissions={"take_part": True})
        self.seen = (1, "a")  # the question before the person's eyes
        self.said: dict[int, tuple[object, ...]] = {}  # what they answered last, by key
        self.stored = Stored()
        self.taken_back: set[int] = set()  # what they made irrelevant by another answer had left the response before it changed
        self.messages = 0

    # ── the author ──────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        before = list(self.asked)
        for _ in range(data.draw(st.integers(1, 3))):
            self._edit(data)
        old, new = self.history.newest, written(self.asked)
        fates = dict(derive(old, new, same=True).fates)
        for name in data.draw(st.sets(st.sampled_from(sorted(fates)), max_size=2)):
            if fates[name].was == name and data.draw(st.booleans()):
                fates[name] = Fate("ask")
        for name, was in self.renamed:
            if (
                name in fates
                and was in old.by_name
                and fates[name].do == "ask"
                and was not in {each.was for each in fates.values()}
            ):
                choices = fate_of(old.by_name[was], new.by_name[name], same=True)
                if choices.do == "keep":
                    fates[name] = replace(choices, was=was)
        history = following(self.history, new, replace(derive(old, new), fates=fates))
        turn = cross(old, history.newest, self.it, now=NOW)
        if turn is None or self.it.status != "asking":
            self.asked = before  # whoever cannot go over stays; here it is as if nothing had changed
            return
        self._check_apart_stays(turn)
        self.taken_back |= {old.by_name[name].key for name in self.it.kept}
        self._store(turn, history.of(self.it.structure), history.newest)
        self.history, self.it = history, turn.interview

    def _edit(self, data: st.DataObject) -> None:
        self.renamed: list[tuple[str, str]] = []
        at = data.draw(st.integers(0, len(self.asked) - 1))
        here = self.asked[at]
        free = [name for name in NAMES if name not in {each.name for each in self.asked}]
        what = data.draw(st.sampled_from(["add", "drop", "move", "rename", "retype", "choices", "required", "hangs", "at_most"]))
        match what:
            case "add" if free:
                self.asked.insert(at, Asked(data.draw(st.sampled_from(free)), data.draw(st.sampled_from(KINDS))))
            case "drop" if len(self.asked) > 1:
                del self.asked[at]
            case "move":
                self.asked.insert(data.draw(st.integers(0, len(self.asked) - 1)), self.asked.pop(at))
            case "rename" if free:
                self.asked[at] = replace(here, name=data.draw(st.sampled_from(free)))
                self.renamed.append((self.asked[at].name, here.name))
            case "retype":
                self.asked[at] = replace(here, kind=data.draw(st.sampled_from(KINDS)))
            case "choices":
                chosen = data.draw(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=5, unique=True))
                self.asked[at] = replace(here, choices=tuple(chosen))
            case "required":
                self.asked[at] = replace(here, required=not here.required)
            case "hangs":
                self.asked[at] = replace(here, hangs_on=data.draw(st.sampled_from(["", "a", "b", self.asked[0].name])))
            case "at_most":
                self.asked[at] = replace(here, at_most=data.draw(st.sampled_from([3, 50, 99])))
            case _:
                pass

    def _check_apart_stays(self, turn: Turn) -> None:
        assert turn.interview.apart[: len(self.it.apart)] == self.it.apart

    # ── the person ──────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(pick=st.integers(0, 4), number=st.sampled_from([1, 7, 60]), how=st.sampled_from(["words", "button", "form"]))
    def answer(self, pick: int, number: int, how: str) -> None:
        """They answer what stands before their eyes, which may be of an earlier version."""
        question = self._seen_question()
        if question is None:
            return
        structure = self.seen[0]
        self.messages += 1
        message = f"m{self.messages}"
        if question.choices:
            choice = question.choices[pick % len(question.choices)]
            label = choice.label["en"]
            event: Event = Said(label, message)
            if how == "button":
                event = Chose(structure, question.index, str(choice.code), message)
            elif how == "form":
                event = Filled(structure, question.index, (choice.name,), message)
        else:
            text = str(number) if question.kind == "integer" else f"Words {self.messages}."
            event = Said(text, message) if how != "form" else Filled(structure, question.index, (text,), message)
        self._hear(event, question)

    @rule(word=st.sampled_from(["skip", "back", "change 1", "change 2", "done", "status", "my answers"]))
    def command(self, word: str) -> None:
        self._hear(Said(word, ""), self._seen_question())

    @rule(structure=st.integers(1, 9), index=st.integers(0, 9), pick=st.integers(1, 6))
    def press_something_old(self, structure: int, index: int, pick: int) -> None:
        """A button from further up in the chat, of whichever version."""
        if structure <= len({each.structure for each in self.history.versions}) and self.history.knows(structure):
            questions = self.history.of(structure).questions
            question = questions[index % len(questions)]
            self._hear(Chose(structure, question.index, str(pick), "old"), question)

    @precondition(lambda self: self.messages > 0)
    @rule(back=st.integers(0, 5), number=st.sampled_from(["2", "The elm", "The ash", "Other words."]))
    def edit(self, back: int, number: str) -> None:
        """They change a message that they sent earlier: it is about what that message answered."""
        message = f"m{max(1, self.messages - back)}"
        holder = next((name for name, each in self.it.answers.items() if each.message == message), "")
        apart = next((each for each in self.it.apart if each.answer.message == message), None)
        question = self.history.of(self.it.structure).by_name.get(holder)
        if apart is not None:
            question = self.history.of(apart.structure).by_name[apart.question]
        self._hear(Corrected(number, message), question)

    def _seen_question(self) -> Question | None:
        structure, name = self.seen
        return self.history.of(structure).by_name.get(name)

    def _hear(self, event: Event, about: Question | None) -> None:
        turn = advance(self.history, self.it, event, now=NOW)
        survey = self.history.of(self.it.structure)
        revived = {name for name in self.it.kept if name in turn.interview.answers}
        for effect in turn.effects:
            if isinstance(effect, Record) and effect.question not in revived and not effect.answer.skipped:
                key = survey.by_name[effect.question].key
                assert about is not None
                assert key == about.key, "an answer went to another question than it was given to"
                self.said[key] = meaning(survey.by_name[effect.question], effect.answer.value)
            if isinstance(effect, SetApart) and effect.fresh:
                asked = self.history.of(effect.apart.structure).by_name[effect.apart.question]
                assert about is not None
                assert asked.key == about.key
                counted = {survey.by_name[name].key for name, each in turn.interview.answers.items() if not each.skipped}
                if asked.key not in counted:
                    self.said[asked.key] = meaning(asked, effect.apart.answer.value)
        self._store(turn, survey, survey)
        self.it = turn.interview
        for effect in turn.effects:
            if isinstance(effect, Ask):
                self.seen = (self.it.structure, effect.question)

    def _store(self, turn: Turn, old: Survey, new: Survey) -> None:
        surveys = {each.structure: each for each in (*self.history.versions, old, new)}
        for effect in turn.effects:
            match effect:
                case Record(name, answer):
                    self.stored.rows[new.by_name[name].key] = meaning(new.by_name[name], answer.value)
                case Retract(name):
                    self.stored.rows.pop(new.by_name[name].key, None)
                case SetApart(apart, fresh):
                    question = surveys[apart.structure].by_name[apart.question]
                    held = meaning(question, apart.answer.value)
                    if question.key in new.by_key:
                        if not fresh:
                            self.stored.rows.pop(question.key, None)
                        self.stored.apart.append((question.key, held))
                    elif fresh:
                        self.stored.rows[question.key] = held
                case _:
                    pass

    # ── always ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def nothing_is_lost(self) -> None:
        """The last answer to every question that was ever answered is there: counted, put aside, or kept apart."""
        survey = self.history.of(self.it.structure)
        counted = {survey.by_name[name].key: meaning(survey.by_name[name], each.value) for name, each in self.it.answers.items()}
        aside = {survey.by_name[name].key: meaning(survey.by_name[name], each.value) for name, each in self.it.kept.items()}
        skipped = {survey.by_name[name].key for name, each in self.it.answers.items() if each.skipped}
        apart = set()
        for each in self.it.apart:
            question = self.history.of(each.structure).by_name[each.question]
            apart.add((question.key, meaning(question, each.answer.value)))
        for key, last in self.said.items():
            assert counted.get(key) == last or aside.get(key) == last or (key, last) in apart or key in skipped
            stored = self.stored.rows.get(key) == last or (key, last) in self.stored.apart
            assert stored or aside.get(key) == last or key in skipped or key in self.taken_back

    @invariant()
    def nothing_is_shifted(self) -> None:
        """What counts as an answer to a question is what was last answered to that very question, and nothing else."""
        survey = self.history.of(self.it.structure)
        for name, answer in self.it.answers.items():
            if not answer.skipped:
                assert self.said[survey.by_name[name].key] == meaning(survey.by_name[name], answer.value)

    @invariant()
    def it_can_be_stored_and_gone_on_with(self) -> None:
        """The interview is the same after it was written and read again, and asks something that is there."""
        assert decode_interview(encode(self.it)) == self.it
        if self.it.status == "asking":
            assert self.it.at in self.history.of(self.it.structure).by_name


def test_no_answer_is_lost_or_shifted_whatever_changes() -> None:
    """Over random changes of a survey, maps, answers, old buttons and edits, every answer stays where it belongs."""
    run_state_machine_as_test(
        Changing, settings=settings(max_examples=150, stateful_step_count=30, suppress_health_check=list(HealthCheck))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_machine_can_write_every_kind(kind: str) -> None:
    """What the machine makes is a survey."""
    assert written([Asked("a", "select_one"), Asked("b", kind, hangs_on="a")]).by_name["b"].kind == kind
