"""Easy Read that is none yet: without a picture beside each idea, in long sentences, or tried by nobody.

Source: easy read has at most 15 words a sentence and a picture beside each idea, and is tried with people who use it
(https://www.gov.uk/government/publications/inclusive-communication).
"""

from collections.abc import Iterator

from surveys.definitions.checks.reading import LONGEST_PLAIN
from surveys.definitions.model import Question, Survey, Texts
from surveys.errors import Fault
from surveys.words.plainness import sentences, words


def check_easy_read(survey: Survey) -> Iterator[Fault]:
    """What keeps the Easy Read of `survey` from being that."""
    if "easy_read" not in survey.variants:
        return
    if not survey.tried_by:
        what = "it has Easy Read, and does not say who tried it"
        yield Fault("easy-read-untried", what, "Try it with people who use Easy Read, and say who and when in tried_by.")
    for question in survey.questions:
        yield from _of_question(question)


def _of_question(question: Question) -> Iterator[Fault]:
    place = question.place
    if question.easy_read and not question.picture:
        yield Fault("easy-read-picture", "its Easy Read has no picture", "Add picture, the file of one for this idea.", place)
    if question.picture and not question.picture_alt:
        remedy = "Add picture_alt, for those who have it read aloud."
        yield Fault("picture-words", "nothing says in words what is to be seen in its picture", remedy, place)
    if question.asks and not question.easy_read:
        remedy = "Add easy_read, else it is asked in its usual words."
        yield Fault("easy-read-missing", "the survey has Easy Read, and this question has none", remedy, place)
    for choice in question.choices:
        if choice.easy_read and not choice.picture:
            what = f"the Easy Read of '{choice.name}' has no picture"
            yield Fault("easy-read-picture", what, "Add picture, the file of one for this idea.", place)
    yield from _long("Easy Read", question.easy_read, question)
    for choice in question.choices:
        yield from _long(f"Easy Read of '{choice.name}'", choice.easy_read, question)


def _long(what: str, texts: Texts, question: Question) -> Iterator[Fault]:
    for language, text in texts.items():
        long = [sentence for sentence in sentences(text) if len(words(sentence)) > LONGEST_PLAIN]
        if long:
            told = f"a sentence of its {what} in '{language}' has {len(words(long[0]))} words, and the goal is {LONGEST_PLAIN}"
            yield Fault("easy-read-long", told, "Make two sentences of it, one for each idea.", question.place)
