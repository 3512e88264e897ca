"""Sends a reply to the message that asked for it: in its chat, its topic, without link preview."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.messages import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message

log = logging.getLogger(__name__)

GENERAL_TOPIC = 1  # Telegram refuses messages that name this topic; without a topic they land there
TYPING_AFTER = 0.3  # seconds; an answer that comes sooner needs no sign of life
TYPING_LASTS = 4.5  # seconds; Telegram takes the sign away after five


@dataclass(frozen=True, slots=True)
class Target:
    """A message of the bot that can be edited: in a chat, or one that somebody sent through inline mode."""

    bot: Bot
    chat: int | None
    message: int | None
    inline: str | None = None

    @classmethod
    def of(cls, query: CallbackQuery) -> Target:
        """The message that a pressed button stands under."""
        if query.message is None:
            return cls(query.get_bot(), None, None, query.inline_message_id)
        return cls(query.get_bot(), query.message.chat.id, query.message.message_id)


async def send_reply(message: Message, reply: Reply, keyboard: InlineKeyboardMarkup | None = None) -> Message:
    """Answers ``message``; without formatting when Telegram does not accept the formatted text."""
    try:
        return await _send(message, reply, keyboard)
    except BadRequest as error:
        if not reply.entities:
            raise
        log.error("Telegram refused a formatted message, sending it plain: %s", error)
        return await _send(message, Reply(reply.text), keyboard)


async def edit(target: Target, reply: Reply, keyboard: InlineKeyboardMarkup | None = None) -> bool:
    """Puts a message in the place of an earlier one; False when that is gone or cannot be edited."""
    try:
        return await _edit_text(target, reply, keyboard)
    except BadRequest as error:
        if is_gone(error):
            return False
        if not reply.entities:
            raise
        log.error("Telegram refused a formatted message, sending it plain: %s", error)
        return await _edit_text(target, Reply(reply.text), keyboard)


async def edit_keyboard(target: Target, keyboard: InlineKeyboardMarkup | None) -> None:
    """Changes the buttons under a message, if it is still there."""
    try:
        await target.bot.edit_message_reply_markup(
            target.chat, target.message, inline_message_id=target.inline, reply_markup=keyboard
        )
    except BadRequest as error:
        if not is_gone(error) and not _is_same(error):
            raise


async def _edit_text(target: Target, reply: Reply, keyboard: InlineKeyboardMarkup | None) -> bool:
    try:
        await target.bot.edit_message_text(
            reply.text,
            target.chat,
            target.message,
            inline_message_id=target.inline,
            entities=reply.entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=keyboard,
        )
    except BadRequest as error:
        if not _is_same(error):
            raise
    return True


def _is_same(error: BadRequest) -> bool:
    return "not modified" in str(error).lower()


def is_gone(error: BadRequest) -> bool:
    """Whether a message that was to be changed is there no more, or is none of the bot's own."""
    return any(words in str(error).lower() for words in ("message to edit not found", "can't be edited"))


async def _send(message: Message, reply: Reply, keyboard: InlineKeyboardMarkup | None) -> Message:
    return await message.get_bot().send_message(
        chat_id=message.chat_id,
        text=reply.text,
        entities=reply.entities,
        message_thread_id=topic(message),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard,
    )


def topic(message: Message) -> int | None:
    """The forum topic to answer in; the thread of a plain group's replies is no topic."""
    thread = message.message_thread_id
    return thread if message.is_topic_message and thread != GENERAL_TOPIC else None


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Shows "typing…" while the block runs; in groups not, where it would use up the limit for answers."""
    if message.chat.type != ChatType.PRIVATE:
        yield
        return
    sign = asyncio.create_task(_keep_typing(message))
    try:
        yield
    finally:
        sign.cancel()


async def _keep_typing(message: Message) -> None:
    await asyncio.sleep(TYPING_AFTER)
    while True:
        with suppress(TelegramError):
            await message.get_bot().send_chat_action(
                message.chat_id, ChatAction.TYPING, message_thread_id=topic(message)
            )
        await asyncio.sleep(TYPING_LASTS)
