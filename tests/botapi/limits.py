"""Telegram's limits on how fast a bot may write: off unless a test switches them on."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import TYPE_CHECKING

from tests.botapi.rules import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.rules import Json

# (calls, seconds). Telegram's own words: about one message a second in a chat, with short bursts; 20 a minute in a
# group; about 30 a second in all.
IN_ALL = (30, 1.0)
IN_GROUP = (20, 60.0)
IN_CHAT = (5, 5.0)

WRITING = ("send", "copy", "forward", "edit")
NOT_WRITING = frozenset({"sendchataction"})


class Limits:
    """Counts what was sent lately; `check` refuses with 429 what is too much."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = False
        self._clock = clock
        self._sent: dict[object, deque[float]] = {}

    def check(self, method: str, parameters: Json) -> None:
        if not self.on or not method.lower().startswith(WRITING) or method.lower() in NOT_WRITING:
            return
        chat, now = parameters.get("chat_id"), self._clock()
        weight = max(1, len(parameters.get("media", ())))
        windows = [("all", IN_ALL)]
        if chat is not None:
            windows += [(f"chat {chat}", IN_CHAT)]
        if str(chat).startswith("-"):
            windows += [(f"group {chat}", IN_GROUP)]
        wait = max(self._wait(name, limit, now, weight) for name, limit in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            told = f"Too Many Requests: retry after {seconds}"
            raise Refused(told, 429, foreseeable=False, retry_after=seconds)
        for name, _ in windows:
            self._sent[name].extend([now] * weight)

    def _wait(self, name: str, limit: tuple[int, float], now: float, weight: int) -> float:
        """Seconds until there is room for so many calls more."""
        most, seconds = limit
        sent = self._sent.setdefault(name, deque())
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        too_many = len(sent) + weight - most
        return sent[min(too_many, len(sent)) - 1] + seconds - now if too_many > 0 and sent else 0.0
