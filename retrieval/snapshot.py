"""Searches one state of the library and one generation of the index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.facts import Kind
from knowledge.library import COLUMNS, article_of, portions
from knowledge.where import Where
from retrieval.encoder import Vectors
from retrieval.engine import Background, LexicalHit, Passage, Telling
from retrieval.index import DenseHit, Index

_MOST_COUNTS = 100_000  # words whose counts are remembered
_WITHOUT_TEXT = COLUMNS.replace("v.text", "''")


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A generation of the index with what was measured on its vectors."""

    index: Index
    languages: dict[str, Background]
    # What the library was asked for so far: its words by their beginning, and in how many paragraphs a word stands.
    vocabulary: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


class SqliteFaissSnapshot:
    """A search's view; lives inside one transaction of the library."""

    def __init__(self, connection: sqlite3.Connection, model: str, live: Live) -> None:
        self.generation = live.index.generation
        self._live = live
        self._model = model
        self._db = connection

    def search_dense(self, q: Vectors, k: int, where: Where | None = None) -> list[DenseHit]:
        """The ``k`` nearest paragraphs by cosine, of those that ``where`` lets through, best first."""
        only = None if where in (None, Where()) else self._matching(where or Where())
        return self._live.index.search(q, k, only)

    def search_lexical(self, asked: Sequence[str], k: int, where: Where | None = None) -> list[LexicalHit]:
        """The ``k`` best paragraphs by BM25 over ``asked`` (words as ``retrieval.words`` makes them)."""
        if not asked:
            return []
        query = " OR ".join(f'"{word}"' for word in asked)
        condition, values = (where or Where()).sql()
        filtered = (
            ""
            if where in (None, Where())
            # +: or SQLite would search anew for each paragraph that the filter lets through
            else (
                " AND +rowid IN (SELECT p.id FROM paragraphs p JOIN articles a ON a.id = p.article"
                f" JOIN versions v ON v.id = a.version WHERE {condition})"
            )
        )
        rows = self._db.execute(
            f"SELECT rowid, -bm25(words, 0.5, 1.0) AS score FROM words WHERE words MATCH ?{filtered} "
            "ORDER BY score DESC, rowid LIMIT ?",
            (query, *(values if filtered else ()), k),
        )
        return [LexicalHit(*row) for row in rows]

    def fetch(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The paragraphs of ``ids`` that the library still holds."""
        found: dict[int, Passage] = {}
        for part in portions(ids):
            marks = ",".join("?" * len(part))
            rows = self._db.execute(
                "SELECT p.id, substr(v.text, p.start + 1, p.end - p.start), p.start, p.end, p.position,"
                " (SELECT count(*) FROM paragraphs c WHERE c.article = p.article), x.paragraph, x.spans,"
                f" x.sentences, {_WITHOUT_TEXT} FROM paragraphs p"
                " JOIN articles a ON a.id = p.article JOIN versions v ON v.id = a.version"
                # CROSS: each paragraph's vectors, or SQLite would read all vectors to find these paragraphs'
                f" CROSS JOIN vectors x ON x.text_hash = p.vector AND x.model = ? WHERE p.id IN ({marks})",
                (self._model, *part),
            )
            found |= {row[0]: _passage(row) for row in rows}
        return found

    def openings(self, where: Where) -> list[Passage]:
        """The first paragraph of each article that ``where`` lets through."""
        return list(self.fetch(self._matching(where, " AND p.position = 1")).values())

    def named(self) -> list[str]:
        """Everyone whom an article gives, or tells to have presided, attended or spoken."""
        rows = self._db.execute(
            "SELECT DISTINCT f.value FROM facts f JOIN articles a ON a.version = f.version"
            " WHERE f.kind IN ('presided', 'attended', 'spoke') ORDER BY f.value"
        )
        return [name for (name,) in rows]

    def told(self, articles: Sequence[str], kinds: Sequence[Kind]) -> list[Telling]:
        """The facts of some kinds that the texts of ``articles`` tell, in the order of each text."""
        found: list[Telling] = []
        for part in portions(articles):
            rows = self._db.execute(
                "SELECT a.id, f.kind, f.value, p.id, f.start - p.start, f.end - p.start FROM articles a"
                # CROSS: each article's facts, or SQLite would read all facts of the kinds to find these articles'
                " CROSS JOIN facts f ON f.version = a.version CROSS JOIN paragraphs p ON p.article = a.id"
                " AND p.start <= f.start AND f.end <= p.end WHERE f.origin = 'text'"
                f" AND f.kind IN ({','.join('?' * len(kinds))}) AND a.id IN ({','.join('?' * len(part))})"
                " ORDER BY a.id, f.start",
                (*kinds, *part),
            )
            found += [Telling(article, Kind(kind), *rest) for article, kind, *rest in rows]
        return found

    def holding(self, asked: Sequence[str]) -> dict[str, list[int]]:
        """By article, in order, all paragraphs that hold every one of ``asked``, in themselves or in the title."""
        found: dict[str, list[int]] = {}
        if not asked:
            return found
        query = " AND ".join(f'"{word}"' for word in asked)
        rows = self._db.execute(
            "SELECT p.article, p.id FROM words JOIN paragraphs p ON p.id = words.rowid WHERE words MATCH ?"
            " ORDER BY p.article, p.position",
            (query,),
        )
        for article, identity in rows:
            found.setdefault(article, []).append(identity)
        return found

    def rarity(self, asked: Sequence[str]) -> dict[str, int]:
        """In how many paragraphs each word stands; 0 for those that stand in none."""
        counts = self._live.counts
        found = {word: count for word in asked if (count := counts.get(word)) is not None}
        unseen = [word for word in asked if word not in found]
        if unseen:
            marks = ",".join("?" * len(unseen))
            rows = self._db.execute(f"SELECT term, doc FROM rarity WHERE term IN ({marks})", unseen)
            new = dict.fromkeys(unseen, 0) | dict(rows.fetchall())
            if len(counts) > _MOST_COUNTS:
                counts.clear()
            counts.update(new)
            found |= new
        return {word: found[word] for word in asked}

    def vocabulary(self, start: str) -> tuple[str, ...]:
        """The words of the library that begin with ``start``, in order."""
        found = self._live.vocabulary.get(start)
        if found is None:
            after = start[:-1] + chr(ord(start[-1]) + 1)
            rows = self._db.execute("SELECT term FROM rarity WHERE term >= ? AND term < ?", (start, after))
            found = self._live.vocabulary[start] = tuple(row[0] for row in rows)
        return found

    def languages(self) -> dict[str, Background]:
        """How the vectors of each language lie."""
        return self._live.languages

    def text(self, article: str) -> str:
        """The stored text of a live article."""
        row = self._db.execute(
            "SELECT v.text FROM articles a JOIN versions v ON v.id = a.version WHERE a.id = ?", (article,)
        ).fetchone()
        return str(row[0])

    def words(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The words of paragraphs and of their articles' titles, as the full-text index has them."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(
            f"SELECT rowid, title || ' ' || body FROM words WHERE rowid IN ({marks})",
            list(ids),
        )
        return {identity: frozenset(text.split()) for identity, text in rows}

    def __len__(self) -> int:
        return len(self._live.index)

    def _matching(self, where: Where, also: str = "") -> list[int]:
        condition, values = where.sql()
        rows = self._db.execute(
            "SELECT p.id FROM paragraphs p JOIN articles a ON a.id = p.article"
            f" JOIN versions v ON v.id = a.version WHERE {condition}{also}",
            values,
        )
        return [row[0] for row in rows]


def _passage(row: Sequence[Any]) -> Passage:
    identity, text, start, end, position, count, paragraph, spans, sentences = row[:9]
    halves = np.frombuffer(paragraph + sentences, dtype=np.float16)
    found = tuple((a, b) for a, b in json.loads(spans))
    vectors = halves.astype(np.float32).reshape(1 + len(found), -1)
    return Passage(identity, article_of(row[9:]), text, start, end, position, count, found, vectors)
