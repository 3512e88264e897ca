"""`kill -9` while articles are loaded: the library holds the state before or the state after, whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.plan import Verdict
from retrieval.loading import load, prepare, read_all, under_title
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import ROOT
from tests.toy_articles import open_engine, quiet
from tests.toy_encoder import ToyEncoder

SEED = 20230120
KILLS = 20
SECONDS = 0.0005  # that a text costs the toy encoder: embedding lasts about as long as storing and publishing
MODEL = ToyEncoder().model


@dataclass
class Life:
    """A library that is killed again and again on its way from one state to the next; -1 is none at all."""

    folder: Path
    state: int = -1

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def source(self) -> Path:
        return self.folder / "articles.jsonl"


def test_twenty_kills_while_loading_leave_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    life = Life(tmp_path)
    storing = load_whole(life)
    ends = []
    for number in range(KILLS):
        told = killed(life, chance, storing, late=number % 4 != 0)
        ends.append(state_after(life, told))
        load_again(life)
    assert set(ends) == {"old", "new"}, "kills should fall on both sides of the commit"


def test_kills_while_the_very_first_library_is_made_leave_nothing_or_all_of_it(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for number in range(4):
        life = Life(tmp_path / str(number))
        life.folder.mkdir()
        with started(life) as process:
            next(lines(process))
            time.sleep(chance.uniform(0, 0.06))
            process.kill()
        state_after(life, [])
        load_again(life)


def articles_of(state: int) -> list[Article]:
    """The articles of a state: one more with each, and every second one says the state's number."""
    return [
        Article(f"a{n:03}", f"Meeting {n}", text_of(n, state if n % 2 else 0), "en")
        for n in range(25 + state if state >= 0 else 0)
    ]


def text_of(article: int, version: int) -> str:
    return "\n\n".join(f"Paragraph {n} of article {article} says version {version}." for n in range(4))


def load_whole(life: Life) -> float:
    """Loads the next state in a process of its own; returns how long storing and publishing took, in seconds."""
    with started(life) as process:
        times = {line.split()[0]: time.perf_counter() for line in lines(process)}
    life.state += 1
    assert_whole(life, life.state)
    return times["loaded"] - times["embedded"]


def killed(life: Life, chance: random.Random, storing: float, *, late: bool) -> list[str]:
    """Kills a load as it embeds or, ``late``, as it stores and publishes; returns what it had said by then."""
    told = []
    with started(life) as process:
        early = chance.randint(1, 3)
        for line in lines(process):
            told.append(line)
            word, *numbers = line.split()
            if word == "embedded" and (numbers[0] == numbers[1] if late else len(told) > early):
                break
        time.sleep(chance.uniform(0, 1.6 * storing if late else 0.02))  # beyond it, for loads differ in their times
        process.kill()
        told += lines(process)
    return told


def state_after(life: Life, told: list[str]) -> str:
    """Whether a killed load left the old state or the new one; an acknowledged one is never lost."""
    engine = open_engine(life.data, MODEL)
    texts = {article.id: article.text for article in engine.library.articles()}
    engine.library.close()
    new = texts != {article.id: article.text for article in articles_of(life.state)}
    assert new or not any(line.startswith("loaded") for line in told)
    assert_whole(life, life.state + new)
    return "new" if new else "old"


def load_again(life: Life) -> None:
    """Loads the same source once more, to its end: the state is the new one, and nothing stands in it twice."""
    engine = open_engine(life.data, MODEL)
    before = engine.library.generation()
    report = load(read_all([life.source]), engine, ToyEncoder(), quiet)
    assert {outcome.verdict for outcome in report.outcomes} <= {Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED}
    assert report.generation == before + any(outcome.stored for outcome in report.outcomes)
    engine.library.close()
    life.state += 1
    assert_whole(life, life.state)


def assert_whole(life: Life, state: int) -> None:
    """Text, paragraphs, words, vectors and index all are of ``state``, and nothing is there twice."""
    engine = open_engine(life.data, MODEL)
    articles = articles_of(state)
    assert {a.id: a for a in engine.library.articles()} == {a.id: a for a in articles}
    assert_stored(engine, articles)
    assert_history(engine, state)
    assert_searched(engine, articles)
    assert engine.verify() is None
    engine.library.close()


def assert_stored(engine: SqliteFaiss, articles: list[Article]) -> None:
    """Paragraphs, words and vectors are those that the texts have."""
    db = engine.library.connection
    prepared = [prepare(article, "") for article in articles]
    rows = [(p.id, a.article.id, p.start, p.end, p.vector) for a in prepared for p in a.paragraphs]
    assert set(db.execute("SELECT id, article, start, end, vector FROM paragraphs")) == set(rows)
    words = [(p.id, a.title_words, p.words) for a in prepared for p in a.paragraphs]
    assert sorted(db.execute("SELECT rowid, title, body FROM words")) == sorted(words)
    vectors = dict(db.execute("SELECT text_hash, paragraph FROM vectors"))
    assert {key: vectors[key] for *_, key in rows} == {
        p.vector: vector_of(under_title(a.article, p.start, p.end)) for a in prepared for p in a.paragraphs
    }
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def assert_history(engine: SqliteFaiss, state: int) -> None:
    """One version for each text that an article ever had, and one change for each generation."""
    versions = engine.library.connection.execute("SELECT article, text FROM versions ORDER BY article, id").fetchall()
    every = {(a.id, a.text) for earlier in range(state + 1) for a in articles_of(earlier)}
    assert len(versions) == len(set(versions)) == len(every)
    assert set(versions) == every
    assert len(engine.library.last_changes(1000)) == engine.library.generation() == state + 1


def assert_searched(engine: SqliteFaiss, articles: list[Article]) -> None:
    """The index finds every paragraph and no other, with the score that it has below its title."""
    cuts = {p.id: (a, p.start, p.end) for a in articles for p in prepare(a, "").paragraphs}
    (q,) = ToyEncoder().encode_questions(["What does paragraph 2 of article 7 say?"])
    scores = {i: float(np.frombuffer(vector_of(under_title(*cut)), np.float16) @ q) for i, cut in cuts.items()}
    texts = {i: article.text[start:end] for i, (article, start, end) in cuts.items()}
    with engine.snapshot() as snapshot:
        assert {hit.id: hit.score for hit in snapshot.search_dense(q, 1000)} == pytest.approx(scores, abs=1e-3)
        assert {i: passage.text for i, passage in snapshot.fetch(list(texts)).items()} == texts
        assert {hit.id for hit in snapshot.search_lexical(["says", "say"], 1000)} == set(texts)


def vector_of(text: str) -> bytes:
    vector: bytes = ToyEncoder().encode_questions([text])[0].astype(np.float16).tobytes()
    return vector


@contextmanager
def started(life: Life) -> Iterator[subprocess.Popen[str]]:
    """A process that loads the state after the present one."""
    rows = [{"id": a.id, "title": a.title, "text": a.text, "language": "en"} for a in articles_of(life.state + 1)]
    life.source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = [sys.executable, "-m", "tests.toy_meetings", str(life.data), str(life.source), str(SECONDS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """What the process says, as it says it."""
    assert process.stdout is not None
    return (line.rstrip("\n") for line in process.stdout)
