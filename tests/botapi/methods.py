"""The Bot API's methods: parameters of one call in, its result out, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.markup import parse_html
from tests.botapi.rules import (
    LONGEST_QUOTE,
    Json,
    Refused,
    bad_request,
    check_action,
    check_commands,
    check_entities,
    check_keyboard,
    check_results,
    check_text,
    utf16,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.world import Chat, World

LATE = "query is too old and response timeout expired or query ID is invalid"


class Methods:
    """Everything a bot may call, except getUpdates, which waits and so belongs to the server."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.commands: dict[str, list[Json]] = {}
        self.webhook = ""
        self._table: dict[str, Callable[[Json], Any]] = {
            "getMe": self._get_me,
            "getWebhookInfo": lambda _: {"url": self.webhook, "pending_update_count": len(world.updates)},
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "setMyCommands": self._set_commands,
            "getChat": lambda parameters: self._chat(parameters).json() | {"accent_color_id": 0},
            "sendChatAction": self._send_action,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_keyboard,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_callback,
            "answerInlineQuery": self._answer_inline,
        }

    def call(self, name: str, parameters: Json) -> Any:
        known = {method.lower(): carry_out for method, carry_out in self._table.items()}
        if name.lower() not in known:
            raise Refused("Not Found: method not found", 404)
        return known[name.lower()](parameters)

    def _get_me(self, _: Json) -> Json:
        abilities = {"can_join_groups": True, "supports_inline_queries": True}
        return self._world.bot | abilities | {"can_read_all_group_messages": not self._world.privacy}

    def _set_webhook(self, parameters: Json) -> bool:
        self.webhook = str(parameters.get("url", ""))
        return True

    def _delete_webhook(self, parameters: Json) -> bool:
        self.webhook = ""
        if parameters.get("drop_pending_updates"):
            self._world.updates.clear()
        return True

    def _set_commands(self, parameters: Json) -> bool:
        check_commands(parameters.get("commands", []))
        self.commands[str(parameters.get("language_code", ""))] = parameters["commands"]
        return True

    def _send_action(self, parameters: Json) -> bool:
        self._check_topic(self._chat(parameters), parameters)
        check_action(parameters.get("action"))
        return True

    def _send_message(self, parameters: Json) -> Json:
        chat = self._chat(parameters)
        bad_request(chat.type == "channel" and not chat.bot_is_admin, "need administrator rights in the channel")
        self._check_topic(chat, parameters)
        content = _content(parameters) | self._reply(chat, parameters)
        if "message_thread_id" in parameters:
            content["message_thread_id"] = parameters["message_thread_id"]
        return self._world.bot_says(chat, content)

    def _edit_text(self, parameters: Json) -> Json:
        earlier, content = self._own(parameters), _content(parameters)
        looks = ("text", "entities", "reply_markup")
        same = all(earlier.get(each) == content.get(each) for each in looks)
        bad_request(same, "message is not modified: specified new message content is exactly the same")
        for each in looks:
            earlier.pop(each, None)
        earlier.update(content)
        return earlier

    def _edit_keyboard(self, parameters: Json) -> Json:
        earlier, markup = self._own(parameters), parameters.get("reply_markup")
        check_keyboard(markup)
        bad_request(earlier.get("reply_markup") == markup, "message is not modified")
        earlier["reply_markup"] = markup
        return earlier

    def _delete(self, parameters: Json) -> bool:
        message = self._own(parameters)
        del self._chat(parameters).messages[message["message_id"]]
        return True

    def _answer_callback(self, parameters: Json) -> bool:
        _answer_once(self._world.callbacks, str(parameters.get("callback_query_id")))
        bad_request(len(str(parameters.get("text", ""))) > 200, "MESSAGE_TOO_LONG")
        return True

    def _answer_inline(self, parameters: Json) -> bool:
        results = parameters.get("results", [])
        check_results(results)
        for result in results:
            check_keyboard(result.get("reply_markup"))
            _content({"text": result.get("title")} | result.get("input_message_content", {}), "message_text")
        _answer_once(self._world.inline_queries, str(parameters.get("inline_query_id")))
        return True

    def _chat(self, parameters: Json) -> Chat:
        chat = self._world.chats.get(parameters.get("chat_id", 0))
        if chat is None:
            raise Refused("Bad Request: chat not found")
        return chat

    def _own(self, parameters: Json) -> Json:
        message = self._chat(parameters).messages.get(parameters.get("message_id", 0))
        if message is None:
            raise Refused("Bad Request: message to edit not found")
        bad_request(message.get("from", {}).get("id") != self._world.bot["id"], "message can't be edited")
        return message

    @staticmethod
    def _check_topic(chat: Chat, parameters: Json) -> None:
        thread = parameters.get("message_thread_id")
        bad_request(thread is not None and thread not in chat.topics - {1}, "message thread not found")

    @staticmethod
    def _reply(chat: Chat, parameters: Json) -> Json:
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
        fits = quote is None or (utf16(quote) <= LONGEST_QUOTE and quote in earlier.get("text", ""))
        bad_request(not fits, "QUOTE_TEXT_INVALID")
        return {"reply_to_message": {key: each for key, each in earlier.items() if key != "reply_to_message"}}


def _content(parameters: Json, field: str = "text") -> Json:
    """Checked text, entities and buttons of a message."""
    text, entities = parameters.get(field), parameters.get("entities", [])
    mode = str(parameters.get("parse_mode", "")).lower()
    bad_request(mode not in ("", "html"), "this stand-in reads no other parse_mode than HTML")
    if mode == "html":
        text, entities = parse_html(str(text))
    stored = check_text(text, entities)
    check_entities(stored, entities)
    check_keyboard(parameters.get("reply_markup"))
    content: Json = {"text": stored}
    optional = {"entities": entities, "reply_markup": parameters.get("reply_markup")}
    optional["link_preview_options"] = parameters.get("link_preview_options")
    return content | {name: each for name, each in optional.items() if each}


def _answer_once(queries: dict[str, bool], number: str) -> None:
    bad_request(queries.get(number, True), LATE)
    queries[number] = True
