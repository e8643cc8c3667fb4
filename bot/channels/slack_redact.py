"""Keeps tokens, and what people write, out of the logs of the libraries that carry them.

slack_sdk and slack-bolt log whole messages, and errors with what caused them. That something went wrong is still told, with the
place in their code and without their words.
"""

import logging

_LIBRARIES = ("slack_sdk", "slack_bolt")


class _Redact(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return False
        record.msg, record.args = f"something went wrong ({record.funcName}, line {record.lineno})", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


LOGGER = logging.getLogger("slack_sdk.hearback")  # the one that all of Slack's libraries are given
LOGGER.addFilter(_Redact())


def keep_out_of_logs() -> None:
    """From now on say nothing of what the libraries say in their own loggers but that it went wrong."""
    # A filter holds for its own logger only, so every logger below these names needs it; they exist once imported
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        if name.partition(".")[0] in _LIBRARIES and not any(isinstance(each, _Redact) for each in logger.filters):
            logger.addFilter(_Redact())
