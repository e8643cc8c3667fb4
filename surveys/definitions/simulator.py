"""Trying a survey out by machine: every way through it, or, where there are too many, each condition both ways.

The real engine takes each step and the real expressions decide. Answers come from `candidates`. Ways that can no longer be told
apart by any expression are walked as one, so that the work grows with what the conditions tell apart and not with the answers.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from surveys.definitions.candidates import Tries, expressions, tries
from surveys.definitions.model import MEDIA, Question, Section, Survey
from surveys.interviews.engine import step
from surveys.interviews.model import ASIDES, Began, Chose, Event, Filled, Interview, Say
from surveys.interviews.rounds import ANOTHER, MOST_TIMES, another_of, seen_by

MOST_ROUNDS = 2  # times round of a repeat that are tried
MOST_STEPS = 20_000  # of the engine, for one survey: a second or two. As many again where each condition is tried by itself

Way = tuple[tuple[str, str], ...]  # (question, answer), in the order they are given; what is skipped is left out


@dataclass(frozen=True, slots=True)
class Simulation:
    """What trying it out found, by questions' names.

    `ways` are the shortest answers that lead to each question, note or calculation, `passes` those that pass one over. `dead` is
    what no answers lead to, `certain` where it is proved and not only that none was found. `always` are questions, and sections,
    whose own condition nothing makes fail. `stuck` are questions that must be answered and take none of the answers there are;
    `loose` are constraints that refused none of those tried. `unsure` is what the work allowed did not reach. `whole` is whether
    every way was walked; `steps` how many of the engine's it took.
    """

    ways: Mapping[str, Way]
    passes: Mapping[str, Way]
    dead: tuple[str, ...]
    certain: frozenset[str]
    always: tuple[str, ...]
    stuck: tuple[str, ...]
    loose: tuple[str, ...]
    unsure: tuple[str, ...]
    whole: bool
    steps: int


@dataclass(slots=True)
class _Found:
    """What the walks so far have come upon."""

    ways: dict[str, Way] = field(default_factory=dict)
    passes: dict[str, Way] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)  # questions and sections whose own condition did hold
    failed: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    steps: int = 0


def simulate(survey: Survey, *, now: datetime, most_steps: int = MOST_STEPS) -> Simulation:
    """Walk `survey` as people could at `now` (aware, in the consultation's zone), in at most about `most_steps` steps."""
    answers = tries(survey, now.date())
    found = _Found()
    eased = survey
    while True:
        walk = _Walk(eased, answers, found, now)
        whole = walk.go(None, most_steps)
        hard = {name for name in found.stuck if not answers[name].all and survey.by_name[name].required}
        if all(not eased.by_name[name].required for name in hard):
            break
        # We cannot think of an answer that is taken, and people may: go on as if it could be skipped
        questions = (replace(each, required=each.required and each.name not in hard) for each in eased.questions)
        eased = replace(eased, questions=tuple(questions))
        found.stuck -= hard
    left = [] if whole else [each for each in survey.questions if not _both_ways(each, survey, found)]
    unsure = [each.name for each in left if not walk.go(_cone(each, survey), most_steps // len(left))]
    return _report(survey, answers, found, unsure, whole=whole)


def _both_ways(question: Question, survey: Survey, found: _Found) -> bool:
    return question.name in found.ways and (not survey.conditions[question.name] or question.name in found.passes)


def _cone(question: Question, survey: Survey) -> frozenset[str]:
    """The questions that whether `question` is asked can depend on."""
    waiting = {name for rule in survey.conditions[question.name] for name in rule.names}
    cone: set[str] = set()
    while waiting:
        name = waiting.pop()
        cone.add(name)
        if name in survey.headed:
            continue  # how often a repeat is gone through hangs on who answers
        for expression in expressions(survey.by_name[name], survey):
            waiting |= expression.names - cone
    return frozenset(cone)


class _Walk:
    """Walks a survey and notes in `found` what it comes upon."""

    def __init__(self, survey: Survey, answers: Mapping[str, Tries], found: _Found, now: datetime) -> None:
        self._survey = survey
        self._answers = answers
        self._found = found
        self._now = now
        self._last_use = {
            name: max(user.index for user in users) for name, users in survey.uses.items() if name in survey.by_name
        }

    def go(self, free: frozenset[str] | None, most: int) -> bool:
        """Walk every way, or with `free` only those that differ in the answers to it. False where `most` steps did not do."""
        until = self._found.steps + most
        survey = self._survey
        start = Interview("simulated", survey.name, survey.structure, language=survey.language, chosen=True)
        begun = self._step(self._step(start, Began())[0], Chose(start.structure, ASIDES["take_part"], "yes"))[0]
        self._note(-1, begun)
        waiting: dict[tuple[int, int, int], dict[object, Interview]] = {}
        self._wait(begun, waiting)
        while waiting:
            for interview in waiting.pop(min(waiting)).values():
                if self._found.steps > until:
                    return False
                repeat, question = another_of(self._survey, interview.at), self._survey.asked(interview.at)
                if repeat is not None:
                    index, found = repeat.end - 1, self._more(repeat, interview)
                else:
                    assert question is not None  # nothing else is waited for
                    index = question.index
                    found = self._answered(question, interview, every=free is None or question.bare in free)
                for after in found:
                    self._note(index, after)
                    self._wait(after, waiting)
        return True

    def _step(self, interview: Interview, event: Event) -> tuple[Interview, bool]:
        """The interview after `event`, and whether a constraint refused what was answered."""
        self._found.steps += 1
        turn = step(self._survey, interview, event, now=self._now)
        return turn.interview, any(isinstance(effect, Say) and effect.key.startswith("not_allowed") for effect in turn.effects)

    def _more(self, repeat: Section, interview: Interview) -> Iterator[Interview]:
        """The interview after "no, there is no other", and after a second time round: more make no difference of kind."""
        number = ANOTHER - self._survey.sections.index(repeat)
        picks = ("no", "yes") if interview.rounds.get(repeat.name, 1) < MOST_ROUNDS else ("no",)
        for pick in picks:
            yield self._step(interview, Chose(self._survey.structure, number, pick))[0]

    def _answered(self, question: Question, interview: Interview, *, every: bool) -> Iterator[Interview]:
        """The interview after each answer worth trying; without `every`, after the first that is taken."""
        structure, went_on = self._survey.structure, False
        if not question.required:
            went_on = True
            yield self._step(interview, Chose(structure, question.place_number, "skip"))[0]
            if not every:
                return
        for value in self._answers[question.bare].values:
            values = tuple(value.split()) if question.closed else (value,)
            media = value if question.kind in MEDIA else ""
            after, refused = self._step(interview, Filled(structure, question.place_number, values, media=media))
            (self._found.refused if refused else self._found.taken).add(question.bare)
            if after.at != question.name:
                went_on = True
                yield after
                if not every:
                    return
        if not went_on:
            self._found.stuck.add(question.bare)

    def _note(self, index: int, interview: Interview) -> None:
        """What was reached and what was passed over on the way from the question at `index` to where the interview is now."""
        here, repeat = self._survey.asked(interview.at), another_of(self._survey, interview.at)
        end = here.index if here is not None else repeat.end - 1 if repeat is not None else len(self._survey.questions)
        way = _way(interview, self._survey)
        if here is not None:
            _shorter(self._found.ways, here.bare, way)
        time = here.time if here is not None else interview.rounds.get(repeat.name, 1) if repeat is not None else 1
        for bare in self._survey.questions[index + 1 : end + 1]:
            question = self._survey.timed(bare, max(1, time)) if bare.name in self._survey.repeat_of else bare
            if self._survey.conditions[bare.name]:
                holds = self._holds(question, interview)
                _shorter(self._found.ways if holds else self._found.passes, bare.name, way)
            elif not question.asks:
                _shorter(self._found.ways, bare.name, way)

    def _holds(self, question: Question, interview: Interview) -> bool:
        """Whether `question` is asked. How each condition turns out, its sections' first, is noted."""
        given, labels = seen_by(self._survey, question, interview, self._now), self._survey.labels(self._survey.language)
        holders: list[Question | Section] = [*self._survey.paths[question.index], question]
        for holder in holders:
            if holder.relevant is None:
                continue
            if not holder.relevant.truth(given, now=self._now, labels=labels):
                self._found.failed.add(_bare(holder))
                return False
            self._found.held.add(_bare(holder))
        return True

    def _wait(self, interview: Interview, waiting: dict[tuple[int, int, int], dict[object, Interview]]) -> None:
        """Put the interview with those at the same question; of those that no expression tells apart, the shortest stays."""
        here, repeat = self._survey.asked(interview.at), another_of(self._survey, interview.at)
        if here is None and repeat is None:
            return
        place = _place(here, repeat, interview, self._survey)
        told = (self._told(name, interview) for name, last in self._last_use.items() if last >= place[0])
        key = (*told, tuple(interview.rounds.items()))
        alike = waiting.setdefault(place, {})
        other = alike.get(key)
        if other is None or len(_way(interview, self._survey)) < len(_way(other, self._survey)):
            alike[key] = interview

    def _told(self, name: str, interview: Interview) -> str:
        """The answer to `name` as far as expressions can tell it from others; of a repeat, all that there are."""
        if name in self._survey.repeat_of:
            rounds = range(1, MOST_TIMES + 1)
            return "|".join(interview.answers[key].value for time in rounds if (key := f"{name}[{time}]") in interview.answers)
        value = interview.answers[name].value if name in interview.answers else ""
        apart = self._answers[name].told_apart if name in self._answers else None
        return value if apart is None or value in apart else ""


def _way(interview: Interview, survey: Survey) -> Way:
    """The answers that a person gave on the way."""
    asked = ((name, answer, survey.asked(name)) for name, answer in interview.answers.items())
    return tuple((name, answer.value) for name, answer, question in asked if question and question.asks and not answer.skipped)


def _bare(holder: Question | Section) -> str:
    return holder.bare if isinstance(holder, Question) else holder.name


def _place(here: Question | None, repeat: Section | None, interview: Interview, survey: Survey) -> tuple[int, int, int]:
    """How far the interview has come: what lies before is less. Within a repeat, that is where it begins, and the time round."""
    if repeat is not None:
        return repeat.first, interview.rounds.get(repeat.name, 1), repeat.end
    assert here is not None  # one of them is open
    home = survey.repeat_of.get(here.bare)
    return (here.index, 0, 0) if home is None else (home.first, here.time, here.index)


def _shorter(ways: dict[str, Way], name: str, way: Way) -> None:
    if name not in ways or len(way) < len(ways[name]):
        ways[name] = way


def _report(survey: Survey, answers: Mapping[str, Tries], found: _Found, unsure: list[str], *, whole: bool) -> Simulation:
    dead = [each.name for each in survey.questions if each.name not in found.ways and each.name not in unsure]
    certain = {name for name in dead if _proved(survey.by_name[name], survey, answers)}
    holders: tuple[Question | Section, ...] = (*survey.sections, *survey.questions)
    conditional = [each for each in holders if each.name in found.held - found.failed]
    constrained = [each.name for each in survey.questions if each.constraint is not None and each.name in found.taken]
    return Simulation(
        found.ways,
        found.passes,
        tuple(dead),
        frozenset(certain),
        tuple(each.name for each in conditional if not _is_unsure(each, survey, unsure)),
        tuple(name for name in survey.by_name if name in found.stuck),
        tuple(name for name in constrained if name not in found.refused),
        tuple(unsure),
        whole,
        found.steps,
    )


def _is_unsure(holder: Question | Section, survey: Survey, unsure: Collection[str]) -> bool:
    """Whether not all of it could be tried."""
    held = survey.questions[holder.first : holder.end] if isinstance(holder, Section) else (holder,)
    return any(each.name in unsure for each in held)


def _proved(question: Question, survey: Survey, answers: Mapping[str, Tries]) -> bool:
    """Whether every answer that could lead to `question` was tried."""
    cone = _cone(question, survey)
    return all(answers[name].all for name in cone if name in answers)
