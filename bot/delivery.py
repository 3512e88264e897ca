"""Between Telegram and the handlers: updates are written down before Telegram is told so, and dealt with once.

`Inbox` is the queue that polling and the webhook put updates into. `Turns` lets several people be answered at the
same time, and one person's messages after each other.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

from telegram import Update
from telegram.constants import ChatType
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from telegram import Bot

    from bot.records.journal import Journal

log = logging.getLogger(__name__)

_MOST_WAITING = 4096  # updates taken out of the queue; all but `at_once` of them wait for their turn


class Inbox(asyncio.Queue[object]):
    """A queue that has written an update down before ``put`` returns, and takes none twice."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    async def put(self, item: object) -> None:
        """Raises NetworkError when it could not be written down: polling and Telegram then try again."""
        if not isinstance(item, Update) or self._accepted(item):
            await super().put(item)

    def _accepted(self, update: Update) -> bool:
        """False for what Telegram sends again because it believes that it was not received."""
        try:
            return self._journal.accept(update.update_id, _asked_in(update), update.to_dict())
        except sqlite3.Error as error:
            raise NetworkError(f"the journal cannot be written ({error}): check space and rights") from error

    async def put_waiting(self, bot: Bot) -> None:
        """Puts in what an earlier process accepted and did not deal with."""
        waiting = self._journal.waiting()
        if waiting:
            log.info("%d updates were accepted and not yet dealt with: that is done now.", len(waiting))
        for each in waiting:
            await super().put(Update.de_json(each.payload, bot))


class Turns(BaseUpdateProcessor):
    """Deals with ``at_once`` updates at the same time, with those of one talk in their order; then they are done."""

    def __init__(self, journal: Journal, at_once: int) -> None:
        super().__init__(_MOST_WAITING)
        self._journal = journal
        self._places = asyncio.Semaphore(at_once)
        self._talks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        talk = talk_of(update)
        lock = self._talks[talk]
        async with lock, self._places:
            await coroutine  # what goes wrong in handlers ends in the error handler, not here
            self._journal.done(update.update_id)
        if not lock.locked() and not lock._waiters:  # nobody else is in line
            self._talks.pop(talk, None)


def _asked_in(update: Update) -> str:
    """The talk of a message that may be a question to the bot; nothing for all else, which replaces no question."""
    message = update.message
    if message is None or not message.text:
        return ""
    if message.text.startswith("/"):
        return talk_of(update) if message.text.startswith("/ask") else ""
    earlier = message.reply_to_message
    replies = earlier is not None and earlier.from_user is not None and earlier.from_user.is_bot
    addressed = message.chat.type == ChatType.PRIVATE or replies or bool(message.parse_entities(["mention"]))
    return talk_of(update) if addressed else ""


def talk_of(update: Update) -> str:
    """Names who speaks where; presses of buttons and inline queries need not wait for answers to questions."""
    chat, person, message = update.effective_chat, update.effective_user, update.effective_message
    if update.message is None and update.edited_message is None:
        return f"other:{update.update_id}"
    thread = message.message_thread_id if message and message.is_topic_message else None
    return f"{chat.id if chat else 0}:{thread or 0}:{person.id if person else 0}"
