from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sentences import sentences

PIECES = (
    "Mr. Smith",
    " met",
    "。",
    "”",
    ". ",
    "! ",
    "? ",
    "\n",
    "\n\n",
    "1. ",
    "3.5",
    "会议",
    "“",
    ")",
    " ",
    "\t",
    "；",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Smith met Dr. Wu. He left.", ["Mr. Smith met Dr. Wu.", "He left."]),
        ("It rose by 3.5 per cent. Then it fell.", ["It rose by 3.5 per cent.", "Then it fell."]),
        ("“No.” he said. “Never.”", ["“No.” he said.", "“Never.”"]),
        ("It ended.) Next one came.", ["It ended.)", "Next one came."]),
        ("No full stop at the end", ["No full stop at the end"]),
        ("Line one\nline two", ["Line one", "line two"]),
        ("1. First thing.\n2. Second thing.", ["1. First thing.", "2. Second thing."]),
        ("- apples\n- pears", ["- apples", "- pears"]),
        ("   Blank   \n\n\n  around. ", ["Blank", "around."]),
        ("", []),
        (" \n ", []),
        ("…", ["…"]),
    ],
)
def test_english_is_split_into_these_sentences(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, "en")] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会议召开。会议结束！是吗？", ["会议召开。", "会议结束！", "是吗？"]),
        ("他说：“会议结束。”大家离开。", ["他说：“会议结束。”", "大家离开。"]),
        ("他说「散会。」随后离开。", ["他说「散会。」", "随后离开。"]),
        ("他说『散会。』随后离开。", ["他说『散会。』", "随后离开。"]),
        ("【散会。】随后离开。", ["【散会。】", "随后离开。"]),
        ("增长3.5%。完成。", ["增长3.5%。", "完成。"]),
        ("一、预算。\n二、桥梁。", ["一、预算。", "二、桥梁。"]),
    ],
)
def test_chinese_is_split_into_these_sentences(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, "zh")] == found


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(["en", "zh", "de", "xx"]))
@settings(max_examples=300, deadline=None)
def test_sentences_are_slices_in_order_and_all_between_them_is_blank(text: str, language: str) -> None:
    assert_parts(text, sentences(text, language))


@given(st.text(), st.sampled_from(["en", "zh"]))
@settings(max_examples=200, deadline=None)
def test_the_same_holds_for_any_text(text: str, language: str) -> None:
    assert_parts(text, sentences(text, language))


def assert_parts(text: str, spans: list[tuple[int, int]]) -> None:
    """The spans are not blank, begin and end on a character, are in order and leave nothing out but blanks."""
    end = 0
    for start, stop in spans:
        assert text[end:start].strip() == ""
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert text[end:].strip() == ""
