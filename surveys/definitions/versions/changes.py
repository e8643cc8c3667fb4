"""What is different in a new version of a survey, told one by one, in the order of the new version."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from typing import Literal

from surveys.definitions.expressions import Expression
from surveys.definitions.model import Default, Question, Section, Survey, Texts
from surveys.definitions.versions.plan import RULES, SEEN_TO, SHOWN, WORDS, Plan, comparable
from surveys.errors import Fault, Place

What = Literal[
    "title", "languages", "text", "added", "dropped", "moved", "renamed", "another", "type", "rule",
    "choice_text", "choice_added", "choice_dropped", "choice_moved", "choice_renamed", "choice_another",
    "choice_columns", "section",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of the question `question`, in its choice `choice`, in the text or the rule `part`, in `language`.

    `before` and `after` are what stood and stands there, "" for nothing. `place` is where it stands in the new file.
    """

    what: What
    question: str = ""
    choice: str = ""
    part: str = ""
    language: str = ""
    before: str = ""
    after: str = ""
    place: Place = field(default_factory=Place, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation that was left as it was when the text that it translates was changed."""

    question: str
    part: str
    language: str
    before: str
    after: str
    translation: str
    place: Place


def compare(old: Survey, new: Survey, plan: Plan) -> tuple[Change, ...]:
    """Every difference between two versions. `plan` says which question of the one is which of the other."""
    found = [*_texts("title", "", "", "title", old.title, new.title, Place())]
    if old.languages != new.languages:
        found.append(Change("languages", before=", ".join(old.languages), after=", ".join(new.languages)))
    found += _sections(old, new)
    pairs = kept_pairs(old, new, plan)
    moved = _moved([before.name for before, _ in pairs.values()], [each.name for each in old.questions])
    for question in new.questions:
        if question.name not in pairs:
            found.append(_not_kept(old, question))
        else:
            before, now = pairs[question.name]
            if before.name != now.name:
                found.append(Change("renamed", now.name, before=before.name, after=now.name, place=now.place))
            if before.name in moved:
                found.append(Change("moved", now.name, before=_spot(before), after=_spot(now), place=now.place))
            found += _question(before, now, plan)
    gone = {each.name for each in old.questions} - {before.name for before, _ in pairs.values()}
    taken = {change.question for change in found if change.what in ("another", "type")}
    found += [Change("dropped", each.name, before=_first(each.label)) for each in old.questions if each.name in gone - taken]
    return tuple(found)


def _sections(old: Survey, new: Survey) -> Iterator[Change]:
    """The groups: their headings are words; what stands in them, and when it is asked, is structure."""
    before, now = {each.name: each for each in old.sections}, {each.name: each for each in new.sections}
    for name in (*before, *(each for each in now if each not in before)):
        was, stands = before.get(name), now.get(name)
        if was is not None and stands is not None:
            yield from _texts("text", "", "", f"heading of {name}", was.label, stands.label, stands.place)
        told = [_held(old, was) if was else "", _held(new, stands) if stands else ""]
        if told[0] != told[1]:
            yield Change("section", part=name, before=told[0], after=told[1], place=stands.place if stands else Place())


def _held(survey: Survey, section: Section) -> str:
    names = " ".join(question.name for question in survey.questions[section.first : section.end])
    told = [f"if {section.relevant.source}"] if section.relevant else []
    told += ["several times"] if section.repeats else []
    told += [f"as often as {section.count.source}"] if section.count else []
    return "; ".join([names, *told, *([f"appearance {section.appearance}"] if section.appearance else [])])


def kept_pairs(old: Survey, new: Survey, plan: Plan) -> dict[str, tuple[Question, Question]]:
    """Each question of the new version that is one of the old, or may be, with that one; by its new name."""
    fates = {name: fate for name, fate in plan.fates.items() if fate.do != "ask"}
    return {name: (old.by_name[fate.was], new.by_name[name]) for name, fate in fates.items()}


def _not_kept(old: Survey, question: Question) -> Change:
    before = old.by_name.get(question.name)
    if before is None:
        return Change("added", question.name, after=_first(question.label), place=question.place)
    if comparable(before, question):
        return Change("another", question.name, before=_first(before.label), after=_first(question.label), place=question.place)
    return Change("type", question.name, before=_kind(before), after=_kind(question), place=question.place)


def _kind(question: Question) -> str:
    """The kind with its parameters, whichever fields those are."""
    others = [each.name for each in fields(Question) if each.name not in SEEN_TO]
    told = [f"{name}={getattr(question, name)}" for name in others if getattr(question, name)]
    return " ".join([question.kind, *told])


def _spot(question: Question) -> str:
    return f"question {question.number}" if question.number else f"place {question.index + 1}"


def _moved(now: list[str], before: list[str]) -> set[str]:
    stayed = [name for name in before if name in now]
    blocks = SequenceMatcher(None, stayed, now, autojunk=False).get_matching_blocks()
    return set(now) - {name for block in blocks for name in now[block.b : block.b + block.size]}


def _question(before: Question, now: Question, plan: Plan) -> Iterator[Change]:
    if before.kind != now.kind:
        yield Change("type", now.name, before=_kind(before), after=_kind(now), place=now.place)
    for part in WORDS:
        yield from _texts("text", now.name, "", part, getattr(before, part), getattr(now, part), now.place)
    for part in SHOWN:
        if getattr(before, part) != getattr(now, part):
            yield Change("text", now.name, part=part, before=getattr(before, part), after=getattr(now, part), place=now.place)
    for part in RULES:
        was, stands = getattr(before, part), getattr(now, part)
        if was != stands:
            yield Change("rule", now.name, part=part, before=_rule(was), after=_rule(stands), place=now.place)
    yield from _choices(before, now, plan)


def _rule(rule: Expression | Default | str | bool | None) -> str:
    if isinstance(rule, Expression | Default):
        return rule.source
    return rule if isinstance(rule, str) else {True: "yes", False: "no", None: ""}[rule]


def _choices(before: Question, now: Question, plan: Plan) -> Iterator[Change]:
    fates = plan.fates[now.name].choices
    kept = [fates[choice.name].was for choice in now.choices if fates[choice.name].was]
    moved = _moved(kept, [choice.name for choice in before.choices])
    for choice in now.choices:
        place, was = now.place, before.choice(fates[choice.name].was)
        if was is None:
            what: What = "choice_another" if before.choice(choice.name) else "choice_added"
            yield Change(what, now.name, choice.name, after=_first(choice.label), place=place)
            continue
        if was.name != choice.name:
            yield Change("choice_renamed", now.name, choice.name, before=was.name, after=choice.name, place=place)
        if was.name in moved:
            yield Change("choice_moved", now.name, choice.name, place=place)
        if was.columns != choice.columns:
            written = [" ".join(f"{key}={value}" for key, value in each.columns.items()) for each in (was, choice)]
            yield Change("choice_columns", now.name, choice.name, before=written[0], after=written[1], place=place)
        yield from _texts("choice_text", now.name, choice.name, "label", was.label, choice.label, place)
        yield from _texts("choice_text", now.name, choice.name, "easy_read", was.easy_read, choice.easy_read, place)
        if was.picture != choice.picture:
            yield Change("choice_text", now.name, choice.name, "picture", "", was.picture, choice.picture, place)
    for choice in before.choices:
        if choice.name not in kept and not now.choice(choice.name):
            yield Change("choice_dropped", now.name, choice.name, before=_first(choice.label), place=now.place)


def _texts(what: What, question: str, choice: str, part: str, old: Texts, new: Texts, place: Place) -> Iterator[Change]:
    for language in (*old, *(each for each in new if each not in old)):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(what, question, choice, part, language, before, after, place)


def _first(texts: Texts) -> str:
    return next(iter(texts.values()), "")


# ── translations ────────────────────────────────────────────────────────────────────────────────────────────────────────


def stale(old: Survey, new: Survey, plan: Plan) -> tuple[Stale, ...]:
    """Every translation that was left as it was although the text in the language written first has changed."""
    found = [*_stale("", "title", old.title, new.title, new.language, Place())]
    for before, now in kept_pairs(old, new, plan).values():
        for part in WORDS:
            found += _stale(now.name, part, getattr(before, part), getattr(now, part), new.language, now.place)
        for choice in now.choices:
            was = before.choice(plan.fates[now.name].choices[choice.name].was)
            if was is not None:
                found += _stale(now.name, f"choice '{choice.name}'", was.label, choice.label, new.language, now.place)
    return tuple(found)


def _stale(question: str, part: str, old: Texts, new: Texts, first: str, place: Place) -> Iterator[Stale]:
    before, after = old.get(first, ""), new.get(first, "")
    if not before or not after or before == after:
        return
    for language, translation in new.items():
        if language != first and old.get(language) == translation:
            yield Stale(question, part, language, before, after, translation, place)


def stale_faults(found: Iterable[Stale]) -> tuple[Fault, ...]:
    """What authors are told of translations that were left behind."""
    return tuple(
        Fault(
            "translation-stale",
            f"the {each.part} was “{each.before}” and is “{each.after}”; in '{each.language}' it still is “{each.translation}”",
            f"Translate it into '{each.language}' again, or say that the translation still fits.",
            each.place,
        )
        for each in found
    )


# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of(change: Change) -> str:
    return "" if change.part == "label" else f"the {change.part.replace('_', ' ')} of "


def _in(language: str) -> str:
    return f" ({language})" if language else ""


_TOLD: Mapping[What, Callable[[Change], str]] = {
    "title": lambda it: f"the title ({it.language}) is “{it.after}”, was “{it.before}”",
    "languages": lambda it: f"the languages are {it.after}, were {it.before}",
    "text": lambda it: f"the {it.part.replace('_', ' ')}{_in(it.language)} is “{it.after}”, was “{it.before}”",
    "added": lambda it: f"new: “{it.after}”",
    "dropped": lambda it: f"no longer asked: “{it.before}”",
    "moved": lambda it: f"moved: {it.after}, was {it.before}",
    "renamed": lambda it: f"renamed, was {it.before}",
    "another": lambda it: f"another question under the same name: “{it.after}”, was “{it.before}”",
    "type": lambda it: f"its type is {it.after}, was {it.before}",
    "rule": lambda it: f"{it.part} is {it.after or 'nothing'}, was {it.before or 'nothing'}",
    "choice_text": lambda it: f"{_of(it)}the choice {it.choice}{_in(it.language)} is “{it.after}”, was “{it.before}”",
    "choice_added": lambda it: f"a new choice {it.choice}: “{it.after}”",
    "choice_dropped": lambda it: f"the choice {it.choice} is gone: “{it.before}”",
    "choice_moved": lambda it: f"the choice {it.choice} stands elsewhere",
    "choice_renamed": lambda it: f"the choice {it.choice} was called {it.before}",
    "choice_columns": lambda it: f"beside the choice {it.choice} stands {it.after or 'nothing'}, was {it.before or 'nothing'}",
    "section": lambda it: f"the group {it.part}: {it.after or 'is gone'}, was {it.before or 'not there'}",
    "choice_another": lambda it: f"another choice under the same name {it.choice}: “{it.after}”",
}


def told(change: Change) -> str:
    """A change in a few words, for officers; which question it is about stands beside it."""
    return _TOLD[change.what](change)
