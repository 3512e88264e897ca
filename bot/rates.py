"""Counts how often each person asks, so that one cannot take the bot from all others."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MINUTE = 60.0


class Rates:
    """At most so many questions a person in any minute; ``a_minute`` 0 lets everything through."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}

    def wait(self, person: int) -> int:
        """Counts a question; seconds until the person may ask again when it is one too many, else 0."""
        if not self._a_minute:
            return 0
        now = self._clock()
        asked = self._asked.setdefault(person, deque())
        while asked and now - asked[0] >= _MINUTE:
            asked.popleft()
        if len(asked) >= self._a_minute:
            return max(1, math.ceil(_MINUTE - (now - asked[0])))
        asked.append(now)
        return 0
