"""What each word of a question is worth: rare words tell more."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from retrieval.engine import Snapshot


@dataclass(frozen=True, slots=True)
class Worth:
    """The worth of a question's words, and which of them stand anywhere in the library."""

    of: Mapping[str, float]
    total: float
    present: frozenset[str]

    def share(self, held: Collection[str]) -> float:
        """The share of all worth that the words in ``held`` make up, from 0 to 1."""
        return sum(self.of[word] for word in self.of if word in held) / self.total if self.total else 0.0


def weigh(snapshot: Snapshot, asked: Sequence[str]) -> Worth:
    """Inverse document frequencies, as BM25 counts them (Robertson and Spärck Jones, never below 0)."""
    paragraphs = len(snapshot)
    counts = snapshot.rarity(asked)
    of = {
        word: math.log(1 + (max(paragraphs, count) - count + 0.5) / (count + 0.5)) for word, count in counts.items()
    }
    return Worth(of, sum(of.values()), frozenset(word for word, count in counts.items() if count))
