"""Answers that a survey suggests: read from its column `default`, and held against what its question takes.

Source: https://xlsform.org/en/#default; that what calls a function or refers to an answer is worked out: pyxform.
"""

import re
from datetime import datetime
from typing import assert_never

from surveys.definitions.expressions import compile_expression
from surveys.definitions.model import Default, Question
from surveys.definitions.values import read_moment, read_time
from surveys.errors import Place

_WORKED_OUT = re.compile(r"\$\{|[A-Za-z][A-Za-z0-9_.:-]*\(")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def is_worked_out(written: str) -> bool:
    """Whether a default is an expression, and not the answer itself."""
    return bool(_WORKED_OUT.search(written))


def read_default(written: str, question: Question, place: Place) -> Default | None:
    """What `written` suggests as an answer to `question`; None where it is no answer to it. DefinitionError as expressions."""
    if is_worked_out(written) or (
        question.kind in ("integer", "decimal", "range", "date", "dateTime", "time") and not is_answer(question, written)
    ):
        return Default(written, compile_expression(written, place))
    return Default(written) if is_answer(question, written) else None


def is_answer(question: Question, value: str) -> bool:
    """Whether `value`, as XForms writes it, may be an answer to `question`, whatever its constraint says."""
    match question.kind:
        case "select_one":
            return question.choice(value) is not None
        case "select_multiple":
            return bool(value) and all(question.choice(name) is not None for name in value.split())
        case "integer":
            return bool(_WHOLE.fullmatch(value))
        case "decimal":
            return bool(_NUMBER.fullmatch(value))
        case "range":
            return question.scale is not None and question.scale.code(value) > 0
        case "date":
            moment = read_moment(value)
            return moment is not None and not isinstance(moment, datetime)
        case "dateTime":
            return isinstance(read_moment(value), datetime)
        case "time":
            return read_time(value) is not None
        case "rank":
            return sorted(value.split()) == sorted(choice.name for choice in question.choices)
        case "text":
            return bool(value.strip())
        case "acknowledge" | "geopoint" | "image" | "audio" | "video" | "file" | "note" | "calculate":
            return False
        case _:
            assert_never(question.kind)
