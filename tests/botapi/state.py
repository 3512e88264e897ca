"""What the Telegram around the bot consists of: people, chats, messages, and the updates that wait for the bot."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.botapi.files import Files
from tests.botapi.rules import Json

if TYPE_CHECKING:
    from collections.abc import Callable

SPOKEN_AT = 1_700_038_800  # a date for messages in pictures that have to stay the same
# Delivered only to a bot that asks for them by name.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

RIGHTS = (
    "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
    " invite_users post_stories edit_stories delete_stories"
).split()


@dataclass(frozen=True)
class Person:
    id: int
    first_name: str = "Ada"
    language: str | None = "en"
    username: str | None = None

    def json(self) -> Json:
        known = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {"language_code": self.language, "username": self.username}
        return known | {name: each for name, each in optional.items() if each}


@dataclass
class Chat:
    """One chat and all that was written in it; the bot is a member unless it is a person's own."""

    id: int
    type: str
    title: str = ""
    topics: frozenset[int] = frozenset()
    bot_is_admin: bool = False
    messages: dict[int, Json] = field(default_factory=dict)
    privacy: bool | None = None  # privacy mode as it was when the bot was added; None: as it is now
    bot_is_member: bool = True
    bot_may_write: bool = True
    blocked: bool = False  # by the person
    moved_to: int | None = None  # a group that has become a supergroup
    bot_spoke_last: bool = False  # of all bots in it
    topic_names: dict[int, str] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)  # of people: creator, administrator, left …

    def json(self) -> Json:
        forum = {"is_forum": True} if self.topics else {}
        name = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type} | name | forum


class State:
    """Chats and messages by number, and updates in the order in which they came about."""

    def __init__(self, username: str = "meetings_bot", *, privacy: bool = True) -> None:
        self.bot: Json = {"id": 123456, "is_bot": True, "first_name": "Meetings", "username": username}
        self.privacy = privacy
        self.passed = 0  # seconds by which this world is ahead of the real clock
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Json] = {}  # everybody the bot could have seen
        self.files = Files()
        self.updates: list[Json] = []
        self.allowed: list[str] | None = None  # kinds of updates the bot asked for
        self.callbacks: dict[str, bool] = {}  # id of each pressed button: answered yet?
        self.inline_queries: dict[str, bool] = {}
        self.inline_asked: dict[str, str] = {}  # the words of each inline query
        self.inline_answers: dict[str, Json] = {}  # what the bot answered, by query
        self.inline_messages: dict[str, Json] = {}  # by inline_message_id
        self.guest_queries: dict[str, bool] = {}
        self.guest_answers: dict[str, Json] = {}
        self.asked_at: dict[str, float] = {}  # when each button or inline query went off, by the real clock
        self.inline_feedback = False  # whether @BotFather was told /setinlinefeedback
        self.reactions: dict[tuple[int, int], list[Json]] = {}  # the bot's own, by chat and message
        self.reply_counts: Counter[tuple[int, int]] = Counter()  # how often the bot replied to each message
        self.on_update: Callable[[], None] = lambda: None
        self._lock = threading.Lock()  # tests write here while the server's thread reads
        self._numbers = itertools.count(1)
        self._update_ids = itertools.count(1001)

    @property
    def now(self) -> int:
        """The date that messages bear, in seconds since 1970."""
        return int(time.time()) + self.passed

    def passes(self, seconds: int) -> None:
        """Later messages bear a later date."""
        self.passed += seconds

    # The bot's side

    def bot_says(self, chat: Chat, content: Json) -> Json:
        chat.bot_spoke_last = True
        if "reply_to_message" in content:
            self.reply_counts[chat.id, content["reply_to_message"]["message_id"]] += 1
        return self._message(chat, self.bot, content)

    def pending(self, offset: int, limit: int) -> list[Json]:
        """The updates from ``offset`` on; those before it are confirmed and forgotten."""
        with self._lock:
            if offset > 0:
                self.updates = [update for update in self.updates if update["update_id"] >= offset]
            return self.updates[:limit] if offset >= 0 else self.updates[offset:]

    def confirm(self, update: Json) -> None:
        """A webhook took this one."""
        with self._lock:
            self.updates = [each for each in self.updates if each is not update]

    def forget_updates(self) -> None:
        with self._lock:
            self.updates = []

    # Making messages and updates

    def _message(self, chat: Chat, author: Json | None, content: Json) -> Json:
        number = next(self._numbers)
        message: Json = {"message_id": number, "date": self.now, "chat": chat.json()} | content
        if author:
            message["from"] = author
            self._meet(author)
        if "message_thread_id" in message and chat.topics:
            message["is_topic_message"] = True
        chat.messages[number] = message
        return message

    def _meet(self, person: Json) -> None:
        if not person.get("is_bot"):
            self.people[person["id"]] = person

    def _deliver(self, kind: str, payload: Json, *, asked_for: bool = False) -> Json:
        if asked_for or self._is_asked_for(kind):
            with self._lock:
                self.updates.append({"update_id": next(self._update_ids), kind: payload})
            self.on_update()
        return payload

    def _is_asked_for(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def number(self) -> str:
        return str(next(self._numbers))


def without_reply(message: Json) -> Json:
    """Telegram shows a replied message without what that one replied to."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def standing(status: str) -> Json:
    """A member's status with the fields that belong to it."""
    if status == "creator":
        return {"status": status, "is_anonymous": False}
    if status != "administrator":
        return {"status": status} | ({"until_date": 0} if status == "kicked" else {})
    return {"status": status, "is_anonymous": False} | {f"can_{each}": True for each in RIGHTS}
