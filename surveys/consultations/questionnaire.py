"""The questions as a sheet that anyone can read first, talk over with others, fill in, and take away.

One value for the page, the PDF and the Word file: who asks and why, every question under the number it has in a chat, and how to
take part. Each text knows its language: the survey's and the bot's own words need not be in the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.consultations.model import Consultation
from surveys.consultations.spoken import language_of, spoken
from surveys.definitions.conditions import condition_of
from surveys.definitions.model import MEDIA, Question, Section, Survey, Texts, say
from surveys.definitions.pipes import blank
from surveys.interviews.model import Param
from surveys.interviews.rendering import FEW_POINTS
from surveys.words.catalogue import Catalogue
from surveys.words.conditions import say_condition

Space = Literal["", "line", "lines", "date"]  # where an answer is written: nowhere, on a line, on several, as day, month and year


@dataclass(frozen=True, slots=True)
class Said:
    """Words and the tag of their language."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and the paragraphs under it."""

    head: Said
    paragraphs: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The heading of questions that belong together; `who` is asked them, where not everybody is. `depth` as in `Asked`.

    `how` tells whether they are asked several times.
    """

    head: Said
    who: tuple[Said, ...]
    depth: int
    how: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `number` is the one that it has in a chat, `figure` the same as the language writes it.

    `who` is asked it, where not everybody is: a sentence, or a line and what it introduces. `how` tells whether it must be
    answered, and how that is done. `depth` is how many headings it stands under.
    """

    number: int
    figure: str
    label: Said
    hint: Said | None
    who: tuple[Said, ...]
    how: tuple[Said, ...]
    choices: tuple[Said, ...]
    space: Space
    depth: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is told between two questions, in paragraphs; `who` is told it, where not everybody is."""

    paragraphs: tuple[Said, ...]
    who: tuple[Said, ...]


Entry = Part | Asked | Told

# How each kind is answered that needs no more said than that, and the space for it: a test holds them against all kinds.
_HOW: Mapping[str, tuple[str, Space]] = {
    "select_one": ("questionnaire.one", ""),
    "select_multiple": ("web.answer.tick", ""),
    "rank": ("questionnaire.rank", ""),
    "integer": ("questionnaire.whole", "line"),
    "decimal": ("questionnaire.number", "line"),
    "date": ("questionnaire.date", "date"),
    "time": ("questionnaire.time", "line"),
    "dateTime": ("questionnaire.moment", "line"),
    "geopoint": ("questionnaire.place", "line"),
    **dict.fromkeys(MEDIA, ("questionnaire.media", "")),
    "text": ("web.questions.written", "lines"),
}


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The whole sheet. `language` is that of its questions; `parts` are what day, month and year are called."""

    title: Said
    subtitle: Said | None
    language: str
    before: tuple[Passage, ...]
    head: Said
    lead: tuple[Said, ...]
    entries: tuple[Entry, ...]
    after: tuple[Passage, ...]
    parts: tuple[Said, Said, Said]
    write_here: Said


def all_asked(survey: Survey, language: str, words: Catalogue) -> tuple[Entry, ...]:
    """Every section, question and note of `survey`, in its order, in `language`; `words` are the bot's own."""
    return tuple(_Entries(survey, language, words).every())


def questionnaire(survey: Survey, language: str, words: Catalogue, about: Consultation | None, address: str) -> Questionnaire:
    """The sheet of `survey` in `language`. Without a consultation, nothing is said of who asks. `address` is the public one."""
    title = Said(say(survey.title, language), language)
    skip = "questionnaire.skip_some" if any(each.required for each in survey.questions) else "questionnaire.skip_all"
    return Questionnaire(
        title=title if about is None else _theirs(about, "title", language),
        subtitle=title if about is not None and spoken(about, language).title != title.words else None,
        language=language,
        before=() if about is None else tuple(_before(about, language, words, address)),
        head=_own(words, "web.questions.title"),
        lead=tuple(
            _own(words, key) for key in ("web.questions.lead", skip, *(["questionnaire.more_paper"] if survey.repeat_of else []))
        ),
        entries=all_asked(survey, language, words),
        after=() if about is None else (_safe(words),),
        parts=(_own(words, "web.answer.day"), _own(words, "web.answer.month"), _own(words, "web.answer.year")),
        write_here=_own(words, "questionnaire.write_here"),
    )


def _own(words: Catalogue, key: str, params: Mapping[str, Param] = {}) -> Said:
    """One of the bot's own texts."""
    return Said(words.text(key, params), words.spoken(key))


def _theirs(about: Consultation, key: str, language: str) -> Said:
    """One of the consultation's own texts, in `language` where it is translated."""
    return Said(getattr(spoken(about, language), key), language_of(about, key, language))


def _before(about: Consultation, language: str, words: Catalogue, address: str) -> Iterator[Passage]:
    """Who asks, why, what can come of it, until when, and how to take part."""

    def written(head: str, key: str) -> Passage:
        text = _theirs(about, key, language)
        return Passage(_own(words, head), _paragraphs(text.words, text.language))

    if about.invented:
        yield Passage(_own(words, "web.warning"), (_own(words, "digest.invented"),))
    yield written("web.consent.who", "owner")
    yield written("web.consent.why", "purpose")
    yield written("web.consultation.can_change", "can_change")
    yield written("web.consultation.cannot_change", "cannot_change")
    days: dict[str, Param] = {"opens": about.opens, "closes": about.closes, "comes_back": about.comes_back}
    keys = ("questionnaire.opens", "questionnaire.closes", "questionnaire.comes_back")
    yield Passage(_own(words, "web.consultation.dates"), tuple(_own(words, key, days) for key in keys))
    link = {"link": f"{address}/consultations/{about.slug}"}
    yield Passage(_own(words, "questionnaire.take_part"), (_own(words, "questionnaire.link", link),))
    if about.support:
        yield written("web.consultation.support", "support")
    yield Passage(_own(words, "web.consultation.privacy"), (_own(words, f"web.anonymity.{about.anonymity}"),))


def _paragraphs(text: str, language: str) -> tuple[Said, ...]:
    return tuple(Said(part.strip(), language) for part in text.split("\n\n") if part.strip())


def _safe(words: Catalogue) -> Passage:
    """Whom to turn to when somebody is not safe: this sheet reaches nobody."""
    keys = ("questionnaire.safe", "web.help.danger", "web.help.child", "web.help.talk", "web.help.text")
    return Passage(_own(words, "web.consultation.safe"), tuple(_own(words, key) for key in keys))


class _Entries:
    """Goes through a survey in one language."""

    def __init__(self, survey: Survey, language: str, words: Catalogue) -> None:
        self._survey = survey
        self._language = language
        self._words = words

    def every(self) -> Iterator[Entry]:
        for question, path in zip(self._survey.questions, self._survey.paths, strict=True):
            for at, section in enumerate(path):
                if section.label and section.first == question.index:
                    who = self._who(path[: at + 1])
                    how = (_own(self._words, "questionnaire.each"),) if section.repeats else ()
                    yield Part(self._theirs(section.label), who, sum(bool(each.label) for each in path[:at]), how)
            if question.kind == "note":
                yield Told(_paragraphs(self._theirs(question.label).words, self._language), self._who(path, question))
            elif question.asks:
                yield self._asked(question, path)

    def _asked(self, question: Question, path: Sequence[Section]) -> Asked:
        how, choices, space = self._answering(question)
        hows = [_own(self._words, "web.questions.required")] if question.required else []
        if any(section.repeats and not section.label for section in path):  # else its heading says so
            hows.append(_own(self._words, "questionnaire.each_question"))
        hows += [how, *([_own(self._words, "web.questions.filtered")] if question.choice_filter else [])]
        hows += [self._theirs(question.guidance_hint)] if question.guidance_hint else []
        hows += [_own(self._words, "bsl", {"link": question.bsl})] if question.bsl else []
        return Asked(
            number=question.number,
            figure=self._words.shown(question.number),
            label=self._theirs(question.label),
            hint=self._theirs(question.hint) if question.hint else None,
            who=self._who(path, question),
            how=tuple(hows),
            choices=choices,
            space=space,
            depth=sum(bool(section.label) for section in path),
        )

    def _answering(self, question: Question) -> tuple[Said, tuple[Said, ...], Space]:
        """How it is answered, the choices, and the space to write in."""
        words = self._words
        match question.kind:
            case "range":
                assert question.scale is not None
                low, high = question.scale.ends
                few = question.scale.count if question.scale.count <= FEW_POINTS else 0
                points = tuple(Said(question.scale.point(code), self._language) for code in range(1, few + 1))
                return _own(words, "web.questions.range", {"low": low, "high": high}), points, "" if points else "line"
            case "acknowledge":
                return _own(words, "questionnaire.acknowledge"), (_own(words, "web.answer.acknowledge"),), ""
            case _:
                key, space = _HOW[question.kind]
                return _own(words, key), self._choices(question), space

    def _choices(self, question: Question) -> tuple[Said, ...]:
        return tuple(self._theirs(choice.label) for choice in question.choices)

    def _theirs(self, texts: Texts) -> Said:
        return Said(blank(say(texts, self._language)), self._language)

    def _who(self, path: Sequence[Section], question: Question | None = None) -> tuple[Said, ...]:
        """Who is asked the question, or the last section of `path`. What is said at a heading is not said again beneath it."""
        above = path if question is not None else path[:-1]
        told = max((at for at, section in enumerate(above) if section.label), default=-1)
        asked: list[Section | Question] = [*path[told + 1 :], *([question] if question is not None else [])]
        relevant = [each.relevant for each in asked if each.relevant is not None]
        condition = condition_of(relevant, self._survey)
        lines = () if condition is None else say_condition(condition, self._words, self._language)
        return tuple(Said(line, self._words.language) for line in lines)
