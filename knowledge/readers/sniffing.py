"""Tells the form of a document, as the ending of its files, from its first bytes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from knowledge.readers.decoding import NotText, decode
from knowledge.readers.packed import BROKEN

_HEAD = 8192  # bytes that are looked at
_HTML = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body|article|main|p|div|h1)[\s>]", re.I)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
_CSV = re.compile(r'^(?:[^\n,;\t|]*[,;\t|])*\s*"?text"?\s*(?:[,;\t|][^\n]*)?$', re.I)
_INSIDE = (
    ("word/document.xml", ".docx"),
    ("META-INF/container.xml", ".epub"),
    ("content.xml", ".odt"),
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
)
_KNOWN_OTHERS = (
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf", ".7z"),
    (b"\x1f\x8b", ".gz"),
)


def sniffed(data: bytes) -> str | None:
    """The ending that fits the content; ``.txt`` for a text of no other form, None for what is no text."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    for start, ending in _KNOWN_OTHERS:
        if data.startswith(start):
            return ending
    try:
        head = decode(_whole_characters(data)).text.lstrip()
    except NotText:
        return None
    return _of_text(head)


def _whole_characters(data: bytes) -> bytes:
    """The first bytes, up to the end of a line so that no character is cut."""
    head = data[:_HEAD]
    return head if len(data) <= _HEAD or b"\n" not in head else head[: head.rindex(b"\n")]


def _of_text(head: str) -> str | None:
    if head.startswith("---\n"):
        return ".md"
    if head.startswith("{") and '"' in head[:200]:
        return ".jsonl"
    if head.startswith("<") and _FEED.search(head[:2000]):
        return ".xml"
    if head.startswith("<") and _HTML.search(head):
        return ".html"
    if _CSV.match(head.partition("\n")[0]) and any(sign in head.partition("\n")[0] for sign in ",;\t|"):
        return ".csv"
    return ".txt" if "\0" not in head else None


def _packed(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (*BROKEN, UnicodeDecodeError, IndexError):
        return ".zip"
    return next((ending for name, ending in _INSIDE if name in names), ".zip")
