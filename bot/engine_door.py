"""The one door between the asynchronous bot and the synchronous engine: a bounded pool of threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from retrieval.conversation import NO_CONVERSATION, Conversation

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.answer import Answer, Coverage
    from retrieval.encoder import Encoder
    from retrieval.engine import Engine
    from retrieval.terms import Translator

WORKERS = 8  # as many as are answered at once: their questions are encoded in one batch

T = TypeVar("T")


class Answerer(Protocol):
    """The engine as the bot needs it: thread-safe, always on the newest generation."""

    engine: Engine
    encoder: Encoder
    translator: Translator | None

    def ask(self, question: str, limit: int = 3, conversation: Conversation = NO_CONVERSATION) -> Answer: ...

    def coverage(self) -> Coverage: ...


class EngineDoor:
    """Holds the threads in which the engine works, so that the event loop never waits for it."""

    def __init__(self, answerer: Answerer, workers: int = WORKERS) -> None:
        self._answerer = answerer
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="engine")
        self._upkeep = ThreadPoolExecutor(1, thread_name_prefix="upkeep")

    async def ask(self, question: str, conversation: Conversation = NO_CONVERSATION, limit: int = 3) -> Answer:
        """The answer, from a thread."""
        return await self.look(lambda answerer: answerer.ask(question, limit, conversation))

    async def coverage(self) -> Coverage:
        return await self.look(lambda answerer: answerer.coverage())

    async def look(self, what: Callable[[Answerer], T]) -> T:
        """Something that reads the library or the index."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(what, self._answerer))

    async def change(self, what: Callable[[Answerer], T]) -> T:
        """Something that changes the library, or takes long: one after the other, beside the questions."""
        return await asyncio.get_running_loop().run_in_executor(self._upkeep, partial(what, self._answerer))

    def close(self) -> None:
        """Lets go of the threads; what is still at work is finished first."""
        for threads in (self._threads, self._upkeep):
            threads.shutdown(wait=True, cancel_futures=True)
