"""A consultation's file (YAML whose keys are the fields of `Consultation`) read, or refused with every fault in it at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from itertools import pairwise
from typing import cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from surveys.consultations.model import SPOKEN, Anonymity, Audience, Body, BodyKind, Consultation, Lundy, Period
from surveys.definitions.outline import Entry, Findings, entries, is_nothing, items, nearest, read_outline, scalar
from surveys.definitions.pictures import is_film
from surveys.definitions.texts import read_languages

LONGEST_SLUG = 64
_SLUG = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = re.compile("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
_KEYS = tuple(field.name for field in fields(Consultation) if field.name != "translations")
# `check_norms` advises on the two that say what can change; what else has no default must be there, and somebody to ask and tell.
_ADVISED = ("can_change", "cannot_change")
_NEEDED = (
    *(
        field.name
        for field in fields(Consultation)
        if field.default is MISSING and field.name in _KEYS and field.name not in _ADVISED
    ),
    "audiences",
    "bodies",
)
_INSTEAD = {
    "name": "Use title.",
    "start": "Use opens.",
    "end": "Use closes.",
    "timezone": "Use zone.",
    "survey": "Use audiences, a list of {audience: tso, survey: survey.yaml}.",
    "what_can_change": "Use can_change.",
    "what_cannot_change": "Use cannot_change.",
    "language": "Use languages.",
}
_TRUTHS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def read_consultation(data: bytes, file: str) -> Consultation:
    """The consultation in `data`; `file` is what its faults call it.

    Raises DefinitionError with every fault found, each with its code, line and remedy.
    """
    findings = Findings(file)
    keys = entries(read_outline(data, findings), findings, "the consultation", known=_KEYS, instead=_INSTEAD)
    languages = read_languages({key: keys[key] for key in ("languages",) if key in keys}, findings)
    reader = _Reader(keys, findings, languages)
    for key in _NEEDED:
        if key not in keys:
            findings.note("key-missing", f"the consultation has no '{key}'", f"Add '{key}: …'.", line=1)
    opens, closes, comes_back = reader.day("opens"), reader.day("closes"), reader.day("comes_back")
    reader.check_order(("opens", opens), ("closes", closes), ("comes_back", comes_back))
    consultation = Consultation(
        slug=reader.slug(),
        title=reader.text("title"),
        owner=reader.text("owner"),
        purpose=reader.text("purpose"),
        can_change=reader.text("can_change"),
        cannot_change=reader.text("cannot_change"),
        stage=reader.text("stage"),
        opens=opens or date.min,  # one that is missing was noted, and this is never given out
        closes=closes or date.min,
        comes_back=comes_back or date.min,
        zone=reader.zone(),
        anonymity=reader.anonymity(),
        decider=reader.text("decider"),
        areas=reader.texts("areas"),
        languages=languages,
        bilingual=reader.bilingual(),
        audiences=reader.audiences(),
        bodies=reader.bodies(),
        safeguarding_lead=reader.text("safeguarding_lead"),
        safeguarding_deputy=reader.text("safeguarding_deputy"),
        support=reader.text("support"),
        papers=reader.texts("papers"),
        invented=reader.truth("invented"),
        short_reason=reader.text("short_reason"),
        options=reader.text("options"),
        conflicts=reader.text("conflicts"),
        undecided=reader.truth("undecided"),
        young_people=reader.lundy(),
        pre_election=reader.pre_election(),
        pre_election_reason=reader.text("pre_election_reason"),
        bsl=reader.bsl(),
        translations=reader.translations,
    )
    findings.refuse()
    return consultation


class _Reader:
    """Reads the values of a consultation's keys. A value that is wrong is noted, and something harmless stands in for it."""

    def __init__(self, keys: Mapping[str, Entry], findings: Findings, languages: tuple[str, ...]) -> None:
        self._keys = keys
        self._findings = findings
        self._languages = languages
        self.translations: dict[str, dict[str, str]] = {}  # language → key → text, of the languages after the first

    def text(self, key: str) -> str:
        """The text of `key`, "" where it may be left out; its translations are put beside it."""
        entry = self._keys.get(key)
        if entry is not None and key in SPOKEN and isinstance(entry.node, yaml.MappingNode):
            return self._spoken(key, entry)
        if entry is not None and is_nothing(entry) and key in _NEEDED:
            self._findings.note("key-missing", f"'{key}' has no words", "Write them.", line=entry.line)
        return scalar(entry, self._findings, key)

    def bsl(self) -> str:
        """The address of a film in British Sign Language."""
        written = self.text("bsl")
        if written and not is_film(written):
            remedy = "Write the film's whole address, like https://www.youtube.com/watch?v=…"
            what = f"'{written}' is no address that begins with https://"
            self._findings.note("bsl-address", what, remedy, line=self._keys["bsl"].line)
        return written

    def bilingual(self) -> tuple[str, ...]:
        """The languages that are sent at the same time, in the author's order."""
        written = self.texts("bilingual")
        unknown = [tag for tag in written if tag not in self._languages]
        if unknown or len(written) == 1 or len(set(written)) < len(written):
            remedy = f"List two or more of its languages, each once: {', '.join(self._languages)}."
            what = "'bilingual' is not a list of this consultation's languages"
            self._findings.note("bilingual-unclear", what, remedy, line=self._keys["bilingual"].line)
        return written

    def _spoken(self, key: str, entry: Entry) -> str:
        """A text that is written in several languages: the first one's words. What another lacks is advised on, not refused."""
        found = entries(entry, self._findings, f"'{key}'", known=self._languages)
        for language in self._languages[1:]:
            if words := scalar(found.get(language), self._findings, key):
                self.translations.setdefault(language, {})[key] = words
        first = scalar(found.get(self._languages[0]), self._findings, key)
        if not first:
            what = f"'{key}' has no words in '{self._languages[0]}', the first of its languages"
            self._findings.note("language-missing", what, "Write them.", line=entry.line)
        return first

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts of `key`."""
        return tuple(scalar(item, self._findings, key) for item in items(self._keys.get(key), self._findings, key))

    def slug(self) -> str:
        """The short name by which files and commands call the consultation."""
        written = self.text("slug")
        if written:
            self._check_slug(written, self._keys["slug"].line)
        return written

    def day(self, key: str) -> date | None:
        """The day of `key`, written 2010-08-16; None where it is no day."""
        return self._day(key, self.text(key), self._keys[key].line if key in self._keys else 0)

    def _day(self, what: str, written: str, line: int) -> date | None:
        try:
            if _DATE.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:  # no day of the calendar; told below
            pass
        if written:
            remedy = "Write year, month and day, like 2010-08-16."
            self._findings.note("date-unclear", f"'{what}' is no date: '{written}'", remedy, line=line)
        return None

    def check_order(self, *days: tuple[str, date | None]) -> None:
        """Note a day that is not after the one before it."""
        known = [(key, day) for key, day in days if day is not None]
        for (earlier, first), (later, second) in pairwise(known):
            if second <= first:
                what = f"'{later}' ({second}) is not after '{earlier}' ({first})"
                self._findings.note("date-order", what, f"Choose a later day for '{later}'.", line=self._keys[later].line)

    def zone(self) -> str:
        """The zone in whose days it runs."""
        written = self.text("zone") or "Europe/London"
        try:
            if _ZONE.fullmatch(written):
                return ZoneInfo(written).key
        except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for a folder of zones, like 'Europe'
            pass
        self._findings.note("zone-unknown", f"there is no zone '{written}'", "Write Europe/London.", line=self._keys["zone"].line)
        return "Europe/London"

    def anonymity(self) -> Anonymity:
        """Whether people are named or what they say is held in confidence."""
        written = self.text("anonymity") or "confidential"
        if written in get_args(Anonymity):
            return cast("Anonymity", written)
        line = self._keys["anonymity"].line
        if written == "anonymous":
            what = "'anonymous' is not available yet, since it promises more than we can keep today"
            self._findings.note("anonymity-unavailable", what, "Use 'confidential'.", line=line)
        else:
            remedy = f"Use one of: {', '.join(get_args(Anonymity))}."
            self._findings.note("anonymity-unknown", f"'anonymity' cannot be '{written}'", remedy, line=line)
        return "confidential"

    def truth(self, key: str) -> bool:
        """Whether `key` is set."""
        written = self.text(key).lower()
        if written and written not in _TRUTHS:
            remedy = "Write 'true' or 'false'."
            self._findings.note("truth-unclear", f"'{key}' is neither yes nor no", remedy, line=self._keys[key].line)
        return _TRUTHS.get(written, False)

    def lundy(self) -> Lundy:
        """How young people are heard."""
        return Lundy(**self._parts("young_people", tuple(field.name for field in fields(Lundy))))

    def pre_election(self) -> Period | None:
        """The pre-election period; None where there is none, or it is not clear."""
        if "pre_election" not in self._keys:
            return None
        parts, line = self._parts("pre_election", ("begins", "ends")), self._keys["pre_election"].line
        begins, ends = (self._day(key, parts.get(key, ""), line) for key in ("begins", "ends"))
        if begins is None or ends is None or ends < begins:
            remedy = "Write it as {begins: 2010-04-12, ends: 2010-05-06}."
            self._findings.note(
                "period-unclear", "the pre-election period has no first and last day, in this order", remedy, line=line
            )
            return None
        return Period(begins, ends)

    def _parts(self, key: str, known: tuple[str, ...]) -> dict[str, str]:
        """The texts by name that `key` holds."""
        entry = self._keys.get(key)
        if entry is None or is_nothing(entry):
            return {}
        found = entries(entry, self._findings, f"'{key}'", known=known)
        return {name: scalar(text, self._findings, name) for name, text in found.items()}

    def audiences(self) -> tuple[tuple[Audience, str], ...]:
        """Who is asked, each with the file of its survey, which lies beside the consultation's."""
        found: dict[Audience, str] = {}
        for line, row in self._rows("audiences", "an audience", ("audience", "survey")):
            audience, survey = cast("Audience", row["audience"]), row["survey"]
            self._check_known(audience, get_args(Audience), "audience", line)
            if audience in found:
                self._findings.note("audience-twice", f"'{audience}' is asked twice", "Keep one of them.", line=line)
            outside = survey.startswith("/") or "\\" in survey or ".." in survey.split("/")
            if outside or not survey.lower().endswith((".yaml", ".xlsx", ".md")):
                remedy = "Name a .yaml, .xlsx or .md file in the same folder, or in a folder within it."
                self._findings.note("survey-file", f"'{survey}' cannot be the file of a survey", remedy, line=line)
            found[audience] = survey
        return tuple(found.items())

    def bodies(self) -> tuple[Body, ...]:
        """The bodies that points concern and digests go to."""
        found: dict[str, Body] = {}
        for line, row in self._rows("bodies", "a body", ("slug", "name", "kind")):
            slug, kind = row["slug"], cast("BodyKind", row["kind"])
            self._check_slug(slug, line)
            self._check_known(kind, get_args(BodyKind), "kind", line)
            if slug in found:
                self._findings.note("body-twice", f"two bodies are called '{slug}'", "Give each its own slug.", line=line)
            found[slug] = Body(slug, row["name"], kind)
        return tuple(found.values())

    def _rows(self, key: str, what: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        """The items of a list whose `needed` texts are all there, each with its line; the others are noted."""
        entry = self._keys.get(key)
        if entry is not None and (is_nothing(entry) or not entry.node.value):
            self._findings.note("list-empty", f"'{key}' names nobody", "Name at least one.", line=entry.line)
        for item in items(entry, self._findings, key):
            keys = entries(item, self._findings, what, known=needed)
            row = {name: scalar(text, self._findings, name) for name, text in keys.items()}
            missing = [name for name in needed if not row.get(name)]
            for name in missing if keys else ():
                self._findings.note("key-missing", f"{what} has no '{name}'", f"Add '{name}: …'.", line=item.line)
            if not missing:
                yield item.line, row

    def _check_known(self, word: str, known: tuple[str, ...], what: str, line: int) -> None:
        if word not in known:
            remedy = nearest(word, known) or f"Use one of: {', '.join(known)}."
            self._findings.note(f"{what}-unknown", f"'{word}' is not known as {what}", remedy, line=line)

    def _check_slug(self, slug: str, line: int) -> None:
        if not (_SLUG.fullmatch(slug) and len(slug) <= LONGEST_SLUG):
            remedy = f"Use up to {LONGEST_SLUG} letters, digits, - and _, like 'framework-2010'."
            self._findings.note("slug-wrong", f"'{slug}' cannot be a slug", remedy, line=line)
