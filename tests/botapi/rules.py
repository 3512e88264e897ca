"""What Telegram refuses: checks on the parameters of a call, each raising the error Telegram would give."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
LONGEST_QUOTE = 1024

PLAIN_KINDS = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "code"}
    | {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"}
)
FURTHER_FIELD = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "pre": None}
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"record_{what}" for what in ("video", "voice", "video_note")}
    | {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
)
BUTTON_ACTIONS = frozenset(
    {"url", "callback_data", "web_app", "login_url", "copy_text", "callback_game", "pay"}
    | {f"switch_inline_query{where}" for where in ("", "_current_chat", "_chosen_chat")}
)

# What parameters have to be, where a call names them; upload and chat ids may be several things and are not here.
_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("message_id", "message_thread_id", "user_id", "timeout", "offset", "limit", "cache_time"), int),
    **dict.fromkeys(("chat_id", "from_chat_id"), (int, str)),
    **dict.fromkeys(("callback_query_id", "inline_query_id", "guest_query_id"), (str, int)),
    **dict.fromkeys(("text", "caption", "parse_mode", "action", "url", "inline_message_id", "file_id"), str),
    **dict.fromkeys(("entities", "caption_entities", "message_ids", "reaction", "results", "commands"), list),
    "allowed_updates": list,
    "media": (list, dict),
    **dict.fromkeys(("reply_markup", "reply_parameters", "link_preview_options", "scope", "button", "result"), dict),
    **dict.fromkeys(("disable_notification", "protect_content", "show_alert", "is_personal"), bool),
}


class Refused(Exception):
    """A call that breaks a rule; carries the HTTP status and the sentence Telegram answers with.

    It counts as a mistake of the bot unless the bot could not know better (``foreseeable=False``): the person has
    blocked it, the answer came too late, too much was sent.
    """

    def __init__(self, description: str, code: int = 400, *, foreseeable: bool = True, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.foreseeable = foreseeable
        self.parameters = parameters  # retry_after or migrate_to_chat_id


def bad_request(condition: object, description: str) -> None:
    if condition:
        raise Refused(f"Bad Request: {description}")


def check_kinds(parameters: Json) -> None:
    """Refuses a parameter of a wrong type, such as an object where a number belongs."""
    for name, value in parameters.items():
        kinds = _KINDS.get(name)
        wrong = kinds is not None and value is not None and not isinstance(value, kinds)
        bad_request(wrong or (kinds is int and isinstance(value, bool)), f"parameter {name} is of a wrong type")


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def altered(text: str) -> str:
    """The text as Telegram stores it."""
    text = text.replace("\r", "")
    text = re.sub("[\x00-\x09\x0b-\x1f]", " ", text)
    text = re.sub("[\u2028-\u202e\u030a\u0333\u033f]", "", text)
    return text.strip()


def check_text(text: object, entities: list[Json]) -> str:
    """The stored text; refuses an empty or overlong one, and one that would slip under its entities."""
    bad_request(not isinstance(text, str), "message text is empty")
    stored = altered(str(text))
    bad_request(not stored, "message text is empty")
    bad_request(utf16(stored) > LONGEST_TEXT, "message is too long")
    _check_unshifted(str(text), stored, entities)
    return stored


def check_caption(text: object, entities: list[Json]) -> str:
    """The stored caption, which may be empty."""
    stored = altered(str(text or ""))
    bad_request(utf16(stored) > LONGEST_CAPTION, "message caption is too long")
    _check_unshifted(str(text or ""), stored, entities)
    return stored


def _check_unshifted(text: str, stored: str, entities: list[Json]) -> None:
    shifted = entities and (len(stored) != len(text.rstrip()))
    bad_request(shifted, "the text is altered under its entities")


def check_entities(text: str, entities: list[Json]) -> None:
    bad_request(len(entities) > MOST_ENTITIES, "too many entities")
    for entity in entities:
        _check_entity(text, entity)
    _check_nesting(entities)


def _check_entity(text: str, entity: Json) -> None:
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    bad_request(kind not in PLAIN_KINDS and kind not in FURTHER_FIELD, f"can't parse entity of type {kind!r}")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise Refused("Bad Request: entity without place")
    bad_request(offset < 0 or length <= 0 or offset + length > utf16(text), f"entity out of range: {entity}")
    covered = _covered(text, offset, length)
    bad_request(covered != covered.strip(), f"entity has blank edges: {covered!r}")
    field = FURTHER_FIELD.get(str(kind))
    bad_request(field and not entity.get(field), f"entity {kind} without {field}")
    bad_request(kind == "text_link" and not _is_link(entity["url"]), f"wrong link: {entity.get('url')}")


def _covered(text: str, offset: int, length: int) -> str:
    try:
        return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
    except UnicodeDecodeError:
        raise Refused("Bad Request: entity begins or ends inside a character") from None


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    known = parts.scheme in ("http", "https", "tg", "ton", "mailto", "tel")
    return known and bool(parts.netloc or parts.path) and not re.search(r"\s", url) and len(url) <= 2048


def _check_nesting(entities: list[Json]) -> None:
    open_ones: list[Json] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        open_ones = [outer for outer in open_ones if _end(outer) > entity["offset"]]
        for outer in open_ones:
            bad_request(_end(entity) > _end(outer), "entities overlap")
            bad_request(entity["type"] in QUOTES and outer["type"] in QUOTES, "nested blockquote")
            bad_request(outer["type"] in ("code", "pre"), "entity inside of code")
        open_ones.append(entity)


def _end(entity: Json) -> int:
    return int(entity["offset"]) + int(entity["length"])


def check_keyboard(markup: Json | None) -> None:
    """Buttons under a message, or the keyboard that takes the place of a person's own."""
    markup = markup or {}
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    bad_request(len(buttons) > 100, "reply markup is too long")
    for button in buttons:
        _check_button(button)
    for key in (key for row in markup.get("keyboard", []) for key in row):
        bad_request(not (key if isinstance(key, str) else key.get("text")), "KEYBOARD_BUTTON_INVALID")


def _check_button(button: Json) -> None:
    bad_request(not button.get("text"), "BUTTON_TEXT_INVALID")
    bad_request(len(BUTTON_ACTIONS & set(button)) != 1, "BUTTON_TYPE_INVALID")
    data = button.get("callback_data")
    bad_request(data is not None and not 1 <= len(data.encode()) <= 64, "BUTTON_DATA_INVALID")
    copied = button.get("copy_text", {}).get("text")
    bad_request(copied is not None and not 1 <= len(copied) <= 256, "BUTTON_COPY_TEXT_INVALID")
    bad_request("url" in button and not _is_link(button["url"]), "BUTTON_URL_INVALID")


def check_action(action: object) -> None:
    bad_request(action not in ACTIONS, "wrong parameter action in request")


def check_commands(commands: list[Json]) -> None:
    bad_request(len(commands) > 100, "too many commands")
    for command in commands:
        bad_request(not re.fullmatch("[a-z0-9_]{1,32}", command.get("command", "")), "BOT_COMMAND_INVALID")
        described = 1 <= len(command.get("description", "")) <= 256
        bad_request(not described, "BOT_COMMAND_DESCRIPTION_INVALID")


def check_results(results: list[Json]) -> None:
    """The results of an inline query: at most 50, ids of 1 to 64 bytes, no id twice."""
    bad_request(len(results) > 50, "RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    bad_request(any(not 1 <= len(each.encode()) <= 64 for each in ids), "RESULT_ID_INVALID")
    bad_request(len(set(ids)) != len(ids), "RESULT_ID_DUPLICATE")
    for result in results:
        bad_request(result.get("type") == "article" and not result.get("title"), "ARTICLE_TITLE_EMPTY")
        url = result.get("url")
        bad_request(url is not None and not _is_link(str(url)), "WEBPAGE_URL_INVALID")


def check_inline_button(button: Json | None) -> None:
    """The button over inline results, which opens the private chat with ``/start`` and a parameter."""
    if button is None:
        return
    bad_request(not button.get("text"), "SWITCH_PM_TEXT_EMPTY")
    start, app = button.get("start_parameter"), button.get("web_app")
    bad_request((start is None) == (app is None), "inline results button must have exactly one action")
    bad_request(start is not None and not is_start_parameter(start), "START_PARAM_INVALID")


def is_start_parameter(text: str) -> bool:
    return re.fullmatch("[A-Za-z0-9_-]{1,64}", text) is not None
