"""Who may do what, everywhere: strangers, staff and maintainers at every door, with every command and every button.

Commands and buttons are taken from the handlers themselves: a new one fails here until it has its row.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.access import Access
from bot.conversations import Conversations
from bot.engine_door import EngineDoor
from bot.handlers import handlers
from bot.records import Records
from bot.services import Services
from bot.settings import Settings
from tests.botapi.process import STAFF, STRANGER, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person, World
from tests.toy_answerer import ToyAnswerer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.botapi.rules import Json

    Knock = Callable[[World, Person], Json]

MAINTAINER = Person(4001, "Mara")
PEOPLE = {"stranger": STRANGER, "staff": STAFF, "maintainer": MAINTAINER}
QUESTION = "Who approved the new bridge?"
OFFICE, FORUM, CHANNEL = -100500, -100501, -100502
TOPIC = 7

QUIET = 0.1  # seconds without a call after which none comes any more

TOLD = f"to be let in: {STRANGER.id}"
NOT_YOURS = "This is for maintainers only."

# What comes of a knock: nothing at all; a stranger's sentence; that this is for maintainers; an answer.
SILENT, STRANGER_TOLD, REFUSED, SERVED = "silent", "stranger told", "refused", "served"
ALERT, EMPTY = "alert", "empty inline result"

STAFF_COMMANDS = ("start", "help", "ask", "meetings", "people", "about", "privacy", "language")
MAINTAINERS_COMMANDS = ("gaps", "stats", "stale", "remove", "undo", "audit", "staff")
NOT_IN_GROUPS = ("gaps", "stale", "staff")  # they hold what people asked, or who they are
STAFF_BUTTONS = (
    *("see", "up", "down", "why", "back", "open", "page", "meetings", "months", "people", "language"),
    "unknown",
)
MAINTAINERS_BUTTONS = (*("load", "rm", "rmyes", "rmno", "undo", "leave", "audit", "staff", "gaps", "stale", "fix"),)


def says(text: str) -> Knock:
    return lambda world, person: world.says(person, text)


def in_group(text: str) -> Knock:
    return lambda world, person: world.says_in(world.group(OFFICE), person, text)


def in_topic(world: World, person: Person) -> Json:
    forum = world.group(FORUM, topics=frozenset({1, TOPIC}))
    asked = f"/ask@meetings_bot {QUESTION}"
    return world.says_in(forum, person, asked, message_thread_id=TOPIC, is_topic_message=True)


def uploads(world: World, person: Person) -> Json:
    return world.sends_document(person, "note.txt", b" date 2024-05-05 A note\n\nThe pool is open.\n")


def edits(world: World, person: Person) -> Json:
    unseen = World()  # the message before it was edited came while nobody listened
    world.private(person)
    return world.raw("edited_message", unseen.edits(unseen.says(person, "x"), QUESTION))


def presses(action: str) -> Knock:
    def press(world: World, person: Person) -> Json:
        answer = world.bot_says(world.private(person), {"text": "an old answer"})
        return world.presses(person, answer, f"v1:{action}:nothing")

    return press


# The door, and what comes of it for a stranger, for staff, for a maintainer.
DOORS: dict[str, tuple[Knock, tuple[str, str, str]]] = {
    "private question": (says(QUESTION), (STRANGER_TOLD, SERVED, SERVED)),
    "deep link": (says("/start a_bridge_1"), (STRANGER_TOLD, SERVED, SERVED)),
    "unknown command": (says("/nothing"), (STRANGER_TOLD, SERVED, SERVED)),
    "upload": (uploads, (STRANGER_TOLD, SERVED, SERVED)),
    "link": (says("https://127.0.0.1:1/page"), (STRANGER_TOLD, SERVED, SERVED)),
    "group": (in_group(f"/ask@meetings_bot {QUESTION}"), (SILENT, SERVED, SERVED)),
    "topic": (in_topic, (SILENT, SERVED, SERVED)),
    "channel": (lambda world, _: world.posts(world.channel(CHANNEL), QUESTION), (SILENT, SILENT, SILENT)),
    "inline": (lambda world, person: world.asks_inline(person, QUESTION), (EMPTY, SERVED, SERVED)),
    "edited": (edits, (SILENT, SERVED, SERVED)),
    "guest": (
        lambda world, person: world.asks_as_guest(world.group(OFFICE), person, QUESTION),
        (SILENT, SILENT, SILENT),
    ),
    "business": (lambda world, person: world.writes_to_business(person, QUESTION), (SILENT, SILENT, SILENT)),
    **{f"/{name}": (says(f"/{name}"), (STRANGER_TOLD, SERVED, SERVED)) for name in STAFF_COMMANDS},
    **{f"/{name}": (says(f"/{name}"), (STRANGER_TOLD, REFUSED, SERVED)) for name in MAINTAINERS_COMMANDS},
    **{
        f"/{name} in a group": (in_group(f"/{name}@meetings_bot"), (SILENT, REFUSED, SERVED))
        for name in MAINTAINERS_COMMANDS
    },
    **{f"button {name}": (presses(name), (ALERT, SERVED, SERVED)) for name in STAFF_BUTTONS},
    **{f"button {name}": (presses(name), (ALERT, REFUSED, SERVED)) for name in MAINTAINERS_BUTTONS},
}


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    settings = {"TOY_LIBRARY": "1", "MEETINGS_STAFF_IDS": str(STAFF.id)}
    settings["MEETINGS_MAINTAINER_IDS"] = str(MAINTAINER.id)
    folder = tmp_path_factory.mktemp("matrix")
    with StandIn() as stand_in, running_bot(stand_in.base_url, folder, token=stand_in.token, **settings) as bot:
        bot.wait_for_log("is ready")
        stand_in.wait(lambda: stand_in.polls > 0, "the bot to start polling")  # before it, it calls of its own accord
        yield stand_in
        assert bot.stop() == 0, bot.log
    assert stand_in.unanswered_buttons == []


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("door", DOORS)
def test_everybody_gets_what_his_role_allows_and_nothing_leaks(telegram: StandIn, door: str, role: str) -> None:
    knock, outcomes = DOORS[door]
    expected = outcomes[list(PEOPLE).index(role)]
    start = len(telegram.calls)
    knock(telegram.world, PEOPLE[role])
    called = calls_until_quiet(telegram, start, silent=expected is SILENT)
    assert outcome(called) == expected, called
    assert telegram.violations == []
    if expected is not SERVED:
        said = str(called)
        assert "bridge" not in said.replace(QUESTION, ""), "an article shows"
        assert len(called) == (0 if expected is SILENT else 1)


def outcome(called: list[tuple[str, Json]]) -> str:
    """What came of a knock, by all that the bot called."""
    if not called:
        return SILENT
    method, parameters = called[0]
    text = str(parameters.get("text", ""))
    if method == "answerInlineQuery" and parameters["results"] == [] and parameters["is_personal"]:
        return EMPTY if "button" not in parameters else SERVED
    if text == "You may not use this bot.":
        return ALERT
    if text == NOT_YOURS:
        return REFUSED
    return STRANGER_TOLD if text.endswith(TOLD) else SERVED


def calls_until_quiet(telegram: StandIn, start: int, *, silent: bool) -> list[tuple[str, Json]]:
    """What the bot called since then, once it calls nothing more; menus left out."""
    ignored = ("getUpdates", "setMyCommands", "deleteMyCommands", "sendChatAction")

    def called() -> list[tuple[str, Json]]:
        return [(each.method, each.parameters) for each in telegram.calls[start:] if each.method not in ignored]

    if silent:
        telegram.wait(lambda: not telegram.world.updates, "delivery")
        time.sleep(QUIET)
    else:
        telegram.wait(lambda: bool(called()), "an answer")
    found = -1
    while found != len(called()):
        found = len(called())
        time.sleep(QUIET)
    return called()


def test_every_command_and_every_button_has_its_row(tmp_path: Path) -> None:
    commands, buttons = offered(tmp_path)
    assert commands == {*STAFF_COMMANDS, *MAINTAINERS_COMMANDS}, "add it to STAFF_COMMANDS or MAINTAINERS_COMMANDS"
    assert buttons | {"unknown"} == {*STAFF_BUTTONS, *MAINTAINERS_BUTTONS}, "add it to the BUTTONS it belongs to"


def test_no_two_handlers_take_the_same_button(tmp_path: Path) -> None:
    actions = [action for handler in built(tmp_path) for action in actions_of(handler)]
    assert sorted(actions) == sorted(set(actions))


def offered(folder: Path) -> tuple[set[str], set[str]]:
    """The commands and the actions of buttons that the bot reacts to."""
    commands = {name for each in built(folder) if isinstance(each, CommandHandler) for name in each.commands}
    return commands, {action for each in built(folder) for action in actions_of(each)}


def actions_of(handler: object) -> list[str]:
    """``see`` of the pattern ``^v1:see:``; all of several."""
    if not isinstance(handler, CallbackQueryHandler) or not isinstance(handler.pattern, re.Pattern):
        return []
    match = re.match(r"\^v1:(?:\((?:\?:)?(?P<several>[a-z|]+)\)|(?P<one>[a-z]+))", handler.pattern.pattern)
    assert match, f"a pattern that is not understood: {handler.pattern.pattern}"
    return (match["several"] or match["one"]).split("|")


def built(folder: Path) -> list[Any]:
    """All handlers, as the bot makes them."""
    settings = Settings(data_dir=folder)
    records, answerer = Records.open(settings), ToyAnswerer(folder)
    access = Access(settings, records.people)
    return handlers(Services(settings, EngineDoor(answerer), records, Conversations(), access))
