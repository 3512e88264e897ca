"""Which failed calls are made again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

Failure = TelegramError | int  # a number: told to wait for so many seconds

pytestmark = pytest.mark.filterwarnings("ignore:.*attribute `retry_after` will be of type")


def tries(endpoint: str, failures: Sequence[Failure]) -> tuple[int, bool]:
    """How often a call is made that meets these failures in turn, and whether it succeeds at last."""
    waiting, made = list(failures), []

    async def call() -> bool:
        made.append(endpoint)
        if waiting:
            raise _error(waiting.pop(0))
        return True

    succeeded = asyncio.run(_succeeds(call, endpoint))
    return len(made), succeeded


def _error(failure: Failure) -> TelegramError:
    return RetryAfter(failure) if isinstance(failure, int) else failure


async def _succeeds(call: Callable[[], Coroutine[Any, Any, bool]], endpoint: str) -> bool:
    patience = Patience(pauses=(0.0, 0.0, 0.0))
    with suppress(TelegramError):
        return bool(await patience.process_request(call, (), {}, endpoint, {}, None))
    return False


@pytest.mark.parametrize(
    ("endpoint", "errors", "expected"),
    [
        ("sendMessage", [], (1, True)),
        ("sendMessage", [NetworkError("Bad Gateway")], (2, True)),
        ("sendMessage", [TimedOut(), NetworkError("torn"), TimedOut()], (4, True)),
        ("sendMessage", [TimedOut()] * 4, (4, False)),
        ("sendMessage", [0], (2, True)),
        ("sendMessage", [3600], (1, False)),
        ("sendMessage", [BadRequest("message is too long")], (1, False)),
        ("sendMessage", [Forbidden("bot was blocked by the user")], (1, False)),
        ("answerCallbackQuery", [NetworkError("torn")], (2, True)),
        ("sendChatAction", [NetworkError("torn")], (1, False)),
        ("getMe", [TimedOut()], (1, False)),
    ],
)
def test_a_call_is_repeated_when_that_may_help(
    endpoint: str, errors: list[Failure], expected: tuple[int, bool]
) -> None:
    assert tries(endpoint, errors) == expected
