"""Finds the articles of a folder that is mirrored whose files are gone, or no longer hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import Library
from knowledge.plan import Outcome

# The last piece of an origin: a reader of many articles in one file puts the place behind the file's name.
_PLACE = re.compile(r"(?:[:!/#,][^:!/#,]*|[^:!/#,]+)$")


@dataclass(frozen=True, slots=True)
class Gone:
    """A live article that came from the folder and is no longer in it."""

    article: str
    title: str
    origin: str


def gone(library: Library, folders: Iterable[Path], outcomes: Sequence[Outcome]) -> list[Gone]:
    """The live articles that once were loaded from below ``folders`` and are not among ``outcomes``.

    What stands in a file that could not be read this time stays, and so does what lies in a folder that could not
    be looked into.
    """
    found = {outcome.article.id for outcome in outcomes if outcome.article is not None}
    found |= {outcome.duplicate_of for outcome in outcomes if outcome.duplicate_of is not None}
    unread = [_file(outcome.origin) for outcome in outcomes if outcome.article is None and outcome.origin]
    return [
        each
        for folder in folders
        for each in _loaded_from(library, folder)
        if each.article not in found and not any(_within(each.origin, file) for file in unread)
    ]


def _loaded_from(library: Library, folder: Path) -> list[Gone]:
    rows = library.connection.execute(
        "SELECT a.id, v.title, v.origin FROM articles a JOIN versions v ON v.id = a.version"
        " WHERE substr(v.origin, 1, length(?1)) = ?1 ORDER BY v.origin, a.id",
        (f"{folder.resolve()}/".replace("//", "/"),),
    )
    return [Gone(*row) for row in rows]


def _file(origin: str) -> str:
    """The file that an origin names, without the place inside it; the folder, where the file went meanwhile."""
    shorter = origin
    while shorter and not Path(shorter).exists():
        shorter = _PLACE.sub("", shorter)
    return shorter or origin


def _within(origin: str, file: str) -> bool:
    """Whether an origin is this file, a place in it, or below this folder."""
    after = origin.removeprefix(file)
    return origin.startswith(file) and (not after or not (after[0].isalnum() or after[0] == "."))
