"""Updates that nobody means well with: every kind, parts missing, texts that try what a bot may stumble over."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.botapi.rules import Json
    from tests.botapi.world import Person

TEXTS = (
    "",
    " ",
    "\n\n\t",
    "Who approved the new bridge?",
    "谁主持了会议？",
    "<b>bold</b> & <script>alert(1)</script> _md_ *md* [x](javascript:1) `code`",
    "\u202eright to left\u202c \u2066isolate\u2069 שלום مرحبا bridge?",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 40,
    "a" * 4096,
    "议" * 4096,
    "e" + "\u0301" * 500,
    "half a character \ud83d and \udc00",
    "\x00\x01\x1b[31m null and escapes",
    'after:9999-99-99 before:x person:"\'; DROP TABLE articles; --" place:%_* publisher:',
    '"' * 300,
    '“quoted” 「引文」 "' * 30,
    "/ask",
    "/ask " + "x" * 4000,
    "/ask@meetings_bot \u200b",
    "/start a_" + "z" * 60,
    "/start ../../etc/passwd",
    "/start " + "%00" * 20,
    "/meetings 9999-99",
    "/meetings \ud800",
    "/people " + "9" * 40,
    "/remove " + "%" * 100,
    "/staff add 99999999999999999999999999",
    "/staff remove me",
    "/audit -1",
    "/language xx",
    "/undo 1e9",
    "http://127.0.0.1:1/" + "a" * 500,
    "https://[::1]/ http://0/ http://user:pass@127.0.0.1:1/x",
    "NaN Infinity -0 1e309 ٣٤٥ ²³",
    "and?",
    "last week on 31 February 0000 at 25:61",
    "AND OR NOT NEAR( * ^ : body: title:",
)
ACTIONS = (
    *("see", "up", "down", "why", "back", "open", "page", "meetings", "months", "people", "language", "load", "rm"),
    *("rmyes", "rmno", "undo", "leave", "audit", "staff", "gaps", "stale", "fix", "nothing"),
)
ARGUMENTS = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "x",
    "a:b:c:d",
    "bridge",
    "bridge:9999",
    "../..",
    "议",
    "%s",
    ":" * 20,
)
KINDS = (
    *("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "channel_post"),
    *("edited_channel_post", "my_chat_member", "chat_member", "chat_join_request", "poll", "poll_answer"),
    *("message_reaction", "shipping_query", "pre_checkout_query", "business_message", "deleted_business_messages"),
)
CONTENTS: tuple[Json, ...] = (
    {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
        }
    },
    {"document": {"file_id": "missing", "file_unique_id": "b", "file_name": "../../x\x00.txt", "file_size": 10}},
    {"document": {"file_id": "missing", "file_unique_id": "b"}},
    {"location": {"latitude": 1.0, "longitude": 2.0}},
    {"contact": {"phone_number": "1", "first_name": "x", "user_id": 1}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 2**60}]}},
    {"dice": {"emoji": "🎲", "value": 1}},
    {"new_chat_members": []},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
)


def updates(
    number: int, people: Sequence[Person], chats: Sequence[Json], seed: int = 0
) -> Iterator[tuple[str, Json, bool]]:
    """So many (kind, payload, whether it has all its parts), the same for the same seed."""
    rng = random.Random(seed)
    for place in range(number):
        kind = rng.choices(KINDS, [10, 4, 8, 4, 2, *[1] * (len(KINDS) - 5)])[0]
        payload = _PAYLOADS.get(kind, _anything)(rng, people, chats, place)
        whole = rng.random() > 0.25
        yield kind, payload if whole else _maimed(rng, payload), whole


def _message(rng: random.Random, people: Sequence[Person], chats: Sequence[Json], place: int) -> Json:
    person = rng.choice(people)
    own = {"id": person.id, "type": "private", "first_name": person.first_name}
    chat = rng.choice([*(each for each in chats if each["type"] != "channel"), own])
    odd = rng.random() < 0.02  # an old one is answered late, which takes its time
    message: Json = {"message_id": 10_000 + place, "date": 1 if odd else int(time.time()), "chat": chat}
    message |= {"from": person.json()}
    if rng.random() < 0.8:
        text = rng.choice(TEXTS)
        message |= {"text": text if rng.random() < 0.7 else text[: rng.randint(0, 50)] + rng.choice(TEXTS)[:4000]}
    else:
        message |= rng.choice(CONTENTS) | ({"caption": rng.choice(TEXTS)[:1024]} if rng.random() < 0.5 else {})
    if rng.random() < 0.2:
        message |= {"entities": [{"type": rng.choice(["mention", "bot_command", "url"]), "offset": 0, "length": 5}]}
    if rng.random() < 0.2 and chat is not own:
        message |= {"is_topic_message": True, "message_thread_id": rng.choice([1, 7])}
    if rng.random() < 0.1:
        message |= {"forward_origin": {"type": "user", "date": 1, "sender_user": person.json()}}
    return message


def _press(rng: random.Random, people: Sequence[Person], chats: Sequence[Json], place: int) -> Json:
    data = f"v1:{rng.choice(ACTIONS)}:{rng.choice(ARGUMENTS)}"
    if rng.random() < 0.3:
        data += f":{rng.choice(ARGUMENTS)}"
    press: Json = {"id": f"hostile-{place}", "from": rng.choice(people).json(), "chat_instance": "1"}
    press |= {"data": data.encode()[:64].decode(errors="ignore") if rng.random() < 0.9 else rng.choice(TEXTS)[:64]}
    return press | {"message": _message(rng, people, chats, place)}


def _inline(rng: random.Random, people: Sequence[Person], chats: Sequence[Json], place: int) -> Json:
    query = rng.choice(TEXTS)[:256]
    return {
        "id": f"hostile-{place}",
        "from": rng.choice(people).json(),
        "query": query,
        "offset": rng.choice(["", "x"]),
    }


def _chosen(rng: random.Random, people: Sequence[Person], chats: Sequence[Json], place: int) -> Json:
    chosen = {"result_id": rng.choice(ARGUMENTS) or "x", "query": rng.choice(TEXTS)[:256]}
    return chosen | {"from": rng.choice(people).json()}


def _anything(rng: random.Random, people: Sequence[Person], chats: Sequence[Json], place: int) -> Json:
    """Parts of a message and what a few other kinds have."""
    extra: Json = {"poll_id": "1", "option_ids": [0], "user": rng.choice(people).json(), "id": f"hostile-{place}"}
    return _message(rng, people, chats, place) | extra | {"invoice_payload": rng.choice(TEXTS)[:100]}


def _maimed(rng: random.Random, payload: Json) -> Json:
    """With a part missing, empty or of another kind."""
    name = rng.choice(sorted(payload.keys() - {"id"}))  # by which it would be answered
    rest = {key: value for key, value in payload.items() if key != name}
    return rng.choice([rest, payload | {name: None}, payload | {name: {}}, payload | {name: rng.choice(TEXTS)}])


_PAYLOADS: dict[str, Callable[[random.Random, Sequence[Person], Sequence[Json], int], Json]] = {
    "message": _message,
    "edited_message": _message,
    "channel_post": _message,
    "callback_query": _press,
    "inline_query": _inline,
    "chosen_inline_result": _chosen,
}
