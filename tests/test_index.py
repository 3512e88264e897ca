from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.encoder import Vectors
from retrieval.errors import IndexUnusable
from retrieval.index import DenseHit, Halves, amended, build, digest, open_published, publish
from retrieval.loading import remove
from retrieval.manifest import Manifest, read_manifest
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import BRIDGE, SCHOOL, open_engine, put
from tests.toy_encoder import ToyEncoder

# Searching


def unit(count: int, dimension: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    unit_vectors: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit_vectors


def brute(ids: np.ndarray, vectors: Vectors, q: Vectors, k: int, only: set[int] | None = None) -> list[DenseHit]:
    pairs = [(int(i), float(v @ q)) for i, v in zip(ids, vectors, strict=True) if only is None or int(i) in only]
    return [DenseHit(*pair) for pair in sorted(pairs, key=lambda pair: -pair[1])[:k]]


@given(st.integers(0, 40), st.integers(1, 50), st.integers(0, 2**32 - 1), st.data())
@settings(max_examples=80, deadline=None)
def test_search_equals_brute_force_with_and_without_a_choice_of_ids(
    count: int, k: int, seed: int, draw: st.DataObject
) -> None:
    ids = np.random.default_rng(seed).choice(2**62, count, replace=False).astype(np.int64)
    vectors, q = unit(count, 8, seed), unit(1, 8, seed + 1)[0]
    index = build(ids, vectors.reshape(count, 8), 1)
    only = draw.draw(st.none() | st.sets(st.sampled_from([*map(int, ids), 5]) if count else st.just(5)))
    found = index.search(q, k, None if only is None else sorted(only))
    expected = brute(ids, vectors, q, k, only)
    assert [hit.id for hit in found] == [hit.id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-5)
    assert len(index) == count


def test_a_large_index_keeps_half_precision_and_loses_no_neighbour() -> None:
    vectors, questions = unit(50_000, 16, 3), unit(20, 16, 4)
    ids = np.arange(50_000, dtype=np.int64) * 7 + 1
    index = build(ids, vectors.astype(np.float16).astype(np.float32), 1)
    for q in questions:
        assert {hit.id for hit in index.search(q, 10)} == {hit.id for hit in brute(ids, vectors, q, 10)}
        only = [int(i) for i in ids[::100]]
        assert [h.id for h in index.search(q, 3, only)] == [h.id for h in brute(ids, vectors, q, 3, set(only))]


def test_the_same_vectors_make_the_same_file_and_others_another() -> None:
    ids = np.arange(5, dtype=np.int64)
    one = build(ids, unit(5, 8, 1), 1)
    assert digest(one) == digest(build(ids.copy(), unit(5, 8, 1), 1))
    assert digest(one) != digest(build(ids, unit(5, 8, 2), 1))
    assert digest(one) != digest(build(ids + 1, unit(5, 8, 1), 1))


@pytest.mark.parametrize("count", [7, 50_000])
def test_the_vectors_of_chosen_ids_are_those_that_were_given(count: int) -> None:
    ids, vectors = np.arange(count, dtype=np.int64) * 2, halves(count, 8, 3)
    index = build(ids, vectors, 1)
    found = index.vectors(np.array([2, 3, 8, 10**9], dtype=np.int64))
    assert found.tolist() == vectors[[1, 4]].astype(np.float32).tolist()
    assert len(index.vectors(np.array([], dtype=np.int64))) == 0


# Amending


def halves(count: int, dimension: int, seed: int) -> Halves:
    return unit(count, dimension, seed).astype(np.float16)


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 10), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_an_amended_index_is_the_one_that_would_be_built_anew(count: int, gone: int, new: int, seed: int) -> None:
    every = np.random.default_rng(seed).choice(2**62, count + new, replace=False).astype(np.int64)
    old_ids, new_ids, vectors = np.sort(every[:count]), every[count:], halves(count + new, 8, seed)
    dropped = every[:count][:gone]
    found = amended(build(old_ids, vectors[:count], 1), dropped, new_ids, vectors[count:], 2)
    ids = np.concatenate([old_ids, new_ids])
    kept = ~np.isin(ids, dropped)
    order = np.argsort(ids[kept])
    assert found is not None
    assert found.generation == 2
    assert digest(found) == digest(build(ids[kept][order], vectors[kept][order], 2))


def test_a_large_index_is_amended_too_and_the_old_one_stays_as_it_was() -> None:
    ids, vectors = np.arange(50_001, dtype=np.int64) * 3, halves(50_003, 16, 5)
    index = build(ids, vectors[:-2], 1)
    before = digest(index)
    found = amended(index, np.array([3, 9]), np.array([4, 10**9]), vectors[-2:], 2)
    all_ids = np.concatenate([ids[[0]], [4], ids[[2]], ids[4:], [10**9]])
    rows = np.concatenate([vectors[[0]], vectors[[-2]], vectors[[2]], vectors[4:-2], vectors[[-1]]])
    assert found is not None
    assert digest(found) == digest(build(all_ids, rows, 2))
    assert digest(index) == before


def test_what_cannot_be_amended_is_to_be_built_anew() -> None:
    index = build(np.arange(3, dtype=np.int64), halves(3, 8, 1), 1)
    none, one = np.array([], dtype=np.int64), np.array([1], dtype=np.int64)
    assert amended(index, none, one, halves(1, 8, 2), 2) is None  # an id that is there already
    assert amended(index, none, one + 5, halves(1, 16, 2), 2) is None  # another dimension
    assert amended(build(none, halves(0, 8, 1), 1), none, one, halves(1, 8, 2), 2) is None  # nothing to start from
    many = np.arange(50_000, dtype=np.int64) + 10
    assert amended(index, none, many, halves(50_000, 8, 2), 2) is None  # of another kind then


# Publishing


def test_what_is_published_is_opened_again_the_same(tmp_path: Path) -> None:
    ids, vectors = np.array([7, 2**62, 9], dtype=np.int64), unit(3, 8, 1)
    index = build(ids, vectors, 41)
    manifest = publish(tmp_path / "index", index, "toy@1", "3")
    assert read_manifest(tmp_path / "index") == manifest
    assert manifest == Manifest(
        file="000041.faiss",
        bytes=(tmp_path / "index" / "000041.faiss").stat().st_size,
        sha256=digest(index),
        count=3,
        dimension=8,
        model="toy@1",
        analyser="3",
        generation=41,
    )
    opened = open_published(tmp_path / "index", manifest)
    assert opened is not None
    assert (opened.generation, len(opened)) == (41, 3)
    assert opened.search(vectors[1], 3) == index.search(vectors[1], 3)


def test_the_last_two_generations_are_kept_and_no_leftovers(tmp_path: Path) -> None:
    (tmp_path / ".000002.faiss.tmp").write_bytes(b"left by a crash")
    for generation in range(1, 5):
        publish(tmp_path, build(np.arange(2), unit(2, 8, generation), generation), "toy@1", "3")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000003.faiss", "000004.faiss", "current.json"]


def test_an_index_that_cannot_be_written_says_so_and_leaves_the_old_one(tmp_path: Path) -> None:
    old = publish(tmp_path, build(np.arange(2), unit(2, 8, 1), 1), "toy@1", "3")
    (tmp_path / "000002.faiss" / "in the way").mkdir(parents=True)
    with pytest.raises(
        IndexUnusable, match=r"cannot write the index in .*; the articles are safe\. Check free space"
    ):
        publish(tmp_path, build(np.arange(2), unit(2, 8, 2), 2), "toy@1", "3")
    assert read_manifest(tmp_path) == old
    assert open_published(tmp_path, old) is not None
    assert not list(tmp_path.glob(".*.tmp"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"{}",
        b'{"file": "000001.faiss"}',
        b"[" * 100_000,
        b'{"file": 5, "bytes": 1, "sha256": "x", "count": 1, "dimension": 1, "model": "m", "analyser": "1", '
        b'"generation": 1}',
        b'{"file": "f", "bytes": 1, "sha256": "x", "count": 1, "dimension": 1, "model": "m", "analyser": "1", '
        b'"generation": "1"}',
    ],
)
def test_a_manifest_that_is_garbage_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "current.json").write_bytes(content)
    assert read_manifest(tmp_path) is None


# Damage: the engine makes the index anew and answers right


def flipped(folder: Path) -> None:
    content = bytearray((folder / "000001.faiss").read_bytes())
    content[len(content) // 2] ^= 0x40
    (folder / "000001.faiss").write_bytes(content)


def truncated(folder: Path) -> None:
    content = (folder / "000001.faiss").read_bytes()
    (folder / "000001.faiss").write_bytes(content[: len(content) // 2])


def emptied(folder: Path) -> None:
    (folder / "000001.faiss").write_bytes(b"")


def removed(folder: Path) -> None:
    (folder / "000001.faiss").unlink()


def replaced(folder: Path) -> None:
    (folder / "000001.faiss").unlink()
    (folder / "000001.faiss").mkdir()


def without_manifest(folder: Path) -> None:
    (folder / "current.json").unlink()


def garbage_manifest(folder: Path) -> None:
    (folder / "current.json").write_text('{"file": 5}')


def other_model(folder: Path) -> None:
    rewrite(folder, model="toy@2")


def other_count(folder: Path) -> None:
    rewrite(folder, count=10)


def other_dimension(folder: Path) -> None:
    rewrite(folder, dimension=63)


def older_generation(folder: Path) -> None:
    rewrite(folder, generation=0)


def path_out_of_the_folder(folder: Path) -> None:
    (folder / "000001.faiss").rename(folder.parent / "000001.faiss")
    rewrite(folder, file="../000001.faiss")


def no_folder(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def rewrite(folder: Path, **values: object) -> None:
    manifest = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    (folder / "current.json").write_text(json.dumps(manifest | values), encoding="utf-8")


DAMAGES = (
    *(flipped, truncated, emptied, removed, without_manifest, garbage_manifest, other_model),
    *(other_count, other_dimension, older_generation, path_out_of_the_folder, no_folder),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_made_anew_and_the_answer_is_right(
    damage: Callable[[Path], None], engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    questions = encoder.encode_questions([BRIDGE.text, SCHOOL.title, "会议"])
    with engine.snapshot() as snapshot:
        right = [snapshot.search_dense(q, 20) for q in questions]
    encoder.encoded.clear()
    damage(data / "index")
    fresh = open_engine(data, encoder.model)
    assert fresh.verify() is not None
    with fresh.snapshot() as snapshot:
        assert [snapshot.search_dense(q, 20) for q in questions] == right
    assert fresh.verify() is None, "what was made anew is published"
    assert encoder.encoded == []


def test_an_index_that_is_ahead_of_a_library_from_a_backup_is_not_used(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    backup = data / "backup.db"
    engine.library.connection.execute("VACUUM INTO ?", (str(backup),))
    remove(["bridge", "school"], engine)
    engine.library.close()
    for left in data.glob("library.db*"):
        left.unlink()
    backup.rename(data / "library.db")
    with open_engine(data, encoder.model).snapshot() as snapshot:
        assert (snapshot.generation, len(snapshot)) == (1, 11)
        assert len(snapshot.search_dense(encoder.encode_questions(["bridge"])[0], 20)) == 11


def test_an_index_of_the_same_generation_with_other_paragraphs_is_told_by_verify(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path, tmp_path: Path
) -> None:
    other = open_engine(tmp_path / "other", encoder.model)
    put(other, encoder, dataclasses.replace(BRIDGE, text="Another text."))
    for file in ("000001.faiss", "current.json"):
        (data / "index" / file).write_bytes((tmp_path / "other" / "index" / file).read_bytes())
    assert engine.verify() == "000001.faiss held other paragraphs than the library"
    engine.publish()
    assert engine.verify() is None


def test_a_folder_in_the_files_place_does_not_stop_answers(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    replaced(data / "index")
    with open_engine(data, encoder.model).snapshot() as snapshot:
        assert len(snapshot.search_dense(encoder.encode_questions(["bridge"])[0], 20)) == 11
