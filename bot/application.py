"""Puts the bot together from its parts and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import InvalidToken
from telegram.ext import Application, ApplicationBuilder

from bot import webhook
from bot.access import GATE_GROUP, Access, gate
from bot.alarm import Alarm
from bot.conversations import Conversations
from bot.delivery import Inbox, Turns
from bot.engine_door import Answerer, EngineDoor
from bot.errors import BotError, Troubles
from bot.handlers import ALLOWED_UPDATES, handlers
from bot.logs import protect_log
from bot.menus import MENU_GROUP, MaintainersMenus, set_menus
from bot.patience import Patience
from bot.polling import PollingRequest
from bot.records import Records
from bot.services import Services

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
_TURN_SECONDS = 0.0005  # of a thread, so that the event loop, which needs many short ones, waits less than usually


def run(settings: Settings, answerer: Answerer, clock: Callable[[], float] = time.monotonic) -> None:
    """Runs the bot until SIGTERM or SIGINT; raises `BotError` when it cannot run."""
    protect_log(token_of(settings), webhook.checked(settings))
    sys.setswitchinterval(_TURN_SECONDS)
    troubles = Troubles()
    records = Records.open(settings)
    application = build(settings, answerer, records, troubles, clock)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        _run(application, settings)
    except InvalidToken:
        raise BotError(
            "Telegram does not accept the token in MEETINGS_TELEGRAM_TOKEN: copy it again from @BotFather."
        ) from None
    finally:
        _finish(loop)
        records.close()
    if troubles.fatal:
        raise troubles.fatal


def _run(application: AnyApplication, settings: Settings) -> None:
    """Until it is told to stop: asks Telegram for news, or listens for it where a webhook is set."""
    if not settings.webhook_url:
        application.run_polling(
            close_loop=False,
            timeout=POLL_SECONDS,
            bootstrap_retries=FOR_EVER,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
        )
        return
    application.run_webhook(
        listen=settings.webhook_listen,
        port=settings.webhook_port,
        url_path=urlsplit(settings.webhook_url).path,
        webhook_url=settings.webhook_url,
        secret_token=webhook.checked(settings),
        close_loop=False,
        bootstrap_retries=FOR_EVER,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
    )


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
    records: Records,
    troubles: Troubles | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> AnyApplication:
    """The bot, ready to run: the gate, then all it reacts to, then what becomes of errors."""
    door, inbox = EngineDoor(answerer), Inbox(records.journal)
    access = Access(settings, records.people)
    services = Services(settings, door, records, Conversations(clock), access, clock)
    polling = PollingRequest(CONNECT_SECONDS, on_rejected=lambda: bot.stop_running())
    builder = _builder(settings).get_updates_request(polling).update_queue(inbox)
    builder = builder.concurrent_updates(Turns(records.journal, CONCURRENT_UPDATES))
    bot = builder.post_init(partial(_begin, services, inbox)).post_shutdown(partial(_close, door)).build()
    if settings.webhook_url:
        bot.updater = webhook.Webhook(bot.bot, inbox)
    bot.add_handler(gate(access), group=GATE_GROUP)
    bot.add_handlers(handlers(services))
    bot.add_handler(MaintainersMenus(services).handler(), group=MENU_GROUP)
    troubles = troubles or Troubles()
    troubles.serve(services, Alarm(settings.maintainers_chat))
    bot.add_error_handler(troubles.handle)
    return bot


def _builder(settings: Settings) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    return (
        ApplicationBuilder()
        .token(token_of(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .rate_limiter(Patience())
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


async def _begin(services: Services, inbox: Inbox, application: AnyApplication) -> None:
    """Before the first update: the menus, then what an earlier process left undone."""
    if not services.settings.allowed_ids and not services.records.people.members():
        log.warning("Nobody may ask yet: set MEETINGS_STAFF_IDS or MEETINGS_MAINTAINER_IDS to Telegram ids.")
    await set_menus(application.bot)
    services.records.journal.forget_old()
    services.records.answers.forget_old(services.settings.answer_log_days)
    services.records.corrections.forget_old()
    services.records.uploads.forget_old()
    await inbox.put_waiting(application.bot)
    log.info("The bot @%s is ready.", application.bot.username)


async def _close(door: EngineDoor, application: AnyApplication) -> None:
    door.close()
