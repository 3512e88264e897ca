"""Whoever is not on the list is refused at every door and learns nothing but his own number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram import Update

from bot.access import Access, is_allowed
from bot.records.file import RecordFile
from bot.records.people import People, Role
from bot.settings import Settings
from tests.botapi.process import STAFF, STRANGER
from tests.botapi.world import Person, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.botapi.rules import Json
    from tests.botapi.server import StandIn

    Knock = Callable[[World], Json]

pytest_plugins = ("tests.botapi.fixtures",)

Expected = tuple[str, dict[str, Any]]

QUESTION = "Who presided over the review meeting?"
COMMAND = f"/ask@meetings_bot {QUESTION}"
SENTENCE = "You may not ask here yet: give this number to a maintainer to be let in: 6666"
TOLD = [("sendMessage", {"chat_id": 6666, "text": SENTENCE})]
NO_RESULTS = [("answerInlineQuery", {"results": [], "is_personal": True, "cache_time": 1})]
ALERT = [("answerCallbackQuery", {"text": "You may not use this bot.", "show_alert": True})]
SILENCE: list[Expected] = []

OFFICE = -100200
ADMIN_OFFICE = -100201
CHANNEL = -100300


def _writes(text: str) -> Knock:
    return lambda world: world.says(STRANGER, text)


def _shows(**content: Any) -> Knock:
    return lambda world: world.shows(STRANGER, **content)


def _writes_in_group(text: str, *, bot_is_admin: bool = False) -> Knock:
    number = ADMIN_OFFICE if bot_is_admin else OFFICE
    return lambda world: world.says_in(world.group(number, bot_is_admin=bot_is_admin), STRANGER, text)


def _replies_in_group(world: World) -> Json:
    return world.replies(STRANGER, world.bot_says(world.group(OFFICE), {"text": "an answer"}), QUESTION)


def _hides_as_admin(world: World) -> Json:
    return world.admin_says_in(world.group(OFFICE), COMMAND)


def _edits(world: World) -> Json:
    unseen = World()  # the message before it was edited came while nobody listened
    world.private(STRANGER)
    return world.raw("edited_message", unseen.edits(unseen.says(STRANGER, "x"), QUESTION))


def _presses(world: World) -> Json:
    answer = world.bot_says(world.group(OFFICE), {"text": "an answer"})
    return world.presses(STRANGER, answer, "v1:more")


def _posts(world: World) -> Json:
    return world.posts(world.channel(CHANNEL), COMMAND)


def _edits_a_post(world: World) -> Json:
    post = World().posts(world.channel(CHANNEL), COMMAND)
    return world.raw("edited_channel_post", post | {"edit_date": 1})


def _asks_as_guest(world: World) -> Json:
    return world.asks_as_guest(world.group(OFFICE), STRANGER, QUESTION)


def _votes(world: World) -> Json:
    return world.raw("poll_answer", {"poll_id": "1", "user": STRANGER.json(), "option_ids": [0]})


DOORS: dict[str, tuple[Knock, list[Expected]]] = {
    "private question": (_writes(QUESTION), TOLD),
    "private /ask": (_writes(f"/ask {QUESTION}"), TOLD),
    "private /start": (_writes("/start"), TOLD),
    "private /help": (_writes("/help"), TOLD),
    "deep link": (_writes("/start v1_review_2"), TOLD),
    "photo": (_shows(photo=[], caption=QUESTION), TOLD),
    "voice": (_shows(voice={"file_id": "a", "file_unique_id": "b", "duration": 1}), TOLD),
    "upload": (_shows(document={"file_id": "a", "file_unique_id": "b"}), TOLD),
    "group /ask": (_writes_in_group(COMMAND), SILENCE),
    "group mention": (_writes_in_group(f"@meetings_bot {QUESTION}", bot_is_admin=True), SILENCE),
    "group reply": (_replies_in_group, SILENCE),
    "anonymous admin": (_hides_as_admin, SILENCE),
    "inline": (lambda world: world.asks_inline(STRANGER, QUESTION), NO_RESULTS),
    "button": (_presses, ALERT),
    "edited": (_edits, SILENCE),
    "channel post": (_posts, SILENCE),
    "edited channel post": (_edits_a_post, SILENCE),
    "business": (lambda world: world.writes_to_business(STRANGER, QUESTION), SILENCE),
    "guest": (_asks_as_guest, SILENCE),
    "poll answer": (_votes, SILENCE),
    "kind of update unknown so far": (lambda world: world.raw("telepathy", {"x": 1}), SILENCE),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_refused_at_the_door(telegram: StandIn, door: str) -> None:
    knock, expected = DOORS[door]
    start = len(telegram.calls)
    knock(telegram.world)
    assert _calls_until_quiet(telegram, start) == expected


def test_a_chinese_stranger_is_told_in_chinese(telegram: StandIn) -> None:
    telegram.world.says(Person(7777, "Mo", "zh-hans"), "你好")
    telegram.wait(lambda: bool(telegram.sent(7777)), "the sentence")
    assert [each["text"] for each in telegram.sent(7777)] == [
        "您还没有提问的权限，请把这个号码交给维护人员以便开通：7777"
    ]


def test_a_namesake_of_staff_is_a_stranger(telegram: StandIn) -> None:
    namesake = Person(8888, STAFF.first_name)
    telegram.world.says(namesake, QUESTION)
    telegram.wait(lambda: bool(telegram.sent(8888)), "the sentence")
    assert telegram.sent(8888)[0]["text"].endswith("to be let in: 8888")


def test_a_refusal_that_cannot_be_delivered_opens_no_door(telegram: StandIn) -> None:
    start = len(telegram.calls)
    unknown = {"message_id": 1, "date": 1, "chat": {"id": 9999, "type": "private"}, "text": QUESTION}
    telegram.world.raw("message", unknown | {"from": {"id": 9999, "is_bot": False, "first_name": "X"}})
    assert [method for method, _ in _calls_until_quiet(telegram, start)] == ["sendMessage"]
    assert telegram.violations.pop().startswith("sendMessage: Bad Request: chat not found")


def _calls_until_quiet(telegram: StandIn, start: int) -> list[Expected]:
    """What the bot called since then, seen once it has answered a slow question that came after."""
    barrier = telegram.world.says(STAFF, "slow 0.05")
    telegram.answer(barrier)
    return [
        (call.method, {name: each for name, each in call.parameters.items() if not name.endswith("query_id")})
        for call in telegram.calls[start:]
        if call.method != "getUpdates" and call.parameters.get("chat_id") != STAFF.id
    ]


ADA = {"id": STAFF.id, "is_bot": False, "first_name": "Ada"}
GROUP = {"id": OFFICE, "type": "supergroup", "title": "Office"}
MESSAGE = {"message_id": 1, "date": 1, "chat": GROUP, "text": "x", "from": ADA}
AUTHORLESS = {key: each for key, each in MESSAGE.items() if key != "from"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
PRESS = {"id": "1", "from": ADA, "chat_instance": "1", "message": MESSAGE | {"sender_chat": GROUP}}


@pytest.mark.parametrize(
    ("update", "allowed"),
    [
        ({"message": MESSAGE}, True),
        ({"message": MESSAGE | {"from": STRANGER.json()}}, False),
        ({"message": MESSAGE | {"sender_chat": GROUP}}, False),
        ({"message": MESSAGE | {"from": CHANNEL_BOT}}, False),
        ({"channel_post": AUTHORLESS}, False),
        ({"inline_query": {"id": "1", "from": ADA, "query": "x", "offset": ""}}, True),
        ({"callback_query": PRESS}, True),
        ({"callback_query": PRESS | {"from": STRANGER.json()}}, False),
        ({}, False),
    ],
)
def test_one_known_person_must_stand_behind_an_update(update: dict[str, Any], allowed: bool, tmp_path: Path) -> None:
    everybody_listed = _access(tmp_path, STAFF.id, 136817688, 1087968824, 777000)
    assert is_allowed(Update.de_json({"update_id": 1} | update, None), everybody_listed) is allowed


def test_nobody_is_let_in_until_ids_are_set(tmp_path: Path) -> None:
    assert not is_allowed(Update.de_json({"update_id": 1, "message": MESSAGE}, None), _access(tmp_path))


def test_somebody_let_in_from_chat_may_ask_until_that_is_taken_away(tmp_path: Path) -> None:
    people = People(RecordFile(tmp_path / "bot.db"))
    access = Access(Settings(staff_ids=frozenset({1}), maintainer_ids=frozenset({2})), people)
    people.add(3, "Ada", Role.MAINTAINER, added_by=2)
    people.add(1, "Lin", Role.MAINTAINER, added_by=2)
    assert [access.role(person) for person in (1, 2, 3, 4)] == [
        Role.MAINTAINER,
        Role.MAINTAINER,
        Role.MAINTAINER,
        None,
    ]
    assert (people.remove(3), people.remove(3), people.remove(1)) == (True, False, True)
    assert [access.role(person) for person in (1, 2, 3)] == [Role.STAFF, Role.MAINTAINER, None]


def test_half_a_character_in_a_name_is_kept_as_an_unknown_one(tmp_path: Path) -> None:
    people = People(RecordFile(tmp_path / "bot.db"))
    people.add(3, "Ada \ud83d", Role.STAFF, added_by=2)
    people.choose_language(3, "\udc00n")
    assert [each.name for each in people.members()] == ["Ada \ufffd"]
    assert people.language(3) == "\ufffdn"


def _access(folder: Path, *staff: int) -> Access:
    return Access(Settings(staff_ids=frozenset(staff)), People(RecordFile(folder / "bot.db")))
