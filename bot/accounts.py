"""Which of our own accounts is meant where nobody says: the one that is set up."""

from bot.app import App
from handlers import workspaces


def own_account(app: App, channel: str) -> str:
    """Our bot's or workspace's id on `channel`, empty where there is none or several. ConfigError when its token is refused."""
    settings = app.settings
    if channel == "telegram":
        return settings.telegram_token.get_secret_value().partition(":")[0]
    if channel != "slack":
        return ""
    if token := settings.slack_bot_token.get_secret_value():
        from bot.channels.slack_workspaces import workspace_of  # noqa: PLC0415  Slack's library is slow to load

        return workspace_of(token, settings.slack_api_url).team
    installed = workspaces.everyone(app.database)
    return installed[0].team if len(installed) == 1 else ""
