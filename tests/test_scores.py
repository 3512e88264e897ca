"""What `meetings evaluate` shows: the table, the worst misses, the pictures, the JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import json_form, scores, terminal
from bot.plots import draw
from retrieval.answer import Reason
from retrieval.answering import Answerer
from retrieval.evaluating import Evaluation, Measured, evaluate, score
from retrieval.evaluation_set import read_set
from retrieval.examining import Examined, engine_over
from tests.test_evaluating import DECIDER, with_answer, with_rank
from tests.toy_articles import quiet
from tests.toy_encoder import ToyEncoder
from tests.toy_set import write_set


@pytest.fixture(params=[False])
def evaluation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Evaluation]:
    """The toy set, measured; its times made the same everywhere. The parameter withholds articles."""
    chosen = read_set(write_set(tmp_path / "toys"), withhold=request.param)
    encoder = ToyEncoder()
    with engine_over(chosen.articles, encoder, tmp_path / "library", quiet) as engine:
        yield timed(evaluate(chosen, Answerer(engine, encoder, DECIDER), quiet))


withheld = pytest.mark.parametrize("evaluation", [True], indirect=True)


def timed(evaluation: Evaluation) -> Evaluation:
    files = []
    for file in evaluation.files:
        same = dataclasses.replace(file.scores, median_milliseconds=12.4, p95_milliseconds=1234.0)
        files.append(dataclasses.replace(file, scores=same))
    return dataclasses.replace(evaluation, files=tuple(files))


def shown(show: Callable[[], None]) -> list[str]:
    """The lines that are printed in a terminal of 80 columns, without blanks at their ends."""
    width, terminal.out.width = terminal.out.width, 80
    try:
        with terminal.out.capture() as captured:
            show()
    finally:
        terminal.out.width = width
    return [line.rstrip() for line in captured.get().splitlines()]


def with_first_file(evaluation: Evaluation, examined: list[Examined]) -> Evaluation:
    """The evaluation as if the first file's questions had come out like this."""
    first = Measured("questions", tuple(examined), score(examined))
    return dataclasses.replace(evaluation, files=(first, *evaluation.files[1:]))


def test_the_table_has_a_column_for_each_file_of_questions(evaluation: Evaluation) -> None:
    assert shown(lambda: scores.table(evaluation)) == [
        "toys: 6 articles, 11 paragraphs, toy@1",
        "                                    questions  questions.zh",
        "Questions                                   5             1",
        "  that have an answer                       3             1",
        "Finding the right paragraph",
        "  first (hit@1)                       100.0 %       100.0 %",
        "  among the first 5 (hit@5)           100.0 %       100.0 %",
        "  among the first 10 (hit@10)         100.0 %       100.0 %",
        "  MRR@10                                1.000         1.000",
        "  nDCG@10                               1.000         1.000",
        "Quotes",
        "  answered, with a gold answer              3             1",
        "  gold answer in the first quote      100.0 %       100.0 %",
        "  … in one of the first three         100.0 %       100.0 %",
        "  … in the marked sentence            100.0 %       100.0 %",
        "  characters of the first quote            63            20",
        "  characters of all that are shown         63            20",
        "  altered (must be 0)                       0             0",
        "Answering and refusing",
        "  answerable, answered                100.0 %       100.0 %",
        "  unanswerable, answered wrongly        0.0 %             –",
        "  AUROC                                 1.000             –",
        "Milliseconds a question",
        "  median                                   12            12",
        "  95th percentile                       1,234         1,234",
        "",
        "Answered from a probability of 0.50 on, fitted on: toys of another kind.",
        "Never judge a threshold on questions that it was fitted on.",
    ]


@withheld
def test_what_was_withheld_is_said(evaluation: Evaluation) -> None:
    assert shown(lambda: scores.table(evaluation))[-4:] == [
        "Every other article was withheld (3 of 6), so that 3 of 6 questions have no",
        "answer.",
        "Answered from a probability of 0.50 on, fitted on: toys of another kind.",
        "Never judge a threshold on questions that it was fitted on.",
    ]


def test_a_set_that_the_threshold_was_fitted_on_is_said_to_be_flattered(evaluation: Evaluation) -> None:
    calibration = dataclasses.replace(evaluation.calibration, fitted_on="others, toys")
    last = shown(lambda: scores.table(dataclasses.replace(evaluation, calibration=calibration)))[-1]
    assert last == "This set is one of them, which flatters “Answering and refusing”."


def test_a_set_without_unanswerable_questions_is_told_how_to_get_some(evaluation: Evaluation) -> None:
    files = evaluation.set.files[1:]
    answerable = dataclasses.replace(evaluation, set=dataclasses.replace(evaluation.set, files=files))
    assert shown(lambda: scores.table(answerable))[-4:-2] == [
        "Every question has an answer; --withhold leaves out articles, to measure",
        "refusals as well.",
    ]


def test_altered_quotes_are_said(evaluation: Evaluation) -> None:
    first = dataclasses.replace(evaluation.files[0].examined[0], altered=2)
    found = with_first_file(evaluation, [first])
    assert found.altered_quotes == 2
    assert shown(lambda: scores.table(found))[-1] == "2 quotes not as stored, word for word: please report this."


def test_a_miss_shows_what_was_expected_what_came_first_and_the_outcome(evaluation: Evaluation) -> None:
    chair, cost, _, passport, _ = evaluation.files[0].examined
    wrong = with_answer(with_rank(chair, 3), probability=0.9)
    refused = with_answer(cost, probability=0.2, reason=Reason.NOTHING_CLOSE, quotes=())
    answered = with_answer(passport, probability=0.7, reason=None, quotes=chair.trace.answer.quotes)
    found = [wrong, refused, answered]
    lines = shown(lambda: scores.misses("questions", found, 3, evaluation.set))
    assert [line for line in lines if line.startswith(("questions", *"123"))] == [
        "questions: the worst 3 of 3 that went wrong",
        "1  Who presided over the review meeting?",
        "2  What will the bridge cost in crowns?",
        "3  Where do I renew a passport?",
    ]
    text = " ".join(" ".join(lines).split())
    assert (
        "expected Review meeting on grassroots work, paragraph 1: … Shao Panfeng presided over the meeting." in text
    )
    assert "outcome answered from another paragraph, probability 0.90, the right one at rank 3" in text
    assert "outcome refused, though it has an answer, probability 0.20, the right one at rank 1" in text
    assert "expected a refusal" in text
    assert "outcome answered, though it has no answer, probability 0.70" in text


def test_a_miss_shows_the_place_of_the_gold_answer_in_a_long_paragraph(evaluation: Evaluation) -> None:
    bridge = next(article for article in evaluation.set.articles if article.id == "bridge")
    text = "Words before it. " * 50 + "It will cost 10,000 crowns." + " Words after it." * 50
    longer = dataclasses.replace(bridge, text=text)
    place = dataclasses.replace(evaluation.files[0].examined[1].question.expected[0], start=0, end=len(text))
    cost = evaluation.files[0].examined[1]
    missed = dataclasses.replace(cost, question=dataclasses.replace(cost.question, expected=(place,)))
    chosen = dataclasses.replace(evaluation.set, articles=(longer,))
    said = " ".join(" ".join(shown(lambda: scores.misses("questions", [with_rank(missed, 2)], 1, chosen))).split())
    assert ": … It will cost 10,000 crowns. Words after it." in said


def test_markup_in_a_title_or_question_is_shown_as_it_stands(evaluation: Evaluation) -> None:
    chair = evaluation.files[0].examined[0]
    question = dataclasses.replace(chair.question, text="Who [red]presided?")
    articles = tuple(dataclasses.replace(a, title=f"[bold]{a.title}") for a in evaluation.set.articles)
    chosen = dataclasses.replace(evaluation.set, articles=articles)
    missed = [with_rank(dataclasses.replace(chair, question=question), 2)]
    said = " ".join(shown(lambda: scores.misses("questions", missed, 1, chosen)))
    assert "Who [red]presided?" in said
    assert "[bold]Review meeting" in said


def test_no_misses_are_no_lines(evaluation: Evaluation) -> None:
    assert shown(lambda: scores.misses("questions", [], 3, evaluation.set)) == []
    assert shown(lambda: scores.misses("questions", [evaluation.files[0].examined[0]], 0, evaluation.set)) == []


@withheld
def test_the_json_has_the_scores_of_each_file_and_its_worst_misses(evaluation: Evaluation) -> None:
    miss = with_rank(evaluation.files[0].examined[0], 2)
    found = json_form.evaluation(evaluation, {"questions": [miss]})
    assert {key: found[key] for key in found if key not in ("files", "misses")} == {
        "set": "toys",
        "articles": 3,
        "withheld": 3,
        "paragraphs": 6,
        "model": "toy@1",
        "reranker": None,
        "threshold": 0.5,
        "fitted_on": "toys of another kind",
    }
    assert found["files"]["questions"]["ranking"]["hit@1"] == 1.0
    assert found["files"]["questions"]["answerable"] == 2
    assert found["files"]["questions"]["median_milliseconds"] == 12.4
    (shown_miss,) = found["misses"]["questions"]
    assert (shown_miss["id"], shown_miss["outcome"], shown_miss["rank"]) == ("chair", "wrong_paragraph", 2)
    assert shown_miss["expected"] == [{"article": "review", "paragraph": 1, "start": 0, "end": 89}]
    assert shown_miss["answer"]["answered"] is True


@withheld
def test_two_pictures_are_drawn(evaluation: Evaluation, tmp_path: Path) -> None:
    named = dataclasses.replace(evaluation, set=dataclasses.replace(evaluation.set, name="a $set"))
    paths = draw(named, tmp_path)
    assert [path.name for path in paths] == [
        "a $set-withheld-risk-coverage.png",
        "a $set-withheld-probability.png",
    ]
    for path in paths:
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) > 10_000
