"""Reads what a library could hang or break on in a process apart, which is ended when it takes too long.

The child gets a name and bytes and gives back drafts as JSON, never objects. It has none of this process's
environment, little memory, and may not write files.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from knowledge.article import Draft, Refused

Reader = Callable[[str, bytes], Iterator[Draft | Refused]]

SECONDS = 10.0  # for a file, and one more for each of so many bytes
_BYTES_A_SECOND = 50_000
_MOST_SECONDS = 60.0
MEMORY = 2 << 30  # bytes of address space
_START = "import sys; sys.path[:] = sys.argv[1:]\nfrom knowledge.readers.apart import serve; serve()"


def apart(read: Reader, seconds: float = SECONDS) -> Reader:
    """The same reader, run in the process apart."""

    def read_apart(name: str, data: bytes) -> Iterator[Draft | Refused]:
        yield from _CHILD.read(read, name, data, min(seconds + len(data) // _BYTES_A_SECOND, _MOST_SECONDS))

    return read_apart


class _Child:
    """The process apart: started when it is first needed, and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, read: Reader, name: str, data: bytes, seconds: float) -> list[Draft | Refused]:
        with self._lock:
            process = self._running()
            late = threading.Event()
            timer = threading.Timer(seconds, _end, (process, late))
            timer.start()
            try:
                answer = _ask(process, read, name, data)
            finally:
                timer.cancel()
            if answer:
                return [_item(row) for row in json.loads(answer)]
            self.close()
        reason = (
            f"took longer than {seconds:.0f} seconds to read" if late.is_set() else "damaged: its reader broke down"
        )
        return [Refused(name, (reason,))]

    def close(self) -> None:
        """Ends the process; the next file starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(OSError):
                process.communicate()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 (this interpreter, our own words)
                [sys.executable, "-I", "-B", "-c", _START, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},
            )
        return self._process


_CHILD = _Child()


def close() -> None:
    """Ends the process apart; the next file that needs it starts another."""
    _CHILD.close()


atexit.register(close)


def _ask(process: subprocess.Popen[bytes], read: Reader, name: str, data: bytes) -> bytes:
    """The child's answer; nothing where it has ended."""
    if process.stdin is None or process.stdout is None:
        return b""
    head = {"module": read.__module__, "reader": read.__name__, "name": name, "bytes": len(data)}
    try:
        process.stdin.write(json.dumps(head).encode() + b"\n" + data)
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return b""


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def serve() -> None:
    """The child's work: one request after the other until standard input ends."""
    _limit()
    while head := sys.stdin.buffer.readline():
        asked = json.loads(head)
        data = sys.stdin.buffer.read(asked["bytes"])
        items = _read(asked, data)
        sys.stdout.buffer.write(json.dumps([_row(item) for item in items], default=str).encode() + b"\n")
        sys.stdout.buffer.flush()


def _limit() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # a system without such limits: the time limit still holds
        pass


def _read(asked: dict[str, Any], data: bytes) -> list[Draft | Refused]:
    name = asked["name"]
    try:
        reader = getattr(importlib.import_module(asked["module"]), asked["reader"])
        return list(reader(name, data))
    except MemoryError:
        return [Refused(name, ("needs too much memory to read",))]
    except RecursionError:
        return [Refused(name, ("nested too deeply",))]
    except Exception as error:  # the libraries raise what they like on damaged files: that is the file's fault
        said = " ".join(str(error).split())[:120]
        return [Refused(name, (f"damaged: {type(error).__name__}{': ' if said else ''}{said}",))]


def _row(item: Draft | Refused) -> dict[str, object]:
    if isinstance(item, Refused):
        return {"where": item.where, "reasons": item.reasons}
    fields = {str(key): value for key, value in item.fields.items()}
    return {"where": item.where, "text": item.text, "fields": fields, "lines": dict(item.lines), "notes": item.notes}


def _item(row: dict[str, Any]) -> Draft | Refused:
    if "reasons" in row:
        return Refused(row["where"], tuple(row["reasons"]))
    return Draft(row["where"], row["text"], row["fields"], row["lines"], tuple(row["notes"]))
