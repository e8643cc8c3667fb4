"""A survey file (YAML in XLSForm's vocabulary) read into a `Survey`, or refused with every fault in it at once."""

import re

from surveys.definitions.lists import LONGEST_NAME, read_lists
from surveys.definitions.model import Survey
from surveys.definitions.outline import Entry, Findings, entries, read_outline, scalar
from surveys.definitions.pipes import names_in
from surveys.definitions.questions import QuestionReader
from surveys.definitions.texts import TextReader, read_languages

_SURVEY = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")


def read_survey(data: bytes, file: str) -> Survey:
    """The survey in `data`; `file` is what its faults call it.

    Raises DefinitionError with every fault found, each with its code, line, question and remedy.
    """
    findings = Findings(file)
    return build_survey(read_outline(data, findings), findings)


def build_survey(outline: Entry, findings: Findings) -> Survey:
    """The survey that an outline holds, whatever form of file it is of. Raises DefinitionError with every fault found."""
    known = ("survey", "title", "languages", "tried_by", "questions", "choices")
    top = entries(outline, findings, "the survey", known=known)
    for key in ("survey", "title", "questions"):
        if key not in top:
            findings.note("key-missing", f"the survey has no '{key}'", f"Add '{key}: …'.", line=1)
    name = scalar(top.get("survey"), findings, "survey")
    if "survey" in top and not (_SURVEY.fullmatch(name) and len(name) <= LONGEST_NAME):
        remedy = f"Use up to {LONGEST_NAME} letters, digits, - and _, like 'framework-2010'."
        findings.note("survey-name", f"'{name}' cannot be the name of a survey", remedy, line=top["survey"].line)
    languages = read_languages(top, findings)
    texts = TextReader(languages, findings)
    title = texts.read(top["title"], "the title") if "title" in top else {}
    if names_in(title):
        what = "the title refers to an answer, and is read before there is one"
        findings.note("reference-title", what, "Say it without.", line=top["title"].line)
    lists = read_lists(top.get("choices"), texts, findings)
    questions, sections = QuestionReader(lists, texts, findings).read(top.get("questions"))
    findings.refuse()
    tried_by = scalar(top.get("tried_by"), findings, "tried_by")
    return Survey(name, title, questions, languages, sections=sections, tried_by=tried_by)
