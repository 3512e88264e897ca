"""Puts the questions of an evaluation set to an answerer over its articles and compares what comes with the set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from knowledge.article import Article
from knowledge.library import Library, Prepared
from retrieval import words
from retrieval.answer import Quote
from retrieval.answering import Answerer, Trace
from retrieval.encoder import Encoder, Vectors
from retrieval.engine import Passage
from retrieval.evaluation_set import Question
from retrieval.loading import embed, prepare, sentence_spans
from retrieval.sqlite_faiss import SqliteFaiss

Progress = Callable[[int, int], None]

_NO_VECTORS: Vectors = np.empty((0, 0), dtype=np.float32)


class Outcome(StrEnum):
    """What became of a question, against what should have."""

    RIGHT = "right"
    WRONG_PARAGRAPH = "wrong_paragraph"  # answered, but the first quote is from another paragraph
    WRONGLY_REFUSED = "wrongly_refused"
    WRONGLY_ANSWERED = "wrongly_answered"  # nothing in the library answers it
    RIGHTLY_REFUSED = "rightly_refused"


@dataclass(frozen=True, slots=True)
class Examined:
    """One question and what was answered."""

    question: Question
    trace: Trace  # its paragraphs without their vectors
    altered: int  # quotes that are not the slice of the stored article that they say they are
    rank: int | None  # of the first right paragraph, from 1; None when it was not found or there is none

    @property
    def right_first(self) -> bool:
        return self.rank == 1

    @property
    def outcome(self) -> Outcome:
        answered = self.trace.answer.answered
        if not self.question.answerable:
            return Outcome.WRONGLY_ANSWERED if answered else Outcome.RIGHTLY_REFUSED
        if not answered:
            return Outcome.WRONGLY_REFUSED
        return Outcome.RIGHT if self.right_first else Outcome.WRONG_PARAGRAPH


@contextmanager
def engine_over(
    articles: Sequence[Article], encoder: Encoder, folder: Path, progress: Progress
) -> Iterator[SqliteFaiss]:
    """An engine over just these articles, in a library in ``folder`` that this process alone uses.

    A library that is there from an earlier time gives its vectors, so that nothing is embedded twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    library = Library(folder / "library.db", create=True)
    try:
        engine = SqliteFaiss(folder, library, encoder.model)
        put = [_prepared(article, library) for article in articles]
        embed(put, engine, encoder, progress, anew=engine.cut_otherwise(sentence_spans(put)))
        ids = {article.id for article in articles}
        engine.put_articles("evaluation", put, [old.id for old in library.articles() if old.id not in ids])
        yield engine
    finally:
        library.close()


def kept_in(folder: Path, name: str, encoder: Encoder) -> Path:
    """Where in ``folder`` the library of an evaluation set is kept: one for each set, model and analyser of words."""
    made_by = hashlib.blake2b(f"{encoder.model}\n{words.VERSION}".encode(), digest_size=4).hexdigest()
    return folder / f"{name}.evaluation-{made_by}"


def examine(answerer: Answerer, questions: Iterable[Question]) -> Iterator[Examined]:
    """Each question, asked."""
    seen: dict[int, Passage] = {}
    for question in questions:
        trace = answerer.trace(question.text)
        altered = sum(not _verbatim(quote, answerer.engine.library) for quote in trace.answer.quotes)
        yield Examined(question, _light(trace, seen), altered, _rank(question, trace))


def _prepared(article: Article, library: Library) -> Prepared:
    """The article as it is cut now; as the version that is stored when it is the same."""
    stored, version = library.live([article.id]).get(article.id, (None, None))
    return prepare(article, "evaluation", version if stored == article else None)


def _verbatim(quote: Quote, library: Library) -> bool:
    return library.article(quote.source.article).text[quote.start : quote.end] == quote.text


def _rank(question: Question, trace: Trace) -> int | None:
    places = (rank for rank, found in enumerate(trace.candidates, 1) if question.answered_by(found.passage))
    return next(places, None)


def _light(trace: Trace, seen: dict[int, Passage]) -> Trace:
    """Without vectors, and each paragraph once: thousands of traces are to stay in memory."""
    for found in trace.candidates:
        seen.setdefault(found.passage.id, replace(found.passage, vectors=_NO_VECTORS))
    candidates = tuple(
        replace(found, passage=seen[found.passage.id], sentence_cosines=_NO_VECTORS) for found in trace.candidates
    )
    return replace(trace, candidates=candidates)
