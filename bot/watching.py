"""Watches folders and feeds, and loads what changes there in batches until it is told to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.load_table import printable, summary
from knowledge.errors import LibraryError
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from knowledge.article import Accepted, Refused
    from knowledge.plan import Outcome
    from retrieval.loading import Report

Say = Callable[[str], None]
Found = Iterable["Accepted | Refused"]

_AGAIN_SECONDS = 30.0  # after a batch that could not be stored
_MOST_GONE = 0.5  # of a folder's articles; when more are gone, a person has to say that this is meant


class Loader(Protocol):
    """What stores a batch. ``mirrored`` are folders of which ``found`` is all."""

    def plan(self, found: Found, mirrored: Sequence[Path]) -> Report: ...

    def store(self, planned: Report, origin: str) -> Report: ...


class Feed(Protocol):
    """Something to be asked again and again."""

    @property
    def name(self) -> str: ...

    def read(self) -> Found: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a watch is, in seconds."""

    settle: float = 1.0  # that a file must not have changed before it is read
    retry: float = 5.0  # after which a file that could not be read is tried once more
    poll: float = 900.0  # between two looks at a feed


@dataclass(slots=True)
class _Waiting:
    """A file that changed: as it was when last seen, and whether reading it failed once."""

    state: tuple[int, int] | None
    due: float
    failed: bool = False


@dataclass(slots=True)
class Watcher:
    """What has changed and is not loaded yet; ``tick`` does what is due by the clock that it is given."""

    folders: Sequence[Path]
    feeds: Sequence[Feed]
    read: Callable[[Path], Found]
    loader: Loader
    say: Say
    pace: Pace = field(default_factory=Pace)
    mirror: bool = False
    _waiting: dict[Path, _Waiting] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)
    _gone: set[Path] = field(default_factory=set)
    _whole: set[Path] = field(default_factory=set)  # folders to read whole
    _not_before: float = 0.0

    def begin(self) -> None:
        """Everything is looked at once; a folder that was mirrored while nobody watched, too."""
        self._whole.update(self.folders)

    def changed(self, paths: Collection[Path], now: float) -> None:
        """Notes files that were made, changed or removed."""
        for path in paths:
            if self._hidden(path):
                continue
            if path.is_dir():
                self._whole.update(folder for folder in self.folders if path.is_relative_to(folder))
            elif path.exists():
                self._gone.discard(path)
                self._waiting[path] = _Waiting(_state(path), now + self.pace.settle)
            else:
                self._waiting.pop(path, None)
                self._gone.add(path)

    def tick(self, now: float) -> None:
        """Reads what has settled and what is due, and loads it as one batch."""
        if now < self._not_before:
            return
        ready = self._settled(now)
        whole, gone = set(self._whole), set(self._gone)
        due = [feed for feed in self.feeds if self._due.get(feed.name, 0.0) <= now]
        if not (ready or whole or gone or due):
            return
        mirrored = self._to_mirror(whole, gone)
        found = [item for folder in sorted(whole | set(mirrored)) for item in self.read(folder)]
        read_whole = whole | set(mirrored)
        files = [path for path in ready if not any(path.is_relative_to(folder) for folder in read_whole)]
        for path in set(ready) - set(files):
            del self._waiting[path]
        found += [item for path in files for item in self._read_file(path, now)]
        for feed in due:
            self._due[feed.name] = now + self.pace.poll
            found += feed.read()
        if self._loaded(found, mirrored, _origin(files, read_whole, due), now):
            self._whole -= whole
            self._gone -= gone
            if not self.mirror:
                self._tell_gone(gone)
        else:
            self._not_before = now + _AGAIN_SECONDS
            for feed in due:
                self._due[feed.name] = 0.0
            for path in files:
                self._waiting.setdefault(path, _Waiting(_state(path), now))

    def _hidden(self, path: Path) -> bool:
        roots = [folder for folder in self.folders if path.is_relative_to(folder)]
        return not roots or any(part.startswith(".") for part in path.relative_to(roots[0]).parts)

    def _settled(self, now: float) -> list[Path]:
        """The files that have not changed for a while; they no longer wait, unless reading them fails."""
        ready = []
        for path, waiting in sorted(self._waiting.items()):
            if waiting.due > now:
                continue
            state = _state(path)
            if state is None:
                self._gone.add(path)
                del self._waiting[path]
            elif state != waiting.state:  # still being written
                self._waiting[path] = _Waiting(state, now + self.pace.settle, waiting.failed)
            else:
                ready.append(path)
        return ready

    def _read_file(self, path: Path, now: float) -> Found:
        """What is in a file; nothing the first time that all of it or some is refused, it may be half written."""
        waiting = self._waiting.pop(path)
        found = list(self.read(path))
        if any(not hasattr(item, "article") for item in found) and not waiting.failed:
            self._waiting[path] = _Waiting(_state(path), now + self.pace.retry, failed=True)
            return []
        return found

    def _to_mirror(self, whole: set[Path], gone: set[Path]) -> list[Path]:
        if not self.mirror:
            return []
        touched = (folder for folder in self.folders if any(path.is_relative_to(folder) for path in gone))
        return sorted(whole | set(touched))

    def _loaded(self, found: Sequence[Accepted | Refused], mirrored: Sequence[Path], origin: str, now: float) -> bool:
        try:
            planned = self._careful(self.loader.plan(found, mirrored))
            report = self.loader.store(planned, origin) if planned.to_do else planned
        except (LibraryError, RetrievalError) as error:
            self.say(f"nothing was stored, next try in {_AGAIN_SECONDS:.0f} s: {error}")
            return False
        for outcome in report.outcomes:
            if outcome.verdict != "unchanged":
                self.say(told(outcome))
        for each in report.removed:
            self.say(f"removed {each.origin}  {each.article}  {each.title}")
        if report.to_do:
            self.say(f"generation {report.generation} is live")
        return True

    def _careful(self, planned: Report) -> Report:
        """The plan without removals where suspiciously much is gone, as when a disk is not there."""
        found = sum(outcome.article is not None for outcome in planned.outcomes)
        most = _MOST_GONE * (found + len(planned.removed))
        if len(planned.removed) <= most or not planned.removed:
            return planned
        self.say(
            f"{len(planned.removed)} articles are gone from the folder, more than half: nothing was removed. "
            "If this is meant, run `meetings load FOLDER --mirror`"
        )
        return replace(planned, removed=())

    def _tell_gone(self, gone: Iterable[Path]) -> None:
        for path in sorted(gone):
            self.say(f"gone {path}: its articles stay; --mirror would remove them")


def told(outcome: Outcome) -> str:
    """One line about a source."""
    parts = [outcome.verdict, outcome.where]
    if outcome.article is not None:
        parts += [outcome.article.id, outcome.article.title]
    if outcome.difference is not None:
        parts.append(f"({summary(outcome.difference)})")
    if outcome.duplicate_of is not None:
        parts.append(f"(the same text as {outcome.duplicate_of})")
    if outcome.near is not None:
        parts.append(f"({outcome.near.share:.0%} the same as {outcome.near.article})")
    notes = f": {'; '.join(outcome.notes)}" if outcome.notes else ""
    return printable(f"{'  '.join(parts)}{notes}")


def run(watcher: Watcher, stopped: Callable[[], bool], changes: Iterable[Iterable[Path]]) -> None:
    """Loads what ``changes`` brings, batch by batch; an empty batch is a moment that passed.

    The first look at everything follows the first batch: from then on no change is missed.
    """
    begun = False
    for batch in changes:
        if stopped():
            return
        if not begun:
            watcher.begin()
            begun = True
        now = time.monotonic()
        watcher.changed(list(batch), now)
        watcher.tick(now)


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of last change; None when it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _origin(files: Sequence[Path], folders: Collection[Path], feeds: Sequence[Feed]) -> str:
    named = [*map(str, sorted(folders)), *map(str, files), *(feed.name for feed in feeds)]
    return " ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
