"""Reads out of an article who presided, attended and spoke, where, who held the meeting, of which day and year.

What is not sure is left out. Each fact names the slice that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge import chinese, english
from knowledge.article import Article
from knowledge.meeting_day import find_meeting_day
from knowledge.told import Kind as Kind

VERSION = "3"  # of what is read; a library whose facts are of another one is read anew by `meetings doctor`

_LONGEST_VALUE = 80
_BEGINNING = 800  # characters in which a report of a meeting says that there was one
_OCCASION = re.compile(
    r"\b(?:meetings?|sessions?|sitting|hearing|forum|conference|council|committee|commission|board|debriefing|review|congress|presid(?:ed|ing)|chaired|attendees)\b"
    r"|会议|會議|[大全委谈談议議进進署例务務展换換述结結彰员員]会|會|论坛|論壇|召开|召開|主持",
    re.IGNORECASE,
)

_OF_TITLES = (Kind.PLACE, Kind.ORGANISER, Kind.PRESIDED)  # who spoke or came may be said of another day
PEOPLE = (Kind.PRESIDED, Kind.ATTENDED, Kind.SPOKE)


class Origin(StrEnum):
    """Where a fact comes from."""

    GIVEN = "given"  # by front matter, or by a maintainer
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``start`` and ``end`` are offsets in the article's text or title; 0, 0 where it was given."""

    kind: Kind
    value: str
    origin: Origin
    start: int = 0
    end: int = 0


_FIRST = re.compile(r"[^.!?。！？\n]+")  # sentence
_REVIEWED = (
    re.compile(
        r"\b(?P<year>20\d\d)\b[^.;\d]{0,120}?\b(?:review|debriefing|report(?:ing)?|summary|assessment)\b", re.I
    ),
    re.compile(r"\b(?P<year>20\d\d) (?:(?:[A-Z][\w’'-]*|and|of|the) ){1,14}?(?:Meeting|Session|Assessment)\b"),
    re.compile(r"(?P<year>20\d\d)年度"),
    re.compile(r"(?P<year>20\d\d)年(?:度)?[^，。；\d]{0,40}?(?:述职|总结|考核|评议|工作报告|回顾)"),
)


def read_facts(article: Article) -> tuple[Fact, ...]:
    """What an article tells, in the order of `Kind`; of people each once for each kind."""
    read = [*_meeting_date(article), *_given(article), *_period(article), *_from_text(article)]
    given = {fact.kind for fact in read if fact.origin is Origin.GIVEN and fact.kind is not Kind.ATTENDED}
    kept = [fact for fact in read if fact.origin is Origin.GIVEN or fact.kind not in given]
    distinct: dict[tuple[Kind, str], Fact] = {}
    for fact in kept:
        value = fact.value.casefold() if fact.kind in PEOPLE else ""  # of the others an article has one
        distinct.setdefault((fact.kind, value), fact)
    order = list(Kind)
    return tuple(sorted(distinct.values(), key=lambda fact: (order.index(fact.kind), fact.start)))


def _meeting_date(article: Article) -> Iterator[Fact]:
    """The day of the meeting: read where the article itself says that day, otherwise given."""
    read = find_meeting_day(article.title, article.text, article.date)
    if article.meeting_date is None:
        return
    if read is None or read.day != article.meeting_date:
        yield Fact(Kind.MEETING_DATE, str(article.meeting_date), Origin.GIVEN)
    else:
        origin = Origin.TITLE if read.in_title else Origin.TEXT
        yield Fact(Kind.MEETING_DATE, str(read.day), origin, read.start, read.end)


def _given(article: Article) -> Iterator[Fact]:
    """What front matter or a maintainer said; people so named were there, whatever they did."""
    if article.place:
        yield Fact(Kind.PLACE, article.place, Origin.GIVEN)
    for name in article.people:
        yield Fact(Kind.ATTENDED, name, Origin.GIVEN)


def _period(article: Article) -> Iterator[Fact]:
    """The year that was reviewed: it lies before the meeting, and title or first sentence name it."""
    if not _is_of_meeting(article):
        return
    held = article.meeting_date or article.date
    first = _FIRST.match(article.text)
    places = [
        (article.title, len(article.title), Origin.TITLE),
        (article.text, first.end() if first else 0, Origin.TEXT),
    ]
    for text, end, origin in places:
        for form in _REVIEWED:
            match = form.search(text, 0, end)
            if match and (held is None or int(match["year"]) < held.year):
                yield Fact(Kind.PERIOD, match["year"], origin, *match.span("year"))
                return


def _is_of_meeting(article: Article) -> bool:
    return _OCCASION.search(f"{article.title}\n{article.text[:_BEGINNING]}") is not None


def _from_text(article: Article) -> Iterator[Fact]:
    """What text and title tell, in their order; of Chinese by its own rules, of any other by those of English.

    Nothing, where the article does not begin with a meeting: whom it quotes then did not speak at one.
    """
    if not _is_of_meeting(article):
        return
    read = (chinese if article.language == "zh" else english).told
    for source, origin in ((article.text, Origin.TEXT), (article.title, Origin.TITLE)):
        for told in read(source):
            value = source[told.start : told.end]
            if len(value) <= _LONGEST_VALUE and (origin is Origin.TEXT or told.kind in _OF_TITLES):
                yield Fact(told.kind, value, origin, told.start, told.end)
