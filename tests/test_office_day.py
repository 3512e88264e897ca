"""The scripted day of an office with the toy bot, by polling and by webhook: all valid, each question answered once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.botapi.process import running_bot
from tests.botapi.server import StandIn
from tests.office_day import SETTINGS, Words, live
from tests.test_delivery import free_port, webhook

if TYPE_CHECKING:
    from pathlib import Path

TOY = Words(
    question="Who presided over the review meeting?",
    follow_up="And which secretaries reported?",
    several="bridge council",
    later="Who promised forty places in the school?",
    unknown="How do I renew a passport?",
    chinese="谁主持了会议？",
    person="Wu Jian",
)


@pytest.mark.parametrize("by", ["polling", "webhook"])
def test_a_day_of_an_office(tmp_path: Path, by: str) -> None:
    settings = SETTINGS | {"TOY_LIBRARY": "1", "MEETINGS_DATA_DIR": str(tmp_path / "data")}
    if by == "webhook":
        settings |= webhook(free_port())
    with StandIn() as telegram, running_bot(telegram.base_url, tmp_path, token=telegram.token, **settings) as bot:
        bot.wait_for_log("is ready")
        day = live(telegram, TOY)
        assert bot.stop() == 0, bot.log
    for scene, text in day.told.items():
        print(f"== {scene}\n{text}")
    assert telegram.violations == []
    assert telegram.unanswered_buttons == []
    assert day.audit.tally() == {1: len(day.audit.questions)}
    assert "Traceback" not in bot.log
