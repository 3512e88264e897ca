"""The maintainers' chat is told of an error's id, kind and place, once and then counted; never of anyone's words."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from telegram import Bot

from bot.alarm import Alarm, place
from bot.phrases.lists import EN
from tests.botapi.fixtures import botapi
from tests.botapi.process import STAFF, running_bot
from tests.botapi.server import TOKEN, StandIn

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["botapi"]

CHAT = -100900


def failing(words: str) -> Exception:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def told(stand_in: StandIn) -> list[str]:
    return [message["text"] for message in stand_in.sent(CHAT)]


def raising(stand_in: StandIn, alarm: Alarm, *references: str, then: float) -> None:
    """Lets an alarm take note of errors, and so much time pass."""

    async def run() -> None:
        async with Bot(stand_in.token, base_url=stand_in.base_url) as bot:
            for reference in references:
                alarm.failed(bot, reference, failing("secret words"))
            await asyncio.sleep(then)

    asyncio.run(run())


def test_the_first_error_is_told_and_the_same_ones_after_it_are_counted(botapi: StandIn) -> None:
    botapi.world.group(CHAT)
    raising(botapi, Alarm(CHAT, seconds=0.4), "aaaa", "bbbb", "cccc", then=1.2)
    where = place(failing(""))
    assert re.fullmatch(r"tests/test_alarm\.py:\d+", where)
    assert told(botapi) == [
        f"⚠ aaaa: ValueError at {where}",
        f"⚠ cccc: ValueError at {where}, 2 times more; this is the last of them",
    ]


def test_without_a_chat_nothing_is_sent_and_a_failure_to_send_costs_nothing(botapi: StandIn) -> None:
    raising(botapi, Alarm(None), "aaaa", then=0.1)
    assert told(botapi) == []
    raising(botapi, Alarm(-1009999), "aaaa", then=0.3)  # a chat the bot is not in
    refused, botapi.violations = botapi.violations, []
    assert len(refused) == len(botapi.called("sendMessage")) == 1


def test_a_rival_is_told_once(botapi: StandIn) -> None:
    botapi.world.group(CHAT)
    alarm = Alarm(CHAT, seconds=60)

    async def run() -> list[bool]:
        async with Bot(botapi.token, base_url=botapi.base_url) as bot:
            noted = [alarm.meets_rival(bot) for _ in range(5)]
            await asyncio.sleep(0.3)
            return noted

    assert asyncio.run(run()) == [True, False, False, False, False]
    assert told(botapi) == [EN.rival]


def test_a_failing_question_is_told_to_the_maintainers_without_its_words(tmp_path: Path) -> None:
    with StandIn() as stand_in:
        stand_in.world.group(CHAT)
        more = {"MEETINGS_MAINTAINERS_CHAT": str(CHAT)}
        with running_bot(stand_in.base_url, tmp_path, token=stand_in.token, **more) as bot:
            for number in range(3):
                answer = stand_in.answer(stand_in.world.says(STAFF, f"crash on the secret pool {number}"))["text"]
                assert "Something went wrong" in answer
            stand_in.wait(lambda: bool(told(stand_in)), "the maintainers to be told")
            assert bot.stop() == 0, bot.log
        (message,) = told(stand_in)
        assert re.fullmatch(r"⚠ [0-9a-f]{8}: ValueError at tests/toy_answerer\.py:\d+", message)
        assert message.split()[1].rstrip(":") in bot.log
        for secret in ("secret", "pool", STAFF.first_name, TOKEN):
            assert secret not in message
        assert stand_in.violations == []
