from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.article import Article
from knowledge.errors import LibraryBroken
from knowledge.library import text_hash
from retrieval import words
from retrieval.errors import IndexUnusable
from retrieval.mending import mend
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import BRIDGE, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder


def hits(engine: SqliteFaiss, word: str) -> int:
    with engine.snapshot() as snapshot:
        return len(snapshot.search_lexical([word], 100))


def test_a_healthy_library_needs_no_mending(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    encoder.encoded.clear()
    assert mend(engine, encoder, quiet) == []
    assert encoder.encoded == []
    assert engine.library.generation() == 1


def test_an_empty_library_needs_its_index_and_no_more(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    assert mend(empty, encoder, quiet) == ["published the index anew: there was none"]
    assert mend(empty, encoder, quiet) == []


def test_missing_vectors_are_computed(engine: SqliteFaiss, encoder: ToyEncoder, data: Path) -> None:
    with engine.library.writing() as db:
        db.execute("DELETE FROM vectors WHERE text_hash IN (SELECT vector FROM paragraphs WHERE article = 'bridge')")
    encoder.encoded.clear()
    fresh = open_engine(data, encoder.model)
    assert mend(fresh, encoder, quiet) == ["computed the vectors of 2 paragraphs for the model toy@1"]
    pieces = BRIDGE.text.split("\n\n")  # of one sentence each
    assert sorted(encoder.encoded) == sorted([*pieces, *(f"{BRIDGE.title}\n{piece}" for piece in pieces)])
    assert mend(fresh, encoder, quiet) == []


def test_a_library_of_another_model_is_embedded_anew(engine: SqliteFaiss, data: Path) -> None:
    other, encoder = open_engine(data, "toy@2"), ToyEncoder("toy@2")
    assert mend(other, encoder, quiet) == [
        "computed the vectors of 11 paragraphs for the model toy@2",
        "published the index anew: it was made with the model toy@1",
    ]
    assert other.library.meta("model") == "toy@2"
    put(other, encoder, BRIDGE)
    first = f"{BRIDGE.title}\n" + BRIDGE.text.split("\n\n")[0]
    with other.snapshot() as snapshot:
        assert snapshot.search_dense(encoder.encode_questions([first])[0], 1)[0].score > 0.999
    assert mend(engine, ToyEncoder(), quiet) == ["published the index anew: it was made with the model toy@2"]


def test_words_of_another_analyser_are_made_anew(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    with engine.library.writing() as db:
        db.execute("UPDATE words SET title = 'x', body = 'y'")
        db.execute("UPDATE meta SET value = '0' WHERE name = 'analyser'")
    assert hits(engine, "bridg") == 0
    assert mend(engine, encoder, quiet) == ["made the full-text index anew"]
    assert hits(engine, "bridg") == 4
    assert engine.library.meta("analyser") == words.VERSION
    assert mend(engine, encoder, quiet) == []


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM words WHERE rowid = (SELECT max(id) FROM paragraphs)",
        "INSERT INTO words (rowid, title, body) VALUES (5, 'bridg', 'bridg')",
        "UPDATE words_data SET block = x'0000' WHERE id > 10",
        "DELETE FROM words_data WHERE id > 10",
        "UPDATE words_content SET c1 = 'other words' WHERE id = (SELECT max(id) FROM paragraphs)",
    ],
)
def test_a_full_text_index_that_does_not_fit_the_articles_is_made_anew(
    damage: str, engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    with engine.library.writing() as db:
        db.execute(damage)
    assert mend(engine, encoder, quiet) == ["made the full-text index anew"]
    assert hits(engine, "bridg") == 4
    assert hits(engine, "meet") == 2
    assert mend(engine, encoder, quiet) == []


def test_paragraphs_that_an_older_version_cut_otherwise_are_cut_anew(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    before = engine.library.cuts()
    with engine.library.writing() as db:
        db.execute("DELETE FROM paragraphs WHERE article = 'bridge' AND position = 2")
        db.execute("UPDATE paragraphs SET id = 7, end = end - 1 WHERE article = 'bridge'")
    assert mend(engine, encoder, quiet) == [
        "cut 1 article into paragraphs anew",
        "published the index anew: it was of generation 1, not 2",
    ]
    assert engine.library.cuts() == before
    assert hits(engine, "bridg") == 4
    assert mend(engine, encoder, quiet) == []


def test_a_library_that_an_older_version_embedded_without_titles_is_embedded_anew(
    engine: SqliteFaiss, data: Path
) -> None:
    before = engine.library.cuts()
    with engine.library.writing() as db:  # kept by the paragraph's own text, and under a model of another name
        for key, text in db.execute(
            "SELECT p.vector, substr(v.text, p.start + 1, p.end - p.start) FROM paragraphs p"
            " JOIN articles a ON a.id = p.article JOIN versions v ON v.id = a.version"
        ).fetchall():
            db.execute("UPDATE paragraphs SET vector = ? WHERE vector = ?", (text_hash(text), key))
            db.execute("UPDATE vectors SET text_hash = ? WHERE text_hash = ?", (text_hash(text), key))
    engine.publish()
    assert engine.verify() is None
    now, encoder = open_engine(data, "toy@2"), ToyEncoder("toy@2")
    with pytest.raises(IndexUnusable, match="no vectors of the model toy@2 yet: run `meetings doctor`"):
        put(now, encoder, BRIDGE, Article("late", "Late news", "A tunnel was proposed.", "en"))
    assert mend(now, encoder, quiet) == [
        "computed the vectors of 11 paragraphs for the model toy@2",
        "cut 6 articles into paragraphs anew",
        "published the index anew: it was made with the model toy@1",
    ]
    assert now.library.cuts() == before
    assert {f"{BRIDGE.title}\n{piece}" for piece in BRIDGE.text.split("\n\n")} <= set(encoder.encoded)
    assert hits(now, "bridg") == 4
    assert mend(now, encoder, quiet) == []


def test_sentences_that_an_older_version_cut_otherwise_are_cut_anew(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    with engine.library.writing() as db:
        db.execute(
            "UPDATE vectors SET spans = '[[0, 5]]', sentences = substr(sentences, 1, 128) "
            "WHERE text_hash IN (SELECT vector FROM paragraphs WHERE article = 'review' AND position = 1)"
        )
    assert mend(engine, encoder, quiet) == ["computed the vectors of 1 paragraphs for the model toy@1"]
    assert mend(engine, encoder, quiet) == []


def test_an_index_that_is_damaged_is_published_anew(engine: SqliteFaiss, encoder: ToyEncoder, data: Path) -> None:
    for file, said in (
        ("000001.faiss", "000001.faiss was missing or damaged"),
        ("current.json", "there was none"),
    ):
        (data / "index" / file).write_text("{}")
        assert mend(engine, encoder, quiet) == [f"published the index anew: {said}"]
        (data / "index" / file).unlink()
        assert mend(engine, encoder, quiet) == [f"published the index anew: {said}"]
        assert mend(engine, encoder, quiet) == []


def test_all_that_is_wrong_is_mended_at_once(engine: SqliteFaiss, encoder: ToyEncoder, data: Path) -> None:
    with engine.library.writing() as db:
        db.execute("DELETE FROM vectors")
        db.execute("DELETE FROM words")
    (data / "index" / "current.json").unlink()
    assert mend(open_engine(data, "toy@1"), encoder, quiet) == [
        "computed the vectors of 11 paragraphs for the model toy@1",
        "made the full-text index anew",
        "published the index anew: there was none",
    ]
    assert mend(engine, encoder, quiet) == []


def test_a_damaged_library_cannot_be_mended_and_says_so(engine: SqliteFaiss, encoder: ToyEncoder, data: Path) -> None:
    root, size = (
        engine.library.connection.execute(query).fetchone()[0]
        for query in ("SELECT rootpage FROM sqlite_master WHERE name = 'paragraphs'", "PRAGMA page_size")
    )
    engine.library.close()
    content = bytearray((data / "library.db").read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    (data / "library.db").write_bytes(content)
    with pytest.raises(LibraryBroken, match=r"library\.db is damaged \(.*\): put back a backup, or move it away"):
        mend(open_engine(data, "toy@1"), encoder, quiet)
