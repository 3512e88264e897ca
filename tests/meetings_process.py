"""Runs the command line as a process of its own, with settings of ours only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SECONDS = 300  # after which a process hangs


@dataclass(frozen=True)
class Done:
    """What a process said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """One JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def meetings(
    *arguments: str,
    data: Path,
    cache: Path | None = None,
    typed: str = "",
    before: Callable[[], None] | None = None,
    **settings: str,
) -> Done:
    """Runs ``meetings`` with ``arguments`` beside ``data``; ``before`` is called in the new process."""
    given = environment(data, cache, settings)
    return _run(["-m", "bot.cli", *arguments], data.parent, given, typed=typed, before=before)


def environment(data: Path, cache: Path | None, settings: dict[str, str]) -> dict[str, str]:
    """What a process of the command line finds in its environment: nothing of the developer's own settings."""
    ours = {"MEETINGS_DATA_DIR": str(data), "MEETINGS_CACHE_DIR": str(cache or data / "no-model-here")}
    return _kept() | ours | settings


def python(
    *arguments: str, folder: Path, typed: str = "", before: Callable[[], None] | None = None, **settings: str
) -> Done:
    """Runs Python in ``folder`` with this environment, less settings of the project that it happens to hold."""
    return _run(arguments, folder, _kept() | settings, typed=typed, before=before)


def _kept() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEETINGS_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "HF_HUB_OFFLINE": "1"}


def _run(
    arguments: Sequence[str],
    folder: Path,
    given: Mapping[str, str],
    *,
    typed: str,
    before: Callable[[], None] | None,
) -> Done:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=given,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        preexec_fn=before,
    )
    return Done(done.returncode, done.stdout, done.stderr)
