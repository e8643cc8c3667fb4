"""What is kept for other programs, and does nothing here."""

from surveys.definitions.checks.looks import check_looks
from surveys.definitions.reader import read_survey
from tests.surveys.definitions.checks.made import codes

SOURCE = """\
survey: s
title: T
questions:
  - name: g
    type: group
    appearance: field-list
    questions:
      - {name: a, type: select_one x, label: A?, appearance: likert}
      - {name: b, type: select_one x, label: B?, appearance: "minimal, w2", choice_filter: "county != 'k'"}
  - {name: c, type: text, label: C?, appearance: Multiline numbers}
choices:
  x: {p: {label: P, county: k, town: t}, q: {label: Q, county: l}}
"""


def test_looks_and_columns_without_an_effect_are_told_once_with_their_place() -> None:
    found = list(check_looks(read_survey(SOURCE.encode(), "s.yaml")))
    assert codes(found) == ["appearance-unused", "appearance-unused", "column-unread"]
    assert [fault.place.question for fault in found] == ["g", "b", "a"]
    assert "'minimal w2'" in found[1].what
    assert "'town'" in found[2].what
