"""The app as Slack is told of it: https://docs.slack.dev/reference/app-manifest."""

from typing import Any

SCOPES = (
    "channels:history", "channels:read", "chat:write", "commands", "groups:history", "groups:read", "im:history", "im:write",
)  # fmt: skip
EVENTS = (
    "app_home_opened", "app_uninstalled", "channel_archive", "channel_deleted", "channel_id_changed", "channel_left",
    "channel_unarchive", "group_archive", "group_deleted", "group_left", "group_unarchive", "member_joined_channel",
    "message.channels", "message.groups", "message.im", "tokens_revoked",
)  # fmt: skip


def manifest(public_url: str = "") -> dict[str, Any]:
    """The manifest to paste: for Socket Mode, or with a public web address for events over HTTP, and for others to install."""
    there = {"request_url": f"{public_url}/slack/events"} if public_url else {}
    command = {
        "command": "/hearback",
        "description": "Answer, see where you are, hear what came of it",
        "usage_hint": "[status | form | switch | results | help | …]",
        "should_escape": False,
    }
    return {
        "display_information": {
            "name": "Hearback",
            "description": "Asks what you think, and comes back to tell you what was done",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Hearback", "always_online": True},
            "slash_commands": [command | ({"url": f"{public_url}/slack/events"} if public_url else {})],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{public_url}/slack/oauth"]} if public_url else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": there | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | there,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not public_url,
            "token_rotation_enabled": False,
        },
    }
