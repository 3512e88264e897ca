"""A period is read out of a question only where hardly anything else can be meant."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.dates import of_year, read_period

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
        ("上週五誰主持會議？", date(2024, 8, 9), date(2024, 8, 9)),
        ("2023年1月19號的會議", date(2023, 1, 19), date(2023, 1, 19)),
        ("上周五谁主持会议？", date(2024, 8, 9), date(2024, 8, 9)),
        ("上周的会议", date(2024, 8, 5), date(2024, 8, 11)),
        ("last month", date(2024, 7, 1), date(2024, 7, 31)),
        ("去年的决定", date(2023, 1, 1), date(2023, 12, 31)),
        ("between 5 May 2023 and 7 July 2023", date(2023, 5, 5), date(2023, 7, 7)),
        ("2023年1月至3月", date(2023, 1, 1), date(2023, 3, 31)),
        ("since 2023", date(2023, 1, 1), date.max),
        ("before March 2024", date.min, date(2024, 2, 29)),
        ("2023年5月之前", date.min, date(2023, 4, 30)),
        ("the meeting on Monday", date(2024, 8, 12), date(2024, 8, 12)),
        ("周一的会议谁主持？", date(2024, 8, 12), date(2024, 8, 12)),
        ("上上周三的会议", date(2024, 7, 31), date(2024, 7, 31)),
        ("上周末的会议", date(2024, 8, 10), date(2024, 8, 11)),
        ("本周有哪些会议", date(2024, 8, 12), date(2024, 8, 18)),
        ("上个月的会议", date(2024, 7, 1), date(2024, 7, 31)),
        ("this month", date(2024, 8, 1), date(2024, 8, 31)),
        ("去年7月的会议", date(2023, 7, 1), date(2023, 7, 31)),
        ("去年的7月5日", date(2023, 7, 5), date(2023, 7, 5)),
        ("in July last year", date(2023, 7, 1), date(2023, 7, 31)),
        ("on 5 July of last year", date(2023, 7, 5), date(2023, 7, 5)),
        ("二〇二三年一月十九日的会议", date(2023, 1, 19), date(2023, 1, 19)),
        ("二零二三年十二月", date(2023, 12, 1), date(2023, 12, 31)),
        ("meetings in may 2022", date(2022, 5, 1), date(2022, 5, 31)),
        ("on 19/01/2023", date(2023, 1, 19), date(2023, 1, 19)),
        ("on 1/19/2023", date(2023, 1, 19), date(2023, 1, 19)),
        ("am 19.1.2023", date(2023, 1, 19), date(2023, 1, 19)),
        ("meetings in 2023-07", date(2023, 7, 1), date(2023, 7, 31)),
        ("the week of 19 January 2023", date(2023, 1, 16), date(2023, 1, 22)),
        ("the week of January 19, 2023", date(2023, 1, 16), date(2023, 1, 22)),
        ("2023年1月19日那周", date(2023, 1, 16), date(2023, 1, 22)),
        ("first half of 2022", date(2022, 1, 1), date(2022, 6, 30)),
        ("the second half of last year", date(2023, 7, 1), date(2023, 12, 31)),
        ("H1 2022", date(2022, 1, 1), date(2022, 6, 30)),
        ("2022年上半年", date(2022, 1, 1), date(2022, 6, 30)),
        ("去年下半年", date(2023, 7, 1), date(2023, 12, 31)),
        ("in Q2 2023", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023 Q2", date(2023, 4, 1), date(2023, 6, 30)),
        ("the second quarter of 2023", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023年第三季度", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023年前三季度", date(2023, 1, 1), date(2023, 9, 30)),
        ("between May and July 2023", date(2023, 5, 1), date(2023, 7, 31)),
        ("between May 2022 and July 2023", date(2022, 5, 1), date(2023, 7, 31)),
        ("from 5 May to 7 July 2023", date(2023, 5, 5), date(2023, 7, 7)),
        ("from May 5, 2023 to July 7", date(2023, 5, 5), date(2023, 7, 7)),
        ("between 5 and 7 May 2023", date(2023, 5, 5), date(2023, 5, 7)),
        ("on May 5-7, 2023", date(2023, 5, 5), date(2023, 5, 7)),
        ("between 2022 and 2023", date(2022, 1, 1), date(2023, 12, 31)),
        ("2022年至2023年", date(2022, 1, 1), date(2023, 12, 31)),
        ("2023年1月19日至21日", date(2023, 1, 19), date(2023, 1, 21)),
        ("2023年1-3月", date(2023, 1, 1), date(2023, 3, 31)),
        ("two weeks ago", date(2024, 7, 29), date(2024, 8, 4)),
        ("三天前的会议", date(2024, 8, 11), date(2024, 8, 11)),
        ("in the last three months", date(2024, 5, 14), date(2024, 8, 14)),
        ("over the past year", date(2023, 8, 14), date(2024, 8, 14)),
        ("最近三个月的会议", date(2024, 5, 14), date(2024, 8, 14)),
        ("近半年", date(2024, 2, 14), date(2024, 8, 14)),
        ("最近一周", date(2024, 8, 7), date(2024, 8, 14)),
        ("the day before yesterday", date(2024, 8, 12), date(2024, 8, 12)),
        ("since October", date(2023, 10, 1), date.max),
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
    of_2023 = of_year(found, 2023)
    assert of_2023 is not None
    assert of_2023.first == of_2023.last == date(2023, 1, 19)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("meetings in July", date(2022, 7, 1), date(2022, 7, 31)),
        ("七月的会议", date(2022, 7, 1), date(2022, 7, 31)),
        ("第三季度有哪些会议", date(2022, 7, 1), date(2022, 9, 30)),
        ("上半年的会议", date(2022, 1, 1), date(2022, 6, 30)),
        ("the week of 19 January", date(2022, 1, 17), date(2022, 1, 23)),
        ("between 5 May and 7 July", date(2022, 5, 5), date(2022, 7, 7)),
        ("1月19日至21日", date(2022, 1, 19), date(2022, 1, 21)),
        ("1月19號下午", date(2022, 1, 19), date(2022, 1, 19)),
        ("1月19日下午", date(2022, 1, 19), date(2022, 1, 19)),
        ("in the third quarter", date(2022, 7, 1), date(2022, 9, 30)),
    ],
)
def test_a_span_without_a_year_is_the_same_span_of_another(question: str, first: date, last: date) -> None:
    found = read_period(question, TODAY)
    assert found is not None
    assert found.yearless
    other = of_year(found, 2022)
    assert other is not None
    assert (other.first, other.last, other.yearless) == (first, last, False)


def test_a_leap_day_is_not_in_every_year() -> None:
    found = read_period("on 29 February", TODAY)
    assert found is not None
    assert of_year(found, 2023) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who may attend the meeting?",
        "5 may be enough",
        "flood gate repair after August storm",
        "八月暴雨后水闸怎么修？",
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
        "二十大精神",
        "9·30专项行动",
        "第7条第3款",
        "item 5 of the agenda",
        "一月一次的例会",
        "每月例会",
        "周一至周五的班车",
        "周一鸣参加了会议吗",
        "buses from Monday to Friday",
        "the second half of the meeting",
        "the first quarter of the route",
        "几天前",
        "日前召开的会议",
        "the last 12 items",
        "in the past",
        "7路公交",
        "may 5 people attend",
        "march against the plan",
        "a 3.5.1 release",
        "between 5 and 7 people",
        "第十二届三次会议",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(question: str) -> None:
    assert read_period(question, TODAY) is None
