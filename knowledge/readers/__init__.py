"""Reads files, folders and uploads into drafts: one reader for each form that articles come in.

A new form is one new file here and one line in ``READERS``. A reader gets a name and bytes. Readers made of libraries
that could hang or break on a damaged file run in a process apart (``knowledge/readers/apart.py``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from knowledge.article import Draft, Refused
from knowledge.readers.archive import read_archive
from knowledge.readers.columns import mapped
from knowledge.readers.decoding import of_text
from knowledge.readers.docx import read_docx
from knowledge.readers.epub import read_epub
from knowledge.readers.feed import read_feed
from knowledge.readers.front_matter import read_front_matter
from knowledge.readers.jsonl import read_jsonl
from knowledge.readers.odt import read_odt
from knowledge.readers.page import read_page
from knowledge.readers.pdf import read_pdf
from knowledge.readers.plain import read_plain
from knowledge.readers.sniffing import sniffed
from knowledge.readers.table import read_csv

Found = Iterator[Draft | Refused]
Reader = Callable[[str, bytes], Found]  # (name of the file, its bytes) -> drafts

READERS: dict[str, Reader] = {
    ".txt": of_text(lambda name, text: (read_front_matter if text.startswith("---\n") else read_plain)(name, text)),
    ".md": of_text(read_front_matter),
    ".markdown": of_text(read_front_matter),
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".odt": read_odt,
    ".epub": read_epub,
    ".csv": of_text(read_csv),
    ".tsv": of_text(read_csv),
    ".jsonl": of_text(read_jsonl),
    ".zip": lambda name, data: read_archive(name, data, _read_member),
}

_WITH_COLUMNS = (".csv", ".tsv", ".jsonl")
_INSTEAD = {  # what people have, and what to do with it
    ".doc": "an old Word file: save it as .docx",
    ".rtf": "RTF: save it as .docx",
    ".xlsx": "a spreadsheet: save it as .csv",
    ".pptx": "a presentation: save it as .pdf",
    ".png": "a picture: no text can be read from it",
    ".jpg": "a picture: no text can be read from it",
    ".gif": "a picture: no text can be read from it",
}
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def folder_of(path: Path) -> Path:
    """The folder in which `read` names files."""
    whole = path.resolve()
    return whole if whole.is_dir() else whole.parent


def read(path: Path, columns: Mapping[str, str] = NO_COLUMNS) -> Found:
    """Drafts of a file, or of every file in a folder and below it, in the order of their names.

    Never stops at a bad file: that one becomes a ``Refused``. ``columns`` says for CSV and JSONL which column holds
    which field (field -> column).
    """
    for file in files(path):
        yield from _read_file(file, _name(file, path), columns)


def read_document(
    name: str, data: bytes, columns: Mapping[str, str] = NO_COLUMNS, *, ending: str | None = None
) -> Found:
    """Drafts of a document that was sent: its reader is chosen by ``ending``, the name's ending, or the content.

    Never raises for what is in the document: what cannot be read becomes a ``Refused``.
    """
    form = ending or form_of(name, data)
    if form not in READERS:
        yield Refused(shown(name), (_unknown(name, form),))
        return
    found = READERS[form](shown(name), data)
    yield from mapped(shown(name), found, columns) if form in _WITH_COLUMNS else found


def form_of(name: str, data: bytes) -> str | None:
    """The ending under which ``READERS`` has a reader for this; another one, or None, when there is none."""
    ending = _ending(name)
    return ending if ending in READERS else sniffed(data)


def shown(name: str) -> str:
    """A name without signs that would play tricks on a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


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


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _read_file(file: Path, name: str, columns: Mapping[str, str]) -> Found:
    if file.is_dir():
        yield Refused(shown(name), ("the folder cannot be looked into: check its rights",))
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        yield Refused(shown(name), (f"cannot be read: {error.strerror}",))
        return
    yield from _read_named(name, data, columns)


def _read_named(name: str, data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> Found:
    """As ``read_document``, but a file of unknown ending is not taken for an article because it holds text."""
    form = form_of(name, data)
    if _ending(name) not in READERS and form in (".txt", ".md", ".csv"):
        yield Refused(shown(name), (_unknown(name, None),))
        return
    yield from read_document(name, data, columns, ending=form)


def _read_member(name: str, data: bytes) -> Found:
    if form_of(name, data) == ".zip":
        yield Refused(shown(name), ("a ZIP inside a ZIP is not opened: unpack it first",))
        return
    yield from _read_named(name, data)


def _unknown(name: str, form: str | None) -> str:
    if form in _INSTEAD:
        return _INSTEAD[form]
    return f"unknown file type {_ending(name) or '(none)'}; known are {', '.join(READERS)}"
