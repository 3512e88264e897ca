"""Names and words are found in a text whatever their capitals, accents and forms of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spotting import spots, word_spots
from retrieval.words import words


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Then Wu Jian and wu  jian spoke.", ("Wu Jian",), ["Wu Jian", "wu  jian"]),
        ("Wu Jianping, Xwu Jian", ("Wu Jian",), []),
        ("區長陳群偉出席", ("陈群伟",), ["陳群偉"]),
        ("区长陈群伟出席", ("陳群偉",), ["陈群伟"]),
        ("ＭＲ Ｗｕ was there", ("mr wu",), ["ＭＲ Ｗｕ"]),
        ("José and Zoë", ("jose", "zoe"), ["José", "Zoë"]),
        ("顾文清说", ("Gu Wenqing", "顾文清"), ["顾文清"]),
        ("C++ (draft)", ("(", ""), ["("]),
    ],
)
def test_names_stand_where_they_stand(text: str, names: tuple[str, ...], found: list[str]) -> None:
    assert [text[start:end] for start, end in spots(text, names)] == found


@pytest.mark.parametrize(
    ("text", "topic", "found"),
    [
        ("Two kindergartens; a Kindergarten's gate.", "kindergarten", ["kindergartens", "Kindergarten"]),
        ("人才工作会议讨论人才", "人才工作", ["人才工作", "人才"]),
        ("In 2,024 and 2024.", "2024", ["2,024", "2024"]),
    ],
)
def test_words_are_found_in_every_form(text: str, topic: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in word_spots(text, words(topic))] == found


@given(st.text(max_size=60), st.text(max_size=8))
def test_spots_are_in_order_inside_the_text_and_apart(text: str, name: str) -> None:
    for found in (spots(f"{text} {name} {text}", (name,)), word_spots(f"{text} {name} {text}", words(name))):
        edges = [edge for span in found for edge in span]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= 2 * len(text) + len(name) + 2 for edge in edges)
