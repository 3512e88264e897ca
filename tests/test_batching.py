"""Questions that arrive together are encoded together, and everyone gets his own vectors."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.batching import BatchingEncoder
from retrieval.encoder import Vectors
from tests.toy_encoder import ToyEncoder


class GatedEncoder(ToyEncoder):
    """Encodes questions only when the gate is open; tells when it is waited at; fails on "bad"."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.reached = threading.Semaphore(0)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        self.reached.release()
        assert self.gate.wait(10)
        if "bad" in texts:
            raise ValueError(texts)
        return super().encode_questions(texts)


def test_a_question_alone_is_encoded_as_without_batching() -> None:
    assert np.array_equal(
        BatchingEncoder(ToyEncoder()).encode_questions(["the bridge"]), ToyEncoder().encode_questions(["the bridge"])
    )


def test_questions_that_come_while_one_is_encoded_go_into_one_batch() -> None:
    inner = GatedEncoder()
    encoder = BatchingEncoder(inner)
    texts = ["first", "the bridge", "the school", "the flood gate"]
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(encoder.encode_questions, texts[:1])]
        assert inner.reached.acquire(timeout=10)
        found += [threads.submit(encoder.encode_questions, [text]) for text in texts[1:]]
        while encoder.waiting < 3:
            pass
        inner.gate.set()
        vectors = np.concatenate([each.result(10) for each in found])
    assert encoder.batches == [1, 3]
    assert np.array_equal(vectors, ToyEncoder().encode_questions(texts))


def test_what_fails_is_told_to_its_own_thread_only() -> None:
    inner = GatedEncoder()
    encoder = BatchingEncoder(inner)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(encoder.encode_questions, ["first"])
        assert inner.reached.acquire(timeout=10)
        bad, good = (threads.submit(encoder.encode_questions, [text]) for text in ("bad", "good"))
        while encoder.waiting < 2:
            pass
        inner.gate.set()
        assert [each.result(10).shape for each in (first, good)] == [(1, 64), (1, 64)]
        with pytest.raises(ValueError, match="bad"):
            bad.result(10)


def test_of_those_that_answer_a_question_one_searches_at_a_time() -> None:
    encoder = BatchingEncoder(ToyEncoder(), searches=1)
    searching: list[str] = []
    most: list[int] = []

    def answer(question: str) -> None:
        with encoder.at_work():
            for text in (question, f"and {question}"):  # a follow-up is encoded twice
                encoder.encode_questions([text])
                searching.append(text)
                most.append(len(searching))
                time.sleep(0.005)
                searching.remove(text)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(answer, map(str, range(24))))
    assert (max(most), len(most)) == (1, 48)


def test_a_batch_waits_for_the_search_that_is_going_on_and_takes_all_who_came_meanwhile() -> None:
    encoder = BatchingEncoder(ToyEncoder(), searches=1)

    def answer(question: str) -> None:
        with encoder.at_work():
            encoder.encode_questions([question])

    with ThreadPoolExecutor(3) as threads:
        with encoder.at_work():
            encoder.encode_questions(["first"])
            others = [threads.submit(answer, question) for question in ("second", "third", "fourth")]
            while encoder.waiting < 3:
                pass
        for each in others:
            each.result(10)
    assert encoder.batches == [1, 3]


def test_who_searches_long_does_not_keep_others_from_being_encoded() -> None:
    encoder = BatchingEncoder(ToyEncoder(), searches=1)
    with ThreadPoolExecutor(1) as threads, encoder.at_work():
        encoder.encode_questions(["first"])
        assert threads.submit(encoder.encode_questions, ["second"]).result(10).shape == (1, 64)
