"""Which words of a reply are the person's own. Whole mails are in tests/mail/replies.py; here are the rules one by one."""

import pytest

from surveys.mail.reply import Sheet, read_reply
from surveys.mail.trimming import unsigned, without_head

TEXT = """Somebody would like to hear from you about the park.

Question 1 of 2

How often do you go to the park on Quay Street?

1. Most days
2. Most weeks
3. Never

Answer 1:

Question 2 of 2

What one thing would you change there, if you could?

Answer 2:

~~~ That is the end of the questions ~~~

You get this mail because somebody asked you to take part."""
SHEET = Sheet(
    TEXT,
    {"Question 1 of 2": "often", "Question 2 of 2": "change"},
    {"1": "often", "2": "change"},
    "~~~ That is the end of the questions ~~~",
)
ONE = Sheet("Question 2 of 2\n\nWhat one thing would you change there, if you could?\n\nAnswer 2:", {"Question 2 of 2": "change"},
            {"2": "change"})  # fmt: skip


def quoted(text: str = TEXT) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def test_words_under_a_question_and_words_round_it_are_told_apart() -> None:
    reply = read_reply(f"Hello all\n\n{quoted()}".replace("> Answer 2:", "> Answer 2:\nA gate.\nAnd a path."), [SHEET])
    assert reply.parts == {"change": "A gate.\nAnd a path."}
    assert reply.rest == ""


def test_what_stands_in_the_midst_of_our_own_line_is_a_programs_doing() -> None:
    reply = read_reply(quoted().replace("What one thing", "What one =E2=80=93 thing"), [SHEET])
    assert reply.parts == {}


def test_the_whole_line_is_theirs_where_a_few_of_our_words_are_in_it() -> None:
    said = "Most days I would rather see the path on the other side of the river than here."
    reply = read_reply(quoted().replace("> Answer 2:", f"> Answer 2:\n{said}"), [SHEET])
    assert reply.parts == {"change": said}


def test_several_ticks_are_all_told() -> None:
    ticked = quoted().replace("1. Most days", "1. Most days x").replace("3. Never", "3. Never x")
    assert read_reply(ticked, [SHEET]).parts == {"often": "1, 3"}


def test_words_beside_a_choice_stand_for_themselves() -> None:
    reply = read_reply(quoted().replace("2. Most weeks", "2. Most weeks but only in summer"), [SHEET])
    assert reply.parts == {"often": "but only in summer"}


def test_where_one_question_was_asked_a_number_is_its_answer() -> None:
    assert read_reply(f"2. More of them\n\n{quoted(ONE.text)}", [ONE]).rest == "2. More of them"


def test_an_older_mail_quoted_deeper_is_nobodys_answer() -> None:
    reply = read_reply(f"{quoted()}\n>> Something that was written long before all this", [SHEET])
    assert reply == read_reply(quoted(), [SHEET])


def test_a_link_that_a_program_put_behind_our_words_is_no_answer() -> None:
    reply = read_reply(quoted().replace("Quay Street?", "Quay Street? <https://tracker.example/abc>"), [SHEET])
    assert reply.parts == {}


def test_the_prompt_written_anew_is_taken_off_its_own_answer_only() -> None:
    anew = quoted().replace("> Answer 1:", "Answer 1: never").replace("> Answer 2:", "> Answer 2:\nQuestion 1: is wrong")
    assert read_reply(anew, [SHEET]).parts == {"often": "never", "change": "Question 1: is wrong"}


def test_numbers_that_are_of_no_question_are_words() -> None:
    reply = read_reply("1. never\n7. nothing\n2.5 metres more", [SHEET])
    assert reply.parts == {"often": "never\n7. nothing\n2.5 metres more"}
    assert read_reply("2 years ago it was better", [SHEET]).rest == "2 years ago it was better"
    assert read_reply("3 things come to mind\nlights and gates", [SHEET]).rest == "3 things come to mind\nlights and gates"


@pytest.mark.parametrize(
    "head",
    [
        "On Friday, somebody <a@b.example> wrote:",
        "On a long Friday with many words before the end of the line\nand more, somebody\n<a@b.example> wrote:",
        "From: a@b.example\nTo: c@d.example",
        "_____________________",
        "-----Original Message-----",
    ],
)
def test_a_head_over_quoted_mail_is_taken_off(head: str) -> None:
    kept = without_head(["Never.", *head.splitlines(), ""])
    assert kept == ["Never."]


@pytest.mark.parametrize("words", ["Two things:", "I was born in 1960: it was 12:00", "To: the point", "Best: the swings"])
def test_words_that_only_look_like_one_are_kept(words: str) -> None:
    assert without_head([words, "And so on."]) == [words, "And so on."]


def test_of_a_head_that_begins_like_none_only_the_last_line_is_taken_off() -> None:
    lines = ["We need", "more", "of these", "things", "<a@b.example> wrote:"]
    assert without_head(lines) == lines[:-1]


def test_words_that_end_in_a_colon_are_kept_where_no_address_and_no_moment_is_in_them() -> None:
    assert without_head(["Never.", "This is what I think:"]) == ["Never.", "This is what I think:"]
    assert without_head(["x" * 401 + " a@b.example:"]) == ["x" * 401 + " a@b.example:"]
    assert without_head([]) == []


def test_the_foot_goes_and_a_word_that_is_an_answer_stays() -> None:
    assert unsigned("Longer.\n\nBest wishes\nJo\nChair") == "Longer."
    assert unsigned("Best", answer=True) == "Best"
    assert unsigned("Best\nJo") == ""
    assert unsigned("Hi all,\nLonger.") == "Longer."
    assert unsigned("Regards\n" + "a line\n" * 9).startswith("Regards")
    assert unsigned("") == ""


def test_bare_numbers_are_those_of_questions_where_every_line_has_one() -> None:
    """Two lines or more, each with its number and no sign behind it."""
    assert read_reply("1 never\n2 more gates", [SHEET]).parts == {"often": "never", "change": "more gates"}


def test_what_a_quote_holds_above_our_first_words_is_nobodys_answer() -> None:
    """A program's head over the quote, or an older mail."""
    reply = read_reply("> Somebody said some time ago\n" + quoted().replace("> Answer 2:", "> Answer 2:\nA gate."), [SHEET])
    assert (reply.parts, reply.rest) == ({"change": "A gate."}, "")


def test_empty_lines_above_a_head_go_with_it() -> None:
    """And a head whose last line stands alone ends at an empty one."""
    assert without_head(["Never.", "", "From: a@b.example", "To: c@d.example"]) == ["Never."]
    assert without_head(["Never.", "", "<a@b.example> wrote:"]) == ["Never.", ""]


def test_one_word_of_ours_written_without_end_is_read_at_once() -> None:
    """Each of ours beside each of theirs would be looked at for minutes, in which nobody's answer is taken."""
    asked = "\n".join(f"Question {at}: what of the bus to the town and the park?\n\nAnswer {at}:\n" for at in range(1, 40))
    headings = {f"Answer {at}:": f"q{at}" for at in range(1, 40)}
    sheet = Sheet(asked, headings, {str(at): f"q{at}" for at in range(1, 40)})
    quoted = "\n".join(f"> {line}" for line in asked.splitlines()).replace("> Answer 7:", "> Answer 7:\nmore of it")
    reply = read_reply(f"{'the ' * 50_000}\n\n{quoted}", [sheet])
    assert reply.parts == {"q7": "more of it"}
    assert reply.rest.split() == ["the"] * 50_000
