"""Turns texts into vectors with a sentence-transformers model on the CPU."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
_PASSAGES = 4  # in a batch: few of like lengths stay in the cache; 32, the library's default, is half as fast
_EDGE = 1 << 20
_WHAT = (
    b"paragraphs below titles, sentences alone"  # is embedded: to be changed with it, for vectors are kept by model
)
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
    """An encoder over a sentence-transformers model; loads it when it is first needed. Thread-safe.

    Threads take turns batch by batch, so that a question waits for one batch of passages and not for all of them.
    """

    def __init__(self, name: str, cache: Path, progress: e5.Progress = lambda what, share: None) -> None:
        self._folder = _locate(name, cache, progress)
        self.model = f"{name}@{_fingerprint(self._folder)}"
        self._next = threading.Lock()  # held by who is to have the model next: a bare lock is not fair
        self._lock = threading.Lock()  # the fast tokenizer may not be used by two threads at once
        self._loaded: SentenceTransformer | None = None

    def warm(self) -> None:
        """Loads the model now rather than at the first text."""
        with self._turn():
            pass

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own prompt for them."""
        import torch

        with self._turn() as model, one_thread(torch.get_num_threads, torch.set_num_threads):
            return _vectors(model.encode_query, texts, _QUESTIONS)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own prompt for them.

        A batch is made of texts with about as many tokens: the library sorts by characters, of which a Chinese token
        has fewer, and then fills up with what is computed in vain.
        """
        with self._turn() as model:
            order = np.argsort(_lengths(model, texts), kind="stable")
        found: list[Vectors] = []
        for begin in range(0, len(texts), _PASSAGES):
            batch = [texts[number] for number in order[begin : begin + _PASSAGES]]
            with self._turn() as model:
                found.append(_vectors(model.encode_document, batch, _PASSAGES))
        return np.concatenate(found)[np.argsort(order)] if found else np.empty((0, 0), dtype=np.float32)

    @contextmanager
    def _turn(self) -> Iterator[SentenceTransformer]:
        """The model, for one thread at a time in the order in which they came."""
        with self._next:
            self._lock.acquire()
        try:
            yield self._load()
        finally:
            self._lock.release()

    def _load(self) -> SentenceTransformer:
        if self._loaded is None:
            self._loaded = _load(self._folder)
        return self._loaded


def _vectors(encode: Callable[..., Any], texts: Sequence[str], batch: int) -> Vectors:
    vectors = encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _lengths(model: SentenceTransformer, texts: Sequence[str]) -> list[int]:
    """Tokens of each text as far as the model reads it; characters, where its tokenizer cannot be asked."""
    if not texts or not callable(model.tokenizer):
        return [len(text) for text in texts]
    found = model.tokenizer(list(texts), truncation=True, max_length=model.max_seq_length)
    return [len(ids) for ids in found["input_ids"]]


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
    """Eight bytes that tell one revision of a model, and of what it embeds, from another.

    Small files count whole, weights by their size and edges.
    """
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".json", ".safetensors", ".bin"))
    if not files:
        raise ModelError(f"{folder} holds no sentence-transformers model: it has no .json and no weights")
    digest = hashlib.blake2b(_WHAT, digest_size=8)
    for path in files:
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(_EDGE))
            file.seek(max(0, size - _EDGE))
            digest.update(file.read(_EDGE))
    return digest.hexdigest()
