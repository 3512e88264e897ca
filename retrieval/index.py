"""Keeps the FAISS index as immutable files with checksums, published one generation at a time.

A write goes to a temporary file, is synced, read back and renamed; then the manifest that names it is replaced. So
a crash leaves the old generation or the new one. The FAISS format has no checksum of its own: ours is compared
before a file is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors
from retrieval.errors import IndexUnusable
from retrieval.manifest import MANIFEST, Manifest
from retrieval.threads import one_thread

Halves = NDArray[np.float16]

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

    def vectors(self, ids: NDArray[np.int64]) -> Vectors:
        """The vectors of those of ``ids`` that are here, shape (found, dimension); they stand in ascending order."""
        inner: Any = self._inner
        here = faiss.vector_to_array(inner.id_map)
        places = np.searchsorted(here, ids)
        places = places[places < len(here)]
        places = places[np.isin(here[places], ids)]
        if not len(places):
            return np.empty((0, inner.d), dtype=np.float32)
        codes = _codes(inner)[places]
        kind = np.float16 if codes.shape[1] == 2 * inner.d else np.float32
        return codes.view(kind).astype(np.float32)

    def search(self, question: Vectors, k: int, only: Sequence[int] | None = None) -> list[DenseHit]:
        """The ``k`` paragraphs nearest to ``question``, shape (dimension,); ``only`` these ids if given."""
        if len(self) == 0 or (only is not None and not len(only)):
            return []
        parameters = None
        if only is not None:
            chosen = np.asarray(only, dtype=np.int64)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(chosen))  # type: ignore[call-arg]
        with one_thread(faiss.omp_get_max_threads, faiss.omp_set_num_threads):
            scores, ids = self._inner.search(question[None, :], min(k, len(self)), params=parameters)
        pairs = zip(ids[0], scores[0], strict=True)
        return [DenseHit(int(i), float(score)) for i, score in pairs if i >= 0]


def build(ids: NDArray[np.int64], vectors: Vectors | Halves, generation: int) -> Index:
    """An index of ``vectors``, shape (paragraphs, dimension), found under ``ids``, shape (paragraphs,)."""
    inner = _empty(vectors.shape[1], large=len(ids) >= _LARGE)
    if len(ids) >= _LARGE:  # an fp16 quantizer keeps the halves as they are: given directly, they are in memory once
        _fill(inner, ids, np.ascontiguousarray(vectors, dtype=np.float16).view(np.uint8))
    elif len(ids):
        inner.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)
    return Index(inner, generation)


def amended(
    index: Index, gone: NDArray[np.int64], ids: NDArray[np.int64], vectors: Halves, generation: int
) -> Index | None:
    """``index`` without the paragraphs ``gone`` and with new ones: the same, byte for byte, as one built anew.

    ``index`` must hold its ids in ascending order, as the library gives them; it is not changed. None when the result
    would be of another kind (small or large), of another dimension, or hold an id twice.
    """
    old: Any = index._inner
    old_ids = faiss.vector_to_array(old.id_map)
    kept = ~np.isin(old_ids, gone)
    all_ids = np.concatenate([old_ids[kept], ids])
    large = len(all_ids) >= _LARGE
    if large != (len(old_ids) >= _LARGE) or not len(old_ids) or len(np.unique(all_ids)) != len(all_ids):
        return None
    if len(ids) and vectors.shape[1] != old.d:
        return None
    order = np.argsort(all_ids)
    is_old = order < np.count_nonzero(kept)
    new = np.ascontiguousarray(vectors, dtype=np.float16 if large else np.float32).view(np.uint8)
    codes = np.empty((len(all_ids), (2 if large else 4) * old.d), dtype=np.uint8)
    codes[is_old] = _codes(old)[np.flatnonzero(kept)]
    codes[~is_old] = new.reshape(len(ids), codes.shape[1])[order[~is_old] - np.count_nonzero(kept)]
    inner = _empty(old.d, large=large)
    _fill(inner, all_ids[order], codes)
    return Index(inner, generation)


def _codes(inner: Any) -> NDArray[np.uint8]:  # noqa: ANN401 (faiss has no types for what SWIG makes)
    """The vectors as an index keeps them, shape (paragraphs, bytes): a view, good while the index is."""
    flat = _flat(inner)
    view: NDArray[np.uint8] = faiss.rev_swig_ptr(flat.codes.data(), flat.codes.size())
    return view.reshape(int(inner.ntotal), -1)


def _flat(inner: Any) -> Any:  # noqa: ANN401 (faiss has no types for what SWIG makes)
    """What keeps the vectors of an index with ids."""
    return faiss.downcast_index(inner.index)


def _empty(dimension: int, *, large: bool) -> faiss.IndexIDMap:
    flat = (
        faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if large
        else faiss.IndexFlatIP(dimension)
    )
    return faiss.IndexIDMap(flat)


def _fill(inner: faiss.IndexIDMap, ids: NDArray[np.int64], codes: NDArray[np.uint8]) -> None:
    """Gives an empty index its vectors as it keeps them, shape (paragraphs, bytes)."""
    flat = _flat(inner)
    faiss.copy_array_to_vector(codes.reshape(-1), flat.codes)
    faiss.copy_array_to_vector(ids, inner.id_map)
    flat.ntotal = inner.ntotal = len(ids)


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
