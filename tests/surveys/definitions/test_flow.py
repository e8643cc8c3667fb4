"""A survey as a flow chart."""

from surveys.definitions.flow import draw_flow
from surveys.words.catalogue import Catalogue
from tests.factories import a_survey
from tests.surveys.definitions.checks.made import YES_NO, asked, surveyed


def test_each_question_is_a_box_and_each_condition_a_fork(english: Catalogue) -> None:
    survey = surveyed(
        asked("Are you paid?", choices=YES_NO, required=True),
        asked("By whom?", relevant="${q1} = 'c1'"),
        asked("Thanks.", "note"),
        {"name": "short", "type": "calculate", "calculation": "string-length(${q2}) < 3", "picks": ()},
    )
    assert draw_flow(survey, "en", english) == (
        "flowchart TD\n"
        '  start(["T"])\n'
        '  q0["1: Are you paid? (must be answered)"]\n'
        '  c1{"Only if the answer to question 1 is “Yes”."}\n'
        '  q1["2: By whom?"]\n'
        '  q2>"Thanks."]\n'
        '  q3[["short = string-length(q2) #60; 3"]]\n'
        '  finish(["The end"])\n'
        "  start --> q0\n"
        "  q0 --> c1\n"
        "  c1 -->|yes| q1\n"
        "  c1 -->|no| q2\n"
        "  q1 --> q2\n"
        "  q2 --> q3\n"
        "  q3 --> finish\n"
    )


def test_it_speaks_the_language_asked_for_and_begins_with_a_fork_where_the_first_question_has_one(english: Catalogue) -> None:
    survey = surveyed(asked({"en": "Who?", "cy": "Pwy?"}, relevant="true()"), languages=["en", "cy"])
    chart = draw_flow(survey, "cy", english)
    assert '["1: Pwy?"]' in chart
    assert "start --> c0" in chart
    assert "c0 -->|no| finish" in chart


def test_nothing_in_a_text_breaks_out_of_its_box_and_long_ones_are_cut(english: Catalogue) -> None:
    chart = draw_flow(
        surveyed(asked('"Oh" <b>no</b> & #1; `x` \\ end]\n--> q9'), asked("y" * 70), asked("z", relevant=f"'{'w' * 200}' != ''")),
        "en",
        english,
    )
    assert '["1: #34;Oh#34; #60;b#62;no#60;/b#62; #38; #35;1; #96;x#96; #92; end] --#62; q9"]' in chart
    assert f'["2: {"y" * 59}…"]' in chart
    assert max(map(len, chart.splitlines())) < 180


def test_a_condition_is_said_in_words_and_as_it_was_written_where_it_has_none(english: Catalogue) -> None:
    survey = surveyed(
        asked("One?", choices=YES_NO),
        asked("Two?", choices=YES_NO),
        asked("Three?", relevant="${q1} = 'c1' and (${q2} = 'c1' or ${q1} = 'c2')"),
        asked("Four?", relevant="string-length(${q3}) > 3"),
    )
    chart = draw_flow(survey, "en", english)
    said = "Only if all of this is true: the answer to question 1 is “Yes”; the answer to question 2 is “Yes” or the answer"
    assert f'  c2{{"{said} to question 1 is “No”"}}' in chart
    assert '  c3{"string-length(q3) #62; 3 ?"}' in chart


ROUND = """\
survey: s
title: T
questions:
  - {name: any, type: integer, label: How many?}
  - name: all
    type: group
    relevant: "${any} > 0"
    questions:
      - name: child
        type: repeat
        label: Children
        REPEAT
        questions:
          - name: young
            type: group
            relevant: "${any} < 9"
            questions:
              - {name: school, type: text, label: Which school?, relevant: "${any} < 5"}
      - {name: which, type: text, label: Which is the eldest?}
  - {name: end, type: text, label: Anything else?}
"""


def _edges(chart: str) -> set[str]:
    return {line.strip() for line in chart.splitlines() if "-->" in line}


def test_the_way_goes_round_a_repeat_past_the_conditions_within_it_only(english: Catalogue) -> None:
    """What is asked before the first time round is not asked again; whoever skips the last of it may still add one more."""
    chart = draw_flow(a_survey(ROUND.replace("REPEAT", 'relevant: "${any} < 99"')), "en", english)
    assert _edges(chart) == {
        "start --> q0", "q0 --> d0", "d0 -->|yes| d1", "d0 -->|no| q3", "d1 -->|yes| d2", "d1 -->|no| q2", "d2 -->|yes| c1",
        "d2 -->|no| r1", "c1 -->|yes| q1", "c1 -->|no| r1", "q1 --> r1", "r1 -->|more| d2", "r1 -->|no more| q2",
        "q2 --> q3", "q3 --> finish",
    }  # fmt: skip
    assert '  r1{"another ?"}' in chart


def test_a_repeat_with_a_count_says_how_often_and_needs_no_condition(english: Catalogue) -> None:
    """It is drawn with what it counts; without a condition of its own, those it stands in are looked at once all the same."""
    chart = draw_flow(a_survey(ROUND.replace("REPEAT", 'repeat_count: "${any}"')), "en", english)
    assert '  r1{"any times ?"}' in chart
    assert {"d0 -->|yes| d2", "d0 -->|no| q3", "d2 -->|no| r1", "r1 -->|more| d2"} <= _edges(chart)
    bare = ROUND.replace("REPEAT", "").replace('            relevant: "${any} < 9"\n', "").replace(', relevant: "${any} < 5"', "")
    assert {"d0 -->|yes| q1", "q1 --> r1", "r1 -->|more| q1"} <= _edges(draw_flow(a_survey(bare), "en", english))
