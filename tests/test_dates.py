"""A period is read out of a question only where hardly anything else can be meant."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.dates import read_period

TODAY = date(2024, 8, 14)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened on 2023-01-19?", date(2023, 1, 19), date(2023, 1, 19)),
        ("Who came on January 19th, 2023?", date(2023, 1, 19), date(2023, 1, 19)),
        ("Who came on 19 January 2023?", date(2023, 1, 19), date(2023, 1, 19)),
        ("2023年1月19日下午谁主持会议？", date(2023, 1, 19), date(2023, 1, 19)),
        ("meetings in July 2022", date(2022, 7, 1), date(2022, 7, 31)),
        ("2024年2月的会议", date(2024, 2, 1), date(2024, 2, 29)),
        ("What was decided in 2022?", date(2022, 1, 1), date(2022, 12, 31)),
        ("What did they say yesterday?", date(2024, 8, 13), date(2024, 8, 13)),
        ("last week's meeting", date(2024, 8, 5), date(2024, 8, 11)),
        ("Who spoke last Friday?", date(2024, 8, 9), date(2024, 8, 9)),
        ("上周五谁主持会议？", date(2024, 8, 9), date(2024, 8, 9)),
        ("上周的会议", date(2024, 8, 5), date(2024, 8, 11)),
        ("last month", date(2024, 7, 1), date(2024, 7, 31)),
        ("去年的决定", date(2023, 1, 1), date(2023, 12, 31)),
        ("between 5 May 2023 and 7 July 2023", date(2023, 5, 5), date(2023, 7, 7)),
        ("2023年1月至3月", date(2023, 1, 1), date(2023, 3, 31)),
        ("since 2023", date(2023, 1, 1), date.max),
        ("before March 2024", date.min, date(2024, 2, 29)),
        ("2023年5月之前", date.min, date(2023, 4, 30)),
    ],
)
def test_a_period_is_read_as_people_mean_it(question: str, first: date, last: date) -> None:
    found = read_period(question, TODAY)
    assert found is not None
    assert (found.first, found.last, found.yearless) == (first, last, False)


@pytest.mark.parametrize("question", ["What happened on 19 January?", "1月19日谁主持会议？", "on January 19"])
def test_a_day_without_a_year_may_be_of_any_year(question: str) -> None:
    found = read_period(question, TODAY)
    assert found is not None
    assert found.yearless
    assert (found.first.month, found.first.day) == (1, 19)
    of_2023 = found.in_year(2023)
    assert of_2023 is not None
    assert of_2023.first == of_2023.last == date(2023, 1, 19)


def test_a_leap_day_is_not_in_every_year() -> None:
    found = read_period("on 29 February", TODAY)
    assert found is not None
    assert found.in_year(2023) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who may attend the meeting?",
        "5 may be enough",
        "the spirit of the 20th National Congress",
        "12 items on the agenda",
        "the 2022 debriefing review",
        "in 2022 people voted",
        "within three months",
        "三个月内",
        "section 3.5",
        "Resolution 2024-31",
        "CA-11",
        "90年代",
        "on 2024-02-31",
        "version 1.2.3",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(question: str) -> None:
    assert read_period(question, TODAY) is None
