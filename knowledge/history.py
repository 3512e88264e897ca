"""What became of articles: their kept versions, and the articles that each change put, changed or removed."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.article import Article
from knowledge.errors import NotInLibrary
from knowledge.library import COLUMNS, Library, article_of


@dataclass(frozen=True, slots=True)
class Item:
    """What a change did to one article; versions are numbers, None is absence."""

    article: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version of an article, and the change that brought it in."""

    key: int  # of the row, as `Prepared.version` wants it
    number: int
    article: Article
    origin: str
    loaded_at: str
    by: str | None
    live: bool


def items(library: Library, change: int) -> list[Item]:
    """What a change did, article by article, in the order of their ids."""
    rows = library.connection.execute(
        "SELECT i.article, coalesce(n.title, o.title, ''), o.number, n.number FROM change_items i"
        " LEFT JOIN versions o ON o.id = i.before LEFT JOIN versions n ON n.id = i.after"
        " WHERE i.change = ? ORDER BY i.article",
        (change,),
    )
    return [Item(*row) for row in rows]


def versions(library: Library, article: str) -> list[Version]:
    """Every kept version of an article, oldest first; the id may be cut short. Raises NotInLibrary."""
    identity = _whole_id(library, article)
    rows = library.connection.execute(
        'SELECT v.id, v.number, v.origin, v.loaded_at, (SELECT c."by" FROM change_items i JOIN changes c'
        " ON c.id = i.change WHERE i.article = v.article AND i.after = v.id ORDER BY c.id LIMIT 1),"
        f" EXISTS (SELECT 1 FROM articles a WHERE a.version = v.id), {COLUMNS}"
        " FROM versions v WHERE v.article = ? ORDER BY v.number",
        (identity,),
    ).fetchall()
    return [
        Version(key, number, article_of(columns), origin, at, by, bool(live))
        for key, number, origin, at, by, live, *columns in rows
    ]


def version(library: Library, given: str) -> Version:
    """The version that ``ID@NUMBER`` names. Raises NotInLibrary."""
    identity, _, number = given.rpartition("@")
    if not identity or not number.isdecimal():
        raise NotInLibrary(f"{given!r} names no version: write ID@NUMBER, as `meetings history ID` shows them")
    kept = versions(library, identity)
    chosen = next((each for each in kept if each.number == int(number)), None)
    if chosen is None:
        raise NotInLibrary(f"{kept[0].article.id} has versions 1 to {kept[-1].number}, no {number}")
    return chosen


def _whole_id(library: Library, article: str) -> str:
    rows = library.connection.execute(
        "SELECT DISTINCT article FROM versions WHERE article = ?1 OR substr(article, 1, length(?1)) = ?1"
        " ORDER BY article <> ?1, article LIMIT 2",
        (article,),
    ).fetchall()
    if not rows or not article:
        raise NotInLibrary(f"no article {article!r} was ever loaded: `meetings list` shows the ids")
    if len(rows) > 1 and rows[0][0] != article:
        raise NotInLibrary(f"{article!r} begins several ids: give more of it; `meetings list` shows the ids")
    return str(rows[0][0])
