"""Casual writing made plain: text-speak, emoji, letters held down, and what is only said around an answer."""

import re

from surveys.interviews.reading.folding import digits

_EMOJI = {
    "👍": " yes ", "✅": " yes ", "✔": " yes ", "👎": " no ", "❌": " no ", "💯": " completely ", "🤷": " dont know ",
    "⚽": " football ", "🏀": " basketball ", "🎮": " gaming ", "🎵": " music ", "🎶": " music ", "🎨": " art ",
    "🍳": " cooking ",
    "🚌": " bus ", "🚗": " car ", "🚲": " bike ", "🚶": " walk ", "📧": " email ", "📱": " mobile ", "📞": " phone ",
    "💷": " money ",
    "💰": " money ", "🏠": " home ", "🏫": " school ", "😴": " sleep ", "🐶": " dog ", "🚆": " train ", "🚕": " taxi ",
    "📚": " books ",
    "🏊": " swimming ", "🎤": " singing ", "🎭": " drama ", "🌱": " gardening ", "☕": " coffee ", "💻": " computer ",
}  # fmt: skip
# Text-speak, slips of the commonest words, and what voice typing makes of them.
_SHORT = {
    "u": "you", "ur": "your", "r": "are", "w": "with", "n": "and", "nd": "and", "yh": "yes", "ye": "yes", "yeh": "yes",
    "yea": "yes", "yeah": "yes", "yep": "yes", "yup": "yes", "ya": "yes", "aye": "yes", "nah": "no", "nope": "no", "naw": "no",
    "idk": "i dont know", "dunno": "dont know", "dk": "dont know", "dno": "dont know", "iono": "dont know", "cos": "because",
    "coz": "because", "cuz": "because", "cus": "because", "bc": "because", "bcos": "because", "becos": "because",
    "cause": "because",
    "tho": "though", "altho": "although", "def": "definitely", "defo": "definitely", "deffo": "definitely", "defs": "definitely",
    "definately": "definitely", "prob": "probably", "probs": "probably", "prolly": "probably", "rly": "really", "rlly": "really",
    "v": "very", "vv": "very", "vry": "very", "gr8": "great", "m8": "mate", "2day": "today", "2moro": "tomorrow",
    "tmrw": "tomorrow", "tomo": "tomorrow", "tmw": "tomorrow", "l8r": "later", "yday": "yesterday", "pls": "please",
    "plz": "please", "plse": "please", "txt": "text", "txts": "text", "msg": "message", "ppl": "people", "abt": "about",
    "bout": "about", "smth": "something", "sumthing": "something", "sumtimes": "sometimes", "somtimes": "sometimes",
    "evry": "every", "evrything": "everything", "everythin": "everything", "everyfing": "everything", "errday": "every day",
    "everyday": "every day", "exept": "except", "excpt": "except", "em": "them", "nun": "none", "nowt": "nothing",
    "nuthin": "nothing", "nuffin": "nothing", "nothin": "nothing", "owt": "anything", "dont": "dont", "dnt": "dont",
    "wont": "wont", "didnt": "didnt", "ofc": "of course", "course": "of course", "wk": "week", "wks": "weeks", "hr": "hour",
    "hrs": "hours", "min": "minute", "mins": "minutes", "yr": "year", "yrs": "years", "mth": "month", "mths": "months",
    "ltd": "limited", "co": "company", "org": "organisation", "orgs": "organisations", "mtg": "meeting", "mtgs": "meetings",
    "wat": "what", "wot": "what", "wots": "whats", "wats": "whats", "y": "yes", "tel": "telephone", "reg": "registered",
    "thx": "thanks", "ta": "thanks", "cheers": "thanks", "mayb": "maybe", "mabye": "maybe", "mebbe": "maybe", "somone": "someone",
    "argee": "agree", "hav": "have", "wiv": "with", "wen": "when", "b4": "before", "thru": "through", "tues": "tuesday",
    "weds": "wednesday", "thurs": "thursday", "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday",
    "thur": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday", "info": "information", "vol": "volunteer",
}  # fmt: skip
_ONLY_BETWEEN = frozenset({"n", "w", "r", "co", "sun", "sat", "v", "y"})  # letters and words of their own elsewhere
_APOSTROPHES = re.compile("[’‘ʼ´＇′‛'`]")
_WORD = re.compile(r"[^\W_]+")
_HELD_DOWN = re.compile(r"([^\W\d_])\1{2,}")
_DECORATION = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+")
_JOINED_BY = re.compile(r"\S+ (?:n|nd) \S+")
# What is one word, though written as two: "C I O" letter by letter, "south west".
_SPELT = re.compile(r"(?<!\S)[a-z](?: [a-z]){2,}(?!\S)|\b(?:north|south)[ -](?:east|west)\b")
_COUNTED = re.compile(r"(?<=\d)(?=(?:hrs?|mins?|yrs?|wks?|mths?)\b)")
_HYPHENED = re.compile(r"\b(co|e)-(?=[a-z])")
_GREETING = re.compile(
    r"\A(?:dear \w+(?: or \w+)?|hi(?: there)?|hello|hiya|morning|good morning|speaking for [\w ]+)\s*[,:!.]\s*"
)
_FAREWELL = re.compile(
    r"[.,!]?\s*(?:yours (?:sincerely|faithfully)|kind regards|best wishes|regards|many thanks)\b.*\Z", re.DOTALL
)
_AROUND = re.compile(
    r"\b(?:to be (?:honest|fair|frank)|tbh|tbf|imo|imho|ngl|lol|lmao|ha(?:ha)+|hehe|i would (?:have to )?say(?: that)?|"
    r"id (?:have to )?say(?: that)?|i(?:d| would)? (?:think|guess|suppose|reckon|feel|believe)(?: that)?|i must say|im afraid|"
    r"on the whole|all in all|by and large|in general|generally speaking|overall|in my (?:opinion|view|case|experience)|"
    r"from my (?:experience|point of view)|as far as i(?: a)?m concerned|for me|for us|personally|honestly|"
    r"basically|literally|obviously|like i said|you know|if im honest|if i am honest|put me down (?:for|as)|put down|"
    r"ill go (?:for|with)|id go (?:for|with)|going with|i choose|i pick|i tick|i would tick|full stop|please|thank you|"
    r"thanks|x{1,4}|um+|erm?|uh+|hm+|oh|ah|well|so|like|just|ok so|right)\b"
)


def plainly(text: str) -> str:
    """`text` (clean) as a careful writer would have put it: lower case, no apostrophes, text-speak in full, emoji as words.

    Punctuation stays where it was. What it comes to is read only when what was literally written could not be.
    """
    words = _APOSTROPHES.sub("", digits(text)).casefold()
    for emoji, meant in _EMOJI.items() if not words.isascii() else ():
        words = words.replace(emoji, meant)
    words = _HELD_DOWN.sub(r"\1", _DECORATION.sub(" ", words))
    words = _HYPHENED.sub(r"\1", _COUNTED.sub(" ", words))
    words = _FAREWELL.sub("", _GREETING.sub("", words.strip(), count=1))
    joined = _JOINED_BY.search(words) is not None
    plain = _WORD.sub(lambda match: _full(match[0], between=joined), words)
    return " ".join(_SPELT.sub(lambda match: match[0].replace(" ", ""), plain).split())


_CALLED = re.compile(
    r"(?<=\S)(?<!\bmy)(?<!\ba)(?<!\bthe)(?<!\bour)[ ,]+(?:love|dear|mate|bro|bruv|fam|pal|duck|hun|babe|sir|madam|miss)[.!]*\Z"
)


def _full(word: str, *, between: bool) -> str:
    if word in _ONLY_BETWEEN and not (word == "n" and between) and word not in ("v", "sun", "sat"):
        return word
    return _SHORT.get(word, word)


def without_fillers(plain: str) -> str:
    """Plain words without what is only said around an answer: "well", "to be honest", "I would say", "please"."""
    kept = _CALLED.sub("", " ".join(_AROUND.sub(" ", plain).split()))
    return kept.strip(" ,;:.!-–—") or plain
