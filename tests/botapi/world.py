"""The Telegram around the bot: people, chats, their messages, and the updates that wait for the bot."""

from __future__ import annotations

import itertools
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.rules import Json, utf16

if TYPE_CHECKING:
    from collections.abc import Callable

ADMINS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
SPOKEN_AT = 1_700_038_800  # for pictures that have to stay the same

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?")
_MENTION = re.compile(r"(?<!\w)@\w{4,32}")


@dataclass(frozen=True)
class Person:
    id: int
    first_name: str = "Ada"
    language: str | None = "en"

    def json(self) -> Json:
        known = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return known | ({"language_code": self.language} if self.language else {})


@dataclass
class Chat:
    """One chat and all that was written in it; the bot is a member unless it is a person's own."""

    id: int
    type: str
    title: str = ""
    topics: frozenset[int] = frozenset()
    bot_is_admin: bool = False
    messages: dict[int, Json] = field(default_factory=dict)

    def json(self) -> Json:
        forum = {"is_forum": True} if self.topics else {}
        name = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type} | name | forum


class World:
    """Holds the chats and makes updates; every ``says``-like method returns the message it delivered."""

    def __init__(self, username: str = "meetings_bot", *, privacy: bool = True) -> None:
        self.bot: Json = {"id": 123456, "is_bot": True, "first_name": "Meetings", "username": username}
        self.privacy = privacy
        self.chats: dict[int, Chat] = {}
        self.updates: list[Json] = []
        self.allowed: list[str] | None = None  # kinds of updates the bot asked for
        self.callbacks: dict[str, bool] = {}  # id of each pressed button: answered yet?
        self.inline_queries: dict[str, bool] = {}
        self.clock: Callable[[], int] = lambda: int(time.time())  # what messages are dated by
        self.on_update: Callable[[], None] = lambda: None
        self._lock = threading.Lock()  # tests write here while the server's thread reads
        self._numbers = itertools.count(1)
        self._update_ids = itertools.count(1001)

    # Chats

    def group(self, number: int, *, topics: frozenset[int] = frozenset(), bot_is_admin: bool = False) -> Chat:
        kind = "supergroup"
        return self._chat(Chat(number, kind, "District office", topics, bot_is_admin))

    def channel(self, number: int) -> Chat:
        return self._chat(Chat(number, "channel", "District news"))

    def private(self, person: Person) -> Chat:
        return self._chat(Chat(person.id, "private", person.first_name))

    def _chat(self, chat: Chat) -> Chat:
        return self.chats.setdefault(chat.id, chat)

    # Messages

    def says(self, person: Person, text: str, **extra: Any) -> Json:
        """A text in the person's private chat with the bot."""
        return self._deliver("message", self._written(self.private(person), person.json(), text, extra))

    def shows(self, person: Person, **content: Any) -> Json:
        """Anything but text in private: ``photo=…``, ``voice=…``."""
        return self._deliver("message", self._message(self.private(person), person.json(), content))

    def says_in(self, chat: Chat, person: Person, text: str, **extra: Any) -> Json:
        """A text in a group; delivered only as far as privacy mode lets it through."""
        return self._say_in(chat, person.json(), text, extra)

    def admin_says_in(self, chat: Chat, text: str) -> Json:
        """What an anonymous admin of a group writes."""
        return self._say_in(chat, ADMINS, text, {"sender_chat": chat.json()})

    def replies(self, person: Person, earlier: Json, text: str) -> Json:
        chat = self.chats[earlier["chat"]["id"]]
        return self._say_in(chat, person.json(), text, {"reply_to_message": _without_reply(earlier)})

    def edits(self, earlier: Json, text: str) -> Json:
        edited = earlier | {"text": text, "entities": self._entities(text), "edit_date": self.clock()}
        self.chats[earlier["chat"]["id"]].messages[earlier["message_id"]] = edited
        return self._deliver("edited_message", edited)

    def posts(self, channel: Chat, text: str) -> Json:
        message = self._message(channel, None, {"text": text, "sender_chat": channel.json()})
        return self._deliver("channel_post", message, asked_for=True)

    # Other doors

    def asks_inline(self, person: Person, query: str) -> Json:
        number = str(next(self._numbers))
        self.inline_queries[number] = False
        payload = {"id": number, "from": person.json(), "query": query, "offset": ""}
        return self._deliver("inline_query", payload)

    def presses(self, person: Person, message: Json, data: str) -> Json:
        number = str(next(self._numbers))
        self.callbacks[number] = False
        payload = {
            "id": number,
            "from": person.json(),
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return self._deliver("callback_query", payload)

    def writes_to_business(self, person: Person, text: str) -> Json:
        extra = {"business_connection_id": "business"}
        message = self._written(self.private(person), person.json(), text, extra)
        return self._deliver("business_message", message, asked_for=True)

    def asks_as_guest(self, chat: Chat, person: Person, text: str) -> Json:
        message = self._written(chat, person.json(), text, {"guest_query_id": "guest"})
        return self._deliver("guest_message", message, asked_for=True)

    def raw(self, kind: str, payload: Json) -> Json:
        """Any update at all, whether the bot asked for its kind or not."""
        return self._deliver(kind, payload, asked_for=True)

    # The bot's side

    def bot_says(self, chat: Chat, content: Json) -> Json:
        return self._message(chat, self.bot, content)

    def pending(self, offset: int, limit: int) -> list[Json]:
        """The updates from ``offset`` on; those before it are confirmed and forgotten."""
        with self._lock:
            if offset > 0:
                self.updates = [update for update in self.updates if update["update_id"] >= offset]
            return self.updates[:limit] if offset >= 0 else self.updates[offset:]

    # Making them

    def _say_in(self, chat: Chat, author: Json, text: str, extra: Json) -> Json:
        message = self._written(chat, author, text, extra)
        return self._deliver("message", message) if self._is_let_through(chat, message) else message

    def _is_let_through(self, chat: Chat, message: Json) -> bool:
        """Telegram's privacy mode: what a bot that is no admin is shown of a group."""
        if not self.privacy or chat.bot_is_admin or chat.type == "private":
            return True
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot["id"]
        via_bot = message.get("via_bot", {}).get("id") == self.bot["id"]
        return to_bot or via_bot or self._is_command_to_bot(message)

    def _is_command_to_bot(self, message: Json) -> bool:
        command = _COMMAND.match(message.get("text", ""))
        return command is not None and (command[1] or "").lower() == f"@{self.bot['username']}".lower()

    def _written(self, chat: Chat, author: Json, text: str, extra: Json) -> Json:
        return self._message(chat, author, {"text": text, "entities": self._entities(text)} | extra)

    def _message(self, chat: Chat, author: Json | None, content: Json) -> Json:
        number = next(self._numbers)
        message: Json = {"message_id": number, "date": self.clock(), "chat": chat.json()} | content
        if author:
            message["from"] = author
        if "message_thread_id" in message and chat.topics:
            message["is_topic_message"] = True
        chat.messages[number] = message
        return message

    def _deliver(self, kind: str, payload: Json, *, asked_for: bool = False) -> Json:
        if asked_for or self.allowed is None or kind in self.allowed:
            with self._lock:
                self.updates.append({"update_id": next(self._update_ids), kind: payload})
            self.on_update()
        return payload

    @staticmethod
    def _entities(text: str) -> list[Json]:
        found = [("bot_command", each) for each in _COMMAND.finditer(text)]
        found += [("mention", each) for each in _MENTION.finditer(text)]
        return [
            {"type": kind, "offset": utf16(text[: each.start()]), "length": utf16(each[0])} for kind, each in found
        ]


def _without_reply(message: Json) -> Json:
    """Telegram shows a replied message without what that one replied to."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}
