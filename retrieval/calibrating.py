"""Fits a calibration: on which signals, and from which probability on, a question is answered.

Questions become unanswerable by taking their articles away: small and large parts of the articles make libraries of
their own, each is asked about what it holds, about what it lacks, and what no article about meetings answers (in
``off_topic.txt``). A logistic regression learns to tell them from the signals. The threshold is chosen on questions
that the weights were not fitted on.
"""

from __future__ import annotations

import math
import random
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np

from knowledge.article import Article
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals, pair
from retrieval.encoder import Encoder, Vectors
from retrieval.errors import EvaluationSetUnusable
from retrieval.evaluation_set import Question, read_set
from retrieval.examining import Progress, engine_over
from retrieval.reranking import Reranker
from retrieval.terms import Translator
from retrieval.usual import Usual

TARGET = 0.05  # of the unanswerable questions may be answered
_AIM = 0.04  # on the questions at hand: others differ from them
_AIM_OF_ONE = 0.06  # on one set by itself: one whose articles are much alike is not to make all others refuse
_SPARED = 0.01  # of the answerable questions may be lost to a threshold that is stricter than the target needs
_SHARES = ((0.02, 5), (0.06, 3), (0.2, 2), (0.5, 2), (0.8, 1))  # (of the articles, how many libraries)
_QUESTIONS = 40  # of each kind to one library
_ENOUGH = 50  # questions without an answer to judge a threshold by
_REGULARISATION = 0.05  # still strong: with weaker, more is answered that should not be, in a domain not fitted on
_OFF_TOPIC = Path(__file__).parent / "off_topic.txt"
_OFF_TOPIC_GROUP = " off topic"
_SEED = 20230120


@dataclass(frozen=True, slots=True)
class Observation:
    """What one question showed in one library."""

    question: str
    signals: Signals
    crossing: bool
    right: bool  # the first paragraph answers; False when nothing in the library does
    group: str  # questions of one kind
    vectors: Compared


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What was compared, with its languages; each vector has shape (dimension,)."""

    question: Vectors
    paragraph: Vectors
    sentence: Vectors
    asked_in: str
    written_in: str


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
    off_topic = [Question("", text, (), ()) for text in _OFF_TOPIC.read_text(encoding="utf-8").splitlines()]
    rng = random.Random(_SEED)
    parts = [size for size, times in _SHARES for _ in range(times)]
    observations: list[Observation] = []
    for done, share in enumerate(parts, 1):
        part = rng.sample(chosen.articles, max(1, round(share * len(chosen.articles))))
        observations += _observe_part(folder.name, part, (*questions, *off_topic), encoder, translator, rng, reranker)
        progress(done, len(parts))
    return observations


def fit(observations: Sequence[Observation], fitted_on: str) -> Calibration:
    """Weights fitted on one half of the questions; the threshold that keeps ``TARGET`` on the other half.

    It is kept by questions in the paragraph's language and by those in another one apart.
    """
    usual = _usual(observations)
    observations = [replace(each, signals=completed(each, usual)) for each in observations]
    halves: tuple[list[Observation], list[Observation]] = ([], [])
    for observation in observations:
        halves[zlib.crc32(observation.question.encode()) % 2].append(observation)
    fitting, judging = halves
    same, crossing = (_weights([o for o in fitting if o.crossing is kind]) for kind in (False, True))
    draft = Calibration(same, crossing or same, 1.0, fitted_on, usual)
    threshold = _threshold(draft, [o for o in judging if not o.crossing])
    if crossing:
        shift = _log_odds(threshold) - _log_odds(_threshold(draft, [o for o in judging if o.crossing]))
        crossing = crossing | {"intercept": round(crossing["intercept"] + shift, 4)}
    draft = replace(draft, crossing=crossing or same, threshold=round(threshold, 4))
    return replace(draft, shifts=_shifts(draft, judging))


def completed(observation: Observation, usual: Usual) -> Signals:
    """The signals with those that need what is usual."""
    signals, vectors = observation.signals, observation.vectors
    return replace(
        signals,
        question_usual=usual.to_paragraphs(vectors.question, vectors.written_in, signals.question_usual),
        paragraph_usual=usual.to_questions(vectors.paragraph, vectors.asked_in, signals.paragraph_usual),
        sentence_usual=usual.to_questions(vectors.sentence, vectors.asked_in, signals.sentence_usual),
    )


def _shifts(draft: Calibration, judging: Sequence[Observation]) -> dict[str, float]:
    """What brings the threshold that each pair of languages needs to the one of all."""
    by_pair: dict[str, list[Observation]] = defaultdict(list)
    for each in judging:
        by_pair[pair(each.vectors.asked_in, each.vectors.written_in)].append(each)
    return {
        name: round(_log_odds(draft.threshold) - _log_odds(_strictest(draft, found)), 4)
        for name, found in sorted(by_pair.items())
        if sum(not each.right for each in found) >= _ENOUGH
    }


def _strictest(draft: Calibration, judging: Sequence[Observation]) -> float:
    """The least probability from which on all groups of questions keep the target, and each set nearly so by itself.

    The few questions that are off topic stand by in every library: alone, one of them would set the bar for all.
    """
    sizes = Counter(each.group for each in judging if not each.right and not each.group.endswith(_OFF_TOPIC_GROUP))
    sets = [[each for each in judging if each.group == group] for group, size in sizes.items() if size >= _ENOUGH]
    of_one = (_threshold(draft, found, _AIM_OF_ONE) for found in sets)
    return max(_spared(draft, judging), _threshold(draft, judging), *of_one)


def _spared(draft: Calibration, judging: Sequence[Observation]) -> float:
    """The probability below which hardly an answerable question lies: other libraries hold more that is alike."""
    right = [_probability(draft, each) for each in judging if each.right]
    return float(np.quantile(right, _SPARED)) if right else 0.0


def _threshold(draft: Calibration, judging: Sequence[Observation], aim: float = _AIM) -> float:
    """The least probability from which on ``aim`` is kept, each group counting as much as any other."""
    wrong = [each for each in judging if not each.right]
    sizes = Counter(each.group for each in wrong)
    probabilities = [_probability(draft, each) for each in wrong]
    weights = [1 / sizes[each.group] for each in wrong]
    return float(np.quantile(probabilities, 1 - aim, weights=weights, method="inverted_cdf"))


def _probability(draft: Calibration, observation: Observation) -> float:
    vectors = observation.vectors
    return draft.probability(observation.signals, vectors.asked_in, vectors.written_in)


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _usual(observations: Sequence[Observation]) -> Usual:
    """The mean question and the mean of the best paragraphs of each language."""
    asked, written = defaultdict(list), defaultdict(list)
    for each in observations:
        asked[each.vectors.asked_in].append(each.vectors.question)
        written[each.vectors.written_in].append(each.vectors.paragraph)
    return Usual(_means(asked), _means(written))


def _means(vectors: Mapping[str, Sequence[Vectors]]) -> dict[str, list[float]]:
    return {
        language: [round(float(value), 4) for value in np.mean(found, axis=0)] for language, found in vectors.items()
    }


def _observe_part(
    group: str,
    articles: Sequence[Article],
    questions: Sequence[Question],
    encoder: Remembering,
    translator: Translator,
    rng: random.Random,
    reranker: Reranker | None,
) -> Iterator[Observation]:
    held = {article.id for article in articles}
    kinds: tuple[list[Question], ...] = ([], [], [])  # answered here, answered elsewhere, off topic
    for question in questions:
        inside = any(place.article in held for place in question.expected)
        kinds[0 if inside else 1 if question.answerable else 2].append(question)
    asked = [question for kind in kinds for question in _some(kind, rng)]
    with (
        tempfile.TemporaryDirectory(prefix="meetings-calibrate-") as folder,
        engine_over(articles, encoder, Path(folder), lambda done, total: None) as engine,
    ):
        answerer = Answerer(engine, encoder, Decider(_undecided()), translator, reranker)
        for question in asked:
            observation = _observe(answerer, question, held, group)
            if observation is not None:
                yield observation


def _observe(answerer: Answerer, question: Question, held: set[str], group: str) -> Observation | None:
    """None for a question that says nothing: its answer is there, but another paragraph came first."""
    trace = answerer.trace(question.text, 1, lists=False)
    if trace.verdict.signals is None:
        return None
    first = trace.candidates[0]
    best = first.passage
    right = question.answered_by(best)
    if not right and any(place.article in held for place in question.expected):
        return None
    asked_in, written_in = trace.asked.language, best.article.language
    vectors = Compared(
        answerer.encoder.encode_questions([trace.asked.text])[0],
        best.vectors[0],
        first.best_vector,
        asked_in,
        written_in,
    )
    kind = f"{group} {asked_in}" if question.answerable else f"{group}{_OFF_TOPIC_GROUP}"
    return Observation(question.text, trace.verdict.signals, asked_in != written_in, right, kind, vectors)


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
