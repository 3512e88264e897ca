"""What each term of a question is worth: rare ones tell more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from retrieval.engine import Snapshot
from retrieval.terms import Term
from retrieval.words import fold, without_apostrophes, words


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

    def share(self, held: AbstractSet[str]) -> float:
        """The share of all worth that the terms standing among the words ``held`` make up, from 0 to 1."""
        total = self.total
        return sum(value for term, value in self.of.items() if term.stands_in(held)) / total if total else 0.0

    def named(self, held: AbstractSet[str]) -> float:
        """The same share of the names alone; 1 where there are none."""
        names = {term: value for term, value in self.of.items() if term.is_name}
        return Worth(names, self.present).share(held) if names else 1.0

    def rarest(self, held: AbstractSet[str]) -> float:
        """The share of the words held in the worth of the rarest term: 1 when the rarest is among them."""
        held_worth = max((value for term, value in self.of.items() if term.stands_in(held)), default=0.0)
        return held_worth / max(self.of.values()) if held_worth else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's terms as they would stand in a text of its own language, and of each other one."""

    language: str
    own: Worth
    translated: Mapping[str, Worth]
    names: tuple[str, ...] = ()  # of people, places and more, as they were typed
    people: tuple[str, ...] = ()  # those of the names that can be nothing but a person's

    def in_text(self, language: str) -> Worth:
        """The terms to look for in a text of ``language``: as asked where there is no translation."""
        return self.translated.get(language, self.own)

    @property
    def searched(self) -> tuple[str, ...]:
        """The words of the index for what was said, other spellings of it among them."""
        return tuple(dict.fromkeys(word for term in self.own.of for word in sorted(term.words)))

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """Names that the library does not hold, in any spelling or language; of an English one not even a word."""
        worths = (self.own, *self.translated.values())
        present = {word for worth in worths for term in worth.present for word in term.said.split()}
        return tuple(name for name in self.names if not _is_known(name, present))

    @property
    def unknown_people(self) -> tuple[str, ...]:
        """Those of the unknown names that are people's."""
        return tuple(name for name in self.unknown_names if name in self.people)

    def crosses(self, language: str) -> bool:
        """Whether a text of ``language`` is searched with translated terms."""
        return language in self.translated


NO_WORTH = Worth({}, frozenset())
NOTHING = Weighed("", NO_WORTH, {})


def _is_known(name: str, present: AbstractSet[str]) -> bool:
    parts = words(name)
    enough = any if "".join(parts).isascii() else all
    return bool(present & {name, fold(without_apostrophes(name))}) or enough(part in present for part in parts)


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
