"""The files of a response, taken out for whoever is to look at them: Hearback itself never does."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers import officers
from handlers.consultations import held
from storage import media, responses
from storage.database import Database
from surveys.definitions.model import MEDIA
from surveys.errors import Refused
from surveys.messages import File


@dataclass(frozen=True, slots=True)
class Taken:
    """One file, and the question that it answers, by number and name."""

    number: int
    question: str
    file: File


def take_out(database: Database, slug: str, reference: str, *, by: str) -> Iterator[Taken]:
    """The files of the response called `reference`, in the order of its questions; one is in memory at a time.

    Refused where there is no such response, it is not finished, or it has no file.
    """
    with database.read() as tx:
        consultation = held(tx, slug)
        officers.acting(tx, by, "commissioner", "coordinator")
        found = responses.called(tx, consultation.id, reference)
        if not found:
            what = f"There is no response '{reference}'. See: hearback responses list {slug}"
            raise Refused("response.unknown", what, reference=reference)
        [*read] = responses.of_consultation(tx, consultation.id, consultation.histories, only=found)
        if not read:
            raise Refused("response.unfinished", f"'{reference}' is not finished, so it is not counted and not read.")
        asked = {said.answer.value: said.question for said in read[0].said.values() if said.question.kind in MEDIA}
        sent = [media_id for media_id in asked if media_id]
        if not sent:
            raise Refused("response.no-files", f"'{reference}' has no files.")
        for media_id, file in media.opened(tx, sent):
            yield Taken(asked[media_id].number, asked[media_id].name, file)
