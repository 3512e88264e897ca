"""Fits a calibration: on which signals, and from which probability on, a question is answered.

Questions become unanswerable by taking their articles away: small and large parts of the articles make libraries of
their own, each is asked about what it holds and about what it lacks, and a logistic regression learns to tell the
two from the signals. The threshold is chosen on questions that the weights were not fitted on.
"""

from __future__ import annotations

import json
import random
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from knowledge.article import Accepted
from knowledge.library import Library
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals
from retrieval.encoder import Encoder, Vectors
from retrieval.errors import RetrievalError
from retrieval.loading import load, read_all
from retrieval.sqlite_faiss import SqliteFaiss
from retrieval.terms import Translator

Progress = Callable[[int, int], None]

TARGET = 0.05  # of the unanswerable questions may be answered
_SHARES = ((0.02, 6), (0.06, 4), (0.2, 3), (0.5, 3), (0.8, 1))  # (of the articles, how many libraries)
_QUESTIONS = 60  # of each kind to one library
_REGULARISATION = 0.01  # strong: with weak, raw cosines fitted on one domain ruin the next
_SEED = 20230120


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question of an evaluation set, and where its answer stands: (article, start, end)."""

    text: str
    relevant: tuple[tuple[str, int, int], ...]


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


def read_questions(folder: Path) -> list[Labelled]:
    """The answerable questions of every ``questions*.jsonl`` in an evaluation folder."""
    found = []
    for file in sorted(folder.glob("questions*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spans = tuple((span["article"], span["start"], span["end"]) for span in row["relevant"])
            if spans:
                found.append(Labelled(row["text"], spans))
    return found


def observe(folder: Path, encoder: Remembering, translator: Translator, progress: Progress) -> list[Observation]:
    """Signals of questions put to many small and large parts of an evaluation folder's articles.

    Raises RetrievalError when the folder holds no ``articles.jsonl`` or no question with its place.
    """
    if not (folder / "articles.jsonl").is_file():
        raise RetrievalError(f"{folder} holds no articles.jsonl to calibrate on")
    articles = [found for found in read_all([folder / "articles.jsonl"]) if isinstance(found, Accepted)]
    questions = read_questions(folder)
    if not questions or len(articles) < 4:
        raise RetrievalError(f"{folder} should hold at least 4 articles, and questions*.jsonl with their places")
    rng = random.Random(_SEED)
    parts = [size for size, times in _SHARES for _ in range(times)]
    observations: list[Observation] = []
    for done, share in enumerate(parts, 1):
        chosen = rng.sample(articles, max(1, round(share * len(articles))))
        observations += _observe_part(chosen, questions, encoder, translator, rng)
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
    articles: Sequence[Accepted],
    questions: Sequence[Labelled],
    encoder: Remembering,
    translator: Translator,
    rng: random.Random,
) -> Iterator[Observation]:
    held = {found.article.id for found in articles}
    inside = [q for q in questions if any(article in held for article, _, _ in q.relevant)]
    outside = [q for q in questions if not any(article in held for article, _, _ in q.relevant)]
    asked = [*_some(inside, rng), *_some(outside, rng)]
    with tempfile.TemporaryDirectory(prefix="meetings-calibrate-") as folder:
        library = Library(Path(folder) / "library.db", create=True)
        engine = SqliteFaiss(Path(folder), library, encoder.model)
        load(articles, engine, encoder, lambda done, total: None)
        answerer = Answerer(engine, encoder, Decider(_undecided()), translator)
        for question in asked:
            observation = _observe(answerer, question, held)
            if observation is not None:
                yield observation
        library.close()


def _observe(answerer: Answerer, question: Labelled, held: set[str]) -> Observation | None:
    """None for a question that says nothing: its answer is there, but another paragraph came first."""
    trace = answerer.trace(question.text, 1)
    if trace.verdict.signals is None:
        return None
    best = trace.candidates[0].passage
    right = any(a == best.article.id and s < best.end and best.start < e for a, s, e in question.relevant)
    if not right and any(article in held for article, _, _ in question.relevant):
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


def _some(questions: Sequence[Labelled], rng: random.Random) -> list[Labelled]:
    return rng.sample(questions, min(_QUESTIONS, len(questions)))


def _remembered(
    memory: dict[str, Vectors], encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str]
) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in memory]
    if new:
        memory.update(zip(new, encode(new), strict=True))
    return np.array([memory[text] for text in texts])
