"""Somebody arrives, by a link, by a button or just so: which interview is theirs now."""

from dataclasses import replace

from handlers import digests, withdrawal
from handlers.desk import Desk, Outcome
from storage import consultations, interviews, participants
from storage.consultations import Held
from storage.interviews import Waiting
from storage.keyring import new_id
from surveys.definitions.model import Survey
from surveys.interviews.commands import command
from surveys.interviews.model import NO_WISH, Began, Event, Interview, Prefer, Said, Say
from surveys.messages import MAILED, Inbound, Option
from surveys.words.languages import closest


def start(desk: Desk, message: Inbound, token: str = "") -> Outcome:
    """They opened the conversation. `token` is a personal link's, a consultation's name, or empty."""
    waiting = _arrived(desk, message)
    if waiting is None:
        return desk.tell(message, "in_group") if desk.waiting(message) else Outcome(message)
    if token:
        return _by_link(desk, message, waiting, token)
    if waiting.row is None:
        return _by_themselves(desk, message)
    others = desk.others(message, waiting) if waiting.row.interview.status == "finished" else []
    return (
        desk.answer(message, desk.choose(message, others, "which_one", "nothing_open"))
        if others
        else desk.turn(message, Began(message.language))
    )


def without(desk: Desk, message: Inbound, event: Event) -> Outcome:
    """Something from a person whom no interview waits for: a few commands need none, and all else begins one."""
    waiting = desk.waiting(message)
    called = command(event.text, language=desk.spoken_to(message)) if isinstance(event, Said) else None
    name = called[0] if called is not None else ""
    if waiting is None or waiting.participant.body:
        return start(desk, message)
    if name in ("help", "need_help"):
        return desk.tell(message, name)
    if name == "stop":
        participants.stop(desk.tx, waiting.participant.id)
        desk.know_as(message, state="stopped")
        return desk.tell(message, "stopped.nothing")
    if name == "forget":
        withdrawal.erase(desk.tx, waiting.participant)
        desk.know_as(message, leaving=True, prefers=NO_WISH)
        return desk.tell(message, "forgotten")
    if waiting.participant.state == "stopped" and name != "start":
        return desk.tell(message, "stopped_before")
    return _numbered(desk, message, event.text) if isinstance(event, Said) else start(desk, message)


def _numbered(desk: Desk, message: Inbound, text: str) -> Outcome:
    """They typed the number of one of the surveys that are open, or anything."""
    for survey_id, option in _open(desk, message).items():
        if text.strip() == str(option.number):
            return begin(desk, message, survey_id)
    return start(desk, message)


def _open(desk: Desk, message: Inbound) -> dict[str, Option]:
    """A numbered button for each survey that is open. With no interview waiting, a number can mean nothing else."""
    surveys = desk.surveys(message, consultations.open_now(desk.tx, desk.now))
    return {survey_id: replace(option, number=at) for at, (survey_id, option) in enumerate(surveys.items(), start=1)}


def present(desk: Desk, message: Inbound) -> Waiting | None:
    """The person who wrote; None for a body's or a stranger's group. Who was leaving stays."""
    waiting = desk.waiting(message)
    if waiting is None or waiting.participant.body:
        return None
    if waiting.participant.leaving:
        participants.stay(desk.tx, waiting.participant.id)
        desk.know_as(message, leaving=False)
    return waiting


def _arrived(desk: Desk, message: Inbound) -> Waiting | None:
    """The person who arrived; whoever had said stop has come back by that."""
    waiting = present(desk, message)
    if waiting is not None and waiting.participant.state == "stopped":
        participants.resume(desk.tx, waiting.participant.id)
        desk.know_as(message, state="live")
    return waiting


def _by_link(desk: Desk, message: Inbound, waiting: Waiting, token: str) -> Outcome:
    held = consultations.by_slug(desk.tx, token)
    if held is not None:
        return _into(desk, message, held)
    invitation = consultations.invitation(desk.tx, token)
    if invitation is None:
        return desk.tell(message, "unknown_link")
    if not consultations.use_invitation(desk.tx, token, waiting.participant.id):
        return desk.tell(message, "used_link")
    return begin(desk, message, invitation.survey_id)


def _into(desk: Desk, message: Inbound, held: Held) -> Outcome:
    if len(held.surveys) == 1:
        return begin(desk, message, next(iter(held.surveys)))
    return desk.answer(message, desk.choose(message, list(desk.surveys(message, [held]).values()), "which_one", "nothing_open"))


def _by_themselves(desk: Desk, message: Inbound) -> Outcome:
    surveys = _open(desk, message)
    if len(surveys) == 1:
        return begin(desk, message, next(iter(surveys)))
    return desk.answer(message, desk.choose(message, list(surveys.values()), "which_one", "nothing_open"))


def begin(desk: Desk, message: Inbound, survey_id: str) -> Outcome:
    """They want to answer this survey: their own interview in it goes on, or a new one starts."""
    waiting = _arrived(desk, message)
    held = consultations.of_survey(desk.tx, survey_id)
    if waiting is None or held is None:
        return desk.tell(message, "unknown_link")
    theirs = interviews.find(desk.tx, waiting.participant.id, survey_id=survey_id)
    if theirs:
        return _on_with(desk, message, waiting, theirs)
    survey = held.surveys[survey_id]
    if held.state in ("draft", "approved") or desk.now < held.opens_at:
        return desk.tell(message, "not_yet", opens=held.consultation.opens)
    if not held.open_at(desk.now):
        return desk.tell(message, "closed", **desk.facts(held, survey))
    desk.write()
    interview = anew(survey_id, survey, waiting.participant.prefers, sheet=message.channel in MAILED and not survey.repeat_of)
    desk.hold(message, interviews.begin(desk.tx, waiting.participant, interview, held.id, now=desk.now))
    return desk.turn(message, Began(message.language))


def anew(survey_id: str, survey: Survey, prefers: Prefer, *, sheet: bool) -> Interview:
    """A new interview, in the language and the words that the person has chosen before, if the survey has them."""
    language = closest(prefers.language, survey.languages)
    variant = prefers.variant if prefers.variant in survey.variants else None
    return Interview(
        new_id(),
        survey_id,
        survey.structure,
        language=language or survey.language,
        variant=variant or "standard",
        chosen=bool(language),
        sheet=sheet,
    )


def switch(desk: Desk, message: Inbound, interview_id: str) -> Outcome:
    """A button of another interview: if it is theirs, they go on with that one."""
    waiting = _arrived(desk, message)
    theirs = interviews.find(desk.tx, waiting.participant.id, interview_id=interview_id) if waiting else ""
    if waiting is None or not theirs:
        return desk.tell(message, "unknown_link")
    return _on_with(desk, message, waiting, theirs)


def _on_with(desk: Desk, message: Inbound, waiting: Waiting, interview_id: str) -> Outcome:
    if waiting.row is None or waiting.row.interview.id != interview_id:
        desk.write()
        interviews.make_current(desk.tx, waiting.participant.id, interview_id)
        desk.reload(message)
        return desk.turn(message, Began(message.language), Say("switched"))
    return desk.turn(message, Began(message.language))


def news(desk: Desk, message: Inbound, edition_id: str) -> Outcome:
    """They tapped the notice: what became of what they said."""
    waiting = present(desk, message)
    if waiting is None:
        return Outcome(message)
    desk.write()
    said = digests.personal(desk.tx, waiting.participant.id, edition_id, words=desk.catalogue(message), address=desk.address)
    return desk.answer(message, said) if said is not None else desk.tell(message, "unknown_link")
