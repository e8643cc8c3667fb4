"""What a question's choices may be called, worked out once a question, and which of them a few words name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from surveys.definitions.model import Question, say
from surveys.interviews.reading.amounts import Span, amount, in_thousands, past_point, point, span
from surveys.interviews.reading.bands import Bands
from surveys.interviews.reading.folding import NUMERALS, canon, clean, digits, fold, once
from surveys.interviews.reading.hints import Hints
from surveys.interviews.reading.likeness import label_of, mistyped, resembling, run
from surveys.interviews.reading.meanings import COUNTING, LISTING, LITTLE, MEANINGS, ORDINALS, POLITE, TURNING, Meaning
from surveys.interviews.reading.opinions import Opinions
from surveys.interviews.reading.phrases import bare, meaning_in, means
from surveys.interviews.reading.tone import tone
from surveys.interviews.tongues import DOUBTFUL, primary

Found = int | tuple[int, ...]  # the one choice that is meant for certain, or those that may be, if any
Table = dict[tuple[int, str], tuple[int, ...]]  # (how freely read, the words) → the choices called so

_HOW_MANY = re.compile(r"how many (\w+)")
_ALONE = re.compile(
    r"(?:(?:i |we )?(?:need )?none|neither|not any|nothing(?! to\b)|"
    r"(?:nobody|no one)(?= else|\Z| at all| really)|no \w+ (?:wanted|needed|required|thanks?))\b"
)
_NO_MORE = re.compile(
    r"(?:i need |we need )?(?:none|nothing|neither|not any|no one|nobody)"
    r"(?: (?:of (?:these|those|them|the above)(?: \w+)?|at all|really|applies|apply|else|yet|thanks|thank you|"
    r"more is needed|needed))*"
)
_ASIDE = re.compile(r"\(([^()]+)\)")
_OUT_OF = re.compile(r"(\d{1,3}) ?(?:/|out of) ?(\d{1,3})")
_NEGATIVE = re.compile(r"[-−]\d")
_ASKS = re.compile(r"[?？؟]")
_OPTION = re.compile(r"(?:i (?:choose|pick) )?(?:option|choice) (\d{1,3})(?: please)?")
_PLACE = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_IN_ORDER = frozenset({"to", "from", "than", "before", "after", "until", "if"})
_EXCLUSIVE: tuple[Meaning, ...] = ("none", "unknown", "private", "inapplicable")
_FALLBACK = "*"  # no language: the one an author wrote first
_ROOM = 60  # characters that may stand around an answer: "I would say … I think"
_KEPT = 4096  # questions; more than a program ever holds open


class Offer:
    """The choices of one question, by their place from 0, ready to be recognised. Never changed once made."""

    __slots__ = (
        "_shown", "_starts", "_tables", "asked", "asks_age", "bands", "every", "exclusive", "hints", "labels", "longest",
        "meant", "names", "opinions", "points", "question", "size", "spans", "tones", "words",
    )  # fmt: skip

    def __init__(self, question: Question) -> None:
        self.asked = {match[1] for label in question.label.values() if (match := _HOW_MANY.search(canon(fold(label))))}
        self.names = tuple(choice.name for choice in question.choices)
        self.size = len(self.names)
        self._shown = [choice.label for choice in question.choices]
        self.labels = [[label_of(clean(words), language) for language, words in label.items()] for label in self._shown]
        self.meant = {meaning: self._meaning(meaning) for meaning in MEANINGS}
        first = [canon(fold(clean(say(label, "en")))) for label in self._shown]
        standing_alone = {index for meaning in _EXCLUSIVE for index in self.meant[meaning]}
        self.exclusive = frozenset(standing_alone | {index for index, words in enumerate(first) if _ALONE.match(words)})
        self.every = frozenset(range(self.size)) - self.exclusive - set(self.meant["other"])
        self.spans: list[Span | None] = [span(words) for words in first]
        self._starts: dict[int, list[int]] = defaultdict(list)
        for index, words in enumerate(first):
            number = words.split(" ", 1)[0]
            if number.isdecimal():
                self._starts[int(number)].append(index)
        self.points = self._scale()
        shown = [[words for language, words in label.items() if language.split("-", 1)[0] == "en"] for label in self._shown]
        asked = [*question.label.values(), *question.hint.values()]
        self.question = " ".join(map(fold, asked))
        self.asks_age = re.search(r"\bhow old are you\b|\byour age\b|\byou aged\b", self.question) is not None
        self.bands = Bands([say(label, "en") for label in self._shown], self.question)
        self.opinions = Opinions(shown, asked)
        self.hints = Hints(
            shown, asked, self.exclusive | set(self.meant["other"]) | set(self.meant["yes"]) | set(self.meant["no"])
        )
        self.tones = [
            None if words.startswith("no ") or (index in self.exclusive and not words.startswith("neither")) else tone(words)
            for index, words in enumerate(first)
        ]
        self.longest = max((len(label.folded) for labels in self.labels for label in labels), default=0)
        self.words = max((len(label.words) for labels in self.labels for label in labels), default=0)
        self._tables = self._all_tables()

    def _all_tables(self) -> dict[str, Table]:
        """By language, what people who are spoken to in it see; under "" whatever they may say in any."""
        languages = {language for label in self._shown for language in label}
        tables = {each: _table([say(label, each)] for label in self._shown) for each in languages}
        tables[_FALLBACK] = _table([say(label, "")] for label in self._shown)
        tables[""] = _table(
            [*label.values(), *_initials(say(label, "en")), *(map(past_point, label.values()) if self.points else ())]
            for label in self._shown
        )
        return tables

    def _meaning(self, meaning: Meaning) -> tuple[int, ...]:
        return tuple(index for index, label in enumerate(self._shown) if any(means(words, meaning) for words in label.values()))

    def _scale(self) -> dict[int, int] | None:
        """Number → choice where the labels are points of a scale: there a number means the point, not the place in the list."""
        points = {index: point(say(label, "en")) for index, label in enumerate(self._shown) if index not in self.exclusive}
        numbers = {number: index for index, number in points.items() if number is not None}
        return numbers if 2 <= len(numbers) == len(points) else None

    @property
    def plain(self) -> bool:
        """Whether no label is an amount, so that "1-3" can only be places in the list."""
        return not self._starts and not any(self.spans)

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, text: str, language: str) -> Found:
        """The choice that `text` names and nothing more."""
        said = text.strip().casefold()
        if said.isdecimal():
            numbered = self.numbered(digits(said))
            if numbered != ():
                return numbered
        exact = self._called(((0, said),), language)
        if exact:
            return _one_or_some(exact)
        folded = fold(text)
        if not folded or _NEGATIVE.match(said):
            return ()
        marks = _OUT_OF.fullmatch(said)
        if marks is not None and self.points is not None and int(marks[2]) == max(self.points):
            return self.points.get(int(marks[1]), ())
        found = self._meant(folded, language)
        if isinstance(found, int) and _ASKS.search(text):
            return (found,)  # "agree?" asks whether, and does not say so
        return found

    def called(self, text: str, language: str) -> int | None:
        """The choice whose label or name `text` is, read freely but whole."""
        asks = _ASKS.search(text) is not None
        hits = () if asks else self._called(_forms(text.strip().casefold(), fold(text)), language)
        return hits[0] if len(hits) == 1 else None

    def numbered(self, number: str, *, listed: bool = False) -> Found:
        """The choice that a number stands for, where the list leaves no doubt; `listed` where it was called a place in it."""
        if number != str(int(number[:9])):
            return ()  # "007", or longer than any list
        value = int(number)
        if self.points is not None:
            return self.points.get(value, ())
        place = [value - 1] if 1 <= value <= self.size else []
        # "None, 1, 2, 3 or more": is 2 the second answer, or the one that says 2?
        said = self._starts.get(value, [])
        exactly = tuple(index for index in said if self.spans[index] is None)
        held = () if in_thousands(self.spans, value) else self._holding(value, "")
        either: tuple[int, ...] = tuple(sorted({*place, *said}))
        if len(either) == 1 and (place or exactly):
            return either[0] if exactly or listed or self.asks_age else self._place_or_amount(either[0], held)
        return _one_or_some(either or held)

    def _place_or_amount(self, place: int, held: tuple[int, ...]) -> Found:
        """A bare number where the answers are bands: "2" may be the second of them, or two of what is asked about."""
        measure = self.bands.measure
        if measure in (None, "a year") or held == (place,) or (measure == "sum" and not held):
            return place
        return tuple(sorted({place, *held})) if held else (place,)

    def _called(self, forms: tuple[tuple[int, str], ...], language: str) -> tuple[int, ...]:
        own, others = self._tables.get(language, {}), (self._tables[_FALLBACK], self._tables[""])
        false_friends = DOUBTFUL.get(primary(language), ())
        for form in forms:
            hits = own.get(form)
            if not hits and form[1] not in false_friends:
                hits = next((found for table in others if (found := table.get(form))), ())
            if hits:
                return hits
        return ()

    def _meant(self, folded: str, language: str) -> Found:
        core = bare(folded)
        place = _OPTION.fullmatch(canon(folded))
        if place is not None:
            # said like this, it can only be the place in the list
            return int(place[1]) - 1 if 1 <= int(place[1]) <= self.size and self.points is None else ()
        for words in dict.fromkeys((folded, core, canon(core))):
            if words.isdecimal():
                found = self.numbered(words, listed=not LISTING.isdisjoint(folded.split()))
                return found if self._of_the_list(folded, words) else found if isinstance(found, tuple) else (found,)
            hits = self._called(_forms("", words), language)
            if hits:
                return _one_or_some(hits)
        if len(core) > self.longest + _ROOM:
            return ()  # more is said here than the name of an answer
        doubt: tuple[int, ...] = ()
        for found in self._readings(folded, core, language):
            if isinstance(found, int):
                return found
            doubt = doubt or found
        return doubt

    def _readings(self, folded: str, core: str, language: str) -> Iterator[Found]:
        """Every way to read what is not a choice's own name, the surest first."""
        yield self._listed(core, language)
        if primary(language) != "en":  # nothing is worked out by English rules; what is like a label is asked about
            yield self._same(folded, language)
            near = mistyped(folded, self.labels)
            yield (near,) if isinstance(near, int) else near
            return
        yield self._placed(core)
        yield self._same(folded, language)
        yield self._bounded(canon(core))
        yield run(canon(core).split(), self.labels)
        yield mistyped(core, self.labels)

    def _of_the_list(self, folded: str, number: str) -> bool:
        """Whether `number`, said like this, is one of the list.

        "We are 2" is not; where the answers are amounts, nor is "just 2", nor "two", unless an answer begins with it.
        """
        around = {word for word in folded.split() if not word.isdecimal() and word not in NUMERALS}
        if not COUNTING.isdisjoint(around):
            return False
        if self.plain or self.points is not None or not LISTING.isdisjoint(around):
            return True
        spelled = not any(map(str.isdecimal, folded))
        return around <= POLITE and (not spelled or int(number) in self._starts)

    def suggest(self, text: str) -> tuple[int, ...]:
        """The choices that `text`, which names none for certain, may be about: those are its authors' names for them too."""
        folded = fold(text)
        named = tuple(index for index, name in enumerate(self.names) if fold(name) in (folded, bare(folded)))
        return named or (resembling(folded, self.labels) if len(text) <= _ROOM else ())

    def _placed(self, core: str) -> Found:
        """A place in the list in words: the second one, 2nd, last."""
        words = core.split()
        if len(words) == 2 and words[1] in ("one", "option", "choice", "answer"):
            words.pop()
        if len(words) != 1:
            return ()
        match = _PLACE.fullmatch(words[0])
        place = int(match[1]) if match else self.size if words[0] == "last" else ORDINALS.get(words[0], 0)
        return place - 1 if 1 <= place <= self.size and self.points is None else ()

    def _listed(self, core: str, language: str) -> Found:
        """A line copied from the list: 2. Agree."""
        number, _, words = core.partition(" ")
        listed = self.numbered(number, listed=True) if number.isdecimal() else ()
        index = listed if isinstance(listed, int) else -1
        hits = self._called(_forms("", words), language) if index >= 0 and words and not words.isdecimal() else ()
        return index if hits == (index,) else tuple(sorted({index, *hits})) if hits else ()

    def _same(self, folded: str, language: str) -> Found:
        """Other words for what every survey offers: "yeah", "idk", "n/a", "ydw"."""
        meaning = meaning_in(folded, language)
        if meaning is None:
            return ()
        hits = self.meant[meaning]
        if meaning in ("yes", "no") and not (self.meant["yes"] and self.meant["no"]):
            return ()
        if meaning == "none" and not all(
            _NO_MORE.fullmatch(label.folded) for index in hits for label in self.labels[index] if label.english
        ):
            return hits  # "Nothing to do there" is no "nothing"
        return _one_or_some(hits)

    def _bounded(self, words: str) -> Found:
        """The same span in other words: "over 50" for "More than 50". An amount within a span only may be meant."""
        said = span(words)
        if said is None:
            counted = amount(words)
            return self._holding(*counted) if counted is not None else ()
        same = tuple(index for index, mine in enumerate(self.spans) if mine is not None and mine.same(said))
        plain = said.unit == "" or said.unit in self.asked or all(mine is None or mine.unit for mine in self.spans)
        return same[0] if len(same) == 1 and plain else same

    def _holding(self, value: int, unit: str) -> tuple[int, ...]:
        return tuple(
            index
            for index, mine in enumerate(self.spans)
            if mine is not None and mine.holds(value) and (not unit or mine.unit in ("", unit))
        )


def offer_of(question: Question) -> Offer:
    """What `question` offers, worked out when it is first read.

    A question holds mappings and so cannot be a key itself. Its identity can: it is kept beside what was made of it, so its id is
    not given to another.
    """
    held = _offers.get(id(question))
    if held is not None:
        return held[1]
    if len(_offers) >= _KEPT:
        _offers.clear()
    offer = Offer(question)
    _offers[id(question)] = (question, offer)
    return offer


_offers: dict[int, tuple[Question, Offer]] = {}


def _initials(label: str) -> tuple[str, ...]:
    """What a name of three words or more is called for short: CIC, CVS; and what stands in brackets: "(CIC)"."""
    aside = _ASIDE.search(label)
    if aside is not None and aside[1].isalpha():
        return aside[1], _ASIDE.sub(" ", label)
    words = [word for word in fold(label).split() if word not in LITTLE]
    return ("".join(word[0] for word in words),) if len(words) > 2 and all(map(str.isalpha, words)) else ()


def _table(labels: Iterable[Iterable[str]]) -> Table:
    found: dict[tuple[int, str], dict[int, None]] = defaultdict(dict)
    for index, words in enumerate(labels):
        for label in words:
            for form in _forms(clean(label).casefold(), fold(clean(label))):
                found[form][index] = None
    return {form: tuple(indexes) for form, indexes in found.items()}


def _forms(exact: str, folded: str) -> tuple[tuple[int, str], ...]:
    """The forms under which words are kept and looked up, the strictest first."""
    words = canon(folded)
    parts = words.split()
    forms = [(0, exact), (1, folded), (2, words)]
    if not any(part.isdecimal() for part in parts):
        compact = folded.replace(" ", "")
        if len(compact) >= 6:
            forms += [(3, compact), (5, once(compact))]
        if TURNING.isdisjoint(parts) and _IN_ORDER.isdisjoint(parts):
            forms.append((4, " ".join(sorted(parts))))
    return tuple(form for form in sorted(forms) if form[1])


def _one_or_some(hits: tuple[int, ...]) -> Found:
    return hits[0] if len(hits) == 1 else hits
