"""Reading on from an answer, with the real engine over the toy articles, over HTTP with a real process."""

from __future__ import annotations

import copy
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.botapi.process import CHINESE_STAFF, STAFF, Bot, running_bot
from tests.botapi.server import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.botapi.rules import Json

QUESTION = "Who presided over the review meeting?"
PRESIDED = (
    "The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.\n"
    "Review meeting on grassroots work · 20 January 2023 · Harbour Gazette · source"
)
CONTEXT = (
    "The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.\n\n"
    "Six secretaries reported. The bridge and the school were named as unfinished work.\n"
    "Review meeting on grassroots work · 20 January 2023 · Harbour Gazette · source"
)
ARTICLE = (
    "Review meeting on grassroots work\n20 January 2023 · Harbour Gazette · source\n\n"
    "The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.\n\n"
    "Six secretaries reported. The bridge and the school were named as unfinished work."
)
BRIDGE = (
    "The council approved the new bridge by six votes to two.\n"
    "Council approves the new bridge · 3 May 2024 · Harbour Gazette"
)
COST = "The bridge will cost 10,000 crowns.\nCouncil approves the new bridge · 3 May 2024 · Harbour Gazette"
LINK = "https://news.example.org/review#:~:text=Shao%20Panfeng%20presided%20over%20the%20meeting."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[tuple[StandIn, Bot]]:
    with (
        StandIn() as stand_in,
        running_bot(
            stand_in.base_url,
            folder,
            token=stand_in.token,
            TOY_LIBRARY="1",
            MEETINGS_DATA_DIR=str(folder),
            MEETINGS_CONTACT="Lin, room 4",
        ) as bot,
    ):
        stand_in.wait(lambda: stand_in.polls > 0, "the bot to start polling")
        yield stand_in, bot
        assert bot.stop() == 0, bot.log


@pytest.fixture
def telegram(running: tuple[StandIn, Bot]) -> Iterator[StandIn]:
    stand_in, bot = running
    yield stand_in
    stand_in.settle()
    refused, stand_in.violations = stand_in.violations, []
    assert refused == []
    assert "Traceback" not in bot.log


def labels(message: Json) -> list[list[str]]:
    return [[str(each["text"]) for each in row] for row in message["reply_markup"]["inline_keyboard"]]


def tap(telegram: StandIn, message: Json, label: str) -> Json:
    """The message after its button was pressed."""
    before = copy.deepcopy(telegram.world.shown(message))
    telegram.button_answer(telegram.world.taps(STAFF, message, label))
    telegram.wait(lambda: telegram.world.shown(message) != before, f"the message to change after {label!r}")
    return telegram.world.shown(message)


def toast(telegram: StandIn, message: Json, label: str) -> Any:
    return telegram.button_answer(telegram.world.taps(STAFF, message, label)).get("text")


def votes(folder: Path) -> list[tuple[int, str | None]]:
    with closing(sqlite3.connect(folder / "bot.db")) as database:
        return database.execute("SELECT good, reason FROM votes ORDER BY at DESC LIMIT 9").fetchall()


def test_an_answer_opens_its_context_its_article_and_its_source(telegram: StandIn) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, QUESTION))
    assert (answer["text"], labels(answer)) == (PRESIDED, [["In context", "Article", "Source"], ["👍", "👎"]])
    assert answer["reply_markup"]["inline_keyboard"][0][2]["url"] == LINK
    context = tap(telegram, answer, "In context")
    assert (context["text"], labels(context)) == (CONTEXT, [["‹ Quote", "Article", "Source"], ["👍", "👎"]])
    assert {"type": "bold", "offset": 50, "length": 39} in context["entities"]
    article = tap(telegram, answer, "Article")
    assert (article["text"], labels(article)) == (ARTICLE, [["‹ Quote", "Source"], ["👍", "👎"]])
    back = tap(telegram, answer, "‹ Quote")
    assert (back["text"], labels(back)) == (PRESIDED, [["In context", "Article", "Source"], ["👍", "👎"]])


def test_more_turns_to_the_further_quotes_and_back(telegram: StandIn) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, "bridge council"))
    assert (answer["text"], labels(answer)) == (BRIDGE, [["More (1)", "In context", "Article"], ["👍", "👎"]])
    second = tap(telegram, answer, "More (1)")
    assert second["text"] == f"Quote 2 of 2\n{COST}"
    assert labels(second) == [["‹ Quote 1"], ["In context", "Article"], ["👍", "👎"]]
    assert tap(telegram, answer, "‹ Quote 1")["text"] == BRIDGE


def test_a_vote_counts_once_a_person_and_is_asked_for_its_reason(telegram: StandIn, folder: Path) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, QUESTION))
    before = len(votes(folder))
    assert toast(telegram, answer, "👍") == "Thank you!"
    assert toast(telegram, answer, "👎") == "Thank you. What was wrong with it?"
    telegram.wait(lambda: "Out of date" in str(telegram.world.shown(answer)), "the reasons")
    assert labels(telegram.world.shown(answer)) == [
        ["Wrong article", "Wrong passage"],
        ["Out of date", "Not an answer"],
        ["‹ Back"],
    ]
    assert toast(telegram, answer, "Out of date") == "Thank you!"
    telegram.wait(lambda: "Out of date" not in str(telegram.world.shown(answer)), "the buttons to come back")
    assert labels(telegram.world.shown(answer)) == [["In context", "Article", "Source"], ["👍", "👎"]]
    assert len(votes(folder)) == before + 1
    assert (0, "old") in votes(folder)


def test_a_refusal_says_whom_to_ask_and_opens_the_nearest_articles(telegram: StandIn) -> None:
    refusal = telegram.answer(telegram.world.says(STAFF, "Who renews passports for the secretaries?"))
    assert refusal["text"] == (
        "I found nothing in the library that answers this question. The library has 6 articles, published between "
        "20 January 2023 and 3 May 2024, by Harbour Gazette, District News and 南湖新闻.\n\n"
        "Ask: Lin, room 4\n\n"
        "These articles come nearest, but are not an answer:"
    )
    opened = next(row[0] for row in labels(refusal) if row[0].startswith("Review"))
    assert opened == "Review meeting on grassroots work · 20 January 2023"
    telegram.button_answer(telegram.world.taps(STAFF, refusal, opened))
    telegram.wait(lambda: bool(telegram.answers(refusal)), "the article")
    article = telegram.answers(refusal)[0]
    assert (article["text"], labels(article)) == (ARTICLE, [["Source"]])
    for page in ("0", "7", "x"):
        assert "text" not in telegram.button_answer(telegram.world.presses(STAFF, article, f"v1:page:review:{page}"))
    gone = telegram.button_answer(telegram.world.presses(STAFF, article, "v1:page:never:0"))
    assert (gone["text"], gone["show_alert"]) == ("This article is no longer in the library.", True)


@pytest.mark.parametrize("data", ["v1:see:{}:q9", "v1:see:{}:x", "v1:see:{}", "v1:up:gone:q0", "v1:why:gone:old:q0"])
def test_a_button_that_makes_no_sense_is_answered(telegram: StandIn, data: str) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, QUESTION))
    own = answer["reply_markup"]["inline_keyboard"][1][0]["callback_data"].split(":")[2]
    telegram.button_answer(telegram.world.presses(STAFF, answer, data.format(own)))
    assert telegram.world.shown(answer)["text"] == PRESIDED


@pytest.mark.parametrize(
    ("payload", "begins"),
    [
        ("a_review_2", "Review meeting on grassroots work\n"),
        ("a_review_999", "Review meeting on grassroots work\n"),
        ("a_nothing_1", "This article is no longer in the library."),
        ("ask", "I answer questions about meetings"),
        ("a_review", "I answer questions about meetings"),
        ("a__1", "I answer questions about meetings"),
        ("a_-_-_9", "This article is no longer in the library."),
    ],
)
def test_a_link_opens_an_article_and_anything_else_the_greeting(telegram: StandIn, payload: str, begins: str) -> None:
    assert telegram.answer(telegram.world.opens_link(STAFF, payload))["text"].startswith(begins)


def test_in_a_group_the_article_opens_in_the_private_chat(telegram: StandIn) -> None:
    group = telegram.world.group(-100501)
    answer = telegram.answer(telegram.world.says_in(group, STAFF, f"/ask@meetings_bot {QUESTION}"))
    url = answer["reply_markup"]["inline_keyboard"][0][1]["url"]
    start = url.removeprefix("https://t.me/meetings_bot?start=")
    opened = telegram.answer(telegram.world.opens_link(STAFF, start))
    assert opened["text"] == ARTICLE
    assert {"type": "bold", "offset": 128, "length": 39} in opened["entities"]


def test_an_edited_question_changes_its_answer_in_place(telegram: StandIn) -> None:
    question = telegram.world.says(STAFF, QUESTION)
    answer = telegram.answer(question)
    telegram.world.edits(question, "bridge council")
    telegram.wait(lambda: telegram.world.shown(answer)["text"] == BRIDGE, "the new answer")
    edits = len(telegram.called("editMessageText"))
    telegram.world.edits(question, "bridge council")
    telegram.answer(telegram.world.says(STAFF, "/help"))
    assert len(telegram.called("editMessageText")) == edits
    assert len(telegram.answers(question)) == 1


def test_an_edited_question_whose_answer_is_gone_is_answered_anew(telegram: StandIn) -> None:
    question = telegram.world.says(STAFF, QUESTION)
    telegram.world.deletes(telegram.answer(question))
    telegram.world.edits(question, "bridge council")
    telegram.wait(lambda: any(each["text"] == BRIDGE for each in telegram.answers(question)), "a fresh answer")
    assert len(telegram.violations) == 1, "nobody can know beforehand that a message was deleted"
    assert "message to edit not found" in str(telegram.violations.pop())


def test_inline_mode_offers_quotes_that_are_sent_with_their_question(telegram: StandIn) -> None:
    given = telegram.inline_answer(telegram.world.asks_inline(STAFF, QUESTION))
    assert (given["is_personal"], given["cache_time"], "button" in given) == (True, 1, False)
    first = given["results"][0]
    assert first["title"] == "Review meeting on grassroots work"
    assert first["description"] == "20 January 2023 · Harbour Gazette · Shao Panfeng presided over the meeting."
    assert first["input_message_content"]["message_text"] == f"Question: {QUESTION}\n{PRESIDED}"
    sent = telegram.world.chooses_inline(STAFF, first, telegram.world.elsewhere(-100777))
    assert labels(sent) == [["Article", "Source"], ["👍", "👎"]]
    assert toast(telegram, sent, "👎") == "Thank you. What was wrong with it?"
    telegram.wait(lambda: "‹ Back" in str(telegram.world.shown(sent)), "the reasons")
    telegram.button_answer(telegram.world.taps(STAFF, sent, "‹ Back"))
    telegram.wait(lambda: "‹ Back" not in str(telegram.world.shown(sent)), "the way back")
    assert telegram.world.shown(sent)["text"] == f"Question: {QUESTION}\n{PRESIDED}"


@pytest.mark.parametrize(
    ("query", "button"),
    [
        ("", "Write a question about a meeting"),
        ("who", "Write a question about a meeting"),
        ("How do I renew a passport?", "Nothing found – ask in private chat"),
    ],
)
def test_inline_mode_without_an_answer_leads_to_the_private_chat(telegram: StandIn, query: str, button: str) -> None:
    given = telegram.inline_answer(telegram.world.asks_inline(STAFF, query))
    assert (given["results"], given["button"]) == ([], {"text": button, "start_parameter": "ask"})


def test_an_inline_query_that_is_out_of_date_is_not_looked_up(telegram: StandIn) -> None:
    older = telegram.world.asks_inline(STAFF, "Who presided over the")
    newer = telegram.world.asks_inline(STAFF, QUESTION)
    assert telegram.inline_answer(older)["results"] == []
    assert "button" not in telegram.inline_answer(older)
    assert telegram.inline_answer(newer)["results"] != []


def test_labels_speak_the_language_of_the_person(telegram: StandIn) -> None:
    answer = telegram.answer(telegram.world.says(CHINESE_STAFF, "bridge council"))
    assert labels(answer) == [["更多 (1)", "上下文", "全文"], ["👍", "👎"]]


def test_after_a_restart_old_buttons_and_replies_work_and_what_is_gone_says_so(tmp_path: Path) -> None:
    with StandIn() as stand_in:

        def bot() -> Any:
            return running_bot(
                stand_in.base_url, tmp_path, token=stand_in.token, TOY_LIBRARY="1", MEETINGS_DATA_DIR=str(tmp_path)
            )

        with bot() as first:
            answer = stand_in.answer(stand_in.world.says(STAFF, "bridge council"))
            assert first.stop() == 0, first.log
        with bot() as second:
            assert tap(stand_in, answer, "More (1)")["text"] == f"Quote 2 of 2\n{COST}"
            followed = stand_in.answer(stand_in.world.replies(STAFF, answer, "What did it cost?"))
            assert followed["text"] == f"About: bridge council\n{COST}"
            with closing(sqlite3.connect(tmp_path / "library.db")) as library:
                library.execute("UPDATE versions SET text = text || '!' WHERE article = 'bridge'")
                library.commit()
            assert toast(stand_in, answer, "In context") == (
                "This article has been changed since I quoted it. Please ask again."
            )
            with closing(sqlite3.connect(tmp_path / "bot.db")) as records:
                records.execute("DELETE FROM shown")
                records.commit()
            assert toast(stand_in, answer, "In context") == (
                "I no longer have what belongs to this button. Please ask again."
            )
            assert second.stop() == 0, second.log
        assert stand_in.violations == []
