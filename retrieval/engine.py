"""The small protocol behind which paragraphs are stored and found, and the values that pass through it.

Its engine for one machine is ``retrieval.sqlite_faiss``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from knowledge.article import Article
from knowledge.facts import Kind
from knowledge.library import Library, Prepared
from knowledge.where import Where
from retrieval.encoder import Vectors
from retrieval.index import DenseHit


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A paragraph found by its words; the score is BM25, higher is better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A stored paragraph as a search needs it.

    ``sentences`` are (start, end) in ``text``; ``vectors`` has shape (1 + sentences, dimension): the paragraph's
    first, then one for each sentence.
    """

    id: int
    article: Article  # without its text: that is read only for what is quoted
    text: str
    start: int
    end: int
    position: int
    paragraphs: int
    sentences: tuple[tuple[int, int], ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Telling:
    """A fact that an article's text tells, with the paragraph that does; ``start`` and ``end`` count in that one."""

    article: str
    kind: Kind
    value: str
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """How vectors of one language lie: mean, shape (dimension,), and covariance, shape (dimension, dimension)."""

    count: int
    mean: Vectors
    covariance: Vectors


class Snapshot(Protocol):
    """One state of the library and its index."""

    generation: int

    def search_dense(self, q: Vectors, k: int, where: Where | None = None) -> list[DenseHit]: ...

    def search_lexical(self, asked: Sequence[str], k: int, where: Where | None = None) -> list[LexicalHit]: ...

    def fetch(self, ids: Sequence[int]) -> dict[int, Passage]: ...

    def openings(self, where: Where) -> list[Passage]:
        """The first paragraph of each article that ``where`` lets through."""
        ...

    def named(self) -> list[str]:
        """Everyone whom an article gives, or tells to have presided, attended or spoken."""
        ...

    def told(self, articles: Sequence[str], kinds: Sequence[Kind]) -> list[Telling]:
        """The facts of some kinds that the texts of ``articles`` tell, in the order of each text."""
        ...

    def holding(self, asked: Sequence[str]) -> dict[str, list[int]]:
        """By article, in order, all paragraphs that hold every one of the words, in themselves or in the title."""
        ...

    def rarity(self, asked: Sequence[str]) -> dict[str, int]:
        """In how many paragraphs each word stands."""
        ...

    def vocabulary(self, start: str) -> Sequence[str]:
        """The words that begin with ``start``."""
        ...

    def languages(self) -> dict[str, Background]: ...

    def text(self, article: str) -> str: ...

    def words(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The words of paragraphs and of their articles' titles."""
        ...

    def __len__(self) -> int:
        """How many paragraphs there are."""
        ...


class Engine(Protocol):
    """What stores articles and answers searches."""

    library: Library
    model: str

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...

    def check_words(self) -> None: ...

    def check_vectors(self) -> None: ...

    def put_articles(
        self,
        kind: str,
        put: Sequence[Prepared],
        remove: Sequence[str] = (),
        undoes: int | None = None,
        *,
        by: str | None = None,
        origin: str | None = None,
    ) -> int: ...

    def known(self, hashes: Sequence[bytes]) -> set[bytes]: ...

    def keep_vectors(self, rows: Iterable[tuple[bytes, Sequence[tuple[int, int]], Vectors]]) -> None: ...
