"""Commands in people's own words: "can I skip this one", "how do I go back", "who will see it". Still only as whole messages."""

import re

from surveys.interviews.model import Command
from surveys.interviews.reading.folding import fold
from surveys.interviews.reading.wording import plainly

_POLITE = (
    r"(?:(?:please|hey|sorry|ok|hi|hello|quick|can i|can you|can we|could i|could you|could we|may i|how do i|how can i|"
    r"how do we|wait|hang on|hold on|"
    r"i want to|i would like to|id like to|i wanna|i need to|let me|id rather|ill|i will|is there a way to|just)\s+)*"
)
_AFTER = r"(?:\s+(?:please|now|thanks|thank you|quick|quickly|for me|if i can|if thats ok|if possible|first))*"
_TONGUE = (
    r"(?:welsh|cymraeg|polish|polski|bengali|bangla|arabic|ukrainian|urdu|punjabi|gujarati|somali|romanian|french|spanish|"
    r"portuguese|turkish|chinese|bsl|sign language|my (?:own )?language|another language|other languages)"
)
_KIN = r"(?:my \w+|our \w+|the \w+|social services|anyone|anybody|people|you|they|he|she|staff|school|work)"
_MINE = r"(?:this|these|it|that|my answers|my answer|what i (?:say|said|write|put|tell you)|its me|who i am)"
_SAID = r"(?:i(?:ve| have)? (?:said|told you|put|written|wrote)|you(?:ve| have)? (?:got |have )?(?:on|about) me|about me|on me)"
_CRISIS = (
    r"(?:i cant (?:cope|go on|take|do this|manage)\b.*|i dont feel safe\b.*|im (?:not safe|scared|frightened|being hurt|"
    r"in danger|unsafe)\b.*|"
    r"(?:he|she|they|somebody|someone|my \w+) (?:is|are|keeps?|hits?|hurts?|beats?|hurting|hitting)\b.*|its an emergency)"
)

_SPEAK = r"(?:speak|talk) to (?:someone|somebody|a (?:real )?(?:person|human|adult)|an adult)(?: real)?"

_SAYINGS: tuple[tuple[Command, str], ...] = (
    (
        "need_help",
        (
            rf"(?:i (?:really )?need (?:some |urgent )?help(?: now)?|help me|help) {_CRISIS}|"
            rf"(?:can i|could i|i (?:want|need|would like) to|let me) {_SPEAK}(?: (?:now|please|pls))*"
            rf"(?: (?:{_CRISIS}|im not (?:ok|okay|coping)))?|{_SPEAK} (?:please|pls)|"
            rf"i dont feel safe at home|i cant (?:cope|go on)(?: any ?more)?|"
            rf"im (?:scared|frightened) (?:of (?:my \w+|him|her|them)|at home|to go home)"
        ),
    ),
    (
        "stop",
        (
            r"(?:stop|unsubscribe|opt out|quit)(?: (?:me|us|this|now|all|all this|please|this now|texting me|texting us|"
            r"messaging me|"
            r"messaging us|contacting me|emailing me|bothering me|these messages|these texts|sending (?:me )?(?:these|this|"
            r"texts|messages)))*"
            r"(?: (?:ive|i have|weve) had enough(?: of (?:this|it|these))?)?|"
            r"(?:take|remove) (?:me|us|my number) (?:off|from) (?:your|the|this) (?:list|mailing list)|"
            r"i dont want to (?:do this|take part|carry on|continue|answer these)(?: any ?more)?|"
            r"im not doing this(?: any ?more)?|no more (?:questions|messages|texts|of this|of these)|"
            r"(?:ive|i have) had enough(?: of (?:this|it|these questions))?|dont (?:text|message|contact|write to|"
            r"email) (?:me|us)(?: (?:again|any ?more))?"
        ),
    ),
    (
        "forget",
        (
            rf"(?:delete|erase|remove|wipe|forget|get rid of|scrub) (?:me|us|everything|it all|all(?: of)?(?: it| this| that)?|"
            rf"(?:all )?(?:of )?my (?:data|answers|details|info|information|stuff|account|messages)|what|all the stuff)"
            rf"(?: (?:that )?{_SAID})?(?: (?:off|from) (?:your|the|this) (?:system|records|database|files|computer))?"
        ),
    ),
    (
        "skip",
        (
            r"(?:skip|pass|miss(?= ))(?: (?:on|out|over))?(?: (?:this|that|it|the))?(?: (?:one|1|question|q|bit))?|next (?:one|"
            r"question)|"
            r"move on(?: to the next (?:one|question))?|leave (?:this|that) (?:one|question)(?: out| blank)?|"
            r"(?:i )?(?:dont|do not) want to answer (?:this|that)(?: one| question)?"
        ),
    ),
    (
        "back",
        (
            r"(?:go|take me|step|move|get) back(?: (?:a|one|1|to|the|my|last|previous|question|step|bit))*|undo(?: that|"
            r" it)?|previous one|"
            r"i (?:pressed|hit|chose|picked|clicked|tapped|put) the wrong (?:one|button|answer|thing)(?: (?:can i |"
            r"how do i )?go back)?|"
            r"i made a mistake(?: (?:can i |how do i )?go back)?"
        ),
    ),
    (
        "status",
        (
            r"how (?:many|much)(?: more)?(?: questions?)?(?: of (?:these|them))?(?: are| is)?(?: there)?(?: left| to go|"
            r" more| still to go)*|"
            r"how (?:long|far)(?: is this| is it| will (?:this|it) take| does (?:this|it) take| have we got| to go| left|"
            r" through)*|"
            r"where are we(?: up to| at)?|where am i(?: up to| at)?|are we (?:nearly|almost) (?:done|there|finished)|"
            r"is (?:this|that) the last (?:one|question)|"
            r"how much longer(?: is (?:this|it))?(?: going to take)?"
        ),
    ),
    (
        "questions",
        (
            r"(?:see|show me|show|read|look at|view|send me|list|have)(?: all)?(?: of)?(?: the| your)? questions(?: first|"
            r" before .{1,30}| in advance)?"
        ),
    ),
    (
        "my_answers",
        (
            r"(?:see|show me|show|read me|read|view|check|look at)(?: all)? my answers(?: so far| again)?|"
            r"what (?:have|did) i (?:put|said|say|answer|answered|written|write|put down|told you|tell you)(?: so far|"
            r" already| down)*"
        ),
    ),
    (
        "hide",
        (
            r"hide(?: this| it| that| everything| my answers| the screen)?(?: quick| quickly| now)*(?: (?:my|the|his|"
            r"her) .{1,30}(?:coming|here|looking|watching|back))?"
        ),
    ),
    (
        "pause",
        (
            r"(?:gtg|g2g|got to go|gotta go|have to go|ive got to go)\b.{0,40}|pause\b.{0,4} i .{1,50}|(?:i )?need a break|"
            r"(?:il |ill )?(?:finish|do|continue|carry on|come back|answer|complete)(?: with)?(?: (?:this|it|the rest|them|"
            r"to (?:this|it)))? "
            r"(?:later|tomorrow|tonight|another (?:time|day)|in a (?:bit|minute|while)|after (?:work|tea|lunch|dinner|"
            r"school))(?: on)?|save (?:this|it) for later|im busy(?: right)?(?: now)?"
        ),
    ),
    (
        "privacy",
        (
            rf"who (?:else )?(?:will |can |gets to |is going to |all )?(?:sees?|reads?|looks? at|has access to|"
            rf"gets) {_MINE}\b.{{0,50}}|"
            rf"(?:will|can|does|do|is) {_KIN} (?:going to )?(?:see|read|know|find out|be told|get)(?: about)?(?: {_MINE})?|"
            rf"who wants to know|"
            rf"is (?:this|it|that) (?:really |all |completely |actually )?(?:anonymous|confidential|private|secret|safe)|"
            rf"what do you do with (?:my|the) (?:data|answers|information|info)|do you (?:share|keep|sell|store|"
            rf"pass on) (?:this|my \w+)"
        ),
    ),
    (
        "language",
        (
            rf"(?:do|have|get|read|answer|speak|use|write|talk|see|switch|change|fill)?(?: (?:this|it|to|in))*(?: in|"
            rf" to) {_TONGUE}(?: instead)?|"
            rf"in {_TONGUE}(?: instead)?|"
            rf"(?:have you got|do you have|is) (?:this|it)(?: available)? in {_TONGUE}|cymraeg|po polsku prosze|speak {_TONGUE}"
        ),
    ),
    (
        "switch",
        (
            r"(?:do|start|switch to|go to|open|answer) (?:the |an)?other (?:survey|one|questionnaire)(?: instead)?|"
            r"switch surveys?"
        ),
    ),
    (
        "what",
        (
            r"what(?: is|s)? (?:this|all this)(?: for| about| all about| in aid of)?|(?:what|who) is (?:this|it) (?:for|from|"
            r"about)|who (?:sent|are) (?:me )?(?:this|you)|what (?:does|do) (?:\w+ ){1,3}mean"
        ),
    ),
    (
        "help",
        (
            r"hlep|halp|how does (?:this|it) work|how do i (?:do|use|answer) (?:this|it)|what (?:do|can) i (?:do|say|type|"
            r"send)(?: here| now)?|im stuck"
        ),
    ),
    (
        "results",
        (
            r"what happened (?:with|to|after|about) (?:the )?last (?:survey|one|time)\b.{0,40}|(?:see|have|show me|"
            r"get)(?: all)? the results|"
            r"when (?:will|do) (?:we|i) (?:hear|get|see|know)\b.{0,30}(?:results?|back|decided|happened)"
        ),
    ),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"{_POLITE}(?:{pattern}){_AFTER}", re.DOTALL)) for name, pattern in _SAYINGS)
_CHANGE = re.compile(
    rf"{_POLITE}(?:(?:change|edit|correct|redo|fix|amend)(?: what i (?:put|said))?(?: (?:my|the))?(?: answers?)?(?: (?:to|"
    rf"for|on|in))?|"
    rf"(?:go|take me) back to|return to) (?:question|number|q) ?(\d{{1,3}}|[a-z]+){_AFTER}"
)


def casual(said: str) -> tuple[Command, str] | None:
    """The command that the whole of `said` comes to in somebody's own words, and for "change" the question's number as said."""
    words = fold(plainly(said))
    change = _CHANGE.fullmatch(words)
    if change is not None:
        return "change", change[1]
    return next(((name, "") for name, pattern in _PATTERNS if pattern.fullmatch(words)), None)
