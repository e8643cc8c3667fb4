"""A digest as it is sent and read out."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from surveys.digests.compile import Recorded, Tally, compile_edition
from surveys.digests.model import Edition, EditionKind, Participation
from surveys.digests.renderings import chat, notice, notice_by_mail, plain, wrapped
from surveys.digests.script import SaidReply, listed, script
from surveys.messages import Mark, Option, split
from surveys.words.catalogue import Catalogue
from tests.factories import a_consultation, a_point, a_promise, a_reply, recorded

TODAY = date(2011, 1, 20)


def edition(given: Recorded, kind: EditionKind = "final", number: int = 1, **more: object) -> Edition:
    compiled = compile_edition(given, kind=kind, number=number, today=TODAY, **more)  # type: ignore[arg-type]
    assert isinstance(compiled, Edition), compiled
    return compiled


def two_points() -> Recorded:
    points = [a_point(1, bodies=("council", "network")), a_point(2, sentence="Longer contracts.")]
    replies = [
        a_reply(1, "council", reason="The form was cut to two pages."),
        a_reply(1, "network", status="planned", reason="All six teams will use it.", commitment=a_promise()),
        a_reply(2, status="no", reason="The law does not let us."),
    ]
    return recorded(points, replies, tallies={1: Tally(13, 2), 2: Tally(4, 0)})


def test_the_whole_digest_reads_like_this(english: Catalogue) -> None:
    assert (
        plain(script(edition(two_points()), english))
        == """\
You said, we did
A fairer way

Wexmoor Council asked what you think. Answers came in from 16 August 2010
to 15 November 2010.

82 people and groups answered. 68 did so online and 14 on paper. We also
held 3 focus groups. 43 people came. We count them apart.

From what you said we made 2 points. Those that most people made come
first. Everyone who should reply to a point has done so, and says why.

For 1 point, something is done or will be done. There is 1 promise. It has
a day and a name.

Point 1: Sentence of point 1.
About 15 people said this. It also came up in 2 focus groups.

Wexmoor Council: this is done.
The form was cut to two pages.

Commissioners Network: this is planned.
All six teams will use it.
The promise: a two-page form. By when: 31 March 2011. By whom: Priya Nair,
grants manager.

Point 2: Longer contracts.
Fewer than 10 people said this.

Wexmoor Council: no, and here is why.
The law does not let us.

About the numbers under a point: when fewer than 10 people said it, we do
not tell how many. This keeps people safe. All other numbers are rounded
to the nearest 5.

This digest was put together on 20 January 2011.
"""
    )


def test_an_interim_edition_says_when_the_replies_come_and_nothing_of_them(english: Catalogue) -> None:
    said = plain(script(edition(two_points(), "interim"), english))

    assert said.startswith("What you told us\nA fairer way\n")
    assert "The replies come by 31 January 2011." in said.replace("\n", " ")
    assert "two pages" not in said
    assert "no reply yet" not in said


def test_lateness_is_said_as_it_is(english: Catalogue) -> None:
    points = [a_point(1, bodies=("council", "forum", "network")), a_point(2)]
    replies = [
        a_reply(1, "network"),
        a_reply(1, "forum", status="due", reason="The committee meets in March.", due_on=date(2011, 3, 1)),
        a_reply(2, status="due", reason="It was to be in December.", due_on=date(2010, 12, 20)),
    ]

    said = script(edition(recorded(points, replies), body="network"), english)

    assert "Commissioners Network has replied to every point that it should." in said.opening[-2]
    assert [reply.outcome for reply in said.points[0].replies] == [
        "Wexmoor Council: no reply yet.",
        "Commissioners Network: this is done.",
        "Third Sector Forum: no reply yet. It will come by 1 March 2011.",
    ]
    assert [reply.outcome for reply in said.points[1].replies] == [
        "Wexmoor Council: no reply yet. It was to come by 20 December 2010."
    ]


def test_bodies_that_say_the_same_say_it_once_together(english: Catalogue) -> None:
    point = a_point(1, bodies=("council", "forum", "network"))
    same = [a_reply(1, body, status="planned", commitment=a_promise()) for body in ("council", "forum", "network")]

    said = script(edition(recorded([point], same)), english)

    assert said.points[0].replies == (
        SaidReply(
            "Wexmoor Council, Commissioners Network and Third Sector Forum: this is planned.",
            "The rule was changed in May, as point 1 asks.",
            "The promise: a two-page form. By when: 31 March 2011. By whom: Priya Nair, grants manager.",
        ),
    )
    assert "There is 1 promise." in said.opening[-1]


def test_names_are_listed_as_people_say_them(english: Catalogue) -> None:
    assert [listed(names, english) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A and B", "A, B and C"]


def test_an_example_says_first_that_it_is_one(english: Catalogue) -> None:
    said = script(edition(recorded([a_point()], [a_reply()], consultation=a_consultation(invented=True))), english)

    assert said.opening[0] == "This is an example. The place, the people and their words are made up."


def test_what_nobody_did_is_not_mentioned(english: Catalogue) -> None:
    took_part = Participation(online=1, paper=0, groups=0, group_people=0)
    given = recorded([a_point()], [a_reply(status="no")], participation=took_part, tallies={1: Tally(0, 1)})

    said = script(edition(given), english)

    assert said.opening[1:] == (
        "1 person or group answered.",
        "From what you said we made 1 point. Everyone who should reply to a point has done so, and says why.",
    )
    assert said.points[0].heard == "It came up in 1 focus group."
    assert said.closing == ("This digest was put together on 20 January 2011.",)


def test_something_done_without_a_promise_is_told_without_one(english: Catalogue) -> None:
    given = recorded([a_point(1), a_point(2), a_point(3)], [a_reply(1), a_reply(2), a_reply(3, status="no")])

    said = script(edition(given), english)

    assert said.opening[-1] == "For 2 of the points, something is done or will be done."


def test_a_correction_begins_with_what_is_new(english: Catalogue) -> None:
    before = recorded([a_point(n) for n in (1, 2, 3, 4, 5)], [a_reply(n) for n in (1, 2, 3, 4, 5)])
    points = [a_point(1, sentence="New words."), a_point(2), a_point(3, bodies=("council", "forum")), a_point(5), a_point(6)]
    replies = [a_reply(1), a_reply(2), a_reply(3), a_reply(3, "forum"), a_reply(5, reason="It was mended."), a_reply(6)]
    after = recorded(points, replies)
    after = replace(after, tallies={**after.tallies, 2: Tally(20, 1)})

    said = script(edition(after, number=2, previous=edition(before)), english)

    assert said.changes == (
        "This takes the place of the digest of 20 January 2011. Here is what is new.",
        "The number of people under point 2 is not the same as before.",
        "Point 1 has new words.",
        "It is not the same people as before who reply to point 3.",
        "Point 5 has a new reply from Wexmoor Council.",
        "Point 6 is new.",
        "Point 4 has been taken out.",
    )


def test_a_correction_of_the_totals_alone_says_so(english: Catalogue) -> None:
    given = recorded([a_point()], [a_reply()])
    after = replace(given, participation=Participation(69, 14, 3, 43))

    said = script(edition(after, number=2, previous=edition(given)), english)

    assert said.changes[1:] == ("The number of people who took part is not the same as before.",)


def test_in_a_chat_the_headings_are_bold_and_cover_their_words_only(english: Catalogue) -> None:
    message = chat(script(edition(recorded([a_point()], [a_reply()])), english))

    bold = [message.text[mark.start : mark.end] for mark in message.marks if mark.kind == "bold"]
    assert bold == ["You said, we did\nA fairer way", "Point 1: Sentence of point 1.", "Wexmoor Council: this is done."]
    assert message.subject == "You said, we did: A fairer way"
    assert Mark(0, 29, "bold") in message.marks


def test_a_long_digest_is_cut_for_a_chat_without_losing_a_word(english: Catalogue) -> None:
    points = [a_point(number, sentence=f"{number} " + "word " * 30) for number in range(1, 41)]
    message = chat(script(edition(recorded(points, [a_reply(number) for number in range(1, 41)])), english))

    parts = split(message, 4096)

    assert len(parts) > 1
    assert all(len(part.text) <= 4096 for part in parts)
    assert " ".join(" ".join(part.text for part in parts).split()) == " ".join(message.text.split())


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=600))
def test_folding_keeps_every_word_and_no_line_is_too_long(text: str) -> None:
    folded = wrapped(text)

    assert folded.split() == text.split()
    assert all(len(line) <= 74 or " " not in line.strip() for line in folded.splitlines())


def test_the_notice_is_neutral_and_its_button_fetches_the_news(english: Catalogue) -> None:
    message = notice("e" * 22, english)

    assert message.text == "There is news about something you took part in. To read it, press the button or send RESULTS."
    assert message.options == (Option("n.eeeeeeeeeeeeeeeeeeeeee", "Show me"),)
    assert message.subject == ""


def test_the_notice_by_mail_is_as_neutral_and_leads_to_the_person_s_own_page(english: Catalogue) -> None:
    message = notice_by_mail(english, "https://hear.example/answer/x")
    assert message.text.startswith("There is news about something you took part in.\n\n")
    assert "https://hear.example/answer/x" in message.text
    assert message.subject == "News about something you took part in"
    assert (message.marks, message.options) == ((), ())


def test_text_is_folded_as_narrow_as_it_is_asked_for_and_only_at_spaces(english: Catalogue) -> None:
    text = "one two-three https://hear.example/a-very-long-address four"
    assert wrapped(text, 12) == "one\ntwo-three\nhttps://hear.example/a-very-long-address\nfour\n"
    folded = plain(script(edition(two_points()), english), 30)
    assert max(len(line) for line in folded.splitlines() if " " in line) <= 30
    assert notice("e" * 22, english).marks == ()
