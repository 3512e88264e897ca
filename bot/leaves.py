"""Opens what an answer quoted in the library of now: the article, the quote, what stands around it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.records.shown import text_mark
from retrieval.answer import Quote, Source
from retrieval.conversation import Conversation, Turn
from retrieval.links import link_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.records.shown import Kept, Shown
    from knowledge.article import Article
    from knowledge.library import Library

Span = tuple[int, int]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MOST_SOURCES = 3  # of a turn
_HASHED = 20  # hexadecimal digits


class Gone(Enum):
    """Why something that was quoted cannot be opened."""

    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article opened at a place: ``marks`` are slices of its text, in order; ``paragraph`` counts from 1."""

    article: Article
    spans: Sequence[Span]
    paragraph: int
    marks: tuple[Span, ...] = ()
    quote: Quote | None = None

    @property
    def at(self) -> int:
        """Where in the text the reader is to be taken."""
        return self.marks[0][0] if self.marks else self.spans[self.paragraph - 1][0]

    def around(self) -> Span:
        """The paragraph with the one before and the one after it."""
        first, last = max(self.paragraph - 2, 0), min(self.paragraph, len(self.spans) - 1)
        return self.spans[first][0], self.spans[last][1]


def open_quote(library: Library, kept: Kept) -> Leaf | Gone:
    """The quote in its article, if that still has the text that was quoted."""
    with library.snapshot():
        found = library.live([kept.article, *kept.also])
        if kept.article not in found:
            return Gone.REMOVED
        article, spans = found[kept.article][0], library.spans(kept.article)
    if text_mark(article.text) != kept.text:
        return Gone.CHANGED
    paragraph = _paragraph_at(spans, kept.start)
    also = tuple(_source(found[each][0], 1, 1) for each in kept.also if each in found)
    marks = tuple((kept.start + left, kept.start + right) for left, right in kept.marks) or ((kept.start, kept.end),)
    quote = Quote(
        text=article.text[kept.start : kept.end],
        start=kept.start,
        end=kept.end,
        marks=kept.marks,
        score=0.0,
        source=_source(article, paragraph, len(spans), marks[0]),
        torn=kept.torn,
        also=also,
    )
    return Leaf(article, spans, paragraph, marks, quote)


def open_article(library: Library, name: str, paragraph: int = 1) -> Leaf | Gone:
    """An article by the name it has in links and buttons, opened at one of its paragraphs."""
    with library.snapshot():
        found = library.live([name]).get(name) or _by_hash(library, name)
        if found is None:
            return Gone.REMOVED
        spans = library.spans(found[0].id)
    return Leaf(found[0], spans, min(max(paragraph, 1), len(spans)))


def conversation_of(library: Library, question: str, shown: Shown) -> Conversation | None:
    """A question and the articles that its answer quoted, as far as they are there; None when none is."""
    ids = list(dict.fromkeys(kept.article for kept in shown.quotes))[:_MOST_SOURCES]
    live = library.live(ids)
    sources = tuple(_source(live[each][0], 1, 1) for each in ids if each in live)
    return Conversation(Turn(question, sources)) if sources else None


def name_of(article: str) -> str:
    """How links and buttons name an article: its id where that fits into them, else a hash of it."""
    if _NAME.fullmatch(article):
        return article
    return hashlib.sha256(article.encode("utf-8", "replace")).hexdigest()[:_HASHED]


def source_at(leaf: Leaf) -> Source:
    """The article as the source of what is marked in it."""
    return leaf.quote.source if leaf.quote else _source(leaf.article, leaf.paragraph, len(leaf.spans))


def _by_hash(library: Library, name: str) -> tuple[Article, int] | None:
    if len(name) != _HASHED:
        return None
    article = next((each for each in library.ids() if name_of(each) == name), None)
    return library.live([article])[article] if article is not None else None


def _paragraph_at(spans: Sequence[Span], start: int) -> int:
    """The paragraph that holds a place, counted from 1."""
    return next((number for number, (_, end) in enumerate(spans, 1) if start < end), len(spans))


def _source(article: Article, paragraph: int, paragraphs: int, quoted: Span | None = None) -> Source:
    link = article.url
    if quoted:
        before = f"{article.title}\n{article.text[: quoted[0]]}"
        link = link_to(article.url, article.text[slice(*quoted)], before)
    return Source(
        article=article.id,
        title=article.title,
        date=article.date,
        meeting_date=article.meeting_date,
        publisher=article.publisher,
        url=article.url,
        link=link,
        paragraph=paragraph,
        paragraphs=paragraphs,
    )
