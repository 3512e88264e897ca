"""Lists for browsing, over HTTP with a real process: whole messages, whole keyboards, every button followed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot import listed
from retrieval.answer import Entry, Kind, Listing, Source
from retrieval.appearing import Appearing
from retrieval.wish import Person
from tests.botapi.process import CHINESE_STAFF, STAFF, Bot, running_bot
from tests.botapi.server import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.botapi.rules import Json

Keys = list[list[tuple[str, str]]]

BRIDGE = "published 3 May 2024 · Council approves the new bridge · Harbour Gazette"
FLOOD = "25 April 2024 · 防汛工作部署会"
SCHOOL = "30 December 2023 · School opens in autumn · District News"
QIAO = "published 21 January 2023 · 区委召开大桥建设会议 · 南湖新闻"
REVIEW = "19 January 2023 · Review meeting on grassroots work · Harbour Gazette"
UNDATED = "no date · Notes without a day"
ALL = (BRIDGE, FLOOD, SCHOOL, QIAO, REVIEW, UNDATED)
ARTICLES = {
    BRIDGE: "bridge",
    FLOOD: "fangxun",
    SCHOOL: "school",
    QIAO: "qiao",
    REVIEW: "review",
    UNDATED: "undated",
}
BY_MONTH = ("By month", "v1:months:")
ALL_MEETINGS = ("All meetings", "v1:meetings:all:0")


@pytest.fixture(scope="module")
def library_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, Bot]]:
    """One stand-in and one bot over the toy articles for all tests of this file."""
    folder = tmp_path_factory.mktemp("lists")
    with (
        StandIn() as stand_in,
        running_bot(stand_in.base_url, folder, token=stand_in.token, TOY_LIBRARY="1") as bot,
    ):
        yield stand_in, bot
        assert bot.stop() == 0, bot.log


@pytest.fixture
def telegram(library_bot: tuple[StandIn, Bot]) -> Iterator[StandIn]:
    stand_in, _ = library_bot
    yield stand_in
    with suppress(TimeoutError):
        stand_in.settle()
    refused, stand_in.violations = stand_in.violations, []
    assert refused == []
    assert stand_in.unanswered_buttons == [], "a pressed button was never answered"


def keys(message: Json) -> Keys:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[(button["text"], button["callback_data"]) for button in row] for row in rows]


def opening(*lines: str) -> Keys:
    """The buttons that open the articles of these lines."""
    buttons = [(str(number), f"v1:article:{ARTICLES[line]}:0") for number, line in enumerate(lines, 1)]
    return [buttons[at : at + 4] for at in range(0, len(buttons), 4)]


def page(head: str, *lines: str) -> str:
    return "\n".join([head, *(f"{number}. {line}" for number, line in enumerate(lines, 1))])


def tapped(telegram: StandIn, message: Json, label: str, person: object = STAFF) -> Json:
    """The message after a button of it was pressed."""
    before = telegram.world.shown(message)
    text = before["text"]
    telegram.world.taps(person, message, label)  # type: ignore[arg-type]
    telegram.wait(lambda: telegram.world.shown(message)["text"] != text, f"what {label} leads to")
    return telegram.world.shown(message)


def test_all_meetings_are_listed_newest_first_by_their_day(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(STAFF, "/meetings"))
    assert message["text"] == page("6 articles, newest first:", *ALL)
    assert keys(message) == [*opening(*ALL), [BY_MONTH]]


@pytest.mark.parametrize(
    ("text", "head", "lines"),
    [
        ("2024-05", "1 article about meetings in May 2024:", [BRIDGE]),
        ("May 2024", "1 article about meetings in May 2024:", [BRIDGE]),
        ("2024年5月", "1 article about meetings in May 2024:", [BRIDGE]),
        ("april", "1 article about meetings in April 2024:", [FLOOD]),
        ("2023", "3 articles about meetings in 2023, newest first:", [SCHOOL, QIAO, REVIEW]),
        ("Shao Panfeng", "2 articles that mention “Shao Panfeng”, newest first:", [QIAO, REVIEW]),
        ("邵潘锋", "2 articles that mention “邵潘锋”, newest first:", [QIAO, REVIEW]),
        ("wu jian", "2 articles that mention “wu jian”, newest first:", [BRIDGE, SCHOOL]),
        ("with Wu Jian in 2024", "1 article about meetings in 2024 that mentions “Wu Jian”:", [BRIDGE]),
        ("about the bridge", "3 articles that mention “bridge”, newest first:", [BRIDGE, REVIEW, UNDATED]),
        ("school bridge", "1 article that mentions “school bridge”:", [REVIEW]),
        ("publisher:Gazette", "2 articles, newest first:", [BRIDGE, REVIEW]),
    ],
)
def test_meetings_are_listed_by_month_person_and_words(
    telegram: StandIn, text: str, head: str, lines: list[str]
) -> None:
    message = telegram.answer(telegram.world.says(STAFF, f"/meetings {text}"))
    assert message["text"] == page(head, *lines)
    assert keys(message) == [*opening(*lines), [BY_MONTH, ALL_MEETINGS]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1999", "No article in the library falls in the period you asked about."),
        ("Nobody Here", "No article in the library mentions “Nobody Here”."),
        ("after:x", "I cannot read “after:x”. Write for example after:2024-01-01 or before:2024-06-30."),
    ],
)
def test_what_no_meeting_fits_is_said_with_a_way_to_those_there_are(
    telegram: StandIn, text: str, sentence: str
) -> None:
    message = telegram.answer(telegram.world.says(STAFF, f"/meetings {text}"))
    assert (message["text"], keys(message)) == (sentence, [[BY_MONTH, ALL_MEETINGS]])


def test_a_month_is_chosen_by_its_year(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(STAFF, "/meetings"))
    years = tapped(telegram, message, "By month")
    assert years["text"].startswith("Which year?")
    assert keys(years) == [
        [("2024 (2)", "v1:months:2024"), ("2023 (3)", "v1:months:2023")],
        [("No date (1)", "v1:meetings:undated:0")],
        [ALL_MEETINGS],
    ]
    months = tapped(telegram, message, "2023 (3)")
    assert months["text"] == "Which month of 2023?"
    assert keys(months) == [
        [("2023 (3)", "v1:meetings:2023:0")],
        [("December (1)", "v1:meetings:2023-12:0"), ("January (2)", "v1:meetings:2023-01:0")],
        [("‹ Years", "v1:months:")],
    ]
    january = tapped(telegram, message, "January (2)")
    assert january["text"] == page("2 articles about meetings in January 2023, newest first:", QIAO, REVIEW)
    assert keys(january) == [*opening(QIAO, REVIEW), [BY_MONTH, ALL_MEETINGS]]
    tapped(telegram, message, "By month")
    assert tapped(telegram, message, "No date (1)")["text"] == page("1 article without a date:", UNDATED)


def test_people_lead_to_the_meetings_that_name_them_as_often_as_is_said(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(STAFF, "/people"))
    assert message["text"] == (
        "3 people are named in the articles' lists of people, those in most articles first. "
        "The number says in how many articles; press a name to see them."
    )
    labels = [[label for label, _ in row] for row in keys(message)]
    assert labels == [["Shao Panfeng / 邵潘锋 · 2", "Wu Jian · 2"], ["Chen Qunwei · 1"]]
    shown = tapped(telegram, message, "Wu Jian · 2")
    assert shown["text"] == page("2 articles that mention “Wu Jian”, newest first:", BRIDGE, SCHOOL)
    assert keys(shown) == [*opening(BRIDGE, SCHOOL), [("‹ People", "v1:people:0")]]
    assert tapped(telegram, message, "‹ People")["text"] == message["text"]


def test_labels_are_in_the_language_of_whoever_presses(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(CHINESE_STAFF, "/meetings 大桥"))
    assert message["text"] == "提到“大桥”的文章共 1 篇：\n1. 2023年1月21日发布 · 区委召开大桥建设会议 · 南湖新闻"
    assert keys(message)[1] == [("按月份", "v1:months:"), ("全部会议", "v1:meetings:all:0")]
    tapped(telegram, message, "按月份", CHINESE_STAFF)
    months = tapped(telegram, message, "2024年（2）", CHINESE_STAFF)
    assert keys(months)[1] == [("5月（1）", "v1:meetings:2024-05:0"), ("4月（1）", "v1:meetings:2024-04:0")]


def test_what_a_button_leads_to_may_be_gone(telegram: StandIn) -> None:
    message = telegram.answer(telegram.world.says(STAFF, "/meetings"))
    telegram.world.presses(STAFF, message, "v1:meetings:p000000000000:0")
    telegram.wait(lambda: "no longer" in telegram.world.shown(message)["text"], "the word that it is gone")
    assert telegram.world.shown(message)["text"] == (
        "This list is no longer there. Please ask for it again with /meetings or /people."
    )
    for data in (
        "v1:meetings:9999-99:7",
        "v1:meetings:x:y",
        "v1:months:2024:3",
        "v1:people:",
        "v1:meetings:all:99999",
    ):
        telegram.world.presses(STAFF, telegram.answer(telegram.world.says(STAFF, "/people")), data)


def test_a_list_by_words_needs_the_command_above_it(telegram: StandIn) -> None:
    asked = telegram.world.says(STAFF, "/meetings bridge")
    message = telegram.answer(asked)
    again = telegram.world.presses(STAFF, message, "v1:meetings:r:0")
    assert "text" not in telegram.button_answer(again)
    message = telegram.answer(telegram.world.says(STAFF, "/meetings"))
    pressed = telegram.world.presses(STAFF, message, "v1:meetings:r:1", inaccessible=True)
    assert telegram.button_answer(pressed)["text"] == "This button no longer works. Please ask again."


# Pages, without a process


def entry(number: int) -> Entry:
    identity = f"{number:02}" * 16
    return Entry(Source(identity, f"Meeting {number}", date(2024, 1, number), None, None, None, None, 1, 1), None)


MANY = Listing(Kind.LISTED, tuple(entry(number) for number in range(19, 0, -1)), 19)


def test_a_long_list_is_turned_page_by_page() -> None:
    pages = [listed.meetings_page(MANY, "2024-01", number, "en") for number in (0, 1, 2, 9)]
    turning = [
        [(button.text, button.callback_data) for button in row]
        for each in pages
        if each.buttons
        for row in each.buttons.inline_keyboard[-2:-1]
    ]
    assert turning == [
        [("›", "v1:meetings:2024-01:1")],
        [("‹", "v1:meetings:2024-01:0"), ("›", "v1:meetings:2024-01:2")],
        [("‹", "v1:meetings:2024-01:1")],
        [("‹", "v1:meetings:2024-01:1")],
    ]
    assert pages[2].reply.text == (
        "19 articles, newest first:\n17. published 3 January 2024 · Meeting 3\n"
        "18. published 2 January 2024 · Meeting 2\n19. published 1 January 2024 · Meeting 1\n\nPage 3 of 3"
    )


def test_every_button_fits_into_what_telegram_takes_and_no_article_is_left_out() -> None:
    people = [Appearing(Person((f"名字很长很长{n}" * 9,)), frozenset({"a"})) for n in range(40)]
    pages = [listed.meetings_page(MANY, "p" + "f" * 12, number, "zh") for number in range(3)]
    pages += [listed.people_page(people, number, "zh") for number in range(3)]
    pages += [listed.years_page(MANY, "zh"), listed.months_page(MANY, 2024, "zh")]
    data = [str(b.callback_data) for p in pages if p.buttons for row in p.buttons.inline_keyboard for b in row]
    assert max(len(each.encode()) for each in data) <= 64
    opened = [each for each in data if each.startswith("v1:article:")]
    assert opened == [f"v1:article:{f'{number:02}' * 8}:0" for number in range(19, 0, -1)]
    assert sum(each.startswith("v1:meetings:p") and each[13:25] != "f" * 12 for each in data) == 40


def test_titles_cannot_break_the_list() -> None:
    hostile = replace(entry(1).source, title="א\u202eb\n\n2. forged", publisher="x" * 5000)
    text = listed.meetings_page(Listing(Kind.LISTED, (Entry(hostile, None),), 1), "all", 0, "en").reply.text
    assert text.startswith("1 article:\n1. published 1 January 2024 · \u2068אb 2. forged\u2069 · xxx")
    assert len(text) < 300
