"""The parts of reading on: pages, context, buttons, and what is kept for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.keyboards import Buttons, Kind, View, answer_of, deep_link, nearest_keyboard
from bot.leaves import Gone, Leaf, conversation_of, name_of, open_article, open_quote
from bot.pages import PAGE, context_message, page_at, page_message, pages
from bot.records.answer_log import Place
from bot.records.file import RecordFile
from bot.records.key import Key
from bot.records.replies import Replied, Replies
from bot.records.shown import Kept, Shown, ShownAnswers, shown_of, text_mark
from bot.records.votes import Fault, Vote, Votes
from tests import toy_articles
from tests.botapi.rules import check_keyboard, is_start_parameter, utf16
from tests.toy_answerer import BRIDGE, REVIEW, answered, quote
from tests.toy_encoder import ToyEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telegram import InlineKeyboardMarkup

    from knowledge.library import Library

KEPT = Kept("review", text_mark(toy_articles.REVIEW.text), 0, 89, ((50, 89),), 1)
SHOWN = Shown(Place.PRIVATE, "en", (KEPT, KEPT, KEPT))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[RecordFile]:
    file = RecordFile(tmp_path / "bot.db")
    yield file
    file.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    encoder = ToyEncoder()
    engine = toy_articles.open_engine(tmp_path_factory.mktemp("library"), encoder.model)
    toy_articles.put(engine, encoder, *toy_articles.ALL)
    return engine.library


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    assert keyboard is not None
    check_keyboard(keyboard.to_dict())
    return [[each.text for each in row] for row in keyboard.inline_keyboard]


# What is kept


def test_what_an_answer_shows_is_kept_without_its_question(file: RecordFile) -> None:
    article = toy_articles.REVIEW
    quoted = quote(article.text[:89], "Shao Panfeng presided over the meeting.")
    shown = shown_of(answered("A secret?", quoted), {"review": article}, Place.GROUP, "zh", "hash")
    ShownAnswers(file).add("abc", shown)
    assert ShownAnswers(file).find("abc") == shown
    assert shown.quotes == (Kept("review", text_mark(article.text), 0, 89, ((50, 89),), 2),)
    assert "secret" not in str(file.rows("SELECT * FROM shown"))


def test_an_unknown_answer_shows_nothing(file: RecordFile) -> None:
    assert ShownAnswers(file).find("abc") is None


def test_a_second_vote_takes_the_place_of_the_first_and_names_nobody(file: RecordFile) -> None:
    votes = Votes(file, Key(file))
    for person, vote in ((1001, Vote(True)), (1002, Vote(True)), (1001, Vote(False, Fault.OLD))):
        votes.cast("abc", person, vote)
    assert votes.of("abc") == [Vote(True), Vote(False, Fault.OLD)]
    assert "1001" not in {voter for (voter,) in file.rows("SELECT voter FROM votes")}


def test_the_key_stays_the_same_in_one_file(file: RecordFile, tmp_path: Path) -> None:
    other = RecordFile(tmp_path / "other.db")
    assert Key(file).hash("1001") == Key(file).hash("1001") != Key(other).hash("1001")
    other.close()


def test_replies_are_known_for_48_hours(file: RecordFile) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    replies = Replies(file, lambda: now)
    replies.keep(1, 11, 12, "abc")
    now += timedelta(hours=47)
    assert (replies.find(1, 11), replies.find(2, 11)) == (Replied(12, "abc"), None)
    assert replies.answer_in(1, 12) == "abc"
    now += timedelta(hours=2)
    assert replies.find(1, 11) is None
    replies.keep(1, 21, 22, None)
    assert file.rows("SELECT message FROM replies") == [(21,)]


# Opening


def test_a_quote_opens_in_its_article_with_a_link_to_the_marked_words(library: Library) -> None:
    leaf = open_quote(library, KEPT)
    assert isinstance(leaf, Leaf)
    assert leaf.quote is not None
    assert (leaf.quote.text, leaf.paragraph, leaf.at) == (toy_articles.REVIEW.text[:89], 1, 50)
    assert leaf.quote.source.link == (
        "https://news.example.org/review#:~:text=Shao%20Panfeng%20presided%20over%20the%20meeting."
    )


@pytest.mark.parametrize(
    ("article", "text", "gone"), [("review", "", Gone.CHANGED), ("never", KEPT.text, Gone.REMOVED)]
)
def test_what_is_no_longer_the_same_is_not_opened(library: Library, article: str, text: str, gone: Gone) -> None:
    assert open_quote(library, Kept(article, text, 0, 89, (), 1)) is gone


def test_an_article_is_found_by_its_name_only(library: Library) -> None:
    assert isinstance(open_article(library, "review"), Leaf)
    assert open_article(library, "rev") is Gone.REMOVED
    assert open_article(library, name_of("no such: article")) is Gone.REMOVED


@pytest.mark.parametrize("article", ["review", "a" * 99, "区委", "with:colon", "", "\ud800"])
def test_every_article_has_a_name_that_fits_links_and_buttons(article: str) -> None:
    link = deep_link("meetings_bot", name_of(article), 999999)
    assert is_start_parameter(link.partition("?start=")[2])


def test_a_conversation_comes_back_from_what_was_shown(library: Library) -> None:
    conversation = conversation_of(library, "Who?", SHOWN)
    assert conversation is not None
    assert conversation.last is not None
    assert [source.article for source in conversation.last.sources] == ["review"]
    assert conversation_of(library, "Who?", Shown(Place.PRIVATE, "en")) is None


# Pages


def test_the_context_is_the_paragraph_between_its_neighbours(library: Library) -> None:
    leaf = open_quote(library, KEPT)
    assert isinstance(leaf, Leaf)
    assert context_message(leaf, "zh").text == (
        f"{toy_articles.REVIEW.text}\nReview meeting on grassroots work · 2023年1月20日 · Harbour Gazette · 来源"
    )


def test_pages_hold_whole_paragraphs_and_together_all_of_the_article() -> None:
    sentence = "The council met again and spoke of the bridge. "
    text = "\n\n".join([sentence * 20, sentence * 10, sentence * 80, "😀" * 2000])
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append((at, at + len(part)))
        at += len(part) + 2
    cut = pages(text, spans)
    assert cut[0] == (spans[0][0], spans[1][1])
    assert "".join(text[a:b] for a, b in cut).replace("\n\n", "") == text.replace("\n\n", "")
    assert all(utf16(text[a:b]) <= PAGE for a, b in cut)


def test_a_page_is_found_by_the_paragraph_and_says_which_it_is(library: Library) -> None:
    leaf = open_article(library, "review", 2)
    assert isinstance(leaf, Leaf)
    assert page_at(leaf) == 0
    long = Leaf(leaf.article, [(0, 2), (2, 4)], 2)
    assert page_message(long, 7, "en").text.splitlines()[1] == "20 January 2023 · Harbour Gazette · source"


# Buttons


@pytest.mark.parametrize("view", [View(), View(Kind.CONTEXT, 7), View(Kind.ARTICLE, 2, 13)])
def test_a_view_is_read_from_its_button(view: View) -> None:
    assert View.read(view.code) == view


@pytest.mark.parametrize("code", ["", "q", "x1", "q1-", "q-1", "q1:2", "q9999"])
def test_no_other_text_is_a_view(code: str) -> None:
    assert View.read(code) is None


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (View(), [["More (2)", "In context", "Article"], ["Source", "👍", "👎"]]),
        (View(Kind.QUOTE, 1), [["‹ Quote 1", "Quote 3 ›"], ["In context", "Article", "Source"], ["👍", "👎"]]),
        (View(Kind.QUOTE, 2), [["‹ Quote 2"], ["In context", "Article", "Source"], ["👍", "👎"]]),
        (View(Kind.CONTEXT, 1), [["‹ Quote", "Article", "Source"], ["👍", "👎"]]),
        (View(Kind.ARTICLE, 0, 1), [["‹", "2 / 3", "›"], ["‹ Quote", "Source"], ["👍", "👎"]]),
    ],
)
def test_there_are_at_most_three_buttons_a_row(view: View, rows: list[list[str]]) -> None:
    keyboard = Buttons("A1b-_2c3", SHOWN, "meetings_bot").under(view, REVIEW, 3)
    assert labels(keyboard) == rows
    assert answer_of(keyboard) == "A1b-_2c3"


def test_where_nothing_is_kept_nobody_is_asked_for_a_vote() -> None:
    keyboard = Buttons("abc", SHOWN, "meetings_bot", votes=False).under(View(), None)
    assert labels(keyboard) == [["More (2)", "In context", "Article"]]


def test_the_nearest_articles_open_here_in_private_and_there_elsewhere() -> None:
    private = nearest_keyboard([BRIDGE], "meetings_bot", "en", private=True)
    group = nearest_keyboard([BRIDGE], "meetings_bot", "en", private=False)
    assert labels(private) == labels(group) == [["Council approves the new bridge · 3 May 2024"]]
    assert private is not None
    assert group is not None
    assert private.inline_keyboard[0][0].callback_data == "v1:open:bridge:1"
    assert group.inline_keyboard[0][0].url == "https://t.me/meetings_bot?start=a_bridge_1"
    assert nearest_keyboard([], "meetings_bot", "en", private=True) is None
