"""Lets people choose the language that the bot speaks to them: ``/language`` and its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.listed import Page
from bot.lists import change_page, send_page
from bot.menus import set_menu
from bot.messages import Reply
from bot.phrases.lists import phrases

if TYPE_CHECKING:
    from telegram import Update, User
    from telegram.ext import BaseHandler, ContextTypes

    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

LABELS = {"en": "English", "zh": "中文"}  # each in its own language
AS_IN_TELEGRAM = "auto"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Handlers of the command and of its buttons."""

    services: Services

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
        return [
            CommandHandler("language", self.language, new),
            CallbackQueryHandler(self.choose, pattern=rf"^v1:language:({'|'.join([*LABELS, AS_IN_TELEGRAM])})$"),
        ]

    async def language(self, update: Update, context: Context) -> None:
        if update.message is not None and update.effective_user is not None:
            await send_page(update.message, self._page(update.effective_user, chosen=False))

    async def choose(self, update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        await query.answer()
        choice = (query.data or "").rpartition(":")[2]
        self.services.records.people.choose_language(query.from_user.id, None if choice == AS_IN_TELEGRAM else choice)
        await change_page(query, self._page(query.from_user, chosen=True))
        await set_menu(context.bot, self.services, query.from_user)

    def _page(self, person: User, *, chosen: bool) -> Page:
        words = phrases(self.services.language(person))
        kept = self.services.records.people.language(person.id) or AS_IN_TELEGRAM
        labels = LABELS | {AS_IN_TELEGRAM: words.language_auto}
        buttons = [
            InlineKeyboardButton(
                words.chosen.format(label=label) if code == kept else label, callback_data=f"v1:language:{code}"
            )
            for code, label in labels.items()
        ]
        text = words.language_done if chosen else words.language_ask
        return Page(Reply(text), InlineKeyboardMarkup([buttons[:-1], buttons[-1:]]))
