"""Ranks paragraphs for a question by meaning and by words together.

Meaning: the mean cosine of the paragraph and of its best sentence, counted in standard deviations from what this
question scores on any text of the paragraph's language. Without that an encoder puts texts in the question's own
language first, whatever they say. Words: BM25 as a share of what all the question's words are worth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.where import Where
from retrieval.encoder import Vectors
from retrieval.engine import Background, Passage, Snapshot
from retrieval.understanding import Asked
from retrieval.worth import Worth

CANDIDATES = 40  # from each list
WORDS_WEIGHT = 4.0

# A small library says little about how vectors lie; so many imagined paragraphs of a usual spread stand by.
_PRIOR_COUNT = 10.0
_PRIOR_DEVIATION = 0.022


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A paragraph with all that ranking looks at."""

    passage: Passage
    score: float  # by which candidates are ranked
    cosine: float  # of the paragraph
    sentence_cosines: Vectors  # shape (sentences,)
    meaning: float  # in standard deviations above what the question scores on any text of that language
    bm25: float
    words_share: float  # BM25 over the worth of all the question's words


def rank(snapshot: Snapshot, asked: Asked, q: Vectors, worth: Worth) -> list[Candidate]:
    """The candidates for a question with vector ``q``, shape (dimension,), best first."""
    backgrounds = snapshot.languages()
    dense = {
        hit.id for where in _searches(backgrounds, asked.where) for hit in snapshot.search_dense(q, CANDIDATES, where)
    }
    lexical = {hit.id: hit.score for hit in snapshot.search_lexical(asked.searched, CANDIDATES, asked.where)}
    usual = {language: _usual(q, background) for language, background in backgrounds.items()}
    found = [
        _candidate(passage, q, usual[passage.article.language], lexical.get(identity, 0.0), worth.total)
        for identity, passage in snapshot.fetch(sorted(dense | lexical.keys())).items()
    ]
    return sorted(found, key=lambda c: (-c.score, c.passage.id))


def _searches(backgrounds: Mapping[str, Background], where: Where) -> list[Where]:
    """One search for each language, so that none crowds out another."""
    if len(backgrounds) < 2 or where.language is not None:
        return [where]
    return [replace(where, language=language) for language in backgrounds]


def _usual(q: Vectors, background: Background) -> tuple[float, float]:
    """Mean and standard deviation of the question's cosine over texts of one language."""
    variance = float(q @ background.covariance @ q)
    n = background.count
    shrunk = (n * variance + _PRIOR_COUNT * _PRIOR_DEVIATION**2) / (n + _PRIOR_COUNT)
    return float(background.mean @ q), math.sqrt(shrunk)


def _candidate(
    passage: Passage, q: Vectors, usual: tuple[float, float], bm25: float, total_worth: float
) -> Candidate:
    cosines = passage.vectors @ q
    best = float(cosines[1:].max()) if len(cosines) > 1 else float(cosines[0])
    mean, deviation = usual
    meaning = ((float(cosines[0]) + best) / 2 - mean) / deviation
    share = bm25 / total_worth if total_worth > 0 else 0.0
    return Candidate(passage, meaning + WORDS_WEIGHT * share, float(cosines[0]), cosines[1:], meaning, bm25, share)
