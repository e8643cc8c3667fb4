"""An XLSForm read into a `Survey`: its rows become the outline that a YAML file has, and the checks from there on are the same.

Source: https://xlsform.org/en/. `plain` is a column of our own, and so is `title_in`, the title in further languages.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import yaml

from surveys.definitions.defaults import is_worked_out
from surveys.definitions.kinds import SECTIONS
from surveys.definitions.lists import LONGEST_NAME
from surveys.definitions.model import Survey
from surveys.definitions.outline import SHEET, Entry, Findings
from surveys.definitions.reader import build_survey
from surveys.definitions.xlsform.form import Form
from surveys.definitions.xlsform.languages import tag_of
from surveys.definitions.xlsform.spelling import CHOICE_KEYS, TRANSLATED, question_type, straighten
from surveys.definitions.xlsform.tables import Column, Record, Table, read_tables

_NONE = Table(0, ())
_EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
_TRUTHS = ("required", "read_only")
_NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name", "label")}
_FALSE = ("no", "false", "false()")


def read_form(form: Form, file: str, *, name: str = "survey") -> Survey:
    """The survey in `form`. `file` is what its faults call it; `name` names a survey whose settings do not.

    Raises DefinitionError with every fault found, each with its code, sheet, row, question and remedy.
    """
    findings = Findings(file, sheets=tuple(form.sheets) if form.rows else ())
    tables = read_tables(form, findings)
    if "survey" not in tables:
        findings.note("sheet-missing", "there is no sheet 'survey'", "Write the questions in a sheet called 'survey'.")
        findings.refuse()
    for sheet, table in tables.items():
        _need_columns(sheet, table, findings)
    return build_survey(_Outline(tables, name, findings).root(), findings)


def _need_columns(sheet: str, table: Table, findings: Findings) -> None:
    keys = {column.key for record in table.records for column in record.cells}
    missing = [key for key in _NEEDED.get(sheet, ()) if table.records and key not in keys]
    for key in missing:
        findings.note("column-missing", f"the sheet has no column '{key}'", "Add it, and fill it in.", line=table.line)
    if missing:  # or every row would be told of
        findings.refuse()


class _Outline:
    """Makes the outline of a YAML file (see `reader.build_survey`) from tables."""

    def __init__(self, tables: Mapping[str, Table], name: str, findings: Findings) -> None:
        self._survey = tables["survey"]
        self._choices = tables.get("choices", _NONE).records
        self._settings, *more = tables.get("settings", _NONE).records or [Record(0, {})]
        self._name = name
        self._findings = findings
        for record in more:
            findings.note("settings-twice", "there is a second row of settings", "Keep one row.", line=record.line)
        self._default, self._languages = self._read_languages()

    def root(self) -> Entry:
        line = self._settings.line
        titles = self._texts(self._settings, "form_title", "title_in")
        title = titles.get(self._default) or self._setting("form_id") or self._name
        name = self._setting("form_id") or _fit(self._name)
        lists = self._lists()
        pairs = [
            ("survey", _scalar(name, line), line),
            ("title", _texts(dict.fromkeys(self._languages, title) | titles, line), line),
            ("languages", _list([_scalar(tag, line) for tag in self._languages], line), line),
            *([("tried_by", _scalar(tried, line), line)] if (tried := self._setting("tried_by")) else []),
            ("questions", _list(self._questions(), line), self._survey.line),
        ]
        if lists:
            pairs.append(("choices", _mapping(lists, line), line))
        return Entry(_mapping(pairs, line), line)

    # ── languages ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _setting(self, key: str) -> str:
        return self._settings.cells.get(Column(key, ""), "")

    def _read_languages(self) -> tuple[str, Sequence[str]]:
        """The language of columns that name none, and all languages that something is written in, that one first."""
        columns = [column for record in (*self._survey.records, *self._choices) for column in record.cells]
        named = list(dict.fromkeys(column.language for column in columns if column.key in TRANSLATED))
        default = self._default_language() or ("en" if "" in named or not named else named[0])
        found = dict.fromkeys(tag or default for tag in named)
        return default, sorted(found, key=lambda tag: tag != default) or [default]

    def _default_language(self) -> str:
        written = self._setting("default_language")
        tag = tag_of(written)
        if not tag and written not in ("", "default"):
            what = f"nobody can tell which language '{written}' is"
            remedy = "Write its code in brackets, like 'English (en)'."
            self._findings.note("language-code", what, remedy, line=self._settings.line)
        return tag

    def _texts(self, record: Record, *keys: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, cell in record.cells.items():
            if column.key not in keys:
                continue
            tag = column.language or self._default
            if tag in found:
                what = f"there are two columns '{column.key}' in '{tag}', and both are filled in"
                self._findings.note("key-twice", what, "Keep one of them.", line=record.line)
            found[tag] = cell
        return found

    # ── questions and choices ───────────────────────────────────────────────────────────────────────────────────────────

    def _questions(self) -> list[yaml.Node]:
        """The rows, those between a begin and an end put into what begins there."""
        open_: list[_Open] = [_Open("", 0, [], [])]
        for record in self._survey.records:
            if record.cells.get(Column("disabled", ""), "no").lower() not in _FALSE:
                continue  # its author switched it off: to XLSForm it is not there
            kind = question_type(record.cells.get(Column("type", ""), ""))
            verb, _, what = kind.partition("_")
            if what not in SECTIONS or verb not in ("begin", "end"):
                open_[-1].within.append(_mapping(self._question(record, kind), record.line))
            elif verb == "begin":
                open_.append(_Open(what, record.line, self._question(record, what), []))
            elif open_[-1].kind == what:
                self._close(open_)
            else:
                ended = (
                    f"a {open_[-1].kind} that began in {self._findings.spot(open_[-1].line)} is open" if open_[-1].kind else ""
                )
                remedy = f"End that first: {ended}." if ended else "Take it out, or begin it."
                self._findings.note("group-end", f"a {what} ends here that is not open", remedy, line=record.line)
        while len(open_) > 1:
            missing = f"the {open_[-1].kind} is never ended"
            self._findings.note("group-open", missing, f"Write 'end {open_[-1].kind}' after it.", line=open_[-1].line)
            self._close(open_)
        return open_[0].within

    def _close(self, open_: list["_Open"]) -> None:
        """Put the section that was opened last, with all that is in it, into what it stands in."""
        _, line, pairs, within = open_.pop()
        open_[-1].within.append(_mapping([*pairs, ("questions", _list(within, line), line)], line))

    def _question(self, record: Record, kind: str) -> list["_Pair"]:
        line = record.line
        pairs: list[_Pair] = []
        for key in dict.fromkeys(column.key for column in record.cells if column.key != "disabled"):
            if key in TRANSLATED:
                pairs.append((key, _texts(self._texts(record, key), line), line))
                continue
            cell = record.cells[Column(key, "")]
            if key in _EXPRESSIONS or (key == "default" and is_worked_out(cell)):
                cell = straighten(cell)
            if key not in _TRUTHS or cell.lower() not in _FALSE:  # spreadsheets say no of everything, notes too
                pairs.append((key, _scalar(kind if key == "type" else cell, line), line))
        if Column("name", "") not in record.cells and (kind == "note" or kind.startswith("end_")):
            name = f"generated_{kind}_name_{line % SHEET}"  # as pyxform names notes
            pairs.append(("name", _scalar(name, line), line))
        return pairs

    def _lists(self) -> list["_Pair"]:
        lists: dict[str, list[_Pair]] = {}
        lines: dict[str, int] = {}
        for record in self._choices:
            list_name, name = (record.cells.get(Column(key, ""), "") for key in CHOICE_KEYS[:2])
            for key, cell in (("list_name", list_name), ("name", name)):
                if not cell:
                    self._findings.note("key-missing", f"the choice has no {key}", f"Give it a {key}.", line=record.line)
            if list_name and name:
                lines.setdefault(list_name, record.line)
                lists.setdefault(list_name, []).append((name, self._choice(record), record.line))
        return [(name, _mapping(choices, lines[name]), lines[name]) for name, choices in lists.items()]

    def _choice(self, record: Record) -> yaml.Node:
        """The label of a choice, and whatever other columns it has."""
        line = record.line
        label, easy = (_texts(self._texts(record, key), line) for key in ("label", "easy_read"))
        columns: list[_Pair] = [
            (column.key, _scalar(cell, line), line)
            for column, cell in record.cells.items()
            if column.key not in CHOICE_KEYS or column.key == "picture"
        ]
        if isinstance(easy, yaml.MappingNode):
            columns.append(("easy_read", easy, line))
        return _mapping([("label", label, line), *columns], line) if columns else label


# ── nodes of an outline ─────────────────────────────────────────────────────────────────────────────────────────────────

_Pair = tuple[str, yaml.Node, int]  # key, value, line


class _Open(NamedTuple):
    """A section that has begun and not ended: its kind and line, what its row says, and the questions in it so far."""

    kind: str
    line: int
    pairs: list[_Pair]
    within: list[yaml.Node]


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line - 1, 0, None, 0)


def _scalar(text: str, line: int) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, _mark(line))


def _list(nodes: list[yaml.Node], line: int) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, _mark(line))


def _mapping(pairs: Iterable[_Pair], line: int) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [(_scalar(key, at), node) for key, node, at in pairs], _mark(line))


def _texts(texts: Mapping[str, str], line: int) -> yaml.Node:
    """Texts by language, or nothing where there are none."""
    return _mapping([(tag, _scalar(text, line), line) for tag, text in texts.items()], line) if texts else _scalar("", line)


def _fit(name: str) -> str:
    """A file's name as a survey may be called."""
    return re.sub("[^A-Za-z0-9_-]+", "-", name).strip("-_")[:LONGEST_NAME] or "survey"
