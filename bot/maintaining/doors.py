"""Who gets through to the maintainers' commands and buttons; all others get one polite sentence."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.cutting import one_line, shorten
from bot.maintaining.cards import send
from bot.messages import Reply, clean
from bot.phrases import phrases as common
from bot.phrases.maintaining import Phrases, phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import CallbackQuery, Message, Update, User
    from telegram.ext import ContextTypes

    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

log = logging.getLogger(__name__)

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A maintainer's command: the message, the words after the command, the language to answer in."""

    message: Message
    person: User
    words: str
    language: str | None

    @property
    def phrases(self) -> Phrases:
        return phrases(self.language)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A maintainer's press of a button: the message that it stands under, and what follows its action."""

    query: CallbackQuery
    person: User
    chat: int
    message: int
    arguments: tuple[str, ...]
    language: str | None

    @property
    def phrases(self) -> Phrases:
        return phrases(self.language)

    async def answer(self) -> None:
        """Tells Telegram that the press has arrived; each press exactly once, first thing."""
        await _answer(self.query)

    async def gone(self) -> None:
        """The answer where what the button was for is there no more."""
        await _answer(self.query, common(self.language).old_button)


def by_name(person: User) -> str:
    """Who changes the library, as its log names people."""
    return f"telegram: {shorten(one_line(clean(person.full_name)), _LONGEST_NAME)} ({person.id})"


def command(
    services: Services, name: str, do: Callable[[Said, Context], Coroutine[Any, Any, None]], *, groups: bool = True
) -> CommandHandler[Any, None]:
    """A command of maintainers; ``groups=False`` for lists of what people asked, which are not for all to see."""

    async def check(update: Update, context: Context) -> None:
        message, person = update.message, update.effective_user
        if message is None or person is None:
            return
        language = services.language(person)
        if not services.access.is_maintainer(person.id):
            await send(message, Reply(phrases(language).only_maintainers))
        elif not groups and message.chat.type != ChatType.PRIVATE:
            await send(message, Reply(phrases(language).only_private))
        else:
            _, *words = (message.text or "").split(maxsplit=1)
            await do(Said(message, person, "".join(words).strip(), language), context)

    return CommandHandler(name, check, filters.UpdateType.MESSAGE & ~filters.VIA_BOT)


def button(
    services: Services, action: str, do: Callable[[Pressed, Context], Coroutine[Any, Any, None]]
) -> CallbackQueryHandler[Any, None]:
    """A button of maintainers: its data is ``v1:<action>:<argument>…``."""

    async def check(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        language = services.language(query.from_user)
        if not services.access.is_maintainer(query.from_user.id):
            await _answer(query, phrases(language).only_maintainers, alert=True)
            return
        if query.message is None:  # maintainers' buttons are never sent inline
            await _answer(query, common(language).old_button)
            return
        arguments = (query.data or "").split(":")[2:]
        chat, number = query.message.chat.id, query.message.message_id
        await do(Pressed(query, query.from_user, chat, number, tuple(arguments), language), context)

    return CallbackQueryHandler(check, pattern=rf"^v1:{action}:")


async def _answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:  # too late, as after a restart: what was asked for is done all the same
        log.warning("A pressed button could not be answered: %s", error)
