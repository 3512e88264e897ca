"""Questions of an evaluation set are asked, and their scores are what they are by hand."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals
from retrieval.evaluating import evaluate, ranking, risk_coverage, score, worst_misses
from retrieval.evaluation_set import Place, read_set
from retrieval.examining import Examined, Outcome, engine_over, examine, kept_in
from retrieval.ranking import Candidate
from tests.toy_articles import ALL, BRIDGE, REVIEW, quiet
from tests.toy_encoder import ToyEncoder
from tests.toy_set import write_set

COVERED = {"intercept": -4.0} | {field.name: 8.0 if field.name == "covered" else 0.0 for field in fields(Signals)}
DECIDER = Decider(Calibration(COVERED, COVERED, 0.5, "toys of another kind"))


@pytest.fixture
def answerer(encoder: ToyEncoder, tmp_path: Path) -> Iterator[Answerer]:
    """Answers from the toy articles what has more than half of its words in a paragraph."""
    with engine_over(ALL, encoder, tmp_path / "library", quiet) as engine:
        yield Answerer(engine, encoder, DECIDER)


@pytest.fixture
def examined(answerer: Answerer, tmp_path: Path) -> list[Examined]:
    return list(examine(answerer, read_set(write_set(tmp_path / "toys")).questions))


def by_id(examined: Sequence[Examined]) -> dict[str, Examined]:
    return {one.question.id: one for one in examined}


def with_rank(one: Examined, rank: int) -> Examined:
    """As if the first candidate had been found at ``rank`` only."""
    candidates = one.trace.candidates
    moved = (*candidates[1:rank], candidates[0], *candidates[rank:])
    scored = tuple(dataclasses.replace(found, score=-float(place)) for place, found in enumerate(moved))
    return dataclasses.replace(one, rank=rank, trace=dataclasses.replace(one.trace, candidates=scored))


def with_answer(one: Examined, **changes: object) -> Examined:
    answer = dataclasses.replace(one.trace.answer, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(one, trace=dataclasses.replace(one.trace, answer=answer))


# Asking


def test_each_question_has_its_outcome_and_the_rank_of_the_right_paragraph(examined: list[Examined]) -> None:
    assert {one.question.id: (one.outcome, one.rank, one.altered) for one in examined} == {
        "chair": (Outcome.RIGHT, 1, 0),
        "cost": (Outcome.RIGHT, 1, 0),
        "places": (Outcome.RIGHT, 1, 0),
        "passport": (Outcome.RIGHTLY_REFUSED, None, 0),
        "film": (Outcome.RIGHTLY_REFUSED, None, 0),
        "qiao": (Outcome.RIGHT, 1, 0),
    }


def test_the_outcome_of_what_goes_wrong_is_told_apart(examined: list[Examined]) -> None:
    chair = by_id(examined)["chair"]
    quotes = chair.trace.answer.quotes
    passport = by_id(examined)["passport"]
    refusal = passport.trace.answer.reason
    assert with_rank(chair, 2).outcome is Outcome.WRONG_PARAGRAPH
    assert with_answer(chair, reason=refusal, quotes=()).outcome is Outcome.WRONGLY_REFUSED
    assert with_answer(passport, reason=None, quotes=quotes).outcome is Outcome.WRONGLY_ANSWERED


def test_a_quote_that_is_not_the_stored_text_is_counted(answerer: Answerer, tmp_path: Path) -> None:
    questions = read_set(write_set(tmp_path / "toys")).questions[:2]
    found = list(examine(Misquoting(answerer), questions))
    assert [one.altered for one in found] == [1, 1]
    assert score(found).altered_quotes == 2


class Misquoting(Answerer):
    """Changes a letter of every first quote."""

    def __init__(self, inner: Answerer) -> None:
        super().__init__(inner.engine, inner.encoder, inner.decider)

    def trace(self, *given: object, **named: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
        trace = super().trace(*given, **named)  # type: ignore[arg-type]
        first, *others = trace.answer.quotes
        quotes = (dataclasses.replace(first, text=first.text.swapcase()), *others)
        return dataclasses.replace(trace, answer=dataclasses.replace(trace.answer, quotes=quotes))


def test_a_kept_library_embeds_nothing_twice_and_holds_just_the_articles_given(tmp_path: Path) -> None:
    first, second = ToyEncoder(), ToyEncoder()
    place = kept_in(tmp_path, "toys", first)
    with engine_over(ALL, first, place, quiet) as engine:
        assert len(engine.library.articles()) == 6
    with engine_over([REVIEW, BRIDGE], second, place, quiet) as engine:
        assert {article.id for article in engine.library.articles()} == {"review", "bridge"}
        assert Answerer(engine, second, DECIDER).ask("Who presided over the review meeting?").answered
        assert engine.library.connection.execute("SELECT count(*) FROM versions").fetchone() == (6,)
    assert first.encoded
    assert second.encoded == []


def test_libraries_of_different_models_are_kept_apart(tmp_path: Path) -> None:
    places = {kept_in(tmp_path, "toys", ToyEncoder(model)) for model in ("toy@1", "toy@1", "toy@2")}
    assert len(places) == 2
    assert {place.parent for place in places} == {tmp_path}


# Scores


def test_the_scores_of_the_toys(examined: list[Examined]) -> None:
    found = score(examined[:5])
    shown = [one.trace.answer.quotes for one in examined[:3]]
    assert (found.questions, found.answerable, found.gold, found.altered_quotes) == (5, 3, 3, 0)
    assert found.ranking == {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR@10": 1.0, "nDCG@10": 1.0}
    assert (found.gold_in_first_quote, found.gold_in_three_quotes, found.gold_in_mark) == (1.0, 1.0, 1.0)
    assert found.first_quote_characters == sum(len(quotes[0].text) for quotes in shown) / 3
    assert found.shown_characters == sum(len(quote.text) for quotes in shown for quote in quotes) / 3
    assert (found.auroc, found.answered, found.wrongly_answered) == (1.0, 1.0, 0.0)
    assert 0 < found.median_milliseconds <= found.p95_milliseconds


def test_ranking_is_what_it_is_by_hand(examined: list[Examined]) -> None:
    chair, cost, *_ = examined
    found = ranking([with_rank(chair, 2), cost], lambda candidate: candidate.score)
    second = 1 / math.log2(3)
    assert found == pytest.approx(
        {"hit@1": 0.5, "hit@5": 1.0, "hit@10": 1.0, "MRR@10": 0.75, "nDCG@10": (1 + second) / 2}
    )


def test_ndcg_counts_all_paragraphs_that_were_expected(examined: list[Examined]) -> None:
    chair = examined[0]
    other = Place("undated", 0, 10_000, 99)
    question = dataclasses.replace(chair.question, expected=(*chair.question.expected, other))
    found = ranking([dataclasses.replace(chair, question=question)], lambda candidate: candidate.score)
    assert found["nDCG@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_question_without_candidates_counts_as_not_found(examined: list[Examined]) -> None:
    chair, cost, *_ = examined
    empty = dataclasses.replace(cost, rank=None, trace=dataclasses.replace(cost.trace, candidates=()))
    assert ranking([chair, empty], lambda candidate: candidate.score)["hit@1"] == 0.5
    assert ranking([empty], lambda candidate: candidate.score)["hit@10"] == 0.0


def test_an_order_of_ones_own_can_be_measured(examined: list[Examined]) -> None:
    def backwards(candidate: Candidate) -> float:
        return -candidate.score

    assert ranking(examined[:1], backwards)["hit@1"] == 0.0


def test_gold_answers_are_looked_for_in_what_was_shown(examined: list[Examined]) -> None:
    chair = examined[0]
    first = chair.trace.answer.quotes[0]
    beside = dataclasses.replace(first, text="Nobody. Shao Panfeng.", marks=((0, 7),))
    elsewhere = dataclasses.replace(first, text="Nobody at all.", marks=((0, 7),))
    in_quote = score([with_answer(chair, quotes=(beside,))])
    in_second = score([with_answer(chair, quotes=(elsewhere, beside))])
    assert (in_quote.gold_in_first_quote, in_quote.gold_in_three_quotes, in_quote.gold_in_mark) == (1.0, 1.0, 0.0)
    assert (in_second.gold_in_first_quote, in_second.gold_in_three_quotes, in_second.gold_in_mark) == (0.0, 1.0, 0.0)
    assert (in_second.first_quote_characters, in_second.shown_characters) == (14.0, 35.0)


def test_what_cannot_be_measured_is_left_out(examined: list[Examined]) -> None:
    refused = score([by_id(examined)["passport"]])
    assert refused.ranking == {}
    assert (refused.gold, refused.gold_in_first_quote, refused.first_quote_characters) == (0, None, None)
    assert (refused.auroc, refused.answered, refused.wrongly_answered) == (None, None, 0.0)


def test_risk_and_coverage_at_every_threshold(examined: list[Examined]) -> None:
    found = by_id(examined)
    sure = with_answer(found["chair"], probability=0.9)
    wrong = with_answer(with_rank(found["cost"], 3), probability=0.8)
    unsure = with_answer(found["places"], probability=0.7)
    none = with_answer(found["passport"], probability=0.1)
    assert risk_coverage([none, unsure, sure, wrong]) == ([0.25, 0.5, 0.75, 1.0], [0.0, 0.5, 1 / 3, 0.5])


def test_the_worst_misses_are_those_the_probability_was_furthest_from_the_truth_on(examined: list[Examined]) -> None:
    found = by_id(examined)
    refusal = found["passport"].trace.answer.reason
    wrong = with_answer(with_rank(found["cost"], 3), probability=0.8)
    refused = with_answer(found["chair"], probability=0.1, reason=refusal, quotes=())
    right = with_answer(found["places"], probability=0.6)
    assert worst_misses([right, wrong, found["film"], refused]) == [refused, wrong]


def test_an_evaluation_has_scores_for_each_file_and_says_what_it_was_made_with(
    answerer: Answerer, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    chosen = read_set(write_set(tmp_path / "toys"))
    found = evaluate(chosen, answerer, lambda done, total: steps.append((done, total)))
    assert [(file.name, file.scores.questions) for file in found.files] == [("questions", 5), ("questions.zh", 1)]
    assert (found.model, found.calibration.fitted_on, found.paragraphs) == ("toy@1", "toys of another kind", 11)
    assert found.altered_quotes == 0
    assert steps == [(done, 6) for done in range(7)]
