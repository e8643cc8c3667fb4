"""The bot's own words: one catalogue a language, filled in by the language's own rules for plurals and dates (CLDR)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from functools import lru_cache
from string import Formatter
from typing import Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

from surveys.definitions.outline import Entry, Findings, entries, read_outline, scalar
from surveys.errors import DefinitionError, Fault, Place
from surveys.interviews.model import Moment, Param, Sight

Forms = str | Mapping[str, str]  # one text, or one for each plural category ("one", "other", …)
_NAMED = re.compile(r"\{\{|\}\}|\{[a-z_]+\}")  # all that braces may stand for in a text
_LISTS = {"en": Locale("en", "GB")}  # plain "en" puts a comma before the last "or"
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# CLDR's numbering systems by their zero, after which the other digits follow; what is not here is written with 0 to 9.
_ZEROS: Mapping[str, str] = {"beng": "০", "arab": "٠", "arabext": "۰", "deva": "०", "mymr": "၀", "olck": "᱐", "cakm": "𑄶"}
HEAD = "catalogue"  # the key of a catalogue's head; no text is called so
# The texts about harm: whoever answers for keeping people safe signs them apart from whoever knows the language.
SAFEGUARDING = re.compile(r"need_help|need_help_again|web\.help\..+|web\.consultation\.safe.*")


@dataclass(frozen=True, slots=True)
class Head:
    """Who has read a catalogue and stands for it, and on which day; empty: nobody yet (decision 18).

    `reviewed` is for all of it against the English, `safeguarding` for the texts about harm (`SAFEGUARDING`).
    """

    reviewed_by: str = ""
    reviewed_on: str = ""
    safeguarding_by: str = ""
    safeguarding_on: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text the bot says in one language, by key. A text with plural forms is picked by the parameter `n`.

    What it lacks is said in the words of `beneath`, the English catalogue, which lacks nothing.
    """

    language: str
    texts: Mapping[str, Forms]
    head: Head = Head()
    beneath: "Catalogue | None" = field(default=None, repr=False, compare=False)
    locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", Locale.parse(self.language, sep="-"))

    def __contains__(self, key: str) -> bool:
        """Whether there is such a text, in this language or the one beneath."""
        return key in self.texts or (self.beneath is not None and key in self.beneath)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The keys of the texts that are still said in English."""
        return tuple(key for key in self.beneath.texts if key not in self.texts) if self.beneath is not None else ()

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return self.locale.text_direction

    def text(self, key: str, params: Mapping[str, Param] = {}) -> str:
        """The text of `key`, filled in. KeyError when there is none in English either, or when a parameter is missing."""
        if key not in self.texts and self.beneath is not None:
            return self.beneath.text(key, params)
        forms = self.texts[key]
        if not isinstance(forms, str):
            category = self.locale.plural_form(float(str(params["n"])))
            forms = forms.get(category, forms["other"])
        return forms.format_map({name: self.shown(params[name]) for name in _names(forms)}) if params else forms

    def spoken(self, key: str) -> str:
        """The language that the text of `key` is in: this one, or English where nobody has translated it."""
        return self.language if key in self.texts or self.beneath is None else self.beneath.spoken(key)

    def shown(self, value: Param) -> str:
        """A parameter as this language writes it: "15 November 2010", "4:30 pm", "১৫"."""
        if isinstance(value, str):
            return value
        if isinstance(value, Sight):
            try:
                return self.text(f"media.{value.kind}")
            except KeyError:  # a catalogue without words, which only writes days and figures
                return str(value)
        if isinstance(value, Moment):
            return f"{_day(value.day, self.locale)}, {self.shown(value.clock)}"
        if isinstance(value, time):
            return _clock(value, self.locale)
        if isinstance(value, date):
            return _day(value.date() if isinstance(value, datetime) else value, self.locale)
        return str(value).translate(_figures(self.locale))

    def joined(self, items: Sequence[str], how: Literal["and", "or"]) -> str:
        """A list as this language writes it: "1, 2 or 3"."""
        style: Literal["standard", "or"] = "standard" if how == "and" else "or"
        return format_list(items, style, _LISTS.get(self.language) or self.locale)


@lru_cache(maxsize=4096)
def _names(form: str) -> tuple[str, ...]:
    """The parameters that a text names: only they are looked up, however many there are."""
    return tuple(name for _, name, _, _ in Formatter().parse(form) if name is not None)


@lru_cache(maxsize=1024)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "d MMMM y", locale=locale).translate(_figures(locale))


@lru_cache(maxsize=64)
def _figures(locale: Locale) -> dict[int, str]:
    """The digits 0 to 9 as CLDR writes them by default in this language; empty where they are these very ones."""
    zero = _ZEROS.get(locale.default_numbering_system)
    return {ord("0") + figure: chr(ord(zero) + figure) for figure in range(10)} if zero is not None else {}


def read_catalogues(files: Mapping[str, bytes]) -> dict[str, Catalogue]:
    """The catalogues in `files`, by language; each of the others on the English one. DefinitionError as `read_catalogue`."""
    english = read_catalogue(files["en"], "en", "en.yaml")
    others = {tag: read_catalogue(data, tag, f"{tag}.yaml") for tag, data in sorted(files.items()) if tag != "en"}
    return {"en": english} | {tag: replace(catalogue, beneath=english) for tag, catalogue in others.items()}


def _clock(clock: time, locale: Locale) -> str:
    """A time of day that cannot be taken for another one: with am or pm in English, by 24 hours elsewhere."""
    if locale.language != "en":
        return f"{clock:%H:%M}".translate(_figures(locale))
    return f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"


def read_catalogue(data: bytes, language: str, file: str = "") -> Catalogue:
    """Read a catalogue's YAML: keys to texts. DefinitionError, with every fault, when it is anything else."""
    findings = Findings(file)
    found = entries(read_outline(data, findings), findings, "the catalogue")
    head = _head(found[HEAD], findings) if HEAD in found else Head()
    texts = {key: _forms(key, entry, findings) for key, entry in found.items() if key != HEAD}
    findings.refuse()
    try:
        return Catalogue(language, texts, head)
    except (UnknownLocaleError, ValueError) as error:
        remedy = "Name the file after a language, like cy.yaml."
        raise DefinitionError((Fault("language", f"'{language}' is no language", remedy, Place(file)),)) from error


def _head(entry: Entry, findings: Findings) -> Head:
    known = tuple(each.name for each in fields(Head))
    said = {key: scalar(each, findings, key) for key, each in entries(entry, findings, "the head", known=known).items()}
    head = Head(**said)
    for by, on in ((head.reviewed_by, head.reviewed_on), (head.safeguarding_by, head.safeguarding_on)):
        if bool(by) != bool(on) or (on and not _DATE.fullmatch(on)):
            remedy = "Write who signed and the day, like 2026-11-20; leave both empty until somebody has."
            findings.note("head-unclear", "a signature has no name, or no day", remedy, line=entry.line)
    return head


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
