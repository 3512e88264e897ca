from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Accepted, Article, Draft, Refused
from knowledge.check import check, normalised


def article(text: object = "Text.", **fields: object) -> Article:
    item = check(Draft("a.txt", text, fields))
    assert isinstance(item, Accepted), item
    return item.article


def test_the_text_is_changed_in_line_ends_composition_and_outer_blanks_only() -> None:
    text = "  \n A  b\u00a0c\td \r\n\r\n cafe\u0301\r— e  \n\u3000"
    assert article(text).text == "A  b\u00a0c\td \n\n caf\u00e9\n— e"


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once == once.strip()
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("text", ["", " \n\t\u3000", None, 5, ["a"]])
def test_no_text_is_a_reason_to_refuse(text: object) -> None:
    assert check(Draft("a.txt", text)) == Refused("a.txt", ("no text: nothing but blank space under the head",))


def test_a_missing_title_is_the_first_line_without_its_marks_and_not_too_long() -> None:
    assert article("\n ## The heading \n\nText.").title == "The heading"
    assert article("x" * 200).title == "x" * 200
    assert article("x" * 201).title == "x" * 199 + "…"


def test_a_title_is_one_line() -> None:
    assert article(title=" A\n  long\ttitle ").title == "A long title"
    assert article(title=2024).title == "2024"


@pytest.mark.parametrize(
    "value",
    [
        *("2023-01-20", "2023-1-20", "2023/01/20", "2023.1.20", "2023年1月20日", " 2023-01-20T09:00:00+08:00 "),
        *(date(2023, 1, 20), datetime(2023, 1, 20, 9)),
    ],
)
def test_a_day_may_be_written_in_many_ways(value: object) -> None:
    found = article(date=value, meeting_date=value)
    assert (found.date, found.meeting_date) == (date(2023, 1, 20), date(2023, 1, 20))


@pytest.mark.parametrize("value", ["2023-02-30", "20 January", "2023", 2023, "0000-01-01", [2023, 1, 20], True])
def test_what_is_no_day_is_refused(value: object) -> None:
    reason = f"line 3: date should be a day such as 2023-01-20, found {value!r}"
    assert check(Draft("a.txt", "Text.", {"date": value}, {"date": 3})) == Refused("a.txt", (reason,))


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_field_is_a_missing_one(value: object) -> None:
    names = ("id", "title", "date", "meeting_date", "publisher", "url", "language", "people", "place")
    assert article(**dict.fromkeys(names, value)) == article()


def test_a_missing_date_is_a_warning_and_a_future_one_too() -> None:
    item = check(Draft("a.txt", "Text."))
    assert isinstance(item, Accepted)
    assert item.warnings == ("no date: searches limited to a period will not find it",)
    tomorrow = datetime.now().date() + timedelta(days=2)
    item = check(Draft("a.txt", "Text.", {"date": str(tomorrow)}))
    assert isinstance(item, Accepted)
    assert item.warnings == (f"dated in the future ({tomorrow}): is that right?",)
    item = check(Draft("a.txt", "Text.", {"date": "2023-01-20"}))
    assert isinstance(item, Accepted)
    assert item.warnings == ()


def test_the_id_is_given_or_comes_from_the_url_or_from_date_and_title() -> None:
    assert article(id="a-1").id == "a-1"
    assert article(id=7).id == "7"
    by_url = article(url="https://news.example.org/a")
    assert by_url.id == article("Other text.", url="https://news.example.org/a", title="Another").id
    assert by_url.id != article(url="https://news.example.org/b").id
    by_title = article(title="T", date="2023-01-20")
    assert by_title.id == article("Other text.", title="T", date="2023-01-20").id
    assert len({by_title.id, article(title="T").id, article(title="U", date="2023-01-20").id, by_url.id}) == 4
    assert len(by_title.id) == 10


def test_people_are_a_list_or_a_line_of_names_each_once() -> None:
    assert article(people=["B", " A ", "B", ""]).people == ("B", "A")
    assert article(people="B, A；C、 D;B").people == ("B", "A", "C", "D")
    assert check(Draft("a", "T", {"people": ["A", 5]})) == Refused(
        "a", ("people should be a list of names, found ['A', 5]",)
    )
    assert check(Draft("a", "T", {"people": ["A", "half \ud83d"]})) == Refused(
        "a", ("people should be a list of names, found ['A', 'half \\ud83d']",)
    )
    assert article(people=["A\0B", "\0"]).people == ("A B",)


def test_the_language_is_given_or_guessed() -> None:
    assert article("会议。", language="en").language == "en"
    assert article("会议。", language="zh-Hant").language == "zh"
    assert article("会议通过了预算。").language == "zh"


def test_a_long_wrong_value_is_shown_shortened() -> None:
    item = check(Draft("a", "T", {"date": "x" * 500}))
    assert isinstance(item, Refused)
    assert item.reasons == ("date should be a day such as 2023-01-20, found '" + "x" * 58 + "…",)


def test_every_reason_is_given_at_once() -> None:
    item = check(Draft("a", "\0 \ud800", {"title": [], "date": "x", "url": {}}, {"date": 2}))
    assert item == Refused(
        "a",
        (
            "not a text: it holds NUL bytes; save it as plain text",
            "not valid Unicode: it holds half a surrogate pair; save it as UTF-8 again",
            "title should be one line of text, found []",
            "line 2: date should be a day such as 2023-01-20, found 'x'",
            "url should be one line of text, found {}",
        ),
    )
