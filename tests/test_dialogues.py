"""Whole dialogues about the sample articles, with the real model: what is quoted, and what goes on with what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.conversation import NO_CONVERSATION, Conversation
from retrieval.deciding import Calibration, Decider
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import ROOT

DIALOGUES = [json.loads(line) for line in (ROOT / "tests" / "dialogues.jsonl").read_text("utf-8").splitlines()]
QUESTIONS = [
    json.loads(line)["text"] for line in (ROOT / "tests" / "sample_questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def answerer(samples: Path, real_encoder: SentenceEncoder, dictionary: Dictionary) -> Answerer:
    engine = SqliteFaiss(samples, Library(samples / "library.db"), real_encoder.model)
    return Answerer(engine, real_encoder, Decider(Calibration.read()), dictionary)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["id"])
def test_each_turn_of_a_dialogue_gets_its_answer(dialogue: dict[str, Any], answerer: Answerer) -> None:
    conversation = NO_CONVERSATION
    for turn in dialogue["turns"]:
        answer = answerer.ask(turn["text"], conversation=conversation)
        assert answer.answered is not turn.get("refused", False), turn
        assert turn.get("quote", "") in "".join(quote.text for quote in answer.quotes[:1]), turn
        assert turn.get("followed") in (None, answer.followed is not None), turn
        conversation = conversation.after(answer)


def test_a_whole_question_gets_the_same_answer_after_any_other(answerer: Answerer) -> None:
    alone = {question: timeless(answerer.ask(question)) for question in QUESTIONS}
    forwards, backwards = (talk(answerer, order) for order in (QUESTIONS, QUESTIONS[::-1]))
    assert forwards == alone
    assert backwards == alone


def talk(answerer: Answerer, questions: list[str]) -> dict[str, Answer]:
    """The answers to questions asked one after the other in one conversation."""
    conversation, answers = Conversation(), {}
    for question in questions:
        answers[question] = timeless(answerer.ask(question, conversation=conversation))
        conversation = conversation.after(answers[question])
    return answers


def timeless(answer: Answer) -> Answer:
    return replace(answer, milliseconds=0.0)
