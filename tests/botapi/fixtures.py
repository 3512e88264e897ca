"""pytest fixtures: the stand-in, alone or with a toy bot that talks to it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.botapi.process import Bot, running_bot
from tests.botapi.server import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def botapi() -> Iterator[StandIn]:
    """A stand-in of this test's own; the test fails when a call of the bot was refused."""
    with StandIn() as stand_in:
        yield stand_in
    assert stand_in.violations == []
    assert stand_in.unanswered_buttons == [], "a pressed button was never answered"


@pytest.fixture(scope="module")
def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, Bot]]:
    """One stand-in and one toy bot, logging all it can, for all tests of a file."""
    folder = tmp_path_factory.mktemp("bot")
    with (
        StandIn() as stand_in,
        running_bot(stand_in.base_url, folder, token=stand_in.token, TOY_LOG_LEVEL="DEBUG") as bot,
    ):
        stand_in.wait(lambda: stand_in.polls > 0, "the bot to start polling")
        yield stand_in, bot
        assert bot.stop() == 0, bot.log


@pytest.fixture
def telegram(shared_bot: tuple[StandIn, Bot]) -> Iterator[StandIn]:
    """The shared stand-in; the test fails when a call of the bot was refused or a button left unanswered."""
    stand_in, bot = shared_bot
    yield stand_in
    with suppress(TimeoutError):
        stand_in.settle()
    refused, stand_in.violations = stand_in.violations, []
    assert refused == []
    assert stand_in.unanswered_buttons == [], "a pressed button was never answered"
    assert bot.process.poll() is None, bot.log
