"""What a watch loads and says, tick by tick, on a clock of its own; and the command as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.watching import Pace, Watcher
from knowledge.article import Accepted, Article, Refused
from knowledge.errors import LibraryUnwritable
from retrieval.loading import Report, carry_out, read_all, rehearse
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import ROOT
from tests.toy_articles import quiet
from tests.toy_encoder import ToyEncoder


@dataclass
class ToyLoader:
    """Loads into an engine; breaks as often as ``broken`` says."""

    engine: SqliteFaiss
    encoder: ToyEncoder
    broken: int = 0
    origins: list[str] = field(default_factory=list)

    def plan(self, found: Iterable[Accepted | Refused], mirrored: Sequence[Path]) -> Report:
        return rehearse(found, self.engine.library, mirrored)

    def store(self, planned: Report, origin: str) -> Report:
        if self.broken:
            self.broken -= 1
            raise LibraryUnwritable("no space")
        self.origins.append(origin)
        return carry_out(planned, self.engine, self.encoder, quiet, by="toy", origin=origin)


@dataclass
class ToyFeed:
    """A feed whose entries are changed at will."""

    name: str = "https://news.example/feed.xml"
    entries: list[Accepted | Refused] = field(default_factory=list)
    reads: int = 0

    def read(self) -> Iterable[Accepted | Refused]:
        self.reads += 1
        return list(self.entries)


@dataclass
class Watch:
    """A watch over one folder, with what it said."""

    folder: Path
    watcher: Watcher
    loader: ToyLoader
    said: list[str]

    def write(self, name: str, text: str, now: float) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.watcher.changed([self.folder / name], now)

    def tick(self, now: float) -> list[str]:
        """What is said at ``now``, the ids of articles and the folder left out."""
        self.said.clear()
        self.watcher.tick(now)
        return list(self.said)

    def titles(self) -> list[str]:
        return sorted(article.title for article in self.loader.engine.library.articles())


@pytest.fixture
def feed() -> ToyFeed:
    return ToyFeed()


@pytest.fixture
def watch(tmp_path: Path, empty: SqliteFaiss, encoder: ToyEncoder, feed: ToyFeed) -> Watch:
    folder, said = tmp_path / "in", list[str]()
    folder.mkdir()
    loader = ToyLoader(empty, encoder)
    watcher = Watcher([folder], [feed], lambda path: read_all([path]), loader, said.append, Pace(1.0, 5.0, 60.0))
    watcher.tick(0.0)
    return Watch(folder, watcher, loader, said)


def article(title: str, text: str = "The council met.") -> str:
    return f" date 2024-01-02 {title}\n\n{text}\n"


def test_what_is_there_at_the_beginning_is_loaded_as_one_batch(watch: Watch) -> None:
    (watch.folder / "a.txt").write_text(article("One", "First."), encoding="utf-8")
    (watch.folder / "b.txt").write_text(article("Two", "Second."), encoding="utf-8")
    watch.watcher.begin()
    lines = watch.tick(1.0)
    assert [line.split()[:2] for line in lines] == [["new", "a.txt"], ["new", "b.txt"], ["generation", "1"]]
    assert watch.loader.origins == [str(watch.folder)]


def test_a_file_is_read_once_it_has_settled_and_only_that_file(watch: Watch) -> None:
    watch.write("a.txt", article("One"), 10.0)
    assert watch.tick(10.5) == []
    (watch.folder / "a.txt").write_text(article("One", "The council met, and the file went on."), encoding="utf-8")
    assert watch.tick(11.0) == []  # it changed meanwhile
    lines = watch.tick(12.0)
    assert [line.split()[:2] for line in lines] == [["new", "a.txt"], ["generation", "1"]]
    watch.loader.encoder.encoded.clear()
    watch.write("a.txt", article("One", "The council met, and the file went on.\n\nIt rained."), 20.0)
    (changed, live) = watch.tick(21.0)
    assert changed.endswith("One  (1 paragraph added)")
    assert live == "generation 2 is live"
    assert watch.loader.encoder.encoded == ["One\nIt rained.", "It rained."]
    assert watch.tick(22.0) == []


def test_many_changes_are_one_batch_and_one_change(watch: Watch) -> None:
    for name in "abcd":
        watch.write(f"{name}.txt", article(name, f"Text {name}."), 10.0)
    assert watch.tick(11.0)[-1] == "generation 1 is live"
    assert watch.titles() == ["a", "b", "c", "d"]
    assert watch.loader.origins == [f"{watch.folder}/a.txt {watch.folder}/b.txt {watch.folder}/c.txt and 1 more"]


def test_what_cannot_be_read_is_tried_once_more_before_it_is_reported(watch: Watch) -> None:
    watch.write("half.txt", " date 2024-01-02 Half\n\n", 10.0)
    watch.write("bad.txt", " date 2024-01-02 Bad\n\n", 10.0)
    watch.write("good.txt", article("Good"), 10.0)
    assert [line.split()[1] for line in watch.tick(11.0)] == ["good.txt", "1"]
    (watch.folder / "half.txt").write_text(article("Half", "The other half."), encoding="utf-8")
    lines = watch.tick(17.0)  # half.txt has to settle once more
    assert lines == ["refused  bad.txt: no text: nothing but blank space under the head"]
    assert [line.split()[1] for line in watch.tick(18.0)] == ["half.txt", "2"]
    assert watch.tick(60.0) == []


def test_a_removed_file_keeps_its_articles_and_says_so(watch: Watch) -> None:
    watch.write("a.txt", article("One"), 10.0)
    watch.tick(11.0)
    (watch.folder / "a.txt").unlink()
    watch.watcher.changed([watch.folder / "a.txt"], 20.0)
    assert watch.tick(20.0) == [f"gone {watch.folder}/a.txt: its articles stay; --mirror would remove them"]
    assert watch.titles() == ["One"]


def test_a_mirrored_folder_loses_what_its_files_lose_but_never_most_of_it(watch: Watch) -> None:
    watch.watcher.mirror = True
    for name in "abc":
        watch.write(f"{name}.txt", article(name, f"Text {name}."), 10.0)
    watch.tick(11.0)
    (watch.folder / "a.txt").unlink()
    watch.watcher.changed([watch.folder / "a.txt"], 20.0)
    assert [line.split()[0] for line in watch.tick(20.0)] == ["removed", "generation"]
    assert watch.titles() == ["b", "c"]
    for name in "bc":
        (watch.folder / f"{name}.txt").unlink()
        watch.watcher.changed([watch.folder / f"{name}.txt"], 30.0)
    assert watch.tick(30.0) == [
        "2 articles are gone from the folder, more than half: nothing was removed. "
        "If this is meant, run `meetings load FOLDER --mirror`"
    ]
    assert watch.titles() == ["b", "c"]


def test_hidden_files_and_files_elsewhere_are_passed_over(watch: Watch, tmp_path: Path) -> None:
    watch.write(".draft.txt", article("Draft"), 10.0)
    (tmp_path / "other.txt").write_text(article("Other"), encoding="utf-8")
    watch.watcher.changed([tmp_path / "other.txt"], 10.0)
    assert watch.tick(12.0) == []


def test_a_batch_that_cannot_be_stored_is_tried_again(watch: Watch) -> None:
    watch.loader.broken = 1
    watch.write("a.txt", article("One"), 10.0)
    assert watch.tick(11.0) == ["nothing was stored, next try in 30 s: no space"]
    assert watch.tick(30.0) == []
    assert watch.tick(41.0)[-1] == "generation 1 is live"
    assert watch.titles() == ["One"]


def test_a_feed_is_asked_when_its_time_has_come(watch: Watch, feed: ToyFeed) -> None:
    assert feed.reads == 1
    feed.entries.append(Accepted("https://news.example/1", Article("n1", "News", "The tram runs.", "en")))
    assert watch.tick(59.0) == []
    assert watch.tick(60.0) == ["new  https://news.example/1  n1  News", "generation 1 is live"]
    assert watch.tick(119.0) == watch.tick(120.0) == []
    assert feed.reads == 3


def test_the_command_ends_cleanly_when_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    environment = os.environ | {"MEETINGS_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli", "watch", "in"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith(f"watching {tmp_path / 'in'}\n")
        (tmp_path / "in" / "bad.txt").write_text("\n")
        assert process.stdout.readline().endswith(
            "refused  bad.txt: no text: nothing but blank space under the head\n"
        )
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read().endswith("stopped\n")
        assert process.wait() == 0
        assert time.monotonic() - begun < 20
