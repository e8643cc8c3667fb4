"""How well answers are read: the labelled replies of this folder, scored as `held_out/README.md` says.

Development replies may be looked at one by one (`python -m benchmarks.answers misses`); held-out ones are only counted.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from surveys.definitions.model import Question, Survey
from surveys.definitions.reader import read_survey
from surveys.interviews.commands import command
from surveys.interviews.reading import Understood, read

FOLDER = Path(__file__).parent
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONLY_WHERE_ASKED = ("yes", "no", "done", "keep")  # commands only in answer to a question of the bot's own
ALWAYS = ("stop", "need_help", "forget")


@dataclass(frozen=True)
class Reply:
    """One labelled reply and what became of it. `truth` and `got` are a value, "ask", or "/command"."""

    kind: str
    says: str
    truth: str
    may_ask: bool
    got: str
    remark: str
    kept: str

    @property
    def right(self) -> bool:
        """The label, or asked again where that is allowed."""
        return self.got == self.truth or (self.got == "ask" and self.may_ask)

    @property
    def wrongly_accepted(self) -> bool:
        """A value put down that is not the label: somebody is recorded as saying what they did not say."""
        return not self.got.startswith("/") and self.got not in ("ask", self.truth)

    @property
    def needlessly_asked(self) -> bool:
        """Asked again although the label is a value."""
        return self.got == "ask" and not self.may_ask and self.truth != "ask" and not self.truth.startswith("/")


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
    got, kept = _taken(question, says)
    label = each.get("is")
    truth = f"/{each['command']}" if "command" in each else _value(question, says if label == "text" else label)
    return Reply(question.kind, says, truth, "ask" in each.get("also", ()), got, str(each.get("remark", "")), kept)


def _taken(question: Question, says: str) -> tuple[str, str]:
    """What the program does with it, as the engine would: a command, a value and its remark, or asking again."""
    called = command(says)
    choice = any(says.strip().casefold() == label.casefold() for each in question.choices for label in each.label.values())
    if called and called[0] not in ONLY_WHERE_ASKED and (called[0] in ALWAYS or not choice):
        return f"/{called[0]}", ""
    reading = read(question, says, language="en", today=TODAY)
    if not isinstance(reading, Understood):
        return "ask", ""
    rule = question.constraint
    if rule is not None and not rule.truth(lambda _: "", this=reading.value, now=NOW):
        return "ask", ""
    return _value(question, reading.value), reading.remark


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
    return f"{100 * share:5.2f} % ({100 * (middle - half):.2f} to {100 * (middle + half):.2f})"


def report(part: str) -> None:
    """Print the measures of one part, by kind of question."""
    every = list(replies(part))
    print(f"\n{part}: {len(every)} replies")
    print(f"{'kind':<16}{'replies':>8}   {'accuracy':<26}{'wrong acceptances':<26}{'needless re-asks':<26}")
    for kind in (*sorted({each.kind for each in every}), "all"):
        some = [each for each in every if kind in (each.kind, "all")]
        values = [each for each in some if each.truth != "ask" and not each.truth.startswith("/")]
        right = wilson(sum(each.right for each in some), len(some))
        wrong = wilson(sum(each.wrongly_accepted for each in some), len(some))
        asked = wilson(sum(each.needlessly_asked for each in values), len(values))
        print(f"{kind:<16}{len(some):>8}   {right:<26}{wrong:<26}{asked:<26}")
    commands = [each for each in every if each.truth.startswith("/")]
    missed = sum(not each.right for each in commands)
    invented = sum(each.got.startswith("/") and each.got != each.truth for each in every)
    remarks = [each for each in every if each.remark and each.got == each.truth]
    print(f"commands missed: {wilson(missed, len(commands))}; invented: {wilson(invented, len(every) - len(commands))}")
    print(f"remarks kept, where the value was right: {wilson(sum(bool(each.kept) for each in remarks), len(remarks))}")


def misses() -> None:
    """Print what went wrong in the development part, worst first."""
    every = list(replies("development"))
    wrong = [each for each in every if each.wrongly_accepted]
    other = [each for each in every if not each.right and not each.wrongly_accepted]
    for title, some in (("wrongly accepted", wrong), ("other misses", other)):
        print(f"\n── {title}: {len(some)}")
        for each in some:
            print(f"{each.kind:<16} {each.says[:90]!r}: {each.truth} → {each.got}")


def main() -> None:
    """Print the figures of both parts, or with `misses` the development part's misses."""
    if "misses" in sys.argv:
        misses()
        return
    report("development")
    report("held_out")
