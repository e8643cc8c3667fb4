"""A turn as a mail: what is said, and below it every open question with room for its answer, to be filled in and sent back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from surveys.definitions.model import Kind, Question, Survey, say
from surveys.definitions.versions.history import History
from surveys.interviews.asking import Heading, offered, suggested, told_before
from surveys.interviews.filling import filled, heading
from surveys.interviews.model import ASIDES, Ask, Effect, Interview, Offer, Say, Turn
from surveys.interviews.rendering import Facts, ends_of, render
from surveys.interviews.road import number_of, shown_value
from surveys.interviews.rounds import another_of
from surveys.interviews.sheets import hangs, laid_asides, open_questions
from surveys.mail.reply import Sheet
from surveys.messages import Mark, Outgoing, listed
from surveys.words.catalogue import Catalogue
from surveys.words.languages import own_name

_HOW: Mapping[Kind, str] = {
    "select_one": "mail.one",
    "select_multiple": "mail.several",
    "integer": "mail.whole",
    "decimal": "mail.number",
    "range": "mail.point",
    "date": "mail.date",
    "time": "mail.time",
    "dateTime": "mail.moment",
    "acknowledge": "mail.read",
    "rank": "mail.order",
    "image": "mail.file",
    "audio": "mail.file",
    "video": "mail.file",
    "file": "mail.file",
    "geopoint": "mail.place",
    "text": "mail.words",
}
_LETTERS: Mapping[str, str] = {"hear_back": "A", "quote": "B"}


@dataclass(slots=True)
class _Page:
    """Paragraphs gathered one by one, with their marks where they end up in the whole."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def add(self, text: str, kind: str = "") -> None:
        if not text:
            return
        if self.text:
            self.text += "\n\n"
        start = len(self.text)
        self.text += text
        if kind:
            self.marks.append(Mark(start, len(self.text), "bold" if kind == "bold" else "italic"))

    def take(self, message: Outgoing | None) -> None:
        """A message that is put together already; its numbered buttons are written out."""
        if message is None:
            return
        start = len(self.text) + (2 if self.text else 0)
        self.add(listed(message).text)
        self.marks.extend(replace(mark, start=mark.start + start, end=mark.end + start) for mark in message.marks)


def letter(
    turn: Turn,
    survey: Survey,
    words: Catalogue,
    facts: Facts,
    extras: Mapping[str, Outgoing] | None = None,
    *,
    now: datetime,
    link: str,
    tongues: Mapping[str, Catalogue] | None = None,
) -> Outgoing | None:
    """The mail that this turn is answered with, None when it says nothing. `link` is the person's own page on the web.

    `now` is aware, in the consultation's zone. `facts`, `extras` and `tongues` are as in
    `render`.
    """
    page = _Page()
    asked = [effect for effect in turn.effects if isinstance(effect, Ask)]
    page.take(render(replace(turn, effects=tuple(_told(turn))), survey, words, facts, extras, tongues))
    for offer in (effect for effect in turn.effects if isinstance(effect, Offer)):
        page.add("\n".join(own_name(tag) for tag in offer.languages))  # in a mail there are no buttons: the name is sent back
    if asked:
        _ask(page, asked[-1], turn, survey, words, {**facts, "link": link}, now)
    elif not page.text:
        return None
    return Outgoing(page.text, tuple(page.marks))


def _told(turn: Turn) -> Iterator[Effect]:
    """What the turn says beside asking. What a chat says about consent has its own words in a mail."""
    return (effect for effect in turn.effects if not isinstance(effect, Ask))


def _ask(page: _Page, ask: Ask, turn: Turn, survey: Survey, words: Catalogue, facts: Facts, now: datetime) -> None:
    interview = turn.interview
    whole = interview.sheet and ask.question != "forget"
    if whole and interview.status == "consent":
        page.add(words.text("mail.how", facts))
        page.add(words.text("mail.agree", facts))
    elif whole:
        page.add(words.text("mail.still"))
        page.add(words.text("mail.on_the_web", facts))
    else:
        page.add(words.text("mail.above"))
    if whole:
        for question in open_questions(survey, interview, now):
            _lay(page, question, survey, interview, words, now)
        for aside in laid_asides(survey, interview):
            _lay_aside(page, aside, words)
        page.add(words.text("mail.end"))
    elif ask.question in ASIDES:
        page.add(words.text(f"ask.{ask.question}", facts))
        page.add(words.text("mail.yes_or_no"))
    else:
        _lay_open(page, ask.question, survey, interview, words, now)
        page.add(words.text("mail.on_the_web", facts))


def _lay_open(page: _Page, name: str, survey: Survey, interview: Interview, words: Catalogue, now: datetime) -> None:
    """The one question that is open, or whether there is another of a repeat."""
    question, repeat = survey.asked(name), another_of(survey, name)
    if question is not None:
        _lay(page, question, survey, interview, words, now)
    else:
        assert repeat is not None  # nothing else is ever open
        rounds = interview.rounds.get(repeat.name, 1)
        page.add(say(repeat.label, interview.language), "bold")
        page.add(words.text("ask.another", {"n": rounds}) if rounds else words.text("ask.another.first"))
        page.add(words.text("mail.yes_or_no"))


def _lay(page: _Page, question: Question, survey: Survey, interview: Interview, words: Catalogue, now: datetime) -> None:
    language = interview.language
    for told in told_before(survey, question, interview, now):
        if isinstance(told, Heading):
            page.add(heading(survey, told, interview.answers, language), "bold")
        else:
            page.add(say(filled(survey, told, interview.answers, language).label, language))
    page.add(_heading(question, survey, words), "bold")
    question = filled(survey, offered(survey, question, interview, now), interview.answers, language)
    page.add(say(question.label, language))
    page.add(say(question.hint, language), "italic")
    page.add("\n".join(f"{number}. {say(choice.label, language)}" for number, choice in enumerate(question.choices, start=1)))
    ends = ends_of(question.scale) if question.scale is not None else {}
    how = [words.text(_HOW[question.kind], ends)] if question.kind in _HOW else []
    if question.required:
        how.append(words.text("mail.required"))
    if interview.sheet and hangs(survey, interview, question, now):
        how.insert(0, words.text("mail.if"))
    suggestion = suggested(survey, question, interview, now)
    if suggestion:
        how.append(words.text("mail.suggested", {"answer": shown_value(question, suggestion, language)}))
    page.add(" ".join(how), "italic")
    page.add(words.text("mail.answer", {"number": number_of(question)}), "bold")


def _lay_aside(page: _Page, aside: str, words: Catalogue) -> None:
    letter = {"number": _LETTERS[aside]}
    page.add(words.text("mail.last", letter), "bold")
    page.add(words.text(f"mail.ask.{aside}"))
    page.add(words.text("mail.answer", letter), "bold")


def _heading(question: Question, survey: Survey, words: Catalogue) -> str:
    return words.text("question", {"number": number_of(question), "total": survey.total})


def sheets(
    history: History, interview: Interview, words: Catalogue, facts: Facts, sent: Sequence[str], *, now: datetime
) -> tuple[Sheet, ...]:
    """What a reply may be a reply to: the texts that we `sent`, the likeliest first, and a whole sheet as it would be now.

    Each is laid out by the version of the survey that it was made of: numbers mean other questions in another one.
    """
    survey = history.of(interview.structure)
    fresh = replace(interview, status="consent", sheet=not survey.repeat_of, answers={}, permissions={})
    whole = letter(Turn(fresh, _BEGINNING), survey, words, facts, now=now, link="")
    made = [(text, _laid_by(text, history, survey, words)) for text in sent]
    made.append((whole.text if whole is not None else "", survey))
    return tuple(_sheet(text, by, words) for text, by in made)


def _laid_by(text: str, history: History, survey: Survey, words: Catalogue) -> Survey:
    """The newest version whose words stand in `text` under the numbers that it gives them; `survey` where none is recognised."""
    lines = {line.strip() for line in text.splitlines()}
    for each in reversed(history.versions):
        asked = [question for question in each.questions if _heading(question, each, words) in lines]
        if asked and all(_stands(question, text) for question in asked):
            return each
    return survey


def _stands(question: Question, text: str) -> bool:
    """Whether the words of `question` may stand there; those with somebody's answer in them are not compared."""
    said = (*question.label.values(), *question.plain.values())
    return any("${" in each or each in text for each in said)


_BEGINNING = (Say("consent"), Ask("take_part"))


def _sheet(text: str, survey: Survey, words: Catalogue) -> Sheet:
    """A text of ours with only those headings and labels that stand in it."""
    asked = [question for question in survey.questions if question.asks]
    headings = {_heading(question, survey, words): question.name for question in asked}
    headings |= {words.text("mail.last", {"number": letter}): aside for aside, letter in _LETTERS.items()}
    labels = {str(question.number): question.name for question in asked}
    labels |= {letter.lower(): aside for aside, letter in _LETTERS.items()}
    lines = {line.strip() for line in text.splitlines()}
    here = {heading: name for heading, name in headings.items() if heading in lines}
    numbers = {label: name for label, name in labels.items() if name in here.values()}
    return Sheet(text, here, numbers, words.text("mail.end"), survey.structure)


def invitation(survey: Survey, interview: Interview, words: Catalogue, facts: Facts, *, now: datetime, link: str) -> Outgoing:
    """The mail that invites somebody: who asks and why, and the whole survey. `interview` is one that has not begun.

    A survey that asks something several times is asked one question at a time: how often, is not known beforehand.
    """
    message = letter(Turn(replace(interview, sheet=not survey.repeat_of), _BEGINNING), survey, words, facts, now=now, link=link)
    assert message is not None  # it asks
    return replace(message, subject=words.text("mail.subject", facts))


def footed(message: Outgoing, words: Catalogue, subject: str) -> Outgoing:
    """`message` as every mail goes out: with a subject, its numbered buttons written out, and how to stop at its foot."""
    page = _Page()
    page.take(message)
    page.add(f"-- \n{words.text('mail.foot')}")
    return replace(message, text=page.text, marks=tuple(page.marks), options=(), subject=message.subject or subject)
