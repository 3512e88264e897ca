"""Corrects the fields of an article by what a maintainer says; the text stays the source's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.article import Article, Draft, Refused
from knowledge.check import check
from knowledge.errors import LibraryError
from knowledge.library import Edits

FIELDS = ("title", "date", "meeting_date", "publisher", "url", "place", "people", "language")
_DAYS = ("date", "meeting_date")


def edits(article: Article, given: Mapping[str, object], before: Edits) -> Edits:
    """What is set in an article from now on: ``before`` and over it ``given``, as it was typed; "" clears a field.

    Raises LibraryError with all that is wrong with it.
    """
    draft = Draft("edit", article.text, {"title": article.title, **{n: v for n, v in given.items() if v != ""}})
    found = check(draft)
    if isinstance(found, Refused):
        raise LibraryError("; ".join(found.reasons))
    if given.get("title") == "":
        raise LibraryError("an article needs a title: give another one, it cannot be cleared")
    if given.get("language") == "":
        raise LibraryError("an article needs a language: give its code, such as en or zh")
    return {**before, **{name: _kept(found.article, name, value) for name, value in given.items()}}


def edited(article: Article, edits: Edits) -> Article:
    """The article with what was set."""
    values = {name: _field(name, value) for name, value in edits.items()}
    return replace(article, **values)


def _kept(checked: Article, name: str, given: object) -> object:
    """A field as JSON can hold it."""
    if given == "":
        return [] if name == "people" else None
    value = getattr(checked, name)
    return str(value) if name in _DAYS else list(value) if name == "people" else value


def _field(name: str, value: Any) -> Any:  # noqa: ANN401 (each field has its own type)
    if name in _DAYS:
        return dt.date.fromisoformat(value) if value else None
    return tuple(value) if name == "people" else value
