"""Questions that ask the same are one group, in whatever language; the groups can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.gaps import USUAL, Group, groups, same
from tests.toy_encoder import ToyEncoder

TEXTS = [
    "What does the zoo cost?",
    "Where is the harbour master?",
    "what does the ZOO cost",
    "What does the city zoo cost?",
    "游泳馆几点开门？",
]
LANGUAGES = ["en", "en", "en", "en", "zh"]


def _groups(texts: list[str], languages: list[str], alike: float = 0.5) -> list[Group]:
    encoder = ToyEncoder()
    usual = {language: encoder.encode_questions(list(each)) for language, each in USUAL.items()}
    return groups(texts, languages, encoder.encode_questions(texts), usual, alike)


def test_questions_with_the_same_telling_words_are_one() -> None:
    assert same(TEXTS) == [0, 1, 0, 3, 4]


def test_groups_come_largest_first_and_name_what_was_asked_most() -> None:
    assert _groups(TEXTS, LANGUAGES) == [Group((0, 2, 3), 0), Group((4,), 4), Group((1,), 1)]


def test_nothing_gives_no_groups_and_one_question_gives_one() -> None:
    assert _groups([], []) == []
    assert _groups(["What does the zoo cost?"], ["en"]) == [Group((0,), 0)]


def test_questions_without_a_word_or_in_another_language_are_taken() -> None:
    found = _groups(["???", "???", "Was kostet der Zoo?"], ["en", "en", "de"])
    assert found == [Group((0, 1), 0), Group((2,), 2)]


@pytest.mark.parametrize("seed", range(20))
def test_groups_are_joined_as_by_plain_average_linkage(seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(12, 3)).astype(np.float32)
    texts, usual = [f"word{n}" for n in range(12)], {"en": np.zeros((1, 3), dtype=np.float32)}
    found = groups(texts, ["en"] * 12, vectors, usual, 0.3)
    assert {group.members for group in found} == _by_hand(vectors, usual["en"], 0.3)


def _by_hand(vectors: np.ndarray, usual: np.ndarray, alike: float) -> set[tuple[int, ...]]:
    """Average linkage by its definition: the mean over all pairs, computed anew in every step."""
    centred = vectors.astype(float) - np.concatenate([vectors, usual]).mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    likeness = centred @ centred.T
    held = [[n] for n in range(len(vectors))]
    while len(held) > 1:
        pairs = [
            (likeness[np.ix_(a, b)].mean(), n, m) for n, a in enumerate(held) for m, b in enumerate(held) if n < m
        ]
        best, n, m = max(pairs)
        if best < alike:
            break
        held[n] += held.pop(m)
    return {tuple(sorted(each)) for each in held}


def test_the_language_of_a_question_is_not_its_meaning() -> None:
    """Two languages far apart, in each the same two topics: joined by topic, not by language."""
    english, chinese = np.array([9.0, 0, 0, 0]), np.array([0, 9.0, 0, 0])
    zoo, pool = np.array([0, 0, 1.0, 0]), np.array([0, 0, 0, 1.0])
    vectors = np.array([english + zoo, english + pool, chinese + zoo, chinese + pool], dtype=np.float32)
    usual = {"en": english[None].astype(np.float32), "zh": chinese[None].astype(np.float32)}
    found = groups(["a1", "b1", "c1", "d1"], ["en", "en", "zh", "zh"], vectors, usual)
    assert {group.members for group in found} == {(0, 2), (1, 3)}
