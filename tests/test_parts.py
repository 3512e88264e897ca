"""Updates whose parts are of another kind than Telegram sends are left out, and all others are taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Update

from bot.parts import is_whole
from bot.polling import PollingRequest

if TYPE_CHECKING:
    from tests.botapi.rules import Json

ADA: Json = {"id": 2**52 - 1, "is_bot": False, "first_name": "Ada", "language_code": "en"}
FORUM: Json = {"id": -(2**52) + 1, "type": "supergroup", "title": "District office", "is_forum": True}
DATE = 1_700_000_000
EARLIER: Json = {"message_id": 8, "date": DATE, "chat": FORUM, "text": "x"} | {
    "reply_markup": {"inline_keyboard": [[{"text": "More", "callback_data": "v1:see:a"}]]}
}
MESSAGE: Json = {
    "message_id": 2**31 - 1,
    "date": DATE,
    "edit_date": DATE,
    "chat": FORUM,
    "from": ADA,
    "text": "half a character \ud83d",
    "entities": [{"type": "bold", "offset": 0, "length": 4}],
    "message_thread_id": 7,
    "is_topic_message": True,
    "reply_to_message": EARLIER,
    "forward_origin": {"type": "user", "date": DATE, "sender_user": ADA},
    "document": {"file_id": "a", "file_unique_id": "b", "file_name": "a.txt", "file_size": 2**40},
    "users_shared": {"request_id": 1, "users": [{"user_id": 5, "first_name": "Lin"}]},
}
PRESS: Json = {"id": "5", "from": ADA, "chat_instance": "1", "data": "v1:see:a", "message": MESSAGE}
INLINE: Json = {"id": "5", "from": ADA, "query": "", "offset": ""}
CHOSEN: Json = {"result_id": "a.0", "from": ADA, "query": ""}
OLD: Json = PRESS | {"message": {"message_id": 1, "date": 0, "chat": FORUM}}
INLINE_SENT: Json = {"id": "5", "from": ADA, "chat_instance": "1", "inline_message_id": "x"}


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("message", MESSAGE),
        ("edited_message", MESSAGE),
        ("channel_post", {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "channel"}, "text": "x"}),
        ("callback_query", PRESS),
        ("callback_query", OLD),
        ("callback_query", INLINE_SENT),
        ("inline_query", INLINE),
        ("chosen_inline_result", CHOSEN),
    ],
)
def test_what_telegram_sends_is_whole(kind: str, payload: Json) -> None:
    assert is_whole(_update(kind, payload))


MAIMED: tuple[tuple[str, Json, list[Any], Any], ...] = (
    ("message", MESSAGE, ["message_thread_id"], {}),
    ("message", MESSAGE, ["message_thread_id"], 0),
    ("message", MESSAGE, ["message_thread_id"], 2**31),
    ("message", MESSAGE, ["is_topic_message"], "yes"),
    ("message", MESSAGE, ["message_id"], None),
    ("message", MESSAGE, ["message_id"], 1.0),
    ("message", MESSAGE, ["message_id"], True),
    ("message", MESSAGE, ["date"], None),
    ("message", MESSAGE, ["text"], 5),
    ("message", MESSAGE, ["chat", "id"], 0),
    ("message", MESSAGE, ["chat", "id"], 2**52),
    ("message", MESSAGE, ["chat", "type"], None),
    ("message", MESSAGE, ["from", "id"], -5),
    ("message", MESSAGE, ["from", "first_name"], {}),
    ("message", MESSAGE, ["from", "last_name"], 5),
    ("message", MESSAGE, ["from", "language_code"], []),
    ("message", MESSAGE, ["entities", 0, "length"], None),
    ("message", MESSAGE, ["entities", 0, "offset"], "0"),
    ("message", MESSAGE, ["reply_to_message", "message_id"], "8"),
    ("message", MESSAGE, ["reply_to_message", "chat", "id"], {}),
    ("message", MESSAGE, ["forward_origin", "sender_user", "id"], "5"),
    ("message", MESSAGE, ["document", "file_id"], "\ud83d"),
    ("message", MESSAGE, ["document", "file_size"], "10"),
    ("message", MESSAGE, ["document", "file_name"], []),
    ("message", MESSAGE, ["users_shared", "users", 0, "user_id"], 2**52),
    ("callback_query", PRESS, ["id"], "\ud83d"),
    ("callback_query", PRESS, ["data"], 5),
    ("callback_query", PRESS, ["message", "message_id"], 2**31),
    ("callback_query", OLD, ["message", "chat", "id"], 0),
    ("callback_query", INLINE_SENT, ["inline_message_id"], {}),
    ("inline_query", INLINE, ["id"], 5),
    ("inline_query", INLINE, ["query"], None),
    ("chosen_inline_result", CHOSEN, ["result_id"], {}),
)


@pytest.mark.parametrize(("kind", "payload", "path", "other"), MAIMED)
def test_a_part_of_another_kind_or_beyond_its_limits_is_not(
    kind: str, payload: Json, path: list[Any], other: Any
) -> None:
    assert not is_whole(_update(kind, _with(payload, path, other)))


@pytest.mark.parametrize("date", [2**40, 2**62, 2**63, -(2**63), float("nan"), float("inf"), "now", {}])
def test_a_date_that_no_clock_has_ends_in_an_empty_update_and_not_in_an_error(date: Any) -> None:
    updates = [{"update_id": 7, "message": MESSAGE | {"date": date}}, {"update_id": 8, "message": MESSAGE}]
    read = PollingRequest.parse_json_payload(json.dumps({"ok": True, "result": updates}).encode())["result"]
    assert read == [{"update_id": 7}, updates[1]]


def _with(part: Any, path: list[Any], other: Any) -> Any:
    """A copy with another value in the place that the path leads to."""
    name, *rest = path
    changed = _with(part[name], rest, other) if rest else other
    if isinstance(part, list):
        return [*part[:name], changed, *part[name + 1 :]]
    return part | {name: changed}


def _update(kind: str, payload: Json) -> Update:
    return Update.de_json({"update_id": 7, kind: payload}, None)
