"""Folds candidates that say nearly the same, such as one press release in two publications, into one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from retrieval.encoder import Vectors
from retrieval.ranking import Candidate
from retrieval.words import words

# Texts whose sentences' mean vectors lie closer than this have their words compared; titles may differ.
_NEAR = 0.98
_SAME_WORDS = 0.9  # of the longer one's words stand in the other

_TELLING = re.compile(r"\d[\d.,:]*|\b[A-Z][\w'’-]+|[〇零一二两三四五六七八九十百千万亿]+")


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """The candidate that is quoted, and those of other articles that say nearly the same."""

    leader: Candidate
    also: tuple[Candidate, ...] = ()


def fold_alike(candidates: Sequence[Candidate]) -> list[Fold]:
    """Candidates, best first, each with those like it; the one published first leads, then the longest text."""
    if not candidates:
        return []
    vectors = np.stack([_direction(candidate.passage.vectors) for candidate in candidates])
    earlier: dict[int, list[int]] = defaultdict(list)  # places of those near to each before it
    for place, before in np.argwhere(np.tril(vectors @ vectors.T >= _NEAR, -1)).tolist():
        earlier[place].append(before)
    groups: dict[int, list[Candidate]] = {}  # by the place of the first
    for place, candidate in enumerate(candidates):
        alike = (
            first
            for first in earlier.get(place, ())
            if first in groups and _same_words(candidates[first].passage.text, candidate.passage.text)
        )
        groups.setdefault(next(alike, place), []).append(candidate)
    return [_fold(group) for group in groups.values()]


def _direction(vectors: Vectors) -> Vectors:
    """The unit vector of a paragraph's sentences together; the paragraph's own where it has none."""
    total: Vectors = (vectors[1:] if len(vectors) > 1 else vectors).sum(axis=0)
    unit: Vectors = total / np.linalg.norm(total)
    return unit


def _fold(group: list[Candidate]) -> Fold:
    ordered = sorted(group, key=lambda c: (c.passage.article.date or date.max, -len(c.passage.text)))
    first_of = {candidate.passage.article.id: candidate for candidate in reversed(ordered)}
    leader = ordered[0]
    return Fold(leader, tuple(c for c in reversed(first_of.values()) if c is not leader))


def _same_words(one: str, other: str) -> bool:
    """Whether two texts share nearly all words, and all figures and names: another sum is another text."""
    if set(_TELLING.findall(one)) != set(_TELLING.findall(other)):
        return False
    counted, compared = Counter(words(one)), Counter(words(other))
    longer = max(counted.total(), compared.total())
    return (counted & compared).total() >= _SAME_WORDS * longer
