"""Somebody arrives, by a link, by a button or just so: which interview is theirs now."""

from handlers import digests
from handlers.desk import Desk, Outcome
from storage import consultations, interviews, participants
from storage.consultations import Held
from storage.interviews import Waiting
from storage.keyring import new_id
from surveys.interviews.engine import step
from surveys.interviews.model import Began, Interview
from surveys.messages import Inbound, Option


def start(desk: Desk, message: Inbound, token: str) -> Outcome:
    """They opened the conversation. `token` is a personal link's, a consultation's name, or empty."""
    waiting = _present(desk, message)
    if waiting is None:
        return desk.tell(message, "in_group") if desk.waiting(message) else Outcome(message)
    if token:
        return _by_link(desk, message, waiting, token)
    if waiting.row is not None:
        return _again(desk, message)
    return _by_themselves(desk, message)


def _present(desk: Desk, message: Inbound) -> Waiting | None:
    """The person who arrived; None for a body's or a stranger's group."""
    waiting = desk.waiting(message)
    if waiting is None or waiting.participant.body:
        return None
    if waiting.participant.leaving:
        participants.stay(desk.tx, waiting.participant.id)
    if waiting.participant.state == "unreachable":
        desk.reach(message, reachable=True)
    return waiting


def _by_link(desk: Desk, message: Inbound, waiting: Waiting, token: str) -> Outcome:
    held = consultations.by_slug(desk.tx, token)
    if held is not None:
        return _into(desk, message, held)
    invitation = consultations.invitation(desk.tx, token)
    if invitation is None:
        return desk.tell(message, "unknown_link")
    if invitation.participant_id not in (None, waiting.participant.id):
        return desk.tell(message, "used_link")
    consultations.use_invitation(desk.tx, token, waiting.participant.id)
    return begin(desk, message, invitation.survey_id)


def _into(desk: Desk, message: Inbound, held: Held) -> Outcome:
    if len(held.surveys) == 1:
        return begin(desk, message, next(iter(held.surveys)))
    return desk.answer(message, desk.choose(_surveys([held]), "which_one", "nothing_open"))


def _by_themselves(desk: Desk, message: Inbound) -> Outcome:
    open_now = consultations.open_now(desk.tx, desk.now)
    if len(open_now) == 1:
        return _into(desk, message, open_now[0])
    return desk.answer(message, desk.choose(_surveys(open_now), "which_one", "nothing_open"))


def _surveys(held: list[Held]) -> list[Option]:
    titled = [(survey_id, each, survey) for each in held for survey_id, survey in each.surveys.items()]
    return [
        Option(
            f"s.{survey_id}", each.consultation.title if len(each.surveys) == 1 else survey.title[survey.language], number=number
        )
        for number, (survey_id, each, survey) in enumerate(titled, start=1)
    ]


def begin(desk: Desk, message: Inbound, survey_id: str) -> Outcome:
    """They want to answer this survey: their own interview in it goes on, or a new one starts."""
    waiting = _present(desk, message)
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
    interview = Interview(new_id(), survey_id, survey.structure, language=survey.language)
    desk.hold(message, interviews.begin(desk.tx, waiting.participant, interview, held.id, now=desk.now))
    return _again(desk, message)


def switch(desk: Desk, message: Inbound, interview_id: str) -> Outcome:
    """A button of another interview: if it is theirs, they go on with that one."""
    waiting = _present(desk, message)
    theirs = interviews.find(desk.tx, waiting.participant.id, interview_id=interview_id) if waiting else ""
    if waiting is None or not theirs:
        return desk.tell(message, "unknown_link")
    return _on_with(desk, message, waiting, theirs)


def _on_with(desk: Desk, message: Inbound, waiting: Waiting, interview_id: str) -> Outcome:
    if waiting.row is None or waiting.row.interview.id != interview_id:
        desk.write()
        interviews.make_current(desk.tx, waiting.participant.id, interview_id)
        desk.reload(message)
    return _again(desk, message)


def _again(desk: Desk, message: Inbound) -> Outcome:
    row = desk.row(message)
    assert row is not None
    held, survey = desk.survey(row)
    turn = step(survey, row.interview, Began(), now=held.local(desk.now), closes=held.closes_at)
    return desk.apply(message, held, survey, turn)


def news(desk: Desk, message: Inbound, edition_id: str) -> Outcome:
    """They tapped the notice: what became of what they said."""
    waiting = _present(desk, message)
    if waiting is None:
        return Outcome(message)
    desk.write()
    said = digests.personal(desk.tx, waiting.participant.id, edition_id, words=desk.words["en"], address=desk.address)
    return desk.answer(message, said) if said is not None else desk.tell(message, "unknown_link")
