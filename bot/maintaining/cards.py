"""Sends and changes messages with buttons, and puts their texts together line by line."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.error import BadRequest

from bot.cutting import one_line, shorten, utf16
from bot.messages import Reply, clean
from bot.sending import is_gone, topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Bot, ForceReply, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove

Rows = Sequence[Sequence[tuple[str, str]]]  # of buttons: label, data

log = logging.getLogger(__name__)

LONGEST = 3900  # UTF-16 units of a message; the rest is for what is added to it
LONGEST_TITLE = 120
_LONGEST_LABEL = 60
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(
    message: Message,
    reply: Reply,
    rows: Rows = (),
    other: ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None,
) -> Message:
    """Answers ``message`` with a text and buttons under it."""
    return await message.get_bot().send_message(
        chat_id=message.chat_id,
        text=reply.text,
        entities=reply.entities,
        message_thread_id=topic(message),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        link_preview_options=_NO_PREVIEW,
        reply_markup=other or keyboard(rows),
    )


async def change(bot: Bot, chat: int, message: int, reply: Reply, rows: Rows = ()) -> bool:
    """Puts another text and other buttons in the place of a message's; False when somebody has deleted it."""
    try:
        await bot.edit_message_text(
            reply.text,
            chat,
            message,
            entities=reply.entities,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(rows),
        )
    except BadRequest as error:
        if is_gone(error):
            return False
        if "not modified" not in str(error).lower():
            raise
    return True


async def unbutton(bot: Bot, chat: int, message: int) -> None:
    """Takes the buttons away from a message that another one takes the place of."""
    try:
        await bot.edit_message_reply_markup(chat, message)
    except BadRequest as error:  # deleted, or without buttons already
        log.debug("The buttons of a message could not be taken away: %s", error)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The buttons; None for none."""
    made = [[InlineKeyboardButton(_label(label), callback_data=data) for label, data in row] for row in rows if row]
    return InlineKeyboardMarkup(made) if made else None


def pages(action: str, page: int, last: int, newer: str, older: str) -> list[tuple[str, str]]:
    """The buttons that turn the pages of a list, numbered from 0."""
    before = [(f"‹ {newer}", f"v1:{action}:{page - 1}")] if page > 0 else []
    return before + ([(f"{older} ›", f"v1:{action}:{page + 1}")] if page < last else [])


def title(text: str, longest: int = LONGEST_TITLE) -> str:
    """A title, or anything else that somebody wrote, as it may stand in a line."""
    return shorten(one_line(clean(text)), longest) or "…"


def lines(parts: Iterable[Reply | str]) -> Reply:
    """Parts on lines of their own, as many whole ones as fit into one message."""
    shown: list[Reply] = []
    size = 0
    for part in parts:
        reply = Reply(part) if isinstance(part, str) else part
        size += utf16(reply.text) + 1
        if size > LONGEST:
            shown.append(Reply("…"))
            break
        shown.append(reply)
    pieces = [piece for each in shown for piece in (Reply("\n"), each)][1:]
    text, entities = MessageEntity.concatenate(*((piece.text, piece.entities) for piece in pieces))
    return Reply(text, tuple(entities))


def styled(text: str, kind: str = MessageEntity.BOLD) -> Reply:
    """A text in bold, or as another kind of entity."""
    return Reply(text, (MessageEntity(kind, 0, utf16(text)),) if text.strip() else ())


def _label(text: str) -> str:
    return shorten(one_line(clean(text)), _LONGEST_LABEL) or "…"
