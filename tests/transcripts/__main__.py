"""Writes what the bot says now into the transcripts, for somebody to read: `python -m tests.transcripts [FILE…]`."""

import re
import sys
from pathlib import Path

from surveys.words.catalogue import read_catalogue
from tests.conftest import ENGLISH
from tests.transcripts.play import FOLDER, Player, read, shown, survey_of


def main() -> None:
    """Play each transcript and put the bot's lines in their places."""
    words = read_catalogue(ENGLISH.read_bytes(), "en")
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("[!R]*.md")):
        text = path.read_text()
        player = Player(words, survey_of(text))

        def played(block: re.Match[str], player: Player = player) -> str:
            return f"```\n{shown(list(player.play(read(block[0]))))}```"

        path.write_text(re.sub(r"^```\n.*?^```$", played, text, flags=re.MULTILINE | re.DOTALL))


if __name__ == "__main__":
    main()
