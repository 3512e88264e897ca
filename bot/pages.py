"""Turns an opened article into messages: a paragraph with its neighbours, or a page of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.cutting import utf16, window
from bot.leaves import source_at
from bot.messages import (
    LONGEST_TITLE,
    MOST_MARKS,
    Reply,
    adjusted,
    clean,
    concatenate,
    isolated,
    joined,
    link_of,
    on_lines,
    quoted_block,
    source_line,
    trimmed,
)
from bot.phrases import phrases, reading
from bot.texts import source_parts
from retrieval.answer import Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.leaves import Leaf, Span

PAGE = 1600  # UTF-16 units: about what a phone shows at once, so that ‹ and › stay in reach
LONGEST_CONTEXT = 2800


def context_message(leaf: Leaf, language: str | None) -> Reply:
    """The paragraph of a quote between its neighbours, what is marked in it bold, and the source."""
    start, end = leaf.around()
    marks = tuple((max(a, start) - start, min(b, end) - start) for a, b in leaf.marks)
    slice_ = Quote(leaf.article.text[start:end], start, end, marks, 0.0, source_at(leaf))
    block = quoted_block(slice_, LONGEST_CONTEXT, fold=False)
    return on_lines([block, source_line(slice_.source, language, LONGEST_TITLE)])


def page_message(leaf: Leaf, number: int, language: str | None) -> Reply:
    """One page of an article under its title, what was marked in the quote bold; pages count from 0."""
    cut = pages(leaf.article.text, leaf.spans)
    number = min(number, len(cut) - 1)
    title, *rest = isolated(source_parts(source_at(leaf), language, LONGEST_TITLE))
    page = reading.phrases(language).page_of.format(number=number + 1, count=len(cut))
    head = Reply(title, (MessageEntity(MessageEntity.BOLD, 0, utf16(title)),)) if title else Reply("")
    below = _below(" · ".join([*rest, *([page] if len(cut) > 1 else [])]), leaf, language)
    return joined([on_lines([head, below]), _page_text(leaf, cut[number])])


def pages(text: str, spans: Sequence[Span]) -> list[Span]:
    """The slices of an article that its pages show: whole paragraphs as far as they fit, at least one."""
    cut: list[Span] = []
    for start, end in (piece for span in spans for piece in _pieces(text, *span)):
        if cut and utf16(text[cut[-1][0] : end]) <= PAGE:
            cut[-1] = cut[-1][0], end
        else:
            cut.append((start, end))
    return cut or [(0, len(text))]


def page_at(leaf: Leaf) -> int:
    """The page that the reader is to be taken to, counted from 0."""
    cut = pages(leaf.article.text, leaf.spans)
    return next((number for number, (_, end) in enumerate(cut) if leaf.at < end), len(cut) - 1)


def page_count(leaf: Leaf) -> int:
    return len(pages(leaf.article.text, leaf.spans))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """A paragraph, parted where it is longer than a page."""
    pieces: list[Span] = []
    while start < end:
        _, length = window(text[start:end], (0, 0), PAGE)
        pieces.append((start, start + length))
        start += length
    return pieces


def _page_text(leaf: Leaf, page: Span) -> Reply:
    text = leaf.article.text
    start, end = trimmed(text, *page)
    bold = []
    for left, right in leaf.marks[:MOST_MARKS]:
        left, right = trimmed(text, max(left, start), min(right, end))
        if left < right:
            offset, length = len(clean(text[start:left])), len(clean(text[left:right]))
            bold.append(MessageEntity(MessageEntity.BOLD, offset, length))
    return adjusted(clean(text[start:end]), bold)


def _below(line: str, leaf: Leaf, language: str | None) -> Reply:
    url, word = link_of(source_at(leaf)), phrases(language).source
    if not url:
        return Reply(line)
    link = MessageEntity(MessageEntity.TEXT_LINK, 0, utf16(word), url=url)
    return concatenate([Reply(f"{line} · "), Reply(word, (link,))])
