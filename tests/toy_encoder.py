"""A toy encoder: texts as hashed bags of stemmed words, quick and the same everywhere; counts what it encodes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np

from retrieval.encoder import Vectors
from retrieval.words import words

DIMENSION = 64


class ToyEncoder:
    """Unit vectors of shape (texts, 64): texts that share words lie close. ``seconds`` is what a text costs."""

    def __init__(self, model: str = "toy@1", seconds: float = 0.0) -> None:
        self._model = model
        self._seconds = seconds
        self.encoded: list[str] = []  # every passage, in the order of encoding

    @property
    def model(self) -> str:
        return self._model

    def warm(self) -> None:
        """There is nothing to load."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(self._seconds * len(texts))
        self.encoded += texts
        return self.encode_questions(texts)

    def _vector(self, text: str) -> Vectors:
        sums = np.zeros(DIMENSION, dtype=np.float32)
        for word in words(text):
            digest = hashlib.blake2b(f"{self._model} {word}".encode(), digest_size=2).digest()
            sums[digest[0] % DIMENSION] += 1 if digest[1] % 2 else -1
        length = float(np.linalg.norm(sums))
        return sums / length if length else np.eye(DIMENSION, dtype=np.float32)[0]
