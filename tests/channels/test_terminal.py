"""In the terminal a line is an answer, unless it is what a button says; the conversation ends when the lines do."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.channels.terminal import Terminal, shown
from surveys.messages import Content, File, Inbound, Option, Outgoing, Press, Sent, Start, Text

ASKED = Outgoing(
    "Is it fair?", options=(Option("y", "Yes", number=1), Option("n", "No", number=2), Option("s", "Skip"), Option("d", "Done"))
)


class Talk:
    """A conversation with these lines typed; everything typed is answered with `said` in turn, then with nothing."""

    def __init__(self, lines: Sequence[str], said: Sequence[Outgoing | None] = ()) -> None:
        self._lines: Iterator[str | None] = iter([*lines, None])
        self._said = iter(said)
        self.got: list[Inbound] = []
        self.shown: list[str] = []

    async def receive(self, message: Inbound) -> Outgoing | None:
        self.got.append(message)
        return next(self._said, None)

    async def run(self, link: str = "fairer") -> list[Content]:
        """What came in."""
        await Terminal("me", self.receive, lambda: next(self._lines), self.shown.append).talk(link)
        return [message.content for message in self.got]


def texts(contents: Sequence[Content]) -> list[str]:
    return [content.text for content in contents if isinstance(content, Text)]


async def test_it_begins_with_the_link_and_ends_with_the_input() -> None:
    talk = Talk([])
    assert await talk.run() == [Start("fairer")]
    assert [(message.channel, message.address) for message in talk.got] == [("terminal", "me")]
    assert talk.shown == []


async def test_every_line_is_an_event_and_a_message_of_its_own_also_in_another_run() -> None:
    first, second = Talk(["a", "a"]), Talk(["a", "a"])
    lines = [*await first.run(), *await second.run()]
    assert texts(lines) == ["a"] * 4
    assert len({message.external_id for message in [*first.got, *second.got]}) == 6
    assert len({line.message for line in lines if isinstance(line, Text)}) == 4


async def test_a_button_without_a_number_is_pressed_by_its_label() -> None:
    contents = await Talk(["skip", " [DONE] ", "[Skip]"], [ASKED] * 4).run()
    assert contents[1:] == [Press("s"), Press("d"), Press("s")]


async def test_a_choice_is_answered_by_its_number_or_its_words_as_an_answer_and_no_press() -> None:
    contents = await Talk(["1", "yes", ""], [ASKED] * 4).run()
    assert texts(contents[1:]) == ["1", "yes", ""]


async def test_what_was_said_last_is_what_can_be_pressed() -> None:
    talk = Talk(["skip", "skip", "skip"], [ASKED, None, Outgoing("Thank you.")])
    contents = await talk.run()
    assert contents[1:3] == [Press("s"), Press("s")]
    assert texts(contents[3:]) == ["skip"]
    assert talk.shown == [shown(ASKED), "Thank you."]


def test_choices_are_numbered_below_the_text_and_buttons_are_in_brackets() -> None:
    assert shown(ASKED) == "Is it fair?\n\n1. Yes\n2. No\n\n[Skip]  [Done]"
    assert shown(Outgoing("Thank you.")) == "Thank you."


async def test_a_path_after_an_at_sends_that_file(tmp_path: Path) -> None:
    """With its name and type; one that is too large is told of, and what is no file is words."""
    (tmp_path / "swings.png").write_bytes(b"PNG")
    (tmp_path / "film").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    talk = Talk([f"@{tmp_path}/swings.png", f"@{tmp_path}/film", f"@{tmp_path}/nothing", "@home"])
    _, small, large, *words = await talk.run()
    assert isinstance(small, Sent)
    assert isinstance(large, Sent)
    assert (small.what, small.mime, small.file) == ("file", "image/png", File(b"PNG", "swings.png", "image/png"))
    assert (large.file, large.limit) == (None, 10)
    assert texts(words) == [f"@{tmp_path}/nothing", "@home"]
