"""Cuts the quote out of a paragraph: whole sentences around the one that answers best, by offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.lines import leads_in
from knowledge.paragraphs import weight
from retrieval.bullets import Span, group, is_heading
from retrieval.marking import SentenceScore, scores
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.worth import Weighed

MOST_WEIGHT = 600.0  # Latin letters; a Chinese character counts as 2.5
MOST_LIST_WEIGHT = 1200.0  # a list of names says who was there only when it is whole


_BLANKS = " \t\u3000\xa0"
_ENDED = re.compile(r"[.!?。！？…:：;；][\W\d]*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice of an article's text, and the best sentence in it: offsets in the article."""

    start: int
    end: int
    best: Span


def cut(candidate: Candidate, asked: Asked, weighed: Weighed) -> Cut:
    """The best sentence of a paragraph and as many of its neighbours as fit, the better side first.

    A list or a table that the best sentence stands in comes first, with the line that leads it in. ``weighed`` says
    what each of the question's terms is worth. A single sentence is never cut here.
    """
    passage = candidate.passage
    text, spans = passage.text, passage.sentences or ((0, len(passage.text)),)
    scored = scores(candidate, spans, asked, weighed)
    totals = [score.total for score in scored]
    best = max(_sentences_proper(text, spans), key=lambda n: (totals[n], -n))
    opens, closes = _group(text, spans, best)
    first, last = _grow(text, spans, totals, opens, closes)
    marked = (opens, closes) if _answers_whole(text, spans, scored, opens, closes) else (best, best)
    at = passage.start
    return Cut(at + spans[first][0], at + spans[last][1], (at + spans[marked[0]][0], at + spans[marked[1]][1]))


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether a slice of an article begins or ends inside a sentence, as a paragraph does that was too long."""
    before, after = text[:start].rstrip(_BLANKS), text[end:].lstrip(_BLANKS)
    goes_on = bool(after) and after[0] != "\n" and not _ENDED.search(text[start:end])
    began = bool(before) and before[-1] != "\n" and not _ENDED.search(before)
    return goes_on or began


def _sentences_proper(text: str, spans: Sequence[Span]) -> Sequence[int]:
    """Which of ``spans`` may be marked: a heading only when there is nothing else, a ruled line never."""
    proper = [
        n
        for n, (start, end) in enumerate(spans)
        if not is_heading(text, spans, n) and any(map(str.isalnum, text[start:end]))
    ]
    return proper or range(len(spans))


def _group(text: str, spans: Sequence[Span], best: int) -> tuple[int, int]:
    """The list or table around the best sentence: whole, else from its first line on, else only the sentence."""
    first, last = group(text, spans, best)
    if _weight(text, spans, first, last) <= MOST_LIST_WEIGHT:
        return first, last
    return (first, best) if _weight(text, spans, first, best) <= MOST_WEIGHT else (best, best)


def _answers_whole(text: str, spans: Sequence[Span], scored: Sequence[SentenceScore], first: int, last: int) -> bool:
    """Whether a list answers as a whole: it has a line that leads it in, and no item is named by the question."""
    said = {scored[place].words for place in range(first + 1, last + 1)}
    return len(said) == 1 and leads_in(text[slice(*spans[first])])


def _grow(text: str, spans: Sequence[Span], totals: Sequence[float], first: int, last: int) -> tuple[int, int]:
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if _weight(text, spans, min(first, n), max(last, n)) <= MOST_WEIGHT]
        if not fitting:
            return first, last
        chosen = max(fitting, key=lambda n: (totals[n], n))
        first, last = min(first, chosen), max(last, chosen)


def _weight(text: str, spans: Sequence[Span], first: int, last: int) -> float:
    return weight(text[spans[first][0] : spans[last][1]])
