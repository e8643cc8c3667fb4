"""What people say in English for the answers that every survey has, and the words that turn an answer round.

Everything here is folded (`folding.fold`): lower case, no apostrophes. Other languages are read by the survey's own labels, since
nothing is known here about how they say "not".
"""

from typing import Literal

Meaning = Literal["yes", "no", "unknown", "undecided", "private", "none", "inapplicable", "other", "agree", "partly"]

# An answer belongs to a meaning when its label is one of these; a reply that is one of these picks the only answer that does.
MEANINGS: dict[Meaning, frozenset[str]] = {
    "yes": frozenset(
        {
            "yes", "y", "yea", "yeah", "yeh", "yep", "yup", "yess", "aye", "yes please", "yes thanks", "yes thank you",
            "yes i do", "yes we do", "yes i am", "yes we are", "yes i have", "yes we have", "yes it is", "yes it does",
            "yes i think so", "yes of course", "yes indeed", "yes sir", "yes ok", "yes sure", "ok yes", "okay yes",
            "sure yes", "we do", "i do", "we are", "i am", "we have", "i have", "we did", "i did", "yes definitely",
            "of course", "definitely", "absolutely", "yeah definitely", "of course i will", "of course i do", "of course we do",
            "i will",
            "certainly", "for sure", "yes certainly", "yes for sure", "without a doubt", "yes absolutely", "yes of course i do",
            "👍", "✅", "✔", "yes 👍",
        }
    ),
    "no": frozenset(
        {
            "no", "n", "nope", "nah", "naa", "nar", "noo", "no thanks", "no thank you", "no i dont", "no we dont", "no i do not",
            "no we do not", "no im not", "no were not", "no i am not", "no we are not", "no i havent", "no we havent",
            "no it isnt", "no it doesnt", "no i dont think so", "no way", "we dont", "i dont", "we do not", "i do not",
            "we arent", "im not", "i am not", "we are not", "we havent", "i havent", "we have not", "i have not", "we didnt",
            "i didnt", "ok no", "okay no", "no of course not", "of course not", "definitely not", "absolutely not", "👎",
            "❌", "no 👎", "no chance", "not a chance", "never again", "no never", "no never again", "i wont", "certainly not",
            "no definitely not", "no not at all", "no absolutely not", "no im afraid not", "im afraid not", "nope never",
        }
    ),
    "unknown": frozenset(
        {
            "dont know", "do not know", "i dont know", "i do not know", "we dont know", "we do not know", "dunno", "i dunno",
            "idk", "not sure", "im not sure", "i am not sure", "were not sure", "we are not sure", "unsure", "im unsure",
            "no idea", "i have no idea", "ive no idea", "havent a clue", "dont no", "dont kno", "dnt know",
            "i really dont know", "really dont know", "dont really know", "i dont really know", "no clue",
            "dont know not sure", "not sure dont know", "not a clue", "havent got a clue", "couldnt tell you",
            "i couldnt tell you",
            "couldnt say", "i couldnt say", "hard to tell", "who knows", "search me", "dk", "im not really sure",
            "not really sure",
            "not too sure", "im not too sure", "dont know really", "i dont know really", "i havent a clue", "no idea really",
            "ive no clue", "i have no clue", "your guess is as good as mine", "i wouldnt know", "wouldnt know",
            "dont know sorry", "🤷", "🤷 ♀", "🤷 ♂",
        }
    ),
    "undecided": frozenset(
        {"maybe", "perhaps", "possibly", "might", "might do", "i might", "could be", "undecided", "50 50", "fifty fifty",
        "maybe maybe not",
         "not decided", "not decided yet", "havent decided", "i havent decided", "in two minds", "not sure yet", "we will see",
         "well see", "on the fence"}
    ),
    "private": frozenset(
        {
            "wed rather not say", "we would rather not say", "we prefer not to say", "wed prefer not to say",
            "prefer not to say", "i prefer not to say", "id prefer not to say", "i would prefer not to say", "rather not say",
            "id rather not say", "i would rather not say", "rather not", "prefer not",
            "private", "thats private", "its private", "personal", "thats personal", "its personal", "too personal",
            "confidential",
            "thats confidential", "none of your business", "thats none of your business", "not telling", "not telling you",
            "im not telling you", "not saying", "im not saying", "wont say", "i wont say", "no comment", "mind your own business",
            "mind your own", "id rather not", "i would rather not", "id rather not answer", "i would rather not answer",
            "rather not answer", "prefer not to answer", "id prefer not to answer", "i would rather not answer that",
            "id rather not answer that", "prefer not to", "id prefer not to", "keep that to myself", "ill keep that to myself",
            "thats my business", "that is private", "that is my business", "dont want to answer", "i dont want to answer",
            "i dont want to answer that", "not your business", "thats between me and my doctor", "that is personal",
            "dont want to say", "i dont want to say",
        }
    ),
    "none": frozenset(
        {
            "none", "not one", "none really", "none of them really", "none of these really", "nothing at all", "nothing really",
            "nope none",
            "no none", "none whatsoever", "none of it", "none apply", "none of them apply", "none of these apply", "none for me",
            "not a thing", "zero", "no none of them", "no none of these", "nothing thanks", "none of these", "none of those",
            "none of them", "none of the above", "none at all", "nothing", "neither",
            "neither of them", "neither of these", "not any", "not any of them", "nobody", "no one", "noone", "nobody at all",
            "no one at all", "nobody really", "no one really", "not a soul",
        }
    ),
    "inapplicable": frozenset(
        {"n a", "na", "not applicable", "does not apply", "doesnt apply", "not applicable to us", "not applicable to me"}
    ),
    "other": frozenset({"other", "others", "something else", "other please say", "other please specify", "another"}),
    "agree": frozenset({"agree", "agreed", "i agree", "we agree"}),
    "partly": frozenset(
        {
            "partly", "partially", "in part", "sort of", "kind of", "kinda", "sorta", "bits of it", "some of it", "parts of it",
            "to some extent", "in parts", "a bit of it", "to a degree", "to an extent", "in some ways",
        }
    ),
}  # fmt: skip

ALL = frozenset({"all", "all of them", "all of these", "all of those", "all of the above", "everything", "every one of them"})
BOTH = frozenset({"both", "both of them", "both of these", "both of those"})
ALL_BUT = ("except for", "except", "but not", "but", "apart from", "other than", "bar", "excluding", "without")

# Said before an answer or after it, they change nothing.
BEFORE = frozenset(
    {
        "a", "an", "the", "i", "im", "id", "we", "were", "my", "our", "is", "its", "it", "am", "are", "was", "be", "would",
        "will", "say", "think", "choose", "pick", "go", "for", "answer", "option", "options", "number", "numbers", "choice",
        "choices", "well", "oh", "um", "erm", "hmm", "please", "so", "just", "only", "ill",
    }
)  # fmt: skip
COUNTING = frozenset({"am", "are", "was", "were", "im", "be", "there"})
LISTING = frozenset({"option", "options", "number", "numbers", "choice", "choices", "answer", "answers"})
POLITE = frozenset({"please", "thanks", "thank", "you", "ta", "cheers", "x", "xx", "xxx"})
ASKING = frozenset({"is", "are", "was", "would", "will", "be"})
AFTER = (
    "please", "thanks", "thank you", "ta", "cheers", "x", "xx", "xxx", "i think", "i would say", "id say", "for me", "for us",
    "with this", "with that", "with it", "with this statement", "is my answer", "is our answer", "🙂", "😊", "😀", "😃", "😄",
    "🙏", "❤",
)  # fmt: skip

# Little words that tell no answer from another, and that a run of a label's words may follow.
LITTLE = frozenset(
    {
        "a", "an", "the", "my", "our", "your", "their", "its", "it", "is", "i", "we", "am", "are", "was", "be", "im", "id",
        "would", "at", "in", "on", "of", "by", "from", "for", "to", "with", "and", "or", "as", "than", "that", "this",
        "these", "those", "there", "they", "he", "she", "you", "me", "us", "them", "do", "does", "did", "have", "has", "had",
        "say", "please", "so", "if", "up", "out", "off", "what", "when", "where", "which", "who", "why", "how", "one",
    }
)  # fmt: skip
# With one of these more or less, something else is said.
TURNING = frozenset(
    {
        "not", "no", "never", "none", "nothing", "nobody", "neither", "without", "dont", "doesnt", "didnt", "cant", "cannot",
        "wont", "isnt", "arent", "wasnt", "havent", "hasnt", "shouldnt", "wouldnt", "hardly", "barely", "unless", "except",
        "aint",
    }
)  # fmt: skip
SHADING = frozenset(
    {
        "very", "fairly", "quite", "rather", "slightly", "somewhat", "extremely", "strongly", "strong", "mostly", "mainly",
        "partly", "fully", "totally", "completely", "nearly", "almost", "more", "less", "fewer", "most", "least", "some",
        "all", "any", "every", "both", "only", "always", "often", "sometimes", "rarely", "seldom", "ever", "too", "much",
        "many", "few", "little", "under", "over", "below", "above", "before", "after", "half", "probably", "maybe", "perhaps",
        "possibly", "once",
    }
)  # fmt: skip

_TO_TENTH = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
ORDINALS = {word: number for number, word in enumerate(_TO_TENTH, start=1)}

# What opens a remark.
BECAUSE = frozenset({"because", "cos", "cause", "coz", "cuz", "since", "as"})
HOWEVER = frozenset({"but", "although", "though", "however", "even", "except"})
OPENERS = frozenset(
    {
        "its",
        "i",
        "we",
        "they",
        "this",
        "that",
        "thats",
        "there",
        "theres",
        "he",
        "she",
        "im",
        "were",
        "with",
        "near",
        "it",
        "you",
        "nobody",
        "everyone",
        "people",
    }
)
# What takes an answer back.
BACK = (
    "actually", "sorry", "i mean", "i meant", "wait", "instead", "oops", "correction", "scratch that", "joking",
    "just kidding", "jk", "not really", "or maybe", "or rather", "change my mind", "changed my mind", "on second thought",
    "on second thoughts", "not sure", "or not", "not at all", "as well", "as long as", "as if",
)  # fmt: skip
