"""Looks up the meetings that a list question asks for: all of them, by metadata and by what the articles say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.article import Article
from knowledge.where import Where
from retrieval.answer import Entry, Kind, Listing, Quote, Reason, Role, Source
from retrieval.citing import source_of
from retrieval.engine import Passage, Snapshot
from retrieval.period import Period
from retrieval.spotting import Span, spots, word_spots
from retrieval.wish import Person, Wish
from retrieval.words import words

_NEAREST = 3
_LOOKED_AT = 4  # paragraphs of an article that are looked through for the sentence to show
_DOING = {
    Role.ATTENDED: re.compile(r"attend|present|took part|participat|joined|参加|出席|列席", re.IGNORECASE),
    Role.PRESIDED: re.compile(r"\bpresid(?:ed|ing)|\bchair(?:ed|ing)\b|\bled\b|hosted|主持", re.IGNORECASE),
    Role.SPOKE: re.compile(
        r"spoke|speech|remark|\bsaid\b|point(?:s|ed) out|emphasi|stress|request|report"
        r"|讲话|发言|致辞|指出|强调|要求|表示|汇报",
        re.IGNORECASE,
    ),
}

_CLAUSE_END = re.compile(r"[，；;]")

Holding = Mapping[str, Sequence[Passage]]  # by article, the passages in which something stands; none: in metadata


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is nothing to list, what was not found, and articles that come near."""

    reason: Reason
    unknown: tuple[str, ...] = ()
    nearest: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sought:
    """Something that an article must name: a person, a topic, a place."""

    label: str
    reason: Reason  # when no article names it
    ways: tuple[tuple[str, ...], ...]  # to write it, in words of full text
    spots: Callable[[str], list[Span]]
    listed: Callable[[Article], bool]
    exact: bool = True  # full text does not tell whether the words stand together


def look_up(snapshot: Snapshot, wish: Wish, where: Where, periods: Sequence[Period]) -> Listing | Missing:
    """All articles that fit ``wish`` and ``where``, of the first of ``periods`` in which there are any.

    Without ``periods`` of all times. Newest first, by the day of the meeting, else of publication.
    """
    if where.person:
        wish, where = replace(wish, people=(*wish.people, Person((where.person,)))), replace(where, person=None)
    openings = {passage.article.id: passage for passage in snapshot.openings(where)}
    every = openings if where == Where() else {p.article.id: p for p in snapshot.openings(Where())}
    sought = _sought(wish)
    holdings = [_holding(snapshot, each, every.values()) for each in sought]
    for each, holding in zip(sought, holdings, strict=True):
        if not holding:
            return Missing(each.reason, (each.label,))
    if not openings:
        return Missing(Reason.NOTHING_IN_PERIOD, tuple(filter(None, (where.place, where.publisher))))
    entries = [
        _entry(opening, [holding[article] for holding in holdings], sought, wish.role)
        for article, opening in openings.items()
        if all(article in holding for holding in holdings)
    ]
    if not entries:
        return Missing(Reason.NOTHING_FITS, tuple(each.label for each in sought))
    return _in_period(*_doing(wish, sought, entries), periods)


def articles_naming(snapshot: Snapshot, people: Sequence[Person]) -> list[frozenset[str]]:
    """For each of ``people`` the ids of all articles that name them, in their list of people, title or text."""
    openings = snapshot.openings(Where())
    return [frozenset(_holding(snapshot, _person(each), openings)) for each in people]


def _sought(wish: Wish) -> list[_Sought]:
    found = [_person(person) for person in wish.people]
    if wish.words:
        topic = frozenset(wish.words)
        found.append(
            _Sought(
                wish.topic,
                Reason.NOTHING_FITS,
                (wish.words,),
                lambda text: word_spots(text, topic),
                lambda _: False,
                exact=False,
            )
        )
    if wish.place:
        found.append(_place(wish.place))
    return found + [_phrase(phrase) for phrase in wish.phrases]


def _person(person: Person) -> _Sought:
    return _Sought(
        person.names[0],
        Reason.NAME_UNKNOWN,
        tuple(tuple(words(name)) for name in person.names),
        lambda text: spots(text, person.names),
        lambda article: any(spots(name, person.names) for name in article.people),
    )


def _place(place: str) -> _Sought:
    return _Sought(
        place,
        Reason.NOTHING_FITS,
        (tuple(words(place)),),
        lambda text: spots(text, (place,)),
        lambda article: article.place is not None and bool(spots(article.place, (place,))),
    )


def _phrase(phrase: str) -> _Sought:
    ways = (tuple(words(phrase)),)
    return _Sought(phrase, Reason.NO_SUCH_WORDS, ways, lambda text: spots(text, (phrase,)), lambda _: False)


def _holding(snapshot: Snapshot, sought: _Sought, openings: Iterable[Passage]) -> Holding:
    """The articles that name what is sought, and where in their texts."""
    found: dict[str, list[Passage]] = {p.article.id: [] for p in openings if sought.listed(p.article)}
    for way in sought.ways:
        held = snapshot.holding(way)
        wanted = [identity for ids in held.values() for identity in (ids if sought.exact else ids[:_LOOKED_AT])]
        for passage in sorted(snapshot.fetch(wanted).values(), key=lambda p: p.position):
            if not sought.exact or sought.spots(passage.text):
                found.setdefault(passage.article.id, []).append(passage)
            elif sought.spots(passage.article.title):
                found.setdefault(passage.article.id, [])
    return found


def _entry(opening: Passage, held: Sequence[Sequence[Passage]], sought: Sequence[_Sought], role: Role) -> Entry:
    """The article with the sentence that names most of what is sought, best where it says what a person did."""
    sentences = [_Sentence(p, *span) for p in {p.id: p for ps in held for p in ps}.values() for span in _spans(p)]
    if not (named := [sentence for sentence in sentences if sentence.count(sought)]):
        return Entry(source_of(opening), None)
    best = max(named, key=lambda sentence: _rank(sentence, sought, role))
    source = source_of(best.passage, best.text)
    at = best.passage.start
    quote = Quote(best.text, at + best.start, at + best.end, tuple(_marks(best.text, sought)), 1.0, source)
    return Entry(source, quote)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A slice of a passage's text."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    def count(self, sought: Sequence[_Sought]) -> int:
        """How much of what is sought it names."""
        return sum(len(each.spots(self.text)) > 0 for each in sought)


def _rank(sentence: _Sentence, sought: Sequence[_Sought], role: Role) -> tuple[int, int, bool, int]:
    """How much it names, how much of that word for word, whether it says what was done, how often it names it."""
    named = sentence.count(sought)
    verbatim = sum(bool(spots(sentence.text, (each.label,))) for each in sought)
    return named, verbatim, _tells(sentence.text, sought, role), len(_marks(sentence.text, sought))


def _spans(passage: Passage) -> Sequence[Span]:
    return passage.sentences or ((0, len(passage.text)),)


def _marks(text: str, sought: Sequence[_Sought]) -> list[Span]:
    return sorted({span for each in sought for span in each.spots(text)})


def _tells(sentence: str, sought: Sequence[_Sought], role: Role) -> bool:
    """Whether a clause names something sought and what was done."""
    return any(
        _DOING[role].search(clause) is not None and any(each.spots(clause) for each in sought)
        for clause in _CLAUSE_END.split(sentence)
    )


def _doing(wish: Wish, sought: Sequence[_Sought], entries: list[Entry]) -> tuple[Wish, list[Entry]]:
    """Only those whose sentence tells of presiding or speaking, if that was asked for and any does."""
    if wish.role is Role.ATTENDED:
        return wish, entries
    telling = [e for e in entries if e.quote is not None and _tells(e.quote.text, sought, wish.role)]
    return (wish, telling) if telling else (replace(wish, role=Role.ATTENDED), entries)


def _in_period(wish: Wish, entries: list[Entry], periods: Sequence[Period]) -> Listing | Missing:
    entries = sorted(entries, key=lambda entry: entry.source.title)
    entries.sort(key=lambda entry: entry.day or date.min, reverse=True)
    if not periods:
        return _listing(wish, entries, None)
    for period in periods:
        inside = [entry for entry in entries if period.holds(entry.day)]
        if inside:
            return _listing(wish, inside, period)
    return Missing(Reason.NOTHING_IN_PERIOD, nearest=_near(entries, periods[0]))


def _listing(wish: Wish, entries: list[Entry], period: Period | None) -> Listing:
    return Listing(
        kind=wish.kind,
        entries=tuple(_wanted(wish.kind, entries)),
        total=len(entries),
        people=tuple(person.names[0] for person in wish.people),
        role=wish.role,
        topic=wish.topic if wish.words else "",
        place=wish.place,
        first=period.first if period else None,
        last=period.last if period else None,
    )


def _wanted(kind: Kind, entries: list[Entry]) -> list[Entry]:
    """All, or those of the latest or the earliest day."""
    if kind not in (Kind.LATEST, Kind.EARLIEST):
        return entries
    days = [entry.day for entry in entries if entry.day is not None]
    if not days:
        return entries[:1]
    wanted = max(days) if kind is Kind.LATEST else min(days)
    return [entry for entry in entries if entry.day == wanted]


def _near(entries: list[Entry], period: Period) -> tuple[Source, ...]:
    """What lies nearest to a period in which there is nothing: first what names its year in the title."""
    year = str(period.first.year)

    def distance(entry: Entry) -> tuple[bool, int]:
        day = entry.day or date.min
        return year not in entry.source.title, min(abs(day - period.first), abs(day - period.last)).days

    return tuple(entry.source for entry in sorted(entries, key=distance)[:_NEAREST])
