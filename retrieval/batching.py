"""Encodes questions that arrive together in one batch: eight at once cost less than three one by one."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext

import numpy as np

from retrieval.encoder import Encoder, Vectors

_LARGEST = 16  # questions in one batch
_LONGEST_WAIT = 0.3  # seconds for which a batch lets those go first that have their vectors
_SEARCHES = max(1, (os.cpu_count() or 1) // 2)  # at once; more would only take the interpreter from each other


class BatchingEncoder:
    """An encoder for several threads: whoever comes while others are at work goes into the next batch together.

    Nobody waits for company: a question that comes alone is encoded at once. Of the threads that hold `at_work` while
    they answer a question, at most ``searches`` go on with their vectors at a time, and a batch is encoded when none
    does: side by side they would only take the interpreter from each other, and batches would be small.
    """

    def __init__(self, inner: Encoder, searches: int = _SEARCHES) -> None:
        self.inner = inner
        self._searches = searches
        self.model = inner.model
        self._waiting: list[tuple[list[str], Future[Vectors]]] = []
        self._changed = threading.Condition()  # what waits, and who searches
        self._encoding = threading.Lock()  # held by the thread that encodes
        self._searching = 0
        self._line = 0  # threads that have their vectors and wait for their turn
        self._mine = threading.local()
        self.batches: list[int] = []  # sizes of the last ones, for those who measure

    @property
    def waiting(self) -> int:
        """How many calls wait for the next batch."""
        return len(self._waiting)

    def warm(self) -> None:
        """Loads now what the first text would need."""
        self.inner.warm()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """To be held by a thread while it answers a question."""
        self._mine.at_work = True
        try:
            yield
        finally:
            self._pause()
            self._mine.at_work = False

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension)."""
        return self.inner.encode_passages(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), whichever thread computes them."""
        mine: Future[Vectors] = Future()
        self._pause()
        with self._changed:
            self._waiting.append((list(texts), mine))
        while not mine.done():
            with self._encoding:
                if not mine.done():
                    self._encode_waiting()
        self._go_on()
        return mine.result()

    def _pause(self) -> None:
        """Lets others search."""
        if getattr(self._mine, "searches", False):
            self._mine.searches = False
            with self._changed:
                self._searching -= 1
                self._changed.notify_all()

    def _go_on(self) -> None:
        """Waits for this thread's turn to search."""
        if not getattr(self._mine, "at_work", False):
            return
        with self._changed:
            self._line += 1
            self._changed.wait_for(lambda: self._searching < self._searches)
            self._line -= 1
            self._searching += 1
        self._mine.searches = True

    def _encode_waiting(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._searching and not self._line, _LONGEST_WAIT)
            batch, self._waiting = self._waiting[:_LARGEST], self._waiting[_LARGEST:]
        texts = [text for part, _ in batch for text in part]
        try:
            vectors = self.inner.encode_questions(texts)
        except Exception:
            for part, future in batch:
                self._encode_alone(part, future)
            return
        self.batches = [*self.batches[-99:], len(texts)]
        ends = np.cumsum([len(part) for part, _ in batch])
        for (part, future), end in zip(batch, ends, strict=True):
            future.set_result(vectors[end - len(part) : end])

    def _encode_alone(self, texts: list[str], future: Future[Vectors]) -> None:
        """So that what one text does to a batch is told to its own thread only."""
        try:
            future.set_result(self.inner.encode_questions(texts))
        except Exception as error:
            future.set_exception(error)


def at_work(encoder: Encoder) -> AbstractContextManager[None]:
    """To be held by a thread while it answers a question; for encoders that make batches."""
    return encoder.at_work() if isinstance(encoder, BatchingEncoder) else nullcontext()
