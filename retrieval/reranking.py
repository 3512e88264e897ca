"""Puts the first candidates in the order of a model that reads question and paragraph together."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from retrieval import models
from retrieval.errors import ModelError
from retrieval.ranking import Candidate

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 20  # candidates, from the first on

_BATCH = 4  # as the encoder's
_SETTING = "MEETINGS_RERANKER_MODEL"
_MEND = f"set {_SETTING} to a sentence-transformers CrossEncoder, or leave it out to do without"
_ARCHITECTURES = ("ForSequenceClassification", "ForCausalLM")  # others get weights at random, and no error


class Reranker(Protocol):
    """What scores paragraphs beside a question."""

    @property
    def model(self) -> str:
        """Its name as it was set."""
        ...

    def warm(self) -> None:
        """Loads now what the first text would need."""
        ...

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers; higher is better."""
        ...


class CrossEncoderReranker:
    """A reranker over a CrossEncoder on the CPU; loads it when it is first needed. Thread-safe."""

    def __init__(self, name: str) -> None:
        self.model = name
        self._folder = models.located(name, _SETTING, "leave it out to do without a reranker")
        _check(self._folder)
        self._lock = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def warm(self) -> None:
        """Loads the model now rather than at the first text."""
        with self._lock:
            self._load()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """The model's score of each text."""
        if not texts:
            return []
        with self._lock:  # the fast tokenizer may not be used by two threads at once
            found = self._load().predict(
                [(question, text) for text in texts], batch_size=_BATCH, show_progress_bar=False
            )
        return [float(score) for score in found]

    def _load(self) -> CrossEncoder:
        if self._loaded is None:
            self._loaded = _load(self._folder)
        return self._loaded


def rerank(reranker: Reranker | None, question: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The first ``RERANKED`` candidates in the reranker's order, the others behind them as they were."""
    if reranker is None:
        return tuple(candidates)
    first, rest = candidates[:RERANKED], candidates[RERANKED:]
    scores = reranker.scores(question, [candidate.passage.text for candidate in first])
    ordered = sorted(zip(scores, first, strict=True), key=lambda pair: -pair[0])
    return (*(replace(candidate, reranked=score) for score, candidate in ordered), *rest)


def name_of(reranker: Reranker | None) -> str:
    """The reranker's name; empty where there is none."""
    return reranker.model if reranker else ""


def _check(folder: Path) -> None:
    """Raises ModelError where a folder's model is of another kind."""
    try:
        architectures = json.loads((folder / "config.json").read_text(encoding="utf-8"))["architectures"]
        fits = any(str(name).endswith(_ARCHITECTURES) for name in architectures)
    except (OSError, ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise ModelError(f"{folder} holds no reranker: {_MEND}")


def _load(folder: Path) -> CrossEncoder:
    def load() -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        model: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        if model.num_labels != 1:
            raise ValueError(f"it gives {model.num_labels} scores to a text, not one")
        return model

    return models.loaded(load, folder, _MEND)
