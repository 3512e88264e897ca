"""The sentences people read: complete, in both languages."""

from __future__ import annotations

import dataclasses
from datetime import date
from string import Formatter

import pytest

from bot import texts
from bot.phrases import EN, ZH, phrases
from retrieval.answer import Coverage, Kind, Listing, Reason, Role
from tests.toy_answerer import BRIDGE, REVIEW, refused

COVERAGE_EN = (
    "The library has 60 articles, published between 19 January 2022 and 3 May 2024, "
    "by Nanhu District News and Harbour Gazette."
)
COVERAGE_ZH = "资料库中有 60 篇文章，发布于2022年1月19日至2024年5月3日，来自Nanhu District News和Harbour Gazette。"
DAY = date(2023, 1, 20)


@pytest.mark.parametrize(
    ("reason", "unknown", "sentence"),
    [
        (Reason.NOTHING_CLOSE, (), "I found nothing in the library that answers this question. "),
        (Reason.NOTHING_IN_PERIOD, (), "No article in the library falls in the period you asked about. "),
        (
            Reason.NOTHING_IN_PERIOD,
            ("after:2030-01-01",),
            "No article in the library fits “after:2030-01-01”. ",
        ),
        (Reason.NAME_UNKNOWN, ("Bob Smith",), "The library never mentions “Bob Smith”. "),
        (Reason.NOTHING_FITS, ("Bob", "flood"), "No article in the library mentions “Bob” and “flood”. "),
        (Reason.NAME_UNKNOWN, ("Bob", "Eve"), "The library never mentions “Bob” or “Eve”. "),
        (
            Reason.NAME_UNKNOWN,
            ("A", "B", "C", "D", "E"),
            "The library never mentions “A”, “B”, “C” and 2 more. ",
        ),
        (Reason.NO_SUCH_WORDS, ("red roots",), "No paragraph in the library holds “red roots” word for word. "),
        (Reason.NAME_UNKNOWN, (), "I found nothing in the library that answers this question. "),
        (
            Reason.NOT_UNDERSTOOD,
            (),
            "I did not find a question in that. Ask about a meeting in a whole sentence, "
            "for example: “Who presided over the review meeting?” ",
        ),
    ],
)
def test_a_refusal_says_why_and_what_the_library_covers(
    reason: Reason, unknown: tuple[str, ...], sentence: str
) -> None:
    assert texts.refusal(refused("?", reason, unknown=unknown)) == sentence + COVERAGE_EN


def test_a_refusal_is_in_the_language_of_the_question() -> None:
    answer = refused("?", Reason.NAME_UNKNOWN, unknown=("王五", "赵六"), language="zh")
    assert texts.refusal(answer) == "资料库中从未提到“王五”或“赵六”。" + COVERAGE_ZH


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_own_sentence(reason: Reason, language: str) -> None:
    sentences = {texts.refusal(refused("?", each, unknown=("x",), language=language)): each for each in Reason}
    assert len(sentences) == len(Reason)
    assert reason in sentences.values()


def test_an_empty_library_is_said_to_be_empty() -> None:
    answer = refused("?", Reason.EMPTY_LIBRARY, coverage=Coverage(0, None, None, ()))
    assert texts.refusal(answer) == (
        "The library has no articles yet. "
        "There is nothing to answer from yet; a maintainer has to load articles first."
    )


@pytest.mark.parametrize(
    ("covered", "english", "chinese"),
    [
        (Coverage(0, None, None, ()), "The library has no articles yet.", "资料库中还没有文章。"),
        (Coverage(1, None, None, ()), "The library has 1 article.", "资料库中有 1 篇文章。"),
        (
            Coverage(1, DAY, DAY, ("Gazette",)),
            "The library has 1 article, published on 20 January 2023, by Gazette.",
            "资料库中有 1 篇文章，发布于2023年1月20日，来自Gazette。",
        ),
        (
            Coverage(2, None, None, ()),
            "The library has 2 articles, none of them dated.",
            "资料库中有 2 篇文章，均未注明日期。",
        ),
        (
            Coverage(9, DAY, DAY, ("甲", "乙", "丙", "丁")),
            "The library has 9 articles, published on 20 January 2023, by 甲, 乙, 丙 and 1 more.",
            "资料库中有 9 篇文章，发布于2023年1月20日，来自甲、乙、丙等。",
        ),
    ],
)
def test_coverage_is_one_sentence(covered: Coverage, english: str, chinese: str) -> None:
    assert texts.coverage(covered, "en") == english
    assert texts.coverage(covered, "zh") == chinese


@pytest.mark.parametrize(
    ("listing", "english", "chinese"),
    [
        (Listing(Kind.COUNTED, (), 7), "7 articles:", "资料库中的文章共 7 篇："),
        (
            Listing(Kind.LISTED, (), 1, first=date(2022, 7, 1), last=date(2022, 7, 31)),
            "1 article about meetings in July 2022:",
            "关于2022年7月会议的文章共 1 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 2, topic="flood", first=date(2022, 1, 1), last=date(2022, 12, 31)),
            "2 articles about meetings in 2022 that mention “flood”:",
            "关于2022年会议、提到“flood”的文章共 2 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 1, first=DAY, last=DAY),
            "1 article about meetings on 20 January 2023:",
            "关于2023年1月20日会议的文章共 1 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 2, first=DAY, last=date.max),
            "2 articles about meetings since 20 January 2023:",
            "关于2023年1月20日以来会议的文章共 2 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 2, first=date.min, last=DAY),
            "2 articles about meetings until 20 January 2023:",
            "关于截至2023年1月20日会议的文章共 2 篇：",
        ),
        (
            Listing(Kind.LATEST, (), 2, people=("A", "B"), place="Luxiang"),
            "The latest of 2 articles that mention “A”, “B” and “Luxiang”:",
            "提到“A”、“B”和“Luxiang”的文章共 2 篇，最近的是：",
        ),
        (
            Listing(Kind.EARLIEST, (), 2, people=("A",), role=Role.SPOKE),
            "The earliest of 2 articles in which “A” spoke:",
            "提到“A”讲话的文章共 2 篇，最早的是：",
        ),
        (
            Listing(Kind.LISTED, (), 1, place="Town Hall", placed=True),
            "1 article with a meeting in “Town Hall”:",
            "会议地点为“Town Hall”的文章共 1 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 2, people=("A",), organiser="council"),
            "2 articles that mention “A” with a meeting held by “council”:",
            "提到“A”、会议由“council”召开的文章共 2 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 2, role=Role.PRESIDED, who=True, first=DAY, last=date.max),
            f"2 articles about meetings since {texts.day(DAY, 'en')} with the name of who presided:",
            f"关于{texts.day(DAY, 'zh')}以来会议、写明由谁主持的文章共 2 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 1, who=True),
            "1 article with the names of who attended:",
            "写明哪些人出席的文章共 1 篇：",
        ),
        (
            Listing(Kind.LISTED, (), 1, role=Role.SPOKE, who=True),
            "1 article with the names of who spoke:",
            "写明哪些人讲话的文章共 1 篇：",
        ),
        (
            Listing(Kind.LATEST, (), 1, topic="flood"),
            "1 article that mentions “flood”:",
            "提到“flood”的文章共 1 篇：",
        ),
    ],
)
def test_the_head_of_a_list_counts_and_says_what_was_asked_for(listing: Listing, english: str, chinese: str) -> None:
    assert (texts.listing_head(listing, "en"), texts.listing_head(listing, "zh")) == (english, chinese)


def test_a_source_line_is_title_date_publisher() -> None:
    assert texts.source_line(REVIEW, "en") == (
        "Review meeting on grassroots governance held · 20 January 2023 · Nanhu District News"
    )
    assert texts.source_line(BRIDGE, "zh") == "Council approves the new bridge · 2024年5月3日"


def test_a_source_without_a_date_says_so() -> None:
    undated = dataclasses.replace(BRIDGE, date=None, title="Two\n lines")
    assert texts.source_line(undated, "en") == "Two lines · no date"


def test_a_stranger_reads_the_number_to_hand_on() -> None:
    assert texts.stranger(6666, "en") == (
        "You may not ask here yet: give this number to a maintainer to be let in: 6666"
    )
    assert texts.stranger(6666, "zh-hans") == ("您还没有提问的权限，请把这个号码交给维护人员以便开通：6666")


def test_how_to_ask_names_the_bot_in_a_group_only() -> None:
    assert texts.how_to_ask("en") == (
        "Write your question after the command, for example:\n/ask Who presided over the review meeting?"
    )
    assert texts.how_to_ask("zh", "meetings_bot") == (
        "请把问题写在命令后面，例如：\n/ask@meetings_bot 谁主持了会议？"
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [("zh", ZH), ("zh-hans", ZH), ("ZH-TW", ZH), ("en", EN), ("de", EN), ("", EN), (None, EN)],
)
def test_the_language_follows_the_code_and_falls_back_to_english(code: str | None, expected: object) -> None:
    assert phrases(code) is expected


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(EN)])
def test_both_languages_have_each_sentence_with_the_same_places_to_fill(field: str) -> None:
    english, chinese = getattr(EN, field), getattr(ZH, field)
    assert chinese or not english.strip()
    assert _places(chinese) <= _places(english)  # a language may leave a number out, never invent one


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
