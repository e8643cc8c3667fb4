"""A survey written as YAML is the same survey when it is read again."""

import pytest
from hypothesis import given

from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.writer import named_lists, write_survey
from tests.factories import a_survey
from tests.surveys.definitions.anything import surveys

SMALL = """\
survey: drop-in
title:
  en: Our drop-in
  cy: Ein sesiwn
languages:
- en
- cy
questions:
- name: use
  type: select_one often
  label:
    en: How often?
    cy: Pa mor aml?
  required: true
- name: why
  type: text
  label:
    en: |-
      Why?
        Say more.
    cy: Pam?
  relevant: ${use} = 'no'
choices:
  often:
    'yes':
      en: 'Yes'
      cy: Weithiau
    'no':
      en: 'No'
      cy: Na
"""


def test_it_is_written_as_an_author_would() -> None:
    """Texts of several lines stand as lines, and words that YAML takes for something else stand in quotes."""
    assert write_survey(a_survey(SMALL)) == SMALL


@given(surveys())
def test_any_survey_comes_back_the_same(survey: Survey) -> None:
    again = read_survey(write_survey(survey).encode(), "")

    assert again == survey
    assert named_lists(again) == named_lists(survey)


@pytest.mark.parametrize(
    ("types", "lists"),
    [
        (("select_one a", "select_multiple a"), {"one": "a", "two": "a"}),
        (("select_one a", "select_one b"), {"one": "a", "two": "b"}),
    ],
)
def test_lists_keep_the_names_that_their_author_gave_them(types: tuple[str, str], lists: dict[str, str]) -> None:
    survey = a_survey(f"""
survey: s
title: T
questions: [{{name: one, type: {types[0]}, label: One}}, {{name: two, type: {types[1]}, label: Two}}]
choices: {{{", ".join(f"{name}: {{x: X, y: Y}}" for name in dict.fromkeys(lists.values()))}}}
""")

    assert named_lists(survey)[1] == lists
    assert [question.list_name for question in read_survey(write_survey(survey).encode(), "").questions] == list(lists.values())
