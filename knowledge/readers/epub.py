"""Reads EPUB: all chapters in their reading order as one article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, blocks, joined
from knowledge.readers.heading import taken_off
from knowledge.readers.packed import Package, Unsafe
from knowledge.readers.safe_xml import UnsafeXml, parse_xml
from knowledge.readers.told import told_day, told_language

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXTS = ("application/xhtml+xml", "text/html")


def _read_epub(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft; title, date, publisher and language from the book's own description."""
    try:
        package = Package(data)
        path, book = _book(package)
        chapters = [_chapter(package, each) for each in _spine(path, book)]
    except (Unsafe, UnsafeXml) as error:
        yield Refused(name, (str(error),))
        return
    parts = [block for found, _ in chapters for block in found]
    pictures = sum(count for _, count in chapters)
    known = {field: _described(book, tag) for field, tag in _FIELDS.items()}
    heading = taken_off(parts, known["title"])
    text = joined(heading.body)
    fields = {
        **known,
        "title": heading.title,
        "date": told_day(known["date"]) or heading.date,
        "language": told_language(known["language"], text),
    }
    notes = (f"{pictures} picture{'s' * (pictures > 1)} left out",) if pictures else ()
    yield Draft(name, text, fields, notes=notes)


read_epub = apart(_read_epub)

_FIELDS = {"title": "title", "date": "date", "publisher": "publisher", "language": "language"}


def _book(package: Package) -> tuple[str, _Element]:
    container = parse_xml(package.read(_CONTAINER))
    path = next((found.get("full-path") for found in container.iter() if found.get("full-path")), None)
    if path is None:
        raise Unsafe("damaged: it does not say where its book begins")
    return path, parse_xml(package.read(path))


def _spine(path: str, book: _Element) -> Iterator[str]:
    """The names of the chapters' files in reading order, the table of contents left out."""
    items = {item.get("id"): item for item in book.iter(f"{_OPF}item")}
    for reference in book.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if (
            item is not None
            and item.get("media-type") in _TEXTS
            and "nav" not in (item.get("properties") or "").split()
        ):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(item.get("href") or "")))


def _chapter(package: Package, name: str) -> tuple[list[Block], int]:
    from lxml import html

    root = html.document_fromstring(package.read(name), parser=html.HTMLParser(encoding="utf-8"))
    body = root.find("body")
    return blocks(root if body is None else body), sum(1 for _ in root.iter("img", "image"))


def _described(book: _Element, tag: str) -> str | None:
    found = book.find(f".//{_DC}{tag}")
    return None if found is None else " ".join((found.text or "").split()) or None
