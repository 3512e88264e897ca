"""From a question to an answer: understand, search, rank, decide, quote."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.library import Holdings
from retrieval.answer import Answer, Coverage, Quote, Reason, Source
from retrieval.deciding import Decider, Verdict
from retrieval.encoder import Encoder
from retrieval.engine import Engine, Snapshot
from retrieval.links import link_to
from retrieval.quoting import Cut, cut
from retrieval.ranking import Candidate, rank, worths
from retrieval.understanding import Asked, understand

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer and the way to it: what was understood, the candidates in order, and the verdict."""

    answer: Answer
    asked: Asked
    candidates: tuple[Candidate, ...]
    verdict: Verdict


class Answerer:
    """Answers questions from an engine's articles. Thread-safe; each question sees one state of the library."""

    def __init__(self, engine: Engine, encoder: Encoder, decider: Decider) -> None:
        self.engine = engine
        self.encoder = encoder
        self.decider = decider

    def ask(self, question: str, limit: int = 3) -> Answer:
        """The answer to one question, with at most ``limit`` quotes."""
        return self.trace(question, limit).answer

    def trace(self, question: str, limit: int = 3) -> Trace:
        """The answer with all that led to it."""
        began = time.perf_counter()
        asked = understand(question)
        with self.engine.snapshot() as snapshot:
            holdings = self.engine.library.holdings()
            candidates = self._candidates(snapshot, asked)
            verdict = self._verdict(snapshot, asked, candidates, holdings)
            quotes = self._quotes(snapshot, asked, candidates, limit) if verdict.reason is None else ()
        answer = Answer(
            question=question,
            language=asked.language,
            reason=verdict.reason,
            quotes=quotes,
            nearest=_nearest(candidates) if verdict.reason is Reason.NOTHING_CLOSE else (),
            unknown=verdict.unknown,
            coverage=_coverage(holdings),
            probability=verdict.probability,
            generation=snapshot.generation,
            milliseconds=(time.perf_counter() - began) * 1000,
        )
        return Trace(answer, asked, tuple(candidates), verdict)

    def coverage(self) -> Coverage:
        """What the library holds."""
        return _coverage(self.engine.library.holdings())

    def _candidates(self, snapshot: Snapshot, asked: Asked) -> list[Candidate]:
        if not asked.understood or len(snapshot) == 0:
            return []
        return rank(snapshot, asked, self.encoder.encode_questions([asked.text])[0])

    def _verdict(
        self, snapshot: Snapshot, asked: Asked, candidates: Sequence[Candidate], holdings: Holdings
    ) -> Verdict:
        if holdings.articles == 0:
            return Verdict.refusal(Reason.EMPTY_LIBRARY)
        if asked.wrong_filters or not asked.understood:
            return Verdict.refusal(Reason.NOT_UNDERSTOOD, asked.wrong_filters)
        if not candidates:
            return Verdict.refusal(Reason.NOTHING_IN_PERIOD)
        return self.decider.decide(snapshot, asked, candidates)

    def _quotes(
        self, snapshot: Snapshot, asked: Asked, candidates: Sequence[Candidate], limit: int
    ) -> tuple[Quote, ...]:
        worth = worths(snapshot, asked.words)
        shown = self.decider.worth_showing(snapshot, asked, candidates, limit)
        return tuple(_quote(snapshot, candidate, cut(candidate, worth)) for candidate in shown)


def _quote(snapshot: Snapshot, candidate: Candidate, slice_: Cut) -> Quote:
    text = snapshot.text(candidate.passage.article.id)
    start, end = slice_.best
    return Quote(
        text=text[slice_.start : slice_.end],
        start=slice_.start,
        end=slice_.end,
        marks=((start - slice_.start, end - slice_.start),),
        score=candidate.score,
        source=_source(candidate, text[start:end]),
    )


def _source(candidate: Candidate, quoted: str) -> Source:
    passage = candidate.passage
    article = passage.article
    return Source(
        article=article.id,
        title=article.title,
        date=article.date,
        meeting_date=article.meeting_date,
        publisher=article.publisher,
        url=article.url,
        link=link_to(article.url, quoted),
        paragraph=passage.position,
        paragraphs=passage.paragraphs,
    )


def _nearest(candidates: Sequence[Candidate]) -> tuple[Source, ...]:
    """The best paragraph's source for each of the articles that come nearest."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.passage.article.id, candidate)
    return tuple(_source(candidate, candidate.passage.text) for candidate in list(first.values())[:_NEAREST])


def _coverage(holdings: Holdings) -> Coverage:
    return Coverage(holdings.articles, holdings.first, holdings.last, holdings.publishers)
