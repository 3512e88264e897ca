"""Reads DOCX: paragraphs, headings, lists and tables of the body, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, joined, row
from knowledge.readers.heading import taken_off
from knowledge.readers.packed import Package, Unsafe
from knowledge.readers.safe_xml import UnsafeXml, refuse_entities

if TYPE_CHECKING:
    from lxml.etree import _Element

Untyped: TypeAlias = Any  # the library has no types

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", _FALLBACK})


def _read_docx(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft; title from the file's properties or the first heading."""
    from docx import Document

    try:
        _refuse_unsafe(Package(data))
    except (Unsafe, UnsafeXml) as error:
        yield Refused(name, (str(error),))
        return
    document = Document(BytesIO(data))
    known = " ".join((document.core_properties.title or "").split())
    parts = list(_blocks(document.element.body, _Styles(document)))
    heading = taken_off(parts, _printed(parts, known))
    fields = {"title": heading.title or known or None, "date": heading.date}
    yield Draft(name, joined(heading.body), fields, notes=tuple(_lost(document.element.body)))


read_docx = apart(_read_docx)


def _refuse_unsafe(package: Package) -> None:
    """Unpacks every file once, counting, and looks into those that are XML."""
    for name in package.names():
        data = package.read(name)
        if name.endswith((".xml", ".rels")):
            refuse_entities(data)


def _printed(parts: list[Block], known: str) -> str | None:
    """The title of the file's properties where the text shows it; a template's left-over is none."""
    shown = {"".join(part.text.split()).casefold() for part in parts[:4]}
    return known if "".join(known.split()).casefold() in shown else None


class _Styles:
    """What a paragraph's style says it is."""

    def __init__(self, document: Untyped) -> None:
        self._names = {style.style_id: (style.name or "").lower() for style in document.styles}
        self._numbered = _numbered(document)

    def kind(self, paragraph: _Element) -> str:
        """heading, bullet, number or text."""
        name = self._names.get(_value(paragraph, "pStyle") or "", "")
        if name.startswith(("heading", "title")):
            return "heading"
        if "list number" in name:
            return "number"
        if "list bullet" in name:
            return "bullet"
        listed = _value(paragraph, "numPr", "numId")
        if listed in (None, "0"):
            return "text"
        return "number" if (listed, _value(paragraph, "numPr", "ilvl") or "0") in self._numbered else "bullet"


def _numbered(document: Untyped) -> set[tuple[str, str]]:
    """Which lists, at which level, count their items."""
    try:
        root = document.part.numbering_part.element
    except (NotImplementedError, KeyError):
        return set()
    levels = {
        (abstract.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl"))
        for abstract in root.iter(f"{_W}abstractNum")
        for level in abstract.iter(f"{_W}lvl")
        if (form := level.find(f"{_W}numFmt")) is not None and form.get(f"{_W}val") not in ("bullet", "none")
    }
    lists = {num.get(f"{_W}numId"): num.find(f"{_W}abstractNumId") for num in root.iter(f"{_W}num")}
    return {
        (number, level)
        for number, abstract in lists.items()
        for kind, level in levels
        if abstract is not None and abstract.get(f"{_W}val") == kind
    }


def _value(paragraph: _Element, *path: str) -> str | None:
    found = paragraph.find("/".join(f"{_W}{step}" for step in ("pPr", *path)))
    return None if found is None else found.get(f"{_W}val")


def _blocks(parent: _Element, styles: _Styles) -> Iterator[Block]:
    number = 0
    for element in parent:
        if element.tag == f"{_W}p":
            kind = styles.kind(element)
            number = number + 1 if kind == "number" else 0
            yield from _paragraph(element, kind, number)
            for box in element.iter(f"{_W}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, styles)
        elif element.tag == f"{_W}tbl":
            yield from _table(element, styles)
        elif element.tag not in _GONE and isinstance(element.tag, str):  # content controls and the like
            yield from _blocks(element, styles)


def _paragraph(element: _Element, kind: str, number: int) -> Iterator[Block]:
    text = _text(element).strip()
    if not text:
        return
    if kind == "heading":
        yield Block("heading", text)
    elif kind in ("bullet", "number"):
        yield Block("item", f"- {text}" if kind == "bullet" else f"{number}. {text}")
    else:
        yield Block("text", text)


def _table(element: _Element, styles: _Styles) -> Iterator[Block]:
    for line in element.iterchildren(f"{_W}tr"):
        cells = [list(_blocks(cell, styles)) for cell in line.iterchildren(f"{_W}tc")]
        if len(cells) == 1:  # a frame around text
            yield from cells[0]
        elif any(cells):
            yield row([" ".join(block.text for block in cell) for cell in cells])


def _text(element: _Element) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag not in _GONE and isinstance(child.tag, str) and child.tag != f"{_W}pPr":
            parts.append(_text(child))
    return "".join(parts)


def _lost(body: _Element) -> Iterator[str]:
    for tag, noun in (("footnoteReference", "footnote"), ("endnoteReference", "endnote"), ("drawing", "picture")):
        count = sum(1 for found in body.iter(f"{_W}{tag}") if not _is_box(found))
        if count:
            yield f"{count} {noun}{'s' * (count > 1)} left out"


def _is_box(element: _Element) -> bool:
    return next(element.iter(f"{_W}txbxContent"), None) is not None
