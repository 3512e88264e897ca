"""Opens the library's SQLite file and holds its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from knowledge.errors import LibraryBroken, LibraryMissing, LibraryUnwritable

_BUSY_SECONDS = 30.0

WORDS = 'CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0")'

_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    language TEXT NOT NULL,
    date TEXT,
    meeting_date TEXT,
    publisher TEXT,
    url TEXT,
    people TEXT NOT NULL,
    place TEXT,
    origin TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    UNIQUE (article, number)
);
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE REFERENCES versions (id)
) WITHOUT ROWID;
CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (article, position)
);
CREATE TABLE vectors (
    model TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    paragraph BLOB NOT NULL,
    spans TEXT NOT NULL,
    sentences BLOB NOT NULL,
    PRIMARY KEY (model, text_hash)
) WITHOUT ROWID;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    undone INTEGER REFERENCES changes (id)
);
CREATE TABLE change_items (
    change INTEGER NOT NULL REFERENCES changes (id),
    article TEXT NOT NULL,
    before INTEGER REFERENCES versions (id),
    after INTEGER REFERENCES versions (id),
    PRIMARY KEY (change, article)
) WITHOUT ROWID;
{WORDS};
CREATE VIRTUAL TABLE rarity USING fts5vocab(words, row);
CREATE INDEX versions_by_hash ON versions (text_hash);
CREATE INDEX paragraphs_by_vector ON paragraphs (vector);
"""

_PROVENANCE = """
ALTER TABLE changes ADD COLUMN "by" TEXT;
ALTER TABLE changes ADD COLUMN origin TEXT;
CREATE INDEX change_items_by_article ON change_items (article);
CREATE INDEX versions_by_language ON versions (language);
CREATE TABLE sketches (
    value INTEGER NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (value, article)
) WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article);
"""

_FACTS = """
ALTER TABLE versions ADD COLUMN edits TEXT NOT NULL DEFAULT '{}';
CREATE TABLE facts (
    version INTEGER NOT NULL REFERENCES versions (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    origin TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (version, number)
) WITHOUT ROWID;
CREATE INDEX facts_by_value ON facts (kind, value);
CREATE TABLE facts_read (
    version INTEGER PRIMARY KEY REFERENCES versions (id),
    reader TEXT NOT NULL
);
"""

# Each brings a library of the format before it to the next one; a new library goes through all of them.
_FORMATS: tuple[str, ...] = (_TABLES, _PROVENANCE, _FACTS)
VERSION = len(_FORMATS)


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection to the library at ``path``, in autocommit: transactions are begun by name.

    Raises LibraryMissing, LibraryBroken or LibraryUnwritable.
    """
    if not path.exists() and not create:
        raise LibraryMissing(f"no library in {path.parent}: load articles first, with `meetings load PATH`")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, factory=_Connection)
    except (OSError, sqlite3.Error) as error:
        raise LibraryUnwritable(f"cannot open the library {path}: {error}; check the folder") from error
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


class _Cursor(sqlite3.Cursor):
    """Says what to do about a damaged file, wherever it is met."""

    def execute(self, sql: str, parameters: Any = (), /) -> Self:  # noqa: ANN401 (as sqlite3 has it)
        with _whole():
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        with _whole():
            return super().executemany(sql, parameters)

    def fetchone(self) -> Any:  # noqa: ANN401
        with _whole():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _whole():
            return super().fetchall()

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        return iter(self.fetchall())


class _Connection(sqlite3.Connection):
    """A connection whose rows are read by ``_Cursor``."""

    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:  # noqa: ANN401
        return self.cursor(_Cursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> _Cursor:
        return self.cursor(_Cursor).executemany(sql, parameters)


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # full, locked and the like are the caller's to tell
            raise
        raise LibraryBroken(
            f"the library is damaged ({error}): put back a backup of library.db, or move it away and load anew"
        ) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("casefold", 1, _casefold, deterministic=True)
        if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            _bring_up(connection)
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise LibraryUnwritable(f"cannot open the library {path}: {error}; check space and rights") from error
    if found != VERSION:
        raise LibraryBroken(f"{path} was written by a newer `meetings` (format {found}): update this one")


def _bring_up(connection: sqlite3.Connection) -> None:
    """Makes a new library, or brings an older one to the present format; all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LibraryBroken("library.db is of another program: set MEETINGS_DATA_DIR to another folder")
        for tables in _FORMATS[found:]:
            for statement in tables.strip().split(";\n"):
                connection.execute(statement)
        if found == 0:
            connection.execute("INSERT INTO meta VALUES ('generation', '0')")
        connection.execute(f"PRAGMA user_version = {max(found, VERSION)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _casefold(value: str | None) -> str:
    return (value or "").casefold()
