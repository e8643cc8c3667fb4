"""Which messages are commands, and which are answers that only look like one."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews.commands import ENGLISH, EVERYWHERE, command
from surveys.interviews.model import Command
from surveys.interviews.reading.folding import fold
from surveys.interviews.tongues import TONGUES

COMMANDS: dict[Command, list[str]] = {
    "start": ["start", "START", "Start.", "/start", "/start@HearbackBot", "begin", "resume", "continue", "carry on", "go on"],
    "help": [
        "help", "Help", "HELP!!!", "/help", "help?", "commands", "what can I do?", "how does this work?", "/settings",
        "/nonsense",
    ],
    "what": [
        "what is this", "What is this?", "what's this", "what’s this about?", "who are you?", "who is this", "/what",
        "who is asking?",
    ],
    "back": [
        "back", "Back", "go back", "Go back please", "/back", "/back@SomeBot", "previous", "previous question", "back please",
    ],
    "keep": ["keep", "keep it", "Keep my answer", "/keep"],
    "skip": [
        "skip", "SKIP", "skip this", "skip it", "skip this question", "skip please", "please skip", "/skip", "next question",
        "pass", "pass on that one",
    ],
    "pause": ["pause", "pause please", "/pause", "take a break", "not now", "I'll do it later", "/cancel", "cancel"],
    "stop": [
        "stop", "STOP", "Stop.", "stop please", "please stop", "STOP!!!", "/stop", "/stop@HearbackBot", "/stop please",
        "unsubscribe", "quit", "stop messaging me", "stop writing to me", "no more messages", "leave me alone", "opt out",
        "I want to stop", "can we stop?", "stop all", "stopall", "stop stop",
    ],
    "status": ["status", "where am I?", "how many left", "how many questions are left?", "/status", "how much longer?"],
    "questions": [
        "questions", "all questions", "see all questions", "show me the questions", "/questions", "what are the questions?",
    ],
    "switch": ["switch", "/switch", "switch survey", "other surveys"],
    "my_answers": [
        "my answers", "My Answers", "show my answers", "show me my answers", "what did I say?", "/my_answers", "/myanswers",
        "/my answers",
    ],
    "hide": ["hide", "/hide", "hide my answers", "hide it"],
    "forget": [
        "forget me", "Forget me!", "/forget", "/forget_me", "/forgetme", "/forget me", "delete my data", "delete my answers",
        "delete me", "delete everything", "erase my data", "delete all my data please", "remove my data",
    ],
    "privacy": [
        "privacy", "/privacy", "who will see this?", "who sees my answers?", "is this anonymous?", "is this confidential?",
    ],
    "language": ["language", "/language", "change language"],
    "need_help": [
        "I need help", "i need help!!", "I NEED HELP", "help me", "help me please", "please help me", "please help",
        "help please", "I'm not safe", "im not safe", "I’m not safe.", "I am not safe", "I don't feel safe", "I'm in danger",
        "I am scared", "I need help now", "someone is hurting me", "/need_help", "/needhelp", "sos", "help help",
        "i need help please", "I want to die", "I want to kill myself",
    ],
    "results": [
        "results", "/results", "what happened?", "what came of it?", "show me the results", "any news?", "what was decided?",
    ],
    "yes": ["yes", "Yes", "YES!", "y", "yeah", "yep", "yes please", "👍"],
    "no": ["no", "No", "n", "nope", "no thanks", "No, thank you", "👎"],
    "done": ["done", "Done.", "/done", "finished", "I'm done", "that's all", "that’s it"],
}  # fmt: skip

WITH_NUMBER = {
    "change 3": "3",
    "Change 3": "3",
    "CHANGE 3.": "3",
    "change 12 please": "12",
    "please change 3": "3",
    "/change 3": "3",
    "/change@HearbackBot 3": "3",
    "/change_3": "3",
    "change #3": "3",
    "change question 3": "3",
    "change answer 3": "3",
    "change my answer to question 3": "3",
    "change number 3": "3",
    "change q3": "3",
    "change three": "3",
    "change ３": "3",
    "edit 3": "3",
    "go to question 3": "3",
    "back to question 3": "3",
    "/change": "",
    "/change12": "12",
    "/change everything": "",
}

ANSWERS = [
    "", "   ", "?", "/", "//", "They should stop closing early", "go back to grants", "help small groups", "stop the cuts",
    "stop it", "Stop closing early.", "more help", "help with transport", "I need help with the forms",
    "please help us with rent", "skip the paperwork", "skip meetings", "change", "change the forms", "change 3 things", "3",
    "change 3 and 4", "change my answer to 3", "start earlier", "start again from nothing", "forget it", "forget about price",
    "delete", "delete the forms", "keep going as you are", "keep it simple", "pause the cuts", "a break from forms",
    "hide nothing", "switch to grants", "back to basics", "the back", "yes but", "no one asked us", "no more meetings",
    "not done", "done badly", "language lessons", "the results", "publish the results", "status quo",
    "questions are too long", "privacy matters", "my answers are above", "what is this for people with no phone",
    "continue as now", "next", "ok", "thanks", "maybe", "agree", "2", "yes and no", "they said stop",
    "stop\nclosing early", "and/or", "/ 3", "/usr/bin is a folder", "/stop closing early", "/nonsense and more", "either /or",
    "not safe", "the streets are not safe", "safe", "we need help", "end", "young people say I need help and nobody comes",
    "start stop continue", "exit interviews", "later opening", "later", "progress", "break", "a break",
    "not now but next year", "cancel the contract", "stop " * 30, "a" * 100_000, "stop" + "!" * 100_000, "/" + "a" * 100_000,
    "\x00", "🙂", "спасибо",
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in COMMANDS.items() for text in texts])
def test_a_message_that_is_nothing_but_a_command_is_one(name: Command, text: str) -> None:
    assert command(text) == (name, "")


@pytest.mark.parametrize(("text", "number"), WITH_NUMBER.items())
def test_change_carries_the_number_of_the_question(text: str, number: str) -> None:
    assert command(text) == ("change", number)


CASUAL: dict[Command, list[str]] = {
    "skip": ["skip this 1", "can I skip that one please", "pass on that one", "leave this one blank", "next one please"],
    "back": ["how do I go back a question", "go back one", "I pressed the wrong one can I go back", "undo"],
    "status": ["how many more of these are there", "where are we up to?", "is this the last question?",
    "how long will this take"],
    "questions": ["can I see all the questions first", "Can I see the questions before I start?"],
    "my_answers": ["what have i put so far", "can I see my answers again"],
    "hide": ["hide quick my mums coming", "hide everything"],
    "pause": ["gtg il finish it later", "Can I finish this tomorrow?", "pause, I need to check with my chair",
    "I'm busy right now"],
    "stop": ["please unsubscribe us", "stop please I've had enough of this", "take me off your list",
    "I don't want to do this anymore"],
    "forget": ["please delete everything I've told you", "delete me off your system", "can you delete what I said"],
    "privacy": ["Who will read this? Will social services see it", "Will our funder see this?", "who wants to know",
    "is this really anonymous"],
    "language": ["have you got this in Polish?", "can I do this in Welsh?", "po polsku proszę", "Cymraeg"],
    "switch": ["do the other survey instead"],
    "what": ["wot is this", "what is this for"],
    "help": ["hlep", "how does it work", "im stuck"],
    "results": ["What happened with the last survey, I never heard", "can I see the results"],
    "need_help": ["I need help I can't cope any more", "i need help i dont feel safe at home", "I can't go on anymore"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in CASUAL.items() for text in texts])
def test_a_command_may_be_said_in_one_s_own_words(name: Command, text: str) -> None:
    assert command(text) == (name, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [("can i change my answer to number 2", "2"), ("could I correct question four please", "4"), ("go back to q3", "3")],
)
def test_a_change_may_be_asked_for_in_one_s_own_words(text: str, number: str) -> None:
    assert command(text) == ("change", number)


@pytest.mark.parametrize(
    "text",
    [
        "please change question twentyfour", "skip the talk at the start", "delete the forms for small grants",
        "who will read to the children",
        "hide the bins", "pause before you decide", "stop moving the deadline", "results published within 30 days",
        "help with travel",
        "I need help with damp", "stop shutting so early", "go back to real potatoes", "change in attitude",
        "start later in the day",
    ],
)  # fmt: skip
def test_an_answer_that_begins_like_a_command_is_none(text: str) -> None:
    assert command(text) is None


@pytest.mark.parametrize("text", ANSWERS)
def test_a_message_that_says_anything_more_is_an_answer(text: str) -> None:
    assert command(text) is None


def test_the_words_of_english_work_in_every_language() -> None:
    assert command("stop", language="cy") == ("stop", "")
    assert command("stop", language="xx-YY") == ("stop", "")


def test_a_languages_own_words_are_for_who_is_spoken_to_in_it() -> None:
    assert command("Neidio!", language="cy") == ("skip", "")
    assert command("neidio os gwelwch yn dda", language="cy-GB") == ("skip", "")
    assert command("neidio") is None
    assert command("neidio", language="pl") is None


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_each_phrase_of_a_language_is_its_command(language: str) -> None:
    for name, phrases in TONGUES[language].items():
        for phrase in phrases:
            said, number = (f"{phrase} 3", "3") if name == "change" else (phrase, "")
            assert command(said, language=language) == (name, number), phrase


@pytest.mark.parametrize("spoken", ["en", *sorted(TONGUES)])
@pytest.mark.parametrize("language", sorted(TONGUES))
def test_stop_help_and_another_language_are_heard_in_every_language(spoken: str, language: str) -> None:
    for name in EVERYWHERE:
        for phrase in TONGUES[language][name]:
            assert command(phrase, language=spoken) == (name, ""), phrase


def test_a_number_in_the_digits_of_the_language_changes_that_answer() -> None:
    assert command("বদলান ১২", language="bn") == ("change", "12")
    assert command("تغيير ٣", language="ar") == ("change", "3")
    assert command("/change_3", language="cy") == ("change", "3")
    assert command("/newid", language="cy") == ("change", "")


def test_vowels_and_hamzas_that_arabic_leaves_out_do_not_matter() -> None:
    assert command("احتاج الى مساعدة", language="en") == command("أحتاج إلى مساعدة") == ("need_help", "")
    assert command("لا شكراً", language="ar") == ("no", "")


def test_an_english_word_that_means_the_opposite_is_no_command() -> None:
    """In Polish chat "no" agrees."""
    assert command("no", language="pl") is None
    assert command("nie", language="pl") == ("no", "")
    assert command("no", language="cy") == ("no", "")


@pytest.mark.parametrize("table", [ENGLISH, *TONGUES.values()])
def test_no_two_commands_share_a_phrase(table: Mapping[Command, tuple[str, ...]]) -> None:
    phrases = [fold(phrase) for phrases in table.values() for phrase in phrases]
    assert [phrase for phrase, count in Counter(phrases).items() if count > 1 and phrase] == []


@given(st.text(max_size=60), st.sampled_from(["en", "cy", ""]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    called = command(text, language=language)
    assert called is None or called[1] == "" or (called[0] == "change" and called[1].isdecimal())


@given(st.sampled_from(sorted(ENGLISH)), st.data(), st.text("abcdefghij ", min_size=3, max_size=20).filter(str.strip))
def test_a_command_with_other_words_around_it_is_no_command(name: Command, data: st.DataObject, other: str) -> None:
    phrase = data.draw(st.sampled_from(ENGLISH[name]))
    said = f"{other} zz {phrase}"
    assert command(said) is None
