"""What became of what you said: each person's own news."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from surveys.digests.compile import Recorded, Tally, compile_edition
from surveys.digests.model import Edition, EditionKind
from surveys.digests.personal import Own, personal_news, shortened
from surveys.words.catalogue import Catalogue
from tests.factories import a_consultation, a_point, a_promise, a_reply, recorded

TODAY = date(2011, 1, 20)


def edition(given: Recorded, kind: EditionKind = "final", number: int = 1, **more: object) -> Edition:
    compiled = compile_edition(given, kind=kind, number=number, today=TODAY, **more)  # type: ignore[arg-type]
    assert isinstance(compiled, Edition), compiled
    return compiled


def three_points() -> Recorded:
    points = [
        a_point(1, sentence="Forms are too long.", bodies=("council", "network")),
        a_point(2, sentence="Tell us of new work in time."),
        a_point(3, sentence="Keep small grants."),
    ]
    replies = [
        a_reply(1, status="planned", reason="Two pages will do.", commitment=a_promise()),
        a_reply(1, "network", status="no", reason="Our forms are set by law."),
        a_reply(2, reason="There is a list now."),
        a_reply(3, reason="The fund stays."),
    ]
    return recorded(points, replies, tallies={1: Tally(13, 0), 2: Tally(2, 1), 3: Tally(1, 0)})


def test_somebody_is_told_what_became_of_their_own_points_and_of_no_other(english: Catalogue) -> None:
    words = "The forms are endless,\nand we hear of work too late."
    own = (
        Own(1, "What would make it fairer?", words),
        Own(2, "What would make it fairer?", words),
        Own(2, "How often are you asked", "Never; Hardly", picked=True),
    )

    news = personal_news(edition(three_points()), own, english, page="https://hear.example/results")

    assert news.subject == "News about something you took part in"
    assert (
        news.text
        == """\
What became of what you said: A fairer way

You said: “The forms are endless, and we hear of work too late.”
The question was: What would make it fairer?
That is part of point 1: Forms are too long.
About 15 people said this.

Wexmoor Council: this is planned.
Two pages will do.
The promise: a two-page form. By when: 31 March 2011. By whom: Priya Nair, grants manager.

Commissioners Network: no, and here is why.
Our forms are set by law.

You picked: “Never; Hardly”
The question was: How often are you asked.
That is part of point 2: Tell us of new work in time.
Fewer than 10 people said this. It also came up in 1 focus group.

Wexmoor Council: this is done.
There is a list now.

Read it all here: https://hear.example/results"""
    )


def test_the_same_words_are_not_quoted_twice(english: Catalogue) -> None:
    own = (Own(2, "Anything else?", "More time and more grants."), Own(3, "Anything else?", "More time and more grants."))

    text = personal_news(edition(three_points()), own, english).text

    assert text.count("More time and more grants.") == 1
    assert "What you said is also part of point 3: Keep small grants." in text


def test_somebody_without_a_point_is_told_the_truth(english: Catalogue) -> None:
    news = personal_news(edition(three_points()), (), english)

    assert news.text == (
        "What became of what you said: A fairer way\n\n"
        "Thank you for taking part. Your answers are counted. From what everyone said we made 3 points. "
        "None of them is linked to an answer of yours."
    )


def test_somebody_who_did_not_finish_is_told_that_it_does_not_count(english: Catalogue) -> None:
    news = personal_news(edition(three_points()), (), english, counted=False)

    assert news.text.endswith("You did not get to the end of the questions, so your answers were not counted.")


def test_before_the_replies_it_is_told_who_owes_them_and_once_by_when(english: Catalogue) -> None:
    own = (Own(1, "Why?", "Too long."), Own(3, "What else?", "Grants."))

    text = personal_news(edition(three_points(), "interim"), own, english).text

    assert text.startswith("What we made of what you said: A fairer way\n\nYou said: “Too long.”")
    assert "A reply is still to come from Wexmoor Council and Commissioners Network." in text
    assert text.endswith("A reply is still to come from Wexmoor Council.\n\nAll replies come by 31 January 2011.")
    assert text.count("31 January 2011") == 1


def test_an_example_says_so(english: Catalogue) -> None:
    given = replace(three_points(), consultation=a_consultation(invented=True))

    assert "This is an example." in personal_news(edition(given), (), english).text


def test_the_news_of_a_correction_is_only_what_is_new(english: Catalogue) -> None:
    before = edition(three_points())
    given = three_points()
    corrected = replace(given, replies={**given.replies, (2, "council"): a_reply(2, reason="There are two lists now.")})
    after = edition(corrected, number=2, previous=before)
    own = (Own(2, "Why?", "Too late."), Own(3, "What else?", "Grants."))

    news = personal_news(after, own, english, changed_only=True).text
    asked_later = personal_news(after, own, english).text

    assert "Something here is new since the digest of 20 January 2011." in news
    assert "There are two lists now." in news
    assert "The fund stays." not in news
    assert "The fund stays." in asked_later
    assert "Something here is new" not in asked_later


def test_a_correction_that_changes_nothing_of_mine_still_tells_me_all_of_mine(english: Catalogue) -> None:
    given = three_points()
    corrected = replace(given, replies={**given.replies, (2, "council"): a_reply(2, reason="There are two lists now.")})
    after = edition(corrected, number=2, previous=edition(given))

    news = personal_news(after, (Own(3, "What else?", "Grants."),), english, changed_only=True)

    assert "The fund stays." in news.text


def test_a_long_answer_is_quoted_by_its_beginning() -> None:
    assert shortened("a" * 300) == "a" * 300
    assert shortened("one two, three", 10) == "one two…"
    assert shortened("word " * 100) == ("word " * 59).strip() + "…"


numbers = st.lists(st.integers(1, 3), max_size=5)
answers = st.lists(st.tuples(st.sampled_from(["Why?", "What?"]), st.sampled_from(["More time.", "Less paper."])), min_size=5)


@given(numbers, answers)
def test_every_own_point_is_told_once_and_every_answer_quoted_once(
    english: Catalogue, numbers: list[int], answers: list[tuple[str, str]]
) -> None:
    own = tuple(Own(number, *answer) for number, answer in zip(numbers, answers, strict=False))

    text = personal_news(edition(three_points()), own, english).text

    for point in edition(three_points()).points:
        assert text.count(f"point {point.number}: ") == (point.number in numbers)
        assert text.count(f"{point.sentence}") == (point.number in numbers)
    for question, said in {(answer.question, answer.said) for answer in own}:
        assert text.count(f"You said: “{said}”\nThe question was: {question}\n") == 1
