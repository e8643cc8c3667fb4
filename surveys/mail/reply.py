"""Which words of a reply are the person's own, and which question each of them stands under.

People answer beneath each question, above everything, below everything, in a quote with marks or without, in the quoted lines
themselves. Mail programs wrap and mark the rest as they like. So nothing is believed of marks alone: the reply is laid beside
what we sent, word by word, and what is not ours is theirs. What stands between two of our questions belongs to the upper one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher

from surveys.mail.trimming import unsigned, without_head

ABOVE, HEAD, TAIL = "", " ", "  "  # above all that is ours, before the first question, after the last: no question is called so
_QUOTE = re.compile(r"(?:[ \t]{0,3}[>|][ \t]?)+")
_CHOICE = re.compile(r"\s*(\d{1,3})\.\s")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PLAIN = str.maketrans({"\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_LINK = re.compile(r"[<\[(]?(?:https?://|mailto:|cid:)\S*|\[\d+\]|\[image:\S*", re.IGNORECASE)
_TICKS = frozenset({
    "x", "(x)", "[x]", "xx", "✓", "✔", "✔️", "☑", "✅", "*", "<-", "<--", "<---", "<=", "<==", "←", "->", "-->", "=>", "yes", "y",
    "this", "this one", "👍", "!", "+", "v", "my answer", "<- this", "<-- this", "<-- this one", "<- this one", "← this one",
    "← this",
})  # fmt: skip
_NUMBERED = re.compile(
    r"\s*[*_]?((?:answer|question|q|a|ateb|cwestiwn|antwort|frage|question n°|réponse|вопрос|ответ|no|nr|#)\.?\s*)?"
    r"(\d{1,3}|[a-d](?=\s*[.):=]))\s*(?:[.:](?!\d)|[)=]|[-–—](?=\s))[.):=]*\s*(.*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*(\d{1,3})\s+(\S.*)")
_QUOTED = 5  # words of ours in a row that nobody writes by chance
_FAR = 4  # words of ours left out between two runs: more than a mail program mangles
_PAIRS = 4  # times as many pairs of one of our words and a like one of theirs as a reply has that quotes all of ours once
_SHORT = 3  # words: fewer of ours in a row may be theirs by chance


@dataclass(frozen=True, slots=True)
class Sheet:
    """What we sent, and how it is laid out: each question's `headings` line (whole, as it stands) with the name of the question.

    `labels` are what people number their answers with, in small letters, with the same names. `end` is the line after the last,
    `structure` the one of the survey's that it lays out.
    """

    text: str
    headings: Mapping[str, str]
    labels: Mapping[str, str]
    end: str = ""
    structure: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """`parts` are the words under each question, by its name, in the sheet's order; `rest` what stood under none.

    `structure` is the sheet's, in which the questions have these names.
    """

    parts: Mapping[str, str]
    rest: str
    structure: int


@dataclass(slots=True)
class _Line:
    """A line of the reply: how deep it is quoted, its words, and for each word which of ours it is, -1 for theirs."""

    depth: int
    words: list[str]
    ours: list[int] = field(default_factory=list)

    @property
    def own(self) -> list[str]:
        """The words that are not ours."""
        return [word for word, at in zip(self.words, self.ours, strict=True) if at < 0]


@dataclass(slots=True)
class _Base:
    """Our words, folded, each with the question it belongs to and the choice whose line it is in."""

    words: list[str] = field(default_factory=list)
    area: list[str] = field(default_factory=list)
    choice: list[str] = field(default_factory=list)


def read_reply(text: str, sheets: Sequence[Sheet]) -> Reply:
    """Read a reply to one of these sheets, of which the likeliest stands first. There is at least one."""
    lines = [_line(line) for line in text.splitlines()]
    sheet, base = max(((sheet, _base(sheet)) for sheet in sheets), key=lambda each: _likeness(lines, each[1]))
    _compare(lines, base)
    heaps = _heaps(lines, base)
    rest: list[str] = []
    parts = {name: words for name in dict.fromkeys(sheet.headings.values()) if (words := _joined(heaps.get(name, [])))}
    parts = {name: _unprompted(words, name, sheet.labels) for name, words in parts.items()}
    if parts:
        last = list(parts)[-1]
        parts[last] = unsigned(parts[last], answer=True)
    for heap in (without_head(heaps.get(ABOVE, [])), heaps.get(HEAD, []), heaps.get(TAIL, [])):
        numbered, loose = _numbered(unsigned("\n".join(heap)), sheet.labels)
        for name, words in numbered.items():
            parts[name] = "\n".join(filter(None, (parts.get(name, ""), words)))
        rest.append(loose)
    order = dict.fromkeys((*sheet.headings.values(), *sheet.labels.values()))
    return Reply({name: parts[name] for name in order if parts.get(name)}, "\n".join(filter(None, rest)), sheet.structure)


# ── beside what we sent ─────────────────────────────────────────────────────────────────────────────────────────────────


def _line(line: str) -> _Line:
    line = _INVISIBLE.sub("", line).replace("\u00a0", " ")
    quoted = _QUOTE.match(line)
    depth = sum(char in ">|" for char in quoted[0]) if quoted else 0
    return _Line(depth, (line[quoted.end() :] if quoted else line).split())


def _folded(word: str) -> str:
    return word.translate(_PLAIN).strip("*_").casefold() or word


def _base(sheet: Sheet) -> _Base:
    base, area = _Base(), HEAD
    for line in sheet.text.splitlines():
        if line.strip() == sheet.end and sheet.end:
            area = TAIL
        area = sheet.headings.get(line.strip(), area)
        numbered = _CHOICE.match(line)
        for word in line.split():
            base.words.append(_folded(word))
            base.area.append(area)
            base.choice.append(numbered[1] if numbered and area not in (HEAD, TAIL) else "")
    return base


def _likeness(lines: Sequence[_Line], base: _Base) -> int:
    known = set(base.words)
    return sum(_folded(word) in known for line in lines for word in line.words)


def _compare(lines: Sequence[_Line], base: _Base) -> None:
    """Find each of our words again: the longest runs first, all in their order."""
    words = [(_folded(word), line, at) for line in lines for at, word in enumerate(line.words)]
    for line in lines:
        line.ours = [-1] * len(line.words)
    theirs_folded = [word for word, _, _ in words]
    common = _common(base.words, theirs_folded)
    matcher = SequenceMatcher(common.__contains__, base.words, theirs_folded, autojunk=False)
    blocks = matcher.get_matching_blocks()
    if max(base.choice[ours : ours + size].count("") for ours, _, size in blocks) < _QUOTED:
        return  # nothing of ours is quoted: what is alike is so by chance, or because they write out the choices
    for ours, theirs, size in _near(blocks):
        for step in range(size):
            _, line, at = words[theirs + step]
            line.ours[at] = ours + step
    marked = any(line.depth and max(line.ours, default=-1) >= 0 for line in lines)
    for before, line in zip([None, *lines], lines, strict=False):
        if not line.depth and _by_chance(before, line, marked=marked):
            line.ours = [-1] * len(line.words)
        elif max(line.ours, default=-1) >= 0:  # an address that a program put behind a word of ours is nobody's
            line.ours = [-2 if at < 0 and _LINK.match(word) else at for word, at in zip(line.words, line.ours, strict=True)]


def _common(ours: Sequence[str], theirs: Sequence[str]) -> frozenset[str]:
    """The words to look for only beside others: those that make the comparison too long, the dearest first.

    It grows with how often a word is in both, so that one word written ten thousand times would take minutes.
    """
    here, there = Counter(ours), Counter(theirs)
    cost = {word: times * there[word] for word, times in here.items() if word in there}
    most = _PAIRS * sum(times * times for times in here.values())
    pairs, common = sum(cost.values()), set[str]()
    for word in sorted(cost, key=cost.__getitem__, reverse=True):
        if pairs <= most:
            break
        common.add(word)
        pairs -= cost[word]
    return frozenset(common)


def _near(blocks: Sequence[Match]) -> Iterator[Match]:
    """These runs of our words, but for short ones far from the runs before and after them: those are theirs by chance."""
    for before, here, after in zip((Match(-_FAR, 0, 0), *blocks), blocks, blocks[1:], strict=False):
        alone = here.a - (before.a + before.size) >= _FAR and after.a - (here.a + here.size) >= _FAR
        if here.size >= _SHORT or not alone:
            yield here


def _by_chance(before: _Line | None, line: _Line, *, marked: bool) -> bool:
    """Whether a line without a mark is theirs, though some of its words are ours."""
    found = [at for at in line.ours if at >= 0]
    if not found or len(found) == len(line.words):
        # where ours are marked, a line without a mark is theirs, unless it is what was wrapped off a marked one
        wrapped = before is not None and bool(before.ours) and bool(found) and before.ours[-1] == found[0] - 1
        return marked and not wrapped
    run = line.ours[0] >= 0 or line.ours[-1] >= 0
    return len(found) < _SHORT if not run or marked else len(found) < 2


def _heaps(lines: Sequence[_Line], base: _Base) -> dict[str, list[str]]:
    """Their words, line by line, by the question that they stand under."""
    heaps: dict[str, list[str]] = {}
    area = ABOVE
    began = False
    for line in lines:
        found = [at for at in line.ours if at >= 0]
        own = line.own
        if not found:
            if line.depth and not began:
                continue  # a mail program's head over the quote, or an older mail
            if line.depth < 2:
                heaps.setdefault(area, []).append(" ".join(own))
            continue
        began = True
        for here, words in _runs(line, base, area):
            said = _ticked(line, base, words)
            if said:
                heaps.setdefault(here, []).append(said)
        area = base.area[found[-1]]
    return heaps


def _runs(line: _Line, base: _Base, area: str) -> Iterator[tuple[str, str]]:
    """The stretches of their words in a line that is partly ours, each with the question it belongs to."""
    words: list[str] = []
    last = -1
    for word, at in zip(line.words, line.ours, strict=True):
        if at == -1:
            words.append(word)
        elif at >= 0:
            if words:
                # before the first of our words in a line: a mark set before a choice
                yield (base.area[at] if last < 0 else area), " ".join(words)
                words = []
            last = at
            area = base.area[at]
    if words:
        yield area, " ".join(words)


def _ticked(line: _Line, base: _Base, words: str) -> str:
    """What is written into one of our lines: beside a choice a tick stands for the choice, and anything else for itself."""
    choices = {base.choice[at] for at in line.ours if at >= 0 and base.choice[at]}
    if len(choices) == 1 and words.casefold().strip() in _TICKS:
        return choices.pop()
    inside = line.ours[0] >= 0 and line.ours[-1] >= 0
    return "" if inside else words  # in the midst of our own words: what a mail program made of one of them


def _joined(lines: Sequence[str]) -> str:
    """What stands under one question; choices that were ticked one by one are parted by commas."""
    said = "\n".join(lines).strip()
    ticked = said.split()
    return ", ".join(ticked) if len(ticked) > 1 and all(word.isdecimal() for word in ticked) else said


def _unprompted(words: str, name: str, labels: Mapping[str, str]) -> str:
    """`words` without an "Answer 3:" of ours that they wrote anew before them."""
    prompt = _NUMBERED.match(words)
    if prompt is None or not prompt[1] or labels.get(prompt[2].casefold()) != name:
        return words
    return words[prompt.start(3) :].strip()


# ── by their own numbers ────────────────────────────────────────────────────────────────────────────────────────────────


def _numbered(text: str, labels: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Answers that carry the numbers of their questions, and what carries none."""
    parts: dict[str, list[str]] = {}
    loose: list[str] = []
    lines = text.splitlines()
    here = loose
    for line, number, said in _marked(lines) if len(labels) > 1 else ((line, "", line) for line in lines):
        name = labels.get(number)
        here = parts.setdefault(name, []) if name is not None else here
        here.append(line if name is None else said)
    joined = {name: "\n".join(words).strip() for name, words in parts.items()}
    return {name: words for name, words in joined.items() if words}, "\n".join(loose).strip()


def _marked(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each line, the number that it begins with ("" for none), and what follows that."""
    marks = [_NUMBERED.match(line) for line in lines]
    if any(marks):
        return [
            (line, mark[2].casefold(), mark[3]) if mark else (line, "", line) for line, mark in zip(lines, marks, strict=True)
        ]
    bare = [_BARE.match(line) for line in lines if line.strip()]
    if len(bare) < 2 or not all(bare):  # "2 years" in one line among others is no number of a question
        return [(line, "", line) for line in lines]
    return [(mark[0], mark[1], mark[2]) for mark in bare if mark]
