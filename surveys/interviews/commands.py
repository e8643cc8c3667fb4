"""Which messages are commands. The rule is strict: only when the whole message is one.

"They should stop closing early" and "go back to grants" are answers; "stop please" and "go back" are commands. The words come
from a table for each language, to which English is always added; to stop, to ask for help and to change the language works in
every language, whichever is spoken.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from surveys.interviews.casual import casual
from surveys.interviews.model import Command
from surveys.interviews.reading.folding import NUMERALS, fold
from surveys.interviews.tongues import DOUBTFUL, POLITE, TONGUES, primary

_LONGEST = 80  # characters; "change my answer to question 12 please" has 38

# Folded words: lower case, no punctuation, no apostrophes. Those of other languages are in `tongues`.
ENGLISH: Mapping[Command, tuple[str, ...]] = {
    "start": ("start", "begin", "resume", "continue", "carry on", "go on"),
    "help": (
        "help", "commands", "what can i do", "what can i say", "what can i send", "how does this work", "how do i use this",
        "how to use this",
    ),
    "what": (
        "what", "what is this", "whats this", "what is this about", "whats this about", "who is this", "whos this",
        "who are you", "who is asking", "whos asking", "why are you asking", "why do you ask",
    ),
    "back": ("back", "go back", "previous", "previous question", "last question again", "back one"),
    "keep": ("keep", "keep it", "keep my answer", "keep answer", "keep that"),
    "skip": ("skip", "skip it", "skip this", "skip this one", "skip this question", "skip question", "next question"),
    # /cancel is what people try on Telegram. It pauses: nothing is lost if they meant less than stop.
    "pause": (
        "pause", "cancel", "take a break", "have a break", "not now", "ill do it later", "i will do it later",
        "ill finish later", "come back later", "ask me later", "remind me later",
    ),
    "stop": (
        "stop", "stop all", "stopall", "stop now", "stop this", "unsubscribe", "quit", "opt out", "i want to stop",
        "i would like to stop", "can i stop", "can we stop", "leave me alone", "stop messaging me", "stop writing to me",
        "stop texting me", "stop contacting me", "stop sending me messages", "stop asking me", "no more messages",
        "dont write to me again", "do not write to me again", "dont message me again", "stop stop", "stop stop stop",
    ),
    "status": (
        "status", "where am i", "how many left", "how many are left", "how many more", "how many questions left",
        "how many questions are left", "how many more questions", "how much longer", "how far am i",
    ),
    "questions": (
        "questions", "all questions", "all the questions", "see questions", "see all questions", "see the questions",
        "show questions", "show me the questions", "show all questions", "show me all the questions", "list questions",
        "what are the questions", "what will you ask", "what will you ask me",
    ),
    "switch": ("switch", "switch survey", "other survey", "other surveys", "another survey", "change survey"),
    "my_answers": (
        "my answers", "show my answers", "show me my answers", "see my answers", "what did i say",
        "what have i said", "what did i answer", "what do you have on me",
    ),
    "hide": ("hide", "hide it", "hide my answers", "hide answers", "hide this"),
    "forget": (
        "forget me", "delete me", "delete everything", "delete it all", "delete my data",
        "delete all my data", "delete my answers", "delete all my answers", "delete my account", "erase me", "erase my data",
        "erase my answers", "erase everything", "remove me", "remove my data", "remove my answers", "forget my answers",
        "forget my data",
    ),
    "privacy": (
        "privacy", "privacy policy", "privacy notice", "who sees this", "who will see this", "who can see this",
        "who sees my answers", "who will see my answers", "who can see my answers", "who reads this",
        "who will read this", "is this anonymous", "is it anonymous", "is this confidential", "is it confidential",
        "is this private", "is it private", "is this safe", "what happens to my answers", "what happens to my data",
    ),
    "language": (
        "language", "change language", "change the language", "another language", "other languages", "in english",
        "english please", "welsh please", "polish please", "bengali please", "arabic please", "ukrainian please",
    ),
    "plain": ("plain words", "in plain words", "plain english", "simple words", "simpler words", "easier words"),
    "easy_read": ("easy read", "easyread", "in easy read", "easy read please", "pictures please", "with pictures"),
    "standard": ("standard words", "usual words", "normal words", "the usual words"),
    "need_help": (
        "i need help", "i need help now", "i really need help", "need help", "i need some help", "help me", "helpme",
        "help me now", "please help", "help please", "pls help", "help pls", "please help me", "help me please",
        "help help", "help help help", "somebody help me", "someone help me", "can you help me", "sos", "im not safe",
        "i am not safe", "i dont feel safe", "i do not feel safe", "im unsafe", "i am unsafe", "i feel unsafe",
        "im in danger", "i am in danger", "im scared", "i am scared", "im frightened", "i am frightened", "im being hurt",
        "i am being hurt", "im being abused", "i am being abused", "someone is hurting me", "somebody is hurting me",
        "someones hurting me", "he is hurting me", "hes hurting me", "she is hurting me", "shes hurting me",
        "they are hurting me", "he hits me", "she hits me", "he hit me", "she hit me", "i want to die",
        "i want to kill myself", "im going to kill myself", "i am going to kill myself", "i want to hurt myself",
        "i want to end it all", "i dont want to live",
    ),
    "results": (
        "results", "show results", "show me the results", "see the results", "what happened", "what came of it",
        "what became of it", "what was decided", "what did you do", "what did you decide", "any news", "is there news",
        "is there any news",
    ),
    "yes": (
        "yes", "y", "yeah", "yep", "yup", "yes please", "yes thanks", "yes i am", "yes im sure", "yes i am sure",
        "yes delete it", "yes delete it all", "yes start", "yes tell me", "yes you may", "yes you can", "👍", "✅",
    ),
    "no": (
        "no", "n", "nope", "nah", "no thanks", "no thank you", "no keep it", "no dont", "no do not", "no please dont",
        "no please do not", "👎", "❌",
    ),
    "done": (
        "done", "im done", "i am done", "all done", "finished", "im finished", "i have finished", "ive finished", "thats it",
        "that is it", "thats all", "that is all",
    ),
}  # fmt: skip

EVERYWHERE: tuple[Command, ...] = ("stop", "need_help", "language")  # heard in every language, whichever is spoken
_SLASHES: Mapping[str, Command] = {"settings": "help", "forget": "forget", "change": "change", "answers": "my_answers"}
_SLASH = re.compile(r"/([a-z0-9_-]{1,40})(?:@\w{1,64})?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_POLITE = ("please", "pls", "thanks", "thank you", "now", "this question")
_CHANGE = re.compile(
    r"(?:change|edit) (?:(?:my )?answer )?(?:(?:to |for )?question |number |no |q ?)?(\w+)(?: (\d{1,2}))?|"
    r"(?:go|back|go back) to question (\w+)"
)


def command(text: str, *, language: str = "en") -> tuple[Command, str] | None:
    """The command that the whole of `text` is, with the number of the question for "change"; None when it is no command.

    "yes", "no", "done" and "keep" are answers too: they are commands only where somebody was asked for them.
    """
    said = text.strip()
    if not said or len(said) > _LONGEST or said.isdecimal():
        return None
    tongue = primary(language)
    if said[0] == "/":
        return _slashed(said, tongue)
    words = fold(said)
    called = _called(words, tongue) or _called(_curt(words, tongue), tongue)
    if called is not None:
        return called
    spoken = casual(said)
    if spoken is None or spoken[0] != "change":
        return spoken
    number = _number(spoken[1])
    return ("change", number) if number else None


@lru_cache(maxsize=64)
def phrases(tongue: str) -> Mapping[str, Command]:
    """Every phrase, folded, that somebody spoken to in `tongue` may send; a language's own meaning of a word comes first."""
    everywhere = ({name: table[name] for name in EVERYWHERE} for table in TONGUES.values())
    tables = (*everywhere, ENGLISH, TONGUES.get(tongue, {}))
    known = {fold(phrase): name for table in tables for name, said in table.items() for phrase in said}
    return {phrase: name for phrase, name in known.items() if phrase not in DOUBTFUL.get(tongue, ())}


@lru_cache(maxsize=64)
def _slashes(tongue: str) -> Mapping[str, Command]:
    return {**{phrase.replace(" ", ""): name for phrase, name in phrases(tongue).items()}, **_SLASHES}


@lru_cache(maxsize=64)
def _change(tongue: str) -> re.Pattern[str]:
    """How somebody asks in `tongue` to change an answer: its words and a number."""
    own = TONGUES.get(tongue, {}).get("change", ())
    return re.compile(rf"(?:{'|'.join(sorted(map(fold, own), key=len, reverse=True))}) (\d{{1,3}})" if own else "(?!)")


def _called(words: str, tongue: str) -> tuple[Command, str] | None:
    known = phrases(tongue)
    if words in known and known[words] != "change":
        return known[words], ""
    change, own = _CHANGE.fullmatch(words), _change(tongue).fullmatch(words)
    number = _number(change[1] or change[3]) if change is not None else own[1] if own is not None else ""
    time = f".{int(change[2])}" if change is not None and change[2] else ""  # "change 4 (2)": the second time round
    return ("change", f"{int(number)}{time}") if number else None


def _number(word: str) -> str:
    word = NUMERALS.get(word, word)
    return str(int(word)) if word.isdecimal() and len(word) <= 3 else ""


def _curt(words: str, tongue: str) -> str:
    """Folded words without politeness before or after them."""
    polite = (*_POLITE, *map(fold, POLITE.get(tongue, ())))
    for phrase in (*polite, *polite):
        words = words.removeprefix(f"{phrase} ").removesuffix(f" {phrase}")
    return words


def _slashed(said: str, tongue: str) -> tuple[Command, str] | None:
    """A command with a slash, as chat apps offer them: "/back", "/back@SomeBot", "/change 3", "/change_3"."""
    whole = phrases(tongue).get(fold(said))  # "/forget me"
    match = _SLASH.fullmatch(said)
    if (whole is not None and whole != "change") or match is None:
        return (whole, "") if whole is not None else None
    word = match[1].lower().replace("_", "").replace("-", "")
    rest = fold(match[2] or "")
    if word.startswith("change") and not rest:
        word, rest = "change", word.removeprefix("change")
    name = _slashes(tongue).get(word)
    if name == "change":
        return name, _number(rest)
    if name is None:
        return None if rest else ("help", "")  # a slash and one word: a command mistyped
    # a start carries a token of its own; with any other, more words are more than the command
    return (name, "") if name == "start" or not _curt(f" {rest}", tongue).strip() else None
