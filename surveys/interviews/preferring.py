"""How somebody wishes to be spoken to: in which language, in which words. Asked at first contact, and changed at any time."""

from surveys.interviews.model import Command, Prefer
from surveys.interviews.repeating import Repeating
from surveys.words.languages import named


class Preferring(Repeating):
    """The language and the words, offered and chosen."""

    def _manner(self, name: Command, tag: str) -> None:
        """They want another language, the one named by `tag` or some other; or other words."""
        if name != "language":
            self._choose_variant(name)
        elif tag:
            self._choose_language(tag)
        elif len(self.survey.languages) == 1:
            self._say("language.only")
            self._ask_again()
        else:
            self._offer()

    def _choosing(self, text: str) -> None:
        """Words where we wait to hear which language."""
        tag = named(text, self.survey.languages)
        if tag:
            self._choose_language(tag)
        else:
            self._say("language.unclear")
            self._ask_again()

    def _skip(self) -> None:
        if self.it.choosing:  # it stays as it is
            self._choose_language(self.it.language)
        else:
            super()._skip()

    def _choose_language(self, tag: str) -> None:
        if tag not in self.survey.languages:
            self._old_button()
        elif tag != self.it.language or self.it.choosing or not self.it.chosen:  # else a second tap on the same button
            anew = self.it.chosen
            self._set(language=tag, chosen=True, choosing=False)
            self.effects.append(Prefer(language=tag))
            self._go_on("language.changed" if anew else "")

    def _choose_variant(self, wanted: str) -> None:
        if wanted not in self.survey.variants or len(self.survey.variants) == 1:
            self._say("variant.none")
            self._ask_again()
        elif wanted != self.it.variant:
            self._set(variant=wanted)
            self.effects.append(Prefer(variant=wanted))
            self._go_on(f"variant.changed.{wanted}")

    def _go_on(self, told: str) -> None:
        """Say what has changed, and what is open once more: to whoever has not begun, all that it is about."""
        begins = self.it.status == "consent" and not (self._left() or self._shut())
        if told or not begins:
            self._say(told or "language.changed")
        if told == "variant.changed.easy_read" and self.survey.tried_by:
            self._say("tried_by", tried_by=self.survey.tried_by)
        if begins:
            self._begin()
        else:
            self._ask_again()
