"""One person's interview as its pages show it, found by the token in their link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from storage import consultations, editions, interviews
from storage.consultations import Held
from storage.database import Tx
from storage.keyring import new_id
from surveys.consultations.model import Consultation
from surveys.consultations.spoken import language_of, spoken
from surveys.definitions.model import Question, Section, Survey, say
from surveys.definitions.versions.history import History
from surveys.definitions.wordings import worded
from surveys.interviews.asking import headings_over, offered, suggested, told_before
from surveys.interviews.filling import filled, heading
from surveys.interviews.model import Interview, Param
from surveys.interviews.rendering import FEW_POINTS, ends_of
from surveys.interviews.road import shown_value
from surveys.interviews.rounds import ANOTHER, another_of, answered


@dataclass(frozen=True, slots=True)
class Visit:
    """`address` is the whole link to keep; `asked` the question on this page, which need not be the open one.

    `submission` is fresh on every page: sent back with its form, it tells a form that is sent twice. `late` is whether the
    consultation has closed, `results` whether an edition is out, `invited` whether the link was made for them. `history` holds
    all versions of the survey; `changed` is whether a form came of an earlier one, which this page has to say.
    """

    token: str
    address: str
    consultation: Consultation
    survey: Survey
    interview: Interview
    submission: str
    now: datetime
    participant: str = ""
    late: bool = False
    results: bool = False
    invited: bool = False
    asked: str = ""
    history: History | None = None
    changed: bool = False

    def named(self, text: str) -> Question | None:
        """The question that an address calls `text`: by its name, one that it had in an earlier version, or its number."""
        if text.isdecimal():
            return self.survey.numbered(int(text)) if len(text) < 4 else None
        bare, _, time = text.removesuffix("]").partition("[")
        if time:
            return self.survey.asked(text) if bare in self.survey.by_name else None
        earlier = reversed(self.history.versions) if self.history is not None else ()
        found = next((each.by_name[text] for each in (self.survey, *earlier) if text in each.by_name), None)
        return self.survey.by_key.get(found.key) if found is not None else None

    def as_it_was(self, structure: str) -> "Visit":
        """The visit as a form of an earlier version saw it, which names its structure; itself where it is the same."""
        history = self.history
        known = history is not None and structure.isdecimal() and len(structure) < 6 and history.knows(int(structure))
        if history is None or not known or int(structure) == self.interview.structure:
            return self
        interview = replace(self.interview, structure=int(structure))
        return replace(self, survey=worded(history.of(int(structure)), interview.variant), interview=interview, changed=True)

    @property
    def news(self) -> tuple[tuple[str, int], ...]:
        """What has changed for this person since they were asked last: keys of the catalogue, each with its number."""
        crossed = self.interview.crossed
        if crossed is None:
            return (("crossed", 0),) if self.changed else ()
        counts = (("crossed.added", crossed.added), ("crossed.again", crossed.again), ("crossed.gone", crossed.gone))
        return (("crossed", 0), *(each for each in counts if each[1]))

    @property
    def path(self) -> str:
        """The interview's own address, without the host."""
        return f"/answer/{self.token}"

    @property
    def at(self) -> str:
        """What a form on this page answers: the question on it, else what is open."""
        return self.asked or self.interview.at

    @property
    def _at(self) -> Question:
        question = self.survey.asked(self.at)
        assert question is not None  # these pages are made for one
        return question

    @property
    def repeat(self) -> Section | None:
        """The repeat of which it is asked whether there is another."""
        return another_of(self.survey, self.interview.at)

    @property
    def repeat_number(self) -> int:
        """What the buttons of "another?" carry."""
        return ANOTHER - self.survey.sections.index(self.repeat) if self.repeat is not None else 0

    @property
    def rounds(self) -> int:
        """How many times round there are of it."""
        return self.interview.rounds.get(self.repeat.name, 1) if self.repeat is not None else 0

    @property
    def question(self) -> Question:
        """The question on this page, with the choices on offer, as it reads after this person's answers."""
        question = offered(self.survey, self._at, self.interview, self.now)
        return filled(self.survey, question, self.interview.answers, self.interview.language)

    @property
    def suggested(self) -> str:
        """The answer that this page's question suggests to somebody who has not answered it."""
        if self.at in self.interview.answers:
            return ""
        return suggested(self.survey, self.question, self.interview, self.now)

    @property
    def before(self) -> Question | None:
        """The question answered or skipped last before this page's one."""
        every = list(answered(self.survey, self.interview.answers))
        here = (self._at.index, self._at.time)
        home = self.survey.repeat_of.get(self._at.bare)

        def earlier(each: Question) -> bool:
            same = home is not None and self.survey.repeat_of.get(each.bare) is home
            return (each.time, each.index) < (here[1], here[0]) if same else each.index < here[0]

        return next((each for each in reversed(every) if each.asks and earlier(each)), None)

    @property
    def notes(self) -> tuple[Question, ...]:
        """What is told before this page's question."""
        told = told_before(self.survey, self._at, self.interview, self.now)
        notes = (each for each in told if isinstance(each, Question))
        return tuple(filled(self.survey, note, self.interview.answers, self.interview.language) for note in notes)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the sections that this page's question stands in."""
        over, language = headings_over(self.survey, self._at), self.interview.language
        return tuple(heading(self.survey, each, self.interview.answers, language) for each in over)

    @property
    def items(self) -> tuple[Mapping[str, str], ...]:
        """The question's choices, or the points of a range where they are few, as the form components take them."""
        language, scale = self.interview.language, self.question.scale
        if scale is not None and scale.count <= FEW_POINTS:
            points = [scale.point(code) for code in range(1, scale.count + 1)]
            return tuple({"value": point, "text": point} for point in points)
        easy, survey_id = self.interview.variant == "easy_read", self.interview.survey
        return tuple(
            {"value": choice.name, "text": say(choice.label, language)}
            | ({"picture": f"{survey_id}/{choice.picture}"} if easy and choice.picture else {})
            for choice in self.question.choices
        )

    @property
    def ends(self) -> Mapping[str, str]:
        """What to tell of a range whose number is written: its ends and its steps; empty for any other question."""
        scale = self.question.scale
        return ends_of(scale) if scale is not None and scale.count > FEW_POINTS else {}

    def tongue(self, key: str) -> str:
        """The language that the consultation's text `key` is in on these pages."""
        return language_of(self.consultation, key, self.interview.language)

    def shown(self, question: Question) -> Param:
        """What was answered to `question`, as a person reads it."""
        asked = filled(self.survey, question, self.interview.answers, self.interview.language)
        return shown_value(asked, self.interview.answers[question.name].value, self.interview.language)


@dataclass(frozen=True, slots=True)
class Invited:
    """A personal link that nobody has used yet, and what it invites to."""

    held: Held
    survey_id: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A link that leads nowhere any more: its person was forgotten, or it was used on another channel."""

    forgotten: bool


def find(tx: Tx, token: str, address: str, now: datetime) -> Visit | Invited | Gone | None:
    """What a link's token leads to. `address` is the public web address."""
    digest = tx.keyring.pseudonym("web", "", token)
    waiting = interviews.waiting(tx, [digest], lock=False).get(digest)
    if waiting is not None and waiting.participant.leaving:
        return Gone(forgotten=True)
    if waiting is None or waiting.row is None:
        return _invited(tx, token, waiting.participant.id if waiting is not None else "")
    held = consultations.by_ids(tx, [waiting.row.consultation_id])[waiting.row.consultation_id]
    interview = waiting.row.interview
    return Visit(
        token,
        f"{address}/answer/{token}",
        spoken(held.consultation, interview.language),
        worded(held.histories[waiting.row.survey_id].of(interview.structure), interview.variant),
        interview,
        new_id(),
        held.local(now),
        waiting.participant.id,
        late=held.over_at(now),
        results=bool(editions.published(tx, held.id)),
        invited=bool(consultations.reference_of(tx, waiting.row.survey_id, waiting.participant.id)),
        history=held.histories[waiting.row.survey_id],
    )


def _invited(tx: Tx, token: str, participant_id: str) -> Invited | Gone | None:
    invitation = consultations.invitation(tx, token)
    held = consultations.of_survey(tx, invitation.survey_id) if invitation is not None else None
    if invitation is None or held is None:
        return None
    if invitation.participant_id not in (None, participant_id):
        return Gone(forgotten=False)
    return Invited(held, invitation.survey_id)


def said(survey: Survey, interview: Interview) -> tuple[tuple[Question, Param], ...]:
    """Every question answered or skipped, in order, each with the answer as a person reads it."""
    shown: list[tuple[Question, Param]] = []
    for each in answered(survey, interview.answers):
        answer = interview.answers.get(each.name)
        question = filled(survey, each, interview.answers, interview.language)
        if question.asks and answer is not None:
            value = shown_value(question, answer.value, interview.language)
            shown.append((question, f"{value}\n{answer.remark}" if answer.remark else value))
    return tuple(shown)


def said_apart(visit: Visit) -> tuple[tuple[Question, Param], ...]:
    """What was answered in an earlier version and is not asked so any more, each as that version asked it."""
    shown: list[tuple[Question, Param]] = []
    if visit.history is None:
        return ()
    for each in visit.interview.apart:
        survey = worded(visit.history.of(each.structure), visit.interview.variant)
        question = filled(survey, survey.named(each.question), visit.interview.answers, visit.interview.language)
        value = shown_value(question, each.answer.value, visit.interview.language)
        shown.append((question, f"{value}\n{each.answer.remark}" if each.answer.remark else value))
    return tuple(shown)
