"""The methods that send, change, copy and delete messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.content import LOOKS, caption_content, media_content, text_content
from tests.botapi.reach import chat_of, deletable, message_of, own_message, replied_to, writable
from tests.botapi.rules import Json, bad_request, check_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.state import Chat, State

NOT_MODIFIED = "message is not modified: specified new message content is exactly the same"
KEPT_IN_COPIES = (*LOOKS, "voice", "sticker", "contact", "link_preview_options")
REACTIONS = frozenset("👍👎❤🔥🥰👏😁🤔🤯😱🎉🤩🙏👌😍💯⚡🏆👀✍🤝")  # those that make sense in an office


class Messages:
    """Everything about messages; `table` names the methods."""

    def __init__(self, world: State) -> None:
        self._world = world
        self.table: dict[str, Callable[[Json], Any]] = {
            "sendMessage": self._send_message,
            "sendDocument": lambda parameters: self._send_file(parameters, "document"),
            "sendPhoto": lambda parameters: self._send_file(parameters, "photo"),
            "sendMediaGroup": self._send_group,
            "sendChatAction": self._send_action,
            "copyMessage": self._copy,
            "forwardMessage": self._forward,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageReplyMarkup": self._edit_keyboard,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_many,
            "setMessageReaction": self._react,
            "pinChatMessage": self._pin,
        }

    def _send_message(self, parameters: Json) -> Json:
        chat = writable(self._world, parameters)
        return self._put(chat, parameters, text_content(parameters))

    def _send_file(self, parameters: Json, kind: str) -> Json:
        chat = writable(self._world, parameters)
        content = media_content(parameters, kind, self._world.files) | caption_content(parameters)
        return self._put(chat, parameters, content)

    def _send_group(self, parameters: Json) -> list[Json]:
        chat, media = writable(self._world, parameters), parameters.get("media", [])
        kinds = {each.get("type") for each in media}
        bad_request(not 2 <= len(media) <= 10, "wrong number of media in an album: it takes 2 to 10")
        bad_request(kinds - {"photo", "document"} or len(kinds) > 1, "this type of media can't be mixed in an album")
        album = {"media_group_id": self._world.number()}
        return [self._put(chat, parameters, album | self._medium(each, parameters)) for each in media]

    def _medium(self, medium: Json, parameters: Json) -> Json:
        kind = str(medium.get("type"))
        bad_request(kind not in ("photo", "document"), "this stand-in knows no other media than photo and document")
        sent = media_content(parameters, kind, self._world.files, medium.get("media"))
        return sent | caption_content(medium)

    def _put(self, chat: Chat, parameters: Json, content: Json) -> Json:
        content = content | replied_to(chat, parameters)
        for name in ("message_thread_id", "disable_notification", "protect_content"):
            if name in parameters:
                content[name] = parameters[name]
        return self._world.bot_says(chat, content)

    def _send_action(self, parameters: Json) -> bool:
        writable(self._world, parameters)
        check_action(parameters.get("action"))
        return True

    def _copy(self, parameters: Json) -> Json:
        chat, earlier = writable(self._world, parameters), self._source(parameters, "copy")
        content = {name: earlier[name] for name in KEPT_IN_COPIES if name in earlier and name != "reply_markup"}
        if "caption" in parameters:
            content |= caption_content(parameters)
        content |= {"reply_markup": parameters["reply_markup"]} if parameters.get("reply_markup") else {}
        return {"message_id": self._put(chat, parameters, content)["message_id"]}

    def _forward(self, parameters: Json) -> Json:
        chat, earlier = writable(self._world, parameters), self._source(parameters, "forward")
        content = {name: earlier[name] for name in KEPT_IN_COPIES if name in earlier and name != "reply_markup"}
        origin = {"type": "user", "sender_user": earlier.get("from", self._world.bot), "date": earlier["date"]}
        return self._put(chat, parameters, content | {"forward_origin": origin})

    def _source(self, parameters: Json, what: str) -> Json:
        return message_of(chat_of(self._world, parameters, "from_chat_id"), parameters.get("message_id"), what)

    def _edit_text(self, parameters: Json) -> Json | bool:
        earlier = own_message(self._world, parameters)
        bad_request("text" not in earlier, "there is no text in the message to edit")
        return self._change(parameters, text_content(parameters), ("text", "entities", "reply_markup"))

    def _edit_caption(self, parameters: Json) -> Json | bool:
        earlier = own_message(self._world, parameters)
        bad_request("text" in earlier, "there is no caption in the message to edit")
        return self._change(parameters, caption_content(parameters), ("caption", "caption_entities", "reply_markup"))

    def _edit_keyboard(self, parameters: Json) -> Json | bool:
        markup = caption_content({"reply_markup": parameters.get("reply_markup")})
        return self._change(parameters, markup, ("reply_markup",))

    def _edit_media(self, parameters: Json) -> Json | bool:
        buttons = caption_content({"reply_markup": parameters.get("reply_markup")})
        return self._change(parameters, self._medium(parameters.get("media", {}), parameters) | buttons, LOOKS)

    def _change(self, parameters: Json, content: Json, looks: tuple[str, ...]) -> Json | bool:
        """The message with other looks; True for one sent inline, which the bot never sees."""
        earlier = own_message(self._world, parameters)
        bad_request(all(earlier.get(each) == content.get(each) for each in looks), NOT_MODIFIED)
        for each in looks:
            earlier.pop(each, None)
        earlier.update(content, edit_date=self._world.now)
        return True if "inline_message_id" in parameters else earlier

    def _delete(self, parameters: Json) -> bool:
        chat, number = deletable(self._world, parameters)
        del chat.messages[number]
        return True

    def _delete_many(self, parameters: Json) -> bool:
        """Those of them that are not there are left out."""
        chat, numbers = chat_of(self._world, parameters), parameters.get("message_ids", [])
        bad_request(not 1 <= len(numbers) <= 100, "there must be 1 to 100 message identifiers")
        for number in numbers:
            if number in chat.messages:
                self._delete({"chat_id": chat.id, "message_id": number})
        return True

    def _react(self, parameters: Json) -> bool:
        chat, reactions = writable(self._world, parameters), parameters.get("reaction", [])
        message = message_of(chat, parameters.get("message_id"), "react")
        bad_request(len(reactions) > 1, "REACTIONS_TOO_MANY")
        known = all(each.get("type") == "emoji" and each.get("emoji") in REACTIONS for each in reactions)
        bad_request(not known, "REACTION_INVALID")
        self._world.reactions[chat.id, message["message_id"]] = reactions
        return True

    def _pin(self, parameters: Json) -> bool:
        chat = writable(self._world, parameters)
        message = message_of(chat, parameters.get("message_id"), "pin")
        admin = chat.bot_is_admin or chat.type == "private"
        bad_request(not admin, "not enough rights to manage pinned messages in the chat")
        self._world.bot_says(chat, {"pinned_message": message})
        return True
