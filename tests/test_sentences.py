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
    "|",
    "《",
    "》",
    "……",
    "No. ",
    "word " * 50,
    "会议" * 100,
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
        (
            "Cllr. Wu asked about item No. 5. Cllrs. Lee and Fox left.",
            ["Cllr. Wu asked about item No. 5.", "Cllrs. Lee and Fox left."],
        ),
        ("The U.S. Army and J. K. Smith agreed. They left.", ["The U.S. Army and J. K. Smith agreed.", "They left."]),
        ("Approx. 5 came. See Vol. 3, p. 7.", ["Approx. 5 came.", "See Vol. 3, p. 7."]),
        ("No. That is wrong. No. 7 is right.", ["No.", "That is wrong.", "No. 7 is right."]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        (
            "| C-1 | Mr. Wu. Passed. | 9:0 |\n| C-2 | Failed. Twice. | 4:5 |",
            ["| C-1 | Mr. Wu. Passed. | 9:0 |", "| C-2 | Failed. Twice. | 4:5 |"],
        ),
        ("C-1\tMr. Wu. Passed.\t9:0", ["C-1\tMr. Wu. Passed.\t9:0"]),
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
        ("他说：“老张说：‘散会。’然后走了。”大家离开。", ["他说：“老张说：‘散会。’然后走了。”", "大家离开。"]),
        ("他认为（见附件。）应当通过。好。", ["他认为（见附件。）应当通过。", "好。"]),
        ("会议通过《关于2024年预算的决议。》大家鼓掌。", ["会议通过《关于2024年预算的决议。》大家鼓掌。"]),
        ("听取了《报告》。1949年成立。9个月后，他走了。", ["听取了《报告》。", "1949年成立。", "9个月后，他走了。"]),
        ("真的吗？！是的……他走了。", ["真的吗？！", "是的……他走了。"]),
        ("总投资3.5亿元。见第No. 5号文件。", ["总投资3.5亿元。", "见第No. 5号文件。"]),
        ("增长3.5%。完成。", ["增长3.5%。", "完成。"]),
        ("一、预算。\n二、桥梁。", ["一、预算。", "二、桥梁。"]),
    ],
)
def test_chinese_is_split_into_these_sentences(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, "zh")] == found


@pytest.mark.parametrize(
    ("one", "language"), [("We must go on and on with the work, he said. ", "en"), ("我们要继续做好各项工作。", "zh")]
)
def test_a_long_speech_in_quotation_marks_is_parted_into_its_sentences(one: str, language: str) -> None:
    spoken = f"“{one * 40}”".replace(" ”", "”")
    found = [spoken[a:b] for a, b in sentences(spoken, language)]
    assert found[0] == "“" + one.strip()
    assert found[1:-1] == [one.strip()] * 38
    assert found[-1] == one.strip() + "”"


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
