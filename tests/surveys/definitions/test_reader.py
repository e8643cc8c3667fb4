"""Reading survey files: what is read, and every way in which a file can be refused, with the line it is refused for."""

from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.model import Survey
from surveys.definitions.outline import BIGGEST
from surveys.definitions.reader import read_survey
from surveys.errors import DefinitionError, Fault

GOOD = """\
survey: framework-2010
title: {en: A fairer way, cy: Ffordd decach}
questions:
  - {name: hello, type: note, label: {en: Welcome., cy: Croeso.}}
  - name: size
    type: select_one size
    label: {en: "How many people do you employ?", cy: "Faint o bobl?"}
    hint: {cy: Dim ond un., en: Only one.}
    plain: {en: How big are you?, cy: Pa mor fawr?}
    required: true
  - {name: help, type: select_multiple help, label: {en: What helps?, cy: Beth sy'n helpu?}}
  - name: years
    type: integer
    label: {en: How many years?, cy: Sawl blwyddyn?}
    constraint: ". >= 0 and . <= 200"
    constraint_message: {en: From 0 to 200., cy: O 0 i 200.}
    relevant: "${size} != 'small' and selected(${help}, 'travel')"
  - {name: old, type: calculate, calculation: "if(${years} > 10, 'yes', 'no')"}
  - {name: rate, type: decimal, label: {en: Rate?, cy: Cyfradd?}, required: no}
  - {name: since, type: date, label: {en: Since?, cy: Ers?}}
  - {name: why, type: text, label: {en: Why?, cy: Pam?}}
choices:
  size: {small: {en: Fewer than 10, cy: Llai na 10}, large: {en: 10 or more, cy: 10 neu fwy}}
  help: {travel: {en: Travel, cy: Teithio}, no: {en: No, cy: Na}}
"""


def read(text: str) -> Survey:
    return read_survey(dedent(text).encode(), "s.yaml")


def faults(text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as refused:
        read_survey(text if isinstance(text, bytes) else dedent(text).encode(), "s.yaml")
    return refused.value.faults


def test_a_survey_is_read_with_its_questions_in_order_and_numbered() -> None:
    survey = read(GOOD)
    assert (survey.name, survey.languages, survey.total) == ("framework-2010", ("en", "cy"), 6)
    assert survey.title == {"en": "A fairer way", "cy": "Ffordd decach"}
    assert [(question.name, question.kind, question.index, question.number) for question in survey.questions] == [
        ("hello", "note", 0, 0),
        ("size", "select_one", 1, 1),
        ("help", "select_multiple", 2, 2),
        ("years", "integer", 3, 3),
        ("old", "calculate", 4, 0),
        ("rate", "decimal", 5, 4),
        ("since", "date", 6, 5),
        ("why", "text", 7, 6),
    ]


def test_a_question_is_read_with_everything_said_of_it() -> None:
    survey = read(GOOD)
    size, years, old = survey.by_name["size"], survey.by_name["years"], survey.by_name["old"]
    assert [(choice.name, choice.code, choice.label["en"]) for choice in size.choices] == [
        ("small", 1, "Fewer than 10"),
        ("large", 2, "10 or more"),
    ]
    assert size.required
    assert not survey.by_name["rate"].required
    assert size.plain == {"en": "How big are you?", "cy": "Pa mor fawr?"}
    assert years.constraint
    assert years.constraint.source == ". >= 0 and . <= 200"
    assert years.constraint_message["cy"] == "O 0 i 200."
    assert years.relevant
    assert years.relevant.names == {"size", "help"}
    assert old.calculation
    assert old.calculation.source == "if(${years} > 10, 'yes', 'no')"
    assert old.label == {}


def test_texts_are_kept_in_the_order_of_the_languages_whatever_the_order_in_the_file() -> None:
    assert list(read(GOOD).by_name["size"].hint) == ["en", "cy"]


def test_a_bare_text_is_in_the_first_language() -> None:
    survey = read("""\
        survey: s
        title: Ein teitl
        languages: [cy]
        questions: [{name: a, type: text, label: Pam?}]
        """)
    assert survey.languages == ("cy",)
    assert survey.by_name["a"].label == {"cy": "Pam?"}


def test_a_survey_without_a_word_on_languages_is_in_english() -> None:
    survey = read("""\
        survey: s
        title: Title
        questions: [{name: a, type: text, label: Why?}]
        """)
    assert (survey.languages, survey.title) == (("en",), {"en": "Title"})


@pytest.mark.parametrize(
    ("written", "required"), [("yes", True), ("on", True), ("true()", True), ("No", False), ("false", False)]
)
def test_required_is_said_in_any_of_xlsforms_ways(written: str, required: bool) -> None:
    survey = read(f"""\
        survey: s
        title: Title
        questions: [{{name: a, type: text, label: Why?, required: {written}}}]
        """)
    assert survey.by_name["a"].required is required


def test_words_that_yaml_turns_into_something_else_stay_words() -> None:
    """`no`, `on`, `1.0`, `010` and a date are names and labels like any other."""
    survey = read("""\
        survey: s
        title: Title
        questions: [{name: on, type: select_one yes, label: 2010-08-16}]
        choices: {yes: {no: No, on: 1.0, 010: {en: off}}}
        """)
    assert survey.by_name["on"].label == {"en": "2010-08-16"}
    assert [(choice.name, choice.label["en"]) for choice in survey.by_name["on"].choices] == [
        ("no", "No"),
        ("on", "1.0"),
        ("010", "off"),
    ]


def test_a_mark_of_utf8_at_the_beginning_is_passed_over() -> None:
    assert read_survey(b"\xef\xbb\xbf" + GOOD.encode(), "s.yaml").total == 6


def test_the_same_file_reads_the_same_without_the_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one difference: without it, a text with ? inside { } needs quotes."""
    text = GOOD.replace("?", ".")
    quick = read(text)
    monkeypatch.setattr("surveys.definitions.outline._LOADER", yaml.SafeLoader)
    assert read(text) == quick


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


FILES = [
    (b"a: " + b"x" * BIGGEST, "file-big", 0),
    (b"PK\x03\x04rest", "file-spreadsheet", 0),
    (b"survey: s\ntitle: caf\xe9\n", "file-encoding", 2),
    ("survey: s\ntitle: a\u200bb\x07\n".encode(), "file-character", 2),
    (b"\x00", "file-character", 1),
    (b"survey: s\ntitle: a: b\n", "yaml-syntax", 2),
    (b"survey: s\nquestions: [\n", "yaml-syntax", 3),
    (b"survey: s\ntitle: 'abc\n", "yaml-syntax", 3),
    (b"\tsurvey: s\n", "yaml-syntax", 1),
    (b"%YAML 9.0\n---\nsurvey: s\n", "yaml-syntax", 1),
    (b"survey: s\n--- \nsurvey: t\n", "yaml-documents", 2),
    (b"survey: &a s\ntitle: *a\n", "yaml-alias", 2),
    (b"survey: s\ntitle: !!python/object:os.system x\n", "yaml-tag", 2),
    (b"survey: s\ntitle: !x [a]\n", "yaml-tag", 2),
    (b"survey: s\ntitle: " + b"[" * 500_000, "yaml-deep", 2),
    (b"", "yaml-shape", 1),
    (b"# nothing\n", "yaml-shape", 1),
    (b"- a\n- b\n", "yaml-shape", 1),
    (b"survey", "yaml-shape", 1),
]


@pytest.mark.parametrize(("data", "code", "line"), FILES, ids=[f"{code}-{index}" for index, (_, code, _) in enumerate(FILES)])
def test_a_file_that_is_no_outline_is_refused(data: bytes, code: str, line: int) -> None:
    assert [(fault.code, fault.place.line) for fault in faults(data)] == [(code, line)]


@pytest.mark.parametrize(("data", "code", "line"), FILES, ids=[f"{code}-{index}" for index, (_, code, _) in enumerate(FILES)])
def test_it_is_refused_for_the_same_without_the_c_parser(
    data: bytes, code: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.definitions.outline._LOADER", yaml.SafeLoader)
    found = [(fault.code, fault.place.line) for fault in faults(data)]
    assert found == [(code, line)] or (code == "yaml-syntax" and found[0][0] == code)


def test_a_bomb_of_aliases_is_told_by_its_lines_and_never_unfolded() -> None:
    bomb = ["a0: &a0 [x, x]"]
    bomb += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]
    assert {(fault.code, fault.place.line) for fault in faults("\n".join(bomb))} == {
        ("yaml-alias", line) for line in range(2, 31)
    }


def test_an_unclosed_tag_or_anchor_is_told_and_not_raised() -> None:
    assert {fault.code for fault in faults("a: !<\nb: &\n")} == {"yaml-syntax"}


# ── surveys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

TITLED = "survey: s\ntitle: Title\n"  # two lines; what follows begins on line 3
ASKING = TITLED + "questions:\n"  # a question begins on line 4
GIVEN = ASKING + "  - {name: a, type: text, label: L}\n"  # and here the second one on line 5
OTHER = ASKING + "  - {name: a, type: select_one x or_other, label: L}\n  - {name: a_other, type: text, label: L}\n"
FILTERED = (
    ASKING
    + '  - {{name: a, type: select_one y, label: L}}\n  - {{name: b, type: select_one x, label: L, choice_filter: "{rule}"}}\n'
    "choices:\n  x: {{e: {more}}}\n  y: {{f: F}}\n"
)
B = "{name: b, type: text, label: L}"
GROUP = "  - {{name: g, type: group{more}, questions: [{asked}]}}"
NESTED = "{name: n, type: repeat, questions: [{name: c, type: text, label: L}]}"
REPEAT = "  - {{name: r, type: repeat{more}, questions: [{asked}]}}\n"
REPEATED = GIVEN + REPEAT.format(more="", asked=B) + "  - {name: c, type: text, "  # what follows is of a question on line 6
ASKED = "questions: [{name: a, type: text, label: L}]"
PICKED = ASKING + "  - {name: a, type: select_one x, label: L}\nchoices:\n"  # a list begins on line 6
LONG = "  - name: b\n    type: text\n    label: L\n"  # a question of three lines; one more key is on its fourth

SURVEYS = [
    # keys
    ("title: T\n" + ASKED, [("key-missing", 1)]),
    ("survey: s\n" + ASKED, [("key-missing", 1)]),
    (TITLED, [("key-missing", 1)]),
    (TITLED + "\n\nquestion: 3\n" + ASKED, [("key-unknown", 5)]),
    (TITLED + "survey: t\n" + ASKED, [("key-twice", 3)]),
    (TITLED + "? [a]\n: b\n" + ASKED, [("yaml-shape", 3)]),
    ("survey: a b\ntitle: T\n" + ASKED, [("survey-name", 1)]),
    ("survey:\ntitle: T\n" + ASKED, [("survey-name", 1)]),
    ("survey: [s]\ntitle: T\n" + ASKED, [("yaml-shape", 1), ("survey-name", 1)]),
    # languages
    ("survey: s\nlanguages: [English]\ntitle: T\n" + ASKED, [("language-code", 2)]),
    ("survey: s\ntitle: {English: T}\n" + ASKED, [(f"language-{what}", 2) for what in ("code", "missing", "unknown")]),
    ("survey: s\nlanguages: en\ntitle: T\n" + ASKED, [("yaml-shape", 2)]),
    ("survey: s\ntitle:\n" + ASKED, [("label-missing", 2)]),
    ("survey: s\ntitle: {en: T, cy: }\nquestions: [{name: a, type: text, label: {en: L, cy: M}}]", [("language-missing", 2)]),
    ("survey: s\ntitle: {en: T, cy: U}\nquestions:\n  - {name: a, type: text, label: L}", [("language-missing", 4)]),
    ("survey: s\ntitle: [T]\n" + ASKED, [("yaml-shape", 2), ("language-missing", 2)]),
    (ASKING + "  - name: a\n    type: text\n    label:\n      en: L\n      cy: M", [("language-unknown", 8)]),
    (ASKING + LONG + "    hint: {en: }", [("language-missing", 7)]),
    (GIVEN + "  - {name: b, type: note, label: 'You said ${a} and ${c}.'}", [("reference-unknown", 5)]),
    (GIVEN + "  - {name: b, type: text, label: L, hint: 'Not ${b}'}", [("reference-circle", 5)]),
    (GIVEN + GROUP.format(more=", label: '${b}'", asked=B), [("reference-forward", 5)]),
    (GIVEN + GROUP.format(more="", asked=B[:-1] + ", hint: '${g}'}"), [("reference-group", 5)]),
    (GIVEN + "  - {name: b, type: note, label: L, hint: 'It costs ${ 5.'}", [("reference-form", 5)]),
    ("survey: s\ntitle: 'For ${a}'\n" + ASKED, [("reference-title", 2)]),
    # questions
    (TITLED + "questions: []", [("nothing-asked", 3)]),
    (TITLED + "questions: {a: b}", [("yaml-shape", 3), ("nothing-asked", 3)]),
    (ASKING + "  - {name: a, type: note, label: L}", [("nothing-asked", 3)]),
    (GIVEN + "  - text", [("yaml-shape", 5)]),
    (GIVEN + "  - {}", [("yaml-shape", 5)]),
    (GIVEN + "  -", [("yaml-shape", 5)]),
    (ASKING + "  - {type: text, label: L}", [("key-missing", 4)]),
    (ASKING + "  - {name: 1a, type: text, label: L}", [("question-name", 4)]),
    (ASKING + "  - {name: a b, type: text, label: L}", [("question-name", 4)]),
    (ASKING + f"  - {{name: {'a' * 65}, type: text, label: L}}", [("question-name", 4)]),
    (GIVEN + "\n  - {name: a, type: text, label: L}", [("question-twice", 6)]),
    (ASKING + "  - {name: a, label: L}", [("key-missing", 4)]),
    (ASKING + "  - name: a\n    label: L\n    type: txet", [("type-unknown", 6)]),
    (ASKING + "  - {name: a, label: L, type: text long}", [("type-unknown", 4)]),
    (ASKING + "  - {name: a, label: L, type: barcode}", [("type-unavailable", 4)]),
    (ASKING + "  - name: a\n    label: L\n    type: range\n    parameters: max=3", [("range-parameters", 7)]),
    (ASKING + "  - {name: a, label: L, type: range, parameters: start=5 end=1}", [("range-points", 4)]),
    (ASKING + "  - {name: a, label: L, type: integer, parameters: start=1 end=5}", [("key-unfit", 4)]),
    (ASKING + "  - {name: a, label: L, type: start}", [("type-unavailable", 4)]),
    (ASKING + "  - {name: a, label: L, type: background-audio}", [("type-unavailable", 4)]),
    (ASKING + "  - {name: a, label: L, type: geotrace}", [("type-unavailable", 4)]),
    (ASKING + "  - {name: a, label: L, type: begin_repeat}", [("type-unavailable", 4)]),
    (GIVEN + GROUP.format(more="", asked=""), [("group-empty", 5)]),
    (GIVEN + GROUP.format(more=", plain: H", asked=B), [("key-unknown", 5)]),
    (GIVEN + GROUP.format(more=", relevant: \"${b} = 1\"", asked=B), [("reference-forward", 5)]),
    (GIVEN + GROUP.format(more=", relevant: \". = 1\"", asked=B), [("reference-own", 5)]),
    (GIVEN + GROUP.format(more="", asked=B[:-1] + ", relevant: \"${g} = 1\"}"), [("reference-group", 5)]),
    (ASKING + "  - {name: a, label: L, type: begin group}", [("type-unavailable", 4)]),
    (ASKING + "  - {name: a, type: text}", [("label-missing", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, rows: 3}", [("key-unknown", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, read_only: true}", [("read-only", 4)]),
    (ASKING + "  - {name: a, type: date, label: L, appearance: no-calendar year}", [("appearance-unavailable", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, appearance: \"search('towns')\"}", [("appearance-unavailable", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, choice_filter: \"x = 1\"}", [("key-unfit", 4), ("expression-name", 4)]),
    (ASKING + "  - {name: a, type: integer, label: L, default: ten}", [("expression-name", 4)]),
    (ASKING + "  - {name: a, type: date, label: L, default: \"today(\"}", [("expression-incomplete", 4)]),
    (GIVEN + "  - {name: n, type: note, label: L, default: x}", [("key-unfit", 5)]),
    (GIVEN + "  - {name: b, type: integer, label: L, default: \"${c} + 1\"}", [("reference-unknown", 5)]),
    (ASKING + "  - {name: a, type: select_one x, label: L, default: d}\nchoices: {x: {b: B, c: C}}", [("default-unfit", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, default: {en: E, cy: C}}", [("yaml-shape", 4)]),
    (ASKING + "  - {name: a, type: select_one xx, label: L, default: d}", [("list-unknown", 4)]),
    (ASKING + LONG + "    requird: true", [("key-unknown", 7)]),
    (ASKING + LONG + "    calculation: '1'", [("key-unfit", 7)]),
    (GIVEN + "  - {name: b, type: note, label: L, required: yes}", [("key-unfit", 5)]),
    (GIVEN + "  - {name: b, type: calculate, calculation: '1', hint: H}", [("key-unfit", 5)]),
    (GIVEN + "  - {name: b, type: calculate}", [("key-missing", 5)]),
    (ASKING + "  - {name: a, type: text, label: L, required: maybe}", [("required-unclear", 4)]),
    (ASKING + LONG + "    constraint_message: M", [("constraint-missing", 7)]),
    # repeats
    (GIVEN + REPEAT.format(more="", asked=B + f", {NESTED}"), [("repeat-nested", 5)]),
    (GIVEN + REPEAT.format(more="", asked=f"{{name: g, type: group, questions: [{NESTED}]}}"), [("repeat-nested", 5)]),
    (REPEATED + "label: 'So ${b}?'}", [("reference-repeat", 6)]),
    (REPEATED + "label: L, relevant: \"${b} = 'x'\"}", [("reference-repeat", 6)]),
    (REPEATED + "label: L, relevant: 'string-length(${b}) > 1'}", [("reference-repeat", 6)]),
    (REPEATED + "label: 'So ${r}?'}", [("reference-group", 6)]),
    (REPEATED + "label: L, relevant: '${r} > 1'}", [("reference-group", 6)]),
    (REPEATED + "label: L, relevant: \"indexed-repeat(${a}, ${r}, 1) = 'x'\"}", [("repeat-other", 6)]),
    (REPEATED + "label: L, relevant: \"indexed-repeat(${b}, ${a}, 1) = 'x'\"}", [("repeat-other", 6)]),
    (REPEATED + "label: L, relevant: \"indexed-repeat(${bb}, ${r}, 1) = 'x'\"}", [("reference-unknown", 6)]),
    (
        GIVEN + "  - {name: c, type: text, label: L, relevant: 'count(${r}) > 1'}\n" + REPEAT.format(more="", asked=B),
        [("reference-forward", 5)],
    ),
    (GIVEN + REPEAT.format(more=", relevant: 'count(${r}) > 1'", asked=B), [("reference-forward", 5)]),
    (GIVEN + REPEAT.format(more=", repeat_count: '${b}'", asked=B), [("reference-forward", 5)]),
    (GIVEN + GROUP.format(more=", repeat_count: '2'", asked=B), [("key-unknown", 5)]),
    # lists
    (ASKING + "  - {name: a, type: select_one, label: L}", [("list-missing", 4)]),
    (ASKING + "  - {name: a, type: select_multiple x y, label: L}", [("list-missing", 4)]),
    (ASKING + "  - {name: a, type: select_one x, label: L}", [("list-unknown", 4)]),
    (OTHER + "choices: {x: {b: B, c: C}}", [("question-twice", 5)]),
    (
        OTHER.replace("a_other", "d").replace("L}", "L, choice_filter: \"name != 'b'\"}", 1) + "choices: {x: {b: B, c: C}}",
        [("filter-other", 4)],
    ),
    (FILTERED.format(rule="count = ${a}", more="{label: B, county: C1}"), [("expression-name", 5)]),
    (FILTERED.format(rule="town = ${a}", more="{label: B, town: c}"), [("choice-apart", 5)]),
    (FILTERED.format(rule="town = 'd'", more="{label: B, town: c}"), [("compare-result", 5)]),
    (FILTERED.format(rule=". = ''", more="{label: B, town: c}"), [("reference-own", 5)]),
    (FILTERED.format(rule="name = 'e'", more="{label: B, media: c}"), [("column-name", 7)]),
    (GIVEN + "choices:\n  x: {b: B, c: C}", [("list-unused", 6)]),
    (PICKED + "  x:", [("list-empty", 6)]),
    (PICKED + "  x: {}", [("list-empty", 6)]),
    (PICKED + "  x: [b, c]", [("yaml-shape", 6)]),
    (GIVEN + "choices: x", [("yaml-shape", 5)]),
    (PICKED + "  x:\n    b: B\n    c c: C", [("choice-name", 8)]),
    (PICKED + "  x:\n    b: B\n    b: C", [("key-twice", 8)]),
    (PICKED + "  x:\n    b: Same\n    c: same", [("choice-same", 8)]),
    (PICKED + "  x:\n    b: B\n    c:", [("label-missing", 8)]),
    (GIVEN + "choices:\n  x y: {b: B}", [("list-name", 6), ("list-unused", 6)]),
    (
        ASKING + "  - {name: a_other, type: text, label: L}\n  - {name: a, type: select_one x or_other, label: L}\n"
        "choices: {x: {b: B, c: C}}",
        [("question-twice", 5)],
    ),
    (
        ASKING + "  - " + "".join(f"{{name: g{n}, type: group, questions: [" for n in range(7)) + B + "]}" * 7,
        [("nothing-asked", 3), ("group-deep", 4)],
    ),
    # expressions, and what they refer to
    (GIVEN + "  - {name: b, type: text, label: L, constraint: '1 = 1', constraint_message: M}", [("constraint-constant", 5)]),
    (GIVEN + "  - {name: b, type: calculate, calculation: \"jr:choice-name('x', '${a}')\"}", [("label-choices", 5)]),
    (GIVEN + "  - {name: b, type: calculate, calculation: \"jr:choice-name('x', '${ab}')\"}", [("reference-unknown", 5)]),
    (GIVEN + LONG + "    relevant: (1", [("expression-bracket", 8)]),
    (GIVEN + LONG + "    relevant:", [("expression-empty", 8)]),
    (GIVEN + LONG + "    relevant: ${ac}", [("reference-unknown", 8)]),
    (ASKING + "  - {name: a, type: text, label: L, relevant: '${b}'}\n" + LONG, [("reference-forward", 4)]),
    (ASKING + "  - {name: a, type: calculate, calculation: '${b}'}\n" + LONG, [("reference-forward", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, relevant: '${a}'}", [("reference-circle", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, constraint: '${a} > 1', constraint_message: M}", [("reference-self", 4)]),
    (ASKING + "  - {name: a, type: text, label: L, relevant: '. > 1'}", [("reference-own", 4)]),
    (ASKING + "  - {name: a, type: note, label: L}\n" + LONG + "    relevant: ${a}", [("reference-note", 8)]),
    (PICKED + "  x: {b: B, c: C}\nquestions: []", [("key-twice", 7)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), SURVEYS, ids=[f"{expected[0][0]}-{index}" for index, (_, expected) in enumerate(SURVEYS)]
)
def test_a_fault_is_told_with_its_code_and_line(text: str, expected: list[tuple[str, int]]) -> None:
    found = faults(text)
    assert [(fault.code, fault.place.line) for fault in found] == expected
    assert all(fault.place.file == "s.yaml" and fault.what and fault.remedy for fault in found)


def test_all_faults_are_told_at_once_in_the_order_of_the_file_with_the_question_they_are_in() -> None:
    found = faults("""\
        survey: a b
        title: {en: T}
        questions:
          - {name: one, type: barcode, label: {en: L}}
          - {name: two, type: text, label: {en: L, cy: M}, relevant: "${one} = 'x' or ${tow} and"}
          - {name: two, type: integer, label: {en: L}, constraint: ". > frob(1)"}
        choices: {unused: {b: {en: B}}}
        """)
    assert [(fault.code, fault.place.line, fault.place.question, fault.place.column) for fault in found] == [
        ("survey-name", 1, "", 0),
        ("type-unavailable", 4, "one", 0),
        ("language-unknown", 5, "two", 0),
        ("expression-incomplete", 5, "two", 27),
        ("question-twice", 6, "two", 0),
        ("expression-function", 6, "two", 5),
        ("list-unused", 7, "", 0),
    ]


CIRCLE = """\
    survey: s
    title: T
    questions:
      - {name: a, type: text, label: L, relevant: "${c} = '1'"}
      - {name: b, type: text, label: L, relevant: "${a} = '1' or ${b2} = '1'"}
      - {name: c, type: text, label: L, relevant: "${b} = '1' and ${a} = '1' and ${gone} = '1'"}
      - {name: b2, type: text, label: L}
    """


def test_references_that_go_round_in_a_circle_are_told_with_the_way_they_take() -> None:
    found = faults(CIRCLE)
    assert [(fault.code, fault.place.line) for fault in found] == [
        ("reference-circle", 4),
        ("reference-forward", 5),
        ("reference-unknown", 6),
    ]
    assert "a → c" in found[0].what
    assert found[0].what.endswith("→ a")


@pytest.mark.parametrize(
    ("kind", "condition", "wrong"),
    [
        ("select_one", "${a} = 'd'", "d"),
        ("select_one", "${a} = 'b c'", "b c"),
        ("select_one", "${a} != 1", "1"),
        ("select_one", "'d' = ${a}", "d"),
        ("select_one", "selected(${a}, 'd')", "d"),
        ("select_multiple", "selected(${a}, 'd')", "d"),
        ("select_multiple", "${a} = 'b d'", "d"),
    ],
)
def test_a_comparison_with_a_choice_that_does_not_exist_is_told(kind: str, condition: str, wrong: str) -> None:
    text = ASKING + (
        f'  - {{name: a, type: {kind} x, label: L}}\n  - {{name: e, type: text, label: L, relevant: "{condition}"}}\n'
        "choices: {x: {b: B, c: C}}\n"
    )
    what = f"'a' is compared with '{wrong}', which is none of its choices"
    assert [(fault.code, fault.what, fault.place.line) for fault in faults(text)] == [("choice-unknown", what, 5)]


@pytest.mark.parametrize("condition", ["${a} = 'b'", "${a} = ''", "${t} = 'd'", "selected(${a}, '')", "string-length(${a}) = 1"])
def test_a_comparison_with_a_choice_that_exists_or_with_nothing_is_fine(condition: str) -> None:
    text = ASKING + (
        "  - {name: t, type: text, label: L}\n  - {name: a, type: select_one x, label: L, "
        "constraint: \". != 'c'\", constraint_message: M}\n"
        f'  - {{name: e, type: text, label: L, relevant: "{condition}"}}\nchoices: {{x: {{b: B, c: C}}}}\n'
    )
    assert read(text).total == 3


@pytest.mark.parametrize(
    "rule",
    ["count(${b}) = 3", "count(${r}) = 3", "sum(${b}) = 3", "indexed-repeat(${b}, ${r}, 1) = 'x'", "concat(${b}, '') = ''"],
)
def test_answers_of_a_repeat_may_be_taken_all_together_or_one_by_its_number(rule: str) -> None:
    """Outside of a repeat, what takes many answers, or picks one of them, is fine."""
    assert read(REPEATED + f'label: L, relevant: "{rule}"}}').total == 3


def test_a_repeat_that_hangs_on_itself_is_told_so() -> None:
    """It is not told to move before itself."""
    [fault] = faults(GIVEN + REPEAT.format(more=", relevant: 'count(${r}) > 1'", asked=B))
    assert fault.remedy == "Take the reference to itself out."


@pytest.mark.parametrize(
    ("more", "remedy"),
    [("${a}, ${r}", "'a' stands in no repeat: write ${a} alone."), ("${b}, ${a}", "Write ${r}.")],
)
def test_one_answer_of_another_repeat_is_told_with_its_own(more: str, remedy: str) -> None:
    """The remedy names the repeat that the question stands in, or says that it stands in none."""
    found = faults(REPEATED + f'label: L, relevant: "indexed-repeat({more}, 1) = 1"}}')
    assert [fault.remedy for fault in found] == [remedy]


@pytest.mark.parametrize(
    ("question", "remedy"),
    [
        ("{name: a, type: int, label: L}", "Use 'integer'."),
        ("{name: a, type: select x, label: L}", "Use 'select_one LIST'."),
        ("{name: a, type: txt, label: L}", "Did you mean 'text'?"),
        ("{name: a, type: zzz, label: L}", "Use one of: text, integer"),
        ("{name: a, type: text, label: L, relevance: '1'}", "Use relevant."),
        ("{name: a, type: text, label: L, requird: '1'}", "Did you mean 'required'?"),
        ("{name: a, type: text, label: L, zzz: '1'}", "It can have: name, type"),
        ("{name: a, type: barcode, label: L}", "Use text."),
        ("{name: a, type: trigger, label: L}", "Use 'acknowledge'."),
        ("{name: a, type: text, label: L, read_only: yes}", "Make it a note"),
        ('{name: a, type: select_one xx, label: L, relevant: "${aa}"}', "Did you mean 'a'?"),
        ("{name: a, type: select_one xxx, label: L}", "Did you mean 'xx'?"),
    ],
)
def test_a_fault_says_what_to_do(question: str, remedy: str) -> None:
    assert any(remedy in fault.remedy for fault in faults(ASKING + f"  - {question}\nchoices: {{xx: {{b: B, c: C}}}}\n"))


# ── whatever comes ──────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.sampled_from([
    "survey", "title", "languages", "questions", "choices", "name", "type", "label", "hint", "plain", "required", "relevant",
    "constraint", "constraint_message", "calculation", "en", "cy", "text", "note", "calculate", "select_one x", "x", "yes", "~",
    "a", "${a}", "1 +", ". > 3", "${b} = 'c'", "", "Some words",
])  # fmt: skip
TREES = st.recursive(
    WORDS | st.text(max_size=5) | st.none() | st.booleans() | st.integers() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=30,
)
QUESTIONS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("name", "type", "label", "relevant", "constraint", "required"), TREES)
)
SHAPED = st.fixed_dictionaries(
    {"survey": WORDS, "title": TREES, "questions": st.lists(QUESTIONS | TREES, max_size=4) | TREES, "choices": TREES}
)


def _reads_or_refuses(data: bytes) -> None:
    try:
        read_survey(data, "s.yaml")
    except DefinitionError:
        return


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _reads_or_refuses(data)


@given(SHAPED | TREES)
def test_any_yaml_is_read_or_refused(tree: object) -> None:
    _reads_or_refuses(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 40), st.text(max_size=8))
def test_a_good_file_with_a_piece_cut_out_or_put_in_is_read_or_refused(at: int, length: int, put: str) -> None:
    _reads_or_refuses((GOOD[:at] + put + GOOD[at + length :]).encode("utf-8", "surrogatepass"))
