"""Turns texts into vectors with a sentence-transformers model on the CPU."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval import e5, models
from retrieval.errors import ModelError
from retrieval.threads import one_thread

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

_QUESTIONS = 16  # in a batch: they are short
_BATCH = 4  # passages: small batches of like lengths stay in the cache; 32, the library's default, is half as fast
_EDGE = 1 << 20
_SETTING = "MEETINGS_EMBEDDING_MODEL"


class Encoder(Protocol):
    """What turns texts into unit vectors of ``float32``, shape (texts, dimension)."""

    @property
    def model(self) -> str:
        """Name and revision; vectors of different models never meet."""
        ...

    def warm(self) -> None:
        """Loads now what the first text would need."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...


class SentenceEncoder:
    """An encoder over a sentence-transformers model; loads it when it is first needed. Thread-safe."""

    def __init__(self, name: str, cache: Path, progress: e5.Progress = lambda what, share: None) -> None:
        self._folder = _locate(name, cache, progress)
        self.model = f"{name}@{_fingerprint(self._folder)}"
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    def warm(self) -> None:
        """Loads the model now rather than at the first text."""
        with self._lock:
            self._load()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own prompt for them."""
        import torch

        alone = one_thread(torch.get_num_threads, torch.set_num_threads)
        return self._encode(lambda model: model.encode_query, texts, _QUESTIONS, alone)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own prompt for them."""
        return self._encode(lambda model: model.encode_document, texts, _BATCH, nullcontext())

    def _encode(
        self,
        method: Callable[[Any], Callable[..., Any]],
        texts: Sequence[str],
        batch: int,
        around: AbstractContextManager[None],
    ) -> Vectors:
        with self._lock, around:  # the fast tokenizer may not be used by two threads at once
            vectors = method(self._load())(
                list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> SentenceTransformer:
        if self._loaded is None:
            self._loaded = _load(self._folder)
        return self._loaded


def _load(folder: Path) -> SentenceTransformer:
    def load() -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    mend = f"set {_SETTING} to a sentence-transformers model, or remove that folder to unpack anew"
    return models.loaded(load, folder, mend)


def _locate(name: str, cache: Path, progress: e5.Progress) -> Path:
    """The model's folder: the built-in one, a folder, or that of a hub id."""
    if name == e5.NAME:
        return e5.unpacked(cache, progress)
    return models.located(name, _SETTING, f"leave it out to use the built-in {e5.NAME}")


def _fingerprint(folder: Path) -> str:
    """Eight bytes that tell one revision of a model from another: small files whole, weights by size and edges."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".json", ".safetensors", ".bin"))
    if not files:
        raise ModelError(f"{folder} holds no sentence-transformers model: it has no .json and no weights")
    digest = hashlib.blake2b(digest_size=8)
    for path in files:
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(_EDGE))
            file.seek(max(0, size - _EDGE))
            digest.update(file.read(_EDGE))
    return digest.hexdigest()
