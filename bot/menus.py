"""The menus of commands that Telegram shows: one for everybody, one in the chat of each who needs another."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import TypeHandler

from bot.phrases import EN
from bot.phrases import LANGUAGES as GENERAL
from bot.phrases.lists import LANGUAGES, phrases

if TYPE_CHECKING:
    from telegram import Bot, User
    from telegram.ext import BaseHandler, ContextTypes

    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

log = logging.getLogger(__name__)

MENU_GROUP = 1  # after the handlers that answer
FOR_STAFF = ("ask", "meetings", "people", "about", "language", "privacy", "help", "start")
# On top of those for staff; each needs its words in `bot.phrases.lists`.
FOR_MAINTAINERS = ("gaps", "stale", "stats", "remove", "undo", "audit", "staff")


def commands(language: str | None, *, maintainer: bool = False) -> list[BotCommand]:
    """The menu, each command with what it does."""
    words = phrases(language).commands
    return [BotCommand(name, words[name]) for name in (*FOR_STAFF, *(FOR_MAINTAINERS if maintainer else ()))]


def commands_help(language: str | None, *, maintainer: bool = False) -> str:
    """The same as lines of a message."""
    lines = [f"/{each.command} – {each.description}" for each in commands(language, maintainer=maintainer)]
    return "\n".join([phrases(language).commands_head, *lines])


async def set_menus(bot: Bot) -> None:
    """The menu that everybody gets, in every language; a failure is harmless."""
    try:
        for language, words in GENERAL.items():
            await bot.set_my_commands(commands(language), language_code=None if words is EN else language)
    except TelegramError as error:
        log.warning("The menu of commands could not be set: %s", error)


async def set_menu(bot: Bot, services: Services, person: User) -> None:
    """The menu in somebody's private chat, by the language he chose and what he may do; a failure is harmless."""
    chosen, maintainer = services.records.people.language(person.id), services.access.is_maintainer(person.id)
    scope = BotCommandScopeChat(person.id)
    try:
        if chosen is None and not maintainer:
            for code in (None, *LANGUAGES):
                await bot.delete_my_commands(scope, language_code=code)
            return
        for code in (None, *LANGUAGES):
            shown = commands(chosen or code, maintainer=maintainer)
            await bot.set_my_commands(shown, scope, language_code=code)
    except TelegramError as error:  # he never wrote to the bot himself, or has blocked it
        log.info("The menu of a chat could not be set: %s", error)


@dataclass(frozen=True, slots=True)
class MaintainersMenus:
    """Gives a maintainer his menu when he first writes to this process in a private chat."""

    services: Services
    seen: set[int] = field(default_factory=set)

    def handler(self) -> BaseHandler[Update, Any, Any]:
        return TypeHandler(Update, self.meet)

    async def meet(self, update: Update, context: Context) -> None:
        person, message = update.effective_user, update.message
        if person is None or message is None or message.chat.type != ChatType.PRIVATE or person.id in self.seen:
            return
        if self.services.access.is_maintainer(person.id):
            self.seen.add(person.id)
            await set_menu(context.bot, self.services, person)
