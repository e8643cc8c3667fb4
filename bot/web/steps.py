"""What a posted form means to an interview, and what a turn means to the page."""

from datetime import date, time
from hashlib import sha256

from starlette.exceptions import HTTPException

from bot.web.forms import Form
from bot.web.visits import Visit
from surveys.definitions.model import MEDIA, Question, say
from surveys.interviews.media import takes
from surveys.interviews.model import ASIDES, Moment, Record, Say, Turn
from surveys.interviews.rendering import option_id
from surveys.interviews.repeating import REMOVE
from surveys.interviews.rounds import another
from surveys.messages import Content, Field, File, Press, Start
from surveys.words.catalogue import Catalogue

PARTS = {"date": ("day", "month", "year"), "dateTime": ("day", "month", "year", "time")}  # fields of what has several
LONGEST = 4_000  # characters of a remark beside a choice
# What a turn says when its page is simply out of date: the page that is right now says it better.
OUT_OF_DATE = frozenset(
    {"closed", "closed.unfinished", "closed.finished", "stopped_before", "old_button", "kept", "changed_all", "finished_before"}
)


def typed_in(visit: Visit, form: Form) -> tuple[str, ...]:
    """What was put into the question's field: choices, the place of each, the parts of a date, a file's digest, or words."""
    question = visit.survey.asked(visit.asked)
    if question is not None and question.kind in MEDIA:
        file = form.file("answer")
        return (sha256(file.data).hexdigest(),) if file is not None else ()
    if question is not None and question.kind in PARTS:
        return tuple(form.one(f"answer-{part}").strip() for part in PARTS[question.kind])
    if question is not None and question.kind == "rank":
        return tuple(form.one(f"answer-{choice.code}").strip() for choice in question.choices)
    return tuple(value.strip() for value in form.all("answer"))


def missing(visit: Visit, form: Form, typed: tuple[str, ...]) -> str:
    """The catalogue's key for what has not been filled in; empty when there is something to take."""
    if form.one("do") not in ("", "answer"):
        return ""
    question = visit.survey.asked(visit.asked)
    if question is None:
        return "web.error.yes_or_no" if visit.asked in ASIDES or visit.repeat is not None else ""
    if len(form.one("remark")) > LONGEST:
        return "web.error.remark_long"
    if question.kind in PARTS and any(typed) and not all(typed):
        return "web.error.date_parts" if question.kind == "date" else "web.error.date_time_parts"
    if question.kind == "rank" and any(typed) and not _in_order(question, typed):
        return "web.error.rank"
    if question.kind in MEDIA:
        return _wrong_file(question, form.file("answer"))
    if any(typed):
        return ""
    kind = "choose" if question.closed or question.kind == "acknowledge" or visit.items else "empty"
    needed = question.required or question.name in visit.interview.answers
    return f"web.error.{kind}_required" if needed else f"web.error.{kind}"


def lacking_words(visit: Visit, key: str, words: Catalogue) -> str:
    """What is said where nothing has been filled in: in the words of the question's author where it must be answered."""
    own = say(visit.question.required_message, visit.interview.language) if key.endswith("_required") else ""
    return own if own and visit.question.required else words.text(key)


def filled_in(question: Question, value: str) -> tuple[str, ...]:
    """`value`, an answer, as it stands in the fields of its question's form."""
    match question.kind:
        case "select_multiple":
            return tuple(value.split())
        case "rank":
            places = {name: str(place) for place, name in enumerate(value.split(), start=1)}
            return tuple(places.get(choice.name, "") for choice in question.choices)
        case "time":
            return (_twelve_hours(time.fromisoformat(value)),)
        case "date" | "dateTime":
            day, _, clock = value.partition("T")
            return (*reversed(day.split("-")), *([_twelve_hours(time.fromisoformat(clock[:5]))] if clock else []))
        case _:
            return (value,)


def content(visit: Visit, form: Form, typed: tuple[str, ...]) -> Content:
    """What a form says, as every channel says it."""
    interview, do = visit.interview, form.one("do")
    question = visit.survey.asked(visit.asked)
    aside = ASIDES.get(visit.asked)
    match do:
        case "start":
            return Start()
        case "stop" | "forget":
            return Press(option_id(interview, 0, do))
        case "forget_yes" | "forget_no":
            return Press(option_id(interview, ASIDES["forget"], do.removeprefix("forget_")))
        case "yes" | "no" if visit.repeat is not None and visit.asked == another(visit.repeat):
            return Press(option_id(interview, visit.repeat_number, do))
        case _ if do.startswith("remove") and visit.repeat is not None:
            return Press(option_id(interview, visit.repeat_number, f"{REMOVE}{do.removeprefix('remove')}"))
        case "yes" | "no" if aside is not None:
            return Press(option_id(interview, aside, do))
        case _ if do.startswith(("language.", "variant.")):
            what, _, pick = do.partition(".")
            return Press(option_id(interview, ASIDES[what], pick))
        case "skip" if question is not None:
            return Press(option_id(interview, question.place_number, do))
        case "" | "answer" if question is not None:
            remark = form.one("remark").strip() if question.closed or question.kind in MEDIA else ""
            option = option_id(interview, question.place_number, "field")
            return Field(option, values(question, typed), remark=remark, file=form.file("answer"))
        case _:
            raise HTTPException(400)


def values(question: Question, typed: tuple[str, ...]) -> tuple[str, ...]:
    """A date's parts as one date, in the order that cannot be misread, with the time after it; choices in their places."""
    if question.kind in MEDIA:
        return ()
    if question.kind == "rank":
        return _in_order(question, typed)
    if question.kind not in PARTS:
        return typed
    day, month, year, *clock = typed
    if day.isdecimal() and month.isdecimal() and year.isdecimal():
        return (" at ".join([f"{year:0>4}-{month:0>2}-{day:0>2}", *clock]),)
    return (" at ".join([f"{day} {month} {year}", *clock]),)


def _wrong_file(question: Question, file: File | None) -> str:
    """Why there is no file of the right sort, as the catalogue's key; empty when there is. Browsers name a type by its ending."""
    if file is None:
        return "web.error.file_required"
    return "" if takes(question, "file", file.mime) else f"web.error.wrong_media.{question.kind}"


def _in_order(question: Question, typed: tuple[str, ...]) -> tuple[str, ...]:
    """The choices in the places that were chosen for them; one without a place takes the one that is left. Empty when unclear."""
    places = [str(place) for place in range(1, len(question.choices) + 1)]
    left = [place for place in places if place not in typed]
    given = [left[0] if not place and len(left) == 1 else place for place in typed]
    if sorted(given) != sorted(places):
        return ()
    return tuple(
        choice.name for _, choice in sorted(zip(map(int, given), question.choices, strict=True), key=lambda pair: pair[0])
    )


def why_not(turn: Turn, words: Catalogue) -> str:
    """Why the turn took no answer, in the words for pages; empty when it did, or when the page was only out of date."""
    says = [effect for effect in turn.effects if isinstance(effect, Say) and not effect.key.startswith("crossed")]
    if any(isinstance(effect, Record) for effect in turn.effects) or any(each.key in OUT_OF_DATE for each in says):
        return ""
    return " ".join(_said(each, words) for each in says)


def guessed(turn: Turn, question: Question) -> tuple[str, ...] | None:
    """What was probably meant by words in a field for a number or a date, as the field takes it; None when there is no guess."""
    for effect in turn.effects:
        if isinstance(effect, Say) and effect.key == "did_you_mean_it" and not question.closed:
            meant = effect.params["answers"]
            match meant:
                case Moment(day, clock):
                    return (str(day.day), str(day.month), str(day.year), _twelve_hours(clock))
                case date():
                    return (str(meant.day), str(meant.month), str(meant.year))
                case time():
                    return (_twelve_hours(meant),)
                case _:
                    return (str(meant),)
    return None


def _twelve_hours(clock: time) -> str:
    """A time that is not asked about once more when it is sent again."""
    return f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"


def _said(effect: Say, words: Catalogue) -> str:
    """A chat's text speaks of what to send; where a page has to say it otherwise, the catalogue holds both."""
    on_page = f"web.error.{effect.key}"
    return words.text(on_page if on_page in words else effect.key, effect.params)
