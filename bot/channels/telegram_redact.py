"""Keeps the bot's token, and what people write, out of the logs of the libraries that carry them.

The token is part of every URL, which httpx logs for each request. python-telegram-bot logs whole messages; what goes wrong it
also raises, so nothing is lost when it is not heard.
"""

import logging

_LIBRARIES = ("httpx", "httpcore", "telegram", "bot.channels.telegram")
_HIDDEN = "…"


class _Redact(logging.Filter):
    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("telegram"):
            return False
        text = record.getMessage()
        for secret in self.secrets:
            text = text.replace(secret, _HIDDEN)
        record.msg, record.args = text, None
        return True


_redact = _Redact()


def keep_out_of_logs(*secrets: str) -> None:
    """From now on, hide `secrets` in what the libraries log, and drop what might hold people's words."""
    _redact.secrets.update(filter(None, secrets))
    # A filter holds for its own logger only, so every logger below these names needs it; they exist once imported
    for name in (*_LIBRARIES, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LIBRARIES or name in _LIBRARIES:
            logging.getLogger(name).addFilter(_redact)
