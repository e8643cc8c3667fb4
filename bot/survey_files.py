"""Survey files as authors keep them: YAML, an XLSForm in a workbook, or an XLSForm as a Markdown table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.files import read_file
from bot.workbooks import read_old_workbook, read_workbook, write_workbook
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.writer import write_survey
from surveys.definitions.xlsform.form import Form
from surveys.definitions.xlsform.markdown import read_markdown, write_markdown
from surveys.definitions.xlsform.reader import read_form
from surveys.definitions.xlsform.writer import write_form
from surveys.errors import DefinitionError, Fault, Place

Format = Literal["yaml", "xlsx", "md"]

FORMS = (".xlsx", ".xlsm", ".xls", ".md")  # all else is YAML
_SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx."
_REFUSED: Mapping[str, str] = {
    ".ods": "workbooks of this kind (.ods) are not read",
    ".csv": "a survey needs several sheets, and a .csv file holds one",
}


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey that was read, its YAML as it is stored, and the form it came from, None where that was YAML itself."""

    survey: Survey
    source: bytes
    form: Form | None


def read_survey_file(path: Path) -> SurveyFile:
    """The survey in a file; its ending tells what kind of file it is, and all but `FORMS` are YAML.

    Raises DefinitionError with every fault found, Refused where the file itself cannot be read.
    """
    kind, file = path.suffix.lower(), str(path)
    if kind in _REFUSED:
        raise DefinitionError((Fault("file-kind", _REFUSED[kind], _SAVE_AS, Place(file)),))
    data = read_file(path)
    if kind not in FORMS:
        return SurveyFile(read_survey(data, file), data, None)
    form = _form(kind, data, file)
    survey = read_form(form, file, name=path.stem)
    source = write_survey(survey).encode()
    read_survey(source, file)  # what is stored must be readable, for ever: else it is refused now
    return SurveyFile(survey, source, form)


def _form(kind: str, data: bytes, file: str) -> Form:
    if kind == ".md":
        return read_markdown(data, file)
    if kind != ".xls":
        return read_workbook(data, file)
    try:
        return read_old_workbook(data, file)
    except ImportError as error:
        what = "workbooks of the old kind (.xls) are read only where xlrd is installed"
        remedy = f"{_SAVE_AS} Or install it: pip install '.[xlsform]'."
        raise DefinitionError((Fault("file-kind", what, remedy, Place(file)),)) from error


def write_survey_file(survey: Survey, to: Format) -> bytes:
    """The bytes of a file that holds `survey`. Refused where a text is too long for a cell of a workbook."""
    if to == "yaml":
        return write_survey(survey).encode()
    form = write_form(survey)
    return write_workbook(form) if to == "xlsx" else write_markdown(form).encode()
