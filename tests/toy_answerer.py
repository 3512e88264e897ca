"""A toy engine: answers from a script, at once, without a model."""

from __future__ import annotations

import dataclasses
import time
from datetime import date
from pathlib import Path

from retrieval.answer import Answer, Coverage, Entry, Kind, Listing, Quote, Reason, Source
from retrieval.conversation import NO_CONVERSATION, Conversation
from retrieval.encoder import Encoder
from retrieval.engine import Engine
from retrieval.terms import Translator
from tests.toy_articles import open_engine
from tests.toy_encoder import ToyEncoder

COVERED = Coverage(60, date(2022, 1, 19), date(2024, 5, 3), ("Nanhu District News", "Harbour Gazette"))

REVIEW = Source(
    article="review",
    title="Review meeting on grassroots governance held",
    date=date(2023, 1, 20),
    meeting_date=date(2023, 1, 19),
    publisher="Nanhu District News",
    url="https://news.example.org/2023/review",
    link="https://news.example.org/2023/review#:~:text=Shao%20Panfeng%20presided",
    paragraph=2,
    paragraphs=7,
)
BRIDGE = Source(
    article="bridge",
    title="Council approves the new bridge",
    date=date(2024, 5, 3),
    meeting_date=None,
    publisher=None,
    url=None,
    link=None,
    paragraph=1,
    paragraphs=3,
)
PRESIDED = "The review meeting was held on 19 January. Shao Panfeng presided over it. Six offices reported."


def quote(text: str, marked: str = "", source: Source = REVIEW) -> Quote:
    """A quote that starts its article; ``marked`` is the part of it that is marked."""
    left = text.index(marked)
    marks = ((left, left + len(marked)),) if marked else ()
    return Quote(text, 0, len(text), marks, 1.0, source)


def answered(question: str, *quotes: Quote, language: str = "en") -> Answer:
    return Answer(question, language, None, quotes, (), (), COVERED, 0.9, 1, 1.0)


def listed(question: str, listing: Listing, language: str = "en") -> Answer:
    quotes = tuple(entry.quote for entry in listing.entries if entry.quote)
    return dataclasses.replace(answered(question, *quotes, language=language), probability=1.0, listing=listing)


def refused(
    question: str,
    reason: Reason,
    *,
    nearest: tuple[Source, ...] = (),
    unknown: tuple[str, ...] = (),
    language: str = "en",
    coverage: Coverage = COVERED,
) -> Answer:
    return Answer(question, language, reason, (), nearest, unknown, coverage, 0.1, 1, 1.0)


BEST = quote(PRESIDED, "Shao Panfeng presided over it.")
FURTHER = quote("The bridge is approved.", source=BRIDGE)
CHINESE = quote(
    "会议由邵潘锋主持。六个办公室作了汇报。",
    "会议由邵潘锋主持。",
    dataclasses.replace(REVIEW, title="基层治理复盘会召开", publisher="南湖新闻"),
)
MARKUP = quote(
    "Costs < 5 & > 3: <b>not bold</b> &amp; 👩‍👩‍👧 then <i>this</i>.",
    "<b>not bold</b> &amp; 👩‍👩‍👧",
    dataclasses.replace(REVIEW, title="<b>&</b> Sons 🏛", publisher="R&D <News>"),
)
LONG_TITLE = quote("A short text.", source=dataclasses.replace(REVIEW, title="Very long " * 400))
PRESIDES = quote("Shao Panfeng presided over it.", "Shao Panfeng")
LIST = Listing(Kind.LISTED, (Entry(BRIDGE, None), Entry(REVIEW, PRESIDES)), 2, people=("Shao Panfeng",))

SCRIPT = {
    "Who presided over the review meeting?": answered("", BEST, FURTHER),
    "谁主持了会议？": answered("", CHINESE, language="zh"),
    "What does it cost?": answered("", MARKUP),
    "What has a long title?": answered("", LONG_TITLE),
    "Which meetings did Shao Panfeng attend?": listed("", LIST),
}


class ToyAnswerer:
    """Knows the questions in ``SCRIPT`` and refuses all others; "slow" takes its time, "crash" fails.

    What begins with "and" goes on with what was asked before; "later" lets so many seconds pass by its clock.
    """

    def __init__(self, data: Path) -> None:
        self.passed = 0.0
        self.encoder: Encoder = ToyEncoder()
        self.translator: Translator | None = None
        self.engine: Engine = open_engine(data, self.encoder.model)

    def clock(self) -> float:
        return self.passed

    def ask(self, question: str, limit: int = 3, conversation: Conversation = NO_CONVERSATION) -> Answer:
        if question.startswith("later"):
            self.passed += float(question.partition(" ")[2])
        if question.startswith("and") and conversation.last is not None:
            return dataclasses.replace(answered(question, FURTHER), followed=conversation.last.question)
        if question.startswith("slow"):
            time.sleep(float(question.partition(" ")[2]))
        if question.startswith("crash"):
            raise ValueError(question)
        known = SCRIPT.get(question, refused(question, Reason.NOTHING_CLOSE, nearest=(BRIDGE,)))
        return dataclasses.replace(known, question=question)

    def coverage(self) -> Coverage:
        return COVERED
