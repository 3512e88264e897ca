"""Reads an address into drafts: a page, every entry of a feed, or a document such as a PDF."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from knowledge.article import Draft, Refused
from knowledge.fetching.policy import Fetched, Policy
from knowledge.fetching.session import Session, bare
from knowledge.readers import NO_COLUMNS, READERS, form_of, read_document
from knowledge.readers.feed import SUMMARY
from knowledge.readers.page import trusted_url
from knowledge.readers.sniffing import sniffed

Found = Iterator[Draft | Refused]

_MARKUP = (".html", ".htm", ".xhtml")
_FEEDS = (".xml", ".rss", ".atom")
_MANY = (".jsonl", ".csv", ".tsv", ".zip")  # their articles have addresses of their own, or none
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}


def read_url(url: str, policy: Policy, columns: Mapping[str, str] = NO_COLUMNS) -> Found:
    """Drafts of what is at ``url``; of a feed's entries that hold only a summary the pages are fetched.

    What may not or cannot be fetched becomes a ``Refused``; each draft is under its own address.
    """
    session = Session(policy)
    found = session.fetch(url)
    if isinstance(found, Refused):
        yield found
        return
    form = _form(found)
    drafts = _drafts(found, form, columns)
    yield from _entries(drafts, found.url, session) if form in _FEEDS else drafts


def _form(found: Fetched) -> str | None:
    """By the first bytes where they tell, by what the server says, by the address, by the text."""
    seen = sniffed(found.data)
    if seen in (".pdf", ".docx", ".odt", ".epub", ".zip", ".xml", ".html"):
        return seen
    path = urlsplit(found.url).path
    return _TYPES.get(found.content_type) or form_of(path.rpartition("/")[2], found.data)


def _drafts(found: Fetched, form: str | None, columns: Mapping[str, str]) -> Found:
    """What the reader of this form makes of it, with the address where the document gives no better one."""
    data = _as_declared(found) if form in READERS else found.data
    for item in read_document(bare(found.url), data, columns, ending=form):
        if isinstance(item, Refused) or form in _MANY or form in _FEEDS:
            yield item
        else:
            url = trusted_url(item.fields.get("url"), found.url) if form in _MARKUP else found.url
            yield replace(item, fields={**item.fields, "url": url})


def _as_declared(found: Fetched) -> bytes:
    """The data as UTF-8 with its mark, where the server says how it is encoded and that is true."""
    if found.charset is None or found.data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return found.data
    try:
        name = codecs.lookup(found.charset).name
        text = found.data.decode("gb18030" if name in ("gb2312", "gbk") else name)
    except (LookupError, ValueError):
        return found.data
    return codecs.BOM_UTF8 + text.encode("utf-8", errors="surrogatepass")


def _entries(drafts: Found, feed: str, session: Session) -> Found:
    for item in drafts:
        if isinstance(item, Refused):
            yield item
            continue
        given = item.fields.get("url")
        link = urljoin(feed, given) if isinstance(given, str) else None
        entry = replace(item, where=bare(link) if link else item.where, fields={**item.fields, "url": link})
        if SUMMARY in entry.notes and link:
            yield from _page(entry, link, session)
        else:
            yield entry


def _page(entry: Draft, link: str, session: Session) -> Found:
    """The page of an entry that holds only a summary; title and day are the feed's where it gives them.

    When the page cannot be had, the entry is refused: its summary would take the place of the whole article that an
    earlier load may have brought.
    """
    found = session.fetch(link)
    if isinstance(found, Refused):
        yield Refused(entry.where, tuple(f"the feed holds only a summary, and its page {r}" for r in found.reasons))
        return
    for item in _drafts(found, _form(found), NO_COLUMNS):
        if isinstance(item, Refused):
            yield item
            continue
        named = ("title", "date", *(["publisher"] if _is_host(item) else []))
        told = {name: value for name, value in entry.fields.items() if value and name in named}
        filled = {name: value for name, value in entry.fields.items() if value and not item.fields.get(name)}
        yield replace(item, fields={**item.fields, **filled, **told})


def _is_host(draft: Draft) -> bool:
    """Whether the page gave nothing but its host for a publisher."""
    host = urlsplit(str(draft.fields.get("url"))).netloc.removeprefix("www.")
    return draft.fields.get("publisher") == host
