"""Scores the sentences of a paragraph: which of them answers the question, for the quote to mark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.bullets import Span, is_heading
from retrieval.kinds import Kind, clauses, holds, kinds
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.verbatim import holds_all
from retrieval.words import distinct_words
from retrieval.worth import Weighed, Worth

# Against cosines that differ by some hundredths between the sentences of a paragraph.
_TELLING_WEIGHT = 0.10
_BEFORE_WEIGHT = 0.08
_KIND_WEIGHT = 0.05
_FIGURES = frozenset((Kind.TIME, Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.VOTE))
_SURE = 2.0  # times it, for one of these: a sentence without a figure does not say how many
_APART = 0.5  # of it, for a person named in another clause than what the person is said to do
_BESIDE = 0.3  # of what the best sentence holds of the question's terms, for a clause to speak of it
_NEARLY = 0.5  # of the same, for a sentence
_PHRASES_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """What speaks for one sentence, each part weighed already; ``total`` is what sentences are compared by."""

    meaning: float  # cosine with the question
    words: float  # the question's terms in it, those that only some of the paragraph's sentences hold first of all
    before: float  # those in the sentence before it, that it need not repeat
    kind: float  # whether it holds the kinds of thing that the question asks for
    phrases: float  # whether it holds the quoted phrases

    @property
    def total(self) -> float:
        return self.meaning + self.words + self.before + self.kind + self.phrases


def scores(candidate: Candidate, spans: Sequence[Span], asked: Asked, weighed: Weighed) -> list[SentenceScore]:
    """The scores of a paragraph's sentences, ``spans``; ``weighed`` says what the question's terms are worth."""
    text = candidate.passage.text
    worth = weighed.in_text(candidate.passage.article.language)
    cosines = candidate.sentence_cosines if len(candidate.sentence_cosines) else [candidate.cosine]
    held = _held(candidate, spans)
    telling = _telling(worth, held)
    shares = [telling.share(words_held) for words_held in held]
    return [
        SentenceScore(
            meaning=float(cosine),
            words=_TELLING_WEIGHT * share,
            before=_BEFORE_WEIGHT * _added(worth, held, place),
            kind=_KIND_WEIGHT * _kinds_held(asked, text[start:end], telling, max(shares)),
            phrases=_PHRASES_WEIGHT * _phrases_held(asked.phrases, text[start:end]),
        )
        for place, (cosine, share, (start, end)) in enumerate(zip(cosines, shares, spans, strict=True))
    ]


def told_together(candidate: Candidate, asked: Asked, worth: Worth) -> tuple[float, float]:
    """What a single sentence tells: the most of the question's terms, and of the kinds asked for; 1 where none is.

    Terms are counted by worth, with those of title and headings; the kinds are looked for in the sentences that hold
    nearly as many terms.
    """
    text, spans = candidate.passage.text, candidate.passage.sentences or ((0, len(candidate.passage.text)),)
    shares = [worth.share(held) for held in _held(candidate, spans)]
    wanted, given = kinds(asked.text), distinct_words(asked.text)
    if not wanted:
        return max(shares), 1.0
    near = [text[a:b] for (a, b), share in zip(spans, shares, strict=True) if share >= _NEARLY * max(shares)]
    return max(shares), max(sum(holds(kind, said, given) for kind in wanted) for said in near) / len(wanted)


def _held(candidate: Candidate, spans: Sequence[Span]) -> list[frozenset[str]]:
    """The words of each sentence, and with each those of the title and of headings, which are said for all."""
    text = candidate.passage.text
    above = [text[start:end] for place, (start, end) in enumerate(spans) if is_heading(text, spans, place)]
    said = distinct_words(" ".join([candidate.passage.article.title, *above]))
    return [said | distinct_words(text[start:end]) for start, end in spans]


def _telling(worth: Worth, held: Sequence[frozenset[str]]) -> Worth:
    """The worth of words inside one paragraph: what stands in each of its sentences tells them little apart."""
    standing = {term: sum(map(term.stands_in, held)) for term in worth.of}
    of = {
        term: worth.of[term] * math.log(1 + (len(held) - count + 0.5) / (count + 0.5))
        for term, count in standing.items()
        if count
    }
    return replace(worth, of=of)


def _added(worth: Worth, held: Sequence[frozenset[str]], place: int) -> float:
    """The share of the question's terms that the sentence before holds and this one does not."""
    return worth.share(held[place - 1] - held[place]) if place else 0.0


def _kinds_held(asked: Asked, sentence: str, telling: Worth, most: float) -> float:
    """The share of the kinds of thing asked for that the sentence holds; ``most`` is the best sentence's share."""
    wanted = kinds(asked.text)
    given = distinct_words(asked.text)
    held = [kind for kind in wanted if holds(kind, sentence, given)]
    return sum(_nearness(kind, sentence, given, telling, most) for kind in held) / len(wanted) if held else 0.0


def _nearness(kind: Kind, sentence: str, given: frozenset[str], telling: Worth, most: float) -> float:
    """More for figures, less for a person whose name stands apart from the question's words.

    A list of those who attended holds names enough, but who presided is named beside the verb.
    """
    if kind is not Kind.PERSON:
        return _SURE if kind in _FIGURES else 1.0
    named = (clause for clause in clauses(sentence) if holds(kind, f" {clause}", given))
    beside = any(telling.share(distinct_words(clause)) >= _BESIDE * most for clause in named)
    return 1.0 if beside else _APART


def _phrases_held(phrases: Sequence[str], sentence: str) -> float:
    return sum(holds_all(sentence, [phrase]) for phrase in phrases) / len(phrases) if phrases else 0.0
