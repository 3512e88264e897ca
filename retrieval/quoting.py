"""Cuts the quote out of a paragraph: whole sentences around the one that answers best, by offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.paragraphs import weight
from retrieval.bullets import Span, is_heading
from retrieval.marking import scores
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.worth import Worth

MOST_WEIGHT = 600.0  # Latin letters; a Chinese character counts as 2.5


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of an article's text, and the best sentence in it: offsets in the article."""

    start: int
    end: int
    best: Span


def cut(candidate: Candidate, asked: Asked, worth: Worth) -> Cut:
    """The best sentence of a paragraph and as many of its neighbours as fit, the better side first.

    ``worth`` says what each of the question's words is worth. A single sentence is never cut here.
    """
    passage = candidate.passage
    spans = passage.sentences or ((0, len(passage.text)),)
    totals = [score.total for score in scores(candidate, spans, asked, worth)]
    best = max(_sentences_proper(passage.text, spans), key=lambda n: (totals[n], -n))
    first, last = _grow(passage.text, spans, totals, best)
    at = passage.start
    return Cut(at + spans[first][0], at + spans[last][1], (at + spans[best][0], at + spans[best][1]))


def _sentences_proper(text: str, spans: Sequence[Span]) -> Sequence[int]:
    """Which of ``spans`` may be marked: a heading only when there is nothing else."""
    proper = [n for n in range(len(spans)) if not is_heading(text, spans, n)]
    return proper or range(len(spans))


def _grow(text: str, spans: Sequence[Span], totals: Sequence[float], best: int) -> tuple[int, int]:
    first = last = best
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if _weight(text, spans, min(first, n), max(last, n)) <= MOST_WEIGHT]
        if not fitting:
            return first, last
        chosen = max(fitting, key=lambda n: (totals[n], n))
        first, last = min(first, chosen), max(last, chosen)


def _weight(text: str, spans: Sequence[Span], first: int, last: int) -> float:
    return weight(text[spans[first][0] : spans[last][1]])
