"""What the buttons under an answer need: which slices of which articles it holds; never what was asked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.records.answer_log import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.records.file import RecordFile
    from knowledge.article import Article
    from retrieval.answer import Answer, Quote

MOST_QUOTES = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote by its place: ``marks`` are offsets in it, ``text`` tells whether the article is still the same."""

    article: str
    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    paragraph: int
    torn: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as its buttons know it.

    ``labels`` is the language of the bot's own words in it; ``asked`` a keyed hash of the question, which tells
    whether an edited message still asks the same.
    """

    place: Place
    labels: str | None
    quotes: tuple[Kept, ...] = ()
    nearest: tuple[str, ...] = ()
    listed: bool = False
    asked: str = ""


class ShownAnswers:
    """What answers show, by the ids in their buttons."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def add(self, answer_id: str, shown: Shown) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._file.unhurried():
            self._file.write("INSERT OR REPLACE INTO shown VALUES (?, ?, ?)", answer_id, now, _written(shown))

    def find(self, answer_id: str) -> Shown | None:
        """None when it was let go of, or never was."""
        row = self._file.row("SELECT state FROM shown WHERE answer = ?", answer_id)
        return _read(json.loads(row[0])) if row else None


def shown_of(answer: Answer, articles: Mapping[str, Article], place: Place, labels: str | None, asked: str) -> Shown:
    """What to keep of an answer; ``articles`` are those it quotes, as the library has them now."""
    return Shown(
        place,
        labels,
        tuple(_kept(quote, articles.get(quote.source.article)) for quote in quotes_of(answer)[:MOST_QUOTES]),
        tuple(source.article for source in answer.nearest),
        answer.listing is not None and place is not Place.INLINE,  # there each entry is a message of its own
        asked,
    )


def quotes_of(answer: Answer) -> Sequence[Quote]:
    """The quotes of an answer, those of a list too."""
    if answer.listing is None:
        return answer.quotes
    return [entry.quote for entry in answer.listing.entries if entry.quote is not None]


def text_mark(text: str) -> str:
    """Tells two texts of an article apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _kept(quote: Quote, article: Article | None) -> Kept:
    same = article is not None and article.text[quote.start : quote.end] == quote.text
    return Kept(
        quote.source.article,
        text_mark(article.text) if same and article is not None else "",
        quote.start,
        quote.end,
        quote.marks,
        quote.source.paragraph,
        quote.torn,
        tuple(source.article for source in quote.also),
    )


def _written(shown: Shown) -> str:
    quotes = [[k.article, k.text, k.start, k.end, k.marks, k.paragraph, k.torn, k.also] for k in shown.quotes]
    state = {"place": shown.place, "labels": shown.labels, "quotes": quotes, "nearest": shown.nearest}
    return json.dumps(state | {"listed": shown.listed, "asked": shown.asked}, ensure_ascii=False)


def _read(state: dict[str, Any]) -> Shown:
    quotes = tuple(
        Kept(article, text, start, end, tuple((a, b) for a, b in marks), paragraph, torn, tuple(also))
        for article, text, start, end, marks, paragraph, torn, also in state["quotes"]
    )
    return Shown(
        Place(state["place"]), state["labels"], quotes, tuple(state["nearest"]), state["listed"], state["asked"]
    )
