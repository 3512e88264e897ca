from __future__ import annotations

import dataclasses
import json
import math
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.errors import NotInLibrary
from knowledge.library import text_hash
from knowledge.paragraphs import paragraphs
from knowledge.where import Where
from retrieval.engine import LexicalHit
from retrieval.errors import IndexUnusable
from retrieval.index import DenseHit
from retrieval.loading import prepare, remove
from retrieval.sqlite_faiss import SqliteFaiss
from retrieval.words import words
from tests.meetings_process import ROOT
from tests.toy_articles import ALL, BRIDGE, FANGXUN, QIAO, REVIEW, SCHOOL, open_engine, put
from tests.toy_encoder import ToyEncoder

Hit = DenseHit | LexicalHit
FILTERS = {
    "after": (Where(after=date(2024, 2, 1)), {BRIDGE, SCHOOL, FANGXUN}),
    "before, by meeting date too": (Where(before=date(2023, 12, 31)), {REVIEW, QIAO, SCHOOL}),
    "period": (Where(after=date(2023, 1, 20), before=date(2023, 1, 20)), {REVIEW}),
    "person listed": (Where(person="邵潘锋"), {QIAO}),
    "person in the text": (Where(person="wu jian"), {BRIDGE, SCHOOL}),
    "place": (Where(place="luxiang"), {SCHOOL}),
    "publisher": (Where(publisher="harbour"), {REVIEW, BRIDGE}),
    "language": (Where(language="zh"), {QIAO, FANGXUN}),
    "several": (Where(after=date(2024, 1, 1), language="en", person="Wu Jian"), {BRIDGE, SCHOOL}),
    "nothing fits": (Where(place="Atlantis"), set()),
    "no condition": (Where(), set(ALL)),
}
QUESTIONS = ("Who presided over the review meeting?", "the new bridge and school", "学校九月开学", "Luxiang")


@pytest.mark.parametrize("name", FILTERS)
def test_dense_search_under_each_filter_equals_brute_force(
    name: str, engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    where, fitting = FILTERS[name]
    for question, k in zip(QUESTIONS, (1, 3, 5, 100), strict=True):
        q = encoder.encode_questions([question])[0]
        with engine.snapshot() as snapshot:
            found = snapshot.search_dense(q, k, where)
        assert_best(found, brute_dense(q, fitting, encoder), k)


@pytest.mark.parametrize("name", FILTERS)
def test_lexical_search_under_each_filter_equals_brute_force(name: str, engine: SqliteFaiss) -> None:
    where, fitting = FILTERS[name]
    for question, k in zip(QUESTIONS, (1, 3, 5, 100), strict=True):
        asked = words(question)
        with engine.snapshot() as snapshot:
            found = snapshot.search_lexical(asked, k, where)
        assert_best(found, brute_lexical(asked, fitting), k)


def test_words_that_stand_nowhere_find_nothing(engine: SqliteFaiss) -> None:
    with engine.snapshot() as snapshot:
        assert snapshot.search_lexical(["passport"], 10) == []
        assert snapshot.search_lexical([], 10) == []
        assert snapshot.rarity(["bridg", "passport"]) == {"bridg": 4, "passport": 0}


def test_a_passage_is_fetched_with_all_that_a_quote_needs(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    start = SCHOOL.text.index("The council")
    (identity,) = (p.id for p in prepare(SCHOOL, "").paragraphs if p.start == start)
    with engine.snapshot() as snapshot:
        passage = snapshot.fetch([identity, 12345])[identity]
        assert list(snapshot.fetch([12345])) == []
        assert snapshot.text("school") == SCHOOL.text
        assert snapshot.words([identity]) == {identity: frozenset(words(SCHOOL.title + "\n" + passage.text))}
        assert len(snapshot) == 11
    assert passage.article == dataclasses.replace(SCHOOL, text="")
    assert (passage.text, passage.start, passage.end) == ("The council met in Luxiang.", start, len(SCHOOL.text))
    assert (passage.position, passage.paragraphs, passage.sentences) == (2, 2, ((0, 27),))
    expected = encoder.encode_questions([f"{SCHOOL.title}\n{passage.text}", passage.text])
    assert np.array_equal(passage.vectors, expected.astype(np.float16).astype(np.float32))


def test_the_background_of_a_language_is_the_mean_and_covariance_of_its_paragraphs(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    with engine.snapshot() as snapshot:
        backgrounds = snapshot.languages()
    assert list(backgrounds) == ["en", "zh"]
    texts = [text for article in (QIAO, FANGXUN) for text in embedded(article)]
    vectors = encoder.encode_questions(texts)
    assert backgrounds["zh"].count == 4
    assert np.allclose(backgrounds["zh"].mean, vectors.mean(axis=0), atol=1e-3)
    centred = vectors - vectors.mean(axis=0)
    assert np.allclose(backgrounds["zh"].covariance, centred.T @ centred / 4, atol=1e-3)


def test_an_empty_library_finds_nothing(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    with empty.snapshot() as snapshot:
        assert len(snapshot) == 0
        assert snapshot.search_dense(encoder.encode_questions(["bridge"])[0], 5) == []
        assert snapshot.search_lexical(["bridg"], 5) == []
        assert snapshot.languages() == {}


def test_a_removed_article_is_never_found_again(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    removed, generation = remove(["bridge"], engine)
    assert ([article.id for article in removed], generation) == (["bridge"], 2)
    q = encoder.encode_questions([BRIDGE.text])[0]
    with engine.snapshot() as snapshot:
        dense = [hit.id for hit in snapshot.search_dense(q, 100)]
        lexical = [hit.id for hit in snapshot.search_lexical(["bridg"], 100)]
        found = {passage.article.id for passage in snapshot.fetch(dense + lexical).values()}
        assert not {p.id for p in prepare(BRIDGE, "").paragraphs} & {*dense, *lexical}
    assert found == {article.id for article in ALL} - {"bridge"}
    with pytest.raises(NotInLibrary, match=r"^no article 'bridge': `meetings list` shows the ids$"):
        remove(["bridge"], engine)


def test_removing_several_removes_none_when_one_is_unknown(engine: SqliteFaiss) -> None:
    with pytest.raises(NotInLibrary):
        remove(["bridge", "no such id"], engine)
    assert {article.id for article in engine.library.articles()} == {article.id for article in ALL}


def test_what_an_older_index_still_finds_is_dropped_when_the_library_no_longer_holds_it(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    gone = [paragraph.id for paragraph in prepare(BRIDGE, "").paragraphs]
    changed = dataclasses.replace(BRIDGE, text="The council approved nothing.")
    put(engine, encoder, changed)
    with engine.snapshot() as snapshot:
        assert snapshot.fetch(gone) == {}


def test_a_new_generation_is_picked_up_without_opening_again(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    with engine.snapshot() as snapshot:
        assert snapshot.generation == 1
        assert (snapshot.rarity(["tunnel"]), snapshot.vocabulary("tun")) == ({"tunnel": 0}, ())
    other = open_engine(data, encoder.model)
    late = Article("late", "Late news", "A tunnel was proposed.", "en")
    put(other, encoder, late)
    with engine.snapshot() as snapshot:
        hit = snapshot.search_dense(encoder.encode_questions([late.text])[0], 1)[0]
        assert (snapshot.generation, snapshot.fetch([hit.id])[hit.id].text) == (2, "A tunnel was proposed.")
        assert (snapshot.rarity(["tunnel"]), snapshot.vocabulary("tun")) == ({"tunnel": 1}, ("tunnel",))


def test_a_question_in_flight_finishes_on_the_state_that_it_began_with(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    q = encoder.encode_questions([BRIDGE.text])[0]
    with engine.snapshot() as snapshot:
        before = snapshot.search_dense(q, 100)
        remove(["bridge"], open_engine(data, encoder.model))
        assert snapshot.search_dense(q, 100) == before
        assert snapshot.text("bridge") == BRIDGE.text
        assert set(snapshot.fetch([hit.id for hit in before])) == {hit.id for hit in before}


def test_another_process_loads_and_this_one_answers_from_it(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "tunnel.txt").write_text(" date 2024-06-01 Tunnel\n\nA tunnel was proposed.\n", encoding="utf-8")
    command = [sys.executable, "-m", "tests.toy_meetings", str(data), str(tmp_path / "tunnel.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    with engine.snapshot() as snapshot:
        (hit,) = snapshot.search_lexical(["tunnel"], 5)
        assert snapshot.fetch([hit.id])[hit.id].text == "A tunnel was proposed."


def test_threads_that_search_while_another_loads_see_whole_states_only(
    empty: SqliteFaiss, encoder: ToyEncoder
) -> None:
    put(empty, encoder, *state(0))
    stop, seen, torn = threading.Event(), Counter[str](), []
    q = encoder.encode_questions(["state"])[0]

    def search() -> None:
        while not stop.is_set():
            with empty.snapshot() as snapshot:
                ids = [hit.id for hit in snapshot.search_dense(q, 100)]
                texts = {passage.text for passage in snapshot.fetch(ids).values()}
                by_words = {hit.id for hit in snapshot.search_lexical(["state"], 100)}
            seen[" ".join(sorted(texts)).rpartition(" ")[2]] += 1
            if len({text.rpartition(" ")[2] for text in texts}) != 1 or len(ids) != 12 or by_words != set(ids):
                torn.append(texts)
        empty.library.close()

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 8):
        put(empty, encoder, *state(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert torn == []
    assert len(seen) > 1


def test_vectors_are_never_computed_twice(empty: SqliteFaiss, encoder: ToyEncoder, data: Path) -> None:
    put(empty, encoder, *ALL)
    assert len(encoder.encoded) == len(set(encoder.encoded))
    encoder.encoded.clear()
    put(empty, encoder, *ALL)
    put(empty, encoder, dataclasses.replace(BRIDGE, publisher=None))
    remove(["bridge", "qiao"], empty)
    copies = [dataclasses.replace(QIAO, id="copy"), dataclasses.replace(BRIDGE, id="again")]
    put(open_engine(data, encoder.model), encoder, *copies)
    (data / "index" / "current.json").unlink()
    with open_engine(data, encoder.model).snapshot() as snapshot:
        assert len(snapshot) == 11
    assert encoder.encoded == []


def test_vectors_are_kept_by_model_and_never_meet(engine: SqliteFaiss, data: Path) -> None:
    other = open_engine(data, "toy@2")
    message = (
        "^the library's articles have no vectors of the model toy@2 yet: run `meetings doctor` to compute them, "
        "or set MEETINGS_EMBEDDING_MODEL back$"
    )
    with pytest.raises(IndexUnusable, match=message), other.snapshot():
        pass
    hashes = [text_hash(text) for text in embedded(BRIDGE)]
    assert other.known(hashes) == set()
    assert engine.known([*hashes, b"x"]) == set(hashes)


def test_a_load_with_another_model_is_refused_before_anything_changes(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    late = Article("late", "Late news", "A tunnel was proposed.", "en")
    other, wrong = open_engine(data, "toy@2"), ToyEncoder("toy@2")
    with pytest.raises(IndexUnusable, match="no vectors of the model toy@2"):
        put(other, wrong, late)
    assert wrong.encoded == []
    assert (engine.library.generation(), engine.library.meta("model")) == (1, "toy@1")
    assert put(engine, encoder, late).generation == 2


def test_a_removal_with_another_model_is_refused_before_anything_changes(engine: SqliteFaiss, data: Path) -> None:
    with pytest.raises(IndexUnusable, match=r"no vectors of the model toy@2"):
        remove(["bridge"], open_engine(data, "toy@2"))
    assert (engine.library.generation(), engine.library.meta("model")) == (1, "toy@1")
    assert engine.library.article("bridge") == BRIDGE


def test_words_of_another_analyser_are_refused_before_anything_changes(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    engine.library.note("analyser", "0")
    with pytest.raises(IndexUnusable, match=r"analyser 0, this one uses \d+\): run `meetings doctor`"):
        put(engine, encoder, Article("late", "Late news", "A tunnel was proposed.", "en"))
    assert engine.library.generation() == 1


def test_two_publishers_wait_for_each_other_and_both_loads_show(data: Path, encoder: ToyEncoder) -> None:
    engines = [open_engine(data, encoder.model) for _ in range(4)]
    threads = [
        threading.Thread(target=put, args=(each, ToyEncoder(), Article(f"n{n}", f"N{n}", f"Number {n}.", "en")))
        for n, each in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [article.id for article in engines[0].library.articles()] == ["n0", "n1", "n2", "n3"]
    assert engines[0].library.generation() == 4
    assert engines[0].verify() is None


def test_the_published_manifest_says_what_it_was_made_from(engine: SqliteFaiss, data: Path) -> None:
    manifest = json.loads((data / "index" / "current.json").read_text(encoding="utf-8"))
    size = (data / "index" / "000001.faiss").stat().st_size
    assert {k: v for k, v in manifest.items() if k not in ("sha256", "analyser")} == {
        "file": "000001.faiss",
        "bytes": size,
        "count": 11,
        "dimension": 64,
        "model": "toy@1",
        "generation": 1,
    }
    assert engine.verify() is None


def test_an_index_folder_that_cannot_be_written_does_not_stop_answers(
    engine: SqliteFaiss, encoder: ToyEncoder, data: Path
) -> None:
    for file in (data / "index").iterdir():
        file.unlink()
    (data / "index").rmdir()
    (data / "index").write_text("not a folder")
    with open_engine(data, encoder.model).snapshot() as snapshot:
        hits = snapshot.search_dense(encoder.encode_questions([BRIDGE.text])[0], 100)
    assert_best(hits, brute_dense(encoder.encode_questions([BRIDGE.text])[0], set(ALL), encoder), 100)


def slices(article: Article) -> list[str]:
    return [article.text[a:b] for a, b in paragraphs(article.text, article.language)]


def embedded(article: Article) -> list[str]:
    """Its paragraphs as they are embedded: each below the title."""
    return [f"{article.title}\n{piece}" for piece in slices(article)]


def state(number: int) -> list[Article]:
    """Twelve articles that all say the number of their state."""
    return [Article(f"a{n:02}", f"Article {n}", f"Article {n} in state {number}", "en") for n in range(12)]


def assert_best(found: Sequence[Hit], brute: Sequence[Hit], k: int) -> None:
    """The k best of ``brute``, in order; where several share the last score, any of them may stand there."""
    scores = {hit.id: hit.score for hit in brute}
    assert len({hit.id for hit in found}) == len(found)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in brute[:k]], abs=1e-3)
    assert [hit.score for hit in found] == pytest.approx([scores[hit.id] for hit in found], abs=1e-3)


def brute_dense(q: np.ndarray, articles: set[Article], encoder: ToyEncoder) -> list[DenseHit]:
    hits = [
        DenseHit(paragraph.id, float(encoder.encode_questions([text])[0].astype(np.float16) @ q))
        for article in articles
        for paragraph, text in zip(prepare(article, "").paragraphs, embedded(article), strict=True)
    ]
    return sorted(hits, key=lambda hit: -hit.score)


def brute_lexical(asked: list[str], articles: set[Article]) -> list[LexicalHit]:
    """BM25 as SQLite defines it (k1 1.2, b 0.75; title .5, body 1), over all paragraphs, then the filter."""
    rows = [
        (paragraph.id, article, words(article.title), paragraph.words.split())
        for article in ALL
        for paragraph in prepare(article, "").paragraphs
    ]
    mean = sum(len(title) + len(body) for _, _, title, body in rows) / len(rows)
    hits = []
    for identity, article, title, body in rows:
        score = 0.0
        for word in asked:
            holding = sum(word in t or word in b for _, _, t, b in rows)
            rare = max(math.log((len(rows) - holding + 0.5) / (holding + 0.5)), 1e-6)
            count = 0.5 * title.count(word) + body.count(word)
            norm = 1.2 * (0.25 + 0.75 * (len(title) + len(body)) / mean)
            score += rare * count * 2.2 / (count + norm)
        if article in articles and score > 0:
            hits.append(LexicalHit(identity, score))
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))
