"""An article as the library keeps it, and what a reader found before it was checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Article:
    """One published text about a meeting. ``text`` is the source's own words; offsets count its characters."""

    id: str
    title: str
    text: str
    language: str  # ISO 639-1
    date: dt.date | None = None  # of publication
    meeting_date: dt.date | None = None
    publisher: str | None = None
    url: str | None = None
    people: tuple[str, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader took out of a source: raw fields and body, and the line each of them stands on."""

    where: str  # the file's name, and the line for a format with many articles in one file
    text: object
    fields: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what could not be carried over, or was guessed; a maintainer should know


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article that may be stored, with what a maintainer should know about it."""

    where: str
    article: Article
    warnings: tuple[str, ...] = ()
    origin: str = ""  # the whole path or address that ``where`` cuts short


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that cannot be taken, with every reason at once; each names the line where there is one."""

    where: str
    reasons: tuple[str, ...]
    origin: str = ""
