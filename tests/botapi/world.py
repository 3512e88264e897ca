"""What people do around the bot; every ``says``-like method returns the message it delivered, or would have."""

from __future__ import annotations

import copy
import re
import time
from typing import TYPE_CHECKING, Any

from tests.botapi.rules import Json, is_start_parameter, utf16
from tests.botapi.state import SPOKEN_AT, Chat, Person, State, standing, without_reply

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ADMINS", "SPOKEN_AT", "Chat", "Person", "World"]

ADMINS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
LONGEST_INLINE = 256

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?")
_MENTION = re.compile(r"(?<!\w)@\w{4,32}")
_SERVICE = frozenset(
    {"new_chat_members", "left_chat_member", "pinned_message", "new_chat_title", "forum_topic_created"}
    | {"migrate_to_chat_id", "migrate_from_chat_id", "group_chat_created", "users_shared"}
)


class World(State):
    """People write, press and send; Telegram delivers as much of it to the bot as it would."""

    # Chats

    def group(
        self,
        number: int,
        *,
        topics: frozenset[int] = frozenset(),
        bot_is_admin: bool = False,
        title: str = "District office",
        privacy: bool | None = None,
        kind: str = "supergroup",
    ) -> Chat:
        return self._chat(Chat(number, kind, title, topics, bot_is_admin, privacy=privacy))

    def channel(self, number: int, *, bot_is_admin: bool = False) -> Chat:
        return self._chat(Chat(number, "channel", "District news", bot_is_admin=bot_is_admin))

    def private(self, person: Person) -> Chat:
        self._meet(person.json())
        return self._chat(Chat(person.id, "private", person.first_name))

    def elsewhere(self, number: int, title: str = "Colleagues") -> Chat:
        """A group that the bot is no member of."""
        return self._chat(Chat(number, "supergroup", title, bot_is_member=False))

    def _chat(self, chat: Chat) -> Chat:
        return self.chats.setdefault(chat.id, chat)

    # Messages

    def says(self, person: Person, text: str, **extra: Any) -> Json:
        """A text in the person's private chat with the bot."""
        return self._deliver("message", self._written(self.private(person), person.json(), text, extra))

    def shows(self, person: Person, **content: Any) -> Json:
        """Anything but text in private: ``photo=…``, ``voice=…``."""
        return self._deliver("message", self._message(self.private(person), person.json(), content))

    def shows_in(self, chat: Chat, person: Person, **content: Any) -> Json:
        """Anything but text in a group; delivered only as far as privacy mode lets it through."""
        return self._let_through(chat, self._message(chat, person.json(), self._in_topic(chat, content)))

    def says_in(self, chat: Chat, person: Person, text: str, **extra: Any) -> Json:
        """A text in a group; delivered only as far as privacy mode lets it through."""
        return self._let_through(chat, self._written(chat, person.json(), text, self._in_topic(chat, extra)))

    def admin_says_in(self, chat: Chat, text: str) -> Json:
        """What an anonymous admin of a group writes."""
        return self._let_through(chat, self._written(chat, ADMINS, text, {"sender_chat": chat.json()}))

    def replies(self, person: Person, earlier: Json, text: str, **extra: Any) -> Json:
        """A reply, in the topic of what it replies to; in a plain group it makes a thread, which is no topic."""
        chat = self.chats[earlier["chat"]["id"]]
        extra = {"reply_to_message": without_reply(self.shown(earlier))} | extra
        if earlier.get("is_topic_message"):
            extra.setdefault("message_thread_id", earlier["message_thread_id"])
        elif chat.type == "supergroup":
            extra.setdefault("message_thread_id", earlier.get("message_thread_id", earlier["message_id"]))
        return self._let_through(chat, self._written(chat, person.json(), text, extra))

    def edits(self, earlier: Json, text: str) -> Json:
        edited = earlier | {"text": text, "entities": self._entities(text), "edit_date": self.now + 60}
        chat = self.chats[earlier["chat"]["id"]]
        chat.messages[earlier["message_id"]] = edited
        return self._let_through(chat, edited, "edited_message")

    def posts(self, channel: Chat, text: str) -> Json:
        message = self._message(channel, None, {"text": text, "sender_chat": channel.json()})
        return self._deliver("channel_post", message, asked_for=True)

    def opens_link(self, person: Person, start: str) -> Json:
        """A tap on ``t.me/the_bot?start=…``; Telegram ignores a parameter it does not allow, tests must not."""
        if not is_start_parameter(start):
            raise ValueError(f"t.me takes no such start parameter: {start!r}")
        return self.says(person, f"/start {start}")

    def deletes(self, message: Json) -> None:
        """A person deletes a message; the bot is told nothing."""
        del self.chats[message["chat"]["id"]].messages[message["message_id"]]

    # Files and other things that are no text

    def sends_document(
        self,
        person: Person,
        name: str,
        data: bytes,
        caption: str | None = None,
        media_group_id: str | None = None,
        *,
        chat: Chat | None = None,
        size: int | None = None,
        **extra: Any,
    ) -> Json:
        """A file in private, or in ``chat``; ``size`` says that it is bigger than ``data``."""
        content: Json = {"document": self.files.document(name, data, size)} | extra
        if caption is not None:
            content |= {"caption": caption, "caption_entities": self._entities(caption)}
        if media_group_id is not None:
            content["media_group_id"] = media_group_id
        return self.shows_in(chat, person, **content) if chat else self.shows(person, **content)

    def sends_photo(self, person: Person, data: bytes, caption: str | None = None) -> Json:
        said = {} if caption is None else {"caption": caption}
        return self.shows(person, photo=self.files.photo("photo.jpg", data), **said)

    def sends_voice(self, person: Person, seconds: int = 3) -> Json:
        kept = self.files.keep("voice.oga", b"OggS", "voice").json()
        return self.shows(person, voice=kept | {"duration": seconds, "mime_type": "audio/ogg"})

    def sends_sticker(self, person: Person, emoji: str = "👍") -> Json:
        kept = self.files.keep("sticker.webp", b"RIFF", "stickers").json()
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.shows(person, sticker=kept | looks | {"emoji": emoji})

    def sends_contact(self, person: Person, other: Person) -> Json:
        self._meet(other.json())
        card = {"phone_number": "+10000000000", "first_name": other.first_name, "user_id": other.id}
        return self.shows(person, contact=card)

    def forwards(self, person: Person, origin: Person | Chat | str, text: str, **extra: Any) -> Json:
        """A message forwarded to the bot in private; a name alone stands for somebody who hides who they are."""
        return self.says(person, text, forward_origin=self._origin(origin), **extra)

    def shares_users(self, person: Person, others: Iterable[Person], request_id: int = 1) -> Json:
        """The answer to a keyboard button that asks for people."""
        shared = [{"user_id": each.id, "first_name": each.first_name} for each in others]
        return self.shows(person, users_shared={"request_id": request_id, "users": shared})

    def _origin(self, origin: Person | Chat | str) -> Json:
        when: Json = {"date": self.now - 3600}
        if isinstance(origin, Person):
            return when | {"type": "user", "sender_user": origin.json()}
        if isinstance(origin, Chat):
            return when | {"type": "channel", "chat": origin.json(), "message_id": 1}
        return when | {"type": "hidden_user", "sender_user_name": origin}

    # Inline mode

    def asks_inline(self, person: Person, query: str, chat_type: str = "supergroup") -> Json:
        number = self._ask(self.inline_queries)
        payload: Json = {"id": number, "from": person.json(), "query": query[:LONGEST_INLINE], "offset": ""}
        self.inline_asked[number] = payload["query"]
        self._meet(person.json())
        return self._deliver("inline_query", payload | {"chat_type": chat_type})

    def chooses_inline(self, person: Person, result: Json, chat: Chat | None = None) -> Json:
        """The person taps a result: it is sent in their name into ``chat``, or into the chat with the bot."""
        chat, sent = chat or self.private(person), result["input_message_content"]
        content: Json = {"text": sent["message_text"], "via_bot": self.bot}
        content |= {name: sent[name] for name in ("entities", "link_preview_options") if name in sent}
        chosen: Json = {"result_id": result["id"], "from": person.json(), "query": self._asked(result)}
        if "reply_markup" in result:
            content["reply_markup"] = result["reply_markup"]
        message = self._let_through(chat, self._message(chat, person.json(), content))
        if "reply_markup" in result:
            chosen["inline_message_id"] = f"inline-{message['message_id']}"
            self.inline_messages[chosen["inline_message_id"]] = message
        if self.inline_feedback:
            self._deliver("chosen_inline_result", chosen)
        return message

    def _asked(self, result: Json) -> str:
        """The query whose answer holds this very result."""
        answers = self.inline_answers.values()
        return next((each["query"] for each in answers if any(one is result for one in each["results"])), "")

    # Buttons

    def presses(self, person: Person, message: Json, data: str, *, inaccessible: bool = False) -> Json:
        """A button with this data; ``inaccessible`` when the message is too old for Telegram to show it to bots."""
        self._meet(person.json())
        payload: Json = {"id": self._ask(self.callbacks), "from": person.json(), "chat_instance": "1", "data": data}
        return self._deliver("callback_query", payload | self._pressed_on(message, inaccessible=inaccessible))

    def taps(self, person: Person, message: Json, label: str, **how: Any) -> Json:
        """The button that is labelled so, or begins so, as the message shows it now."""
        shown = self.shown(message)
        labelled = {str(button["text"]): button for button in buttons(shown)}
        fits = [button for text, button in labelled.items() if text == label] or [
            button for text, button in labelled.items() if text.startswith(label)
        ]
        if not fits or "callback_data" not in fits[0]:
            raise LookupError(f"No button {label!r} to press; there are {list(labelled)}.")
        return self.presses(person, message, fits[0]["callback_data"], **how)

    def shown(self, message: Json) -> Json:
        """The message as it stands in its chat now."""
        return self.chats[message["chat"]["id"]].messages.get(message["message_id"], message)

    def _pressed_on(self, message: Json, *, inaccessible: bool) -> Json:
        for number, sent in self.inline_messages.items():
            if sent["message_id"] == message["message_id"] and sent["chat"] == message["chat"]:
                return {"inline_message_id": number}
        stands = message["message_id"] in self.chats[message["chat"]["id"]].messages
        if inaccessible or not stands:
            return {"message": {"chat": message["chat"], "message_id": message["message_id"], "date": 0}}
        return {"message": copy.deepcopy(self.shown(message))}

    def _ask(self, waiting: dict[str, bool]) -> str:
        number = self.number()
        waiting[number] = False
        self.asked_at[number] = time.monotonic()
        return number

    # What happens to chats

    def happens(self, chat: Chat, person: Person, **service: Any) -> Json:
        """A service message: ``pinned_message=…``, ``new_chat_members=[…]``, ``new_chat_title=…``."""
        return self._deliver("message", self._message(chat, person.json(), service))

    def blocks(self, person: Person) -> Json:
        self.private(person).blocked = True
        return self._membership(self.private(person), person, "member", "kicked")

    def unblocks(self, person: Person) -> Json:
        self.private(person).blocked = False
        return self._membership(self.private(person), person, "kicked", "member")

    def adds_bot(self, chat: Chat, person: Person) -> Json:
        chat.bot_is_member = True
        self.happens(chat, person, new_chat_members=[self.bot])
        return self._membership(chat, person, "left", "administrator" if chat.bot_is_admin else "member")

    def removes_bot(self, chat: Chat, person: Person) -> Json:
        chat.bot_is_member = False
        return self._membership(chat, person, "member", "kicked")

    def upgrades(self, group: Chat, person: Person, number: int) -> Chat:
        """A plain group becomes a supergroup with another id."""
        group.moved_to = number
        upgraded = self.group(number, title=group.title, bot_is_admin=group.bot_is_admin)
        self.happens(group, person, migrate_to_chat_id=number)
        self.happens(upgraded, person, migrate_from_chat_id=group.id)
        return upgraded

    def changes_member(self, chat: Chat, by: Person, person: Person, old: str, new: str) -> Json:
        chat.statuses[person.id] = new
        self._meet(person.json())
        states = {"old_chat_member": _member(person.json(), old), "new_chat_member": _member(person.json(), new)}
        return self._deliver("chat_member", self._change(chat, by) | states)

    def reacts(self, person: Person, message: Json, emoji: str) -> Json:
        """A reaction; in groups Telegram tells it only to admins."""
        chat = self.chats[message["chat"]["id"]]
        given: Json = {"chat": chat.json(), "message_id": message["message_id"], "user": person.json()}
        given |= {"date": self.now, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}]}
        told = chat.type == "private" or chat.bot_is_admin
        return self._deliver("message_reaction", given) if told else given

    def _membership(self, chat: Chat, person: Person, old: str, new: str) -> Json:
        states = {"old_chat_member": _member(self.bot, old), "new_chat_member": _member(self.bot, new)}
        return self._deliver("my_chat_member", self._change(chat, person) | states)

    def _change(self, chat: Chat, person: Person) -> Json:
        return {"chat": chat.json(), "from": person.json(), "date": self.now}

    # Other doors

    def writes_to_business(self, person: Person, text: str) -> Json:
        extra = {"business_connection_id": "business"}
        message = self._written(self.private(person), person.json(), text, extra)
        return self._deliver("business_message", message, asked_for=True)

    def asks_as_guest(self, chat: Chat, person: Person, text: str) -> Json:
        message = self._written(chat, person.json(), text, {"guest_query_id": self._ask(self.guest_queries)})
        return self._deliver("guest_message", message, asked_for=True)

    def other_bot_says_in(self, chat: Chat, text: str) -> Json:
        """Bots do not see what other bots write."""
        chat.bot_spoke_last = False
        return self._message(chat, {"id": 987, "is_bot": True, "first_name": "Other"}, {"text": text})

    def raw(self, kind: str, payload: Json) -> Json:
        """Any update at all, whether the bot asked for its kind or not."""
        return self._deliver(kind, payload, asked_for=True)

    # Making them

    def _let_through(self, chat: Chat, message: Json, kind: str = "message") -> Json:
        return self._deliver(kind, message) if self._is_let_through(chat, message) else message

    def _is_let_through(self, chat: Chat, message: Json) -> bool:
        """Telegram's privacy mode: what a bot that is no admin is shown of a group."""
        if not chat.bot_is_member:
            return False
        private = self.privacy if chat.privacy is None else chat.privacy
        if not private or chat.bot_is_admin or chat.type == "private" or not _SERVICE.isdisjoint(message):
            return True
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot["id"]
        via_bot = message.get("via_bot", {}).get("id") == self.bot["id"]
        return to_bot or via_bot or self._is_command_to_bot(chat, message)

    def _is_command_to_bot(self, chat: Chat, message: Json) -> bool:
        """A command with the bot's name; without a name it goes to the bot that spoke last."""
        command = _COMMAND.match(message.get("text", ""))
        if command is None:
            return False
        return command[1].lower() == f"@{self.bot['username']}".lower() if command[1] else chat.bot_spoke_last

    def _in_topic(self, chat: Chat, extra: Json) -> Json:
        """In a topic a message that replies to nothing "replies" to the service message that opened the topic."""
        thread = extra.get("message_thread_id")
        if thread is None or thread == 1 or thread not in chat.topics or "reply_to_message" in extra:
            return extra
        opened: Json = {"message_id": thread, "date": self.now, "chat": chat.json(), "from": ADMINS}
        opened |= {"message_thread_id": thread, "is_topic_message": True}
        named = {"name": chat.topic_names.get(thread, f"Topic {thread}"), "icon_color": 7322096}
        return extra | {"reply_to_message": opened | {"forum_topic_created": named}}

    def _written(self, chat: Chat, author: Json, text: str, extra: Json) -> Json:
        return self._message(chat, author, {"text": text, "entities": self._entities(text)} | extra)

    @staticmethod
    def _entities(text: str) -> list[Json]:
        found = [("bot_command", each) for each in _COMMAND.finditer(text)]
        found += [("mention", each) for each in _MENTION.finditer(text)]
        return [
            {"type": kind, "offset": utf16(text[: each.start()]), "length": utf16(each[0])} for kind, each in found
        ]


def buttons(message: Json) -> list[Json]:
    """The buttons under a message, row after row."""
    return [each for row in message.get("reply_markup", {}).get("inline_keyboard", []) for each in row]


def _member(user: Json, status: str) -> Json:
    return {"user": user} | standing(status)
