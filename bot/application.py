"""Puts the bot together from its parts and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.access import GATE_GROUP, gate
from bot.conversations import Conversations
from bot.engine_door import Answerer, EngineDoor
from bot.errors import BotError, Troubles
from bot.handlers import ALLOWED_UPDATES, handlers
from bot.logs import protect_log
from bot.patience import Patience
from bot.phrases import EN, LANGUAGES, Phrases
from bot.polling import PollingRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

__all__ = ["Answerer", "BotError", "build", "run"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

log = logging.getLogger(__name__)

CONCURRENT_UPDATES = 8  # measured: more is slower, one lets a slow question hold up all others
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
POLL_SECONDS = 20  # how long Telegram holds a request for news open
FOR_EVER = -1


def run(settings: Settings, answerer: Answerer, clock: Callable[[], float] = time.monotonic) -> None:
    """Runs the bot until SIGTERM or SIGINT; raises `BotError` when it cannot run."""
    protect_log(token_of(settings))
    troubles = Troubles()
    application = build(settings, answerer, troubles, clock)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        application.run_polling(
            close_loop=False,
            timeout=POLL_SECONDS,
            bootstrap_retries=FOR_EVER,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
        )
    except InvalidToken:
        raise BotError(
            "Telegram does not accept the token in MEETINGS_TELEGRAM_TOKEN: copy it again from @BotFather."
        ) from None
    finally:
        _finish(loop)
    if troubles.fatal:
        raise troubles.fatal


def _finish(loop: asyncio.AbstractEventLoop) -> None:
    """Ends what a sudden stop, as after a revoked token, left half done."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()


def build(
    settings: Settings,
    answerer: Answerer,
    troubles: Troubles | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> AnyApplication:
    """The bot, ready to run: the gate, then all it reacts to, then what becomes of errors."""
    door = EngineDoor(answerer)
    polling = PollingRequest(CONNECT_SECONDS, on_rejected=lambda: bot.stop_running())
    builder = _builder(settings).get_updates_request(polling)
    bot = builder.post_init(partial(_greet, settings)).post_shutdown(partial(_close, door)).build()
    bot.add_handler(gate(settings.allowed_ids), group=GATE_GROUP)
    bot.add_handlers(handlers(door, Conversations(clock)))
    bot.add_error_handler((troubles or Troubles()).handle)
    return bot


def _builder(settings: Settings) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    return (
        ApplicationBuilder()
        .token(token_of(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .rate_limiter(Patience())
        .concurrent_updates(CONCURRENT_UPDATES)
        .connect_timeout(CONNECT_SECONDS)
        .read_timeout(ANSWER_SECONDS)
        .write_timeout(ANSWER_SECONDS)
        .pool_timeout(ANSWER_SECONDS)
    )


def token_of(settings: Settings) -> str:
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        raise BotError("No token: ask @BotFather for one and set MEETINGS_TELEGRAM_TOKEN to it.")
    return token


async def _greet(settings: Settings, application: AnyApplication) -> None:
    if not settings.allowed_ids:
        log.warning("Nobody may ask yet: set MEETINGS_STAFF_IDS or MEETINGS_MAINTAINER_IDS to Telegram ids.")
    try:
        for language, words in LANGUAGES.items():
            await application.bot.set_my_commands(_commands(words), language_code=None if words is EN else language)
    except TelegramError as error:
        log.warning("The menu of commands could not be set: %s", error)
    log.info("The bot @%s is ready.", application.bot.username)


def _commands(words: Phrases) -> list[BotCommand]:
    return [
        BotCommand("ask", words.ask_command),
        BotCommand("help", words.help_command),
        BotCommand("start", words.start_command),
    ]


async def _close(door: EngineDoor, application: AnyApplication) -> None:
    door.close()
