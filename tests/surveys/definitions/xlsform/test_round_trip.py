"""A survey written as an XLSForm is the same survey when it is read again, from sheets as from Markdown."""

from hypothesis import given

from surveys.definitions.model import Survey
from surveys.definitions.writer import named_lists
from surveys.definitions.xlsform.markdown import read_markdown, write_markdown
from surveys.definitions.xlsform.reader import read_form
from surveys.definitions.xlsform.writer import write_form
from tests.factories import a_survey
from tests.surveys.definitions.anything import surveys
from tests.surveys.definitions.test_writer import SMALL


@given(surveys())
def test_any_survey_comes_back_the_same_from_sheets_and_from_markdown(survey: Survey) -> None:
    form = write_form(survey)
    markdown = read_markdown(write_markdown(form).encode(), "s.md")

    assert read_form(form, "s.xlsx") == survey
    assert read_form(markdown, "s.md") == survey
    assert named_lists(read_form(markdown, "s.md")) == named_lists(survey)


def test_a_form_has_the_sheets_and_columns_that_something_is_in() -> None:
    """Each language has a column of its own, the title in a second language too, and lines are rows of their sheet."""
    form = write_form(a_survey(SMALL))

    assert form.rows
    assert {name: [(line.number, line.cells) for line in lines] for name, lines in form.sheets.items()} == {
        "survey": [
            (1, ("type", "name", "label::English (en)", "label::Welsh (cy)", "required", "relevant")),
            (2, ("select_one often", "use", "How often?", "Pa mor aml?", "yes", "")),
            (3, ("text", "why", "Why?\n  Say more.", "Pam?", "", "${use} = 'no'")),
        ],
        "choices": [
            (1, ("list_name", "name", "label::English (en)", "label::Welsh (cy)")),
            (2, ("often", "yes", "Yes", "Weithiau")),
            (3, ("often", "no", "No", "Na")),
        ],
        "settings": [
            (1, ("form_title", "title_in::Welsh (cy)", "form_id", "default_language")),
            (2, ("Our drop-in", "Ein sesiwn", "drop-in", "English (en)")),
        ],
    }


def test_a_survey_of_one_language_and_no_choices_is_as_short_as_it_can_be() -> None:
    survey = a_survey("survey: s\ntitle: {cy: Teitl}\nquestions: [{name: pam, type: text, label: Pam?}]")

    assert write_markdown(write_form(survey)) == (
        "| survey |  |  |  |\n"
        "|---|---|---|---|\n"
        "|  | type | name | label |\n"
        "|  | text | pam | Pam? |\n"
        "\n"
        "| settings |  |  |  |\n"
        "|---|---|---|---|\n"
        "|  | form_title | form_id | default_language |\n"
        "|  | Teitl | s | Welsh (cy) |\n"
    )
