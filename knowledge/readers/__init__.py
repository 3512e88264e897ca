"""Reads files and folders into drafts: one reader for each form that articles come in.

A new form is one new file here and one line in ``READERS``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.article import Draft, Refused
from knowledge.readers.front_matter import read_front_matter
from knowledge.readers.jsonl import read_jsonl
from knowledge.readers.plain import read_plain

Found = Iterator[Draft | Refused]
Reader = Callable[[str, str], Found]  # (name of the file, its text) -> drafts

READERS: dict[str, Reader] = {
    ".txt": lambda name, text: (read_front_matter if text.startswith("---\n") else read_plain)(name, text),
    ".md": read_front_matter,
    ".markdown": read_front_matter,
    ".jsonl": read_jsonl,
}


def read(path: Path) -> Found:
    """Drafts of a file, or of every file in a folder and below it, in the order of their names.

    Never stops at a bad file: that one becomes a ``Refused``.
    """
    for file in files(path):
        yield from _read_file(file, _name(file, path))


def files(path: Path) -> list[Path]:
    """What ``read`` would open, broken links and locked folders too; hidden files in a folder are passed over."""
    if not path.is_dir():
        return [path]
    locked: list[OSError] = []
    found: list[Path] = []
    for folder, below, names in os.walk(path, onerror=locked.append):
        below[:] = [name for name in below if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    found += [Path(error.filename) for error in locked]
    return sorted(file for file in found if not _is_special(file))


def _is_special(file: Path) -> bool:
    """Whether this is a pipe or a device, which could be read for ever."""
    return file.exists() and not (file.is_file() or file.is_dir())


def _name(file: Path, given: Path) -> str:
    return file.name if file == given else str(file.relative_to(given))


def _read_file(file: Path, name: str) -> Found:
    if file.is_dir():
        yield Refused(name, ("the folder cannot be looked into: check its rights",))
        return
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        kinds = ", ".join(READERS)
        yield Refused(name, (f"unknown file type {file.suffix or '(none)'}; known are {kinds}",))
        return
    try:
        text = _decode(file.read_bytes())
    except OSError as error:
        yield Refused(name, (f"cannot be read: {error.strerror}",))
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 (byte {error.start} is {error.object[error.start]:#04x}); save it as UTF-8"
        yield Refused(name, (reason,))
    else:
        yield from reader(name, text)


def _decode(data: bytes) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    text = data.decode(marks.get(data[:2], "utf-8-sig"))
    return text.replace("\r\n", "\n").replace("\r", "\n")
