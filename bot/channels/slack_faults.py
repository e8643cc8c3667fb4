"""What Slack's refusals mean to whoever wants to send: https://docs.slack.dev/reference/methods/chat.postMessage#errors."""

import aiohttp
from slack_sdk.errors import SlackApiError

from surveys.errors import ChannelBusy, ChannelError, InDoubt, Unreachable

# The token is worth nothing (any more)
REVOKED = frozenset(
    {"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed", "team_access_not_granted"}
)
# This conversation, or this person, cannot be written to
SHUT = frozenset({
    "channel_not_found", "is_archived", "not_in_channel", "user_not_found", "users_not_found", "user_disabled",
    "user_not_visible", "cannot_dm_bot", "channel_is_limited_access", "restricted_action_thread_only_channel", "team_not_found",
})  # fmt: skip
# "It's possible some aspect of the operation succeeded"
DOUBTFUL = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
# For the operator to mend, in Slack's own settings; then it may go out
SETTINGS = frozenset({"missing_scope", "messages_tab_disabled", "not_allowed_token_type", "no_permission", "access_denied"})
SOON = 5.0  # seconds after which to try again what never left us
MENDED = 60.0  # … and what cannot leave until somebody has changed a setting


def error_of(error: SlackApiError) -> str:
    """Slack's own name for what is wrong, empty where it gave none."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status that it came with."""
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def fault(error: SlackApiError | aiohttp.ClientError | TimeoutError) -> ChannelError:
    """One of ours for an error of Slack's, or of the line to it. It never holds what was said."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return ChannelBusy("Slack cannot be reached", SOON)  # it never left us
    if not isinstance(error, SlackApiError):
        return InDoubt(f"Slack did not answer: {type(error).__name__}")
    name, status = error_of(error), status_of(error)
    if status == 429 or name in ("ratelimited", "rate_limited"):
        headers = getattr(error.response, "headers", {})
        return ChannelBusy("Slack asks us to slow down", float(headers.get("Retry-After", 1)))
    if name in REVOKED or name in SHUT:
        return Unreachable(f"Slack: {name}")
    if name in SETTINGS:
        return ChannelBusy(f"Slack: {name}", MENDED)
    if name in DOUBTFUL or status >= 500:
        return InDoubt(f"Slack: {name or status}")
    return ChannelError(f"Slack: {name or status}")
