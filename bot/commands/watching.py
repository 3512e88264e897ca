"""The command that keeps loading: watch."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from bot import opening, terminal
from bot.complaints import Stopped
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.watching import Found
    from knowledge.article import Draft, Refused
    from retrieval.encoder import Encoder
    from retrieval.loading import Report
    from retrieval.sqlite_faiss import SqliteFaiss

ReadAddress = Callable[[str], "Iterable[Draft | Refused]"]

_STEP_MS = 1_000
_SCHEMES = ("http://", "https://")
_STOPPED = "stopped; what was embedded is kept: the next start goes on from there"


def watch(
    given: Annotated[list[str], typer.Argument(metavar="FOLDER|FEED...", help="Folders, and addresses of feeds.")],
    mirror: Annotated[bool, typer.Option("--mirror", help="Also remove articles whose files are removed.")] = False,
    every: Annotated[float, typer.Option(min=10, help="Seconds between two looks at a feed.")] = 900.0,
) -> None:
    """Load what changes in folders and feeds, as it changes, until Ctrl-C or SIGTERM. One line for each change.

    Begins with a look at everything. A file is read when it has not changed for a second; what cannot be read is
    tried once more before it is reported. With --mirror nothing is removed when more than half of a folder is gone.

    [dim]Examples:[/dim]  meetings watch articles/

    meetings watch articles/ https://news.example/feed.xml --every 3600
    """
    from bot.watching import Pace, Watcher, run
    from retrieval import loading

    settings = opening.settings()
    folders = [_folder(each) for each in given if not each.lower().startswith(_SCHEMES)]
    feeds = [_Feed(each, _read_address(settings)) for each in given if each.lower().startswith(_SCHEMES)]
    stop = threading.Event()
    _stop_on_signals(stop)
    watcher = Watcher(
        folders=folders,
        feeds=feeds,
        read=lambda path: loading.read_all([path]),
        loader=_Loader(settings, stop),
        say=_say,
        pace=Pace(poll=every),
        mirror=mirror,
    )
    _say(f"watching {', '.join([*map(str, folders), *(feed.name for feed in feeds)])}")
    run(watcher, stop.is_set, _changes(folders, stop))
    _say("stopped")


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed by its address."""

    name: str
    address: ReadAddress

    def read(self) -> Found:
        """What the feed holds now, checked."""
        from retrieval import loading

        return list(loading.checked(self.address(self.name)))


class _Loader:
    """Loads batches as one who watches; opens the model when the first one needs it."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self._settings = settings
        self._stop = stop
        self._library = opening.library(settings, create=True)
        self._opened: tuple[SqliteFaiss, Encoder] | None = None  # kept: it holds the index that was published last

    def plan(self, found: Found, mirrored: Sequence[Path]) -> Report:
        """What loading ``found`` would do."""
        from retrieval import loading

        return loading.rehearse(found, self._library, mirrored)

    def store(self, planned: Report, origin: str) -> Report:
        """Embeds, stores and publishes."""
        from retrieval import loading

        if self._opened is None:
            encoder = opening.encoder(self._settings, lambda what, share: None)
            self._opened = opening.engine(self._settings, encoder.model), encoder
        by = f"{opening.operator()}, watching"
        return loading.carry_out(planned, *self._opened, self._progress, by=by, origin=origin)

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set() and done < total:
            raise Stopped(_STOPPED)


def _changes(folders: Sequence[Path], stop: threading.Event) -> Iterator[Iterable[Path]]:
    """The paths that changed, second by second; empty where none did."""
    if not folders:
        while not stop.wait(_STEP_MS / 1000):
            yield ()
        return
    from watchfiles import watch as changes

    batches = changes(
        *folders,
        watch_filter=None,
        rust_timeout=_STEP_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    )
    for batch in batches:
        yield {Path(path) for _, path in batch}


def _stop_on_signals(stop: threading.Event) -> None:
    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)


def _say(line: str) -> None:
    """One line of the log, whole whatever the terminal's width."""
    terminal.plain(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {line}")
    terminal.out.file.flush()


def _folder(given: str) -> Path:
    path = Path(given)
    if not path.is_dir():
        raise typer.BadParameter(
            f"{given!r} is no folder: give a folder, or the address of a feed", param_hint="FOLDER"
        )
    return path.resolve()


def _read_address(settings: Settings) -> ReadAddress:
    """What reads an address into drafts."""
    from knowledge.fetching import Policy, read_url

    policy = Policy(settings.fetch_allowed_hosts)
    return lambda url: read_url(url, policy)


COMMANDS = {"watch": watch}
