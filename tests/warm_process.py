"""Runs the command line as a process that begins with the models' libraries imported.

Importing them takes most of the time of a question. They are imported once into a server, which forks for each
command; of the project itself the server imports nothing. What a cold process says is tested with `meetings`.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.meetings_process import SECONDS, Done, environment

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["sentence_transformers", "faiss"])


def warm_meetings(*arguments: str, data: Path, cache: Path | None = None, typed: str = "", **settings: str) -> Done:
    """As ``meetings``, sooner; only for commands that use a model."""
    with tempfile.TemporaryDirectory() as name:
        streams = [Path(name) / each for each in ("in", "out", "err")]
        for path in streams:
            path.write_text(typed if path.name == "in" else "", encoding="utf-8")
        asked = (arguments, data.parent, environment(data, cache, settings), streams)
        process = _FORKS.Process(target=_run, args=asked)
        process.start()
        process.join(SECONDS)
        code = process.exitcode
        if code is None:
            process.kill()
            process.join()
        process.close()
        said = [path.read_text(encoding="utf-8") for path in streams]
    if code is None:
        raise TimeoutError(f"meetings {' '.join(arguments)} took longer than {SECONDS} s and said {said[1:]}")
    return Done(code, *said[1:])


def _run(arguments: tuple[str, ...], folder: Path, given: Mapping[str, str], streams: list[Path]) -> None:
    """In the new process: becomes ``python -m bot.cli`` with these arguments."""
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(given)
    os.chdir(folder)
    sys.argv = ["meetings", *arguments]
    try:
        runpy.run_module("bot.cli", run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()
