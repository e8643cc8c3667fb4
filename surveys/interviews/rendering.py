"""A turn in words: its effects, in order, as the one message that answers the person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveys.definitions.model import ACKNOWLEDGED, Question, Scale, Section, Survey, plain_number, say
from surveys.definitions.pipes import blank
from surveys.definitions.versions.history import History
from surveys.interviews.answering import meant_pick
from surveys.interviews.asking import heading_called
from surveys.interviews.filling import fill, filled, heading
from surveys.interviews.model import ASIDES, Answer, Ask, Interview, Offer, Param, Say, Show, Took, Turn
from surveys.interviews.reading import yes_of
from surveys.interviews.repeating import REMOVE
from surveys.interviews.road import number_of, shown_value
from surveys.interviews.rounds import ANOTHER, another_of, answered
from surveys.messages import Mark, Option, Outgoing, Picture
from surveys.words.catalogue import Catalogue
from surveys.words.languages import own_name

FEW_POINTS = 11  # a range with more is answered by writing the number
Facts = Mapping[str, Param]  # what every text may use: the consultation's title, owner, dates, addresses


@dataclass(slots=True)
class _Page:
    """Paragraphs gathered one by one, with their marks where they end up in the whole."""

    paragraphs: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, *marks: Mark) -> None:
        if not text:
            return
        start = self.length + (2 if self.paragraphs else 0)
        self.marks.extend(Mark(mark.start + start, mark.end + start, mark.kind, mark.url) for mark in marks)
        self.paragraphs.append(text)
        self.length = start + len(text)

    def bold(self, text: str) -> None:
        self.add(text, Mark(0, len(text), "bold"))


def render(
    turn: Turn,
    survey: Survey,
    words: Catalogue,
    facts: Facts,
    extras: Mapping[str, Outgoing] | None = None,
    tongues: Mapping[str, Catalogue] | None = None,
    history: History | None = None,
) -> Outgoing | None:
    """The message that this turn answers with, or None when it says nothing.

    `tongues` are the catalogues by language, for what is said in several. `extras` are the messages for `Show("switch")` and
    `Show("results")`, which the interview itself does not hold: KeyError where the turn shows one that is missing. With the
    survey's `history`, answers that are kept apart are shown in the words of the version that asked.
    """
    page = _Page()
    options: tuple[Option, ...] = ()
    replaces = form = ""
    pictures: list[Picture] = []
    for effect in turn.effects:
        match effect:
            case Say(key, params):
                page.add(words.text(key, {**facts, **params} if params else facts))
                if key == "consent" and facts.get("bsl"):
                    page.add(words.text("bsl", {"link": facts["bsl"]}))
            case Ask():
                options = _ask(page, effect, survey, turn.interview, words, facts)
                replaces = effect.replaces
                question = survey.asked(effect.question)
                # an order is given by one press after the other, and by no field
                fills = question if question is not None and question.kind != "rank" else None
                form = option_id(turn.interview, fills.place_number, "field") if fills is not None else ""
                if question is not None and turn.interview.variant == "easy_read":
                    pictures += _pictures(question, turn.interview)
            case Took(names):
                took = [question for name in names if (question := survey.asked(name))]
                page.add("\n\n".join(_answer_lines(survey, took, turn.interview, words)))
            case Offer():
                options = _offer(page, effect, turn.interview, words, tongues or {})
            case Show(what):
                options += _show(page, what, survey, turn.interview, words, facts, extras or {}, history)
            case _:
                pass  # what is stored is not said
    if not page.paragraphs:
        return None
    shown = tuple(pictures) if not replaces else ()
    return Outgoing("\n\n".join(page.paragraphs), tuple(page.marks), options, replaces=replaces, field=form, pictures=shown)


def _offer(
    page: _Page, offer: Offer, interview: Interview, words: Catalogue, tongues: Mapping[str, Catalogue]
) -> tuple[Option, ...]:
    """Which language, asked in each of them, with its own name on its button. The buttons have no numbers: nothing is counted."""
    for text in dict.fromkeys(tongues.get(tag, words).text("ask.language") for tag in offer.languages):
        page.add(text)
    return tuple(Option(option_id(interview, ASIDES["language"], tag), own_name(tag)) for tag in offer.languages)


def _ask(page: _Page, ask: Ask, survey: Survey, interview: Interview, words: Catalogue, facts: Facts) -> tuple[Option, ...]:
    question = survey.asked(ask.question)
    language = interview.language
    for name in ask.notes:
        note = survey.asked(name)
        if note is not None:
            page.add(say(filled(survey, note, interview.answers, language).label, language))
        else:
            page.bold(heading(survey, heading_called(survey, name), interview.answers, language))
    if question is None:
        return _ask_aside(page, ask.question, survey, interview, words, facts)
    question = filled(survey, _narrowed(question, ask), interview.answers, language)
    page.bold(words.text("question", {"number": number_of(question), "total": survey.total}))
    page.add(say(question.label, language))
    hint = say(question.hint, language)
    page.add(hint, Mark(0, len(hint), "italic"))
    page.add(_how(question, ask.ticks, language, words))
    page.add(words.text("bsl", {"link": question.bsl}) if question.bsl else "")
    options = _options(question, ask.ticks, interview, words, revisited=question.name in interview.answers)
    if not ask.suggests:
        return options
    suggestion = words.shown(shown_value(question, ask.suggests, language))
    page.add(words.text("suggested", {"answer": suggestion}))
    return (*options, Option(option_id(interview, question.place_number, "keep"), words.text("button.suggested")))


def _narrowed(question: Question, ask: Ask) -> Question:
    """`question` with the choices that are on offer."""
    if not ask.offered:
        return question
    return replace(question, choices=tuple(choice for choice in question.choices if choice.name in ask.offered))


def _pictures(question: Question, interview: Interview) -> Iterator[Picture]:
    """What is shown beside a question and its choices in Easy Read."""
    language = interview.language
    if question.picture:
        alt = say(question.picture_alt, language)
        yield Picture(f"{interview.survey}/{question.picture}", alt, alt)
    for choice in question.choices:
        if choice.picture:
            label = say(choice.label, language)
            yield Picture(f"{interview.survey}/{choice.picture}", label, label)


def _how(question: Question, ticks: tuple[str, ...], language: str, words: Catalogue) -> str:
    """How to answer, where that does not go without saying."""
    match question.kind:
        case "rank" if ticks:
            return words.text("pick_next", {"order": shown_value(question, " ".join(ticks), language)})
        case "rank":
            return words.text("pick_order")
        case "geopoint":
            return words.text("pick_place")
        case "image" | "audio" | "video" | "file":
            return words.text(f"pick_media.{question.kind}")
        case "select_multiple":
            return words.text("pick_several")
        case "range" if question.scale is not None and question.scale.count > FEW_POINTS:
            ends = ends_of(question.scale)
            return words.text("pick_point" if ends["step"] == "1" else "pick_point_by", ends)
        case _:
            return ""


def ends_of(scale: Scale) -> dict[str, str]:
    """The lowest and the highest point of a range, and how far apart its points are, as texts name them."""
    low, high = scale.ends
    return {"low": low, "high": high, "step": plain_number(abs(scale.step))}


def _ask_aside(
    page: _Page, aside: str, survey: Survey, interview: Interview, words: Catalogue, facts: Facts
) -> tuple[Option, ...]:
    repeat = another_of(survey, aside)
    if repeat is not None:
        return _ask_another(page, repeat, survey, interview, words)
    page.add(words.text(f"ask.{aside}", facts))
    index = ASIDES[aside]
    options = [
        Option(option_id(interview, index, pick), words.text(f"button.{aside}.{pick}"), number=number)
        for number, pick in enumerate(("yes", "no"), start=1)
    ]
    if aside == "take_part":
        options.append(Option(option_id(interview, index, "questions"), words.text("button.questions")))
        others = [variant for variant in survey.variants if variant != interview.variant]
        options += [
            Option(option_id(interview, ASIDES["variant"], each), words.text(f"button.variant.{each}")) for each in others
        ]
    return tuple(options)


def _ask_another(page: _Page, repeat: Section, survey: Survey, interview: Interview, words: Catalogue) -> tuple[Option, ...]:
    """Whether there is another, with a button to take out each that there is."""
    rounds = interview.rounds.get(repeat.name, 1)
    page.bold(fill(say(repeat.label, interview.language), survey, interview.answers, interview.language))
    page.add(words.text("ask.another", {"n": rounds}) if rounds else words.text("ask.another.first"))
    index = ANOTHER - survey.sections.index(repeat)
    options = [
        Option(option_id(interview, index, pick), words.text(f"button.another.{pick}"), number=number)
        for number, pick in enumerate(("yes", "no"), start=1)
    ]
    options += [
        Option(option_id(interview, index, f"{REMOVE}{time}-{rounds}"), words.text("button.another.remove", {"time": time}))
        for time in range(1, rounds + 1)
    ]
    return tuple(options)


def _options(
    question: Question, ticks: tuple[str, ...], interview: Interview, words: Catalogue, *, revisited: bool
) -> tuple[Option, ...]:
    several = question.kind == "select_multiple"
    guess = interview.maybe if not yes_of(question) else None
    meant = [Option(option_id(interview, question.place_number, meant_pick(guess)), words.text("button.meant"))] if guess else []
    options = [
        Option(
            option_id(interview, question.place_number, str(code)),
            label,
            ticked=name in ticks if several else None,
            number=number,
            value=name,
        )
        for number, (code, name, label) in enumerate(_picks(question, interview.language, words), start=1)
        if question.kind != "rank" or name not in ticks
    ]
    if question.kind == "rank" and ticks:
        options.append(Option(option_id(interview, question.place_number, "again"), words.text("button.again")))
    if several:
        options.append(Option(option_id(interview, question.place_number, "done"), words.text("button.done"), sends=True))
    if revisited or not question.required:
        label = words.text("button.keep" if revisited else "button.skip")
        options.append(Option(option_id(interview, question.place_number, "skip"), label))
    return (*meant, *options)


def _picks(question: Question, language: str, words: Catalogue) -> Iterable[tuple[int, str, str]]:
    """What can be answered by a button: its code, its value, and what stands on the button."""
    scale = question.scale
    if question.kind == "acknowledge":
        return ((1, ACKNOWLEDGED, words.text("button.acknowledge")),)
    if scale is not None and scale.count <= FEW_POINTS:
        return ((code, scale.point(code), scale.point(code)) for code in range(1, scale.count + 1))
    return ((choice.code, choice.name, say(choice.label, language)) for choice in question.choices)


def option_id(interview: Interview, index: int, pick: str) -> str:
    """What a button carries: whose interview, which structure, which question, what it stands for. At most 64 bytes."""
    return f"q.{interview.id}.{interview.structure}.{index}.{pick}"


def _show(
    page: _Page,
    what: str,
    survey: Survey,
    interview: Interview,
    words: Catalogue,
    facts: Facts,
    extras: Mapping[str, Outgoing],
    history: History | None,
) -> tuple[Option, ...]:
    if what in ("switch", "results"):
        page.add(extras[what].text, *extras[what].marks)
        return extras[what].options
    asked = [question for question in survey.questions if question.asks]
    language = interview.language
    if what == "questions":
        page.bold(words.text("questions_head", {"total": survey.total}))
        page.add("\n".join(f"{question.number}. {blank(say(question.label, language))}" for question in asked))
        page.add(words.text("questions_away", facts))
    else:
        page.bold(words.text("answers_head"))
        page.add(
            "\n\n".join(_answer_lines(survey, _asked_and_answered(survey, interview), interview, words))
            or words.text("answers_none")
        )
        if interview.apart and history is not None:
            page.bold(words.text("answers_apart"))
            page.add("\n\n".join(_apart_lines(history, interview, words)))
    return ()


def _apart_lines(history: History, interview: Interview, words: Catalogue) -> Iterable[str]:
    language = interview.language
    for apart in interview.apart:
        survey = history.of(apart.structure)
        question = filled(survey, survey.named(apart.question), interview.answers, language)
        yield f"{say(question.label, language)}\n→ {_shown(question, apart.answer, language, words)}"


def _asked_and_answered(survey: Survey, interview: Interview) -> Iterable[Question]:
    return (question for question in answered(survey, interview.answers) if question.asks)


def _answer_lines(survey: Survey, asked: Iterable[Question], interview: Interview, words: Catalogue) -> Iterable[str]:
    for asking in asked:
        question = filled(survey, asking, interview.answers, interview.language)
        answer = interview.answers.get(question.name)
        if answer is not None:
            said = _shown(question, answer, interview.language, words)
            yield f"{question.figure}. {say(question.label, interview.language)}\n→ {said}"


def _shown(question: Question, answer: Answer, language: str, words: Catalogue) -> str:
    if answer.skipped:
        return words.text("skipped")
    remark = f" ({answer.remark})" if answer.remark else ""
    return f"{words.shown(shown_value(question, answer.value, language))}{remark}"
