"""How far for or against something words are, to tell where on a scale they may stand: "meh", "not bad", "nah not really".

A tone is never an answer by itself. It only finds the answer to ask about.
"""

import re
from collections.abc import Mapping, Sequence

from surveys.interviews.reading.folding import fold
from surveys.interviews.reading.wording import plainly

# From -2, wholly against, to 2, wholly for. Phrases come before the words in them.
_TONES: Mapping[float, str] = {
    2: """excellent brilliant amazing fantastic outstanding superb wonderful perfect perfectly awesome fab fabulous
        superb ace lovely love loved delighted thrilled vital crucial essential always definitely absolutely totally
        completely certainly wholeheartedly 100_percent 100 over_the_moon couldnt_be_better couldnt_be_happier
        couldnt_agree_more of_course for_sure ten_times_better all_the_time every_time without_fail no_doubt
        safe_as_houses spot_on 10/10 10_out_of_10 5_stars no_complaints 😍 ❤ 🤩 🥰 💯""",
    1: """good great nice decent happy pleased satisfied content glad helpful useful safe easy likely important agree
        agreed better improved improving often frequently confident comfortable welcome friendly well fair fairly_good
        not_bad cant_complain yes true probably support like 😊 🙂 👍 😀 😃 😄""",
    0: """ok okay alright average mid middling so_so neither neutral mixed same sometimes meh nothing_special
        in_the_middle in_between on_the_fence no_different no_change 50_50 fifty_fifty partly partially sort_of
        kind_of in_part bits_of_it some could_go_either_way not_good_not_bad to_some_extent now_and_then now_and_again
        occasionally 😐""",
    -1: """bad poor unhappy sad disappointed disappointing dissatisfied unsatisfied unhelpful useless slow rude unsafe
        hard difficult tricky unlikely unimportant disagree worse worsened declined down downhill gone_downhill rarely
        seldom hardly_ever not_really could_be_better not_great not_much no doubt_it doubtful against wrong unfair
        not_so_good struggle struggling 😕 🙁 ☹ 👎 😞 😒""",
    -2: """terrible awful dreadful horrible appalling atrocious disgusting disgraceful shocking dire hopeless pathetic
        rubbish crap worst hate hated never no_chance no_way not_at_all nightmare impossible shambles joke
        absolutely_not definitely_not certainly_not of_course_not not_a_chance couldnt_care_less couldnt_be_worse
        nothing none furious fuming livid 😡 🤬 😠 💩 🤮""",
}  # fmt: skip
_VALUES = {phrase.replace("_", " "): tone for tone, words in _TONES.items() for phrase in words.split()}
_PHRASE = re.compile(
    "|".join(rf"(?<!\S){re.escape(phrase)}(?!\S)" for phrase in sorted(_VALUES, key=lambda phrase: (-len(phrase), phrase)))
)
_MORE = frozenset(
    {
        "very", "really", "extremely", "so", "strongly", "too", "super", "much", "proper", "well", "totally", "completely",
        "absolutely", "highly", "incredibly", "massively", "dead", "way", "far", "great", "strong",
    }
)  # fmt: skip
_LESS = frozenset(
    {
        "bit", "little", "slightly", "quite", "fairly", "somewhat", "rather", "pretty", "mostly", "tend",
    }
)  # fmt: skip
_NOT = frozenset(
    {
        "not", "isnt", "wasnt", "arent", "dont", "didnt", "doesnt", "aint", "cant", "no", "hardly", "never", "without",
    }
)  # fmt: skip
_PARTLY = re.compile(r"\b(?:some|partly|partially|in part|sort of|kind of|bits of it|to some extent|in some ways)\b")
_BEFORE = 3  # words in which a tone is strengthened, weakened or turned round
_NEAR = 0.6


def tone(said: str) -> float | None:
    """How far for or against the words are, from -2 to 2; None where they are neither, or both."""
    emoji = " ".join(char for char in said if char in _VALUES)
    words = f"{fold(plainly(said))} {emoji}".strip()
    found = [_toned(words, match) for match in _PHRASE.finditer(words)]
    if not found or min(found) < 0 < max(found):
        return None
    return 0.0 if _PARTLY.search(words) is not None else max(found, key=abs)


def _toned(words: str, match: re.Match[str]) -> float:
    value = _VALUES[match[0]]
    before = words[: match.start()].split()[-_BEFORE:]
    turned = not _NOT.isdisjoint(before)
    if turned:
        # "not very good" is bad, and "not bad" not quite good
        return -0.5 * value if value < 0 else -1.0 * min(value, 1) if value else 0.0
    if not _MORE.isdisjoint(before) and abs(value) == 1:
        return 2.0 * value
    return 0.8 * value if not _LESS.isdisjoint(before) and abs(value) == 1 else float(value)


def on_scale(tones: Sequence[float | None], said: str, near: float = _NEAR) -> int | None:
    """The one of a scale's answers, known by their tones, that is nearest to what was said: no further than `near`."""
    known = [each for each in tones if each is not None]
    heard = tone(said) if len(known) > 1 and min(known) < max(known) else None
    if heard is None:
        return None
    away = sorted((abs(each - heard), index) for index, each in enumerate(tones) if each is not None)
    return away[0][1] if away[0][0] <= near and away[0][0] < away[1][0] else None
