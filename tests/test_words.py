from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words import is_stop, only_asks, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Meetings, meeting; met", ["meet", "meet", "met"]),
        ("The secretaries presided", ["the", "secretari", "presid"]),
        ("the council's vote", ["the", "council", "vote"]),
        ("the council’s vote", ["the", "council", "vote"]),
        ("CAFÉ naïve", ["cafe", "naiv"]),
        ("审议通过", ["审议", "议通", "通过"]),
        ("桥", ["桥"]),
        ("建A桥梁", ["建", "a", "桥梁"]),
        ("10,000 crowns, 3.5 %, 2023", ["10000", "crown", "3p5", "2023"]),
        ("CA-11", ["ca", "11", "ca11"]),
        ("Resolution 2024–31", ["resolut", "2024", "31", "202431"]),
        ("well-known", ["well", "known"]),
        ("COVID-19疫情", ["covid", "19", "疫情", "covid19"]),
        ("", []),
        ("— … 。！", []),
    ],
)
def test_a_text_gives_these_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("會議審議預算", "会议审议预算"),
        ("ＣＡ－１１，１０,０００", "CA-11,10,000"),
        ("２０２３年", "2023年"),
        ("Ｍｅｅｔｉｎｇ", "meeting"),
        ("MEETING", "meeting"),
        ("Luoyáng", "luoyang"),
        ("caf\u00e9", "cafe\u0301"),
        ("10,000", "10000"),
        ("secretary's", "secretary"),
        ("voted", "votes"),
    ],
)
def test_what_is_written_in_two_ways_gives_the_same_words(one: str, other: str) -> None:
    assert words(one) == words(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("3.5", "35"), ("会议", "议会"), ("CA-11", "CA-12"), ("universe", "unify")]
)
def test_what_differs_gives_other_words(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_words_that_only_ask_are_stops() -> None:
    assert [word for word in words("Who is the chair of these committees") if is_stop(word)] == [
        *("who", "is", "the", "of"),
        "these",
    ]


@given(st.text())
def test_any_text_gives_words_that_full_text_search_can_store_and_quote(text: str) -> None:
    for word in words(text):
        assert word
        assert not set(word) & set(' "\n\t\0')


@given(st.text(alphabet="会议桥的学校 ab", max_size=12))
def test_words_do_not_depend_on_what_stands_around_them(text: str) -> None:
    assert words(f"{text} 。 {text}") == words(text) * 2


@pytest.mark.parametrize("question", ["and when?", "Who?", "是谁？", "什么时候？"])
def test_a_question_of_question_words_alone_says_nothing(question: str) -> None:
    assert only_asks(question)


@pytest.mark.parametrize("question", ["When was the vote?", "投票是什么时候？", "7?"])
def test_a_question_that_names_something_says_what_it_is_about(question: str) -> None:
    assert not only_asks(question)


def test_threads_get_the_same_words_side_by_side() -> None:
    beginnings = ("govern", "organ", "nation", "relat", "vis", "operat", "conform", "activ", "hope", "form")
    endings = ("ization", "izational", "fulness", "ousness", "iveness", "ational", "tional", "ing", "ment", "ability")
    letters = "bcdfghkl"
    said = ["".join(parts) for parts in product(letters, letters, beginnings, endings)]  # none met before
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(words, (" ".join(said[n : n + 500]) for n in range(0, len(said), 500))))
    finally:
        sys.setswitchinterval(usual)
    assert [word for part in found for word in part] == snowballstemmer.stemmer("english").stemWords(said)
