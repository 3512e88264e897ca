"""Reads the shape of a paragraph's lines: headings, and the lists and tables that belong to a line above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.lines import is_item, is_row, leads_in

Span = tuple[int, int]

_ENDED = re.compile(r"[.!?。！？…:：;；]\W*$")


def is_heading(text: str, spans: Sequence[Span], place: int) -> bool:
    """Whether the sentence at ``place`` is a heading: marked as one, or a first line that no full stop ends."""
    start, end = spans[place]
    line = text[start:end]
    opens = place == 0 and text[end : end + 1] == "\n" and not _ENDED.search(line)
    return line.startswith("#") or (opens and not is_item(line))


def group(text: str, spans: Sequence[Span], place: int) -> tuple[int, int]:
    """The first and the last sentence of the list or table around the one at ``place``, with what leads it in.

    ``place`` twice where it stands in neither.
    """
    leader = _leader(text, spans, place)
    if leader is None:
        return place, place
    last = leader
    while last + 1 < len(spans) and _belongs(text, spans, leader, last + 1):
        last += 1
    return leader, last


def _leader(text: str, spans: Sequence[Span], place: int) -> int | None:
    """The line above a list or table, or its first line when it has none; None outside of both."""
    if leads_in(_said(text, spans, place)):
        return place
    first = place
    while _is_part(text, spans, first):
        first -= 1
        if first < 0:
            return 0
    if first == place:
        return _named_in_lines(text, spans, place)
    is_above = leads_in(_said(text, spans, first)) or is_heading(text, spans, first)
    return first if is_above else first + 1


def _named_in_lines(text: str, spans: Sequence[Span], place: int) -> int | None:
    """The line with a colon above plain lines, such as the names after ``Present:``, each on its own line."""
    above = [n for n in range(place) if leads_in(_said(text, spans, n))]
    return above[-1] if above and all(_is_bare(text, spans, n) for n in range(above[-1] + 1, place + 1)) else None


def _belongs(text: str, spans: Sequence[Span], leader: int, place: int) -> bool:
    if leads_in(_said(text, spans, leader)):
        return _is_part(text, spans, place) or _is_bare(text, spans, place)
    return _is_part(text, spans, place)


def _is_part(text: str, spans: Sequence[Span], place: int) -> bool:
    line = _said(text, spans, place)
    return is_item(line) or is_row(line)


def _is_bare(text: str, spans: Sequence[Span], place: int) -> bool:
    """Whether the sentence is a line of its own that no full stop ends."""
    start, _ = spans[place]
    return text[:start].rstrip(" ").endswith("\n") and not _ENDED.search(_said(text, spans, place))


def _said(text: str, spans: Sequence[Span], place: int) -> str:
    start, end = spans[place]
    return text[start:end]
