"""Inline questions are counted when they are asked, not at each letter, and not without end."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.botapi.process import STAFF, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, SECOND = "Who presided over the review meeting?", "Who approved the new bridge?"
LIN = Person(1002, "Lin")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inline")


@pytest.fixture(scope="module")
def telegram(folder: Path) -> Iterator[StandIn]:
    settings = {"TOY_LIBRARY": "1", "MEETINGS_DATA_DIR": str(folder), "MEETINGS_QUESTIONS_PER_MINUTE": "1"}
    with StandIn() as stand_in, running_bot(stand_in.base_url, folder, token=stand_in.token, **settings) as bot:
        yield stand_in
        assert bot.stop() == 0, bot.log
        assert stand_in.violations == []


def counted(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "bot.db")) as records:
        return [row[0] for row in records.execute("SELECT question FROM answers WHERE place = 'inline' ORDER BY at")]


def until(folder: Path, expected: list[str], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while counted(folder) != expected and time.monotonic() < ends:
        time.sleep(0.05)
    assert counted(folder) == expected


def test_a_question_is_counted_when_a_quote_is_chosen_else_once_nothing_more_is_typed(
    telegram: StandIn, folder: Path
) -> None:
    telegram.world.inline_feedback = True
    given = telegram.inline_answer(telegram.world.asks_inline(STAFF, FIRST))
    assert counted(folder) == []
    telegram.world.chooses_inline(STAFF, given["results"][0], telegram.world.elsewhere(-100777))
    until(folder, [FIRST], 5.0)
    for typed in (FIRST, SECOND):
        telegram.inline_answer(telegram.world.asks_inline(LIN, typed))
    until(folder, [FIRST, SECOND], 15.0)


def test_who_types_without_end_is_asked_to_wait(telegram: StandIn) -> None:
    typed = [telegram.inline_answer(telegram.world.asks_inline(LIN, SECOND)) for _ in range(5)]
    assert (typed[0]["results"] != [], typed[-1]["results"]) == (True, [])
    assert typed[-1]["button"]["text"].startswith("Many questions at once: wait ")
