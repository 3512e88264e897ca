"""How much of a paragraph is quoted around the sentence that is marked."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.paragraphs import weight
from retrieval.quoting import MOST_WEIGHT, Cut, cut, is_torn
from retrieval.understanding import understand
from tests.test_marking import candidate, worth_the_same


def quoted(question: str, text: str) -> tuple[str, str]:
    """The quote and its marked part."""
    asked = understand(question, date(2024, 1, 1))
    found: Cut = cut(candidate(text, "A title"), asked, worth_the_same(asked))
    return text[found.start : found.end], text[slice(*found.best)]


NAMES = "\n".join(f"- Council member number {n} of the town" for n in range(25))


def test_a_long_list_of_names_stays_whole_with_the_line_that_leads_it_in() -> None:
    text = f"{'The chair spoke at length. ' * 20}\nPresent at the sitting:\n{NAMES}\n{'Then it ended. ' * 20}"
    quote, mark = quoted("Was member number 17 of the council there?", text)
    assert quote == f"Present at the sitting:\n{NAMES}"
    assert mark == "- Council member number 17 of the town"


def test_where_the_line_above_a_list_answers_all_of_the_list_is_marked() -> None:
    quote, mark = quoted(
        "Who was present at the sitting?", f"Present at the sitting:\n{NAMES}\nThe sitting was long."
    )
    assert mark == f"Present at the sitting:\n{NAMES}"
    assert quote == mark


def test_a_row_is_quoted_with_the_head_of_its_table() -> None:
    rows = "\n".join(f"| C-{n} | Rezoning of lot {n} | {n}:1 |" for n in range(12))
    quote, mark = quoted(
        "How was C-7 voted on?", f"{'Much was said. ' * 40}\n| Item | What | Votes |\n|---|---|---|\n{rows}"
    )
    assert quote.endswith(f"| Item | What | Votes |\n|---|---|---|\n{rows}")
    assert mark == "| C-7 | Rezoning of lot 7 | 7:1 |"


def test_a_list_too_long_is_quoted_from_its_first_line_or_around_the_item() -> None:
    many = "\n".join(f"- Council member number {n} of the town" for n in range(60))
    early, _ = quoted("Was member number 3 there?", f"Present:\n{many}")
    late, _ = quoted("Was member number 55 there?", f"Present:\n{many}")
    assert early.startswith("Present:\n- Council member number 0")
    assert "member number 55" in late and not late.startswith("Present")
    assert max(weight(early), weight(late)) <= MOST_WEIGHT


@pytest.mark.parametrize(
    ("text", "part", "torn"),
    [
        ("One sentence. Another.", "One sentence.", False),
        ("One sentence. Another.", "Another.", False),
        ("He came, he saw, he left.", "He came, he saw,", True),
        ("He came, he saw, he left.", "he saw, he left.", True),
        ("A heading\nText.", "A heading", False),
        ("A heading\nText.", "Text.", False),
        ("He spoke.[1] She spoke.", "He spoke.[1]", False),
        ("“会议结束。”大家离开。", "“会议结束。”", False),
        ("会议讨论，随后结束。", "会议讨论，", True),
    ],
)
def test_a_slice_that_begins_or_ends_inside_a_sentence_is_torn(text: str, part: str, torn: bool) -> None:
    start = text.index(part)
    assert is_torn(text, start, start + len(part)) is torn
