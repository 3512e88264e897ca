"""What the terminal shows of an answer, line by line."""

from __future__ import annotations

import dataclasses

import pytest

from bot import terminal
from retrieval.answer import Answer, Reason
from tests.toy_answerer import BEST, BRIDGE, CHINESE, FURTHER, REVIEW, answered, quote, refused


def shown(answer: Answer) -> list[str]:
    """The lines that are printed, as they are, in a terminal of 80 columns."""
    width, terminal.out.width = terminal.out.width, 80
    try:
        with terminal.out.capture() as captured:
            terminal.answer(answer)
    finally:
        terminal.out.width = width
    return captured.get().splitlines()


def test_a_follow_up_says_which_question_it_goes_on_with() -> None:
    followed = dataclasses.replace(answered("and how?", FURTHER), followed="What about [bold]the bridge[/]?")
    assert [line.rstrip() for line in shown(followed)] == [
        "About: What about [bold]the bridge[/]?",
        "  The bridge is approved.",
        "  — Council approves the new bridge · 3 May 2024",
    ]


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


LONG = quote("The council approved the repair of the old bridge. " * 6, "The council approved", REVIEW)


@pytest.mark.parametrize(
    "answer",
    [
        answered("?", LONG, BEST, dataclasses.replace(FURTHER, text="A line\n\n- an item\n" + "long " * 40)),
        answered("?", dataclasses.replace(CHINESE, text="会议讨论了大桥的建设。" * 20), language="zh"),
        refused("?", Reason.NOTHING_CLOSE, nearest=(REVIEW, dataclasses.replace(REVIEW, title="Long title " * 12))),
    ],
)
def test_no_line_is_too_long_or_ends_with_blanks(answer: Answer) -> None:
    lines = [line for line in shown(answer) if "https://" not in line]
    assert [line for line in lines if line != line.rstrip()] == []
    assert max(len(line) + sum(character > "\u2e80" for character in line) for line in lines) <= 80


def test_wrapped_lines_hang_under_their_text() -> None:
    lines = shown(
        refused("?", Reason.NOTHING_CLOSE, nearest=(dataclasses.replace(REVIEW, title="Long title " * 12),))
    )
    assert lines[-3:] == [
        "· Long title Long title Long title Long title Long title Long title Long title",
        "  Long title Long title Long title Long title Long title · 20 January 2023 ·",
        "  Nanhu District News",
    ]


def test_the_marked_sentence_stands_out_in_a_terminal() -> None:
    text = terminal.marked(BEST)
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [
        ("Shao Panfeng presided over it.", "bold green")
    ]
