"""docs/writing-surveys.md says what the readers take."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from surveys.consultations.model import Audience, BodyKind
from surveys.consultations.norms import check_norms
from surveys.consultations.reader import read_consultation
from surveys.definitions.calls import SPECIAL
from surveys.definitions.check import check_survey
from surveys.definitions.functions import FUNCTIONS
from surveys.definitions.kinds import KINDS
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.plan_file import read_plan
from surveys.definitions.xlsform.markdown import read_markdown
from surveys.definitions.xlsform.reader import read_form
from surveys.definitions.xlsform.spelling import CHOICE_KEYS, SETTING_KEYS, TRANSLATED

TEXT = (Path(__file__).parents[3] / "docs" / "writing-surveys.md").read_text(encoding="utf-8")
SURVEY, *PARTS, MAP, CONSULTATION = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
(FORM,) = re.findall(r"```markdown\n(.*?)```", TEXT, re.DOTALL)


def test_its_survey_can_be_used_as_it_is() -> None:
    checked = check_survey(read_survey(SURVEY.encode(), "docs/writing-surveys.md"), now=datetime(2010, 9, 1, tzinfo=UTC))
    assert checked.faults == checked.advice == ()


@pytest.mark.parametrize("part", PARTS)
def test_what_it_shows_of_a_survey_can_be_used_as_it_is(part: str) -> None:
    """Such a part is questions, perhaps with choices, that come after one for the age."""
    start = "survey: s\ntitle: T\nquestions:\n  - {name: age, type: integer, label: How old are you?}\n"
    assert read_survey((start + part).encode(), "docs/writing-surveys.md").total > 1


def test_its_map_leads_from_its_survey_to_the_one_that_it_tells_of() -> None:
    """The map is read from the survey above it to one in which the age is gone and other things have other names."""
    old = read_survey(SURVEY.encode(), "")
    changed = re.sub(r"  - name: age\n.*\n.*\n", "", SURVEY)
    for before, after in (
        ("name: use", "name: often"),
        ("${use}", "${often}"),
        ("    sometimes:", "    seldom:"),
        ("What helps you to come?", "What helps you most?"),
        ("What was it like the first time?", "What did you do the first time?"),
    ):
        assert before in changed
        changed = changed.replace(before, after)
    new = read_survey(changed.encode(), "")
    plan = read_plan(MAP.encode(), "docs/writing-surveys.md", old, new)
    assert list(plan.undecided()) == []
    assert plan.apart == {"age"}
    assert plan.fates["often"].choices["seldom"].was == "sometimes"


def test_its_form_can_be_used_as_it_is() -> None:
    survey = read_form(read_markdown(FORM.encode(), "docs/writing-surveys.md"), "docs/writing-surveys.md")

    assert (survey.name, survey.languages, survey.total) == ("drop-in", ("en", "cy"), 2)


@pytest.mark.parametrize("column", [*TRANSLATED, *CHOICE_KEYS, *SETTING_KEYS])
def test_it_names_every_column_of_a_form(column: str) -> None:
    assert f"`{column}" in TEXT


def test_its_consultation_can_be_used_as_it_is_and_keeps_to_the_norms() -> None:
    assert check_norms(read_consultation(CONSULTATION.encode(), "docs/writing-surveys.md")) == ()


@pytest.mark.parametrize("name", [*FUNCTIONS, *SPECIAL])
def test_it_names_every_function(name: str) -> None:
    assert re.search(rf"`{re.escape(name)}[`(]", TEXT)


@pytest.mark.parametrize("name", [*KINDS, *get_args(Audience), *get_args(BodyKind)])
def test_it_names_every_type_audience_and_kind_of_body(name: str) -> None:
    assert re.search(rf"\b{name}\b", TEXT)
