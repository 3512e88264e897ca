"""Tells which messages are questions to the bot, and takes the question out of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatType

if TYPE_CHECKING:
    from telegram import Bot, Message

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?!\S)")


def to_bot(message: Message, bot: Bot) -> str | None:
    """The question in a message if it is one to the bot; None for all else."""
    text = message.text or ""
    if command := _COMMAND.match(text):
        named = command[2] is None or command[2].lower() == bot.username.lower()
        return after_command(text) if command[1].lower() == "ask" and named else None
    if message.chat.type == ChatType.PRIVATE:
        return text
    if _mentions(message, bot.username) or _answers(message, bot.id):
        return _without_mention(text, bot.username)
    return None


def after_command(text: str) -> str:
    _, *question = text.split(maxsplit=1)
    return "".join(question)


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
