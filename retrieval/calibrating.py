"""Fits a calibration: on which signals, and from which probability on, a question is answered.

Questions become unanswerable by taking their articles away: small and large parts of the articles make libraries of
their own, each is asked about what it holds and about what it lacks, and a logistic regression learns to tell the
two from the signals. The threshold is chosen on questions that the weights were not fitted on.
"""

from __future__ import annotations

import random
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from knowledge.article import Article
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals
from retrieval.encoder import Encoder, Vectors
from retrieval.errors import EvaluationSetUnusable
from retrieval.evaluation_set import Question, read_set
from retrieval.examining import Progress, engine_over
from retrieval.reranking import Reranker
from retrieval.terms import Translator

TARGET = 0.05  # of the unanswerable questions may be answered
_SHARES = ((0.02, 6), (0.06, 4), (0.2, 3), (0.5, 3), (0.8, 1))  # (of the articles, how many libraries)
_QUESTIONS = 60  # of each kind to one library
_REGULARISATION = 0.01  # strong: with weak, raw cosines fitted on one domain ruin the next
_SEED = 20230120


@dataclass(frozen=True, slots=True)
class Observation:
    """What one question showed in one library."""

    question: str
    signals: Signals
    crossing: bool
    right: bool  # the first paragraph answers; False when nothing in the library does


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner
        self.model = inner.model
        self._passages: dict[str, Vectors] = {}
        self._questions: dict[str, Vectors] = {}

    def warm(self) -> None:
        self.inner.warm()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return _remembered(self._passages, self.inner.encode_passages, texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return _remembered(self._questions, self.inner.encode_questions, texts)


def observe(
    folder: Path,
    encoder: Remembering,
    translator: Translator,
    progress: Progress,
    reranker: Reranker | None = None,
) -> list[Observation]:
    """Signals of questions put to many small and large parts of an evaluation folder's articles.

    Raises EvaluationSetUnusable when that cannot be, for want of articles or of questions with their places.
    """
    chosen = read_set(folder)
    questions = [question for question in chosen.questions if question.answerable]
    if not questions or len(chosen.articles) < 4:
        raise EvaluationSetUnusable(f"{folder} should hold at least 4 articles, and questions with their places")
    rng = random.Random(_SEED)
    parts = [size for size, times in _SHARES for _ in range(times)]
    observations: list[Observation] = []
    for done, share in enumerate(parts, 1):
        part = rng.sample(chosen.articles, max(1, round(share * len(chosen.articles))))
        observations += _observe_part(part, questions, encoder, translator, rng, reranker)
        progress(done, len(parts))
    return observations


def fit(observations: Sequence[Observation], fitted_on: str) -> Calibration:
    """Weights fitted on one half of the questions; the threshold that keeps ``TARGET`` on the other half."""
    halves: tuple[list[Observation], list[Observation]] = ([], [])
    for observation in observations:
        halves[zlib.crc32(observation.question.encode()) % 2].append(observation)
    fitting, judging = halves
    same, crossing = (_weights([o for o in fitting if o.crossing is kind]) for kind in (False, True))
    draft = Calibration(same, crossing or same, 1.0, fitted_on)
    wrong = [draft.probability(o.signals, crossing=o.crossing) for o in judging if not o.right]
    return Calibration(same, crossing or same, round(float(np.quantile(wrong, 1 - TARGET)), 4), fitted_on)


def _observe_part(
    articles: Sequence[Article],
    questions: Sequence[Question],
    encoder: Remembering,
    translator: Translator,
    rng: random.Random,
    reranker: Reranker | None,
) -> Iterator[Observation]:
    held = {article.id for article in articles}
    inside = [q for q in questions if any(place.article in held for place in q.expected)]
    outside = [q for q in questions if not any(place.article in held for place in q.expected)]
    asked = [*_some(inside, rng), *_some(outside, rng)]
    with (
        tempfile.TemporaryDirectory(prefix="meetings-calibrate-") as folder,
        engine_over(articles, encoder, Path(folder), lambda done, total: None) as engine,
    ):
        answerer = Answerer(engine, encoder, Decider(_undecided()), translator, reranker)
        for question in asked:
            observation = _observe(answerer, question, held)
            if observation is not None:
                yield observation


def _observe(answerer: Answerer, question: Question, held: set[str]) -> Observation | None:
    """None for a question that says nothing: its answer is there, but another paragraph came first."""
    trace = answerer.trace(question.text, 1)
    if trace.verdict.signals is None:
        return None
    best = trace.candidates[0].passage
    right = question.answered_by(best)
    if not right and any(place.article in held for place in question.expected):
        return None
    crossing = best.article.language != trace.asked.language
    return Observation(question.text, trace.verdict.signals, crossing, right)


def _weights(observations: Sequence[Observation]) -> dict[str, float]:
    """A logistic regression's weights for signals as they are; empty when there is nothing to learn from."""
    right = np.array([o.right for o in observations])
    if right.size == 0 or right.all() or not right.any():
        return {}
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    names = [field.name for field in fields(Signals)]
    values = np.array([[asdict(o.signals)[name] for name in names] for o in observations])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000).fit(scaler.transform(values), right)
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return {"intercept": round(intercept, 4)} | {
        name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)
    }


def _undecided() -> Calibration:
    nothing = {"intercept": 0.0} | {field.name: 0.0 for field in fields(Signals)}
    return Calibration(nothing, nothing, 0.0, "nothing")


def _some(questions: Sequence[Question], rng: random.Random) -> list[Question]:
    return rng.sample(questions, min(_QUESTIONS, len(questions)))


def _remembered(
    memory: dict[str, Vectors], encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str]
) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in memory]
    if new:
        memory.update(zip(new, encode(new), strict=True))
    return np.array([memory[text] for text in texts])
