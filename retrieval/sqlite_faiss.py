"""The engine for one machine: the library's SQLite file is the truth, the FAISS file is made from it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from knowledge.library import Library, Prepared, portions
from retrieval import index as generations
from retrieval import words
from retrieval.encoder import Vectors
from retrieval.engine import Background, Snapshot
from retrieval.errors import IndexUnusable
from retrieval.index import Halves, Index
from retrieval.manifest import read_manifest
from retrieval.snapshot import Live, SqliteFaissSnapshot

_LOCK_SECONDS = 60.0
_SAMPLE = 2_000  # paragraphs of a language that its background is measured on


class SqliteFaiss:
    """The engine for one machine: the library's SQLite file is the truth, the FAISS file is made from it."""

    def __init__(self, data: Path, library: Library, model: str) -> None:
        self.folder = data / "index"
        self.library = library
        self.model = model
        self._live: Live | None = None
        self._latest: Index | None = None  # what this process published last
        self._lock = threading.Lock()

    # Reading

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state to search in; picks up what was loaded since the last one."""
        with self.library.snapshot():
            yield SqliteFaissSnapshot(self.library.connection, self.model, self._refresh())

    def _refresh(self) -> Live:
        """The index of the library's present generation, published if need be."""
        generation = self.library.generation()
        live = self._live
        if live is not None and live.index.generation == generation:
            return live
        with self._lock:
            if self._live is None or self._live.index.generation != generation:
                index = self._at_hand(generation) or self._published(generation) or self._rebuild(generation)
                self._live = Live(index, _backgrounds(self.library, index))
            return self._live

    def _at_hand(self, generation: int) -> Index | None:
        """The index of a generation where this process has it in memory."""
        held = (self._latest, self._live.index if self._live is not None else None)
        return next((index for index in held if index is not None and index.generation == generation), None)

    def _published(self, generation: int) -> Index | None:
        manifest = read_manifest(self.folder)
        if manifest is None or manifest.generation != generation or manifest.model != self.model:
            return None
        return generations.open_published(self.folder, manifest)

    def _rebuild(self, generation: int) -> Index:
        """The index anew from kept vectors; published when nobody else is publishing."""
        index = self.build(generation)
        try:
            with self._publishing(seconds=0):
                manifest = read_manifest(self.folder)
                if manifest is None or manifest.generation <= generation or manifest.model != self.model:
                    generations.publish(self.folder, index, self.model, words.VERSION)
        except (IndexUnusable, Timeout):
            pass  # answering needs no file: the index is in memory, and `doctor` reports what is on disk
        return index

    def build(self, generation: int) -> Index:
        """The index in memory from the library's vectors. Raises IndexUnusable when some are missing."""
        ids, vectors = _paragraph_vectors(self.library, self.model)
        return generations.build(ids, vectors, generation)

    def check_words(self) -> None:
        """Raises IndexUnusable when the full-text index was made with another analyser."""
        analyser = self.library.meta("analyser")
        if analyser not in (None, words.VERSION):
            raise IndexUnusable(
                f"the full-text index was made by another version of `meetings` (analyser {analyser}, this one "
                f"uses {words.VERSION}): run `meetings doctor` to make it anew"
            )

    def check_vectors(self) -> None:
        """Raises IndexUnusable when the library's articles were embedded by another model."""
        manifest = read_manifest(self.folder)
        if manifest is not None and (manifest.generation, manifest.model) == (self.library.generation(), self.model):
            held = self.library.connection.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
            if manifest.count == held:
                return  # an index with all paragraphs was made: looking at each vector takes long in a large library
        missing = self.library.connection.execute(
            "SELECT 1 FROM paragraphs p LEFT JOIN vectors x ON x.text_hash = p.vector AND x.model = ?"
            " WHERE x.model IS NULL LIMIT 1",
            (self.model,),
        ).fetchone()
        if missing is not None:
            raise _no_vectors(self.model)

    # Writing

    def put_articles(
        self,
        kind: str,
        put: Sequence[Prepared],
        remove: Sequence[str] = (),
        undoes: int | None = None,
        *,
        by: str | None = None,
        origin: str | None = None,
    ) -> int:
        """Stores, removes and publishes as one change; returns the new generation.

        Raises IndexUnusable, with nothing changed, when the library was made by another model or analyser.
        """
        with self._publishing():
            self.check_words()
            self.check_vectors()
            self._sign()
            before = self.library.generation()
            gone = self._ids_of([*remove, *(prepared.article.id for prepared in put)])
            ids, vectors = self._vectors_of(put)
            generation = self.library.apply(kind, put, remove, undoes, by=by, origin=origin)
            base = self._at_hand(before) or self._published(before) if generation == before + 1 else None
            index = None if base is None else generations.amended(base, gone, ids, vectors, generation)
            if index is None:
                self._publish()
            else:
                self._publish_index(index)
        return generation

    def _ids_of(self, articles: Sequence[str]) -> NDArray[np.int64]:
        """The ids of the articles' paragraphs as they are stored now."""
        found: list[int] = []
        for part in portions(articles):
            marks = ",".join("?" * len(part))
            rows = self.library.connection.execute(f"SELECT id FROM paragraphs WHERE article IN ({marks})", part)
            found += [row[0] for row in rows]
        return np.array(found, dtype=np.int64)

    def _vectors_of(self, put: Sequence[Prepared]) -> tuple[NDArray[np.int64], Halves]:
        """Ids and vectors of all paragraphs that are to be stored. Raises IndexUnusable when some are missing."""
        hashes = {paragraph.id: paragraph.vector for prepared in put for paragraph in prepared.paragraphs}
        kept: dict[bytes, bytes] = {}
        for part in portions(list(set(hashes.values()))):
            marks = ",".join("?" * len(part))
            kept |= dict(
                self.library.connection.execute(
                    f"SELECT text_hash, paragraph FROM vectors WHERE model = ? AND text_hash IN ({marks})",
                    (self.model, *part),
                )
            )
        if any(key not in kept for key in hashes.values()):
            raise _no_vectors(self.model)
        vectors = np.frombuffer(b"".join(kept[key] for key in hashes.values()), dtype=np.float16)
        return np.array(list(hashes), dtype=np.int64), vectors.reshape(len(hashes), -1 if hashes else 1)

    def publish(self) -> None:
        """Publishes the library's present generation anew."""
        with self._publishing():
            self._publish()
            self._sign()

    def _publish(self) -> None:
        with self.library.snapshot():
            index = self.build(self.library.generation())
        self._publish_index(index)

    def _publish_index(self, index: Index) -> None:
        generations.publish(self.folder, index, self.model, words.VERSION)
        self._latest = index

    def _sign(self) -> None:
        """Notes in the library what its vectors and words are made by."""
        for name, value in (("model", self.model), ("analyser", words.VERSION)):
            if self.library.meta(name) != value:
                self.library.note(name, value)

    def verify(self) -> str | None:
        """What is wrong with the published index; None when it is the library's, whole."""
        manifest = read_manifest(self.folder)
        if manifest is None:
            return "there was none"
        if manifest.model != self.model:
            return f"it was made with the model {manifest.model}"
        if manifest.generation != self.library.generation():
            return f"it was of generation {manifest.generation}, not {self.library.generation()}"
        if generations.open_published(self.folder, manifest) is None:
            return f"{manifest.file} was missing or damaged"
        if generations.digest(self.build(manifest.generation)) != manifest.sha256:
            return f"{manifest.file} held other paragraphs than the library"
        return None

    def known(self, hashes: Sequence[bytes]) -> set[bytes]:
        """Those of ``hashes`` whose vectors of this model are kept."""
        found: set[bytes] = set()
        for part in portions(hashes):
            marks = ",".join("?" * len(part))
            rows = self.library.connection.execute(
                f"SELECT text_hash FROM vectors WHERE model = ? AND text_hash IN ({marks})",
                (self.model, *part),
            )
            found.update(row[0] for row in rows)
        return found

    def cut_otherwise(self, spans: Mapping[bytes, Sequence[tuple[int, int]]]) -> set[bytes]:
        """The hashes whose vectors of this model are kept for other sentences than ``spans`` says."""
        rows = self.library.connection.execute("SELECT text_hash, spans FROM vectors WHERE model = ?", (self.model,))
        return {key for key, kept in rows if key in spans and kept != json.dumps(spans[key])}

    def keep_vectors(self, rows: Iterable[tuple[bytes, Sequence[tuple[int, int]], Vectors]]) -> None:
        """Keeps (text hash, sentence spans, vectors of the paragraph and its sentences); no article shows yet."""
        with self.library.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)",
                [
                    (self.model, key, half[0].tobytes(), json.dumps(spans), half[1:].tobytes())
                    for key, spans, vectors in rows
                    for half in (vectors.astype(np.float16),)
                ],
            )

    @contextmanager
    def _publishing(self, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
        """Holds the one publisher's lock."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "publish.lock", timeout=seconds):
                yield
        except Timeout as error:
            raise IndexUnusable(
                f"another `meetings` has been publishing to {self.folder} for {seconds:.0f} s: "
                "wait for it or stop it, then try again"
            ) from error
        except OSError as error:
            raise IndexUnusable(f"cannot write in {self.folder}: {error.strerror}; check space and rights") from error


def _paragraph_vectors(library: Library, model: str) -> tuple[NDArray[np.int64], Halves]:
    """All paragraphs' ids, shape (paragraphs,), and vectors, shape (paragraphs, dimension)."""
    rows = library.connection.execute(
        "SELECT p.id, x.paragraph FROM paragraphs p"
        " LEFT JOIN vectors x ON x.text_hash = p.vector AND x.model = ? ORDER BY p.id",
        (model,),
    ).fetchall()
    if any(vector is None for _, vector in rows):
        raise _no_vectors(model)
    ids = np.array([identity for identity, _ in rows], dtype=np.int64)
    vectors = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float16)
    return ids, vectors.reshape(len(rows), -1 if len(rows) else 1)


def _no_vectors(model: str) -> IndexUnusable:
    return IndexUnusable(
        f"the library's articles have no vectors of the model {model} yet: "
        "run `meetings doctor` to compute them, or set MEETINGS_EMBEDDING_MODEL back"
    )


def _backgrounds(library: Library, index: Index) -> dict[str, Background]:
    """For each language, how the vectors of some of its paragraphs lie; ids are hashes, so the first are any."""
    found: dict[str, Background] = {}
    for (language,) in library.connection.execute("SELECT DISTINCT language FROM versions ORDER BY language"):
        rows = library.connection.execute(
            "SELECT p.id FROM paragraphs p JOIN articles a ON a.id = p.article JOIN versions v ON v.id = a.version"
            " WHERE v.language = ? ORDER BY p.id LIMIT ?",
            (language, _SAMPLE),
        ).fetchall()
        vectors = index.vectors(np.array([row[0] for row in rows], dtype=np.int64))
        if len(vectors):
            covariance = np.cov(vectors, rowvar=False, bias=True).astype(np.float32)
            found[language] = Background(len(vectors), vectors.mean(axis=0), covariance)
    return found
