"""Everything the bot reacts to, once the gate has let it through: its table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.ext import (
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.about import About
from bot.asking import Desk
from bot.choosing import Choosing
from bot.inline import INLINE_SEARCHES, Inline
from bot.lists import Lists
from bot.maintaining import maintaining
from bot.rates import Rates
from bot.reading import BACK, OPEN, PAGE, SEE, VOTE, WHY, Reading

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import BaseHandler

    from bot.services import Services

# What Telegram is asked to deliver.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result")


def handlers(services: Services) -> list[BaseHandler[Update, Any, Any]]:
    """The handlers in the order in which they are tried; the first that fits takes the update."""
    a_minute = services.settings.questions_per_minute
    reading, inline = Reading(services), Inline(services, Rates(INLINE_SEARCHES * a_minute, services.clock))
    desk = Desk(services, Rates(a_minute, services.clock), reading)
    new, edited = filters.UpdateType.MESSAGE & ~filters.VIA_BOT, filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
    private, group = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS
    return [
        *maintaining(services),
        CommandHandler("start", desk.start, new),
        CommandHandler("help", desk.help, new),
        CommandHandler("ask", desk.ask_command, new),
        *Lists(services).handlers(),
        *About(services).handlers(),
        *Choosing(services).handlers(),
        MessageHandler(private & filters.COMMAND, desk.help),
        MessageHandler(private & filters.TEXT, desk.private_text),
        MessageHandler(private & ~filters.StatusUpdate.ALL, desk.not_text),
        MessageHandler(group & filters.TEXT & ~filters.COMMAND, desk.group_text),
        MessageHandler(edited & filters.TEXT, desk.edited),
        CallbackQueryHandler(reading.see, SEE),
        CallbackQueryHandler(reading.vote, VOTE),
        CallbackQueryHandler(reading.why, WHY),
        CallbackQueryHandler(reading.back, BACK),
        CallbackQueryHandler(reading.open, OPEN),
        CallbackQueryHandler(reading.page, PAGE),
        CallbackQueryHandler(reading.old_button),
        InlineQueryHandler(inline.inline),
        ChosenInlineResultHandler(inline.chosen),
    ]
