"""Takes title and day of publication off the first blocks of a document, where they stand as people put them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.readers.blocks import Block
from knowledge.readers.plain import HEAD

_LOOKED_AT = 6  # blocks after the title in which the date may stand
_LONGEST = 120  # characters of a line that is a date or a title
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS) + "|sept\\.?"
_LABEL = (
    r"(?:(?:date|first published|published|posted|issued|released|release date|publication date|date of publication|"
    r"created)(?:\s+(?:on|at))?|发布时间|发布日期|发布于|时间|日期|發布時間|發布日期|時間)"
)
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
_DATE = (
    rf"(?:{_DAY_NAME})?(?:"
    r"(?P<y1>\d{4})\s?[-/.年]\s?(?P<m1>\d{1,2})\s?[-/.月]\s?(?P<d1>\d{1,2})\s?日?"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m3>{_MONTH}),?\s+(?P<y3>\d{{4}})"
    r")(?!\d)"
)
_TIME = r"(?:[T,]?\s*(?:at\s+)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*(?:[ap]\.?m\.?|Z|[+-]\d{2}:?\d{2})?)?"
_ONLY_A_DATE = re.compile(rf"^\W*(?:{_LABEL}\s*[:：]?\s*)?{_DATE}{_TIME}\W*$", re.IGNORECASE)
_LABELLED = re.compile(rf"(?<!\w){_LABEL}\s*[:：]?\s*{_DATE}", re.IGNORECASE)
_BESIDE = re.compile(
    rf"^(?:[^|·•/]{{1,60}}[|·•/–—]\s*)?{_DATE}{_TIME}(?:\s*[|·•/–—][^|·•/]{{1,60}})?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stood over a body: title and date as text, and the blocks that are left."""

    title: str | None
    date: str | None
    body: tuple[Block, ...]


def taken_off(blocks: Sequence[Block], title: str | None = None) -> Heading:
    """Parts a document's head from its body.

    The head is the plain form's first line, or a first block that is the ``title`` known from elsewhere or is
    marked as a heading, and a line near it that is only a date.
    """
    body = list(blocks)
    plain = HEAD.match(body[0].text) if body and "\n" not in body[0].text else None
    if plain is not None and plain["title"]:
        return Heading(plain["title"], plain["date"], tuple(body[1:]))
    date = _take_date(body)
    at = next((i for i, block in enumerate(body[:_LOOKED_AT]) if same(block.text, title)), None) if title else None
    if at is None and title is None and len(body) > 1 and body[0].kind == "heading":
        at = 0
    while at is not None and at < len(body) > 1 and (title is None or same(body[at].text, title)):
        title = " ".join(body.pop(at).text.split())  # title page and first chapter may both bear it
    return Heading(title, date, tuple(body))


def day(text: str) -> str | None:
    """The day that a line gives as its only content, or under a label such as "Published"; ISO."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return None
    found = _ONLY_A_DATE.match(line) or _BESIDE.match(line) or _LABELLED.search(line)
    return _iso(found) if found else None


def same(text: str, title: str | None) -> bool:
    """Whether a block is the title, however it is spaced."""
    return title is not None and "".join(text.split()).casefold() == "".join(title.split()).casefold()


def _take_date(body: list[Block]) -> str | None:
    """The first day that stands by itself among the first blocks; its line is taken out."""
    for at, block in enumerate(body[:_LOOKED_AT]):
        found = day(block.text) if block.kind in ("text", "heading") else None
        if found is not None and len(body) > 1:
            del body[at]
            return found
    return None


def _iso(found: re.Match[str]) -> str | None:
    year, month, day_ = (next(found[f"{part}{i}"] for i in (1, 2, 3) if found[f"{part}{i}"]) for part in "ymd")
    number = int(month) if month.isdigit() else _month(month)
    try:
        return dt.date(int(year), number, int(day_)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))
