"""What our Telegram bot is called: asked once, for links into it and to see whether its token works."""

import asyncio

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram_redact import keep_out_of_logs
from surveys.errors import ChannelError, ConfigError

PATIENCE = 10.0  # seconds


def bot_name(token: str, api_url: str, patience: float = PATIENCE) -> str:
    """The bot's user name, without the @. ConfigError when Telegram refuses the token, ChannelError when it does not answer."""
    return asyncio.run(_bot_name(token, api_url, patience))


async def _bot_name(token: str, api_url: str, patience: float) -> str:
    keep_out_of_logs(token.partition(":")[2])
    request = HTTPXRequest(connect_timeout=patience, read_timeout=patience)
    # Not "from" in what follows: python-telegram-bot writes the token into its errors
    try:
        bot = Bot(token, base_url=f"{api_url}/bot", request=request, get_updates_request=request)
        async with bot:
            return bot.username
    except InvalidToken:
        raise ConfigError("Telegram refuses HEARBACK_TELEGRAM_TOKEN. Ask @BotFather for a new one.") from None
    except TelegramError as error:
        raise ChannelError(f"Telegram at {api_url} does not answer ({type(error).__name__})") from None
