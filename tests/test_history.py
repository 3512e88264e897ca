from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import schema
from knowledge.errors import LibraryError, NotInLibrary
from knowledge.history import Item, items, version, versions
from knowledge.library import Library
from retrieval.loading import load, remove, undo
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import ALL, BRIDGE, REVIEW, accepted, put, quiet
from tests.toy_encoder import ToyEncoder

CHANGED = dataclasses.replace(BRIDGE, text="The council rejected the bridge.")


def test_a_change_says_who_made_it_and_from_where(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    load(accepted([CHANGED]), engine, encoder, quiet, by="terminal: anna", origin="articles")
    remove(["review"], engine, by="telegram: 1001")
    undo(engine, encoder, quiet, by="terminal: ben")
    found = engine.library.last_changes(4)
    assert [(c.id, c.kind, c.articles, c.by, c.origin, c.undone) for c in found] == [
        (4, "undo", 1, "terminal: ben", None, None),
        (3, "remove", 1, "telegram: 1001", None, 4),
        (2, "load", 1, "terminal: anna", "articles", None),
        (1, "load", 6, None, None, None),
    ]


def test_the_items_of_a_change_name_article_title_and_versions(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    renamed = dataclasses.replace(CHANGED, title="Council rejects the bridge")
    put(engine, encoder, renamed, dataclasses.replace(REVIEW, id="late", text="A tunnel."))
    remove(["review"], engine)
    assert items(engine.library, 2) == [
        Item("bridge", "Council rejects the bridge", 1, 2),
        Item("late", REVIEW.title, None, 1),
    ]
    assert items(engine.library, 3) == [Item("review", REVIEW.title, 1, None)]
    assert items(engine.library, 99) == []


def test_an_earlier_change_is_taken_back_while_its_articles_are_as_it_left_them(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    put(engine, encoder, CHANGED)
    remove(["review"], engine)
    change, generation = undo(engine, encoder, quiet, 2)
    assert (change.id, change.kind, generation) == (2, "load", 4)
    assert engine.library.article("bridge") == BRIDGE
    assert {a.id for a in engine.library.articles()} == {a.id for a in ALL} - {"review"}


def test_a_change_whose_articles_changed_since_is_not_taken_back(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(engine, encoder, CHANGED)
    put(engine, encoder, dataclasses.replace(CHANGED, title="Third"))
    before = engine.library.articles(), engine.library.generation()
    message = (
        "change 2 cannot be taken back: since then bridge changed again. Take back the later changes first "
        "(`meetings audit` lists them), or use `meetings restore ID@VERSION`"
    )
    with pytest.raises(LibraryError) as refused:
        undo(engine, encoder, quiet, 2)
    assert str(refused.value) == message
    with pytest.raises(LibraryError) as late:  # as when another process changed it between plan and store
        engine.library.apply("undo", (), ("bridge",), 2)
    assert str(late.value) == message
    assert (engine.library.articles(), engine.library.generation()) == before


def test_what_was_taken_back_an_undo_or_no_change_at_all_is_refused(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(engine, encoder, CHANGED)
    undo(engine, encoder, quiet)
    for change, message in (
        (2, "change 2 was taken back already, by change 3"),
        (3, "change 3 took another one back: load again, or `meetings restore ID@VERSION`"),
        (9, "there is no change 9: `meetings audit` lists them"),
    ):
        with pytest.raises(LibraryError) as refused:
            undo(engine, encoder, quiet, change)
        assert str(refused.value) == message


def test_the_versions_of_an_article_are_listed_with_who_loaded_them(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    load(accepted([CHANGED]), engine, encoder, quiet, by="terminal: anna", origin="articles")
    found = versions(engine.library, "bri")
    assert [(v.number, v.article, v.origin, v.by, v.live) for v in found] == [
        (1, BRIDGE, "bridge.txt", None, False),
        (2, CHANGED, "bridge.txt", "terminal: anna", True),
    ]
    remove(["bridge"], engine)
    assert [v.live for v in versions(engine.library, "bridge")] == [False, False]


def test_a_version_is_named_by_id_and_number(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(engine, encoder, CHANGED)
    assert version(engine.library, "bridge@1").article == BRIDGE
    assert version(engine.library, "bri@2").article == CHANGED
    for given, message in (
        ("bridge", "'bridge' names no version: write ID@NUMBER, as `meetings history ID` shows them"),
        ("bridge@x", "'bridge@x' names no version: write ID@NUMBER, as `meetings history ID` shows them"),
        ("bridge@3", "bridge has versions 1 to 2, no 3"),
        ("nothing@1", "no article 'nothing' was ever loaded: `meetings list` shows the ids"),
    ):
        with pytest.raises(NotInLibrary) as refused:
            version(engine.library, given)
        assert str(refused.value) == message


def test_a_library_of_the_first_format_is_brought_up_and_keeps_its_changes(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(schema._TABLES)
        db.execute("INSERT INTO meta VALUES ('generation', '1')")
        db.execute("INSERT INTO changes (kind, at) VALUES ('load', '2024-01-01T00:00:00+00:00')")
        db.execute("PRAGMA user_version = 1")
        db.commit()
    library = Library(path)
    (change,) = library.last_changes()
    assert (change.id, change.kind, change.by, change.origin) == (1, "load", None, None)
    assert library.connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    library.close()
