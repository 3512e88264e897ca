"""Ranks paragraphs for a question by meaning and by words together.

Meaning: the cosines of the paragraph below its title and of its best sentence, weighed and counted in standard
deviations from what this question scores on any text of the paragraph's language. Without that an encoder puts texts
in the question's own language first, whatever they say. Words: in the question's own language BM25 as a share of what
all its words are worth; in another one the share of the translated terms, by worth, that a paragraph and its title
hold. Neighbours: what is asked about is often spoken of before and after the paragraph that answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.where import Where
from retrieval.encoder import Vectors
from retrieval.engine import Background, Passage, Snapshot
from retrieval.understanding import Asked
from retrieval.worth import Weighed, Worth

CANDIDATES = 40  # from each list
WORDS_WEIGHT = 4.0
NEIGHBOUR_WEIGHT = 0.2
_WHOLE = 0.6  # of the meaning is the paragraph's below its title, the rest its best sentence's
_SEARCHED = 48  # words of translated terms, those of the rarest first

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
    usual: float  # what this question scores on any text of that language, on average
    meaning: float  # in standard deviations above what the question scores on any text of that language
    bm25: float
    words_share: float  # BM25 over the worth of all the question's words, or the share of translated terms held
    q: Vectors  # the question's vector, shape (dimension,)
    reranked: float | None = None  # the reranker's score

    @property
    def best_cosine(self) -> float:
        """The best sentence's; the paragraph's where it has no sentences."""
        return max(map(float, self.sentence_cosines), default=self.cosine)

    @property
    def best_vector(self) -> Vectors:
        """The best sentence's, shape (dimension,); the paragraph's where it has no sentences."""
        place = 1 + int(self.sentence_cosines.argmax()) if len(self.sentence_cosines) else 0
        vector: Vectors = self.passage.vectors[place]
        return vector


def rank(snapshot: Snapshot, asked: Asked, q: Vectors, weighed: Weighed) -> list[Candidate]:
    """The candidates for a question with vector ``q``, shape (dimension,), best first."""
    backgrounds = snapshot.languages()
    dense = {
        hit.id for where in _searches(backgrounds, asked.where) for hit in snapshot.search_dense(q, CANDIDATES, where)
    }
    searched = list(dict.fromkeys((*asked.searched, *weighed.searched)))
    lexical = {hit.id: hit.score for hit in snapshot.search_lexical(searched, CANDIDATES, asked.where)}
    translated = {
        identity
        for worth, where in _translations(weighed, asked.where)
        for identity in _by_terms(snapshot, worth, where)
    }
    passages = snapshot.fetch(sorted(dense | lexical.keys() | translated))
    shares = _shares(snapshot, passages, lexical, weighed)
    usual = {language: _usual(q, background) for language, background in backgrounds.items()}
    found = [
        _candidate(passage, q, usual[passage.article.language], lexical.get(identity, 0.0), shares[identity])
        for identity, passage in passages.items()
    ]
    return sorted(_beside(found), key=lambda c: (-c.score, c.passage.id))


def _beside(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, each with a share of what the better of its neighbours in the article scores.

    A neighbour that is no candidate counts as an ordinary one: the lower quartile of all.
    """
    at = {(c.passage.article.id, c.passage.position): c.score for c in candidates}
    ordinary = sorted(at.values())[len(at) // 4] if at else 0.0
    for candidate in candidates:
        article, position = candidate.passage.article.id, candidate.passage.position
        better = max(at.get((article, position + step), ordinary) for step in (-1, 1))
        yield replace(candidate, score=candidate.score + NEIGHBOUR_WEIGHT * better)


def _translations(weighed: Weighed, where: Where) -> list[tuple[Worth, Where]]:
    """The terms of each other language with the texts to look for them in."""
    return [
        (worth, replace(where, language=language))
        for language, worth in weighed.translated.items()
        if where.language in (None, language)
    ]


def _by_terms(snapshot: Snapshot, worth: Worth, where: Where) -> list[int]:
    """Paragraphs that hold words of the rarest terms."""
    rarest = sorted(worth.present, key=lambda term: (-worth.of[term], term.said))
    searched = dict.fromkeys(word for term in rarest for form in sorted(map(sorted, term.forms)) for word in form)
    return [hit.id for hit in snapshot.search_lexical(list(searched)[:_SEARCHED], CANDIDATES, where)]


def _shares(
    snapshot: Snapshot, passages: Mapping[int, Passage], lexical: Mapping[int, float], weighed: Weighed
) -> dict[int, float]:
    """What of the question's words each paragraph holds."""
    crossing = [identity for identity, passage in passages.items() if weighed.crosses(passage.article.language)]
    held = snapshot.words(crossing)
    total = weighed.own.total
    own = {identity: lexical.get(identity, 0.0) / total if total else 0.0 for identity in passages}
    return own | {
        identity: weighed.in_text(passages[identity].article.language).share(held[identity]) for identity in crossing
    }


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


def _candidate(passage: Passage, q: Vectors, usual: tuple[float, float], bm25: float, share: float) -> Candidate:
    cosines = passage.vectors @ q
    best = float(cosines[1:].max()) if len(cosines) > 1 else float(cosines[0])
    mean, deviation = usual
    meaning = (_WHOLE * float(cosines[0]) + (1 - _WHOLE) * best - mean) / deviation
    score = meaning + WORDS_WEIGHT * share
    return Candidate(passage, score, float(cosines[0]), cosines[1:], mean, meaning, bm25, share, q)
