"""The gate every update passes first: whoever is not on the list gets no further."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot import texts
from bot.phrases import phrases
from bot.records.people import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import User
    from telegram.ext import CallbackContext

    from bot.records.people import People
    from bot.settings import Settings

    Check = Callable[[Update, CallbackContext[Any, Any, Any, Any]], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)

GATE_GROUP = -1  # before every other handler

# Accounts that stand for many people at once: Telegram itself, anonymous admins, channels.
SHARED_IDS = frozenset({777000, 1087968824, 136817688})

_INLINE_CACHE_SECONDS = 1  # so that somebody let in just now is not shown the old, empty result


class Access:
    """Who may do what: the ids in the settings, and on top of them those let in from chat."""

    def __init__(self, settings: Settings, people: People) -> None:
        self._settings = settings
        self._people = people

    def role(self, person: int) -> Role | None:
        """What somebody may do; None for a stranger."""
        if person in self._settings.maintainer_ids:
            return Role.MAINTAINER
        given = self._people.role(person)
        return given or (Role.STAFF if person in self._settings.staff_ids else None)

    def is_maintainer(self, person: int) -> bool:
        return self.role(person) is Role.MAINTAINER


def gate(access: Access) -> TypeHandler[Update, Any, None]:
    """The handler for group ``GATE_GROUP``; people are known by numeric ids, as names can change hands."""
    return TypeHandler(Update, _check(access))


def is_allowed(update: Update, access: Access) -> bool:
    """Whether one known person, and no channel or anonymous group, stands behind an update."""
    user, message = update.effective_user, update.effective_message
    if user is None or user.id in SHARED_IDS or user.is_bot:
        return False
    if message is not None and message.sender_chat is not None and update.callback_query is None:
        return False
    return access.role(user.id) is not None


def _check(access: Access) -> Check:
    async def check(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if is_allowed(update, access):
            return
        # In a task of its own: what goes wrong while turning somebody away must not open the gate,
        # and many strangers must not take the places of those who may ask.
        context.application.create_task(_turn_away(update), update=update)
        raise ApplicationHandlerStop

    return check


async def _turn_away(update: Update) -> None:
    try:
        await _say_no(update)
    except TelegramError as error:
        log.warning("A stranger could not be told so: %s", error)


async def _say_no(update: Update) -> None:
    user, message = update.effective_user, update.message
    if update.callback_query:
        await update.callback_query.answer(_alert(update.callback_query.from_user), show_alert=True)
    elif update.inline_query:
        await update.inline_query.answer([], is_personal=True, cache_time=_INLINE_CACHE_SECONDS)
    elif message and user and message.chat.type == ChatType.PRIVATE:
        await message.reply_text(texts.stranger(user.id, user.language_code))
    # Everywhere else silence: in a group it would only tell everybody there that the bot exists.


def _alert(user: User) -> str:
    return phrases(user.language_code).stranger_alert
