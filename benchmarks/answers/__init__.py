"""How well answers are read: the labelled replies of this folder, scored as `held_out/README.md` says.

Development replies may be looked at one by one (`python -m benchmarks.answers misses`); held-out ones are only counted.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path
from typing import Any, Literal

import yaml

from surveys.definitions.model import Question, Survey
from surveys.definitions.reader import read_survey
from surveys.interviews.commands import command
from surveys.interviews.reading import Unclear, Understood, read

FOLDER = Path(__file__).parent
DEVELOPMENT = ("development", "former_held_out", "other_voices")
HELD_OUT = "held_out"
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONLY_WHERE_ASKED = ("yes", "no", "done", "keep")  # commands only in answer to a question of the bot's own
ALWAYS = ("stop", "need_help", "forget")

Outcome = Literal["accepted", "asked whether", "asked", "command"]
ASKED: tuple[Outcome, str, str] = ("asked", "ask", "")


@dataclass(frozen=True)
class Reply:
    """One labelled reply and what became of it. `truth` is a value, "ask", or "/command"; so is `got`, with what was guessed."""

    kind: str
    says: str
    truth: str
    may_ask: bool
    outcome: Outcome
    got: str
    remark: str
    kept: str

    @property
    def valued(self) -> bool:
        """Whether the label is an answer."""
        return self.truth != "ask" and not self.truth.startswith("/")

    @property
    def understood(self) -> bool:
        """The label was accepted, or taken as a command, or it was asked whether it was meant."""
        return self.got == self.truth and self.truth != "ask"

    @property
    def right(self) -> bool:
        """Understood, or asked in either way where that is allowed."""
        return self.understood or (self.outcome in ("asked", "asked whether") and (self.may_ask or self.truth == "ask"))

    @property
    def wrongly_accepted(self) -> bool:
        """A value put down that is not the label: somebody is recorded as saying what they did not say."""
        return self.outcome == "accepted" and self.got != self.truth

    @property
    def needlessly_asked(self) -> bool:
        """Asked again, or whether something else was meant, although the label is a value."""
        return self.valued and not self.right and self.outcome in ("asked", "asked whether")

    @property
    def confirmed(self) -> bool:
        """Asked whether the label was meant."""
        return self.outcome == "asked whether" and self.got == self.truth


def replies(part: str) -> Iterator[Reply]:
    """Every reply of one part, read."""
    for path in sorted((FOLDER / part).glob("*.yaml")):
        sheet = yaml.safe_load(path.read_bytes())
        for question in sheet["questions"]["questions"]:
            if "constraint" in question:  # its words play no part here
                question.setdefault("constraint_message", dict.fromkeys(question["label"], "That does not fit."))
        survey = read_survey(yaml.safe_dump(sheet["questions"], allow_unicode=True, sort_keys=False).encode(), path.name)
        for each in sheet["replies"]:
            yield _scored(survey, each)


def _scored(survey: Survey, each: dict[str, Any]) -> Reply:
    question, says = survey.by_name[each["q"]], str(each["says"])
    outcome, got, kept = _taken(question, says)
    label = each.get("is")
    truth = (
        f"/{each['command']}"
        if "command" in each
        else _value(question, says if label == "text" and question.kind == "text" else label)
    )
    return Reply(question.kind, says, truth, "ask" in each.get("also", ()), outcome, got, str(each.get("remark", "")), kept)


def _taken(question: Question, says: str) -> tuple[Outcome, str, str]:
    """What the program does with it, as the engine would: a command, a value and its remark, or asking."""
    called = command(says)
    choice = any(says.strip().casefold() == label.casefold() for each in question.choices for label in each.label.values())
    if called and called[0] not in ONLY_WHERE_ASKED and (called[0] in ALWAYS or not choice):
        return "command", f"/{called[0]}", ""
    reading = read(question, says, language="en", today=TODAY)
    if isinstance(reading, Unclear):
        return ASKED
    rule = question.constraint
    if rule is not None and not rule.truth(lambda _: "", this=reading.value, now=NOW):
        return ASKED
    outcome: Outcome = "accepted" if isinstance(reading, Understood) else "asked whether"
    return outcome, _value(question, reading.value), reading.remark


def _value(question: Question, value: object) -> str:
    """A value in the one form in which two of them are compared."""
    if isinstance(value, list):
        return " ".join(sorted(map(str, value)))
    text = str(value).strip()
    if text == "ask":
        return text
    if question.kind == "select_multiple":
        return " ".join(sorted(text.split()))
    if question.kind in ("integer", "decimal"):
        return f"{float(text):g}"
    return text


def wilson(hits: int, total: int) -> str:
    """A share with its 95 % Wilson interval, in per cent."""
    if not total:
        return "–"
    share, z = hits / total, 1.96
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    low = max(100 * (middle - half), 0)
    return f"{100 * share:.2f} % ({low:.2f} to {100 * (middle + half):.2f})"


def report(part: str) -> None:
    """Print the measures of one part, by type of question."""
    every = list(replies(part))
    print(f"\n{part}: {len(every)} replies")
    if not every:
        return
    heads = ("accuracy", "wrong acceptances", "needless re-asks", "confirmations")
    print(f"{'type':<16}{'replies':>8}   {''.join(f'{head:<27}' for head in heads)}".rstrip())
    for kind in (*sorted({each.kind for each in every}), "all"):
        some = [each for each in every if kind in (each.kind, "all")]
        values = [each for each in some if each.valued]
        cells = (
            wilson(sum(each.right for each in some), len(some)),
            wilson(sum(each.wrongly_accepted for each in some), len(some)),
            wilson(sum(each.needlessly_asked for each in values), len(values)),
            wilson(sum(each.confirmed for each in values), len(values)),
        )
        print(f"{kind:<16}{len(some):>8}   {''.join(f'{cell:<27}' for cell in cells)}".rstrip())
    _report_beside(every)


def _report_beside(every: Sequence[Reply]) -> None:
    sayable = [each for each in every if each.truth != "ask"]
    read_at_once = sum(each.understood and not each.confirmed for each in sayable)
    print(f"read at once: {wilson(read_at_once, len(sayable))}")
    whether = [each for each in every if each.outcome == "asked whether"]
    print(f"asked whether: {wilson(len(whether), len(every))} of all; the guess was right in {_share(whether)}")
    commands = [each for each in every if each.truth.startswith("/")]
    missed = sum(not each.right for each in commands)
    invented = sum(each.got.startswith("/") and each.got != each.truth for each in every)
    print(f"commands missed: {wilson(missed, len(commands))}; invented: {wilson(invented, len(every) - len(commands))}")
    remarks = [each for each in every if each.remark and each.understood]
    print(f"remarks kept, where the value was right: {wilson(sum(bool(each.kept) for each in remarks), len(remarks))}")


def _share(whether: Sequence[Reply]) -> str:
    return f"{sum(each.confirmed for each in whether)} of {len(whether)}"


def misses(part: str) -> None:
    """Print what went wrong in a development part, worst first."""
    every = list(replies(part))
    wrong = [each for each in every if each.wrongly_accepted]
    asked = [each for each in every if each.needlessly_asked]
    other = [each for each in every if not each.right and not each.wrongly_accepted and not each.needlessly_asked]
    whether = [each for each in every if each.outcome == "asked whether" and each.right]
    named = (("wrongly accepted", wrong), ("needlessly asked", asked), ("other misses", other), ("asked whether", whether))
    for title, some in named:
        print(f"\n── {part}, {title}: {len(some)}")
        for each in some:
            print(f"{each.kind:<16} {each.says[:90]!r}: {each.truth} → {each.outcome} {each.got}")


def main() -> None:
    """Print the figures of every part, or with `misses` what went wrong in the development parts, or in those named."""
    names = [name for name in sys.argv[1:] if name in DEVELOPMENT]
    if "misses" in sys.argv:
        for part in names or DEVELOPMENT:
            misses(part)
        return
    for part in names or (*DEVELOPMENT, HELD_OUT):
        report(part)
