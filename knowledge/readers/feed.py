"""Reads RSS and Atom: each entry is a draft; an entry that holds only a summary says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeAlias

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, blocks, joined
from knowledge.readers.safe_xml import UnsafeXml, refuse_entities
from knowledge.readers.told import told_day, told_language

Untyped: TypeAlias = Any  # the library has no types

SUMMARY = "only a summary: the feed does not hold the whole article"

_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue) (?:more|reading)\W*|阅读全文\W*|查看全文\W*|更多\W*)$", re.I
)
_WHOLE = 600  # characters from which on a description of several paragraphs is the article itself


def _read_feed(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft an entry, in the feed's order."""
    import feedparser

    try:
        refuse_entities(data)
    except UnsafeXml as error:
        yield Refused(name, (str(error),))
        return
    found = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        broken = found.get("bozo_exception") if found.get("bozo") else None
        said = " ".join(str(broken).split())[:120] if broken else "there is no entry in it"
        yield Refused(name, (f"not a feed with entries: {said}",))
        return
    for number, entry in enumerate(found.entries, 1):
        yield _draft(f"{name}:{number}", entry, found.feed)


read_feed = apart(_read_feed)


def _draft(where: str, entry: Untyped, feed: Untyped) -> Draft:
    content = max((part.get("value", "") for part in entry.get("content", [])), key=len, default="")
    parts = _blocks(content or entry.get("summary", ""))
    text = joined(parts)
    whole = not _CUT.search(text) and (bool(content) or (len(parts) > 1 and len(text) >= _WHOLE))
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    fields = {
        "title": joined(_blocks(entry.get("title", ""))) or None,
        "date": _day(entry, day),
        "publisher": joined(_blocks(feed.get("title", ""))) or None,
        "url": entry.get("link") or None,
        "language": told_language(feed.get("language"), text),
    }
    return Draft(where, text, fields, notes=() if whole else (SUMMARY,))


def _day(entry: Untyped, parsed: Untyped) -> str | None:
    """The day as the feed writes it, in its own time zone; as parsed (UTC) where it is written in words."""
    if parsed is None:
        return None
    from email.utils import parsedate_to_datetime

    written = str(entry.get("published") or entry.get("updated") or "").strip()
    if day := told_day(written):
        return day
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"


def _blocks(markup: str) -> list[Block]:
    """The blocks of a piece of HTML, or the paragraphs of a plain text."""
    from lxml import etree, html

    if not markup.strip():
        return []
    if "<" not in markup and "&" not in markup:
        return [Block("text", part.strip()) for part in re.split(r"\n\s*\n", markup) if part.strip()]
    try:
        return blocks(html.fragment_fromstring(markup, create_parent="div"))
    except (etree.ParserError, ValueError):
        return []
