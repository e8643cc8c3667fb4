"""Which mail no person wrote: never taken as an answer, and never answered (RFC 3834, section 2)."""

from collections.abc import Iterable

SIGNS = (
    "auto-submitted", "precedence", "list-id", "list-unsubscribe", "return-path", "x-autoreply",
    "x-autorespond", "x-auto-reply-from", "x-loop", "feedback-id", "x-failed-recipients", "x-spam-flag", "content-type", "from",
)  # fmt: skip
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_PRESENT = frozenset({
    "list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-auto-reply-from", "x-loop", "feedback-id",
    "x-failed-recipients",
})  # fmt: skip
_ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply")


def automatic(signs: Iterable[tuple[str, str]]) -> str:
    """The header field that shows that no person wrote this mail, empty where none does. Names are in small letters."""
    for name, value in signs:
        words = value.strip().lower()
        if name in _PRESENT or _tells(name, words):
            return name
    return ""


def _tells(name: str, words: str) -> bool:
    match name:
        case "auto-submitted":
            return words.partition(";")[0].strip() not in ("", "no")
        case "precedence":
            return words in _BULK
        case "return-path":
            return words.replace(" ", "") == "<>"
        case "x-spam-flag":
            return words == "yes"
        case "content-type":
            return words.startswith(("multipart/report", "message/delivery-status", "text/calendar"))
        case "from":
            mailbox = words.rpartition("<")[2].partition("@")[0].strip()
            return mailbox.startswith(_ROBOTS)
        case _:
            return False
