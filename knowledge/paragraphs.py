"""Cuts an article's text into paragraphs, the unit that is embedded and found, as slices by offset."""

from __future__ import annotations

import re

from knowledge.lines import is_bullet, is_item, is_row, leads_in
from knowledge.sentences import Span, sentences, trim

# An embedding model reads about 500 tokens: 1,800 Latin letters, or 720 Chinese characters.
MOST_WEIGHT = 1800.0
_CJK_WEIGHT = 2.5
_LONG_LINE = 150.0  # a block with a line longer than this is not wrapped by hand
_HEADING = 90.0  # a shorter block without a full stop introduces the next one
_ITEM = 150.0  # a longer item of a list is a paragraph of its own

_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0002fa1f]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_CLAUSE_END = re.compile(r"[,;:|](?=\s)|[，、；：。！？]")
_BLANK = re.compile(r"\s")
_ENDED = re.compile(r"[.!?。！？…;；]\W*$")


def paragraphs(text: str, language: str) -> list[Span]:
    """Paragraphs of ``text`` in order as (start, end); all characters between them are blank.

    Blank lines part paragraphs, and so do line ends in a block that has long lines (a source that puts one
    paragraph on a line). A heading goes with what follows it, a line that ends with a colon with its list; the short
    items of a list stay together, and so do the rows of a table. What is too long for one embedding is parted between
    sentences.
    """
    blocks = [line for block in _split(text, 0, len(text), _BLANK_LINE) for line in _lines(text, *block)]
    whole = _lists_together(text, _with_headings(text, blocks))
    return [span for block in whole for span in _fitting(text, *block, language)]


def weight(text: str) -> float:
    """Length in Latin letters; a Chinese character counts as 2.5, as it does for a tokenizer."""
    return len(text) + (_CJK_WEIGHT - 1) * len(_CJK.findall(text))


def _split(text: str, start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    edges = [start]
    for match in separator.finditer(text, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [span for a, b in pairs if (span := trim(text, a, b)) is not None]


def _lines(text: str, start: int, end: int) -> list[Span]:
    lines = _split(text, start, end, re.compile(r"\n"))
    if all(is_row(text[a:b]) for a, b in lines):
        return [(start, end)]
    longest = max(weight(text[a:b]) for a, b in lines)
    return lines if longest > _LONG_LINE else [(start, end)]


def _with_headings(text: str, blocks: list[Span]) -> list[Span]:
    joined: list[Span] = []
    heading: int | None = None
    for start, end in blocks:
        first = start if heading is None else heading
        if _is_heading(text[first:end]) and (start, end) != blocks[-1]:
            heading = first
            continue
        heading = None
        joined.append((first, end))
    return joined


def _lists_together(text: str, blocks: list[Span]) -> list[Span]:
    """Joins a list's short items, and the line that leads them in, as far as one embedding reads."""
    joined: list[Span] = []
    for start, end in blocks:
        before = text[joined[-1][0] : joined[-1][1]] if joined else ""
        fits = bool(joined) and weight(text[joined[-1][0] : end]) <= MOST_WEIGHT
        if fits and _belongs(before.rpartition("\n")[2], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belongs(above: str, block: str) -> bool:
    """Whether a block goes on with what the line above it began."""
    if leads_in(above):
        return is_item(block) or is_row(block)
    return is_item(above) and is_item(block) and max(weight(above), weight(block)) <= _ITEM


def _is_heading(block: str) -> bool:
    return weight(block) < _HEADING and not _ENDED.search(block) and not is_bullet(block.rpartition("\n")[2])


def _fitting(text: str, start: int, end: int, language: str) -> list[Span]:
    if weight(text[start:end]) <= MOST_WEIGHT:
        return [(start, end)]
    pieces = [
        piece for a, b in sentences(text[start:end], language) for piece in _cut_sentence(text, start + a, start + b)
    ]
    packed = [pieces[0]]
    for a, b in pieces[1:]:
        if weight(text[packed[-1][0] : b]) <= MOST_WEIGHT:
            packed[-1] = (packed[-1][0], b)
        else:
            packed.append((a, b))
    return packed


def _cut_sentence(text: str, start: int, end: int) -> list[Span]:
    """A sentence too long for one embedding (a roll call, a table): cut at a clause end, failing that at a blank."""
    pieces: list[Span] = []
    while weight(text[start:end]) > MOST_WEIGHT:
        cut = _clause_end(text, start, start + int(MOST_WEIGHT / _CJK_WEIGHT))
        span = trim(text, start, cut)
        pieces += [span] if span else []
        start = cut
    span = trim(text, start, end)
    return pieces + ([span] if span else [])


def _clause_end(text: str, start: int, reach: int) -> int:
    for stop in (_CLAUSE_END, _BLANK):
        cuts = [match.end() for match in stop.finditer(text, (start + reach) // 2, reach)]
        if cuts:
            return cuts[-1]
    return reach
