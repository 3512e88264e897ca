"""The scripted day of an office with the toy bot, by polling and by webhook: whole messages, each call valid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.botapi.process import free_port, running_bot
from tests.botapi.server import StandIn
from tests.office_day import SETTINGS, Words, live
from tests.test_delivery import webhook

if TYPE_CHECKING:
    from pathlib import Path

TOY = Words(
    question="Who presided over the review meeting?",
    follow_up="And who reported?",
    several="bridge council",
    later="Who promised forty places in the school?",
    unknown="How do I renew a passport?",
    chinese="谁主持了会议？",
    person="Wu Jian",
)


REVIEW = "Review meeting on grassroots work · 20 January 2023 · Harbour Gazette · source"
PRESIDED = f"The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.\n{REVIEW}"
REPORTED = (
    "About: Who presided over the review meeting?\n"
    f"Six secretaries reported. The bridge and the school were named as unfinished work.\n{REVIEW}"
)
REFUSED = (
    "I found nothing in the library that answers this question. The library has 6 articles, published between "
    "20 January 2023 and 3 May 2024, by Harbour Gazette, District News and 南湖新闻.\n\n"
    "Ask: Lin, room 4\n\n"
    "These articles come nearest, but are not an answer:"
)
MARKET = "Night market on Mill Terrace · 20 March 2025 · Linxi Bulletin (invented sample)"
CARD = (
    "Night market on Mill Terrace\nDate: {date}\nPublisher: Linxi Bulletin (invented sample)\n"
    "Address: https://linxi.example/en/night-market\nParagraphs: 2\n\n{verdict}"
)
FEE = "The fee for a market stall is {} yuan an evening."
TOLD = {
    "answer": PRESIDED,
    "good": "Thank you!",
    "follow-up": REPORTED,
    "second quote": "Quote 2 of 2\nThe bridge will cost 10,000 crowns.\n"
    "Council approves the new bridge · 3 May 2024 · Harbour Gazette",
    "edited": "The new school opens in September. Wu Jian promised forty places.\n"
    "School opens in autumn · 1 February 2024 · District News",
    "bad": "Thank you!",
    "refusal": REFUSED,
    "Chinese answer": "邵潘锋主持了会议。会议讨论了大桥的建设。\n区委召开大桥建设会议 · 2023年1月21日 · 南湖新闻",
    "Chinese list": "关于2024年4月会议的文章共 1 篇：\n1. 2024年4月25日 · 防汛工作部署会",
    "language": "I speak English to you now. Quotes and titles stay as they are.",
    "group": PRESIDED,
    "group reply": REPORTED,
    "stranger's press": "You may not use this bot.",
    "mention": "The council approved the new bridge by six votes to two.\n"
    "Council approves the new bridge · 2024年5月3日 · Harbour Gazette",
    "messages to the team": "1",
    "topics": "7 7",
    "inline": f"Question: Who presided over the review meeting?\n{PRESIDED}",
    "inline vote": "Thank you!",
    "stranger": "You may not ask here yet: give this number to a maintainer to be let in: 6666",
    "card": CARD.format(
        date="no date",
        verdict="New: not in the library yet.\n⚠️ no date: searches limited to a period will not find it",
    ),
    "dated card": CARD.format(date="20 March 2025", verdict="New: not in the library yet."),
    "loaded": "Loaded: 1 new.\n• Night market on Mill Terrace\n\nLive now: generation 2.",
    "asked at once": f"{FEE.format(40)}\n{MARKET} · source",
    "undone": "Taken back: load of 1 article\n• Night market on Mill Terrace\n\nLive now: generation 3.",
    "asked after undo": REFUSED,
    "second card": CARD.format(
        date="20 March 2025", verdict="Changes version 2 of this article: 1 paragraph altered."
    ),
    "correction": "A correction: “Night market on Mill Terrace”, which I quoted on TODAY, was changed since.\n\n"
    f"I quoted:\n{FEE.format(40)}\nIt now says:\n{FEE.format(50)}\n{MARKET}\n\n"
    "Ask again for an answer as of today.",
    "stats": "The last 30 days: 18 questions, 83 % answered; 3 votes, 33 % of them 👎",
    "for maintainers": "This is for maintainers only.",
    "let in": "Ivy (3001) may ask now.",
    "newcomer": PRESIDED,
}


@pytest.mark.parametrize("by", ["polling", "webhook"])
def test_all_calls_of_the_day_are_valid_and_each_question_is_answered_once(tmp_path: Path, by: str) -> None:
    settings = SETTINGS | {"TOY_LIBRARY": "1", "MEETINGS_DATA_DIR": str(tmp_path / "data")}
    if by == "webhook":
        settings |= webhook(free_port())
    with StandIn() as telegram, running_bot(telegram.base_url, tmp_path, token=telegram.token, **settings) as bot:
        bot.wait_for_log("is ready")
        day = live(telegram, TOY)
        assert (bool(telegram.webhook.deliveries), telegram.polls > 0) == (by == "webhook", by == "polling")
        assert bot.stop() == 0, bot.log
    assert {scene: _undated(day.told[scene]) for scene in TOLD} == TOLD
    assert day.told["gaps"].startswith("3 questions without an answer in 90 days, in 2 groups\n\n")
    assert day.audit.tally() == {1: len(day.audit.questions)}
    assert len(telegram.world.people) == 12
    assert telegram.violations == []
    assert telegram.unanswered_buttons == []
    assert "Traceback" not in bot.log


def _undated(text: str) -> str:
    """The text without the day on which the test runs."""
    return re.sub(r"(?<=which I quoted on )\d+ \w+ \d{4}", "TODAY", text)
