from __future__ import annotations

import pytest

from knowledge.readers.blocks import Block
from knowledge.readers.heading import Heading, day, taken_off


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2024-07-19",
            "2024/7/19",
            "2024.07.19 09:30",
            "2024年7月19日",
            "（2024年7月19日）",
            "2024-07-19T09:30:00Z",
        ),
        *(
            "July 19, 2024",
            "Jul 19 2024",
            "19 July 2024",
            "19th July, 2024",
            "Friday, July 19, 2024",
            "Fri 19 Jul. 2024",
        ),
        *("Published: July 19, 2024", "Posted on 19 July 2024 at 9:30 a.m.", "Date: 2024-07-19", "DATE 19 JULY 2024"),
        *(
            "发布时间：2024-07-19 09:30",
            "发布日期:2024年7月19日",
            "发布时间：2024-07-19 来源：临溪日报 浏览次数：123",
        ),
        *("Linxi Bulletin | July 19, 2024", "19 July 2024 · News", "By Wang Fang — 19 July 2024"),
    ],
)
def test_a_line_that_gives_the_day_of_publication_is_understood(line: str) -> None:
    assert day(line) == "2024-07-19"


@pytest.mark.parametrize(
    "line",
    [
        *("July 2024", "19 July", "2024-13-19", "31 June 2024", "07/08/2024", "Updated: July 19, 2024"),
        *("The council met on July 19, 2024.", "Meeting of July 19, 2024", "20240719", "2024-07-190"),
        "Published in the record: " + "x" * 120 + " 2024-07-19",
    ],
)
def test_a_line_that_only_holds_a_date_is_none(line: str) -> None:
    assert day(line) is None


TITLE, DATE, TEXT = Block("heading", "The bridge"), Block("text", "19 July 2024"), Block("text", "It was closed.")


def test_title_and_date_are_taken_off_wherever_they_stand_at_the_head() -> None:
    for head in ([TITLE, DATE], [DATE, TITLE], [TITLE, Block("text", "By Wang Fang"), DATE]):
        found = taken_off([*head, TEXT])
        assert (found.title, found.date) == ("The bridge", "2024-07-19")
        assert found.body[-1] == TEXT
    assert taken_off([TITLE, DATE, TEXT]) == Heading("The bridge", "2024-07-19", (TEXT,))


def test_a_known_title_is_taken_off_even_where_it_is_no_heading_or_stands_twice() -> None:
    shown = Block("text", "The  bridge")
    assert taken_off([shown, TITLE, DATE, TEXT], "The bridge") == Heading("The bridge", "2024-07-19", (TEXT,))
    assert taken_off([TEXT], "The bridge") == Heading("The bridge", None, (TEXT,))


def test_the_plain_form_counts_in_any_document() -> None:
    head = Block("text", "date 2024-07-19 The bridge")
    assert taken_off([head, TEXT]) == Heading("The bridge", "2024-07-19", (TEXT,))


def test_a_document_of_one_line_keeps_it() -> None:
    assert taken_off([TITLE]) == Heading(None, None, (TITLE,))
    assert taken_off([DATE]) == Heading(None, None, (DATE,))
    assert taken_off([]) == Heading(None, None, ())
