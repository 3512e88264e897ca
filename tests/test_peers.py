"""Peers are asked in an interpreter of their own, and what all systems say is counted alike."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from retrieval.evaluation_set import Question, read_set
from tests.benchmarks.peer_process import NotInstalled, PeerProcess
from tests.benchmarks.peers import spaced
from tests.benchmarks.reply import Reply, Tally, tally
from tests.toy_articles import ALL
from tests.toy_set import write_set

FAKE = """
class Embeddings:
    def __init__(self, **settings):
        print("words of the peer's own, made with", sorted(settings))

    def index(self, texts):
        self.texts = [set(text.lower().split()) for text in texts]

    def search(self, question, limit):
        shared = [len(set(question.lower().split()) & words) for words in self.texts]
        best = max(range(len(shared)), key=shared.__getitem__)
        return [(best, shared[best])] if shared[best] else []
"""


@pytest.fixture
def questions(tmp_path: Path) -> Mapping[str, Question]:
    """The toy questions by their ids."""
    return {question.id: question for question in read_set(write_set(tmp_path / "toys")).questions}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package that the worker takes for txtai."""
    folder = tmp_path / "installed" / "txtai"
    folder.mkdir(parents=True)
    (folder / "version.py").write_text('__version__ = "0.1"\n')
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    return folder


def test_a_peer_is_asked_and_its_first_passage_is_held_against_what_is_expected(
    package: Path, tmp_path: Path, questions: Mapping[str, Question]
) -> None:
    (package / "__init__.py").write_text(FAKE)
    with PeerProcess("txtai", sys.executable, ALL, tmp_path) as peer:
        replies = {name: peer.ask(questions[name]) for name in ("cost", "passport", "places", "qiao")}
    assert peer.name == "txtai 0.1"
    assert {name: (said.right, said.quote, said.score) for name, said in replies.items()} == {
        "cost": (True, "The bridge will cost 10,000 crowns.", 4.0),
        "passport": (False, None, 0.0),
        "places": (True, "The new school opens in September. Wu Jian promised forty places.", 2.0),
        "qiao": (False, None, 0.0),
    }
    assert all(said.milliseconds > 0 for said in replies.values())


def test_a_peer_that_cannot_be_imported_says_why(package: Path, tmp_path: Path) -> None:
    (package / "__init__.py").write_text("import a_module_that_nobody_has")
    with pytest.raises(NotInstalled, match=r"^No module named 'a_module_that_nobody_has'$"):
        PeerProcess("txtai", sys.executable, ALL, tmp_path)


def test_the_measures_are_what_they_are_by_hand(questions: Mapping[str, Question]) -> None:
    asked = [questions[name] for name in ("chair", "cost", "places", "passport", "film")]
    replies = [
        Reply(True, "Shao Panfeng presided.", 0.9, 1.0),
        Reply(True, "It will cost 10,000 crowns.", 0.8, 2.0),
        Reply(True, None, 0.3, 3.0),
        Reply(False, "A film.", 0.95, 4.0),
        Reply(False, None, 0.1, 5.0),
    ]
    assert tally(asked, replies, longest=20) == Tally(1.0, 1 / 3, 2 / 3, 0.5, 0.5, 3.0)
    assert tally(asked, replies, longest=30) == Tally(1.0, 2 / 3, 2 / 3, 0.5, 0.5, 3.0)
    assert tally(asked[3:], replies[3:], longest=30) == Tally(None, None, None, 0.5, None, 4.5)


def test_questions_are_taken_evenly(questions: Mapping[str, Question]) -> None:
    every = list(questions.values())
    assert [question.id for question in spaced(every, 3)] == ["chair", "places", "film"]
    assert spaced(every, 100) == every
