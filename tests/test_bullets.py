from __future__ import annotations

import pytest

from knowledge.sentences import sentences
from retrieval.bullets import group, is_heading

TABLE = "| Item | Votes |\n|---|---|\n| C-1 | 5:4 |\n| C-2 | 9:0 |\nThe sitting ended."


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("Present:\n- Wu\n- Lee\nThe chair opened.", "- Wu", "Present:\n- Wu\n- Lee"),
        ("Present:\n- Wu\n- Lee\nThe chair opened.", "Present:", "Present:\n- Wu\n- Lee"),
        ("Present:\n- Wu\n- Lee\nThe chair opened.", "The chair opened.", "The chair opened."),
        ("They met. In favour were:\n1. Wu\n2. Lee", "2. Lee", "In favour were:\n1. Wu\n2. Lee"),
        ("Present:\nShen Boyu\nFang Rulan\nThe chair opened.", "Fang Rulan", "Present:\nShen Boyu\nFang Rulan"),
        ("出席人员：\n沈伯屿\n方如岚\n会议开始。", "沈伯屿", "出席人员：\n沈伯屿\n方如岚"),
        ("## Vote\n- For: Wu\n- Against: Lee\n\nIt passed.", "- Against: Lee", "## Vote\n- For: Wu\n- Against: Lee"),
        ("- For: Wu\n- Against: Lee", "- Against: Lee", "- For: Wu\n- Against: Lee"),
        (TABLE, "| C-2 | 9:0 |", "| Item | Votes |\n|---|---|\n| C-1 | 5:4 |\n| C-2 | 9:0 |"),
        ("One sentence. Another one.", "Another one.", "Another one."),
        ("He asked:\nWho goes there? Nobody knew.", "Nobody knew.", "Nobody knew."),
    ],
)
def test_a_line_of_a_list_or_table_belongs_to_all_of_it_and_what_leads_it_in(text: str, at: str, found: str) -> None:
    spans = sentences(text, "en")
    place = [text[a:b] for a, b in spans].index(at)
    first, last = group(text, spans, place)
    assert text[spans[first][0] : spans[last][1]] == found


def test_a_heading_is_marked_as_one_or_stands_first_without_a_full_stop() -> None:
    text = "The bridge\nIt was approved.\n## The school\nIt opens."
    spans = sentences(text, "en")
    assert [is_heading(text, spans, n) for n in range(len(spans))] == [True, False, True, False]
    for text in ("Present:\n- Wu", "- Wu\n- Lee", "It was approved.\nIt opens."):
        assert not is_heading(text, sentences(text, "en"), 0)
