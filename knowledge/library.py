"""The library: every article, every version of it, and every change, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from knowledge import facts
from knowledge.article import Article
from knowledge.errors import LibraryError, LibraryUnwritable, NotInLibrary
from knowledge.facts import Fact, Kind, Origin, read_facts
from knowledge.schema import WORDS, connect
from knowledge.where import Where

# What ``article_of`` reads, from ``versions`` named ``v``.
COLUMNS = "v.article, v.title, v.text, v.language, v.date, v.meeting_date, v.publisher, v.url, v.people, v.place"
T = TypeVar("T")
Edits = Mapping[str, Any]  # fields of an article that a maintainer set, by name; None where he cleared one
_SHOWN = 3  # ids in a complaint
_CHANGE = (
    'SELECT c.id, c.kind, c.at, (SELECT count(*) FROM change_items i WHERE i.change = c.id), c."by", c.origin,'
    " c.undone FROM changes c"
)
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
    sketch: tuple[int, ...] = ()  # by which near-duplicates are found
    edits: Edits | None = None  # what a maintainer set; None keeps what was set before


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
    """One load, removal, restoring or undo, as the change log keeps it."""

    id: int
    kind: str
    at: str
    articles: int
    by: str | None = None  # who made it, such as "terminal: anna"
    origin: str | None = None  # where the articles came from, as it was named
    undone: int | None = None  # the change that took it back


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

    def titled(self, words: Sequence[str], most: int) -> list[Article]:
        """Live articles whose titles hold all of ``words``, newest first; at most so many."""
        holds = " AND ".join(["instr(lower(v.title), lower(?)) > 0"] * len(words)) or "0"
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM {_LIVE} WHERE {holds} "
            "ORDER BY v.date IS NULL, v.date DESC, v.title, v.article LIMIT ?",
            (*words, most),
        )
        return [article_of(row) for row in rows]

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

    def numbered(self, ids: Sequence[str]) -> dict[str, tuple[Article, int]]:
        """Those of ``ids`` that are live: the article and its version's number."""
        live = self.live(ids)
        numbers = self._column("SELECT id, number FROM versions WHERE id IN", [key for _, key in live.values()])
        return {name: (article, numbers[key]) for name, (article, key) in live.items()}

    def with_texts(self, texts: Sequence[str]) -> dict[str, str]:
        """For those of ``texts`` that a live article has: the id of the first such article."""
        hashes = {text_hash(text): text for text in texts}
        found = self._column(
            f"SELECT v.text_hash, min(a.id) FROM {_LIVE} WHERE v.text_hash IN", list(hashes), "GROUP BY v.text_hash"
        )
        return {hashes[key]: article for key, article in found.items()}

    def sketched(self, values: Sequence[int], most: int = 5) -> list[Article]:
        """Live articles that have some of these values in their sketch, those with most of them first."""
        marks = ",".join("?" * len(values))
        rows = self.connection.execute(
            f"SELECT article FROM sketches WHERE value IN ({marks}) GROUP BY article ORDER BY count(*) DESC, article"
            " LIMIT ?",
            (*values, most),
        ).fetchall()
        live = self.live([row[0] for row in rows])
        return [live[row[0]][0] for row in rows if row[0] in live]

    def _column(self, query: str, keys: Sequence[Any], after: str = "") -> dict[Any, Any]:
        """Key and value from a query that ends with IN, for all ``keys``."""
        found: dict[Any, Any] = {}
        for part in portions(keys):
            found |= dict(self.connection.execute(f"{query} ({','.join('?' * len(part))}) {after}", part))
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
        rows = self.connection.execute(f"{_CHANGE} ORDER BY c.id DESC LIMIT ?", (limit,))
        return [Change(*row) for row in rows]

    def change(self, change: int) -> Change:
        """One change by its id. Raises LibraryError."""
        row = self.connection.execute(f"{_CHANGE} WHERE c.id = ?", (change,)).fetchone()
        if row is None:
            raise LibraryError(f"there is no change {change}: `meetings audit` lists them")
        return Change(*row)

    def facts(self, article: str) -> list[Fact]:
        """What a live article tells about its meeting; empty when it has not been read yet."""
        rows = self.connection.execute(
            "SELECT f.kind, f.value, f.origin, f.start, f.end FROM facts f JOIN articles a ON a.version = f.version"
            " WHERE a.id = ? ORDER BY f.number",
            (article,),
        )
        return [Fact(Kind(kind), value, Origin(origin), start, end) for kind, value, origin, start, end in rows]

    def people(self) -> list[tuple[str, int]]:
        """Everyone whom a live article names as present, presiding or speaking, and in how many; most often first."""
        rows = self.connection.execute(
            "SELECT f.value, count(DISTINCT f.version) FROM facts f JOIN articles a ON a.version = f.version"
            " WHERE f.kind IN ('presided', 'attended', 'spoke') GROUP BY f.value ORDER BY 2 DESC, 1"
        )
        return [(name, count) for name, count in rows]

    def named(self) -> list[tuple[str, str]]:
        """(article, name) of everyone whom a live article names as present, presiding or speaking."""
        rows = self.connection.execute(
            "SELECT DISTINCT a.id, f.value FROM facts f JOIN articles a ON a.version = f.version"
            " WHERE f.kind IN ('presided', 'attended', 'spoke') ORDER BY 1, 2"
        )
        return [(article, name) for article, name in rows]

    def sketched_alike(self) -> list[tuple[str, str]]:
        """Pairs of live articles whose sketches share a value."""
        rows = self.connection.execute(
            "SELECT DISTINCT s.article, o.article FROM sketches s JOIN sketches o"
            " ON o.value = s.value AND o.article > s.article ORDER BY 1, 2"
        )
        return [(one, other) for one, other in rows]

    def edits(self, ids: Sequence[str]) -> dict[str, Edits]:
        """What a maintainer set in live articles, for those of ``ids`` that have such fields."""
        found: dict[str, Edits] = {}
        for part in portions(ids):
            marks = ",".join("?" * len(part))
            rows = self.connection.execute(
                f"SELECT a.id, v.edits FROM {_LIVE} WHERE v.edits <> '{{}}' AND a.id IN ({marks})", part
            )
            found |= {article: json.loads(edits) for article, edits in rows}
        return found

    def unread(self) -> list[tuple[int, Article]]:
        """Live articles whose facts were not read by this version, each with the id of its version."""
        rows = self.connection.execute(
            f"SELECT {COLUMNS}, v.id FROM {_LIVE} LEFT JOIN facts_read r ON r.version = v.id AND r.reader = ?"
            " WHERE r.version IS NULL ORDER BY a.id",
            (facts.VERSION,),
        )
        return [(row[-1], article_of(row)) for row in rows]

    def read_facts(self, unread: Iterable[tuple[int, Article]]) -> None:
        """Reads the facts of live articles anew; they are no change of the articles."""
        with self.writing():
            for version, article in unread:
                self._put_facts(version, article)

    def undo_plan(self, change: int | None = None) -> Undo:
        """What taking back the last load, removal or restoring would do, or the one of this id.

        Raises LibraryError when there is none, or when its articles were changed since.
        """
        found = self._last_to_undo() if change is None else self._to_undo(change)
        items = self.connection.execute(
            "SELECT article, before FROM change_items WHERE change = ? ORDER BY article", (found.id,)
        ).fetchall()
        self._check_unchanged_since(found.id)
        restore = tuple((before, self._version(before)) for _, before in items if before is not None)
        return Undo(found, restore, tuple(article for article, before in items if before is None))

    def _last_to_undo(self) -> Change:
        row = self.connection.execute(
            f"{_CHANGE} WHERE c.undone IS NULL AND c.kind <> 'undo' ORDER BY c.id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            raise LibraryError("nothing to undo: no load or removal is left to take back")
        return Change(*row)

    def _to_undo(self, change: int) -> Change:
        found = self.change(change)
        if found.kind == "undo":
            raise LibraryError(f"change {change} took another one back: load again, or `meetings restore ID@VERSION`")
        if found.undone is not None:
            raise LibraryError(f"change {change} was taken back already, by change {found.undone}")
        return found

    def _check_unchanged_since(self, change: int) -> None:
        rows = self.connection.execute(
            "SELECT i.article FROM change_items i LEFT JOIN articles a ON a.id = i.article"
            " WHERE i.change = ? AND a.version IS NOT i.after ORDER BY i.article",
            (change,),
        ).fetchall()
        if rows:
            shown = ", ".join(row[0] for row in rows[:_SHOWN]) + (", …" if len(rows) > _SHOWN else "")
            raise LibraryError(
                f"change {change} cannot be taken back: since then {shown} changed again. Take back the later "
                "changes first (`meetings audit` lists them), or use `meetings restore ID@VERSION`"
            )

    def _version(self, version: int) -> Article:
        row = self.connection.execute(
            f"SELECT {COLUMNS} FROM versions v WHERE v.id = ?",
            (version,),
        ).fetchone()
        return article_of(row)

    # Writing

    def apply(
        self,
        kind: str,
        put: Iterable[Prepared],
        remove: Sequence[str] = (),
        undoes: int | None = None,
        *,
        by: str | None = None,
        origin: str | None = None,
    ) -> int:
        """Stores and removes articles in one transaction, notes the change, returns the new generation.

        Raises LibraryError when the change that it ``undoes`` cannot be taken back any more.
        """
        with self.writing() as connection:
            if undoes is not None:
                self._check_unchanged_since(self._to_undo(undoes).id)
            change = connection.execute(
                'INSERT INTO changes (kind, at, "by", origin) VALUES (?, ?, ?, ?) RETURNING id',
                (kind, _now(), by, origin),
            ).fetchone()[0]
            for article in remove:
                self._note(change, article, self._take_out(article), None)
            for prepared in put:
                before = self._take_out(prepared.article.id)
                self._note(change, prepared.article.id, before, self._put(prepared, before))
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

    def cuts(self) -> set[tuple[str, int, int, int, bytes]]:
        """Article, id, start, end and hash of every paragraph."""
        return set(self.connection.execute("SELECT article, id, start, end, vector FROM paragraphs"))

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
        self.connection.execute("DELETE FROM sketches WHERE article = ?", (article,))
        self.connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        return int(row[0])

    def _put(self, prepared: Prepared, before: int | None) -> int:
        article = prepared.article
        version = prepared.version or self._add_version(article, prepared.origin)
        if prepared.version is None:
            kept = self._edits_of_version(before) if prepared.edits is None else json.dumps(prepared.edits)
            self.connection.execute("UPDATE versions SET edits = ? WHERE id = ?", (kept, version))
            self._put_facts(version, article)
        self.connection.execute("INSERT INTO articles VALUES (?, ?)", (article.id, version))
        self._put_paragraphs(prepared)
        self.connection.executemany(
            "INSERT INTO sketches VALUES (?, ?)", [(value, article.id) for value in prepared.sketch]
        )
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

    def _edits_of_version(self, version: int | None) -> str:
        row = self.connection.execute("SELECT edits FROM versions WHERE id = ?", (version,)).fetchone()
        return str(row[0]) if row else "{}"

    def _put_facts(self, version: int, article: Article) -> None:
        self.connection.execute("DELETE FROM facts WHERE version = ?", (version,))
        self.connection.executemany(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (version, number, fact.kind.value, fact.value, fact.origin.value, fact.start, fact.end)
                for number, fact in enumerate(read_facts(article), 1)
            ],
        )
        self.connection.execute("INSERT OR REPLACE INTO facts_read VALUES (?, ?)", (version, facts.VERSION))

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
