"""Compares what was read with what the library holds: what is new, changed, unchanged, twice, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.article import Accepted, Article, Refused
from knowledge.library import Library


class Verdict(StrEnum):
    """What loading does with one source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report of a load."""

    where: str
    verdict: Verdict
    article: Article | None = None
    notes: tuple[str, ...] = ()  # reasons of a refusal, otherwise warnings
    duplicate_of: str | None = None

    @property
    def stored(self) -> bool:
        return self.verdict in (Verdict.NEW, Verdict.CHANGED)


def plan(found: Iterable[Accepted | Refused], library: Library) -> list[Outcome]:
    """The verdict on each source, in order; nothing is written."""
    found = list(found)
    live = library.live([item.article.id for item in found if isinstance(item, Accepted)])
    seen = _Seen()
    return [
        Outcome(item.where, Verdict.REFUSED, notes=item.reasons)
        if isinstance(item, Refused)
        else _verdict(item, live.get(item.article.id, (None, 0))[0], library, seen)
        for item in found
    ]


class _Seen:
    """What this load has already taken, by id and by text."""

    def __init__(self) -> None:
        self.ids: dict[str, tuple[str, Article]] = {}
        self.texts: dict[str, str] = {}


def _verdict(item: Accepted, stored: Article | None, library: Library, seen: _Seen) -> Outcome:
    article = item.article
    where, earlier = seen.ids.get(article.id, ("", None))
    if earlier is not None and earlier.text != article.text:
        reason = f"same id, url or title and date as {where}, but another text: give each its own id or url"
        return Outcome(item.where, Verdict.REFUSED, notes=(reason,))
    twin = seen.texts.get(article.text) or library.with_text(article.text)
    if earlier is not None or (twin is not None and twin != article.id):
        return Outcome(item.where, Verdict.DUPLICATE, article, item.warnings, twin)
    seen.ids[article.id] = (item.where, article)
    seen.texts[article.text] = article.id
    if stored is None:
        return Outcome(item.where, Verdict.NEW, article, item.warnings)
    verdict = Verdict.UNCHANGED if stored == article else Verdict.CHANGED
    return Outcome(item.where, verdict, article, item.warnings)
