"""Encodes questions that arrive together in one batch: eight at once cost less than three one by one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np

from retrieval.encoder import Encoder, Vectors

_LARGEST = 16  # questions in one batch


class BatchingEncoder:
    """An encoder for several threads: whoever comes while a batch is at work goes into the next one together.

    Nobody waits for company: a question that comes alone is encoded at once.
    """

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner
        self.model = inner.model
        self._waiting: list[tuple[list[str], Future[Vectors]]] = []
        self._access = threading.Lock()  # to what waits
        self._working = threading.Lock()  # held by the thread that encodes
        self.batches: list[int] = []  # sizes of the last ones, for those who measure

    @property
    def waiting(self) -> int:
        """How many calls wait for the next batch."""
        return len(self._waiting)

    def warm(self) -> None:
        """Loads now what the first text would need."""
        self.inner.warm()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension)."""
        return self.inner.encode_passages(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), whichever thread computes them."""
        mine: Future[Vectors] = Future()
        with self._access:
            self._waiting.append((list(texts), mine))
        while not mine.done():
            with self._working:
                if not mine.done():
                    self._encode_waiting()
        return mine.result()

    def _encode_waiting(self) -> None:
        with self._access:
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
