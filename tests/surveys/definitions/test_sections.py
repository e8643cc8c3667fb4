"""Groups: read from both forms of file, nested, with a condition for all that is in them."""

import pytest

from surveys.definitions.check import check_survey
from surveys.definitions.flow import draw_flow
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.xlsform.markdown import read_markdown
from surveys.definitions.xlsform.reader import read_form
from surveys.errors import DefinitionError
from surveys.words.catalogue import Catalogue
from tests.surveys.definitions.checks.made import NOW, codes

GROUPED = """\
survey: s
title: T
questions:
  - {name: age, type: integer, label: How many years?}
  - name: work
    type: group
    label: Your work
    relevant: "${age} > 15"
    questions:
      - {name: hello, type: note, label: Now about work.}
      - name: paid
        type: group
        label: Paid work
        relevant: "${age} < 70"
        questions:
          - {name: job, type: text, label: Which job?}
          - {name: hours, type: integer, label: How many hours?, relevant: "${age} > 17"}
      - {name: unpaid, type: text, label: And unpaid?}
  - {name: end, type: text, label: Anything else?}
"""
ROWS = """\
| survey |             |        |                 |              |
|        | type        | name   | label           | relevant     |
|        | integer     | age    | How many years? |              |
|        | {begin}     | work   | Your work       | ${{age}} > 15  |
|        | note        | hello  | Now about work. |              |
|        | begin_group | paid   | Paid work       | ${{age}} < 70  |
|        | text        | job    | Which job?      |              |
|        | integer     | hours  | How many hours? | ${{age}} > 17  |
|        | end_group   | paid   |                 |              |
|        | text        | unpaid | And unpaid?     |              |
|        | {end}       |        |                 |              |
|        | text        | end    | Anything else?  |              |
| settings | | |
| | form_title | form_id |
| | T | s |
"""


def grouped() -> Survey:
    return read_survey(GROUPED.encode(), "s.yaml")


@pytest.mark.parametrize(("begin", "end"), [("begin group", "end group"), ("begin_group", "end_group")])
def test_rows_between_a_begin_and_an_end_are_the_group_that_yaml_nests(begin: str, end: str) -> None:
    form = read_markdown(ROWS.format(begin=begin, end=end).encode(), "s.md")
    assert read_form(form, "s.md") == grouped()


def test_a_question_knows_its_groups_and_all_the_conditions_that_must_hold() -> None:
    survey = grouped()
    assert [[section.name for section in path] for path in survey.paths] == [
        [],
        ["work"],
        ["work", "paid"],
        ["work", "paid"],
        ["work"],
        [],
    ]
    assert [rule.source for rule in survey.conditions["hours"]] == ["${age} > 15", "${age} < 70", "${age} > 17"]
    assert [rule.source for rule in survey.conditions["unpaid"]] == ["${age} > 15"]
    assert [question.name for question in survey.uses["age"]] == ["hello", "job", "hours", "unpaid"]
    assert [question.number for question in survey.questions] == [1, 0, 2, 3, 4, 5]


def test_the_flow_chart_frames_a_group_and_leads_past_it(english: Catalogue) -> None:
    chart = draw_flow(grouped(), "en", english)
    assert '  subgraph s0["Your work"]\n  q1>' in chart
    assert chart.count("  end\n") == 2
    for way in ("q0 --> d0", "d0 -->|yes| q1", "d0 -->|no| q5", "q1 --> d1", "d1 -->|no| q4", "d1 -->|yes| q2", "c3 -->|no| q4"):
        assert f"  {way}\n" in chart


def test_a_group_that_nobody_gets_into_is_told_of_once_with_its_place() -> None:
    """Nothing is said of the questions in it, nor of a group in it."""
    dead = read_survey(GROUPED.replace("${age} > 15", "${age} > 15 and ${age} < 12").encode(), "s.yaml")
    found = check_survey(dead, now=NOW)
    assert codes(found.faults) == ["question-dead"]
    assert [(fault.place.question, fault.place.line) for fault in found.faults] == [("work", 5)]


def test_a_group_that_no_answer_tried_leads_into_is_advice_about_the_group() -> None:
    """Of what people write not everything can be tried."""
    hard = GROUPED.replace("type: integer, label: How many years?", "type: text, label: Who?")
    hard = (
        hard.replace("${age} > 15", "starts-with(${age}, concat('x', 'q', 'z'))")
        .replace('relevant: "${age} < 70"', "")
        .replace(', relevant: "${age} > 17"', "")
    )
    found = check_survey(read_survey(hard.encode(), "s.yaml"), now=NOW)
    unreached = [fault for fault in found.advice if fault.code == "question-unreached"]
    assert [(fault.place.question, fault.place.line) for fault in unreached] == [("work", 5)]


def test_a_condition_of_a_group_that_is_never_met_by_a_choice_is_a_fault() -> None:
    source = """\
survey: s
title: T
questions:
  - {name: a, type: select_one yn, label: Is it?}
  - name: g
    type: group
    relevant: "${a} = 'yes' and ${a} = 'no'"
    questions:
      - name: inner
        type: group
        relevant: "${a} = 'yes' and ${a} = ''"
        questions:
          - {name: b, type: text, label: Why?, relevant: "${a} = 'yes'"}
choices:
  yn: {"yes": "Yes", "no": "No"}
"""
    found = check_survey(read_survey(source.encode(), "s.yaml"), now=NOW)
    assert [(fault.code, fault.place.question) for fault in found.faults] == [("question-dead", "g")]


def test_a_condition_of_a_group_that_always_holds_is_advice_about_the_group() -> None:
    always = read_survey(GROUPED.replace("${age} > 15", "${age} > 15 or ${age} < 16 or ${age} = ''").encode(), "s.yaml")
    found = [fault for fault in check_survey(always, now=NOW).advice if fault.code == "condition-always"]
    assert [fault.place.question for fault in found] == ["work"]


def test_groups_within_groups_have_a_limit() -> None:
    question = "{name: a, type: text, label: L}"
    for depth in range(7):
        question = f"{{name: g{depth}, type: group, questions: [{question}]}}"
    with pytest.raises(DefinitionError) as refused:
        read_survey(f"survey: s\ntitle: T\nquestions: [{{name: q, type: text, label: Q}}, {question}]".encode(), "s.yaml")
    assert [fault.code for fault in refused.value.faults] == ["group-deep"]
