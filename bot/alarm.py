"""Tells the maintainers' chat of the bot's errors: an id, a kind and a place, never anyone's words."""

from __future__ import annotations

import asyncio
import logging
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.phrases.lists import phrases

if TYPE_CHECKING:
    from telegram import Bot

log = logging.getLogger(__name__)

GATHERED_SECONDS = 600.0  # in which the same error is counted, not told again
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class _Gathered:
    """What has happened again since the last message about it."""

    count: int = 0
    reference: str = ""


class Alarm:
    """Sends the first of the same errors at once, then how many there were since, at most once in so many seconds."""

    def __init__(self, chat: int | None, seconds: float = GATHERED_SECONDS) -> None:
        self._chat = chat
        self._seconds = seconds
        self._gathered: dict[tuple[str, str], _Gathered] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def failed(self, bot: Bot, reference: str, error: BaseException) -> None:
        """Takes note of an error; what is to be sent is sent beside everything else."""
        self._note(bot, (type(error).__name__, place(error)), reference)

    def meets_rival(self, bot: Bot) -> bool:
        """Takes note of another process with our token; False when that was told not long ago."""
        return self._note(bot, ("rival", ""), "")

    def _note(self, bot: Bot, what: tuple[str, str], reference: str) -> bool:
        if (again := self._gathered.get(what)) is not None:
            again.count, again.reference = again.count + 1, reference
            return False
        self._gathered[what] = _Gathered()
        task = asyncio.get_running_loop().create_task(self._tell(bot, what, reference))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _tell(self, bot: Bot, what: tuple[str, str], reference: str) -> None:
        """Says it once, then after each pause how often it came again, until it does not."""
        words, (kind, where) = phrases(None), what
        await self._send(
            bot, words.trouble.format(reference=reference, kind=kind, place=where) if where else words.rival
        )
        while True:
            await asyncio.sleep(self._seconds)
            again, self._gathered[what] = self._gathered[what], _Gathered()
            if not again.count:
                del self._gathered[what]
                return
            if where:
                told = words.troubles.format(reference=again.reference, kind=kind, place=where, count=again.count)
                await self._send(bot, told)

    async def _send(self, bot: Bot, text: str) -> None:
        if self._chat is None:
            return
        try:
            await bot.send_message(self._chat, text)
        except TelegramError as error:
            log.warning("The maintainers' chat could not be told of an error: %s", type(error).__name__)


def place(error: BaseException) -> str:
    """``bot/asking.py:80``: the innermost line of this program's own; else the file's bare name."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        file = Path(frame.filename)
        if file.is_relative_to(_ROOT) and ".venv" not in file.parts:
            return f"{file.relative_to(_ROOT).as_posix()}:{frame.lineno}"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
