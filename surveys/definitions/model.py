"""What a survey is: questions in order, in XLSForm's vocabulary, in as many languages as its author wrote.

Source of the vocabulary: https://xlsform.org/en/ (question types, `relevant`, `constraint`, `calculation`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from surveys.definitions.expressions import Expression
from surveys.definitions.terms import Labels
from surveys.errors import Place

Texts = Mapping[str, str]  # language tag ("en", "cy") → the words in it

Kind = Literal[
    "text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple", "rank", "acknowledge",
    "geopoint", "image", "audio", "video", "file", "note", "calculate",
]  # fmt: skip

STRIDE = 10_000  # no survey has as many questions: a question's number and the time round together are one number
MEDIA: frozenset[Kind] = frozenset({"image", "audio", "video", "file"})  # answered by sending a file, which nobody opens
ACKNOWLEDGED = "OK"  # what XForms keeps of an acknowledge


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers on offer. `code` (1, 2, …) is what is stored; in later versions no other choice ever gets it.

    `columns` are what else its author wrote of it, for a `choice_filter` to look at. `added` is the "other" of `or_other`.
    """

    name: str
    code: int
    label: Texts
    columns: Mapping[str, str] = field(default_factory=dict)
    added: bool = False
    easy_read: Texts = field(default_factory=dict)
    picture: str = ""  # the file of what is shown beside it in Easy Read


@dataclass(frozen=True, slots=True)
class Default:
    """An answer to suggest: `source` itself, or what it comes to where it is an expression."""

    source: str
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The points of a range: `start`, then every `step`, up to `end`, which is the last one."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """How many points there are."""
        return int((self.end - self.start) / self.step) + 1

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest point."""
        low, high = sorted((self.start, self.start + self.step * (self.count - 1)))
        return plain_number(low), plain_number(high)

    def point(self, code: int) -> str:
        """The point number `code`, counted from 1, as XForms writes it."""
        return plain_number(self.start + self.step * (code - 1))

    def code(self, value: str) -> int:
        """Which point `value` is, counted from 1; 0 where it is none."""
        try:
            steps = (Decimal(value) - self.start) / self.step
        except ArithmeticError:
            return 0
        return int(steps) + 1 if steps == steps.to_integral_value() and 0 <= steps < self.count else 0


def plain_number(number: Decimal) -> str:
    """`number` without an exponent or needless zeros: "5", "0.5", "-20"."""
    written = format(number.normalize(), "f")
    return "0" if number == 0 else written


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask, to tell (`note`) or to work out (`calculate`).

    `index` is its place in the survey, from 0. `number` is what people see ("Question 3"), from 1; 0 for notes and
    calculations, which nobody answers. `key` is what its answers are stored under, -1 for its index: in later versions of the
    survey the same question keeps it, wherever it stands, and no other question ever gets it (each time round of a repeat has
    one `STRIDE` more). `list_name` is what the author calls the list of its choices. `choice_filter` tells of each choice
    whether it is on offer; `default` is an answer to suggest. `or_other` is whether one may answer something else, and
    `added` whether this is the question for it. `appearance` is for other programs.
    """

    name: str
    kind: Kind
    index: int
    number: int
    label: Texts
    hint: Texts = field(default_factory=dict)
    plain: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Texts = field(default_factory=dict)
    calculation: Expression | None = None
    scale: Scale | None = None  # of a range, and of no other kind
    list_name: str = field(default="", compare=False)  # for the author's files only: nothing that is asked hangs on it
    place: Place = field(default_factory=Place, compare=False, repr=False)  # where the author wrote it
    key: int = -1
    choice_filter: Expression | None = None
    default: Default | None = None
    required_message: Texts = field(default_factory=dict)
    guidance_hint: Texts = field(default_factory=dict)
    appearance: str = ""
    or_other: bool = False
    added: bool = False
    easy_read: Texts = field(default_factory=dict)
    picture: str = ""  # the file of what is shown beside it in Easy Read, and in words what is to be seen there
    picture_alt: Texts = field(default_factory=dict)
    bsl: str = ""  # where it can be watched in British Sign Language
    time: int = 0  # which time round, from 1, of a question of a repeat as it is asked; its name then is like "age[2]"

    def __post_init__(self) -> None:
        if self.key < 0:
            object.__setattr__(self, "key", self.index)

    @property
    def bare(self) -> str:
        """Its name, without the time round."""
        return self.name.partition("[")[0] if self.time else self.name

    @property
    def place_number(self) -> int:
        """What its buttons name it by: its index, and which time round."""
        return self.index + STRIDE * self.time

    @property
    def figure(self) -> str:
        """The number that people see: "3", or "3 (2)" the second time round."""
        return f"{self.number} ({self.time})" if self.time else str(self.number)

    @property
    def asks(self) -> bool:
        """Whether a person answers it."""
        return self.number > 0

    @property
    def closed(self) -> bool:
        """Whether it is answered by picking from its author's choices."""
        return self.kind in ("select_one", "select_multiple", "rank")

    @property
    def coded(self) -> bool:
        """Whether all its answers are known beforehand, so that they are stored as codes (decision 1)."""
        return self.closed or self.kind in ("range", "acknowledge")

    @property
    def texts(self) -> Mapping[str, Texts]:
        """All that it says, each by what it is."""
        keys = ("label", "hint", "plain", "easy_read", "guidance_hint", "constraint_message", "required_message")
        choices = {f"choice '{each.name}'": each.label for each in self.choices}
        easy = {f"Easy Read of choice '{each.name}'": each.easy_read for each in self.choices if each.easy_read}
        return {key: getattr(self, key) for key in keys} | choices | easy

    def choice(self, name: str) -> Choice | None:
        """The choice called `name`, or None."""
        return next((choice for choice in self.choices if choice.name == name), None)


class Version(NamedTuple):
    """What a survey asks (`structure`, 1, 2, …) in which words (`revision`, 1, 2, … within a structure): "2.1"."""

    structure: int
    revision: int

    def __str__(self) -> str:
        return f"{self.structure}.{self.revision}"


FIRST = Version(1, 1)
# In which words: as the author wrote them first, in plain words, or in Easy Read with a picture beside each idea.
Variant = Literal["standard", "plain", "easy_read"]


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, under a heading of their own: a group, or a repeat, which is gone through several times.

    `count` says how many times; without it, whoever answers is asked each time whether there is another.
    They are those from `first` up to but without `end`, by index; there is always one. What stands within what is told by these
    and by the order: of two sections with the same questions the first holds the second. Without a label there is no heading.
    """

    name: str
    first: int
    end: int
    label: Texts = field(default_factory=dict)
    relevant: Expression | None = None
    appearance: str = ""
    kind: Literal["group", "repeat"] = "group"
    count: Expression | None = None
    place: Place = field(default_factory=Place, compare=False, repr=False)  # where the author wrote it

    @property
    def repeats(self) -> bool:
        """Whether it is gone through several times."""
        return self.kind == "repeat"


@dataclass(frozen=True, slots=True)
class Survey:
    """A frozen version of a survey: what is asked (`structure`) in the words of `revision`.

    `sections` are in the order in which they begin, an outer one before those in it. `by_name` and `by_key` find a question,
    `headed` a section; `total` is how many people can answer ("of 22"); `paths[index]` are the sections that a question stands
    in, the outermost first; `conditions[name]` is all that must hold for it to be asked, its sections' first; `uses[name]` are
    the questions whose conditions, constraint, calculation or choice_filter refer to `name`. `piped` are the questions and
    sections with answers in their texts.
    """

    name: str
    title: Texts
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ("en",)
    structure: int = 1
    revision: int = 1
    sections: tuple[Section, ...] = ()
    tried_by: str = ""  # who tried its Easy Read, and when
    first: "Survey | None" = field(default=None, repr=False, compare=False)  # this one in other words: as it was written first
    by_name: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    by_key: Mapping[int, Question] = field(init=False, repr=False, compare=False)
    headed: Mapping[str, Section] = field(init=False, repr=False, compare=False)
    total: int = field(init=False, repr=False, compare=False)
    paths: tuple[tuple[Section, ...], ...] = field(init=False, repr=False, compare=False)
    conditions: Mapping[str, tuple[Expression, ...]] = field(init=False, repr=False, compare=False)
    uses: Mapping[str, tuple[Question, ...]] = field(init=False, repr=False, compare=False)
    piped: frozenset[str] = field(init=False, repr=False, compare=False)
    repeat_of: Mapping[str, Section] = field(init=False, repr=False, compare=False)
    _rounds: dict[tuple[str, int], Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {question.name: question for question in self.questions})
        object.__setattr__(self, "by_key", {question.key: question for question in self.questions})
        object.__setattr__(self, "headed", {section.name: section for section in self.sections})
        object.__setattr__(self, "total", sum(question.asks for question in self.questions))
        paths = tuple(tuple(each for each in self.sections if each.first <= at < each.end) for at in range(len(self.questions)))
        object.__setattr__(self, "paths", paths)
        conditions = {
            question.name: tuple(
                relevant for relevant in (*(each.relevant for each in path), question.relevant) if relevant is not None
            )
            for question, path in zip(self.questions, paths, strict=True)
        }
        object.__setattr__(self, "conditions", conditions)
        uses: dict[str, list[Question]] = {}
        for question in self.questions:
            counts = (each.count for each in paths[question.index])
            rules = (*conditions[question.name], *counts, question.constraint, question.calculation, question.choice_filter)
            for name in sorted(_names(rules)):
                uses.setdefault(name, []).append(question)
        object.__setattr__(self, "uses", {name: tuple(users) for name, users in uses.items()})
        said = [(each.name, list(each.texts.values())) for each in self.questions]
        said += [(each.name, [each.label]) for each in self.sections]
        piped = (name for name, texts in said if any("${" in text for each in texts for text in each.values()))
        object.__setattr__(self, "piped", frozenset(piped))
        held = ((question.name, path) for question, path in zip(self.questions, paths, strict=True))
        repeats = {name: section for name, path in held for section in path if section.repeats}
        object.__setattr__(self, "repeat_of", repeats)
        object.__setattr__(self, "_rounds", {})

    @property
    def language(self) -> str:
        """The language it was written in first."""
        return self.languages[0]

    @property
    def variants(self) -> tuple[Variant, ...]:
        """In which words it can be read."""
        easy = any(question.easy_read or any(choice.easy_read for choice in question.choices) for question in self.questions)
        offered: dict[Variant, bool] = {
            "standard": True,
            "plain": any(question.plain for question in self.questions),
            "easy_read": easy,
        }
        return tuple(variant for variant, there in offered.items() if there)

    @property
    def version(self) -> Version:
        """Which version it is."""
        return Version(self.structure, self.revision)

    def asked(self, name: str) -> Question | None:
        """The question called `name`; one of a repeat as it is asked a certain time round for a name like "age[2]"."""
        question = self.by_name.get(name)
        if question is not None or not name.endswith("]"):
            return question
        bare, _, time = name[:-1].partition("[")
        known = bare in self.repeat_of and time.isascii() and time.isdigit() and 0 < int(time[:4]) < STRIDE
        return self.timed(self.by_name[bare], int(time)) if known else None

    def named(self, name: str) -> Question:
        """As `asked`. KeyError where there is none."""
        question = self.asked(name)
        if question is None:
            raise KeyError(name)
        return question

    def timed(self, question: Question, time: int) -> Question:
        """`question` as it is asked the `time`-th time round, from 1; 0 for itself."""
        if not time:
            return question
        made = self._rounds.get((question.name, time))
        if made is None:
            made = replace(question, name=f"{question.name}[{time}]", key=question.key + STRIDE * time, time=time)
            self._rounds[question.name, time] = made
        return made

    def stored(self, key: int) -> Question | None:
        """The question whose answers are stored under `key`; see `Question.key`."""
        time, plain = divmod(key, STRIDE)
        question = self.by_key.get(plain)
        known = question is not None and bool(time) == (question.name in self.repeat_of)
        return self.timed(question, time) if question is not None and known else None

    def placed(self, number: int) -> Question | None:
        """The question that a button names by `number`; None where there is none."""
        time, index = divmod(number, STRIDE)
        if number < 0 or index >= len(self.questions):
            return None
        question = self.questions[index]
        return self.timed(question, time) if bool(time) == (question.name in self.repeat_of) else None

    def figured(self, number: int, time: int = 0) -> Question | None:
        """The question that people see as "4", or as "4 (2)"; None where there is none."""
        question = self.numbered(number)
        if question is None or bool(time) != (question.name in self.repeat_of):
            return None
        return self.timed(question, time)

    def numbered(self, number: int) -> Question | None:
        """The question people see as `number`, or None."""
        return next((question for question in self.questions if question.number == number > 0), None)

    def labels(self, language: str) -> Labels:
        """What an expression says labels by: (question, choice) → the label in `language`, "" where there is no such choice."""

        def label(name: str, picked: str) -> str:
            question = (self.first or self).by_name.get(name)
            choice = question.choice(picked) if question else None
            return say(choice.label, language) if choice else ""

        return label


def _names(expressions: Iterable[Expression | None]) -> set[str]:
    return {name for expression in expressions if expression is not None for name in expression.names}


def say(texts: Texts, language: str) -> str:
    """`texts` in `language`, else in the language written first, else nothing."""
    if language in texts:
        return texts[language]
    return next(iter(texts.values()), "")
