"""The bot's own words: one catalogue a language, filled in by the language's own rules for plurals and dates (CLDR)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from surveys.definitions.outline import Entry, Findings, entries, read_outline, scalar
from surveys.errors import DefinitionError, Fault, Place
from surveys.interviews.model import Param

Forms = str | Mapping[str, str]  # one text, or one for each plural category ("one", "other", …)
_NAMED = re.compile(r"\{\{|\}\}|\{[a-z_]+\}")  # all that braces may stand for in a text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text the bot says in one language, by key. A text with plural forms is picked by the parameter `n`."""

    language: str
    texts: Mapping[str, Forms]
    locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", Locale.parse(self.language, sep="-"))

    def text(self, key: str, params: Mapping[str, Param] = {}) -> str:
        """The text of `key`, filled in. KeyError when there is none, or when a parameter is missing."""
        forms = self.texts[key]
        if not isinstance(forms, str):
            category = self.locale.plural_form(float(str(params["n"])))
            forms = forms.get(category, forms["other"])
        return forms.format_map({name: self.shown(params[name]) for name in _names(forms)}) if params else forms

    def shown(self, value: Param) -> str:
        """A parameter as this language writes it: "15 November 2010"."""
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return _day(value.date() if isinstance(value, datetime) else value, self.locale)
        return str(value)


@lru_cache(maxsize=4096)
def _names(form: str) -> tuple[str, ...]:
    """The parameters that a text names: only they are looked up, however many there are."""
    return tuple(name for _, name, _, _ in Formatter().parse(form) if name is not None)


@lru_cache(maxsize=1024)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "d MMMM y", locale=locale)


def read_catalogue(data: bytes, language: str, file: str = "") -> Catalogue:
    """Read a catalogue's YAML: keys to texts. DefinitionError, with every fault, when it is anything else."""
    findings = Findings(file)
    found = entries(read_outline(data, findings), findings, "the catalogue")
    texts = {key: _forms(key, entry, findings) for key, entry in found.items()}
    findings.refuse()
    try:
        return Catalogue(language, texts)
    except (UnknownLocaleError, ValueError) as error:
        remedy = "Name the file after a language, like cy.yaml."
        raise DefinitionError((Fault("language", f"'{language}' is no language", remedy, Place(file)),)) from error


def _forms(key: str, entry: Entry, findings: Findings) -> Forms:
    if not isinstance(entry.node, yaml.MappingNode):
        return _text(key, entry, findings)
    forms = {form: _text(key, text, findings) for form, text in entries(entry, findings, f"'{key}'").items()}
    if "other" not in forms:
        findings.note("text-forms", f"'{key}' has no form for 'other'", "Write one: it is for all other counts.", line=entry.line)
    return forms


def _text(key: str, entry: Entry, findings: Findings) -> str:
    text = scalar(entry, findings, f"'{key}'")
    if not text and isinstance(entry.node, yaml.ScalarNode):
        findings.note("text-empty", f"'{key}' says nothing", "Write a text, or take it out.", line=entry.line)
    if set("{}") & set(_NAMED.sub("", text)):
        remedy = "Write each as {name}, with a plain word; write {{ and }} for the signs themselves."
        findings.note("text-braces", f"'{key}' has braces that nothing fills in", remedy, line=entry.line)
    return text
