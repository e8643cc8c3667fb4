"""Somebody writes beneath a digest, in a group: their words are kept with the edition, and they are told so, alone.

Who decides on a challenge, and who answers a question, comes later; until then nothing is promised.
"""

from handlers import arrivals
from handlers.consultations import held
from handlers.desk import Desk, Outcome
from storage import comments, consultations
from storage.comments import Kept
from storage.database import Tx
from surveys.messages import Comment, Inbound


def take(desk: Desk, message: Inbound, comment: Comment) -> Outcome:
    """Keep what a member of a group wrote beneath our message. Once more, it takes the place of what it said before."""
    waiting = arrivals.present(desk, message)
    if waiting is None or not comment.text.strip():
        return Outcome(message)
    keyring = desk.tx.keyring
    about = comments.told(desk.tx, keyring.pseudonym(message.channel, message.account, comment.group), comment.under)
    if about is None:
        return desk.tell(message, "comment.unknown")
    digest = keyring.digest(f"comment|{message.channel}|{message.account}|{comment.group}|{comment.message}")
    new = comments.keep(desk.tx, waiting.participant, about, digest, comment.text, now=desk.now)
    title = consultations.by_ids(desk.tx, [about.consultation_id])[about.consultation_id].consultation.title
    return desk.tell(message, "comment.kept" if new else "comment.changed", title=title)


def of(tx: Tx, slug: str) -> tuple[Kept, ...]:
    """All comments on the editions of a consultation. Refused where there is no such consultation."""
    return comments.of_consultation(tx, held(tx, slug).id)
