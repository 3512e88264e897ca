"""What is near to everything tells nothing by being near."""

from __future__ import annotations

import numpy as np

from retrieval.usual import Usual

USUAL = Usual(questions={"en": [1.0, 0.0]}, paragraphs={"en": [0.0, 1.0]})
VECTOR = np.array([0.6, 0.8], dtype=np.float32)


def test_a_vector_is_compared_with_the_mean_of_the_language() -> None:
    assert USUAL.to_questions(VECTOR, "en", 0.5) == np.float32(0.6)
    assert USUAL.to_paragraphs(VECTOR, "en", 0.5) == np.float32(0.8)


def test_without_a_mean_of_the_language_or_of_the_model_the_librarys_own_stands_in() -> None:
    assert USUAL.to_questions(VECTOR, "zh", 0.5) == 0.5
    assert USUAL.to_questions(np.ones(3, dtype=np.float32), "en", 0.5) == 0.5
