"""The files that came with the messages of one transaction: kept where they became answers, dropped where not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from storage import media
from storage.database import Tx
from storage.keyring import DataKey, new_id
from surveys.definitions.model import MEDIA, Question, Survey
from surveys.interviews.model import Answer
from surveys.messages import File


@dataclass
class Carried:
    """Files in hand. `write` stores those that became answers; the ones that they take the place of go."""

    tx: Tx
    _brought: dict[str, File] = field(default_factory=dict)
    _kept: list[media.Held] = field(default_factory=list)
    _replaced: list[str] = field(default_factory=list)

    def bring(self, file: File) -> str:
        """Have a file at hand: the id that it is known under, and kept under if it becomes an answer."""
        media_id = new_id()
        self._brought[media_id] = file
        return media_id

    def settle(self, response_id: str, key: DataKey, question: Question, answer: Answer) -> None:
        """An answer was given to `question`: if it is a file in hand, that is kept."""
        if question.kind in MEDIA and answer.value in self._brought:
            self._kept.append(media.Held(answer.value, response_id, key, self._brought.pop(answer.value)))

    def replace(self, survey: Survey, before: Mapping[str, Answer], stands: Collection[Answer]) -> None:
        """Of the files among the answers `before`, those go that are in none of the answers that stand or are set aside now.

        In a repeat answers move up when a time round is taken out: a file in another place is not replaced.
        """
        values = {answer.value for answer in stands}
        for name, answer in before.items():
            question = survey.asked(name)
            if question is not None and question.kind in MEDIA and answer.value and answer.value not in values:
                self._replaced.append(answer.value)

    def write(self) -> None:
        """Write what is in hand."""
        media.keep(self.tx, self._kept)
        media.drop(self.tx, self._replaced)
        self._kept, self._replaced = [], []
