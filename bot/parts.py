"""Tells whether an update has the parts that all others may rely on; the library lets some pass without."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeGuard

from telegram import (
    CallbackQuery,
    Chat,
    ChosenInlineResult,
    Document,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    Message,
    MessageEntity,
    MessageOriginUser,
    SharedUser,
    User,
    UsersShared,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telegram import Update

    Fits = Callable[[object], bool]

# What the library raises for an update that it cannot read; the last three for dates that no clock has, and depth.
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError, RecursionError)

_LARGEST_ID = (1 << 52) - 1  # of people and chats: "at most 52 significant bits"
_LARGEST_NUMBER = (1 << 31) - 1  # of messages and threads
_LARGEST_SIZE = (1 << 63) - 1  # of files, in bytes


def is_whole(update: Update) -> bool:
    """Whether all parts of an update that are read or handed back to Telegram are of the kind they should be."""
    message, person, chat = update.effective_message, update.effective_user, update.effective_chat
    queries = update.callback_query, update.inline_query, update.chosen_inline_result
    return isinstance(update.update_id, int) and all(map(_is_sound, (message, person, chat, *queries)))


def _is_sound(part: object) -> bool:
    if isinstance(part, tuple):
        return all(map(_is_sound, part))
    always, sometimes = _PARTS.get(type(part), ({}, {}))
    values = {name: getattr(part, name) for name in (*always, *sometimes)}
    given = {name: value for name, value in values.items() if value is not None}
    return (
        always.keys() <= given.keys()
        and all((always.get(name) or sometimes[name])(value) for name, value in given.items())
        and all(map(_is_sound, given.values()))
    )


def _a(*kinds: type) -> Fits:
    return lambda part: isinstance(part, kinds)


def _from_to(least: int, most: int) -> Fits:
    return lambda part: _is_number(part) and least <= part <= most


def _is_number(part: object) -> TypeGuard[int]:
    return isinstance(part, int) and not isinstance(part, bool)


def _token(part: object) -> bool:
    """A text that is handed back to Telegram as it came."""
    return isinstance(part, str) and not any("\ud800" <= character <= "\udfff" for character in part)


def _chat_id(part: object) -> bool:
    return _is_number(part) and 0 < abs(part) <= _LARGEST_ID


_TEXT, _WHEN, _MANY, _PERSON, _CHAT = _a(str), _a(datetime), _a(tuple), _a(User), _a(Chat)
_PERSON_ID, _NUMBER, _COUNT = _from_to(1, _LARGEST_ID), _from_to(1, _LARGEST_NUMBER), _from_to(0, _LARGEST_NUMBER)
_EARLIER = _a(Message, InaccessibleMessage)

# By kind: the parts that are always there, and those that may be.
_PARTS: Mapping[type, tuple[Mapping[str, Fits], Mapping[str, Fits]]] = {
    Message: (
        {"message_id": _NUMBER, "date": _WHEN, "chat": _CHAT},
        {"from_user": _PERSON, "sender_chat": _CHAT, "text": _TEXT, "entities": _MANY, "edit_date": _WHEN}
        | {"message_thread_id": _NUMBER, "is_topic_message": _a(bool), "reply_to_message": _EARLIER}
        | {"document": _a(Document), "media_group_id": _TEXT, "users_shared": _a(UsersShared)}
        | {"reply_markup": _a(InlineKeyboardMarkup), "forward_origin": _a(object)},
    ),
    InaccessibleMessage: ({"message_id": _NUMBER, "chat": _CHAT}, {}),
    Chat: ({"id": _chat_id, "type": _TEXT}, {}),
    User: ({"id": _PERSON_ID, "first_name": _TEXT}, {"last_name": _TEXT, "username": _TEXT, "language_code": _TEXT}),
    MessageEntity: ({"type": _TEXT, "offset": _COUNT, "length": _COUNT}, {}),
    Document: ({"file_id": _token}, {"file_name": _TEXT, "file_size": _from_to(0, _LARGEST_SIZE)}),
    UsersShared: ({"users": _MANY}, {}),
    SharedUser: ({"user_id": _PERSON_ID}, {"first_name": _TEXT, "last_name": _TEXT}),
    MessageOriginUser: ({"sender_user": _PERSON}, {}),
    InlineKeyboardMarkup: ({"inline_keyboard": _MANY}, {}),
    InlineKeyboardButton: ({"text": _TEXT}, {}),
    CallbackQuery: (
        {"id": _token, "from_user": _PERSON},
        {"data": _TEXT, "message": _EARLIER, "inline_message_id": _token},
    ),
    InlineQuery: ({"id": _token, "from_user": _PERSON, "query": _TEXT}, {}),
    ChosenInlineResult: ({"result_id": _TEXT, "from_user": _PERSON, "query": _TEXT}, {}),
}
