"""Which chats and messages a call may touch, and what Telegram says about all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.botapi.rules import LONGEST_QUOTE, Json, Refused, bad_request, utf16
from tests.botapi.state import without_reply

if TYPE_CHECKING:
    from tests.botapi.state import Chat, State

DELETABLE_SECONDS = 48 * 3600


def chat_of(world: State, parameters: Json, name: str = "chat_id") -> Chat:
    """A chat that the bot knows."""
    number = parameters.get(name, 0)
    chat = world.chats.get(int(number)) if str(number).lstrip("-").isdigit() else None
    if chat is None:
        if number in world.people:
            raise _forbidden("bot can't initiate conversation with a user")
        raise Refused("Bad Request: chat not found")
    return chat


def writable(world: State, parameters: Json) -> Chat:
    """A chat that the bot may write to now."""
    chat = chat_of(world, parameters)
    if chat.moved_to is not None:
        moved = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(moved, foreseeable=False, migrate_to_chat_id=chat.moved_to)
    if chat.blocked:
        raise _forbidden("bot was blocked by the user")
    if not chat.bot_is_member:
        raise _forbidden(f"bot is not a member of the {chat.type} chat")
    bad_request(chat.type == "channel" and not chat.bot_is_admin, "need administrator rights in the channel")
    if not chat.bot_may_write:
        rights = "Bad Request: not enough rights to send text messages to the chat"
        raise Refused(rights, foreseeable=False)
    check_topic(chat, parameters)
    return chat


def check_topic(chat: Chat, parameters: Json) -> None:
    thread = parameters.get("message_thread_id")
    bad_request(thread is not None and thread not in chat.topics - {1}, "message thread not found")


def message_of(chat: Chat, number: object, what: str) -> Json:
    message = chat.messages.get(number) if isinstance(number, int) else None
    if message is None:
        raise Refused(f"Bad Request: message to {what} not found")
    return message


def own_message(world: State, parameters: Json) -> Json:
    """A message of the bot's own, or one sent via it, that a call wants to change."""
    inline = parameters.get("inline_message_id")
    if inline is not None:
        bad_request(inline not in world.inline_messages, "MESSAGE_ID_INVALID")
        return world.inline_messages[inline]
    message = message_of(chat_of(world, parameters), parameters.get("message_id"), "edit")
    bad_request(message.get("from", {}).get("id") != world.bot["id"], "message can't be edited")
    return message


def deletable(world: State, parameters: Json) -> tuple[Chat, int]:
    """A message that the bot may delete: 48 hours long its own and, in private or as an admin, those of others."""
    chat = chat_of(world, parameters)
    message = message_of(chat, parameters.get("message_id"), "delete")
    own = message.get("from", {}).get("id") == world.bot["id"]
    old = world.now - message["date"] > DELETABLE_SECONDS and not chat.bot_is_admin
    allowed = own or chat.type == "private" or chat.bot_is_admin
    bad_request(old or not allowed, "message can't be deleted for everyone")
    return chat, message["message_id"]


def replied_to(chat: Chat, parameters: Json) -> Json:
    """The message that is replied to, as it stands in the new one."""
    wanted = parameters.get("reply_parameters")
    if not wanted:
        return {}
    earlier = chat.messages.get(wanted["message_id"])
    may_lack = wanted.get("allow_sending_without_reply")
    bad_request(earlier is None and not may_lack, "message to be replied not found")
    if earlier is None:
        return {}
    quote = wanted.get("quote")
    said = str(earlier.get("text", earlier.get("caption", "")))
    fits = quote is None or (utf16(quote) <= LONGEST_QUOTE and quote in said)
    bad_request(not fits, "QUOTE_TEXT_INVALID")
    return _in_its_topic(earlier) | ({"quote": {"text": quote, "position": said.index(quote)}} if quote else {})


def _in_its_topic(earlier: Json) -> Json:
    """A reply lands in the topic of what it replies to."""
    content: Json = {"reply_to_message": without_reply(earlier)}
    thread = earlier.get("message_thread_id") if earlier.get("is_topic_message") else None
    return content | ({"message_thread_id": thread} if thread not in (None, 1) else {})


def _forbidden(why: str) -> Refused:
    return Refused(f"Forbidden: {why}", 403, foreseeable=False)
