"""The migration map as a file: small, in YAML, to be looked through and decided by an officer."""

from collections.abc import Iterator, Mapping
from typing import cast, get_args

import yaml

from surveys.definitions.model import Question, Survey, say
from surveys.definitions.outline import Entry, Findings, entries, items, nearest, read_outline, scalar
from surveys.definitions.versions.plan import ChoiceFate, Fate, Plan, Word, comparable, derive, fate_of

_HEAD = """\
# What becomes of the answers of those who are mid-way in '{name}'. What is not named here is kept as it is.
# keep: the same question in other words.  ask: another question, which is asked anew.
# A question that had another name: name: {{do: keep, was: the-old-name}}.  A choice that had: new-name: was old-name
survey: {name}
from: "{version}"
# Whose answers may be kept apart, under the version that asked them{gone}.
apart: [{apart}]
"""


def write_plan(old: Survey, new: Survey, plan: Plan) -> str:
    """The file that `read_plan` reads; comments say what stood there before and what stands there now."""
    kept = {fate.was for fate in plan.fates.values() if fate.do != "ask"}
    gone = ", ".join(each.name for each in old.questions if each.asks and each.name not in kept)
    head = _HEAD.format(
        name=new.name,
        version=old.version,
        gone=f" (no longer asked: {gone})" if gone else "",
        apart=", ".join(sorted(plan.apart)),
    )
    lines = [line for question in new.questions for line in _question(old, question, plan.fates[question.name])]
    return head + ("questions:\n" + "".join(f"  {line}\n" for line in lines) if lines else "")


def _question(old: Survey, question: Question, fate: Fate) -> Iterator[str]:
    """The lines for a question, none where it is kept just as it was."""
    before = old.by_name.get(fate.was)
    choices = list(_choices(before, question, fate)) if before is not None else []
    plainly = before is not None and before.name == question.name and fate_of(before, question).do == "keep"
    if plainly and fate.do == "keep" and not choices:
        return
    language = old.language
    if before is not None and say(before.label, language) != say(question.label, language):
        yield f"# was: {_flat(say(before.label, language))}"
        yield f"# now: {_flat(say(question.label, language))}"
    name = _key(question.name)
    if before is None:
        yield f"{name}: ask"
        return
    yield f"{name}:"
    yield f"  do: {fate.do}"
    if before.name != question.name:
        yield f"  was: {_key(before.name)}"
    if choices:
        yield "  choices:"
        yield from choices


def _choices(before: Question, question: Question, fate: Fate) -> Iterator[str]:
    derived = fate_of(before, question).choices
    for choice in question.choices if fate.choices else ():
        each = fate.choices[choice.name]
        was = before.choice(each.was)
        if each == derived[choice.name] and each.do == "keep":
            continue
        if each.do == "decide" and was is not None:
            yield f"    # was: {_flat(say(was.label, ''))}"
            yield f"    # now: {_flat(say(choice.label, ''))}"
        renamed = each.do == "keep" and was is not None
        yield f"    {_key(choice.name)}: {_key(f'was {each.was}') if renamed else each.do}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _key(name: str) -> str:
    """A name as YAML writes it: in quotes where it would be read as something else."""
    written: str = yaml.safe_dump(name, default_flow_style=True, width=1000)
    return written.split("\n", maxsplit=1)[0]


# ── back in ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_plan(data: bytes, file: str, old: Survey, new: Survey) -> Plan:
    """The map in `data`, from `old` to `new`. Raises DefinitionError with every fault found, each at its line."""
    findings = Findings(file)
    known = ("survey", "from", "apart", "questions")
    top = entries(read_outline(data, findings), findings, "the map", known=known)
    for key, expected in (("survey", new.name), ("from", str(old.version))):
        written = scalar(top.get(key), findings, key)
        if written != expected:
            remedy = "Have it written anew: leave this file out, and name one that is not there yet."
            line = top[key].line if key in top else 1
            findings.note("map-other", f"the map is for {key} '{written}', and this is '{expected}'", remedy, line=line)
    apart = frozenset(_apart(top.get("apart"), old, findings))
    fates = dict(derive(old, new).fates)
    lines = dict.fromkeys(fates, 0)
    for name, entry in (entries(top["questions"], findings, "questions") if "questions" in top else {}).items():
        if name not in fates:
            remedy = nearest(name, fates) or "Name a question of the new version; those that are gone need no line."
            findings.note("map-question", f"the new version has no question '{name}'", remedy, line=entry.line, question=name)
            continue
        fates[name] = _fate(entry, old, new.by_name[name], fates[name], findings)
        lines[name] = entry.line
    _check_twice(fates, lines, findings)
    findings.refuse()
    return Plan(fates, apart)


def _apart(entry: Entry | None, old: Survey, findings: Findings) -> Iterator[str]:
    for item in items(entry, findings, "apart"):
        name = scalar(item, findings, "a name")
        if name in old.by_name:
            yield name
        else:
            remedy = nearest(name, old.by_name) or "Name a question of the version before."
            findings.note("map-question", f"the version before has no question '{name}'", remedy, line=item.line, question=name)


def _fate(entry: Entry, old: Survey, question: Question, derived: Fate, findings: Findings) -> Fate:
    if isinstance(entry.node, yaml.MappingNode):
        keys = entries(entry, findings, f"'{question.name}'", known=("do", "was", "choices"), question=question.name)
    else:
        keys = {"do": entry}
    do = _word(keys.get("do", entry), findings, question.name)
    if do is None or do == "ask":
        return Fate("ask")
    was = scalar(keys.get("was"), findings, "was", question=question.name) or question.name
    before, line = old.by_name.get(was), keys.get("was", entry).line
    if before is None:
        remedy = nearest(was, old.by_name) or "Write 'ask', or 'was:' with the name that it had."
        findings.note("map-was", f"the version before has no question '{was}'", remedy, line=line, question=question.name)
        return derived
    if not comparable(before, question):
        remedy = "Write 'ask': it is asked anew, and what was answered is kept apart."
        what = f"answers to '{was}' cannot be answers to '{question.name}': it is of another type"
        findings.note("map-type", what, remedy, line=line, question=question.name)
        return derived
    choices = dict(fate_of(before, question).choices)
    if "choices" in keys:
        choices |= _read_choices(keys["choices"], before, question, findings)
    return Fate(do, was, choices)


def _read_choices(entry: Entry, before: Question, question: Question, findings: Findings) -> Mapping[str, ChoiceFate]:
    found: dict[str, ChoiceFate] = {}
    for name, each in entries(entry, findings, "choices", question=question.name).items():
        written = scalar(each, findings, "a choice", question=question.name)
        if question.choice(name) is None:
            remedy = nearest(name, [choice.name for choice in question.choices]) or "Name a choice of the new version."
            what = f"'{question.name}' has no choice '{name}'"
            findings.note("map-choice", what, remedy, line=each.line, question=question.name)
        elif written == "ask":
            found[name] = ChoiceFate("ask")
        else:
            was = written.removeprefix("was ") if written.startswith("was ") else name
            do = "keep" if written.startswith("was ") else _word(each, findings, question.name)
            if before.choice(was) is None:
                remedy = nearest(was, [choice.name for choice in before.choices]) or "Write 'ask': it is a new choice."
                what = f"'{before.name}' had no choice '{was}'"
                findings.note("map-choice", what, remedy, line=each.line, question=question.name)
            found[name] = ChoiceFate(do or "ask", was)
    return found


def _word(entry: Entry, findings: Findings, question: str) -> Word | None:
    written = scalar(entry, findings, "what becomes of it", question=question)
    if written in get_args(Word):
        return cast("Word", written)
    findings.note("map-word", f"'{written}' is nothing to do", "Write keep or ask.", line=entry.line, question=question)
    return None


def _check_twice(fates: Mapping[str, Fate], lines: Mapping[str, int], findings: Findings) -> None:
    """Answers cannot go to two questions, nor those of two choices become one: that would be another answer than was given."""
    holders: dict[str, str] = {}
    for name, fate in fates.items():
        if fate.do == "ask":
            continue
        other = holders.setdefault(fate.was, name)
        if other != name:
            remedy = f"Write 'ask' for one of them: what was answered can go to one only, '{other}' or '{name}'."
            line = lines[name] or lines[other]
            findings.note("map-twice", f"'{fate.was}' is kept as two questions", remedy, line=line, question=name)
        chosen: dict[str, str] = {}
        for choice, each in fate.choices.items():
            if each.do != "ask" and chosen.setdefault(each.was, choice) != choice:
                what = f"the choice '{each.was}' is kept as two choices, '{chosen[each.was]}' and '{choice}'"
                findings.note("map-twice", what, "Write 'ask' for one of them.", line=lines[name], question=name)
