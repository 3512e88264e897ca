"""The library: every article, every version of it, and every change, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from knowledge.article import Article
from knowledge.errors import LibraryError, LibraryUnwritable, NotInLibrary
from knowledge.schema import WORDS, connect
from knowledge.where import Where

# What ``article_of`` reads, from ``versions`` named ``v``.
COLUMNS = "v.article, v.title, v.text, v.language, v.date, v.meeting_date, v.publisher, v.url, v.people, v.place"
T = TypeVar("T")
_LIVE = "articles a JOIN versions v ON v.id = a.version"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph ready to be stored: its slice, the hash its vectors are kept under, its words for full text."""

    id: int
    start: int
    end: int
    vector: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with its paragraphs, ready to be stored. ``version`` names a kept version to bring back."""

    article: Article
    paragraphs: tuple[Paragraph, ...]
    title_words: str
    origin: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the library holds in all."""

    articles: int
    paragraphs: int
    first: date | None
    last: date | None
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One load, removal or undo, as the change log keeps it."""

    id: int
    kind: str
    at: str
    articles: int


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking back a change would do: versions to bring back, articles to remove."""

    change: Change
    restore: tuple[tuple[int, Article], ...]
    remove: tuple[str, ...]


class Library:
    """The open library. Safe to use from several threads: each has its own connection.

    Reads inside one ``with library.snapshot()`` see one state, whatever is loaded meanwhile.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._create = create
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        _ = self.connection

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        existing: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if existing is None:
            existing = connect(self.path, create=self._create)
            self._local.connection = existing
            self._connections.append(existing)
        return existing

    def close(self) -> None:
        """Closes this thread's connection; those of other threads end with their threads."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._connections.remove(connection)
            self._local.connection = None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads within see one state of the library; a snapshot inside another is the same one."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Raises LibraryUnwritable when it cannot be written."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._give_up(connection)
            raise LibraryUnwritable(
                f"cannot write {self.path}: {error}; nothing was changed. Check free space and rights, then try again"
            ) from error
        except BaseException:
            self._give_up(connection)
            raise

    @staticmethod
    def _give_up(connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")

    # Reading

    def generation(self) -> int:
        """Counts the changes; grows by one with each load, removal or undo."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
        return int(row[0])

    def meta(self, name: str) -> str | None:
        """A note kept beside the articles, such as the version of the analyser."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def articles(self, where: Where | None = None) -> list[Article]:
        """Live articles, newest first, undated ones last."""
        condition, values = (where or Where()).sql()
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM {_LIVE} WHERE {condition} "
            "ORDER BY v.date IS NULL, v.date DESC, v.title, v.article",
            values,
        )
        return [article_of(row) for row in rows]

    def article(self, article: str) -> Article:
        """One live article by its id, or by the beginning of it where that is enough. Raises NotInLibrary."""
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM {_LIVE} WHERE a.id = ?1 OR substr(a.id, 1, length(?1)) = ?1 "
            "ORDER BY a.id <> ?1 LIMIT 2",
            (article,),
        ).fetchall()
        if not rows or not article:
            raise NotInLibrary(f"no article {article!r}: `meetings list` shows the ids")
        if len(rows) > 1 and rows[0][0] != article:
            raise NotInLibrary(f"{article!r} begins several ids: give more of it; `meetings list` shows the ids")
        return article_of(rows[0])

    def live(self, ids: Sequence[str]) -> dict[str, tuple[Article, int]]:
        """Those of ``ids`` that are live: the article and its version's id."""
        found: dict[str, tuple[Article, int]] = {}
        for part in portions(ids):
            marks = ",".join("?" * len(part))
            rows = self.connection.execute(
                f"SELECT {COLUMNS}, v.id FROM {_LIVE} WHERE a.id IN ({marks})",
                part,
            )
            found |= {row[0]: (article_of(row), row[-1]) for row in rows}
        return found

    def ids(self) -> list[str]:
        """The ids of all live articles."""
        return [row[0] for row in self.connection.execute("SELECT id FROM articles ORDER BY id")]

    def spans(self, article: str) -> list[tuple[int, int]]:
        """The paragraphs of a live article, in order, as (start, end) in its text."""
        rows = self.connection.execute(
            "SELECT start, end FROM paragraphs WHERE article = ? ORDER BY position", (article,)
        )
        return rows.fetchall()

    def with_text(self, text: str) -> str | None:
        """The id of a live article with exactly this text."""
        row = self.connection.execute(
            f"SELECT a.id FROM {_LIVE} WHERE v.text_hash = ? ORDER BY a.id",
            (text_hash(text),),
        ).fetchone()
        return row[0] if row else None

    def holdings(self) -> Holdings:
        """How many articles, from when to when, by whom."""
        count, first, last = self.connection.execute(
            f"SELECT count(*), min(v.date), max(v.date) FROM {_LIVE}"
        ).fetchone()
        paragraphs = self.connection.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
        publishers = self.connection.execute(
            f"SELECT v.publisher FROM {_LIVE} WHERE v.publisher IS NOT NULL "
            "GROUP BY v.publisher ORDER BY count(*) DESC, v.publisher"
        )
        return Holdings(count, paragraphs, _date(first), _date(last), tuple(row[0] for row in publishers))

    def last_changes(self, limit: int = 1) -> list[Change]:
        """The latest changes, newest first."""
        rows = self.connection.execute(
            "SELECT c.id, c.kind, c.at, (SELECT count(*) FROM change_items i WHERE i.change = c.id) "
            "FROM changes c ORDER BY c.id DESC LIMIT ?",
            (limit,),
        )
        return [Change(*row) for row in rows]

    def undo_plan(self) -> Undo:
        """What taking back the last load or removal would do. Raises LibraryError when there is none."""
        row = self.connection.execute(
            "SELECT c.id, c.kind, c.at, (SELECT count(*) FROM change_items i WHERE i.change = c.id) "
            "FROM changes c WHERE c.undone IS NULL AND c.kind <> 'undo' ORDER BY c.id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            raise LibraryError("nothing to undo: no load or removal is left to take back")
        items = self.connection.execute(
            "SELECT article, before FROM change_items WHERE change = ? ORDER BY article", (row[0],)
        ).fetchall()
        restore = tuple((before, self._version(before)) for _, before in items if before is not None)
        return Undo(Change(*row), restore, tuple(article for article, before in items if before is None))

    def _version(self, version: int) -> Article:
        row = self.connection.execute(
            f"SELECT {COLUMNS} FROM versions v WHERE v.id = ?",
            (version,),
        ).fetchone()
        return article_of(row)

    # Writing

    def apply(self, kind: str, put: Sequence[Prepared], remove: Sequence[str] = (), undoes: int | None = None) -> int:
        """Stores and removes articles in one transaction, notes the change, returns the new generation."""
        with self.writing() as connection:
            change = connection.execute(
                "INSERT INTO changes (kind, at) VALUES (?, ?) RETURNING id", (kind, _now())
            ).fetchone()[0]
            for article in remove:
                self._note(change, article, self._take_out(article), None)
            for prepared in put:
                before = self._take_out(prepared.article.id)
                self._note(change, prepared.article.id, before, self._put(prepared))
            if undoes is not None:
                connection.execute("UPDATE changes SET undone = ? WHERE id = ?", (change, undoes))
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
            return self.generation()

    def rewrite_words(self, analyser: str, words: Iterator[tuple[int, str, str]]) -> None:
        """Replaces the full-text index: (paragraph id, title words, body words) for all, and its version."""
        with self.writing() as connection:
            connection.execute("DROP TABLE words")  # emptying it would trust what may be damaged
            connection.execute(WORDS)
            connection.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", words)
            self._set_meta("analyser", analyser)

    def cuts(self) -> set[tuple[str, int, int, int]]:
        """Article, id, start and end of every paragraph."""
        return set(self.connection.execute("SELECT article, id, start, end FROM paragraphs"))

    def recut(self, articles: Sequence[Prepared]) -> None:
        """Replaces the paragraphs of live articles, whose texts stay; the full text has to be made anew after it."""
        with self.writing() as connection:
            for prepared in articles:
                connection.execute("DELETE FROM paragraphs WHERE article = ?", (prepared.article.id,))
                self._put_paragraphs(prepared)
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    def note(self, name: str, value: str) -> None:
        """Keeps a note beside the articles."""
        with self.writing():
            self._set_meta(name, value)

    def _set_meta(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _take_out(self, article: str) -> int | None:
        row = self.connection.execute("SELECT version FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            return None
        self.connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT id FROM paragraphs WHERE article = ?)", (article,)
        )
        self.connection.execute("DELETE FROM paragraphs WHERE article = ?", (article,))
        self.connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        return int(row[0])

    def _put(self, prepared: Prepared) -> int:
        article = prepared.article
        version = prepared.version or self._add_version(article, prepared.origin)
        self.connection.execute("INSERT INTO articles VALUES (?, ?)", (article.id, version))
        self._put_paragraphs(prepared)
        self.connection.executemany(
            "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
            [(p.id, prepared.title_words, p.words) for p in prepared.paragraphs],
        )
        return version

    def _put_paragraphs(self, prepared: Prepared) -> None:
        self.connection.executemany(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?)",
            [(p.id, prepared.article.id, n, p.start, p.end, p.vector) for n, p in enumerate(prepared.paragraphs, 1)],
        )

    def _add_version(self, article: Article, origin: str) -> int:
        row = self.connection.execute(
            "INSERT INTO versions (article, number, title, text, text_hash, language, date, meeting_date, publisher,"
            " url, people, place, origin, loaded_at) VALUES "
            "(?1, (SELECT count(*) + 1 FROM versions WHERE article = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
            " ?12, ?13) RETURNING id",
            (
                article.id,
                article.title,
                article.text,
                text_hash(article.text),
                article.language,
                article.date and str(article.date),
                article.meeting_date and str(article.meeting_date),
                article.publisher,
                article.url,
                json.dumps(article.people, ensure_ascii=False),
                article.place,
                origin,
                _now(),
            ),
        ).fetchone()
        return int(row[0])

    def _note(self, change: int, article: str, before: int | None, after: int | None) -> None:
        self.connection.execute("INSERT INTO change_items VALUES (?, ?, ?, ?)", (change, article, before, after))


def text_hash(text: str) -> bytes:
    """16 bytes that stand for a text."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def portions(values: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """``values`` in parts that a statement of SQLite can take as parameters."""
    return (values[i : i + size] for i in range(0, len(values), size))


def article_of(row: Sequence[Any]) -> Article:
    """An article from the columns that ``COLUMNS`` names."""
    article, title, text, language, published, meeting, publisher, url, people, place = row[:10]
    return Article(
        id=article,
        title=title,
        text=text,
        language=language,
        date=_date(published),
        meeting_date=_date(meeting),
        publisher=publisher,
        url=url,
        people=tuple(json.loads(people)),
        place=place,
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
