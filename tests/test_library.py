from __future__ import annotations

import dataclasses
import json
import threading
from datetime import date
from pathlib import Path

import pytest

from knowledge.article import Article
from knowledge.errors import LibraryError, LibraryUnwritable, NotInLibrary
from knowledge.library import Holdings, Library, text_hash
from knowledge.where import Where
from retrieval.loading import remove, undo
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import ROOT, python
from tests.toy_articles import ALL, BRIDGE, FANGXUN, QIAO, REVIEW, SCHOOL, UNDATED, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder

CHANGED = dataclasses.replace(BRIDGE, text="The council rejected the bridge.")


def live(engine: SqliteFaiss) -> dict[str, Article]:
    return {article.id: article for article in engine.library.articles()}


def history(engine: SqliteFaiss, article: str) -> list[tuple[int, str]]:
    """Number and text of each kept version."""
    rows = engine.library.connection.execute(
        "SELECT number, text FROM versions WHERE article = ? ORDER BY number", (article,)
    )
    return [tuple(row) for row in rows]


# Reading


def test_articles_come_back_as_they_were_stored_newest_first_and_undated_last(engine: SqliteFaiss) -> None:
    assert engine.library.articles() == [BRIDGE, FANGXUN, SCHOOL, QIAO, REVIEW, UNDATED]


def test_an_article_is_found_by_its_id_or_by_the_beginning_of_it(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    one, longer, other = (Article(name, name, f"Text {name}.", "en") for name in ("abc", "abcdef", "abx_%"))
    put(empty, encoder, one, longer, other)
    assert empty.library.article("abc") == one
    assert empty.library.article("abcd") == longer
    assert empty.library.article("abx") == other
    with pytest.raises(NotInLibrary, match=r"^'ab' begins several ids: give more of it; `meetings list` shows"):
        empty.library.article("ab")
    for unknown in ("", "b", "abc%", "_bc", "ABC", "abcdefg"):
        with pytest.raises(NotInLibrary, match=f"^no article '{unknown}': `meetings list` shows the ids$"):
            empty.library.article(unknown)


def test_the_holdings_say_how_many_from_when_to_when_by_whom(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    assert empty.library.holdings() == Holdings(0, 0, None, None, ())
    put(empty, encoder, UNDATED)
    assert empty.library.holdings() == Holdings(1, 1, None, None, ())
    put(empty, encoder, *ALL)
    publishers = ("Harbour Gazette", "District News", "南湖新闻")
    assert empty.library.holdings() == Holdings(6, 11, date(2023, 1, 20), date(2024, 5, 3), publishers)


def test_live_articles_are_given_with_their_version_in_large_numbers_too(engine: SqliteFaiss) -> None:
    found = engine.library.live([*map(str, range(1500)), "review", "qiao"])
    assert {name: article for name, (article, _) in found.items()} == {"review": REVIEW, "qiao": QIAO}
    assert len({version for _, version in found.values()}) == 2


def test_a_text_names_the_article_that_has_it_while_it_is_live(engine: SqliteFaiss) -> None:
    texts = [QIAO.text, QIAO.text + " ", BRIDGE.text, *map(str, range(1500))]
    assert engine.library.with_texts(texts) == {QIAO.text: "qiao", BRIDGE.text: "bridge"}
    remove(["qiao"], engine)
    assert engine.library.with_texts(texts) == {BRIDGE.text: "bridge"}


def test_a_text_hash_is_sixteen_bytes_of_the_whole_text() -> None:
    assert len(text_hash("a")) == 16
    assert len({text_hash("a"), text_hash("a "), text_hash("A"), text_hash("会议")}) == 4


# Versions


def test_another_text_under_the_same_id_is_a_new_version_and_the_old_one_is_kept(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    put(engine, encoder, CHANGED)
    assert live(engine)["bridge"] == CHANGED
    assert history(engine, "bridge") == [(1, BRIDGE.text), (2, CHANGED.text)]
    assert engine.library.holdings().articles == 6


def test_other_facts_about_the_same_text_are_a_new_version_too(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    renamed = dataclasses.replace(BRIDGE, title="Another title", people=("Zhang Jian",), date=None)
    put(engine, encoder, renamed)
    assert live(engine)["bridge"] == renamed
    assert history(engine, "bridge") == [(1, BRIDGE.text), (2, BRIDGE.text)]


def test_an_old_version_never_changes(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    for text in ("Two.", "Three.", BRIDGE.text):
        put(engine, encoder, dataclasses.replace(BRIDGE, text=text))
    assert [text for _, text in history(engine, "bridge")] == [BRIDGE.text, "Two.", "Three.", BRIDGE.text]


def test_every_change_is_noted_and_counts_one_generation(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(engine, encoder, CHANGED)
    remove(["qiao", "school"], engine)
    undo(engine, encoder, quiet)
    changes = engine.library.last_changes(10)
    assert [(c.kind, c.articles) for c in changes] == [("undo", 2), ("remove", 2), ("load", 1), ("load", 6)]
    assert engine.library.generation() == 4
    assert engine.library.last_changes() == changes[:1]


# Undo


def test_undoing_a_load_removes_what_it_brought(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(engine, encoder, Article("late", "Late", "A tunnel.", "en"))
    change, generation = undo(engine, encoder, quiet)
    assert (change.kind, change.articles, generation) == ("load", 1, 3)
    assert live(engine) == {article.id: article for article in ALL}
    assert history(engine, "late") == [(1, "A tunnel.")]


def test_undoing_a_change_brings_the_earlier_version_back_without_a_new_one(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    put(engine, encoder, CHANGED, Article("late", "Late", "A tunnel.", "en"))
    undo(engine, encoder, quiet)
    assert live(engine) == {article.id: article for article in ALL}
    assert history(engine, "bridge") == [(1, BRIDGE.text), (2, CHANGED.text)]
    with engine.snapshot() as snapshot:
        found = snapshot.search_lexical(["crown"], 5)
        assert [p.text for p in snapshot.fetch([h.id for h in found]).values()] == [
            "The bridge will cost 10,000 crowns."
        ]
        assert snapshot.search_lexical(["reject"], 5) == []


def test_undoing_a_removal_brings_the_articles_back(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    encoder.encoded.clear()
    remove(["bridge", "qiao"], engine)
    undo(engine, encoder, quiet)
    assert live(engine) == {article.id: article for article in ALL}
    assert encoder.encoded == []


def test_undoing_again_takes_back_the_change_before_until_none_is_left(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    states = [{}, live(engine)]
    put(engine, encoder, CHANGED)
    states.append(live(engine))
    remove(["review"], engine)
    states.append(live(engine))
    put(engine, encoder, dataclasses.replace(CHANGED, title="Third"), REVIEW)
    for state in reversed(states):
        undo(engine, encoder, quiet)
        assert live(engine) == state
    with pytest.raises(LibraryError, match=r"^nothing to undo: no load or removal is left to take back$"):
        undo(engine, encoder, quiet)


def test_after_an_undo_a_new_load_is_the_next_to_be_undone(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    remove(["review"], engine)
    undo(engine, encoder, quiet)
    put(engine, encoder, CHANGED)
    undo(engine, encoder, quiet)
    assert live(engine) == {article.id: article for article in ALL}
    undo(engine, encoder, quiet)
    assert live(engine) == {}


# Transactions


def test_a_change_that_fails_half_way_changes_nothing(engine: SqliteFaiss) -> None:
    before = engine.library.generation()
    with pytest.raises(ZeroDivisionError), engine.library.writing() as db:
        db.execute("DELETE FROM words")
        _ = 1 / 0
    with engine.snapshot() as snapshot:
        assert len(snapshot.search_lexical(["bridg"], 10)) == 4
    assert engine.library.generation() == before


def test_writing_while_another_connection_writes_waits_or_says_so(engine: SqliteFaiss) -> None:
    engine.library.connection.execute("PRAGMA busy_timeout = 50")
    other = Library(engine.library.path)
    with other.writing(), pytest.raises(LibraryUnwritable, match="database is locked; nothing was changed"):
        engine.library.note("a", "b")
    engine.library.note("a", "b")
    assert other.meta("a") == "b"
    other.close()


def test_a_snapshot_sees_one_state_whatever_another_thread_loads(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    def load_in_a_thread() -> None:
        put(engine, encoder, CHANGED)
        engine.library.close()

    with engine.library.snapshot():
        before = engine.library.articles(), engine.library.generation(), engine.library.holdings()
        thread = threading.Thread(target=load_in_a_thread)
        thread.start()
        thread.join()
        with engine.library.snapshot():
            inside = engine.library.articles(), engine.library.generation(), engine.library.holdings()
        assert (engine.library.articles(), engine.library.generation(), engine.library.holdings()) == inside == before
    assert live(engine)["bridge"] == CHANGED
    assert engine.library.generation() == 2


def test_notes_are_kept_beside_the_articles(engine: SqliteFaiss, data: Path) -> None:
    assert engine.library.meta("colour") is None
    engine.library.note("colour", "red")
    engine.library.note("colour", "blue")
    assert Library(data / "library.db").meta("colour") == "blue"


def test_two_processes_may_make_the_library_at_once(data: Path) -> None:
    code = (
        "import sys, json, threading\n"
        "from pathlib import Path\n"
        "from tests.toy_articles import open_engine, put\n"
        "from tests.toy_encoder import ToyEncoder\n"
        "from knowledge.article import Article\n"
        "name = sys.argv[2]\n"
        "engine = open_engine(Path(sys.argv[1]), 'toy@1')\n"
        "put(engine, ToyEncoder(), Article(name, name, f'Text {name}.', 'en'))\n"
    )
    done: list[tuple[int, str]] = []

    def start(name: str) -> None:
        ended = python("-c", code, str(data), name, folder=ROOT)
        done.append((ended.code, ended.err))

    threads = [threading.Thread(target=start, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [(0, "")] * 3
    engine = open_engine(data, "toy@1")
    assert sorted(live(engine)) == ["a", "b", "c"]
    assert engine.verify() is None


def test_people_are_kept_in_their_order_and_script(engine: SqliteFaiss) -> None:
    row = engine.library.connection.execute("SELECT people FROM versions WHERE article = 'qiao'").fetchone()
    assert json.loads(row[0]) == ["邵潘锋"]
    assert "邵潘锋" in row[0]
    assert engine.library.articles(Where(person="Chen"))[0].people == ("Shao Panfeng", "Chen Qunwei")
