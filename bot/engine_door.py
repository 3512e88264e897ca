"""The one door between the asynchronous bot and the synchronous engine: a bounded pool of threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Protocol

from retrieval.conversation import NO_CONVERSATION, Conversation

if TYPE_CHECKING:
    from retrieval.answer import Answer, Coverage

WORKERS = 2  # the model already uses several cores for one question; more threads only wait for each other


class Answerer(Protocol):
    """The engine as the bot needs it: thread-safe, always on the newest generation."""

    def ask(self, question: str, limit: int = 3, conversation: Conversation = NO_CONVERSATION) -> Answer: ...

    def coverage(self) -> Coverage: ...


class EngineDoor:
    """Holds the threads in which the engine works, so that the event loop never waits for it."""

    def __init__(self, answerer: Answerer, workers: int = WORKERS) -> None:
        self._answerer = answerer
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="engine")

    async def ask(self, question: str, conversation: Conversation = NO_CONVERSATION) -> Answer:
        loop = asyncio.get_running_loop()
        ask = partial(self._answerer.ask, question, conversation=conversation)
        return await loop.run_in_executor(self._threads, ask)

    async def coverage(self) -> Coverage:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answerer.coverage)

    def close(self) -> None:
        """Lets go of the threads; a question still at work is finished first."""
        self._threads.shutdown(wait=True, cancel_futures=True)
