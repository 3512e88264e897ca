"""Tells two versions of an article apart: facts, and paragraph by paragraph with the words that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.article import Article
from knowledge.paragraphs import paragraphs
from knowledge.sentences import Span

# A run of letters or digits, one CJK sign, a run of blanks, any other sign.
_PIECE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]|\s+|[^\W_]+|[\W_]")
_ALIKE = 0.5  # of their words two paragraphs share, or one was removed and another added
_MOST_WORDS = 4_000  # of a paragraph; beyond it words are not told apart
_MOST_PAIRS = 10_000  # of paragraphs that may have become each other


class Kind(StrEnum):
    """What became of a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that is another one now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A paragraph that was added, removed or altered.

    ``old`` and ``new`` are its texts, empty for none; the spans mark the words only one of them has.
    """

    kind: Kind
    old: str
    new: str
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells a version from another one; falsy when nothing does."""

    facts: tuple[Fact, ...]
    paragraphs: tuple[Altered, ...]
    unchanged: int  # paragraphs

    def count(self, kind: Kind) -> int:
        """How many paragraphs were added, removed or altered."""
        return sum(each.kind is kind for each in self.paragraphs)

    def __bool__(self) -> bool:
        return bool(self.facts or self.paragraphs)


def difference(old: Article, new: Article) -> Difference:
    """What became of ``old`` in ``new``. Paragraphs that only moved, or whose blanks changed, count as unchanged."""
    before, after = _paragraphs(old), _paragraphs(new)
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    olds, news = _taken(before, gone), _taken(after, come)
    return Difference(tuple(_facts(old, new)), tuple(_paired(olds, news)), len(after) - len(news))


def _paragraphs(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in paragraphs(article.text, article.language)]


def _facts(old: Article, new: Article) -> Iterator[Fact]:
    for name in (field.name for field in fields(Article)):
        before, after = getattr(old, name), getattr(new, name)
        if name not in ("id", "text") and before != after:
            yield Fact(name, _shown(before), _shown(after))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _taken(texts: Sequence[str], counts: Counter[str]) -> list[tuple[float, str]]:
    """Those texts that ``counts`` has, with their place in the article, 0 to 1."""
    left = counts.copy()
    found = []
    for place, text in enumerate(texts):
        if left[text] > 0:
            left[text] -= 1
            found.append((place / max(len(texts), 1), text))
    return found


def _paired(olds: list[tuple[float, str]], news: list[tuple[float, str]]) -> Iterator[Altered]:
    """Old and new paragraphs that share most words as altered ones, the rest as removed and added; in order."""
    partner = _partners([text for _, text in olds], [text for _, text in news])
    rows: list[tuple[float, Altered]] = [
        (place, _altered(olds[partner[n]][1], text) if n in partner else Altered(Kind.ADDED, "", text))
        for n, (place, text) in enumerate(news)
    ]
    taken = set(partner.values())
    rows += [(place, Altered(Kind.REMOVED, text, "")) for n, (place, text) in enumerate(olds) if n not in taken]
    return (row for _, row in sorted(rows, key=lambda row: (row[0], row[1].kind is not Kind.REMOVED)))


def _partners(olds: Sequence[str], news: Sequence[str]) -> dict[int, int]:
    """For each new paragraph the old one it was made from, the likest pairs first; at most one each."""
    if len(olds) * len(news) > _MOST_PAIRS:  # a rewritten article: only what stands at the same place
        return {n: n for n in range(min(len(olds), len(news))) if _likeness(_bag(olds[n]), _bag(news[n])) >= _ALIKE}
    bags = [_bag(text) for text in olds]
    pairs = []
    for n, text in enumerate(news):
        bag = _bag(text)
        pairs += [(-_likeness(bags[o], bag), abs(n - o), n, o) for o in range(len(olds))]
    found: dict[int, int] = {}
    for unlike, _, n, o in sorted(pairs):
        if -unlike >= _ALIKE and n not in found and o not in found.values():
            found[n] = o
    return found


def _bag(text: str) -> Counter[str]:
    return Counter(piece for piece in _PIECE.findall(text) if not piece.isspace())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two paragraphs have in common (Dice)."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _altered(old: str, new: str) -> Altered:
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return Altered(Kind.ALTERED, old, new, ((0, len(old)),), ((0, len(new)),))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return Altered(
        Kind.ALTERED,
        old,
        new,
        tuple(_span(before, a, b) for _, a, b, _, _ in changed if b > a),
        tuple(_span(after, a, b) for _, _, _, a, b in changed if b > a),
    )


def _span(pieces: Sequence[str], first: int, last: int) -> Span:
    start = sum(map(len, pieces[:first]))
    return start, start + sum(map(len, pieces[first:last]))
