"""The day of a meeting is read out of title and first sentence, and only where they tell it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Accepted, Draft
from knowledge.check import check
from knowledge.meeting_day import meeting_day

PUBLISHED = date(2023, 1, 20)  # a Friday


@pytest.mark.parametrize(
    ("title", "text", "day"),
    [
        ("T", "Yesterday afternoon, the district held its review. Today it rained.", date(2023, 1, 19)),
        ("T", "The council met yesterday afternoon.", date(2023, 1, 19)),
        ("T", "昨天下午，区委召开会议。今天下雨。", date(2023, 1, 19)),
        ("T", "本报讯（记者 王五）昨日，区委召开会议。", date(2023, 1, 19)),
        ("T", "今天上午，区委召开会议。", date(2023, 1, 20)),
        ("T", "1月19日下午，区委召开会议。", date(2023, 1, 19)),
        ("T", "12月30日召开的区议事会会议，票决产生了十件实事。", date(2022, 12, 30)),
        ("T", "18日下午，区委召开会议。", date(2023, 1, 18)),
        ("T", "28日下午，区委召开会议。", date(2022, 12, 28)),
        ("T", "The mayor presided over the meeting on Thursday.", date(2023, 1, 19)),
        ("T", "On Wednesday, January 18, the council met.", date(2023, 1, 18)),
        ("T", "The council met on 18 January 2023.", date(2023, 1, 18)),
        ("Voting Chart for the Meeting of January 23, 2023", "A light agenda.", date(2023, 1, 23)),
        ("Meeting on 9 Jan 2023", "Yesterday it rained.", date(2023, 1, 9)),
        ("T", "A light agenda. The council met yesterday.", None),
        ("T", "The bridge is to reopen on September 30.", None),  # months ago or ahead: not this meeting
        ("T", "会议要求在5月31日前完工。", None),
        ("T", "The market is held on Friday evenings.", None),
        ("T", "The council met on Friday evening.", PUBLISHED),
        ("T", "The first stage was completed in January.", None),
        ("Budget 2023", "The council adopted the budget.", None),
        ("T", "On January 32 the council met.", None),
        ("T", "On the morning of January 18th, the committee met.", date(2023, 1, 18)),
        ("T", "On the 15th, the committee held a meeting.", date(2023, 1, 15)),
        ("T", "The board met Tuesday, January 17 for its meeting.", date(2023, 1, 17)),
        ("T", "A meeting was held at 7 p.m. on Monday evening, January 16, 2023 at the hall.", date(2023, 1, 16)),
        ("T", "The board voted at Tuesday night’s regular meeting.", date(2023, 1, 17)),
        ("T", "The board will vote at Tuesday night’s meeting.", None),
        ("SELECTMEN’S MEETING OCTOBER 10, 2022", "", date(2022, 10, 10)),
        ("Committee Minutes 2022-10-10", "", date(2022, 10, 10)),
        ("Minutes", "LARKIN COUNCIL\nMinutes of a meeting held at 7.00pm on 4 October 2022.", date(2022, 10, 4)),
        ("Minutes", "SCHOOL BOARD\n\n4 October 2022 – 7pm\n\nPresent:", date(2022, 10, 4)),
        (
            "Minutes",
            "1. To approve the Minutes of the Meeting on 2nd May 2022.\nDate: 2022-10-04 Time: 7",
            date(2022, 10, 4),
        ),
        ("Minutes", "The minutes of the last meeting of May 2, 2022 were approved.", None),
        ("Minutes", "The next meeting is on Tuesday, February 7, 2023.", None),
        ("The bridge", "A bridge was opened.\nDate: 2022-10-04", None),
        ("T", "", None),
    ],
)
def test_a_day_is_read_only_where_it_is_told(title: str, text: str, day: date | None) -> None:
    assert meeting_day(title, text, PUBLISHED) == day


def test_years_that_are_slips_break_nothing() -> None:
    assert meeting_day("T", "Yesterday the council met.", date.min) is None


def test_without_a_day_of_publication_only_a_full_date_in_the_title_counts() -> None:
    assert meeting_day("T", "Yesterday the council met.", None) is None
    assert meeting_day("Meeting of January 23, 2023", "", None) == date(2023, 1, 23)


def test_what_the_source_gives_goes_before_what_is_read() -> None:
    text = "Yesterday the council met."
    given_ = check(Draft("a", text, {"date": "2023-01-20", "meeting_date": "2023-01-17"}))
    read = check(Draft("a", text, {"date": "2023-01-20"}))
    assert isinstance(given_, Accepted)
    assert isinstance(read, Accepted)
    assert (given_.article.meeting_date, read.article.meeting_date) == (date(2023, 1, 17), date(2023, 1, 19))


@given(
    st.lists(st.sampled_from("on 31 2月 29日 February Feb. yesterday 上午 ， . 0 2023年 Monday of 99".split())),
    st.dates(),
)
def test_no_text_breaks_it(words: list[str], published: date) -> None:
    found = meeting_day("T", " ".join(words), published)
    assert found is None or timedelta(0) <= published - found <= timedelta(31)
