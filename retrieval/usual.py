"""How near texts lie to questions in general: what is near to everything tells nothing by being near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from retrieval.encoder import Vectors

Means = Mapping[str, Sequence[float]]  # by language, each of shape (dimension,)


@dataclass(frozen=True)
class Usual:
    """The mean question and the mean paragraph of each language in the sets that a calibration was fitted on."""

    questions: Means = field(default_factory=dict)
    paragraphs: Means = field(default_factory=dict)

    def to_paragraphs(self, vector: Vectors, language: str, otherwise: float) -> float:
        """The cosine of a question with the mean paragraph of ``language``; ``otherwise`` when there is none."""
        return _cosine(self._paragraphs, vector, language, otherwise)

    def to_questions(self, vector: Vectors, language: str, otherwise: float) -> float:
        """The cosine of a text with the mean question of ``language``; ``otherwise`` when there is none."""
        return _cosine(self._questions, vector, language, otherwise)

    @cached_property
    def _questions(self) -> dict[str, Vectors]:
        return _arrays(self.questions)

    @cached_property
    def _paragraphs(self) -> dict[str, Vectors]:
        return _arrays(self.paragraphs)


def _arrays(means: Means) -> dict[str, Vectors]:
    return {language: np.array(mean, dtype=np.float32) for language, mean in means.items()}


def _cosine(means: Mapping[str, Vectors], vector: Vectors, language: str, otherwise: float) -> float:
    mean = means.get(language)
    return float(np.dot(mean, vector)) if mean is not None and len(mean) == len(vector) else otherwise
