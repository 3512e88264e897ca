"""What becomes of an error: a line in the log under an id, a sentence with that id for the person.

BotError: the bot cannot run; the message is one sentence that says what to do.
"""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError

from bot import texts
from bot.alarm import Alarm
from bot.complaints import Complaint
from bot.messages import Reply
from bot.sending import send_reply

if TYPE_CHECKING:
    from telegram import User
    from telegram.ext import ContextTypes

    from bot.services import Services

log = logging.getLogger(__name__)

YOUNG = 60.0  # seconds after the start in which another process with our token was there first


class BotError(Complaint):
    """The bot cannot run; says in one sentence what to do."""


class Troubles:
    """The error handler; remembers in ``fatal`` why it stopped the bot, if it did."""

    def __init__(self) -> None:
        self.fatal: BotError | None = None
        self._started = time.monotonic()
        self._alarm = Alarm(None)
        self._services: Services | None = None

    def serve(self, services: Services, alarm: Alarm) -> None:
        """From now on speaks to people in their language, and tells the maintainers' chat."""
        self._services, self._alarm = services, alarm

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if context.error is None:
            return
        if isinstance(update, Update):
            await self._report(update, context)
        elif isinstance(context.error, Conflict):
            self._meet_rival(context)
        else:
            log.warning("Asking Telegram for news failed, trying again: %s", _named(context.error))

    def _meet_rival(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Of two processes with one token the newer one leaves, or both would answer by halves."""
        if time.monotonic() - self._started > YOUNG:
            if self._alarm.meets_rival(context.bot):
                log.error("Another process uses this bot's token too: stop it, or its questions are lost here.")
            return
        self.fatal = BotError("Another process already runs with this token: stop that one first.")
        context.application.stop_running()

    async def _report(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if (error := context.error) is None:
            return
        if isinstance(error, BadRequest) and "query is too old" in str(error).lower():
            log.info("A button or an inline query came too late to be answered, as after a downtime.")
            return
        reference = secrets.token_hex(4)
        log.error("%s: update %d failed with %s", reference, update.update_id, _described(error))
        if isinstance(error, Forbidden):  # blocked, or thrown out of the group: nobody is there to be told
            return
        self._alarm.failed(context.bot, reference, error)
        if update.message and update.effective_user:
            await _tell(update, Reply(texts.failed(reference, self._language(update.effective_user))), reference)

    def _language(self, person: User) -> str | None:
        return self._services.language(person) if self._services else person.language_code


async def _tell(update: Update, reply: Reply, reference: str) -> None:
    try:
        if update.message:
            await send_reply(update.message, reply)
    except TelegramError as error:
        log.error("%s: the person could not be told: %s", reference, _named(error))


def _described(error: Exception) -> str:
    """The kind of error and where it happened, but no message text: that may repeat what people wrote."""
    if isinstance(error, NetworkError | Forbidden):
        return _named(error)
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{_named(error)}\n{places}".rstrip()


def _named(error: Exception) -> str:
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, TelegramError) else kind
