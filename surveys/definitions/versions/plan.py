"""The migration map: what becomes, in a new version, of the answers of those who are mid-way. Derived, then decided by people.

It goes by the names of questions and choices. Whether other words still ask the same is nothing that a program can know: where a
label has changed, the map says `decide` until somebody has.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from surveys.definitions.model import Question, Survey, Texts, Version
from surveys.definitions.versions.history import History

Word = Literal["keep", "ask", "decide"]
# Of a question's fields, those that leave the meaning of an answer as it is. Another field that differs makes another question.
WORDS = ("label", "hint", "plain", "constraint_message", "required_message", "guidance_hint", "easy_read", "picture_alt")
SHOWN = ("picture", "bsl")  # and what is shown beside the words
RULES = ("required", "relevant", "constraint", "calculation", "choice_filter", "default", "or_other", "appearance")
SEEN_TO = ("name", "kind", "index", "number", "choices", "list_name", "place", "key", "added", "time", *WORDS, *SHOWN, *RULES)


@dataclass(frozen=True, slots=True)
class ChoiceFate:
    """What a choice of the new version is: `was` one of before, or, where `was` is empty, another one."""

    do: Word
    was: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a question of the new version: it is the one that `was` (keep), or is asked anew (ask).

    `choices` holds each of its choices by name, where it is kept and has any.
    """

    do: Word
    was: str = ""
    choices: Mapping[str, ChoiceFate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The map: a fate for every question of the new version, and the questions of the old one whose answers are kept `apart`.

    An answer kept apart stays stored under the version that asked, and counts for that version alone.
    """

    fates: Mapping[str, Fate]
    apart: frozenset[str] = frozenset()

    def undecided(self) -> Iterator[tuple[str, str]]:
        """What nobody has decided: (question, choice), or (question, "") for the question itself."""
        for name, fate in self.fates.items():
            if fate.do == "decide":
                yield name, ""
            yield from ((name, choice) for choice, each in fate.choices.items() if each.do == "decide")

    def assumed(self) -> "Plan":
        """The same, as if all that nobody has decided still asked what it asked."""
        return replace(self, fates={name: _assumed(fate) for name, fate in self.fates.items()})


def _assumed(fate: Fate) -> Fate:
    choices = {name: replace(each, do="keep") if each.do == "decide" else each for name, each in fate.choices.items()}
    return replace(fate, do="keep" if fate.do == "decide" else fate.do, choices=choices)


def derive(old: Survey, new: Survey, *, same: bool = False) -> Plan:
    """The map as far as a program can tell. With `same`, somebody has said that all changed words still ask the same."""
    return Plan({question.name: fate_of(old.by_name.get(question.name), question, same=same) for question in new.questions})


def fate_of(before: Question | None, now: Question, *, same: bool = False) -> Fate:
    """What becomes of a question that was called `before` and is now `now`, as far as a program can tell."""
    if before is None or not comparable(before, now):
        return Fate("ask")
    choices = {choice.name: _choice_fate(before, choice.name, choice.label, same=same) for choice in now.choices}
    reworded = now.asks and differ(before.label, now.label) and not same
    return Fate("decide" if reworded else "keep", before.name, choices)


def _choice_fate(before: Question, name: str, label: Texts, *, same: bool) -> ChoiceFate:
    earlier = before.choice(name)
    if earlier is None:
        return ChoiceFate("ask")
    return ChoiceFate("keep" if same or not differ(earlier.label, label) else "decide", name)


def differ(before: Texts, now: Texts) -> bool:
    """Whether words changed in a language that had some before; a translation that is new changes nothing that was asked."""
    return any(before[language] != now[language] for language in before if language in now)


def comparable(before: Question, now: Question) -> bool:
    """Whether an answer to the one can be an answer to the other: the same kind with the same parameters, or a wider one."""
    if not _widens(before, now):
        return False
    others = [each.name for each in fields(Question) if each.name not in SEEN_TO]
    return all(getattr(before, name) == getattr(now, name) for name in others)


_WRITTEN = ("integer", "decimal", "date", "time", "dateTime")  # stored as they are written, as text is


def _widens(before: Question, now: Question) -> bool:
    if before.kind == now.kind or (before.kind, now.kind) == ("integer", "decimal"):
        return True
    return now.kind == "text" and before.kind in _WRITTEN


def is_revision(old: Survey, new: Survey, plan: Plan) -> bool:
    """Whether only texts differ, and all of them ask what they asked before: then everybody has them at once."""
    return (
        _settings(old) == _settings(new)
        and len(old.questions) == len(new.questions)
        and all(
            _same_but_words(old_one, new_one, plan.fates[new_one.name])
            for old_one, new_one in zip(old.questions, new.questions, strict=True)
        )
    )


def _settings(survey: Survey) -> list[object]:
    """All that a survey says beside its questions and its words."""
    seen_to = ("title", "questions", "languages", "structure", "revision", "sections")
    others = [getattr(survey, each.name) for each in fields(Survey) if each.compare and each.name not in seen_to]
    return [*others, *(replace(section, label={}) for section in survey.sections)]


def _same_but_words(old: Question, new: Question, fate: Fate) -> bool:
    if fate.do == "ask" or fate.was != old.name or old.name != new.name or not comparable(old, new) or old.kind != new.kind:
        return False
    here = [(choice.name, choice.columns, fate.choices[choice.name].do != "ask") for choice in new.choices]
    return here == [(choice.name, choice.columns, True) for choice in old.choices] and all(
        getattr(old, rule) == getattr(new, rule) for rule in RULES
    )


def numbered(new: Survey, plan: Plan, history: History) -> Survey:
    """`new` as the version that comes after all of `history`, with its keys and codes.

    What is kept keeps them, and all else gets some that were never used. The plan is decided.
    """
    old = history.newest
    revision = is_revision(old, new, plan)
    version = Version(old.structure, old.revision + 1) if revision else Version(old.structure + 1, 1)
    free = 1 + max(key for survey in history.versions for key in survey.by_key)
    questions = []
    for question in new.questions:
        fate = plan.fates[question.name]
        if fate.do == "keep":
            before = old.by_name[fate.was]
            questions.append(replace(_coded(question, before, fate, history), key=before.key))
        else:
            questions.append(replace(question, key=free))
            free += 1
    return replace(new, questions=tuple(questions), structure=version.structure, revision=version.revision)


def _coded(question: Question, before: Question, fate: Fate, history: History) -> Question:
    if not question.choices:
        return question
    asked = (survey.by_key[before.key] for survey in history.versions if before.key in survey.by_key)
    free = 1 + max((choice.code for each in asked for choice in each.choices), default=0)
    choices = []
    for choice in question.choices:
        earlier = before.choice(fate.choices[choice.name].was)
        choices.append(replace(choice, code=earlier.code if earlier else free))
        free += not earlier
    return replace(question, choices=tuple(choices))
