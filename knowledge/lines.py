"""Tells what a line of an article is: an item of a list, a row of a table, or what leads in the lines below it."""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*[-*+•·‣◦▪–—]\s")
_NUMBERED = re.compile(
    r"\s*(?:\(?\d{1,3}[.)、]\s?\D|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_ROW = re.compile(r"\s*\|.*\||.*\t.*\t|.*\S \| \S.* \| ")
_LEADS_IN = re.compile(r"[:：][\s*_]*$")


def is_bullet(line: str) -> bool:
    """Whether the line begins with a bullet, and so never is a heading."""
    return _BULLET.match(line) is not None


def is_item(line: str) -> bool:
    """Whether the line begins with a bullet or a number."""
    return is_bullet(line) or _NUMBERED.match(line) is not None


def is_row(line: str) -> bool:
    """Whether the line is a row of a table, its cells parted by upright strokes or tabs."""
    return _ROW.match(line) is not None


def leads_in(line: str) -> bool:
    """Whether the line ends with a colon, so that it says little without the lines below it."""
    return _LEADS_IN.search(line) is not None
