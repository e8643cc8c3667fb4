"""An author's YAML file as an outline: every value with its line, nothing turned into anything.

Scalars stay as they are written: `no` is the word no and `2010-08-16` ten characters, so YAML's surprises surprise nobody. What
could be a trap or a bomb (aliases, tags, many documents, deep nesting, big files) is refused before a tree is made of it.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from surveys.errors import DefinitionError, Fault, Place

BIGGEST = 1_000_000  # bytes
SHEET = 1 << 21  # lines kept for each sheet of a workbook: Excel has half as many rows
DEEPEST = 18  # things within things; a survey needs 5, and two more for groups within each other
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # as in BCP 47: en, cy, zh-Hant

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")  # YAML 1.1, 5.1
_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where it was built


@dataclass(slots=True)
class Findings:
    """The faults found in one file, gathered so that all are told at once.

    A workbook is read as an outline too, in which row r of its sheet n (from 0) is line n * SHEET + r; `sheets` are their names.
    """

    file: str
    faults: list[Fault] = field(default_factory=list)
    sheets: Sequence[str] = ()

    def note(self, code: str, what: str, remedy: str, *, line: int = 0, question: str = "") -> None:
        """Add a fault at `line`."""
        self.faults.append(Fault(code, what, remedy, self.place(line, question)))

    def place(self, line: int, question: str = "") -> Place:
        """The place that people look up."""
        if not (self.sheets and line):
            return Place(self.file, line, question)
        sheet, row = divmod(line, SHEET)
        return Place(self.file, row, question, sheet=self.sheets[sheet])

    def spot(self, line: int) -> str:
        """A line, or a row of the same sheet, in words."""
        return f"row {line % SHEET}" if self.sheets else f"line {line}"

    def refuse(self) -> None:
        """Raise DefinitionError when anything was found, in the order of the file."""
        if self.faults:
            raise DefinitionError(tuple(sorted(self.faults, key=self._order)))

    def _order(self, fault: Fault) -> tuple[int, int, int]:
        place = fault.place
        return self.sheets.index(place.sheet) if place.sheet else 0, place.line, place.column


class Entry(NamedTuple):
    """A value in a file, with the line it begins on, or its key does."""

    node: yaml.Node
    line: int


def nearest(word: str, known: Iterable[str]) -> str:
    """A question whether the one of `known` most like `word` was meant; "" when none is like it."""
    near = difflib.get_close_matches(word, known, 1)
    return f"Did you mean '{near[0]}'?" if near else ""


def read_outline(data: bytes, findings: Findings) -> Entry:
    """The keys and values that a file holds. Raises DefinitionError when it is not UTF-8, not YAML, or holds something else."""
    text = decode(data, findings)
    root: yaml.Node | None = None
    try:
        _look_through(text, findings)
        if not findings.faults:
            root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        _note_syntax(error, text, findings)
    findings.refuse()
    if isinstance(root, yaml.MappingNode):
        return Entry(root, 1)
    what = "the file is empty" if root is None else "the file is not made of keys and values"
    findings.note("yaml-shape", what, "Begin with keys, one on each line, like 'title: …'.", line=1)
    raise DefinitionError(tuple(findings.faults))


def entries(
    entry: Entry,
    findings: Findings,
    what: str,
    *,
    known: Collection[str] | None = None,
    instead: Mapping[str, str] | None = None,
    question: str = "",
) -> dict[str, Entry]:
    """The keys and values of `entry`, called `what` in faults. With `known`, others are refused; `instead` says what to use."""
    if not isinstance(entry.node, yaml.MappingNode):
        remedy = "Write it as keys and values, like 'name: …'."
        findings.note("yaml-shape", f"{what} is not made of keys and values", remedy, line=entry.line, question=question)
        return {}
    if not entry.node.value:
        findings.note("yaml-shape", f"{what} is empty", "Fill it in, or take it out.", line=entry.line, question=question)
    found: dict[str, Entry] = {}
    for key, value in entry.node.value:
        line, name = key.start_mark.line + 1, key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            findings.note("yaml-shape", f"a key of {what} is no word", "Use a word.", line=line, question=question)
        elif name in found:
            remedy = f"Keep one of them; the first is in {findings.spot(found[name].line)}."
            findings.note("key-twice", f"{what} has '{name}' twice", remedy, line=line, question=question)
        elif known is not None and name not in known:
            remedy = (instead or {}).get(name) or nearest(name, known) or f"It can have: {', '.join(known)}."
            findings.note("key-unknown", f"{what} cannot have '{name}'", remedy, line=line, question=question)
        else:
            found[name] = Entry(value, line)
    return found


def items(entry: Entry | None, findings: Findings, what: str) -> list[Entry]:
    """The items of a list; none where nothing was written."""
    if entry is None or is_nothing(entry):
        return []
    if isinstance(entry.node, yaml.SequenceNode):
        return [Entry(node, node.start_mark.line + 1) for node in entry.node.value]
    remedy = "Write each item on a line of its own that begins with '- '."
    findings.note("yaml-shape", f"{what} is no list", remedy, line=entry.line)
    return []


def is_nothing(entry: Entry) -> bool:
    """Whether nothing was written: no value, `~`, `null` or empty quotes."""
    node = entry.node
    return isinstance(node, yaml.ScalarNode) and (node.tag == "tag:yaml.org,2002:null" or not node.value.strip())


def scalar(entry: Entry | None, findings: Findings, what: str, *, question: str = "") -> str:
    """The text of `entry` without white space around it, "" where nothing was written."""
    if entry is None or is_nothing(entry):
        return ""
    if isinstance(entry.node, yaml.ScalarNode):
        return str(entry.node.value).strip()
    findings.note("yaml-shape", f"{what} is more than one text", "Write one text.", line=entry.line, question=question)
    return ""


def decode(data: bytes, findings: Findings) -> str:
    """The text of a file. Raises DefinitionError when it is too big, not UTF-8, or holds what nobody can see."""
    if len(data) > BIGGEST:
        findings.note("file-big", f"the file has more than {BIGGEST:,} bytes", "Take out what is not needed, or split it.")
    elif data.startswith(b"PK\x03\x04"):
        findings.note("file-spreadsheet", "the file is a spreadsheet", "Give it a name that ends in .xlsx.")
    findings.refuse()
    text = ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.note("file-encoding", "the file is not in UTF-8", "Save it again as UTF-8.", line=line)
    for found in UNPRINTABLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"the character U+{ord(found[0]):04X} cannot be seen and has no place here"
        findings.note("file-character", what, "Delete it, or write the line again.", line=line)
        break  # a file with one of them often has thousands
    findings.refuse()
    return text


def _look_through(text: str, findings: Findings) -> None:
    """Look at the parser's events, which come one by one, before a tree is made of them."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                findings.note("yaml-documents", "a second document begins", "Take the line with --- out.", line=line)
        elif isinstance(event, yaml.AliasEvent):
            what = f"'*{event.anchor}' stands for something written elsewhere"
            findings.note("yaml-alias", what, "Write it out here, or put a text that begins with * in quotes.", line=line)
        elif tag is not None:
            what = f"'{tag}' is a tag, and tags are not used"
            findings.note("yaml-tag", what, "Take it out, or put a text that begins with ! in quotes.", line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                findings.note("yaml-deep", f"more than {DEEPEST} things lie within each other", "Make it flatter.", line=line)
                return
        depth -= isinstance(event, yaml.CollectionEndEvent)


def _note_syntax(error: yaml.YAMLError, text: str, findings: Findings) -> None:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    line = min(int(mark.line), text.count("\n")) + 1 if mark else 0  # the end of a file may be marked as a line too many
    remedy = "Look at the spaces at the beginning of the lines, and put texts with : or # in quotes."
    findings.note("yaml-syntax", f"this is not YAML: {problem}", remedy, line=line)
