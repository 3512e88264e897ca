"""Turns markup, of HTML or of what trafilatura makes of it, into blocks of text: headings, lists, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["heading", "text", "item", "row"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
_LISTS = frozenset({"ul", "ol", "list", "menu"})
_ITEMS = frozenset({"li", "item"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_OTHERS = frozenset(
    "p div section article main header footer blockquote quote pre dl dt dd figure figcaption address table tbody "
    "thead tfoot caption details summary fieldset center hr body form aside nav".split()
)
_BLOCKS = _HEADINGS | _LISTS | _ITEMS | _ROWS | _CELLS | _OTHERS
_NO_TEXT = frozenset("script style template noscript svg iframe object canvas button select graphic head_".split())
_BREAKS = frozenset({"br", "lb"})
_TABLES = frozenset({"table"})

_BLANK = re.compile(r"[ \t\r\n\f]+")
_PARTED = re.compile(r"\x00[ \t\r\n\f]*(?:\x00[ \t\r\n\f]*)+")  # two line breaks, which stand for a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or row, as it will stand in the article."""

    kind: Kind
    text: str


def blocks(root: _Element) -> list[Block]:
    """The blocks of an element in order; scripts, buttons and pictures have no text."""
    return list(_walk(root, "text"))


def joined(parts: Sequence[Block]) -> str:
    """The text of blocks: a blank line between them, but items and rows one below the other."""
    out: list[str] = []
    for number, part in enumerate(parts):
        if number:
            together = part.kind == parts[number - 1].kind and part.kind in ("item", "row")
            out.append("\n" if together else "\n\n")
        out.append(part.text)
    return "".join(out)


def row(cells: Sequence[str]) -> Block:
    """A row of a table, its cells between upright strokes."""
    return Block("row", f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |")


def _walk(element: _Element, kind: Kind, mark: str = "") -> Iterator[Block]:
    """Blocks inside ``element``; the first one of an item bears its ``mark``."""
    waiting = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and _is_block(child):
            yield from (own := _flushed(waiting, kind, mark))
            mark = "" if own else mark
            waiting = []
            below = list(_block(child, kind, mark))
            mark = "" if below else mark
            yield from below
        elif isinstance(child.tag, str):
            waiting.append(_inline(child))
        waiting.append(child.tail or "")
    yield from _flushed(waiting, kind, mark)


def _is_block(element: _Element) -> bool:
    return element.tag in _BLOCKS or any(below.tag in _BLOCKS for below in element.iterdescendants())


def _block(element: _Element, kind: Kind, mark: str) -> Iterator[Block]:
    if element.tag in _NO_TEXT:
        return
    if element.tag in _HEADINGS:
        yield from _walk(element, "heading", mark)
    elif element.tag in _LISTS:
        yield from _list(element)
    elif element.tag in _TABLES:
        yield from _table(element)
    elif element.tag in _ITEMS:
        yield from _walk(element, "item", mark or "- ")
    else:
        yield from _walk(element, kind, mark)


def _list(element: _Element) -> Iterator[Block]:
    numbered = element.tag == "ol" or element.get("rend") == "ol"
    terms = element.get("rend") == "dl"
    number = _start(element)
    for child in element:
        if child.tag in _ITEMS:
            yield from _walk(child, "text" if terms else "item", "" if terms else f"{number}. " if numbered else "- ")
            number += 1
        elif isinstance(child.tag, str):
            yield from _block(child, "item", "")


def _start(element: _Element) -> int:
    given = element.get("start", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _table(element: _Element) -> Iterator[Block]:
    """Rows where it is a table of facts; where it only lays out the page, what its cells hold."""
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in element.iter(*_ROWS)]
    nested = any(below is not element for below in element.iter(*_TABLES))
    if nested or not rows or max(map(len, rows)) < 2:
        yield from _walk(element, "text")
        return
    for caption in element.iterchildren("caption"):
        yield from _walk(caption, "text")
    for cells in rows:
        texts = [" ".join(block.text for block in _walk(cell, "text")) for cell in cells]
        if any(texts):
            yield row(texts)


def _inline(element: _Element) -> str:
    if element.tag in _NO_TEXT:
        return ""
    if element.tag in _BREAKS:
        return "\x00"
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return "".join(parts)


def _flushed(waiting: list[str], kind: Kind, mark: str) -> list[Block]:
    """What was gathered between two blocks; two line breaks part it."""
    found: list[Block] = []
    for part in _PARTED.split("".join(waiting)):
        lines = [_BLANK.sub(" ", line).strip() for line in part.split("\x00")]
        text = "\n".join(line for line in lines if line)
        if text:
            found.append(Block(kind, ("" if found else mark) + text))
    return found
