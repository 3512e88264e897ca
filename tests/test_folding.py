"""Which candidates are folded into one, and which of them leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from knowledge.article import Article
from retrieval.engine import Passage
from retrieval.folding import fold_alike
from retrieval.ranking import Candidate

TEXT = "The council of the town approved the repair of the old bridge with six votes after a debate of three hours"
NONE = np.zeros(0, dtype=np.float32)


def candidate(
    article: str, text: str = TEXT, day: date | None = None, angle: float = 0.0, titled: float | None = None
) -> Candidate:
    """``angle`` is that of its one sentence, and below its title too unless ``titled`` gives another."""
    angles = np.array([angle if titled is None else titled, angle])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    spans = ((0, len(text)),)
    passage = Passage(1, Article(article, "Title", "", "en", day), text, 0, len(text), 1, 1, spans, vectors)
    return Candidate(passage, 1.0, 0.8, NONE, 0.7, 1.0, 1.0, 1.0, vectors[0])


def with_vectors(article: str, *vectors: tuple[float, float]) -> Candidate:
    """A candidate with vectors of its own: the paragraph's, then those of its sentences."""
    one = candidate(article)
    return replace(one, passage=replace(one.passage, vectors=np.array(vectors, dtype=np.float32)))


def folded(*candidates: Candidate) -> list[list[str]]:
    return [[each.passage.article.id for each in (fold.leader, *fold.also)] for fold in fold_alike(candidates)]


def test_the_first_published_leads_and_undated_ones_come_last() -> None:
    assert folded(candidate("c"), candidate("b", day=date(2024, 2, 1)), candidate("a", day=date(2024, 1, 1))) == [
        ["a", "b", "c"]
    ]


def test_of_one_day_the_longer_text_leads() -> None:
    assert folded(candidate("short"), candidate("long", TEXT + ".")) == [["long", "short"]]


def test_an_article_is_named_once() -> None:
    assert folded(candidate("a"), candidate("a"), candidate("b")) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        candidate("b", angle=0.3),
        candidate("b", TEXT + " and a break"),
        candidate("b", TEXT.replace("six", "6")),
        candidate("b", TEXT.replace("The council", "The Council")),
    ],
)
def test_what_differs_in_meaning_words_figures_or_names_stays_apart(other: Candidate) -> None:
    assert folded(candidate("a"), other) == [["a"], ["b"]]


def test_the_same_text_below_other_titles_is_folded() -> None:
    assert folded(candidate("a"), candidate("b", titled=1.0)) == [["a", "b"]]


def test_another_text_below_a_like_title_stays_apart() -> None:
    assert folded(candidate("a"), candidate("b", angle=0.3, titled=0.0)) == [["a"], ["b"]]


def test_all_sentences_of_a_text_count_together_and_it_counts_itself_where_it_has_none() -> None:
    east, north = (1.0, 0.0), (0.0, 1.0)
    two = with_vectors("a", east, east, north)
    assert folded(two, with_vectors("b", north, north, east)) == [["a", "b"]]
    assert folded(two, with_vectors("b", east, east, east)) == [["a"], ["b"]]
    assert folded(with_vectors("a", east), with_vectors("b", east)) == [["a", "b"]]
    assert folded(with_vectors("a", east), with_vectors("b", north)) == [["a"], ["b"]]


def test_the_order_is_that_of_the_best_of_each() -> None:
    other = candidate("x", angle=1.0)
    late, early = candidate("late", day=date(2024, 2, 1)), candidate("early", day=date(2024, 1, 1))
    assert folded(late, other, early) == [["early", "late"], ["x"]]
    assert folded(other, late, early) == [["x"], ["early", "late"]]
    assert folded() == []
