"""Surveys of every shape that can be held today, full of what goes wrong in files, for round trips."""

from dataclasses import replace
from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st

from surveys.definitions.defaults import read_default
from surveys.definitions.expressions import Expression, compile_expression
from surveys.definitions.model import Choice, Default, Kind, Question, Scale, Section, Survey, Texts
from surveys.definitions.others import ask_other, with_other
from surveys.definitions.outline import UNPRINTABLE
from surveys.definitions.pipes import names_in
from surveys.errors import Place

NASTY = (
    *("=1+1", "@SUM(A1)", "+44 20", "-x", "＝1", "'quoted'", '"double"', "it's", "“curly” ‘quotes’", "100 %"),
    *(
        "two\nlines",
        "a\n   hanging\n\nparagraph",
        "a\rreturn",
        "a\r\nboth",
        "a\ttab",
        "no-break\xa0space",
        "next\x85line",
        "l\u2028s",
    ),
    *(
        "| pipe",
        "a \\| b",
        "\\",
        "back\\\nslash",
        "a\\\rb",
        "<br>",
        "\\<br>",
        "<br/>",
        "&#13;",
        "\\&#13;",
        "&amp;",
        "---",
        "# no comment",
    ),
    *(
        "_x000D_",
        "_x005F_",
        "_x0041_x0042_",
        "null",
        "~",
        "yes",
        "1.0",
        "2010-08-16",
        "- item",
        "a: b",
        "a #b",
        "*a",
        "!b",
        "&c",
        "{a}",
    ),
    *("👩🏽‍🦱", "مرحبا بالعالم", "\u200fשלום\u200e", "বাংলা", "e\u0301", "\ufffd", "\U0001f600" * 3),
)
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,12}", fullmatch=True)
CHOICE_NAMES = st.from_regex(r"[A-Za-z0-9_.-]{1,12}", fullmatch=True)
PICTURES = st.sampled_from(["", "scales.png", "pictures/The_Two-Hands.JPG"])
LANGUAGES = ("en", "cy", "ar", "zh-Hant", "pl", "xx")


def _held(text: str) -> str:
    return UNPRINTABLE.sub("", text).replace("${", "$ {").strip()


words = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30).map(_held).filter(bool),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("\n".join).map(_held),
)


@st.composite
def _scales(draw: st.DrawFn) -> Scale:
    start, step = (draw(st.decimals(-99, 99, places=draw(st.integers(0, 3)))) for _ in range(2))
    step = step or Decimal(1)
    return Scale(start, start + step * draw(st.integers(1, 500)), step)


scales = _scales()


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Any survey that a file may hold: its texts are in each language, and nothing is around them."""
    languages = tuple(draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)))
    lists = [_choices(draw, languages) for _ in range(draw(st.integers(1, 3)))]
    questions: list[Question] = []
    asked = 0
    for name in draw(st.lists(NAMES, min_size=1, max_size=5, unique=True)):
        kind = draw(st.sampled_from(KINDS if asked else [kind for kind in KINDS if kind not in ("note", "calculate")]))
        number = asked + 1 if kind not in ("note", "calculate") else 0
        asked = number or asked
        choices, list_name = draw(st.sampled_from(lists)) if kind.startswith("select") or kind == "rank" else ((), "")
        bare = Question(name, kind, len(questions), number, {})
        question = _question(draw, languages, questions, bare, choices, list_name)
        questions.append(_more(draw, languages, questions, question))
        if questions[-1].or_other:
            questions.append(ask_other(questions[-1], languages, Place()))
            asked += 1
    name = draw(st.from_regex("[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True))
    sections, tried_by = _sections(draw, languages, questions), draw(st.sampled_from(["", "Speak Up, 3 March 2026"]))
    return Survey(name, _texts(draw, languages), tuple(questions), languages, sections=sections, tried_by=tried_by)


def _sections(draw: st.DrawFn, languages: tuple[str, ...], questions: list[Question]) -> tuple[Section, ...]:
    """A section, and perhaps one in it, or one after it."""
    sections: list[Section] = []
    repeated: set[str] = set()
    first, end = 0, len(questions)
    while first < end and len(sections) < 3 and draw(st.booleans()):
        # what or_other adds stays with its question
        between = [at for at in range(first, end + 1) if at == len(questions) or not questions[at].added]
        first = draw(st.sampled_from(between[:-1]))
        last = draw(st.sampled_from([at for at in between if at > first]))
        known = [question.name for question in questions[:first] if question.kind != "note" and question.name not in repeated]
        answers = [f"${{{name}}}" for name in known]
        label = _texts(draw, languages) if draw(st.booleans()) else {}
        relevant = _expression(draw, answers) if draw(st.booleans()) else None
        within = {question.name for question in questions[first:last]}
        outside = [question for question in questions if question.name not in within]
        apart = not repeated & within and not any(within & _named(question) for question in outside)
        repeats = apart and draw(st.booleans())
        count = _expression(draw, answers) if repeats and draw(st.booleans()) else None
        repeated |= within if repeats else set()
        name, look = f"section-{len(sections)}", draw(st.sampled_from(["", "field-list"]))
        sections.append(Section(name, first, last, label, relevant, look, "repeat" if repeats else "group", count))
        first, end = (first, last) if draw(st.booleans()) else (last, len(questions))
    return tuple(sections)


def _named(question: Question) -> set[str]:
    """The questions that `question` refers to, in its expressions and its texts."""
    default = question.default.expression if question.default else None
    rules = (question.relevant, question.constraint, question.calculation, question.choice_filter, default)
    return {name for rule in rules if rule for name in rule.names} | {
        n for texts in question.texts.values() for n in names_in(texts)
    }


def _texts(draw: st.DrawFn, languages: tuple[str, ...]) -> Texts:
    return {language: draw(words) for language in languages}


def _choices(draw: st.DrawFn, languages: tuple[str, ...]) -> tuple[tuple[Choice, ...], str]:
    names = draw(st.lists(CHOICE_NAMES, min_size=1, max_size=4, unique=True))
    made = [
        Choice(
            name,
            code,
            {language: f"{draw(words)} ({code})" for language in languages},
            _columns(draw),
            easy_read=_texts(draw, languages) if draw(st.booleans()) else {},
            picture=draw(PICTURES),
        )
        for code, name in enumerate(names, 1)
    ]
    return tuple(made), draw(st.sampled_from(["", "list", "yes", "1"]))


def _columns(draw: st.DrawFn) -> dict[str, str]:
    return draw(st.dictionaries(st.sampled_from(["county", "District", "a.b-c", "_x"]), words, max_size=2))


def _more(draw: st.DrawFn, languages: tuple[str, ...], before: list[Question], question: Question) -> Question:
    """What not every question has: suggestions, filters, answers in texts, an "other"."""
    answers = [f"${{{each.name}}}" for each in before if each.kind != "note"]
    asks, closed = question.asks, question.kind in ("select_one", "select_multiple")

    def maybe(wanted: bool) -> Texts:
        about = draw(st.sampled_from(["", *(f" {answer}" for answer in answers)]))
        texts = _texts(draw, languages) if wanted and draw(st.booleans()) else {}
        return {language: f"{text}{about}" for language, text in texts.items()}

    columns = sorted({column for choice in question.choices for column in choice.columns} | {"name"})
    rules = [f"string-length({column}) != 3" for column in columns]
    rules += [f"contains({columns[0]}, {answer})" for answer in answers]
    rule = draw(st.sampled_from(rules)) if closed and draw(st.booleans()) else ""
    other = closed and not rule and draw(st.booleans())
    return replace(
        question,
        hint=question.hint and maybe(True),
        required_message=maybe(asks),
        guidance_hint=maybe(question.kind != "calculate"),
        appearance=draw(st.sampled_from(["", "minimal", "w1 multiline"])),
        choices=with_other(question.choices, languages) if other else question.choices,
        or_other=other,
        choice_filter=compile_expression(rule, columns=columns) if rule else None,
        default=_default(draw, question, answers) if asks and draw(st.booleans()) else None,
    )


def _default(draw: st.DrawFn, question: Question, answers: list[str]) -> Default | None:
    worked_out = [f"string({answer})" for answer in answers]
    plain: list[str] = {"text": ["x", "“y” 2", "1 + 1"], "integer": ["-3"], "decimal": ["2.50"], "date": ["2010-08-16"]}.get(
        question.kind, []
    )
    plain += [choice.name for choice in question.choices]
    chosen = draw(st.sampled_from([*plain, *worked_out])) if plain or worked_out else ""
    return read_default(chosen, question, Place()) if chosen and question.kind != "acknowledge" else None


def _question(
    draw: st.DrawFn,
    languages: tuple[str, ...],
    before: list[Question],
    bare: Question,
    choices: tuple[Choice, ...],
    list_name: str,
) -> Question:
    asks, works_out = bare.asks, bare.kind == "calculate"
    answers = [f"${{{question.name}}}" for question in before if question.kind != "note"]
    constrained = asks and draw(st.booleans())

    def maybe(wanted: bool) -> Texts:
        return _texts(draw, languages) if wanted and draw(st.booleans()) else {}

    return Question(
        bare.name,
        bare.kind,
        bare.index,
        bare.number,
        maybe(True) if works_out else _texts(draw, languages),
        maybe(not works_out),
        maybe(not works_out),
        choices,
        asks and draw(st.booleans()),
        _expression(draw, answers) if draw(st.booleans()) else None,
        _expression(draw, [".", *answers]) if constrained else None,
        _texts(draw, languages) if constrained else {},
        _expression(draw, answers) if works_out else None,
        draw(scales) if bare.kind == "range" else None,
        list_name,
        easy_read=maybe(not works_out),
        picture="" if works_out else draw(PICTURES),
        picture_alt=maybe(not works_out),
        bsl=draw(st.sampled_from(["", "https://films.example/watch?v=1&t=2"])) if not works_out else "",
    )


def _expression(draw: st.DrawFn, answers: list[str]) -> Expression | None:
    """An expression about one of `answers`, full of what a spreadsheet might mend; None where there are none."""
    if not answers:
        return None
    about, literal = draw(st.sampled_from(answers)), draw(words).replace('"', "")
    written = [f"string-length({about}) != 3", f"concat({about}, \"{literal}\")\n  != '“x”'", f"concat({about}, '‘') != ''"]
    return compile_expression(draw(st.sampled_from(written)))
