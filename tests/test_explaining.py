"""What --explain shows: each stage's verdict, over the toy articles."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from rich.console import Console

from bot.explaining import explain
from retrieval.answering import Answerer
from retrieval.deciding import Decider
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_encoder import ToyEncoder
from tests.toy_library import BY_COVERAGE

Explained = Callable[[str], list[str]]


@pytest.fixture
def explained(engine: SqliteFaiss, encoder: ToyEncoder) -> Explained:
    """The lines that explain what became of a question."""
    answerer = Answerer(engine, encoder, Decider(BY_COVERAGE))

    def lines(question: str) -> list[str]:
        file = io.StringIO()
        explain(answerer.trace(question, today=date(2024, 5, 10)), Console(file=file, width=200))
        return [line.rstrip() for line in file.getvalue().splitlines()]

    return lines


def cells(lines: list[str], first: str) -> list[str]:
    """The cells of the row that begins with ``first``."""
    return next(line.split() for line in lines if line.split()[:1] == [first])


def test_each_stage_of_an_answer_says_its_verdict(explained: Explained) -> None:
    lines = explained("Who presided over the review meeting?")
    assert lines[:2] == ["", "understood language: en, words: presid over review meet, asks for: person"]
    assert lines[2].startswith("searched   11 paragraphs of 6 articles: 2 by words, 9 by meaning alone; 0 folded")
    assert " ".join(cells(lines, "1")[5:]) == (
        "review Review meeting on grassroots work 1/2 The district held its review meeting on Thursday. Shao Panfe…"
    )
    assert "decided    answered, probability 1.000 ≥ threshold 0.500" in lines
    value, weight, adds = map(float, cells(lines, "covered")[1:])
    assert (weight, adds) == (20.0, round(value * 20, 2))
    assert cells(lines, "intercept") == ["intercept", "-10.00"]
    assert "quoted 1: Review meeting on grassroots work" in lines


def test_the_sentence_scores_add_up_and_the_marked_one_is_shown(explained: Explained) -> None:
    row = cells(explained("Who presided over the review meeting?"), ">")
    total, *parts = map(float, row[1:7])
    assert total == pytest.approx(sum(parts), abs=0.003)
    assert " ".join(row[7:]) == "Shao Panfeng presided over the meeting."


def test_a_refusal_says_what_it_was_weighed_by(explained: Explained) -> None:
    lines = explained("how are volcanoes formed")
    assert "decided    refused: nothing_close, probability 0.000 < threshold 0.500" in lines
    assert not any(line.startswith("quoted") for line in lines)


def test_what_was_read_out_of_the_question_is_shown(explained: Explained) -> None:
    lines = explained('Did Wu Jian say "no such words" in July 2022? publisher:News')
    assert lines[1] == (
        "understood language: en, words: wu jian say no word juli 2022, names: Wu Jian; July, "
        "period: 2022-07-01 to 2022-07-31, filters: publisher News, quoted phrases: no such words"
    )
    assert lines[-1] == "decided    refused: no_such_words, without weighing it up"


def test_a_list_is_said_to_be_one(explained: Explained) -> None:
    assert explained("Which meetings were held in 2023?")[-1].startswith("listed     ")
