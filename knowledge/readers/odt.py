"""Reads ODT: paragraphs, headings, lists and tables of the body, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, joined, row
from knowledge.readers.heading import taken_off
from knowledge.readers.packed import Package, Unsafe
from knowledge.readers.safe_xml import UnsafeXml, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _DRAW = (_OASIS % part for part in ("office", "text", "table", "drawing"))
_DC = "{http://purl.org/dc/elements/1.1/}"
_BLANKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_GONE = frozenset({f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_DRAW}frame"})


def _read_odt(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft; title from the file's properties or the first heading."""
    try:
        package = Package(data)
        content = parse_xml(package.read("content.xml"))
        known = _title(package)
    except (Unsafe, UnsafeXml) as error:
        yield Refused(name, (str(error),))
        return
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        yield Refused(name, ("not a text document",))
        return
    titles = _title_styles(content)
    parts = list(_blocks(body, titles))
    shown = {"".join(part.text.split()).casefold() for part in parts[:4]}
    heading = taken_off(parts, known if "".join(known.split()).casefold() in shown else None)
    fields = {"title": heading.title or known or None, "date": heading.date}
    yield Draft(name, joined(heading.body), fields, notes=tuple(_lost(body)))


read_odt = apart(_read_odt)


def _title(package: Package) -> str:
    if "meta.xml" not in package.names():
        return ""
    found = parse_xml(package.read("meta.xml")).find(f".//{_DC}title")
    return " ".join((found.text or "").split()) if found is not None else ""


def _title_styles(content: _Element) -> frozenset[str]:
    """The names of the styles that titles have, those made for one paragraph too."""
    style = _OASIS % "style"
    made = {
        str(each.get(f"{style}name"))
        for each in content.iter(f"{style}style")
        if each.get(f"{style}parent-style-name") in ("Title", "Heading")
    }
    return frozenset(made | {"Title"})


def _blocks(parent: _Element, titles: frozenset[str], mark: str = "") -> Iterator[Block]:
    for element in parent:
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            text = _text(element).strip()
            title = element.tag == f"{_TEXT}h" or element.get(f"{_TEXT}style-name") in titles
            if text:
                yield Block("heading" if title else "item" if mark else "text", text if title else mark + text)
                mark = ""
        elif element.tag == f"{_TEXT}list":
            for item in element.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
                yield from _blocks(item, titles, "- ")
        elif element.tag == f"{_TABLE}table":
            yield from _table(element, titles)
        elif isinstance(element.tag, str) and element.tag not in _GONE:
            yield from _blocks(element, titles)


def _table(element: _Element, titles: frozenset[str]) -> Iterator[Block]:
    for line in element.iter(f"{_TABLE}table-row"):
        cells = [list(_blocks(cell, titles)) for cell in line.iterchildren(f"{_TABLE}table-cell")]
        if len(cells) == 1:
            yield from cells[0]
        elif any(cells):
            yield row([" ".join(block.text for block in cell) for cell in cells])


def _text(element: _Element) -> str:
    parts = [_collapsed(element.text)]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, 1000))
        elif child.tag in _BLANKS:
            parts.append(_BLANKS[child.tag])
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            parts.append(_text(child))
        parts.append(_collapsed(child.tail))
    return "".join(parts)


def _collapsed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _lost(body: _Element) -> Iterator[str]:
    for tag, noun in ((f"{_TEXT}note", "footnote"), (f"{_DRAW}image", "picture")):
        count = sum(1 for _ in body.iter(tag))
        if count:
            yield f"{count} {noun}{'s' * (count > 1)} left out"
