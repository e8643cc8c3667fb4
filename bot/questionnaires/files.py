"""The files that a questionnaire can be taken away as: which there are, what each is called, and how it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from bot.questionnaires.pdf import make_pdf
from bot.questionnaires.word import make_word
from surveys.consultations.questionnaire import Questionnaire
from surveys.definitions.model import Survey

Form = Literal["pdf", "large", "docx"]  # PDF, PDF in large print, Word
FORMS: tuple[Form, ...] = ("pdf", "large", "docx")
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Away:
    """A survey in one of its languages, as one kind of file."""

    survey: Survey
    language: str
    form: Form

    @property
    def name(self) -> str:
        """What the file is called: `framework-2010-en.pdf`, `framework-2010-en-large.pdf`."""
        large = "-large" if self.form == "large" else ""
        return f"{self.survey.name}-{self.language}{large}.{'docx' if self.form == 'docx' else 'pdf'}"

    @property
    def media_type(self) -> str:
        """What it is to a browser."""
        return WORD if self.form == "docx" else PDF

    def made(self, sheet: Questionnaire) -> bytes:
        """The bytes of the file that holds `sheet`. Refused where our fonts for PDF lack a letter."""
        match self.form:
            case "pdf" | "large":
                return make_pdf(sheet, large=self.form == "large")
            case "docx":
                return make_word(sheet)
            case _:
                assert_never(self.form)


def every_file(survey: Survey) -> Iterator[Away]:
    """All that there is of `survey`."""
    return (Away(survey, language, form) for language in survey.languages for form in FORMS)
