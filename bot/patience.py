"""Decides which failed calls to Telegram are made again, and when."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    Result = bool | dict[str, Any] | list[dict[str, Any]]

log = logging.getLogger(__name__)

# A time-out or torn connection may hide a message that did arrive, and Telegram offers no way to
# ask. These are made again all the same: a doubled answer is a nuisance, a missing one a failure.
REPEATED = frozenset({"sendMessage", "editMessageText", "answerCallbackQuery", "answerInlineQuery"})
PAUSES = (0.5, 2.0, 5.0)  # seconds before the second, third and fourth try
LONGEST_WAIT = 120.0  # seconds; told to wait longer than this, nobody waits for the answer any more


class Patience(BaseRateLimiter[None]):
    """Waits and repeats for the one call that failed, so that no other chat has to wait with it.

    Plugged in where python-telegram-bot has its rate limiter. Polling has its own repetition.
    """

    def __init__(self, pauses: Sequence[float] = PAUSES) -> None:
        self._pauses = pauses

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401 - the signature is the library's
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        for pause in self._pauses if endpoint in REPEATED else ():
            try:
                return await callback(*args, **kwargs)
            except (NetworkError, RetryAfter) as error:
                seconds = _wait(error, pause)
                log.warning("%s failed, next try in %.1f s: %s", endpoint, seconds, error)
                await asyncio.sleep(seconds)
        return await _last_try(callback(*args, **kwargs), endpoint)


async def _last_try(call: Coroutine[Any, Any, Result], endpoint: str) -> Result:
    try:
        return await call
    except NetworkError as error:
        if not isinstance(error, BadRequest):  # at start nobody else tells that the bot is still waiting
            log.warning("Telegram does not answer %s: %s", endpoint, error)
        raise


def _wait(error: NetworkError | RetryAfter, pause: float) -> float:
    """Seconds until the next try; raises ``error`` when another try is of no use."""
    if isinstance(error, BadRequest):  # counted among network errors by the library, but final
        raise error
    if not isinstance(error, RetryAfter):
        return pause
    seconds = _seconds(error)
    if seconds > LONGEST_WAIT:
        raise error
    return seconds


def _seconds(error: RetryAfter) -> float:
    # The public attribute is deprecated as a number and not yet a duration: only this is neither.
    return error._retry_after.total_seconds()
