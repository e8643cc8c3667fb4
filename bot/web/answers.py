"""The interview as pages: one question a page, each form answered by a redirect, so that going back and forth does no harm."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.consultations.model import Consultation
from surveys.definitions.model import Question, Survey, say
from surveys.interviews.engine import shown_value
from surveys.interviews.model import Interview, Param
from surveys.interviews.rendering import notes_before


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's interview as its pages show it.

    `address` is the whole link to keep. `submission` is fresh on every page: sent back with its form, it tells a form sent twice.
    """

    token: str
    address: str
    submission: str
    consultation: Consultation
    survey: Survey
    interview: Interview

    @property
    def path(self) -> str:
        """The interview's own address, without the host."""
        return f"/answer/{self.token}"

    @property
    def question(self) -> Question:
        """The open question."""
        return self.survey.by_name[self.interview.at]

    @property
    def notes(self) -> tuple[Question, ...]:
        """What is told before the open question."""
        return notes_before(self.survey, self.question)

    @property
    def items(self) -> tuple[Mapping[str, str], ...]:
        """The open question's choices as the form components take them."""
        language = self.interview.language
        return tuple({"value": choice.name, "text": say(choice.label, language)} for choice in self.question.choices)


def said(survey: Survey, interview: Interview) -> tuple[tuple[Question, Param], ...]:
    """Every question answered or skipped, in order, each with the answer as a person reads it."""
    shown = []
    for question in survey.questions:
        answer = interview.answers.get(question.name)
        if question.asks and answer is not None:
            value = shown_value(question, answer.value, interview.language)
            shown.append((question, f"{value}\n{answer.remark}" if answer.remark else value))
    return tuple(shown)
