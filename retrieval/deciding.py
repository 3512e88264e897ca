"""Decides whether the best paragraph answers the question: a calibrated probability from several signals."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.answer import Reason
from retrieval.engine import Snapshot
from retrieval.ranking import Candidate, worths
from retrieval.understanding import Asked
from retrieval.words import words

SHIPPED = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about the best candidate."""

    meaning: float  # standard deviations above what the question scores on any text of that language
    cosine: float  # of the paragraph or its best sentence, the greater
    lead: float  # of the score over the tenth candidate's
    covered: float  # share of the question's words, by worth, that the paragraph or its title holds
    words_share: float  # BM25 over the worth of all the question's words
    agreed: float  # 1 when meaning and words name the same best paragraph
    known: float  # share of the question's words, by worth, that stand anywhere in the library


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the best candidate answers, and why it is refused if it is."""

    probability: float
    reason: Reason | None
    unknown: tuple[str, ...] = ()
    signals: Signals | None = None

    @classmethod
    def refusal(cls, reason: Reason, unknown: tuple[str, ...] = ()) -> Verdict:
        """A refusal that needs no probability."""
        return cls(0.0, reason, unknown)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic regression over the signals, one set for questions in the paragraph's language.

    The other set, ``crossing``, is for questions in another language, where words say little.
    """

    same: Mapping[str, float]
    crossing: Mapping[str, float]
    threshold: float
    fitted_on: str

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Calibration:
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def probability(self, signals: Signals, *, crossing: bool) -> float:
        """The logistic function of the weighted signals and the intercept."""
        weights = self.crossing if crossing else self.same
        total = weights["intercept"] + sum(weights[name] * value for name, value in asdict(signals).items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


class Decider:
    """Answers or refuses by a calibration's threshold."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration

    def decide(self, snapshot: Snapshot, asked: Asked, candidates: Sequence[Candidate]) -> Verdict:
        """The verdict on the first of ``candidates``, which must be ranked and not empty."""
        best = candidates[0]
        worth = worths(snapshot, asked.words)
        signals = _signals(snapshot, candidates, worth)
        crossing = best.passage.article.language != asked.language
        probability = self.calibration.probability(signals, crossing=crossing)
        if probability >= self.calibration.threshold:
            return Verdict(probability, None, (), signals)
        unknown = _unknown_names(snapshot, asked)
        return Verdict(
            probability, Reason.NAME_UNKNOWN if unknown else Reason.NOTHING_CLOSE, unknown, signals
        )


def _signals(snapshot: Snapshot, candidates: Sequence[Candidate], worth: Mapping[str, float]) -> Signals:
    best = candidates[0]
    held = snapshot.words([best.passage.id])[best.passage.id]
    total = sum(worth.values()) or 1.0
    counts = snapshot.rarity(list(worth))
    by_meaning = max(candidates, key=lambda c: c.meaning)
    by_words = max(candidates, key=lambda c: c.words_share)
    return Signals(
        meaning=best.meaning,
        cosine=max([best.cosine, *map(float, best.sentence_cosines)]),
        lead=best.score - candidates[min(9, len(candidates) - 1)].score,
        covered=sum(value for word, value in worth.items() if word in held) / total,
        words_share=best.words_share,
        agreed=float(by_meaning is by_words and by_words.words_share > 0),
        known=sum(value for word, value in worth.items() if counts[word]) / total,
    )


def _unknown_names(snapshot: Snapshot, asked: Asked) -> tuple[str, ...]:
    """Names in the question of which not one word stands in the library."""
    parts = {name: words(name) for name in asked.names}
    counts = snapshot.rarity([word for name in parts.values() for word in name])
    return tuple(name for name, own in parts.items() if own and not any(counts[word] for word in own))
