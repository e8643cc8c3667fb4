"""A digest as it is sent and read out: one message for a chat, or plain text. Pages take the `Script` itself."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Literal

from surveys.digests.script import SaidPoint, Script
from surveys.messages import Mark, Option, Outgoing
from surveys.words.catalogue import Catalogue

Piece = tuple[str, Literal["", "bold", "italic", "quote"]]
COLUMNS = 74  # of plain text: fits a letter, an old terminal and a quoted email


def chat(script: Script) -> Outgoing:
    """The whole digest as one message with its headings bold; the channel cuts it to its limit (surveys.messages.split)."""
    return marked(_pieces(script), subject=f"{script.title}: {script.subtitle}")


def _pieces(script: Script) -> Iterator[Piece]:
    yield f"{script.title}\n{script.subtitle}\n\n", "bold"
    for paragraph in (*script.opening, *script.changes):
        yield f"{paragraph}\n\n", ""
    for point in script.points:
        yield from point_pieces(point)
    for paragraph in script.closing:
        yield f"{paragraph}\n\n", "italic"


def point_pieces(point: SaidPoint) -> Iterator[Piece]:
    """A point as pieces of a message: heading, how many said it, replies."""
    yield f"{point.heading}\n", "bold"
    yield f"{point.heard}\n\n", ""
    yield from reply_pieces(point)


def reply_pieces(point: SaidPoint) -> Iterator[Piece]:
    """The replies to a point as pieces of a message."""
    for reply in point.replies:
        yield f"{reply.outcome}\n", "bold"
        rest = "\n".join(text for text in (reply.reason, reply.promise) if text)
        yield f"{rest}\n\n" if rest else "\n", ""


def marked(pieces: Iterable[Piece], subject: str = "", options: tuple[Option, ...] = ()) -> Outgoing:
    """Join pieces into one message. A mark covers its piece without the white space at the end; none is empty."""
    text, marks = "", []
    for piece, kind in pieces:
        end = len(text) + len(piece.rstrip())
        if kind and end > len(text):
            marks.append(Mark(len(text), end, kind))
        text += piece
    return Outgoing(text.rstrip(), tuple(marks), options, subject)


def plain(script: Script, columns: int = COLUMNS) -> str:
    """The whole digest as text that can be read out: no signs, short lines, one thing after the other."""
    return wrapped(chat(script).text, columns)


def wrapped(text: str, columns: int = COLUMNS) -> str:
    """`text` with its lines folded at spaces to at most `columns`; a longer word (a web address) keeps its line to itself."""
    lines = (
        textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False) if line else "" for line in text.split("\n")
    )
    return "\n".join(lines) + "\n"


def notice_by_mail(catalogue: Catalogue, page: str) -> Outgoing:
    """The neutral notice as a mail: the words come after a reply, or on the person's own `page`."""
    text = f"{catalogue.text('digest.notice')}\n\n{catalogue.text('mail.news', {'link': page})}"
    return Outgoing(text, subject=catalogue.text("digest.personal.subject"))


def notice(edition_id: str, catalogue: Catalogue) -> Outgoing:
    """The neutral notice: nothing of what it is about, since others may see the screen; the words come after the tap."""
    text = f"{catalogue.text('digest.notice')} {catalogue.text('digest.notice.how')}"
    return Outgoing(text, (), (Option(f"n.{edition_id}", catalogue.text("digest.notice.show")),))
