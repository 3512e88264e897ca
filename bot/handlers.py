"""Everything the bot reacts to, once the gate has let it through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

from bot import texts
from bot.conversations import Conversations, Said, Talk
from bot.messages import Reply, answer_message
from bot.phrases import phrases
from bot.sending import send_reply, topic, typing

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import BaseHandler, ContextTypes

    from bot.engine_door import EngineDoor

    Context = ContextTypes.DEFAULT_TYPE

# What Telegram is asked to deliver; edited messages only to keep quiet about them so far.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")

_INLINE_CACHE_SECONDS = 1


def handlers(door: EngineDoor, conversations: Conversations) -> list[BaseHandler[Update, Any, Any]]:
    """The handlers in the order in which they are tried; the first that fits takes the update."""
    desk = Desk(door, conversations)
    new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT  # an edited question gets no second answer
    private, group = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS
    return [
        CommandHandler("start", desk.start, new),
        CommandHandler("help", desk.help, new),
        CommandHandler("ask", desk.ask_command, new),
        MessageHandler(private & filters.COMMAND, desk.help),
        MessageHandler(private & filters.TEXT, desk.private_text),
        MessageHandler(private & ~filters.StatusUpdate.ALL, desk.not_text),
        MessageHandler(group & filters.TEXT & ~filters.COMMAND, desk.group_text),
        CallbackQueryHandler(desk.old_button),
        InlineQueryHandler(desk.inline),
    ]


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes in what people write and hands questions through the door to the engine."""

    door: EngineDoor
    conversations: Conversations

    async def start(self, update: Update, context: Context) -> None:
        message = _message(update)
        greeting = texts.start if message.chat.type == ChatType.PRIVATE else texts.start_group
        covered = await self.door.coverage()
        await send_reply(message, Reply(greeting(covered, _language(update), context.bot.username)))

    async def help(self, update: Update, context: Context) -> None:
        words = phrases(_language(update)).help.format(bot=context.bot.username)
        covered = texts.coverage(await self.door.coverage(), _language(update))
        await send_reply(_message(update), Reply(f"{words}\n\n{covered}"))

    async def ask_command(self, update: Update, context: Context) -> None:
        _, *question = (_message(update).text or "").split(maxsplit=1)
        await self._ask("".join(question), update, context)

    async def private_text(self, update: Update, context: Context) -> None:
        await self._ask(_message(update).text or "", update, context)

    async def group_text(self, update: Update, context: Context) -> None:
        message, name = _message(update), context.bot.username
        if _mentions(message, name) or _answers(message, context.bot.id):
            await self._ask(_without_mention(message.text or "", name), update, context)

    async def not_text(self, update: Update, context: Context) -> None:
        await send_reply(_message(update), Reply(phrases(_language(update)).only_text))

    async def old_button(self, update: Update, context: Context) -> None:
        if update.callback_query:
            await update.callback_query.answer(phrases(_language(update)).old_button)

    async def inline(self, update: Update, context: Context) -> None:
        if update.inline_query:
            await update.inline_query.answer([], is_personal=True, cache_time=_INLINE_CACHE_SECONDS)

    async def _ask(self, text: str, update: Update, context: Context) -> None:
        message, question = _message(update), _question(text)
        if not question:
            await send_reply(message, Reply(_how_to_ask(update, context)))
        elif len(question) > texts.LONGEST_QUESTION:
            await send_reply(message, Reply(texts.too_long(_language(update))))
        else:
            talk = _talk(message)
            before = self.conversations.before(talk, _replied_to(message))
            async with typing(message):
                answer = await self.door.ask(question, before)
            sent = await send_reply(message, answer_message(answer))
            self.conversations.keep(talk, before, answer, Said(sent.chat_id, sent.message_id))


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("This handler is for new messages only.")
    return update.message


def _talk(message: Message) -> Talk:
    return Talk(message.chat_id, topic(message), message.from_user.id if message.from_user else 0)


def _replied_to(message: Message) -> Said | None:
    earlier = message.reply_to_message
    return Said(earlier.chat.id, earlier.message_id) if earlier else None


def _language(update: Update) -> str | None:
    return update.effective_user.language_code if update.effective_user else None


def _question(text: str) -> str:
    """The text without blank ends and without halves of characters, which no encoder takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _how_to_ask(update: Update, context: Context) -> str:
    private = _message(update).chat.type == ChatType.PRIVATE
    return texts.how_to_ask(_language(update), None if private else context.bot.username)


def _mentions(message: Message, name: str) -> bool:
    return _mention(name).search(message.text or "") is not None


def _without_mention(text: str, name: str) -> str:
    return _mention(name).sub(" ", text)


def _mention(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)[ ,:，：]*", re.IGNORECASE)


def _answers(message: Message, bot: int) -> bool:
    """Whether a message replies to one of the bot's own."""
    earlier = message.reply_to_message
    return earlier is not None and earlier.from_user is not None and earlier.from_user.id == bot
