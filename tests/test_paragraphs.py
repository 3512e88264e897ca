from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.article import Accepted
from knowledge.check import check
from knowledge.paragraphs import MOST_WEIGHT, paragraphs, weight
from knowledge.readers import read
from tests.meetings_process import ROOT
from tests.test_sentences import assert_parts

LONG = (
    "This sentence is long enough that nobody would have wrapped the line by hand, because it runs on and on and on."
)
CLAUSE = "and further names were read out one after the other"
PIECES = (
    *("Heading", "A sentence. ", "会议召开。", "\n", "\n\n", "\n \n\n", "- item\n", " ", "\u3000", "| cell |"),
    *(LONG + LONG, "无" * 300, "x" * 700, "1. "),
)


def cut(text: str, language: str = "en") -> list[str]:
    return [text[a:b] for a, b in paragraphs(text, language)]


def test_blank_lines_part_paragraphs() -> None:
    assert cut("One.\n\nTwo.\n \t\n\n\nThree.") == ["One.", "Two.", "Three."]
    assert cut("会议召开。\n\n会议结束。", "zh") == ["会议召开。", "会议结束。"]


def test_lines_wrapped_by_hand_stay_one_paragraph() -> None:
    assert cut("One line\nand the next.\n\nTwo.") == ["One line\nand the next.", "Two."]


def test_line_ends_part_paragraphs_where_lines_are_long() -> None:
    long = f"{LONG} {LONG}"
    assert cut(f"{long}\n{long}\nShort end.") == [long, long, "Short end."]
    chinese = "会议讨论了大桥的建设和学校的开学。" * 5
    assert cut(f"{chinese}\n{chinese}", "zh") == [chinese, chinese]


def test_a_heading_goes_with_what_follows_it() -> None:
    assert cut("# The bridge\n\nIt was approved.\n\n# The school\n\nIt opens.") == [
        "# The bridge\n\nIt was approved.",
        "# The school\n\nIt opens.",
    ]
    assert cut("一、预算\n\n预算获得通过。", "zh") == ["一、预算\n\n预算获得通过。"]
    assert cut("# Part\n\n## Section\n\nText.") == ["# Part\n\n## Section\n\nText."]


def test_a_heading_at_the_end_stands_alone() -> None:
    assert cut("Text.\n\nThe end") == ["Text.", "The end"]
    assert cut("Only a heading") == ["Only a heading"]


def test_a_list_stays_together() -> None:
    text = "Present were:\n\n- Shao Panfeng\n- Wu Jian\n- Zhang Jian"
    assert cut(text) == [text]


def test_the_items_of_a_list_stay_together_though_blank_lines_part_them() -> None:
    for items in ("- Shao Panfeng\n\n- Wu Jian\n\n- Zhang Jian", "1. The budget\n\n2. The bridge"):
        assert cut(f"{LONG} Present were:\n\n{items}") == [f"{LONG} Present were:\n\n{items}"]
    assert cut(f"- {LONG} {LONG}\n\n- {LONG} {LONG}") == [f"- {LONG} {LONG}"] * 2


def test_a_bullet_is_no_heading_of_what_follows() -> None:
    assert cut("- Wu Jian\n\nThe meeting began.") == ["- Wu Jian", "The meeting began."]


def test_the_rows_of_a_table_stay_together_however_long_they_are() -> None:
    table = f"| Item | What |\n|---|---|\n| C-1 | {LONG} {LONG} |\n| C-2 | {LONG} {LONG} |"
    assert cut(f"Text.\n\n{table}") == ["Text.", table]


def test_a_long_paragraph_is_parted_between_sentences() -> None:
    text = " ".join(f"Sentence number {n} says little." for n in range(120))
    found = cut(text)
    assert len(found) == 3
    assert " ".join(found) == text
    assert all(piece.startswith("Sentence number ") and piece.endswith(" says little.") for piece in found)
    assert all(weight(piece) <= MOST_WEIGHT for piece in found)
    assert all(weight(piece) > 0.9 * MOST_WEIGHT for piece in found[:-1])


def test_a_long_chinese_paragraph_is_parted_between_sentences() -> None:
    text = "会议讨论了大桥的建设和学校的开学时间。" * 90
    found = cut(text, "zh")
    assert "".join(found) == text
    assert len(found) == 3
    assert all(piece.endswith("。") and len(piece) <= 720 for piece in found)


def test_a_sentence_too_long_for_one_embedding_is_cut_after_a_clause() -> None:
    text = ", ".join([CLAUSE] * 60)
    found = cut(text)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert len(found) > 1
    assert all(weight(piece) <= MOST_WEIGHT for piece in found)
    assert all(piece.endswith(("other,", "other")) for piece in found)


def test_a_row_of_letters_without_any_break_is_cut_too() -> None:
    text = "x" * 5000
    assert "".join(cut(text)) == text
    assert max(map(len, cut(text))) <= MOST_WEIGHT


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("abc de", 6), ("会议", 5), ("会议ab", 7), ("ＡＢ", 5), ("𠀀", 2.5), ("한국", 5), ("，", 2.5)],
)
def test_a_chinese_character_weighs_two_and_a_half_letters(text: str, expected: float) -> None:
    assert weight(text) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(["en", "zh"]))
@settings(max_examples=250, deadline=None)
def test_paragraphs_are_slices_in_order_all_between_them_is_blank_and_none_is_too_long(
    text: str, language: str
) -> None:
    spans = paragraphs(text, language)
    assert_parts(text, spans)
    assert all(weight(text[a:b]) <= MOST_WEIGHT for a, b in spans)


def test_the_sample_articles_are_cut_without_loss() -> None:
    items = [check(item) for item in read(ROOT / "knowledge" / "samples")]  # type: ignore[arg-type]
    assert len(items) == 10
    for item in items:
        assert isinstance(item, Accepted)
        assert_parts(item.article.text, paragraphs(item.article.text, item.article.language))


def test_the_customers_article_is_cut_at_its_line_ends(shared: Path) -> None:
    (draft,) = read(shared / "articles" / "nanhu-2023-01-20.txt")
    item = check(draft)  # type: ignore[arg-type]
    assert isinstance(item, Accepted)
    found = cut(item.article.text)
    assert found == [line.strip() for line in item.article.text.split("\n") if line.strip()]
