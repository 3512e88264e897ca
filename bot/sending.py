"""Sends a reply to the message that asked for it: in its chat, its topic, without link preview."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.messages import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Message

log = logging.getLogger(__name__)

GENERAL_TOPIC = 1  # Telegram refuses messages that name this topic; without a topic they land there
TYPING_AFTER = 0.3  # seconds; an answer that comes sooner needs no sign of life
TYPING_LASTS = 4.5  # seconds; Telegram takes the sign away after five


async def send_reply(message: Message, reply: Reply) -> Message:
    """Answers ``message``; without formatting when Telegram does not accept the formatted text."""
    try:
        return await _send(message, reply)
    except BadRequest as error:
        if not reply.entities:
            raise
        log.error("Telegram refused a formatted message, sending it plain: %s", error)
        return await _send(message, Reply(reply.text))


async def _send(message: Message, reply: Reply) -> Message:
    return await message.get_bot().send_message(
        chat_id=message.chat_id,
        text=reply.text,
        entities=reply.entities,
        message_thread_id=topic(message),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
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
