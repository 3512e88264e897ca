"""Opens the bot's own SQLite file, beside the library: journal, answers, votes, people, uploads.

It is a file of its own because a large load holds the library's only writer's lock for seconds, and a question that
arrives meanwhile has to be written down at once.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

from bot.complaints import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

_BUSY_SECONDS = 30.0

# Each brings a file of the format before it to the next one; a new file goes through all of them.
_FORMATS = (
    """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (
    update_id INTEGER PRIMARY KEY,
    accepted_at REAL NOT NULL,
    talk TEXT NOT NULL,
    payload TEXT
);
CREATE INDEX journal_of_talk ON journal (talk) WHERE payload IS NOT NULL;
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    place TEXT NOT NULL,
    answered INTEGER NOT NULL,
    reason TEXT,
    language TEXT NOT NULL,
    probability REAL NOT NULL,
    generation INTEGER NOT NULL,
    milliseconds REAL NOT NULL,
    question TEXT,
    chat INTEGER,
    topic INTEGER,
    message INTEGER
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (at);
CREATE TABLE quoted (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    article TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (answer, number)
) WITHOUT ROWID;
CREATE INDEX quoted_by_article ON quoted (article);
CREATE TABLE shown (
    answer TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE replies (
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    reply INTEGER NOT NULL,
    answer TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (chat, message)
) WITHOUT ROWID;
CREATE INDEX replies_by_reply ON replies (chat, reply);
CREATE TABLE votes (
    answer TEXT NOT NULL,
    voter TEXT NOT NULL,
    good INTEGER NOT NULL,
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (answer, voter)
) WITHOUT ROWID;
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT,
    role TEXT,
    added_by INTEGER,
    at TEXT,
    language TEXT
);
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    person INTEGER NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
""",
    """
ALTER TABLE journal ADD COLUMN sending INTEGER NOT NULL DEFAULT 0;
""",
)


class RecordsUnwritable(Complaint):
    """The bot's file cannot be opened or written."""


@contextmanager
def costing_no_answer() -> Iterator[None]:
    """What cannot be written inside is said in the log, and nobody is left without an answer for it."""
    try:
        yield
    except sqlite3.Error as error:
        log.error("The bot's records cannot be written (%s): check space and rights", error)


class RecordFile:
    """The open file. Safe to use from several threads; every call is short."""

    def __init__(self, path: Path) -> None:
        """Raises RecordsUnwritable when it cannot be opened."""
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise RecordsUnwritable(
                f"cannot open {path}: {error}; check space and rights, or move it away to begin a new one"
            ) from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What a query finds."""
        with self._lock:
            return self._connection.execute(sql, _storable(values)).fetchall()

    def row(self, sql: str, *values: object) -> Any:  # noqa: ANN401 (as sqlite3 has it)
        """The first row that a query finds; None when there is none."""
        with self._lock:
            return self._connection.execute(sql, _storable(values)).fetchone()

    def write(self, sql: str, *values: object) -> int:
        """Carries out one statement and returns how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, _storable(values)).rowcount

    def write_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Carries out one statement for each row."""
        with self._lock:
            self._connection.executemany(sql, map(_storable, rows))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Does not wait for the disk: what is written inside outlives this process, but not a power cut just then.

        To be left before anything is awaited.
        """
        with self._lock:
            self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")  # what Telegram was told is accepted must stay
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.writing():
            found = self.row("PRAGMA user_version")[0]
            if found > len(_FORMATS):
                raise RecordsUnwritable(f"{self.path} was written by a newer `meetings`: update this one")
            for tables in _FORMATS[found:]:
                for statement in tables.strip().split(";\n"):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {len(_FORMATS)}")


def _storable(values: Sequence[object]) -> tuple[object, ...]:
    """Half a character, which no database takes, as the sign for one that is unknown."""
    return tuple(
        each.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _is_cut(each) else each
        for each in values
    )


def _is_cut(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)
