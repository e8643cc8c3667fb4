"""Whether people can read it: the reading age of each text and of the whole, short sentences in the plain variant. For English.

Sources: GOV.UK is written for a reading age of 9 (https://www.gov.uk/guidance/content-design/writing-for-gov-uk). Easy read has
at most 15 words a sentence (https://www.gov.uk/government/publications/inclusive-communication).
"""

from collections.abc import Iterator, Sequence

from surveys.definitions.checks.said import Said, is_english, said
from surveys.definitions.model import Survey
from surveys.errors import Fault
from surveys.words.plainness import is_above, reading_age, sentences, words

GOAL = 11  # years, for adults; the plain variant and young people have their own
GOAL_PLAIN = 9
LONGEST_PLAIN = 15  # words a sentence


def check_reading(survey: Survey, *, young: bool) -> Iterator[Fault]:
    """Texts that are too hard. `young` is whether young people are asked."""
    texts = [each for each in said(survey) if is_english(each.language)]
    hard = [each for each in texts if is_above(each.text, _goal(each, young=young))]
    for each in hard:
        goal, age = _goal(each, young=young), reading_age(each.text)
        worst = max(sentences(each.text), key=reading_age)
        what = f"the {each.what} needs a reading age of about {age:.0f}, and the goal is {goal}: '{worst.rstrip('.')}'"
        remedy = "Use shorter words and sentences, as you would say it aloud."
        yield Fault("reading-hard", what, remedy, each.question.place)
    goal = GOAL_PLAIN if young else GOAL
    whole = "\n".join(each.text for each in texts if each.what in ("label", "hint"))
    if not hard and is_above(whole, goal):
        what = f"as a whole it needs a reading age of about {reading_age(whole):.0f}, and the goal is {goal}"
        yield Fault("reading-hard-whole", what, f"Begin with these: {_hardest(texts)}.")
    yield from _long_sentences(texts)


def _goal(each: Said, *, young: bool) -> int:
    return GOAL_PLAIN if young or each.what == "plain" else GOAL


def _hardest(texts: Sequence[Said]) -> str:
    longest_words = sorted(texts, key=lambda each: reading_age(each.text), reverse=True)
    return "; ".join(f"'{each.text}'" for each in longest_words[:3])


def _long_sentences(texts: Sequence[Said]) -> Iterator[Fault]:
    for each in texts:
        long = [sentence.rstrip(".") for sentence in sentences(each.text) if len(words(sentence)) > LONGEST_PLAIN]
        if each.what == "plain" and long:
            what = f"a plain sentence has {len(words(long[0]))} words, and the goal is {LONGEST_PLAIN} at most: '{long[0]}'"
            yield Fault("plain-long", what, "Make two sentences of it, one for each idea.", each.question.place)
