"""What each term of a question is worth: rare ones tell more."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from retrieval.engine import Snapshot
from retrieval.terms import Term


@dataclass(frozen=True, slots=True)
class Worth:
    """The worth of a question's terms, and which of them stand anywhere in the library."""

    of: Mapping[Term, float]
    present: frozenset[Term]

    @property
    def total(self) -> float:
        return sum(self.of.values())

    @property
    def known(self) -> float:
        """The share of all worth whose terms stand anywhere in the library, from 0 to 1."""
        return sum(self.of[term] for term in self.present) / self.total if self.total else 0.0

    def share(self, held: Collection[str]) -> float:
        """The share of all worth that the terms standing among the words ``held`` make up, from 0 to 1."""
        total = self.total
        return sum(value for term, value in self.of.items() if term.stands_in(held)) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's terms as they would stand in a text of its own language, and of each other one."""

    language: str
    own: Worth
    translated: Mapping[str, Worth]

    def in_text(self, language: str) -> Worth:
        """The terms to look for in a text of ``language``: as asked where there is no translation."""
        return self.translated.get(language, self.own)

    @property
    def searched(self) -> tuple[str, ...]:
        """The words of the index for what was said, other spellings of it among them."""
        return tuple(dict.fromkeys(word for term in self.own.of for word in sorted(term.words)))

    def holds(self, word: str) -> bool:
        """Whether a word of the question stands in the library, in any spelling or language."""
        worths = (self.own, *self.translated.values())
        return any(word in term.said.split() for worth in worths for term in worth.present)

    def crosses(self, language: str) -> bool:
        """Whether a text of ``language`` is searched with translated terms."""
        return language in self.translated


NO_WORTH = Worth({}, frozenset())
NOTHING = Weighed("", NO_WORTH, {})


def weigh(snapshot: Snapshot, terms: Sequence[Term]) -> Worth:
    """Inverse document frequencies, as BM25 counts them (Robertson and Spärck Jones, never below 0).

    A term stands in about as many paragraphs as its forms together, a form in as many as its rarest word.
    """
    counts = snapshot.rarity(sorted({word for term in terms for word in term.words}))
    paragraphs = len(snapshot)
    standing = {term: sum(min(counts[word] for word in form) for form in term.forms) for term in terms}
    of = {term: _inverse_frequency(paragraphs, standing[term]) for term in terms}
    return Worth(of, frozenset(term for term, count in standing.items() if count))


def _inverse_frequency(paragraphs: int, count: int) -> float:
    count = min(count, paragraphs)
    return math.log(1 + (paragraphs - count + 0.5) / (count + 0.5))
