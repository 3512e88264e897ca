"""Answers as Telegram messages: complete text and formatting, and always within Telegram's rules."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messages import Reply, answer_message, clean
from bot.texts import LONGEST_LABEL
from retrieval.answer import Answer, Entry, Kind, Listing, Quote, Reason, Role, Source
from tests.botapi.rules import check_entities, check_text, utf16
from tests.toy_answerer import (
    BEST,
    BRIDGE,
    CHINESE,
    FURTHER,
    LIST,
    LONG_TITLE,
    MARKUP,
    PRESIDES,
    REVIEW,
    answered,
    listed,
    quote,
    refused,
)


def shown(reply: Reply) -> list[tuple[str, str]]:
    """Each entity as its kind and the text it covers, read the way Telegram does."""
    units = reply.text.encode("utf-16-le")
    return [
        (str(each.type), units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le"))
        for each in reply.entities
    ]


def check(reply: Reply) -> None:
    """Holds a message against everything Telegram would refuse."""
    entities = [each.to_dict() for each in reply.entities]
    check_entities(check_text(reply.text, entities), entities)


def test_an_answer_is_the_best_quote_marked_and_its_source() -> None:
    reply = answer_message(answered("Who presided?", BEST, FURTHER))
    assert reply.text == (
        "The review meeting was held on 19 January. Shao Panfeng presided over it. Six offices reported.\n"
        "Review meeting on grassroots governance held · 20 January 2023 · Nanhu District News · source"
    )
    assert shown(reply) == [
        ("blockquote", BEST.text),
        ("bold", "Shao Panfeng presided over it."),
        ("text_link", "source"),
    ]
    assert reply.entities[2].url == "https://news.example.org/2023/review#:~:text=Shao%20Panfeng%20presided"


def test_a_follow_up_says_which_question_it_goes_on_with() -> None:
    earlier = "What about\u202e <b>the bridge</b>?\n" * 99
    reply = answer_message(dataclasses.replace(answered("and how?", FURTHER), followed=earlier))
    label, text, source = reply.text.split("\n")
    assert label.startswith("About: What about <b>the bridge</b>? What about <b>")
    assert label.endswith("…")
    assert utf16(label) <= 7 + LONGEST_LABEL
    assert (text, source) == ("The bridge is approved.", "Council approves the new bridge · 3 May 2024")
    assert shown(reply) == [("blockquote", "The bridge is approved.")]


def test_a_chinese_follow_up_says_so_in_chinese() -> None:
    answer = dataclasses.replace(answered("那么？", CHINESE, language="zh"), followed="谁主持了会议？")
    assert answer_message(answer).text.startswith("接着问：谁主持了会议？\n会议由邵潘锋主持。")


def test_a_chinese_answer_has_chinese_labels() -> None:
    reply = answer_message(answered("谁主持了会议？", CHINESE, language="zh"))
    assert reply.text == (
        "会议由邵潘锋主持。六个办公室作了汇报。\n基层治理复盘会召开 · 2023年1月20日 · 南湖新闻 · 来源"
    )
    assert shown(reply)[1:] == [("bold", "会议由邵潘锋主持。"), ("text_link", "来源")]


def test_a_torn_sentence_says_so_below_the_quote() -> None:
    reply = answer_message(answered("?", dataclasses.replace(FURTHER, torn=True)))
    assert reply.text == (
        "The bridge is approved.\n"
        "[…] part of a sentence that is too long to be shown whole\n"
        "Council approves the new bridge · 3 May 2024"
    )
    assert shown(reply) == [("blockquote", "The bridge is approved.")]


def test_other_articles_that_say_the_same_are_one_line() -> None:
    reply = answer_message(answered("?", dataclasses.replace(FURTHER, also=(REVIEW, BRIDGE))))
    assert reply.text == (
        "The bridge is approved.\n"
        "Council approves the new bridge · 3 May 2024\n"
        "also in: Review meeting on grassroots governance held · 20 January 2023 · Nanhu District News; "
        "Council approves the new bridge · 3 May 2024"
    )


def test_markup_and_emoji_in_articles_are_shown_as_they_are() -> None:
    reply = answer_message(answered("?", MARKUP))
    assert reply.text == (
        "Costs < 5 & > 3: <b>not bold</b> &amp; 👩‍👩‍👧 then <i>this</i>.\n"
        "<b>&</b> Sons 🏛 · 20 January 2023 · R&D <News> · source"
    )
    assert shown(reply)[1:] == [("bold", "<b>not bold</b> &amp; 👩‍👩‍👧"), ("text_link", "source")]


def test_a_title_of_4000_characters_is_shortened() -> None:
    reply = answer_message(answered("?", LONG_TITLE))
    assert reply.text == (
        "A short text.\n" + "Very long " * 19 + "Very long… · 20 January 2023 · Nanhu District News · source"
    )
    check(reply)


def test_a_quote_of_many_sentences_is_cut_after_one_and_folded() -> None:
    sentences = "".join(f"Sentence number {number} is here. " for number in range(200)).strip()
    reply = answer_message(answered("?", quote(sentences, "Sentence number 0 is here.")))
    block, marked, _ = shown(reply)
    assert block[0] == "expandable_blockquote"
    assert block[1].endswith("is here. […]")
    assert sentences.startswith(block[1].removesuffix(" […]"))
    assert 2300 < utf16(block[1]) <= 2410
    assert marked == ("bold", "Sentence number 0 is here.")


def test_a_mark_far_down_a_long_quote_is_what_is_shown() -> None:
    text = "Nothing of note. " * 200 + "Shao Panfeng presided. " + "Nothing more. " * 200
    reply = answer_message(answered("?", quote(text.strip(), "Shao Panfeng presided.")))
    block, marked, _ = shown(reply)
    assert block[1].startswith("[…] Shao Panfeng presided. Nothing more. ")
    assert block[1].endswith("Nothing more. […]")
    assert marked == ("bold", "Shao Panfeng presided.")


def test_characters_that_telegram_takes_out_do_not_shift_the_marks() -> None:
    text = "\u202bTab\there,\r\nthen\u2028a \x07bell: this is it\r, \u202etruly."
    reply = answer_message(answered("?", quote(text, "this is it\r")))
    assert shown(reply)[:2] == [
        ("blockquote", "Tab here,\nthen\na  bell: this is it, truly."),
        ("bold", "this is it"),
    ]
    check(reply)


def test_blank_edges_of_quotes_and_marks_are_left_out() -> None:
    reply = answer_message(answered("?", quote("  One. Two. \n", " Two. \n")))
    assert shown(reply)[:2] == [("blockquote", "One. Two."), ("bold", "Two.")]


def test_overlapping_and_countless_marks_stay_valid() -> None:
    crossing = dataclasses.replace(BEST, marks=((0, 10), (5, 20), (5, 8), (30, 30)))
    assert [covered for kind, covered in shown(answer_message(answered("?", crossing))) if kind == "bold"] == [
        "The review",
        "meeting w",
    ]
    dotted = Quote("a " * 200, 0, 400, tuple((n, n + 1) for n in range(0, 400, 2)), 1.0, REVIEW)
    check(answer_message(answered("?", *[dotted] * 9)))


def test_right_to_left_titles_do_not_turn_the_line_round() -> None:
    hebrew = dataclasses.replace(BRIDGE, title="אישור הגשר", publisher="חדשות\u2067")
    reply = answer_message(answered("?", quote("טקסט.", "טקסט.", hebrew)))
    assert reply.text == "טקסט.\n\u2068אישור הגשר\u2069 · 3 May 2024 · \u2068חדשות\u2069"
    assert shown(reply) == [("blockquote", "טקסט."), ("bold", "טקסט.")]


@pytest.mark.parametrize(
    ("link", "url", "opened"),
    [
        ("https://a.example/#:~:text=x", "https://a.example/", "https://a.example/#:~:text=x"),
        (None, "http://a.example/", "http://a.example/"),
        ("javascript:alert(1)", "https://a.example/", "https://a.example/"),
        ("file:///etc/passwd", "/home/x.txt", None),
        ("https://a.example/a b", None, None),
        ("https://", "https://[broken", None),
        ("https://a.example/" + "x" * 3000, "https://a.example/", "https://a.example/"),
    ],
)
def test_only_web_addresses_are_linked(link: str | None, url: str | None, opened: str | None) -> None:
    reply = answer_message(answered("?", quote("Text.", source=dataclasses.replace(BRIDGE, link=link, url=url))))
    assert [each.url for each in reply.entities if each.type == MessageEntity.TEXT_LINK] == (
        [opened] if opened else []
    )
    assert reply.text.endswith(" · source") is bool(opened)


def test_a_refusal_names_the_nearest_articles_as_no_answer() -> None:
    reply = answer_message(refused("?", Reason.NOTHING_CLOSE, nearest=(BRIDGE, REVIEW)))
    assert reply.text == (
        "I found nothing in the library that answers this question. The library has 60 articles, published "
        "between 19 January 2022 and 3 May 2024, by Nanhu District News and Harbour Gazette.\n"
        "\n"
        "These articles come nearest, but are not an answer:"
    )
    assert shown(reply) == []


def test_a_refusal_says_whom_to_ask_where_that_is_set() -> None:
    reply = answer_message(refused("?", Reason.EMPTY_LIBRARY), "zh", contact="Lin,\n2024")
    assert reply.text.endswith("\n\n可以询问：Lin, 2024")


def test_labels_are_in_the_language_that_is_asked_for_else_in_that_of_the_question() -> None:
    answer = answered("谁主持了会议？", CHINESE, language="zh")
    assert answer_message(answer, "en").text.endswith("基层治理复盘会召开 · 20 January 2023 · 南湖新闻 · source")
    assert answer_message(answer).text.endswith("基层治理复盘会召开 · 2023年1月20日 · 南湖新闻 · 来源")


def test_a_refusal_without_nearest_articles_is_the_sentence_alone() -> None:
    reply = answer_message(refused("?", Reason.NAME_UNKNOWN, unknown=("X" * 5000,), language="zh"))
    assert reply == Reply(
        f"资料库中从未提到“{'X' * 79}…”。资料库中有 60 篇文章，发布于2022年1月19日至2024年5月3日，"
        "来自Nanhu District News和Harbour Gazette。"
    )


def test_a_list_is_its_count_then_an_entry_a_line_with_its_sentence() -> None:
    reply = answer_message(listed("Which meetings did Shao Panfeng attend?", LIST))
    assert reply.text == (
        "2 articles that mention “Shao Panfeng”, newest first:\n"
        "• published 3 May 2024 · Council approves the new bridge\n"
        "• 19 January 2023 · Review meeting on grassroots governance held · Nanhu District News\n"
        "Shao Panfeng presided over it."
    )
    assert shown(reply) == [
        ("text_link", "Review meeting on grassroots governance held"),
        ("blockquote", "Shao Panfeng presided over it."),
        ("bold", "Shao Panfeng"),
    ]
    assert reply.entities[0].url == REVIEW.link


def test_a_chinese_list_has_chinese_labels() -> None:
    listing = dataclasses.replace(LIST, role=Role.PRESIDED, first=date(2023, 1, 1), last=date(2024, 12, 31))
    assert answer_message(listed("?", listing, "zh")).text.splitlines()[:2] == [
        "关于2023年1月1日至2024年12月31日会议、提到“Shao Panfeng”主持的文章共 2 篇，由近到远：",
        "• 2024年5月3日发布 · Council approves the new bridge",
    ]


def test_a_list_that_is_too_long_says_how_many_more_and_ends_with_a_whole_entry() -> None:
    entries = tuple(Entry(dataclasses.replace(REVIEW, title=f"Meeting {n}"), PRESIDES) for n in range(500))
    reply = answer_message(listed("?", dataclasses.replace(LIST, entries=entries, total=500)))
    *_, sentence, last = reply.text.splitlines()
    count = reply.text.count("\n• ")
    assert last == f"{500 - count} more fit. Name a shorter period to see them."
    assert sentence == "Shao Panfeng presided over it."
    assert count > 20
    check(reply)


def test_a_list_without_sentences_fills_the_message() -> None:
    entries = tuple(Entry(dataclasses.replace(BRIDGE, title=f"Meeting {n}"), None) for n in range(500))
    reply = answer_message(listed("?", Listing(Kind.COUNTED, entries, 500)))
    assert reply.text.startswith("500 articles, newest first:\n• published 3 May 2024 · Meeting 0\n")
    assert 3900 < utf16(reply.text) <= 4096
    check(reply)


# Hostile articles: every kind of character, lone blanks, marks anywhere.

TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("😀\u202e\t\r\n א\u0301。.")), max_size=99)
SOURCES = st.builds(
    Source,
    article=st.just("a"),
    title=st.builds(str.__mul__, TEXTS, st.sampled_from([1, 80])).map(lambda title: "T" + title),
    date=st.one_of(st.none(), st.dates(date(1900, 1, 1))),
    meeting_date=st.none(),
    publisher=st.one_of(st.none(), TEXTS),
    url=st.one_of(st.none(), TEXTS.map(lambda path: f"https://a.example/{path}")),
    link=st.none(),
    paragraph=st.just(1),
    paragraphs=st.just(1),
)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(TEXTS) * draw(st.sampled_from([1, 1, 60]))
    places = st.integers(0, len(text))
    marks = draw(st.lists(st.tuples(places, places).map(lambda pair: (min(pair), max(pair))), max_size=4))
    return Quote(text, 0, len(text), tuple(marks), 1.0, draw(SOURCES))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    language = draw(st.sampled_from(["en", "zh", "de"]))
    if draw(st.booleans()):
        entries = draw(st.lists(st.builds(Entry, SOURCES, st.one_of(st.none(), quotes())), min_size=1, max_size=6))
        many = tuple(entries * draw(st.sampled_from([1, 40])))
        people = tuple(draw(st.lists(TEXTS, max_size=2)))
        return listed("?", Listing(draw(st.sampled_from(Kind)), many, len(many), people, topic=draw(TEXTS)), language)
    if draw(st.booleans()):
        followed = draw(st.one_of(st.none(), TEXTS.map(lambda text: "Q" + text)))
        found = answered("?", *draw(st.lists(quotes(), min_size=1, max_size=4)), language=language)
        return dataclasses.replace(found, followed=followed)
    nearest, unknown = draw(st.lists(SOURCES, max_size=7)), draw(st.lists(TEXTS, max_size=5))
    reason = draw(st.sampled_from(Reason))
    return refused("?", reason, nearest=tuple(nearest), unknown=tuple(unknown), language=language)


@settings(max_examples=100, deadline=None)
@given(answers())
def test_no_article_whatsoever_makes_a_message_that_telegram_refuses(answer: Answer) -> None:
    check(answer_message(answer))


@settings(max_examples=60, deadline=None)
@given(quotes())
def test_what_is_shown_is_word_for_word_in_the_article(quoted: Quote) -> None:
    covered = [text for kind, text in shown(answer_message(answered("?", quoted))) if kind.endswith("quote")]
    for text in covered:
        assert text.removeprefix("[…] ").removesuffix(" […]") in clean(quoted.text)
