"""How a message looks in Slack: within every limit, marks and signs as Slack writes them, each answer on something to press."""

from typing import Any

import pytest

from bot.channels.slack_blocks import Part, home, modal, render
from bot.channels.slack_text import escaped, length, mentions, mrkdwn, plain, shortened
from surveys.messages import Mark, Option, Outgoing, Picture
from tests.channels.slack_inbox import WORDS
from tests.emulators.slack_control import labels_of, seen, text_of
from tests.emulators.slack_limits import Refusal, check_message_blocks, check_text, check_view


def shown(message: Outgoing) -> tuple[Part, ...]:
    """`message` rendered, and found to be one that Slack would take."""
    parts = render(message, WORDS)
    for part in parts:
        check_text(part.text)
        check_message_blocks(part.blocks)
    return parts


def options(count: int, label: str = "Choice {}", **more: Any) -> tuple[Option, ...]:
    return tuple(Option(f"q.i.1.0.{at}", label.format(at), number=at, value=f"c{at}", **more) for at in range(1, count + 1))


def elements(part: Part) -> list[str]:
    every = (block.get("elements", [block.get("accessory")]) for block in part.blocks)
    return [each["type"] for row in every for each in row if each]


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_signs_that_mean_something_to_slack_are_escaped_in_peoples_words() -> None:
    [part] = shown(Outgoing("Fish & <chips> <!channel>"))
    assert part.text == "Fish &amp; &lt;chips&gt; &lt;!channel&gt;"
    assert part.blocks[0]["text"]["text"] == part.text


@pytest.mark.parametrize(
    ("text", "marks", "written"),
    [
        ("one two", (Mark(0, 3, "bold"), Mark(4, 7, "italic")), "*one* _two_"),
        ("one\n\ntwo ", (Mark(0, 9, "bold"),), "*one*\n\n*two* "),
        ("they said so", (Mark(0, 12, "quote"),), "&gt; they said so"),
        ("a\nb", (Mark(0, 3, "quote"),), "&gt; a\n&gt; b"),
        ("see here", (Mark(4, 8, "link", "https://e.org/?a=1&b=<|>"),), "see <https://e.org/?a=1&amp;b=%3C%7C%3E|here>"),
        ("both", (Mark(0, 4, "bold"), Mark(0, 4, "italic")), "*_both_*"),
    ],
)  # fmt: skip
def test_marks_are_written_as_slack_writes_them(text: str, marks: tuple[Mark, ...], written: str) -> None:
    assert mrkdwn(text, marks) == written


@pytest.mark.parametrize(
    ("slack", "typed"),
    [
        ("Fish &amp; &lt;chips&gt;", "Fish & <chips>"),
        ("see <http://e.org|e.org> or <https://e.org/a>", "see e.org or https://e.org/a"),
        ("<https://e.org/a|the plan>", "the plan (https://e.org/a)"),
        ("<https://e.org/a|https://e.org/a>", "https://e.org/a"),
        ("<mailto:a@e.org|a@e.org> <mailto:b@e.org>", "a@e.org b@e.org"),
        ("<@U1|ada> and <@U2> in <#C1|forum>", "@ada and @U2 in #forum"),
        ("<!here> <!subteam^S1|@board> <!date^1^{date}|today>", "@here @board today"),
        ("2 &amp;lt; 3", "2 &lt; 3"),
        (":+1: :thumbsup::skin-tone-3: at 10:30: :party-parrot:", "👍 👍 at 10:30: :party-parrot:"),
    ],
)
def test_what_a_person_typed_is_read_from_what_slack_makes_of_it(slack: str, typed: str) -> None:
    assert plain(slack) == typed


def test_only_a_mention_of_ourselves_addresses_us() -> None:
    assert mentions("hi <@U1>!", "U1")
    assert mentions("<@U1|hearback>", "U1")
    assert not mentions("hi @U1 &lt;@U1&gt; <@U12>", "U1")


def test_a_text_is_cut_by_its_length_once_escaped() -> None:
    for text in ("<" * 5000, "a&" * 3000, "short"):
        assert length(text) == len(escaped(text))
        assert len(shortened(text, 4000)) <= 4000
    assert shortened("short", 4000) == "short"
    assert shortened("<" * 5000, 4000).endswith("…")


# ── length ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["word ", "<&> ", "👍👍 "])
def test_a_long_message_goes_in_sections_and_then_in_parts_with_nothing_lost(word: str) -> None:
    text = "\n\n".join(word * 120 for _ in range(60)).strip()
    parts = shown(Outgoing(text, (Mark(0, 100, "bold"),), options(2)))
    assert len(parts) > 1
    told = " ".join(text_of(part.blocks) for part in parts).replace("*", "")
    assert told.split() == text.split()
    assert [bool(labels_of(part.blocks)) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_one_word_longer_than_a_message_is_cut_too() -> None:
    parts = shown(Outgoing("x" * 30_000))
    assert "".join(text_of(part.blocks).replace("\n", "") for part in parts) == "x" * 30_000


def test_links_longer_than_a_section_still_fit() -> None:
    text = "\n".join(f"page {at}" for at in range(200))
    marks, start = [], 0
    for line in text.split("\n"):
        marks.append(Mark(start, start + len(line), "link", f"https://e.org/{'a' * 80}"))
        start += len(line) + 1
    [part] = shown(Outgoing(text, tuple(marks)))
    assert text_of(part.blocks) == text


# ── what can be pressed ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("count", "label", "kinds"),
    [
        (3, "Choice {}", ["button"] * 3),
        (10, "Choice {}", ["button"] * 10),
        (3, "A choice whose label no phone shows whole {}", ["radio_buttons"]),
        (11, "Choice {}", ["static_select"]),
        (250, "Choice {}", ["static_select"]),
    ],
)
def test_one_of_several_is_a_button_where_that_can_be_read_and_else_a_list(count: int, label: str, kinds: list[str]) -> None:
    [part] = shown(Outgoing("Which?", options=options(count, label)))
    assert elements(part) == kinds
    assert len(labels_of(part.blocks)) == count


def test_labels_that_fit_nowhere_are_written_out_with_their_numbers() -> None:
    [part] = shown(Outgoing("Which?", options=options(3, "A choice " + "that goes on " * 6 + "{}")))
    assert text_of(part.blocks).count("that goes on") == 18
    assert labels_of(part.blocks) == ("1", "2", "3")


def test_several_of_few_are_boxes_and_of_many_a_list_beside_a_done() -> None:
    done = Option("q.i.1.0.done", "Done", sends=True)
    for count, kind in ((10, "checkboxes"), (11, "multi_static_select"), (150, "multi_static_select")):
        ticked = (*options(1, ticked=True), *options(count, ticked=False)[1:])
        [part] = shown(Outgoing("Which?", options=(*ticked, done), field="q.i.1.0.field"))
        assert elements(part) == [kind, "button", "button"]
        block = next(each for each in part.blocks if each.get("block_id"))
        assert block["block_id"] == "q.i.1.0.field"
        field = block.get("accessory") or block["elements"][0]
        assert [each["value"] for each in field["initial_options"]] == ["c1"]


def test_boxes_that_no_field_could_take_are_buttons_that_show_their_tick() -> None:
    ticked = (Option("a", "Tea", ticked=True, number=1), Option("b", "Milk", ticked=False, number=2))
    [part] = shown(Outgoing("Which?", options=ticked))
    assert labels_of(part.blocks) == ("☑ Tea", "☐ Milk")


def test_many_buttons_go_in_rows_and_long_ones_are_cut() -> None:
    [part] = shown(Outgoing("Which?", options=tuple(Option(f"s.{at}", "x" * 90) for at in range(60))))
    assert [len(block["elements"]) for block in part.blocks[1:]] == [25, 25, 10]
    assert all(len(label) == 75 for label in labels_of(part.blocks))


def test_pictures_come_first_with_words_for_what_they_show_where_slack_can_fetch_them() -> None:
    easy = Outgoing(
        "Which?", options=options(2), field="f", pictures=(Picture("s/a b.png", "A tree", "A tall tree"), Picture("x", ""))
    )
    assert [block["type"] for block in shown(easy)[0].blocks] == ["section", "actions", "actions"]
    [part] = render(easy, WORDS, "https://hear.example/pictures")
    check_message_blocks(part.blocks)
    image = {"type": "image", "image_url": "https://hear.example/pictures/s/a%20b.png", "alt_text": "A tall tree"}
    assert part.blocks[0] == image
    view = modal(easy, WORDS, "s", "https://hear.example/pictures")
    check_view(view, "modal")
    assert view["blocks"][0] == image


def test_only_a_ts_names_a_message_to_replace() -> None:
    assert [render(Outgoing("x", replaces=each), WORDS)[0].replaces for each in ("1.5", "12", "D1:1.5", "web")] == [
        "1.5",
        "12",
        "",
        "",
    ]


# ── the modal and the Home tab ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_modal_has_a_field_for_what_is_asked_and_keeps_the_ways_out() -> None:
    skip = Option("q.i.1.0.skip", "Skip")
    for asked, kind in (
        ((), "plain_text_input"), (options(3), "radio_buttons"), (options(120), "static_select"),
        (options(3, ticked=False), "checkboxes"), (options(120, ticked=False), "multi_static_select"),
    ):  # fmt: skip
        view = modal(Outgoing("Why?", options=(*asked, skip), field="q.i.1.0.field"), WORDS, "step1")
        check_view(view, "modal")
        [block] = [each for each in view["blocks"] if each["type"] == "input"]
        assert (block["block_id"], block["element"]["type"], view["private_metadata"]) == ("step1", kind, "q.i.1.0.field")
        assert labels_of(view["blocks"])[-3:] == ("Skip", "the back", "the need help")


def test_the_modal_shows_ticks_and_long_labels() -> None:
    label = "A choice " + "that goes on " * 6 + "{}"
    view = modal(Outgoing("Which?", options=options(3, label, ticked=True), field="q.i.1.0.field"), WORDS, "s")
    check_view(view, "modal")
    assert seen(view).count("that goes on") == 18
    assert len(view["blocks"][1]["element"]["initial_options"]) == 3


def test_what_no_field_can_take_is_pressed_in_the_modal() -> None:
    """Yes and no to a permission are buttons; at the end there is only the way out."""
    view = modal(Outgoing("May we?", options=options(2)), WORDS, "s")
    check_view(view, "modal")
    assert "submit" not in view
    assert labels_of(view["blocks"])[:2] == ("Choice 1", "Choice 2")
    end = modal(Outgoing("Thank you"), WORDS, "s")
    check_view(end, "modal")
    assert labels_of(end["blocks"]) == ()


def test_a_modal_and_a_home_tab_hold_what_slack_lets_them() -> None:
    check_view(modal(Outgoing("word " * 80_000, options=options(2)), WORDS, "s"), "modal")
    many = [Outgoing(f"Title {at}\nopen", (Mark(0, 7, "bold"),), (Option(f"s.{at}", "Answer"),)) for at in range(60)]
    for messages in ([], many[:1], many):
        check_view(home(messages, WORDS), "home")
    assert "the form" in labels_of(home(many[:1], WORDS)["blocks"])
    assert labels_of(home([], WORDS)["blocks"]) == ()


def test_the_stand_in_would_refuse_what_is_not_escaped() -> None:
    with pytest.raises(Refusal):
        check_text("a & b")
