"""Keeps the FAISS index as immutable files with checksums, published one generation at a time.

A write goes to a temporary file, is synced, read back and renamed; then the manifest that names it is replaced. So
a crash leaves the old generation or the new one. The FAISS format has no checksum of its own: ours is compared
before a file is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors
from retrieval.errors import IndexUnusable
from retrieval.manifest import MANIFEST, Manifest

_LARGE = 50_000  # paragraphs; from here on the index keeps float16, which loses no neighbour
_KEEP = 2  # generations: the live one and the one that questions in flight may still read


@dataclass(frozen=True, slots=True)
class DenseHit:
    """A paragraph found by meaning; the score is the cosine."""

    id: int
    score: float


class Index:
    """One generation in memory: paragraph ids and their vectors. Searching is exact and thread-safe."""

    def __init__(self, inner: faiss.Index, generation: int) -> None:
        self._inner = inner
        self.generation = generation

    def __len__(self) -> int:
        return int(self._inner.ntotal)

    def search(self, question: Vectors, k: int, only: Sequence[int] | None = None) -> list[DenseHit]:
        """The ``k`` paragraphs nearest to ``question``, shape (dimension,); ``only`` these ids if given."""
        if len(self) == 0 or (only is not None and not len(only)):
            return []
        parameters = None
        if only is not None:
            chosen = np.asarray(only, dtype=np.int64)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(chosen))  # type: ignore[call-arg]
        with _one_thread():
            scores, ids = self._inner.search(question[None, :], min(k, len(self)), params=parameters)
        pairs = zip(ids[0], scores[0], strict=True)
        return [DenseHit(int(i), float(score)) for i, score in pairs if i >= 0]


def build(ids: NDArray[np.int64], vectors: Vectors, generation: int) -> Index:
    """An index of ``vectors``, shape (paragraphs, dimension), found under ``ids``, shape (paragraphs,)."""
    dimension = vectors.shape[1]
    flat = (
        faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if len(ids) >= _LARGE
        else faiss.IndexFlatIP(dimension)
    )
    inner = faiss.IndexIDMap(flat)
    if len(ids):
        inner.add_with_ids(np.ascontiguousarray(vectors), ids)
    return Index(inner, generation)


def publish(folder: Path, index: Index, model: str, analyser: str) -> Manifest:
    """Writes ``index`` as the live generation. The caller holds the publisher's lock. Raises IndexUnusable."""
    name = f"{index.generation:06d}.faiss"
    temporary = folder / f".{name}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        data = _serialised(index)
        _write(temporary, data)
        if temporary.read_bytes() != data:
            raise OSError(None, "what was read back is not what was written")
        temporary.replace(folder / name)
        manifest = Manifest(
            file=name,
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            count=len(index),
            dimension=int(index._inner.d),
            model=model,
            analyser=analyser,
            generation=index.generation,
        )
        _write(folder / f".{MANIFEST}.tmp", json.dumps(asdict(manifest), indent=2).encode())
        (folder / f".{MANIFEST}.tmp").replace(folder / MANIFEST)
        _sync_folder(folder)
        _forget_old(folder)
    except OSError as error:
        raise IndexUnusable(
            f"cannot write the index in {folder}: {error.strerror}; the articles are safe. "
            "Check free space and rights, then run `meetings doctor`"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def open_published(folder: Path, manifest: Manifest) -> Index | None:
    """The published generation, or None when its file is missing or not the one that was written."""
    try:
        data = (folder / Path(manifest.file).name).read_bytes()
    except OSError:
        return None
    if len(data) != manifest.bytes or hashlib.sha256(data).hexdigest() != manifest.sha256:
        return None
    inner = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
    if inner.ntotal != manifest.count or inner.d != manifest.dimension:
        return None
    return Index(inner, manifest.generation)


def digest(index: Index) -> str:
    """The SHA-256 that a manifest of ``index`` gives."""
    return hashlib.sha256(_serialised(index)).hexdigest()


def _serialised(index: Index) -> bytes:
    return bytes(faiss.serialize_index(index._inner).tobytes())


@contextmanager
def _one_thread() -> Iterator[None]:
    """One question keeps one thread busy; waking the others costs more. The setting is shared with torch."""
    usual = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(usual)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.faiss"))[:-_KEEP]:
        old.unlink(missing_ok=True)
    for left in folder.glob(".*.faiss.tmp"):
        left.unlink(missing_ok=True)
