"""What the engine says to a question: quotes with their sources, a list of articles, or a refusal with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a question was refused."""

    NOT_UNDERSTOOD = "not_understood"  # empty, a greeting, emoji: nothing to search for
    EMPTY_LIBRARY = "empty_library"
    NOTHING_IN_PERIOD = "nothing_in_period"  # filters leave no article to answer from
    NO_SUCH_WORDS = "no_such_words"  # no paragraph holds the quoted phrases word for word
    NAME_UNKNOWN = "name_unknown"  # asks about somebody or something the library never names
    NOTHING_FITS = "nothing_fits"  # no article is about what a list was asked of
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
    also: tuple[Source, ...] = ()  # other articles that say nearly the same


class Kind(StrEnum):
    """What is wished of the meetings that fit a list question."""

    LISTED = "listed"
    COUNTED = "counted"
    LATEST = "latest"
    EARLIEST = "earliest"


class Role(StrEnum):
    """What a person is said to have done at meetings."""

    ATTENDED = "attended"  # or is named in any other way
    PRESIDED = "presided"
    SPOKE = "spoke"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a list, with the sentence that names what was asked for; None where metadata alone does."""

    source: Source
    quote: Quote | None

    @property
    def day(self) -> dt.date | None:
        """When the meeting was held; if that is not known, when the article was published."""
        return self.source.meeting_date or self.source.date


@dataclass(frozen=True, slots=True)
class Listing:
    """All articles that fit a list question, newest first; of the latest or earliest only those of that day.

    ``total`` counts all that fit. The other fields say what was asked for, as it was written; ``first`` and ``last``
    are the days of the period in which it was looked.
    """

    kind: Kind
    entries: tuple[Entry, ...]
    total: int
    people: tuple[str, ...] = ()
    role: Role = Role.ATTENDED
    topic: str = ""
    place: str = ""
    placed: bool = False  # the meetings were in ``place``; otherwise the articles name it
    organiser: str = ""
    who: bool = False  # the articles tell who had the role
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the library holds, for the sentence that every refusal ends with."""

    articles: int
    first: dt.date | None  # earliest and latest publication date; None when no article is dated
    last: dt.date | None
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: quotes, or a reason why there are none.

    A list question is answered with ``listing``; ``quotes`` are then the first sentences in it, if it has any.
    """

    question: str
    language: str  # ISO 639-1 code of the question: "en", "zh"
    reason: Reason | None
    quotes: tuple[Quote, ...]
    nearest: tuple[Source, ...]  # on a refusal: articles that come nearest, never as sources
    unknown: tuple[str, ...]  # words or filters asked for that the library does not have
    coverage: Coverage
    probability: float  # that the best paragraph answers the question, calibrated; 1 for a list, which is looked up
    generation: int
    milliseconds: float
    listing: Listing | None = None
    followed: str | None = None  # the earlier question that this one was read as going on with

    @property
    def answered(self) -> bool:
        return self.reason is None
