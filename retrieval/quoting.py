"""Cuts the quote out of a paragraph: whole sentences around the one that answers best, by offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.paragraphs import weight
from retrieval.ranking import Candidate
from retrieval.words import words
from retrieval.worth import Worth

_ENDED = re.compile(r"[.!?。！？…:：;；]\W*$")

MOST_WEIGHT = 600.0  # Latin letters; a Chinese character counts as 2.5
_WORDS_WEIGHT = 0.12  # of all a question's words found, against cosines that differ by some hundredths


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of an article's text, and the best sentence in it: offsets in the article."""

    start: int
    end: int
    best: tuple[int, int]


def cut(candidate: Candidate, worth: Worth) -> Cut:
    """The best sentence of a paragraph and as many of its neighbours as fit, the better side first.

    ``worth`` says what each of the question's words is worth. A single sentence is never cut here.
    """
    passage = candidate.passage
    spans = passage.sentences or ((0, len(passage.text)),)
    scores = _scores(candidate, spans, worth)
    best = max(_sentences_proper(passage.text, spans), key=lambda n: (scores[n], -n))
    first, last = _grow(passage.text, spans, scores, best)
    at = passage.start
    return Cut(at + spans[first][0], at + spans[last][1], (at + spans[best][0], at + spans[best][1]))


def _sentences_proper(text: str, spans: Sequence[tuple[int, int]]) -> Sequence[int]:
    """Which of ``spans`` may be marked: a heading only when there is nothing else."""
    proper = [n for n in range(len(spans)) if not _is_heading(text, spans, n)]
    return proper or range(len(spans))


def _is_heading(text: str, spans: Sequence[tuple[int, int]], n: int) -> bool:
    start, end = spans[n]
    line = text[start:end]
    opens = n == 0 and text[end : end + 1] == "\n" and not _ENDED.search(line)
    return line.startswith("#") or opens


def _scores(candidate: Candidate, spans: Sequence[tuple[int, int]], worth: Worth) -> list[float]:
    cosines = candidate.sentence_cosines if len(candidate.sentence_cosines) else [candidate.cosine]
    text = candidate.passage.text
    held = [worth.share(set(words(text[a:b]))) for a, b in spans]
    return [float(cosine) + _WORDS_WEIGHT * share for cosine, share in zip(cosines, held, strict=True)]


def _grow(text: str, spans: Sequence[tuple[int, int]], scores: Sequence[float], best: int) -> tuple[int, int]:
    first = last = best
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if _weight(text, spans, min(first, n), max(last, n)) <= MOST_WEIGHT]
        if not fitting:
            return first, last
        chosen = max(fitting, key=lambda n: (scores[n], n))
        first, last = min(first, chosen), max(last, chosen)


def _weight(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> float:
    return weight(text[spans[first][0] : spans[last][1]])
