"""Reads the shape of a paragraph's lines: which of its sentences is a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_ENDED = re.compile(r"[.!?。！？…:：;；]\W*$")


def is_heading(text: str, spans: Sequence[Span], place: int) -> bool:
    """Whether the sentence at ``place`` is a heading: marked as one, or a first line that no full stop ends."""
    start, end = spans[place]
    line = text[start:end]
    opens = place == 0 and text[end : end + 1] == "\n" and not _ENDED.search(line)
    return line.startswith("#") or opens
