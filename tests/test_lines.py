from __future__ import annotations

import pytest

from knowledge.lines import is_bullet, is_item, is_row, leads_in


@pytest.mark.parametrize("line", ["- Wu", "* Wu", "• 吴建", "  - **For:** Wu", "– Wu"])
def test_these_are_bullets(line: str) -> None:
    assert is_bullet(line) and is_item(line)


@pytest.mark.parametrize("line", ["1. Wu", "(2) Lee", "3) Fox", "（一）加强领导", "二、预算", "4、桥梁"])
def test_these_are_numbered_items(line: str) -> None:
    assert is_item(line) and not is_bullet(line)


@pytest.mark.parametrize("line", ["2024 was dry.", "3.5 per cent", "-5 degrees", "Wu", "会议一、二", "1.5亿元"])
def test_these_are_no_items(line: str) -> None:
    assert not is_item(line)


def test_rows_have_cells_between_upright_strokes_or_tabs() -> None:
    assert all(map(is_row, ["| C-1 | 5:4 |", "|---|---|", "C-1\t5\t4", "C-1 | 5 | 4"]))
    assert not any(map(is_row, ["Either | or", "One\ttab", "- Wu", ""]))


def test_a_colon_leads_in_what_is_below() -> None:
    assert all(map(leads_in, ["Present:", "出席人员：", "**Present:**", "They voted: "]))
    assert not any(map(leads_in, ["At 10:30", "Present: Wu", ""]))
