"""Every table. Queries live beside their noun, as in `storage/interviews.py`.

Rules that hold for all of them (docs/decisions/): public ids are 128 random bits (22 characters); every hot table is keyed by
consultation and no foreign key joins two consultations; `sealed` columns are AES-GCM, and all that a person wrote or is called
is in one; moments are UTC; a closed answer is an integer code in clear.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware datetimes in and out, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        """To UTC; a moment without a zone is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str = "id", **kwargs: Any) -> Column[str]:
    return Column(name, String(22), primary_key=True, **kwargs)


def _ref(name: str, target: str, **kwargs: Any) -> Column[str]:
    return Column(name, String(22), ForeignKey(f"{target}.id", ondelete="CASCADE"), **kwargs)


def _one_of(column: str, *values: str) -> CheckConstraint:
    quoted = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


# ── who runs it, and what is asked ──────────────────────────────────────────────────────────────────────────────────────

officers = Table(
    "officers",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("email", Text, nullable=False, unique=True),
    Column("roles", Text, nullable=False),  # space-separated: commissioner approver coordinator
    Column("active", Boolean, nullable=False),
)

bodies = Table(
    "bodies",
    metadata,
    _id(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
)

consultations = Table(
    "consultations",
    metadata,
    _id(),
    Column("slug", Text, nullable=False, unique=True),
    Column("definition", LargeBinary, nullable=False),  # the value, as JSON
    Column("state", Text, nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("rehearsal", Boolean, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),  # empty until somebody else approved it
    _one_of("state", "draft", "approved", "open", "closed", "published"),
)

consultation_bodies = Table(
    "consultation_bodies",
    metadata,
    _ref("consultation_id", "consultations", primary_key=True),
    _ref("body_id", "bodies", primary_key=True),
)

surveys = Table(
    "surveys",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False),
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),
    UniqueConstraint("consultation_id", "name"),
)

versions = Table(  # what a survey asked, and in which words, from when on; never changed once it is in use
    "versions",
    metadata,
    _ref("survey_id", "surveys", primary_key=True),
    Column("structure", Integer, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("source", LargeBinary, nullable=False),  # the author's file, byte for byte
    Column("numbering", LargeBinary, nullable=False),  # codecs.Keys: what the answers to its questions are stored under
    Column("carries", Boolean, nullable=False),  # whether those mid-way in the version before go over to it
    Column("plan", Text, nullable=False),  # the migration map as it was confirmed; empty for the first version
    Column("state", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("used_at", Moment, nullable=True),  # empty for the first version: since the consultation opened
    _one_of("state", "waiting", "used"),
)

pictures = Table(  # the author's own, for Easy Read: they are shown to everybody, and so not sealed
    "pictures",
    metadata,
    _ref("survey_id", "surveys", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# ── who answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

participants = Table(
    "participants",
    metadata,
    _id(),
    Column("data_key", LargeBinary, nullable=False),  # wrapped; without it nothing sealed for this person opens
    Column("leaving", Boolean, nullable=False),  # asked to be forgotten: the row goes once the goodbye is sent
    Column("prefers", LargeBinary, nullable=True),  # sealed: surveys.interviews.model.Prefer, once they have chosen anything
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    _ref("participant_id", "participants", nullable=True, index=True),
    _ref("body_id", "bodies", nullable=True, index=True),  # bodies are recipients too
    Column("channel", Text, nullable=False),
    Column("pseudonym", LargeBinary, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),  # codecs.Destination: account, address, thread
    Column("state", Text, nullable=False),
    Column(
        "bounces", Integer, nullable=False, default=0
    ),  # mails in a row that came back though the address is not said to be gone
    _one_of("state", "live", "stopped", "unreachable"),
    CheckConstraint("(participant_id IS NULL) <> (body_id IS NULL)", name="owner"),
)

stops = Table(  # outlives the address: who said STOP is not written to again, even when nothing else of them is left
    "stops",
    metadata,
    Column("pseudonym", LargeBinary, primary_key=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # HMAC of the token in the link
    _ref("survey_id", "surveys", nullable=False),
    Column("reference", Text, nullable=False),  # the inviter's own reference, which the response takes over
    Column(
        "participant_id", String(22), ForeignKey("participants.id", ondelete="SET NULL"), nullable=True
    ),  # the first to use it
)

consents = Table(
    "consents",
    metadata,
    _ref("interview_id", "interviews", primary_key=True),
    Column("permission", Text, primary_key=True),
    Column("given", Boolean, nullable=False),
    Column("text_version", Text, nullable=False),  # which wording was agreed to
    Column("on", Date, nullable=False),
)

# ── what they say ───────────────────────────────────────────────────────────────────────────────────────────────────────

interviews = Table(
    "interviews",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False),
    _ref("survey_id", "surveys", nullable=False),
    _ref("participant_id", "participants", nullable=False),
    _ref("response_id", "responses", nullable=True),
    Column("structure", Integer, nullable=False),  # what it asks: the version it began in, or was carried over to
    Column("status", Text, nullable=False),
    Column("current", Boolean, nullable=False),  # the one that this participant's messages go to (decision 6)
    Column("revision", Integer, nullable=False),  # counts writes: a stale write is noticed
    Column("sealed", LargeBinary, nullable=False),  # surveys.interviews.model.Interview
    Column("touched_at", Moment, nullable=False),
    _one_of("status", "consent", "asking", "closing", "finished", "stopped"),
    UniqueConstraint("participant_id", "survey_id"),
    Index("ix_interviews_survey_id_structure", "survey_id", "structure"),
    Index("ix_interviews_consultation_id_status", "consultation_id", "status"),
    Index("uq_interviews_current", "participant_id", unique=True, sqlite_where=text("current"), postgresql_where=text("current")),
)

responses = Table(
    "responses",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False),
    _ref("survey_id", "surveys", nullable=False),
    Column("structure", Integer, nullable=False),  # the version in which it was begun, then that in which it was finished
    Column("revision", Integer, nullable=False),
    Column("reference", Text, nullable=False),  # how officers name it; says nothing about who or when
    Column("mode", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("people", Integer, nullable=False),  # 1, or how many took part in a focus group
    Column("entered_by", Text, nullable=False),  # the officer who typed it in, empty when the person did
    Column("participant_id", String(22), ForeignKey("participants.id", ondelete="SET NULL"), nullable=True, index=True),
    Column("data_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=True),  # responses.Source: who said it, where an officer typed it in
    _one_of("mode", "online", "paper", "focus_group"),
    _one_of("status", "unfinished", "finished"),
    UniqueConstraint("consultation_id", "reference"),
)

# `question` is the question's key, which every version of a survey keeps; structure and revision say which version asked.
answers = Table(  # closed answers. `item` is 0 for select_one; for select_multiple the ticked choice's code, one row a tick
    "answers",
    metadata,
    Column("consultation_id", String(22), primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("response_id", String(22), ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("code", Integer, nullable=False),
    Column("structure", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("ix_answers_response_id", "response_id"),
)

words = Table(  # everything else somebody answered: text, numbers, dates, remarks
    "words",
    metadata,
    Column("consultation_id", String(22), primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("response_id", String(22), ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True),
    Column("part", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("structure", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    _one_of("part", "answer", "remark"),
    Index("ix_words_response_id", "response_id"),
)

set_apart = Table(  # answers that a later version of the survey could not take over: kept under the version that asked
    "set_apart",
    metadata,
    _ref("response_id", "responses", primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("structure", Integer, primary_key=True),  # of the version that could not take it over
    Column("asked_structure", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # surveys.interviews.model.Answer
)

comments = Table(  # what somebody wrote beneath a message that a group reads; no answer, and no part of a response
    "comments",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False, index=True),
    _ref("edition_id", "editions", nullable=False),
    _ref("participant_id", "participants", nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),  # of the vendor's ids, so that an edit finds it
    Column("sealed", LargeBinary, nullable=False),  # the words
    Column("made_at", Moment, nullable=False),
)

media = Table(  # files that people sent as answers; the answer itself, in `words`, is the file's id
    "media",
    metadata,
    _id(),
    _ref("response_id", "responses", nullable=False, index=True),
    Column("about", LargeBinary, nullable=False),  # its name and type, as its sender's app says
    Column("sealed", LargeBinary, nullable=False),
)

# ── in and out ──────────────────────────────────────────────────────────────────────────────────────────────────────────

inbox = Table(
    "inbox",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=True),  # the message itself, only while it is set aside
    Column("fault", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    _one_of("state", "done", "aside"),
)

mails = Table(  # emails as they came, only until their answers are complete
    "mails",
    metadata,
    _id(),
    _ref("participant_id", "participants", nullable=False, index=True),
    Column("received_at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    _ref("address_id", "addresses", nullable=False),
    _ref("consultation_id", "consultations", nullable=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("place", BigInteger, nullable=False),  # orders what goes to one address; nanoseconds when queued
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment, nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("fault", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=True),  # Outgoing; emptied once sent, on email once what it asked is answered
    Column("message", Text, nullable=False),  # the vendor's id of what was sent last
    _ref("edition_id", "editions", nullable=True),
    _one_of("kind", "turn", "bulk"),
    _one_of("status", "queued", "sending", "sent", "unknown", "unreachable", "dead"),
    Index("ix_deliveries_status_due_at", "status", "due_at"),
    Index("ix_deliveries_address_id_place", "address_id", "place"),
)

parts = Table(  # a message longer than its channel's limit goes in parts; a restart goes on after the last one sent
    "parts",
    metadata,
    _ref("delivery_id", "deliveries", primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("message", Text, nullable=False),
)

workspaces = Table(  # where others have installed our Slack app
    "workspaces",
    metadata,
    Column("team", Text, primary_key=True),  # Slack's id of it
    Column("sealed", LargeBinary, nullable=False),  # workspaces.Workspace: its name, our token there, who we are there
    Column("installed_at", Moment, nullable=False),
)

# ── you said, we did ────────────────────────────────────────────────────────────────────────────────────────────────────

points = Table(
    "points",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False),
    Column("number", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    _one_of("kind", "problem", "idea", "praise", "question"),
    UniqueConstraint("consultation_id", "number"),
)

point_bodies = Table(
    "point_bodies",
    metadata,
    _ref("point_id", "points", primary_key=True),
    _ref("body_id", "bodies", primary_key=True),
)

links = Table(  # this answer says this point
    "links",
    metadata,
    _ref("point_id", "points", primary_key=True),
    _ref("response_id", "responses", primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("confirmed_by", Text, nullable=False),
    Index("ix_links_response_id", "response_id"),
)

replies = Table(  # the newest revision speaks; the earlier ones are kept
    "replies",
    metadata,
    _ref("point_id", "points", primary_key=True),
    _ref("body_id", "bodies", primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("due_on", Date, nullable=True),  # when the reply itself will come, only while status is "due"
    Column("made_by", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    _one_of("status", "done", "doing", "planned", "partly", "no", "passed_on", "noted", "answered", "due"),
)

commitments = Table(
    "commitments",
    metadata,
    _id(),
    _ref("point_id", "points", nullable=False),
    _ref("body_id", "bodies", nullable=False),
    Column("what", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    _one_of("state", "promised", "kept", "late", "dropped"),
    UniqueConstraint("point_id", "body_id"),
)

editions = Table(
    "editions",
    metadata,
    _id(),
    _ref("consultation_id", "consultations", nullable=False),
    _ref("body_id", "bodies", nullable=True),  # whose own edition this is; empty: the whole consultation's
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # surveys.digests Edition, as JSON, frozen
    Column("compiled_by", Text, nullable=False),
    Column("compiled_at", Moment, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("published_at", Moment, nullable=True),
    _one_of("kind", "interim", "final"),
    UniqueConstraint("consultation_id", "number"),
)
