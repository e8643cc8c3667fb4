"""Surveys to check, made of a few words."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.errors import Fault

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "I don't know")
YES_NO = ("Yes", "No", "I don't know")

Rule = Callable[[Survey], Iterable[Fault]]


def asked(label: object, kind: str = "text", choices: Iterable[object] = (), **parts: object) -> dict[str, object]:
    """A question as `surveyed` takes it: a text, or one of these choices."""
    picks = list(choices)
    if picks and not kind.startswith(("select", "rank")):
        kind = "select_one"
    return {"label": label, "type": kind, "picks": picks, **parts}


def surveyed(*questions: Mapping[str, Any], languages: Iterable[str] = ("en",)) -> Survey:
    """A survey of these questions, called q1, q2 and so on where they have no name; read as any file is."""
    lists: dict[str, object] = {}
    rows = []
    for number, question in enumerate(questions, start=1):
        row = {"name": f"q{number}", **question}
        picks = row.pop("picks")
        if picks:
            lists[f"list{number}"] = {f"c{at}": pick for at, pick in enumerate(picks, start=1)}
            row["type"] = f"{row['type']} list{number}"
        rows.append(row)
    tags = list(languages)
    survey = {"survey": "s", "title": dict.fromkeys(tags, "T"), "languages": tags, "questions": rows}
    return read_survey(json.dumps(survey | ({"choices": lists} if lists else {}), ensure_ascii=False).encode(), "s.yaml")


def codes(faults: Iterable[Fault]) -> list[str]:
    """What was found, by its codes; every finding says why, what to do and, where it is about a question, its line."""
    found = list(faults)
    for fault in found:
        assert fault.what
        assert fault.remedy
        assert not fault.place.question or fault.place.line
    return [fault.code for fault in found]
