"""Which files answer which question. A file is never opened: what it is, its sender's app says."""

from collections.abc import Mapping

from surveys.definitions.model import Question
from surveys.messages import Sendable

# What a chat app sends that can answer each kind; a file, and what an app sends as one, also by the type that it names.
_FITTING: Mapping[str, frozenset[Sendable]] = {
    "image": frozenset({"photo"}),
    "audio": frozenset({"voice", "audio"}),
    "video": frozenset({"video"}),
    "file": frozenset({"photo", "voice", "audio", "video", "file"}),
}


def takes(question: Question | None, what: str, mime: str) -> bool:
    """Whether something of this sort is an answer to `question`; `mime` is the type that its sender's app names, or nothing.

    A file of a type that nobody names may be anything, and is taken.
    """
    if question is None or question.kind not in _FITTING:
        return False
    unknown = mime.lower() in ("", "application/octet-stream")
    return what in _FITTING[question.kind] or (what == "file" and (unknown or mime.lower().startswith(f"{question.kind}/")))
