"""What the engine says to a question: quotes with their sources, or a refusal with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a question was refused."""

    NOT_UNDERSTOOD = "not_understood"  # empty, a greeting, emoji: nothing to search for
    EMPTY_LIBRARY = "empty_library"
    NOTHING_IN_PERIOD = "nothing_in_period"  # filters leave no article to answer from
    NAME_UNKNOWN = "name_unknown"  # asks about somebody or something the library never names
    NOTHING_CLOSE = "nothing_close"  # the best paragraph is too unlikely to answer


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quote stands: an article, and which of its paragraphs (counted from 1)."""

    article: str
    title: str
    date: dt.date | None
    meeting_date: dt.date | None
    publisher: str | None
    url: str | None
    link: str | None  # the url with a text fragment that opens the page at the quoted words
    paragraph: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a stored article: ``article.text[start:end] == text``.

    ``marks`` are (start, end) character offsets in ``text``: the sentence that answers best.
    """

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    score: float
    source: Source
    torn: bool = False  # part of one sentence that is too long to be quoted whole


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the library holds, for the sentence that every refusal ends with."""

    articles: int
    first: dt.date | None  # earliest and latest publication date; None when no article is dated
    last: dt.date | None
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. ``quotes`` is empty exactly when ``reason`` is set."""

    question: str
    language: str  # ISO 639-1 code of the question: "en", "zh"
    reason: Reason | None
    quotes: tuple[Quote, ...]
    nearest: tuple[Source, ...]  # on a refusal: articles that come nearest, never as sources
    unknown: tuple[str, ...]  # words or filters asked for that the library does not have
    coverage: Coverage
    probability: float  # that the best paragraph answers the question, calibrated
    generation: int
    milliseconds: float

    @property
    def answered(self) -> bool:
        return self.reason is None
