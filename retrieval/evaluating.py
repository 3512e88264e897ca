"""Turns examined questions into scores: ranking, quotes, answering and refusing, time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG
from sklearn.metrics import roc_auc_score

from retrieval.answer import Quote
from retrieval.answering import Answerer
from retrieval.deciding import Calibration
from retrieval.evaluation_set import EvaluationSet
from retrieval.examining import Examined, Outcome, Progress, examine
from retrieval.ranking import Candidate
from retrieval.reranking import name_of

DEPTH = 10
MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ DEPTH,
    "MRR@10": RR @ DEPTH,
    "nDCG@10": nDCG @ DEPTH,
}


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured on the questions of one file; None where there is nothing to measure on."""

    questions: int
    answerable: int
    ranking: Mapping[str, float]  # by the names of MEASURES; empty without answerable questions
    gold: int  # answered questions that have a gold answer; the next three are shares of them
    gold_in_first_quote: float | None
    gold_in_three_quotes: float | None
    gold_in_mark: float | None
    first_quote_characters: float | None  # means over all answered questions
    shown_characters: float | None
    altered_quotes: int
    auroc: float | None  # of the probability, answerable questions against those that are not
    answered: float | None  # share of the answerable questions
    wrongly_answered: float | None  # share of the others
    median_milliseconds: float
    p95_milliseconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One file's questions and their scores."""

    name: str
    examined: tuple[Examined, ...]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured on an evaluation set, and with what."""

    set: EvaluationSet
    model: str
    reranker: str  # empty where there is none
    calibration: Calibration
    paragraphs: int
    files: tuple[Measured, ...]

    @property
    def altered_quotes(self) -> int:
        return sum(file.scores.altered_quotes for file in self.files)


def evaluate(chosen: EvaluationSet, answerer: Answerer, progress: Progress) -> Evaluation:
    """Every question of a set, put to an answerer over its articles, and the scores of each file."""
    answerer.warm()
    asked, total = 0, len(chosen.questions)
    progress(0, total)
    files = []
    for file in chosen.files:
        examined = []
        for one in examine(answerer, file.questions):
            examined.append(one)
            asked += 1
            progress(asked, total)
        files.append(Measured(file.name, tuple(examined), score(examined)))
    with answerer.engine.snapshot() as snapshot:
        paragraphs = len(snapshot)
    model, reranker = answerer.encoder.model, name_of(answerer.reranker)
    return Evaluation(chosen, model, reranker, answerer.decider.calibration, paragraphs, tuple(files))


def score(examined: Sequence[Examined]) -> Scores:
    """The scores of some questions, at least one."""
    answers = [one.trace.answer for one in examined]
    shown = [answer.quotes for answer in answers if answer.answered]
    gold = [one for one in examined if one.question.answers and one.trace.answer.answered]
    answerable = [one.question.answerable for one in examined]
    answered = [answer.answered for answer in answers]
    milliseconds = [answer.milliseconds for answer in answers]
    return Scores(
        questions=len(examined),
        answerable=sum(answerable),
        ranking=ranking(examined),
        gold=len(gold),
        gold_in_first_quote=_mean([_holds(one, lambda quotes: [quotes[0].text]) for one in gold]),
        gold_in_three_quotes=_mean([_holds(one, lambda quotes: [q.text for q in quotes[:3]]) for one in gold]),
        gold_in_mark=_mean([_holds(one, _marked) for one in gold]),
        first_quote_characters=_mean([len(quotes[0].text) for quotes in shown]),
        shown_characters=_mean([sum(len(quote.text) for quote in quotes) for quotes in shown]),
        altered_quotes=sum(one.altered for one in examined),
        auroc=_auroc(answerable, [answer.probability for answer in answers]),
        answered=_mean([said for said, able in zip(answered, answerable, strict=True) if able]),
        wrongly_answered=_mean([said for said, able in zip(answered, answerable, strict=True) if not able]),
        median_milliseconds=float(np.median(milliseconds)),
        p95_milliseconds=float(np.percentile(milliseconds, 95)),
    )


def ranking(examined: Sequence[Examined], by: Callable[[Candidate], float] | None = None) -> dict[str, float]:
    """The measures of ranking on the answerable questions; with ``by``, as it orders the candidates, high first."""
    qrels, run = [], []
    for one in examined:
        identity = one.question.id
        qrels += [Qrel(identity, f"{place.article} {place.number}", 1) for place in one.question.expected]
        first = (sorted(one.trace.candidates, key=by, reverse=True) if by else one.trace.candidates)[:DEPTH]
        names = [f"{found.passage.article.id} {found.passage.position}" for found in first]
        run += [ScoredDoc(identity, name, float(-rank)) for rank, name in enumerate(names)]
    if not qrels:
        return {}
    values = ir_measures.calc_aggregate(MEASURES.values(), qrels, run)
    return {name: float(values[measure]) for name, measure in MEASURES.items()}


def risk_coverage(examined: Sequence[Examined]) -> tuple[list[float], list[float]]:
    """Coverage and risk at every threshold, from the highest probability down.

    Coverage is the share of all questions that would be answered, risk the share of those whose first paragraph does
    not answer (El-Yaniv and Wiener, "On the foundations of noise-free selective classification", JMLR 2010).
    """
    surest = sorted(examined, key=lambda one: -one.trace.answer.probability)
    wrong = np.cumsum([not one.right_first for one in surest])
    counts = np.arange(1, len(surest) + 1)
    return (counts / len(surest)).tolist(), (wrong / counts).tolist()


def worst_misses(examined: Sequence[Examined]) -> list[Examined]:
    """The questions that went wrong, first those on which the probability was furthest from the truth."""
    missed = [one for one in examined if one.outcome not in (Outcome.RIGHT, Outcome.RIGHTLY_REFUSED)]
    return sorted(missed, key=lambda one: -abs(one.trace.answer.probability - one.right_first))


def _holds(one: Examined, texts: Callable[[Sequence[Quote]], Sequence[str]]) -> bool:
    return any(gold in text for gold in one.question.answers for text in texts(one.trace.answer.quotes))


def _marked(quotes: Sequence[Quote]) -> list[str]:
    return [quotes[0].text[start:end] for start, end in quotes[0].marks]


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _auroc(answerable: Sequence[bool], probabilities: Sequence[float]) -> float | None:
    return float(roc_auc_score(answerable, probabilities)) if len(set(answerable)) == 2 else None
