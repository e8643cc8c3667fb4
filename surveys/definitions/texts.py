"""Reading what people will read: a text in each language of the survey, or one bare text in the first."""

import re
from collections.abc import Mapping

import yaml

from surveys.definitions.model import Texts
from surveys.definitions.outline import Entry, Findings, entries, is_nothing, items, scalar

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # as in BCP 47: en, cy, zh-Hant


def read_languages(top: Mapping[str, Entry], findings: Findings) -> tuple[str, ...]:
    """The languages of a file, the first one first: from `languages`, else from the keys of `title`, else English."""
    if "languages" in top:
        tags = [(scalar(item, findings, "a language"), item.line) for item in items(top["languages"], findings, "languages")]
    elif "title" in top and isinstance(top["title"].node, yaml.MappingNode):
        tags = [(tag, entry.line) for tag, entry in entries(top["title"], Findings(findings.file), "the title").items()]
    else:
        tags = []
    for tag, line in tags:
        if not LANGUAGE.fullmatch(tag):
            remedy = "Use the short code of a language: en, cy, pl, bn, ar, uk."
            findings.note("language-code", f"'{tag}' is not the code of a language", remedy, line=line)
    return tuple(dict.fromkeys(tag for tag, _ in tags if LANGUAGE.fullmatch(tag))) or ("en",)


class TextReader:
    """Reads texts in `languages`, all of which are needed wherever there is a text."""

    def __init__(self, languages: tuple[str, ...], findings: Findings) -> None:
        self.languages = languages
        self._findings = findings

    def read(self, entry: Entry, what: str, question: str = "") -> Texts:
        """The texts of `entry` by language, in the order of the survey's languages."""
        if is_nothing(entry):
            remedy = "Write it in each language."
            self._findings.note("label-missing", f"{what} has no words", remedy, line=entry.line, question=question)
            return {}
        if isinstance(entry.node, yaml.MappingNode):
            found = entries(entry, self._findings, what, question=question)
        else:
            found = {self.languages[0]: entry}
        texts = {tag: scalar(text, self._findings, what, question=question) for tag, text in found.items()}
        self._check(texts, found, entry.line, what, question)
        return {tag: texts[tag] for tag in self.languages if texts.get(tag)}

    def _check(self, texts: Texts, found: Mapping[str, Entry], line: int, what: str, question: str) -> None:
        for tag in self.languages:
            if not texts.get(tag):
                remedy = f"Write it in each of: {', '.join(self.languages)}."
                self._findings.note("language-missing", f"{what} has no words in '{tag}'", remedy, line=line, question=question)
        for tag in texts:
            if tag not in self.languages:
                remedy = f"The survey is in: {', '.join(self.languages)}. Translate the title too, or take it out here."
                what_else = f"{what} has words in '{tag}'"
                self._findings.note("language-unknown", what_else, remedy, line=found[tag].line, question=question)
