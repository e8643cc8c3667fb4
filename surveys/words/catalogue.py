"""The bot's own words: one catalogue a language, filled in by the language's own rules for plurals and dates (CLDR)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import yaml
from babel import Locale
from babel.dates import format_date

from surveys.errors import DefinitionError, Fault, Place
from surveys.interviews.model import Param

Forms = str | Mapping[str, str]  # one text, or one for each plural category ("one", "other", …)


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
        return forms.format_map({name: self.shown(value) for name, value in params.items()}) if params else forms

    def shown(self, value: Param) -> str:
        """A parameter as this language writes it: "15 November 2010"."""
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return _day(value.date() if isinstance(value, datetime) else value, self.locale)
        return str(value)


@lru_cache(maxsize=1024)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "d MMMM y", locale=locale)


def read_catalogue(data: bytes, language: str, file: str = "") -> Catalogue:
    """Read a catalogue's YAML: keys to texts. DefinitionError when it is anything else."""
    try:
        texts = yaml.safe_load(data) or {}
    except yaml.YAMLError as error:
        raise DefinitionError((Fault("yaml", f"not YAML: {error}", "Mend the file.", Place(file)),)) from error
    wrong = [key for key, forms in texts.items() if not _well_formed(forms)]
    if wrong:
        faults = (
            Fault("text", f"'{key}' is no text", "Give a text, or plural forms with 'other'.", Place(file)) for key in wrong
        )
        raise DefinitionError(tuple(faults))
    return Catalogue(language, texts)


def _well_formed(forms: object) -> bool:
    if isinstance(forms, dict):
        return "other" in forms and all(isinstance(form, str) for form in forms.values())
    return isinstance(forms, str)
