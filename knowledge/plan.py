"""Compares what was read with what the library holds: what is new, changed, unchanged, twice, refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from knowledge.article import Accepted, Article, Refused
from knowledge.difference import Difference, difference
from knowledge.editing import edited
from knowledge.library import Library
from knowledge.sketch import likeness, sketch
from knowledge.verdict import Verdict as Verdict

_PORTION = 200  # articles that are looked up together
_NEAR = 0.7  # of their runs of characters two articles share, or they are not worth a look


@dataclass(frozen=True, slots=True)
class Near:
    """Another article that says nearly the same; ``share`` of their runs of characters, 0 to 1, is in both."""

    article: str
    title: str
    share: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report of a load."""

    where: str
    verdict: Verdict
    article: Article | None = None
    notes: tuple[str, ...] = ()  # reasons of a refusal, otherwise warnings
    duplicate_of: str | None = None
    version: int | None = None  # the number of the version that a changed article takes the place of
    difference: Difference | None = None  # to that version
    near: Near | None = None  # advice only: the article is stored all the same
    origin: str = field(default="", compare=False)
    sketch: tuple[int, ...] = field(default=(), compare=False, repr=False)

    @property
    def stored(self) -> bool:
        return self.verdict in (Verdict.NEW, Verdict.CHANGED)


def plan(found: Iterable[Accepted | Refused], library: Library) -> list[Outcome]:
    """The verdict on each source, in order; nothing is written."""
    seen = _Seen()
    return [outcome for part in _portions(found) for outcome in _planned(part, library, seen)]


class _Seen:
    """What this load has already taken, by id, by text and by sketch."""

    def __init__(self) -> None:
        self.ids: dict[str, tuple[str, Article]] = {}
        self.texts: dict[str, str] = {}
        self.sketches: dict[int, Article] = {}


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the library holds of a portion's articles."""

    articles: dict[str, tuple[Article, int]]  # and the number of its version
    texts: dict[str, str]  # text -> id


def _portions(found: Iterable[Accepted | Refused]) -> Iterator[list[Accepted | Refused]]:
    waiting = iter(found)
    while part := list(islice(waiting, _PORTION)):
        yield part


def _planned(part: Sequence[Accepted | Refused], library: Library, seen: _Seen) -> Iterator[Outcome]:
    part = list(_edited(part, library))
    articles = [item.article for item in part if isinstance(item, Accepted)]
    stored = _Stored(
        library.numbered([article.id for article in articles]),
        library.with_texts([article.text for article in articles]),
    )
    for item in part:
        if isinstance(item, Refused):
            yield Outcome(item.where, Verdict.REFUSED, notes=item.reasons, origin=item.origin)
        else:
            yield _verdict(item, stored, library, seen)


def _edited(part: Sequence[Accepted | Refused], library: Library) -> Iterator[Accepted | Refused]:
    """The sources with what a maintainer set in their articles: loading the source again does not take it back."""
    edits = library.edits([item.article.id for item in part if isinstance(item, Accepted)])
    for item in part:
        fields = edits.get(item.article.id) if isinstance(item, Accepted) else None
        yield replace(item, article=edited(item.article, fields)) if isinstance(item, Accepted) and fields else item


def _verdict(item: Accepted, stored: _Stored, library: Library, seen: _Seen) -> Outcome:
    article = item.article
    where, earlier = seen.ids.get(article.id, ("", None))
    if earlier is not None and earlier.text != article.text:
        reason = f"same id, url or title and date as {where}, but another text: give each its own id or url"
        return Outcome(item.where, Verdict.REFUSED, notes=(reason,), origin=item.origin)
    twin = seen.texts.get(article.text) or stored.texts.get(article.text)
    if earlier is not None or (twin is not None and twin != article.id):
        return Outcome(item.where, Verdict.DUPLICATE, article, item.warnings, twin, origin=item.origin)
    seen.ids[article.id] = (item.where, article)
    seen.texts[article.text] = article.id
    old, number = stored.articles.get(article.id, (None, None))
    if old == article:
        return Outcome(item.where, Verdict.UNCHANGED, article, item.warnings, origin=item.origin)
    values = sketch(article.text)
    return Outcome(
        item.where,
        Verdict.NEW if old is None else Verdict.CHANGED,
        article,
        item.warnings,
        version=number,
        difference=None if old is None else difference(old, article),
        near=_near(article, values, library, seen),
        origin=item.origin,
        sketch=values,
    )


def _near(article: Article, values: Sequence[int], library: Library, seen: _Seen) -> Near | None:
    """The likest other article, of the library or of this load."""
    beside = {other.id: other for value in values if (other := seen.sketches.get(value)) is not None}
    beside |= {other.id: other for other in library.sketched(values) if other.id not in seen.ids}
    beside.pop(article.id, None)
    for value in values:
        seen.sketches.setdefault(value, article)
    shares = [Near(other.id, other.title, likeness(article.text, other.text)) for other in beside.values()]
    return max((near for near in shares if near.share >= _NEAR), key=lambda near: near.share, default=None)
