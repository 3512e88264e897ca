from __future__ import annotations

import pytest

from retrieval.verbatim import holds_all, phrases_in, sequences


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('Who said "a chair, not a place"?', ("a chair, not a place",)),
        ("Who said “red roots” and ”?", ("red roots",)),
        ("谁提出“一户一人”和「红色根脉」？", ("一户一人", "红色根脉")),
        ("『红色』『红色』", ("红色",)),
        ("It's the chair's 'view'", ()),
        ('"Who presided over the meeting?"', ()),
        ('What is "…"?', ()),
        ('An open " mark', ()),
    ],
)
def test_what_stands_in_quotation_marks_is_a_phrase(question: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(question) == phrases


@pytest.mark.parametrize(
    ("phrase", "text", "held"),
    [
        ("red roots", "The “Red\n Roots” project", True),
        ("red roots", "The red root project", False),
        ("红色根脉", "强化紅色根脈工程", True),
        ("３５０人", "共350 人", True),
        ("it's so", "It’s so.", True),
        ("roots red", "red roots", False),
    ],
)
def test_capitals_width_characters_and_blanks_make_no_difference(phrase: str, text: str, held: bool) -> None:
    assert holds_all(text, [phrase]) is held


def test_every_phrase_must_be_there() -> None:
    assert holds_all("red roots and green leaves", ["red roots", "green leaves"])
    assert not holds_all("red roots and green leaves", ["red roots", "blue leaves"])
    assert holds_all("anything", [])


def test_sequences_are_the_words_of_a_phrase_as_full_text_has_them() -> None:
    assert sequences(["Red Roots", "第2024-31号决议", "红色根脉"]) == (
        "red root",
        "2024 31 号决 决议",
        "红色 色根 根脉",
    )
    assert sequences(["在7路", "桥"]) == ("7",)
