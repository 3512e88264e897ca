"""What the terminal shows of an answer, line by line."""

from __future__ import annotations

import dataclasses

from bot import terminal
from retrieval.answer import Answer
from tests.toy_answerer import BRIDGE, FURTHER, answered


def shown(answer: Answer) -> list[str]:
    """The lines that are printed, as they are, in a terminal of 80 columns."""
    width, terminal.out.width = terminal.out.width, 80
    try:
        with terminal.out.capture() as captured:
            terminal.answer(answer)
    finally:
        terminal.out.width = width
    return captured.get().splitlines()


def test_a_torn_sentence_says_so_below_the_quote() -> None:
    assert [line.rstrip() for line in shown(answered("?", dataclasses.replace(FURTHER, torn=True)))] == [
        "  The bridge is approved.",
        "  […] part of a sentence that is too long to be shown whole",
        "  — Council approves the new bridge · 3 May 2024",
    ]


def test_other_articles_that_say_the_same_are_named_below_the_source() -> None:
    lines = shown(answered("?", dataclasses.replace(FURTHER, also=(BRIDGE,)), language="zh"))
    assert [line.rstrip() for line in lines] == [
        "  The bridge is approved.",
        "  — Council approves the new bridge · 2024年5月3日",
        "  另见：Council approves the new bridge · 2024年5月3日",
    ]
