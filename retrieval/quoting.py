"""Cuts the quote out of a paragraph: whole sentences around the one that answers best, by offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.paragraphs import weight
from retrieval.glossary import bridged
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.words import words
from retrieval.worth import Worth

_ENDED = re.compile(r"[.!?。！？…:：;；]\W*$")

MOST_WEIGHT = 600.0  # Latin letters; a Chinese character counts as 2.5
_TERMS_WEIGHT = 0.06  # of all terms of meetings in a question that a sentence in another language holds
_WORDS_WEIGHT = 0.12  # of all a question's words found, against cosines that differ by some hundredths


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of an article's text, and the best sentence in it: offsets in the article."""

    start: int
    end: int
    best: tuple[int, int]


def cut(candidate: Candidate, asked: Asked, worth: Worth) -> Cut:
    """The best sentence of a paragraph and as many of its neighbours as fit, the better side first.

    ``worth`` says what each of the question's words is worth. A single sentence is never cut here.
    """
    passage = candidate.passage
    spans = passage.sentences or ((0, len(passage.text)),)
    scores = _scores(candidate, spans, asked, worth)
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


def _scores(candidate: Candidate, spans: Sequence[tuple[int, int]], asked: Asked, worth: Worth) -> list[float]:
    passage = candidate.passage
    cosines = candidate.sentence_cosines if len(candidate.sentence_cosines) else [candidate.cosine]
    terms = bridged(asked.text) if passage.article.language != asked.language else ()
    scores = []
    for cosine, (start, end) in zip(cosines, spans, strict=True):
        held = set(words(passage.text[start:end]))
        said = sum(not term.isdisjoint(held) for term in terms) / len(terms) if terms else 0.0
        scores.append(float(cosine) + _WORDS_WEIGHT * worth.share(held) + _TERMS_WEIGHT * said)
    return scores


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
