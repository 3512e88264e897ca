"""Which questions lean on what was said before, and what they say themselves."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.ellipsis import Ellipsis, read_ellipsis
from retrieval.understanding import understand


def read(question: str) -> Ellipsis | None:
    return read_ellipsis(understand(question, date(2024, 5, 10)))


@pytest.mark.parametrize(
    "question",
    [
        "Who voted against Resolution 2024-31?",
        "Who presided over the review meeting?",
        "Is there a swimming pool?",
        "What did Gu Wenqing say before he left?",
        "What emergency aid does each household get?",
        "passport renewal",
        "kindergartens",
        "hello",
        "",
        "鸭嘴桥在哪",
        "鸭嘴桥多长？",
        "今年防汛工作的重点是什么？",
        "7路公交延伸段的末班车，是谁建议延后的？",
        "其他项目什么时候启动建设？",
    ],
)
def test_a_whole_question_leans_on_nothing(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("And who attended?", "who attended?"),
        ("who attended?", "who attended?"),
        ("who presided over the meeting?", "who presided over the meeting?"),
        ("Where was it held?", "Where was it held?"),
        ("谁出席了？", "谁出席了？"),
        ("还有谁参加了？", "谁参加了？"),
        ("那次会议是谁主持的？", "那次会议是谁主持的？"),
        ("会议在哪里召开？", "会议在哪里召开？"),
        ("什么时候开的会？", "什么时候开的会？"),
    ],
)
def test_what_can_be_asked_of_any_meeting_asks_of_the_last_one(question: str, core: str) -> None:
    found = read(question)
    assert found is not None
    assert (found.core, found.own, found.of_meeting, found.whole) == (core, (), True, False)


@pytest.mark.parametrize("question", ["and when?", "Why?", "until when?", "为什么？", "什么时候？", "在哪里？"])
def test_a_bare_question_says_nothing_itself(question: str) -> None:
    found = read(question)
    assert found is not None
    assert (found.words, found.own, found.of_meeting, found.whole) == ((), (), False, False)


@pytest.mark.parametrize(
    ("question", "own", "whole"),
    [
        ("What did it cost?", (), False),
        ("how many boats?", ("boat",), True),
        ("And the kindergartens?", ("kindergarten",), False),
        ("What about compensation for the farmers?", ("compens", "farmer"), True),
        ("what did she say about larger groups?", ("larger", "group"), True),
        ("那停车位呢？", ("停车", "车位"), True),
        ("会上顾文清说了什么？", ("顾文", "文清"), False),
        ("And Weng Kaiming?", ("weng", "kaim"), True),
    ],
)
def test_a_short_question_may_say_what_it_is_about(question: str, own: tuple[str, ...], whole: bool) -> None:
    found = read(question)
    assert found is not None
    assert (found.own, found.whole) == (own, whole)
