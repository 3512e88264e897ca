"""Looks up the meetings that a list question asks for: all of them, by metadata and by what the articles say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.article import Article
from knowledge.facts import Kind as Fact
from knowledge.where import Where
from retrieval.answer import Entry, Kind, Listing, Quote, Reason, Role, Source
from retrieval.citing import source_of
from retrieval.engine import Passage, Snapshot, Telling
from retrieval.period import Period
from retrieval.sought import Sought, is_told, person, place, sought_by
from retrieval.spotting import Span, spots
from retrieval.wish import Person, Wish

_NEAREST = 3
_LOOKED_AT = 4  # paragraphs of an article that are looked through for the sentence to show
Told = Mapping[str, Sequence[Telling]]
Holding = Mapping[str, Sequence[Passage]]  # by article, the passages in which something stands; none: in metadata


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is nothing to list, what was not found, and articles that come near."""

    reason: Reason
    unknown: tuple[str, ...] = ()
    nearest: tuple[Source, ...] = ()


def look_up(snapshot: Snapshot, wish: Wish, where: Where, periods: Sequence[Period]) -> Listing | Missing:
    """All articles that fit ``wish`` and ``where``, of the first of ``periods`` in which there are any.

    Without ``periods`` of all times. Newest first, by the day of the meeting, else of publication. Where no meeting
    was in the place of ``where``, the articles that name it.
    """
    if where.person:
        wish, where = replace(wish, people=(*wish.people, Person((where.person,)))), replace(where, person=None)
    openings = {passage.article.id: passage for passage in snapshot.openings(where)}
    every = openings if where == Where() else {p.article.id: p for p in snapshot.openings(Where())}
    sought = sought_by(wish)
    if where.place:
        sought.append(replace(place(where.place), listed=lambda _: True))
    holdings = [_holding(snapshot, each, every.values()) for each in sought]
    for each, holding in zip(sought, holdings, strict=True):
        if not holding:
            return Missing(each.reason, (each.label,))
    if not openings:
        if where.place and not wish.place:
            named = look_up(snapshot, replace(wish, place=where.place), replace(where, place=None), periods)
            if isinstance(named, Listing):
                return named
        return Missing(Reason.NOTHING_IN_PERIOD, tuple(filter(None, (where.place, where.publisher))))
    if wish.who:
        openings = {article: opening for article, opening in openings.items() if _is_in(opening.article, periods)}
    fitting = {article: opening for article, opening in openings.items() if all(article in each for each in holdings)}
    if not fitting:
        return Missing(Reason.NOTHING_FITS, tuple(each.label for each in sought))
    told = _told(snapshot, list(fitting), sought)
    holdings.append(_saying(snapshot, told, sought))
    listed = [
        _listed(opening, [p for holding in holdings for p in holding[article]], told[article], sought, wish)
        for article, opening in fitting.items()
    ]
    wish, entries = _wished(wish, listed)
    if not entries:
        return Missing(Reason.NOTHING_FITS, tuple(each.label for each in sought))
    if where.place and not wish.place:
        wish = replace(wish, place=where.place, placed=True)
    return _in_period(wish, entries, periods)


def articles_naming(snapshot: Snapshot, people: Sequence[Person]) -> list[frozenset[str]]:
    """For each of ``people`` the ids of all articles that name them, in their list of people, title or text."""
    openings = snapshot.openings(Where())
    return [frozenset(_holding(snapshot, person(each, Role.ATTENDED), openings)) for each in people]


def _holding(snapshot: Snapshot, sought: Sought, openings: Iterable[Passage]) -> Holding:
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


def _is_in(article: Article, periods: Sequence[Period]) -> bool:
    return not periods or any(period.holds(article.meeting_date or article.date) for period in periods)


def _told(snapshot: Snapshot, articles: Sequence[str], sought: Sequence[Sought]) -> Told:
    """By article, what its text tells of the kinds of facts that are sought."""
    found: dict[str, list[Telling]] = {article: [] for article in articles}
    kinds = [each.fact for each in sought if each.fact is not None]
    for telling in snapshot.told(articles, kinds) if kinds else ():
        found[telling.article].append(telling)
    return found


def _saying(snapshot: Snapshot, told: Told, sought: Sequence[Sought]) -> Holding:
    """By article, the passages with facts that say what is sought."""
    wanted = {
        each.passage for tellings in told.values() for each in tellings if any(is_told(s, each) for s in sought)
    }
    found: dict[str, list[Passage]] = {article: [] for article in told}
    for passage in sorted(snapshot.fetch(sorted(wanted)).values(), key=lambda p: p.position):
        found[passage.article.id].append(passage)
    return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A slice of a passage's text, and the facts in it."""

    passage: Passage
    start: int
    end: int
    told: tuple[Telling, ...]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    def names(self, sought: Sequence[Sought]) -> int:
        """How much of what is sought it names."""
        return sum(len(each.spots(self.text)) > 0 for each in sought)

    def says(self, sought: Sequence[Sought]) -> int:
        """How much of what is sought its facts say."""
        return sum(any(is_told(each, telling) for telling in self.told) for each in sought)

    def tells(self, sought: Sequence[Sought]) -> bool:
        """Whether it tells of something sought: by the facts where it holds such, else by its words."""
        kinds = {telling.kind for telling in self.told}
        return self.says(sought) > 0 or any(each.fact not in kinds and each.tells(self.text) for each in sought)

    def marks(self, sought: Sequence[Sought]) -> list[Span]:
        """Where it names what is sought; where it does so by facts only, those."""
        named = {span for each in sought for span in each.spots(self.text)}
        facts = [each for each in self.told if any(is_told(s, each) and (s.anyone or not named) for s in sought)]
        return sorted(named | {(fact.start - self.start, min(fact.end, self.end) - self.start) for fact in facts})


@dataclass(frozen=True, slots=True)
class _Listed:
    """An article of the list, and whether it says what was asked for."""

    entry: Entry
    says: bool


def _listed(
    opening: Passage, held: Sequence[Passage], told: Sequence[Telling], sought: Sequence[Sought], wish: Wish
) -> _Listed:
    """The article with the sentence that says best what is sought, or names most of it."""
    sentences = [sentence for passage in {p.id: p for p in held}.values() for sentence in _sentences(passage, told)]
    naming = [each for each in sentences if each.names(sought) or each.says(sought)]
    says = all(
        any(is_told(each, telling) for telling in told)
        or (each.fact is Fact.PLACE and each.listed(opening.article))
        or any(sentence.tells([each]) for sentence in naming)
        for each in sought
        if each.fact is not None
    )
    if not naming:
        return _Listed(Entry(source_of(opening), None), says)
    best = naming[0] if len(naming) == 1 else max(naming, key=lambda sentence: _rank(sentence, sought, wish.role))
    source = source_of(best.passage, best.text)
    at = best.passage.start
    quote = Quote(best.text, at + best.start, at + best.end, tuple(best.marks(sought)), 1.0, source)
    return _Listed(Entry(source, quote), says)


def _rank(sentence: _Sentence, sought: Sequence[Sought], role: Role) -> tuple[int, int, int, bool, int]:
    """What it says by its facts and how much it names, how much of that word for word, and whether words say it, too.

    Where people presided or spoke the facts come first, otherwise how much is named.
    """
    named, says = sentence.names(sought), sentence.says(sought)
    verbatim = sum(bool(spots(sentence.text, (each.label,))) for each in sought)
    first, second = (named, says) if role is Role.ATTENDED else (says, named)
    return first, second, verbatim, sentence.tells(sought), len(sentence.marks(sought))


def _sentences(passage: Passage, told: Sequence[Telling]) -> Iterator[_Sentence]:
    here = [telling for telling in told if telling.passage == passage.id]
    for start, end in passage.sentences or ((0, len(passage.text)),):
        yield _Sentence(passage, start, end, tuple(each for each in here if start <= each.start < end))


def _wished(wish: Wish, listed: Sequence[_Listed]) -> tuple[Wish, list[Entry]]:
    """Only the articles that say what was asked for, where more than a name was; all, if none says so."""
    every = [each.entry for each in listed]
    if wish.role is Role.ATTENDED and not wish.told:
        return wish, every
    saying = [each.entry for each in listed if each.says]
    return (wish, saying) if saying or wish.told else (replace(wish, role=Role.ATTENDED), every)


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
        organiser=wish.organiser,
        who=wish.who,
        placed=wish.placed,
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
