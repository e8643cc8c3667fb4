"""Words and letters that not everybody knows, unless the survey itself says what they mean. For English."""

import re
from collections.abc import Iterator, Sequence

from surveys.definitions.checks.said import Said, is_english, said
from surveys.definitions.model import Survey
from surveys.errors import Fault
from surveys.words.jargon import KNOWN_LETTERS, PLAINER

_ENDINGS = "s|es|ed|d|e|er|ers|ing|ion|ions|ment|ies|y|um|a|al|ally|cal|ically|ation|isation|ise|ised|ary"
_TERMS = {
    term: re.compile(rf"\b{re.escape(term.rstrip('*'))}{f'(?:{_ENDINGS})?' if term.endswith('*') else ''}\b", re.IGNORECASE)
    for term in PLAINER
}
_LETTERS = re.compile(r"\b[A-Z](?:[A-Z]|&(?=[A-Z])|[A-Z]?\d){1,5}s?\b")
# "A commissioner is someone who …", "commissioning (deciding what to pay for)", "procurement means …"
_IS = "(?:is|are) (?:someone|somebody|people|an?|the|any|all|when|how|where|what)"
_SAYS_SO = rf"\w*(?:['’]s)?\s*(?:\(|–|, (?:or|that is|which is)\b|{_IS}\b|means?\b|stands? for\b)"


def check_jargon(survey: Survey) -> Iterator[Fault]:
    """Jargon and abbreviations that the survey does not explain where they first stand or before; each is told of once."""
    told: set[str] = set()
    before: list[Said] = []
    for each in said(survey):
        if not is_english(each.language):
            continue
        before.append(each)
        place = each.question.place
        for term, pattern in _TERMS.items():
            found = pattern.search(each.text)
            if found and term not in told and not _explained(found[0], term.rstrip("*"), before):
                what = f"'{found[0]}' in the {each.what} is a word that not everybody knows"
                yield Fault("jargon", what, f"Say '{PLAINER[term]}', or what it means where it first stands.", place)
            if found:
                told.add(term)
        for letters in _abbreviations(each.text):
            if letters not in told and not _spelt_out(letters, before):
                remedy = f"Write it out, with the letters behind it: 'the whole name ({letters})'."
                yield Fault("abbreviation", f"nothing says what '{letters}' in the {each.what} stands for", remedy, place)
            told.add(letters)


def _explained(word: str, stem: str, before: Sequence[Said]) -> bool:
    explains = re.compile(rf"\b(?:{re.escape(word)}|{re.escape(stem)}){_SAYS_SO}", re.IGNORECASE)
    return any(explains.search(each.text) for each in before)


def _abbreviations(text: str) -> Iterator[str]:
    for found in _LETTERS.finditer(text):
        letters = found[0].removesuffix("s")
        if letters not in KNOWN_LETTERS and not re.fullmatch(r"[A-Z]{1,2}\d.*", letters):
            yield letters


def _spelt_out(letters: str, before: Sequence[Said]) -> bool:
    explains = re.compile(rf"\({re.escape(letters)}s?\)|\b{re.escape(letters)}s?\s*\(|\b{re.escape(letters)}{_SAYS_SO}")
    return any(explains.search(each.text) for each in before)
