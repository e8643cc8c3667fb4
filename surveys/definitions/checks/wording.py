"""How a question is put: one thing at a time, without a push, and without a "not" that turns the answer round.

Source: the advice that handbooks on questionnaires share, as in J. A. Krosnick and S. Presser, "Question and questionnaire
design", 2010. The patterns are for English, and miss more than they find: advice that is often wrong is not read.
"""

import re
from collections.abc import Iterator

from surveys.definitions.checks.said import any_of, english
from surveys.definitions.checks.scales import is_scale
from surveys.definitions.model import Question, Survey
from surveys.errors import Fault, Place
from surveys.words.plainness import sentences

_WHO = "(?:you|your|we|they|it|he|she|there|the|people|staff)"
_ASK = (
    "(?:how|what|when|where|which|who|whose|(?<!reason )why"
    rf"|(?:do|does|did|is|are|was|were|have|has|had|can|could|should|would|will) {_WHO}\b)"
)
# "How often do you come, and what would help?"
_BEGINS_TO_ASK = re.compile(rf"^(?:\W|and |so |in your (?:view|opinion),? |overall,? )*({_ASK})", re.IGNORECASE)
_ASKS_ON = re.compile(rf"\b(?:and|or)\s+(?:if so,? |if not,? |also )?({_ASK})(?=\s+\w)", re.IGNORECASE)
# "Do you know about and use it?", "How fair and open is it?"
_TWO_DEEDS = any_of(
    r"(?:do|did|can|could|would|should|have) (?:you|they|we|staff|people) (?:\w+ly )?\w+(?: \w+)? and \w+",
    r"how (?:\w+ly )?\w+ and \w+",
)
_AND = any_of("and", "as well as")
# What belongs together and is one thing; two names with capital letters are, too.
_PAIRS = any_of(
    "between .+? and", "from .+? and", "both .+? and", r"\d+ and \d+", "and so on", "and an? (?:half|quarter)",
    "now and (?:then|again)", r"(?:children|parents|boys|girls|men|women|mums|carers|mothers|friends|family) and \w+",
    "young people and children", "(?:health|community) and (?:social|voluntary|well-?being)", "voluntary and community",
    r"charities and \w+", r"rights and \w+", "bed and breakfast", "terms and conditions", "black and minority",
    r"gas and electric\w*", "policy and procedure", r"arts? and \w+",
    r"(?:more|less|again|over|back|up|on|through|round|pros|do'?s|ups|ins|come|try|go|wait) and \w+", "questions and answers",
)  # fmt: skip
_NAMES = re.compile(r"[A-Z]\w+ and [A-Z]\w+")
_LEADING = any_of(
    rf"(?:do|does|did|would|should|is|are|can|could)n['’]t {_WHO}", "surely", "obviously", "clearly", "of course",
    "as (?:you|we all) know", "everyone (?:knows|agrees)", "(?:most|many) people (?:think|say|agree|feel)",
    "would you (?:not )?agree", "(?<=, )right",
    "how (?:much )?(?:good|great|excellent|wonderful|brilliant|bad|poor|terrible|awful|better|worse)",
    "how much (?:do|did|would|have) (?:you|they) (?:like|love|enjoy|value|appreciate|dislike|hate)",
    "(?:our|the|this|these|your) (?:new |current |local )?(?:excellent|wonderful|fantastic|brilliant|amazing|outstanding"
    "|world-class|award-winning|much-loved|much-needed|exciting|wasteful|unfair|failing|outdated|disgraceful|unnecessary|damaging)",
)  # fmt: skip
_AGREE = any_of(r"(?:do|did|does) you (?:\w+ly )?(?:agree|support)")
_BOTH_WAYS = any_of("disagree", "or not", "or oppose", "or against", "how far", "to what extent")
_NOT_WORDS = (
    "not(?! only| at all|-for-| sure\\b)", "never", "cannot", "no longer", "without",
    "(?:is|are|was|were|do|does|did|has|have|had|would|could|should|wo|ca)n['’]t",
)  # fmt: skip
_NOT = any_of(*_NOT_WORDS)
_NEGATIVE = any_of(
    *_NOT_WORDS, "nobody", "no one", "none", "nothing", "nowhere", "neither", "nor", "unless", "impossible", "dissatisfied",
    "(?:prevent|oppose|refuse|reject|fail|stop|avoid|forbid|ban|deny|denie|disagree|dislike)(?:s|d|ed|ing)?",
    "un(?:able|acceptable|available|aware|clear|comfortable|common|fair|happy|helpful|important|likely|necessary|reasonable|safe"
    "|satisfied|suitable|usual|willing)",
)  # fmt: skip
_CLAUSE = re.compile(r"[,;:–—]|\b(?:and|but|or|because|so that|if|when)\b", re.IGNORECASE)
_NEUTRAL = any_of("why not", "or not", "if not", "agree nor disagree")


def check_wording(survey: Survey) -> Iterator[Fault]:
    """Double, leading and negative questions."""
    for question in survey.questions:
        label = english(question.label)
        if not question.asks or not label:
            continue
        place = question.place
        two = _double(question, label)
        if two:
            what = f"it asks two things at once: '{two}'"
            yield Fault(
                "question-double", what, "Ask one, or make two questions of it: nobody can tell which was answered.", place
            )
        push = _LEADING.search(label) or (None if _BOTH_WAYS.search(label) else _AGREE.search(label))
        if push:
            what = f"it pushes towards an answer: '{push[0].strip(' ,')}'"
            yield Fault("question-leading", what, "Ask so that either answer is as easy, as in 'agree or disagree'.", place)
        else:
            yield from _negatives(question, label, place)


def _double(question: Question, label: str) -> str:
    """The words by which `label` asks two things, "" where it asks one."""
    asks = [sentence for sentence in sentences(label) if sentence.endswith("?")]
    if len(asks) > 1:
        return " ".join(asks[:2])
    scale, picked = is_scale(question.choices), question.kind != "text"
    for sentence in sentences(label):
        rates_two = scale and _AND.search(_NAMES.sub("…", _PAIRS.sub("…", sentence)))
        if _asks_on(sentence) or rates_two or (picked and _TWO_DEEDS.search(sentence)):
            return sentence.rstrip(".")
    return ""


def _asks_on(sentence: str) -> bool:
    """Whether a second question begins within the sentence; "Which were hard, and which were easy?" is one with two sides."""
    first, second = _BEGINS_TO_ASK.search(sentence), _ASKS_ON.search(sentence, 3)
    if first is None or second is None:
        return False
    return first[1].lower() != second[1].lower() or first[1].lower() not in ("which", "what", "who")


def _negatives(question: Question, label: str, place: Place) -> Iterator[Fault]:
    for sentence in sentences(_NEUTRAL.sub("", label)):
        for clause in _CLAUSE.split(sentence):
            found = [each[0] for each in _NEGATIVE.finditer(clause)]
            if len(found) > 1 and _NOT.search(clause):
                what = f"two negatives stand together: '{clause.strip()}'"
                yield Fault("negative-double", what, "Say it the other way round, without them.", place)
                return
        negative = _NOT.search(sentence)
        if negative and question.closed:
            what = f"it is put in the negative: '{negative[0]}'"
            yield Fault("negative", what, "Ask what is, and not what is not: a 'no' to a 'not' can be read both ways.", place)
            return
