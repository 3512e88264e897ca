"""Between Telegram and the handlers: updates are written down before Telegram is told so, and dealt with once.

`Inbox` is the queue that polling and the webhook put updates into. `Turns` lets several people be answered at the
same time, and one person's messages after each other.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.addressing import to_bot
from bot.parts import UNREADABLE, is_whole
from bot.records.file import costing_no_answer

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
        if not isinstance(item, Update) or self._taken(item):
            await super().put(item)

    def _taken(self, update: Update) -> bool:
        """Whether an update is new and has all its parts. What cannot be told must not end the asking for more."""
        try:
            if is_whole(update):
                return self._accepted(update)
            log.error("Update %s lacks what Telegram always sends and is left out.", update.update_id)
        except UNREADABLE as error:
            log.error("Update %s cannot be written down and is left out: %s", update.update_id, type(error).__name__)
        return False

    def _accepted(self, update: Update) -> bool:
        """False for what Telegram sends again because it believes that it was not received."""
        try:
            return self._journal.accept(update.update_id, _asked_in(update), update.to_dict())
        except (sqlite3.Error, OSError) as error:
            raise NetworkError(f"the journal cannot be written ({error}): check space and rights") from error

    async def put_waiting(self, bot: Bot) -> None:
        """Puts in what an earlier process accepted and did not deal with."""
        waiting = self._journal.waiting()
        if waiting:
            log.info("%d updates were accepted and not yet dealt with: that is done now.", len(waiting))
        for each in waiting:
            try:
                await super().put(Update.de_json(each.payload, bot))
            except UNREADABLE as error:  # of another version of the library
                log.error("Update %d cannot be read any more: %s", each.update_id, type(error).__name__)
                self._journal.done(each.update_id)


class Turns(BaseUpdateProcessor):
    """Deals with ``at_once`` updates at the same time, with those of one talk in their order; then they are done."""

    def __init__(self, journal: Journal, at_once: int) -> None:
        super().__init__(_MOST_WAITING)
        self._journal = journal
        self._places = asyncio.Semaphore(at_once)
        self._talks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._in_line: Counter[str] = Counter()

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        talk = talk_of(update)
        self._in_line[talk] += 1
        try:
            async with self._talks[talk], self._places:
                await coroutine  # what goes wrong in handlers ends in the error handler, not here
                with costing_no_answer():
                    self._journal.done(update.update_id)
        finally:
            self._leave(talk)

    def _leave(self, talk: str) -> None:
        self._in_line[talk] -= 1
        if not self._in_line[talk]:
            del self._in_line[talk], self._talks[talk]


def _asked_in(update: Update) -> str:
    """The talk of a question to the bot; nothing for all else, which takes no question's place."""
    message = update.message
    question = to_bot(message, update.get_bot()) if message and message.text else None
    return talk_of(update) if question is not None else ""


def talk_of(update: Update) -> str:
    """Names who speaks where; presses of buttons and inline queries need not wait for answers to questions."""
    chat, person, message = update.effective_chat, update.effective_user, update.effective_message
    if update.message is None and update.edited_message is None:
        return f"other:{update.update_id}"
    thread = message.message_thread_id if message and message.is_topic_message else None
    return f"{chat.id if chat else 0}:{thread or 0}:{person.id if person else 0}"
