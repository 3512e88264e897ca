"""/language, /about, /privacy, the menus, and what the tables hold after real questions in each mode."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from telegram.ext import CommandHandler

from bot.about import privacy
from bot.access import Access
from bot.conversations import Conversations
from bot.engine_door import EngineDoor
from bot.handlers import handlers
from bot.menus import FOR_MAINTAINERS, FOR_STAFF, commands, commands_help
from bot.phrases.lists import EN, ZH
from bot.records import Records
from bot.records.answer_log import Keep
from bot.services import Services
from bot.settings import Settings
from tests.botapi.process import CHINESE_STAFF, STAFF, Bot, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.test_lists import keys, tapped
from tests.toy_answerer import ToyAnswerer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAINTAINER = Person(2001, "Mia")
SOMEBODY = Person(7070707070, "Ada")  # an id that is no part of another number
CONTACT = "Ms Lin, 555-0101"
QUESTION = "Who presided over the review meeting?"
UNANSWERED = "How do I renew a passport?"


@pytest.fixture(scope="module")
def library_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, Bot]]:
    folder = tmp_path_factory.mktemp("language")
    more = {"TOY_LIBRARY": "1", "MEETINGS_MAINTAINER_IDS": str(MAINTAINER.id), "MEETINGS_CONTACT": CONTACT}
    with StandIn() as stand_in, running_bot(stand_in.base_url, folder, token=stand_in.token, **more) as bot:
        yield stand_in, bot
        assert bot.stop() == 0, bot.log
        assert stand_in.unanswered_buttons == []


@pytest.fixture
def telegram(library_bot: tuple[StandIn, Bot]) -> Iterator[StandIn]:
    stand_in, _ = library_bot
    yield stand_in
    refused, stand_in.violations = stand_in.violations, []
    assert refused == []


# What is covered


def test_about_says_what_is_covered_by_whom_since_when_and_whom_to_ask(telegram: StandIn) -> None:
    told = telegram.answer(telegram.world.says(STAFF, "/about"))["text"]
    told = re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", "TODAY", told)
    assert re.sub(r"Version: \S+", "Version: 1", told) == (
        "The library has 6 articles, published between 20 January 2023 and 3 May 2024.\n"
        "\n"
        "Publishers: Harbour Gazette (2), District News (1), 南湖新闻 (1), not known (2)\n"
        "Languages: English (4), Chinese (2)\n"
        "Last loaded: TODAY (6 articles)\n"
        "Model: toy@1 · Version: 1\n"
        "\n"
        "Write your question as you would ask a colleague; /help shows how.\n"
        "When I find nothing, ask: Ms Lin, 555-0101"
    )


# Language


def test_a_chosen_language_counts_at_once_for_labels_and_the_menu(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(STAFF, "/language"))
    assert message["text"] == EN.language_ask
    assert keys(message) == [
        [("English", "v1:language:en"), ("中文", "v1:language:zh")],
        [("✓ As in my Telegram", "v1:language:auto")],
    ]
    chosen = tapped(telegram, message, "中文")
    assert chosen["text"] == "现在我用中文与您交流。引文和标题保持原样。"
    assert keys(chosen) == [
        [("English", "v1:language:en"), ("✓ 中文", "v1:language:zh")],
        [("与我的 Telegram 一致", "v1:language:auto")],
    ]
    assert telegram.answer(telegram.world.says(STAFF, "/people"))["text"] == ZH.people_many.format(count=3)
    menu = [{"command": name, "description": ZH.commands[name]} for name in FOR_STAFF]
    scopes = [("chat", STAFF.id, ""), ("chat", STAFF.id, "en"), ("chat", STAFF.id, "zh")]
    telegram.wait(lambda: all(scope in telegram.menus for scope in scopes), "the menus of the chat")
    assert [telegram.menus[scope] for scope in scopes] == [menu] * 3
    back = tapped(telegram, message, "与我的 Telegram 一致")
    assert (back["text"], keys(back)[1]) == (EN.language_done, [("✓ As in my Telegram", "v1:language:auto")])
    telegram.wait(lambda: not any(scope in telegram.menus for scope in scopes), "the menus to be taken away")


def test_a_menu_that_cannot_be_set_costs_nothing(telegram: StandIn) -> None:
    group = telegram.world.group(-100800)
    asked = telegram.world.says_in(group, CHINESE_STAFF, "/language@meetings_bot")
    message = telegram.answer(asked)
    tapped(telegram, message, "English", CHINESE_STAFF)
    telegram.wait(lambda: bool(telegram.called("setMyCommands")), "the menu to be tried")
    told = telegram.answer(telegram.world.says(CHINESE_STAFF, "/people"))["text"]
    assert told == EN.people_many.format(count=3)
    telegram.violations = [each for each in telegram.violations if "chat not found" not in each]


# Menus


def test_everybody_has_the_menu_in_both_languages_and_a_maintainer_his_own(telegram: StandIn) -> None:
    expected = {
        code: [{"command": name, "description": words.commands[name]} for name in FOR_STAFF]
        for code, words in (("", EN), ("zh", ZH))
    }
    assert telegram.commands == expected
    telegram.answer(telegram.world.says(MAINTAINER, "/about"))
    mine = ("chat", MAINTAINER.id, "zh")
    telegram.wait(lambda: mine in telegram.menus, "the maintainer's menu")
    assert [each["command"] for each in telegram.menus[mine]] == [*FOR_STAFF, *FOR_MAINTAINERS]


def test_every_command_of_a_handler_is_in_the_menu_and_in_help(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    records = Records.open(settings)
    door = EngineDoor(ToyAnswerer(tmp_path))
    services = Services(settings, door, records, Conversations(), Access(settings, records.people))
    handled = {name for each in handlers(services) if isinstance(each, CommandHandler) for name in each.commands}
    assert handled == {*FOR_STAFF, *FOR_MAINTAINERS}
    for language in ("en", "zh"):
        assert [each.command for each in commands(language, maintainer=True)] == [*FOR_STAFF, *FOR_MAINTAINERS]
        told = commands_help(language, maintainer=True)
        assert re.findall(r"^/(\w+) – \S", told, re.MULTILINE) == [*FOR_STAFF, *FOR_MAINTAINERS]
    door.close()
    records.close()


# Privacy

KEPT: dict[Keep, list[tuple[Any, ...]]] = {
    Keep.FULL: [
        ("private", 1, None, QUESTION, SOMEBODY.id),
        ("private", 0, "nothing_close", UNANSWERED, SOMEBODY.id),
    ],
    Keep.TEXT: [("private", 1, None, QUESTION, None), ("private", 0, "nothing_close", UNANSWERED, None)],
    Keep.COUNTS: [("private", 1, None, None, None), ("private", 0, "nothing_close", None, None)],
    Keep.OFF: [],
}


@pytest.mark.parametrize("keep", list(Keep))
def test_the_tables_hold_what_privacy_says(keep: Keep, tmp_path: Path) -> None:
    more = {"TOY_LIBRARY": "1", "MEETINGS_ANSWER_LOG": keep.value, "MEETINGS_ANSWER_LOG_DAYS": "30"}
    more |= {"MEETINGS_STAFF_IDS": str(SOMEBODY.id)}
    with StandIn() as stand_in, running_bot(stand_in.base_url, tmp_path, token=stand_in.token, **more) as bot:
        told = stand_in.answer(stand_in.world.says(SOMEBODY, "/privacy"))["text"]
        for question in (QUESTION, UNANSWERED):
            stand_in.answer(stand_in.world.says(SOMEBODY, question))
        assert bot.stop() == 0, bot.log
    assert told == privacy(Settings(answer_log=keep, answer_log_days=30), "en")
    assert EN.privacy_keep[keep.value] in told
    assert ("That is erased after 30 days." in told) == (keep is not Keep.OFF)
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as database:
        rows = database.execute("SELECT place, answered, reason, question, chat FROM answers ORDER BY answered DESC")
        assert rows.fetchall() == KEPT[keep]
        quotes = database.execute("SELECT count(*) FROM quoted").fetchone()[0]
        assert (quotes > 0) == (keep in (Keep.FULL, Keep.TEXT))
        assert database.execute("SELECT payload, talk FROM journal").fetchall() == [(None, "")] * 3
        assert database.execute("SELECT * FROM people").fetchall() == []
        _holds_nothing_more(database, words=keep in (Keep.FULL, Keep.TEXT), chat=keep is Keep.FULL)


def _holds_nothing_more(database: sqlite3.Connection, *, words: bool, chat: bool) -> None:
    """No table tells the words or the person, but where that is said; `replies` holds numbers for 48 hours."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables - {"replies", "shown"}:
        held = repr(database.execute(f"SELECT * FROM {table}").fetchall())
        assert words or "passport" not in held
        assert chat or str(SOMEBODY.id) not in held


def test_privacy_is_told_in_both_languages_for_every_mode() -> None:
    for keep in Keep:
        for language, words in (("en", EN), ("zh", ZH)):
            told = privacy(Settings(answer_log=keep, answer_log_days=0), language)
            assert told.startswith(words.privacy_head)
            assert (words.privacy_for_ever in told) == (keep is not Keep.OFF)
            assert len(told) < 4096
