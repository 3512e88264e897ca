from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import LibraryBroken, LibraryMissing, LibraryUnwritable
from knowledge.library import Library
from knowledge.schema import VERSION, connect
from retrieval.sqlite_faiss import SqliteFaiss


def test_a_library_that_is_not_there_is_missing_and_not_made(data: Path) -> None:
    message = f"no library in {data}: load articles first, with `meetings load PATH`"
    with pytest.raises(LibraryMissing, match=f"^{re.escape(message)}$"):
        connect(data / "library.db")
    assert not data.exists()


def test_a_new_library_is_made_with_its_folder_and_version(data: Path) -> None:
    with closing(connect(data / "deep" / "library.db", create=True)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_text("Once upon a time there was no database. " * 100)
    before = path.read_bytes()
    with pytest.raises(LibraryBroken, match=r"file is not a database.*: put back a backup"):
        connect(path, create=True)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_gets_no_table_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE songs (name)")
    with pytest.raises(LibraryBroken, match=r"^library.db is of another program: set MEETINGS_DATA_DIR to another"):
        connect(path, create=True)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_a_library_of_a_newer_version_is_refused(engine: SqliteFaiss, data: Path) -> None:
    engine.library.connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    message = f"{data / 'library.db'} was written by a newer `meetings` (format {VERSION + 1}): update this one"
    with pytest.raises(LibraryBroken, match=f"^{re.escape(message)}$"):
        Library(data / "library.db")


@pytest.mark.parametrize("table", ["versions", "articles", "paragraphs", "words_content"])
def test_a_damaged_page_is_a_broken_library_wherever_it_is_met(table: str, engine: SqliteFaiss, data: Path) -> None:
    root, size = (
        engine.library.connection.execute(query).fetchone()[0]
        for query in (f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'", "PRAGMA page_size")
    )
    engine.library.close()
    path = data / "library.db"
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    path.write_bytes(content)
    library = Library(path)
    with pytest.raises(LibraryBroken, match=r"^the library is damaged .*: put back a backup of library.db, or move"):
        for row in library.connection.execute(f"SELECT * FROM {table}"):
            assert row
    library.close()


def test_a_folder_in_the_librarys_place_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(LibraryUnwritable, match=r"unable to open database file; check the folder$"):
        connect(tmp_path / "library.db", create=True)


def test_a_file_in_the_data_folders_place_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(LibraryUnwritable, match=r"cannot open the library .*; check the folder$"):
        connect(tmp_path / "data" / "library.db", create=True)


def test_casefold_compares_beyond_ascii(data: Path) -> None:
    with closing(connect(data / "library.db", create=True)) as db:
        assert db.execute("SELECT casefold('ÖRE STRAße'), casefold(NULL)").fetchone() == ("öre strasse", "")
