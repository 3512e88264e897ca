"""Reads HTML: the article without the site around it, and what the page tells about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, blocks, joined
from knowledge.readers.container import whole
from knowledge.readers.decoding import decode
from knowledge.readers.heading import Heading, day, same, taken_off
from knowledge.readers.told import told_day, told_language

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Untyped: TypeAlias = Any  # the library has no types

_SHORTEST = "40"  # characters; a shorter article, of two sentences in Chinese, is looked for by other means
_LOOKED_AT = 4  # blocks at the head among which title and date may be repeated
_AROUND = "nav header footer aside form script style noscript template".split()
_TITLES = ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title")
_DATES = (
    *("article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "dc.date.issued"),
    *("dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "publication_date", "date", "parsely-pub-date"),
)
_PUBLISHERS = ("og:site_name", "sitename", "contentsource", "dc.publisher", "dcterms.publisher", "publisher")
_BANNER = re.compile(r"cookie|consent|gdpr|(?:alert)?dialog", re.IGNORECASE)
_BANNER_LENGTH = 2000  # characters; a whole page may be wrapped in an element with such a class
_ONLY_LINKS = 0.9  # share of a piece's text in links that makes it navigation
_PARTS = ("tbody", "thead", "tfoot", "tr")
_HEADED = 100_000  # characters that a main heading counts for
_BESIDE = 0.25  # a cell with less of a row's text than this is a side bar
_PIECES = ("p", "h1", "h2", "h3", "h4", "ul", "ol", "div", "blockquote")  # more than one makes a cell a page


def _read_page(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft: body and title, and of date, publisher, url and language what the page gives."""
    from trafilatura import load_html

    decoded = decode(data, markup=True)
    tree = load_html(_without_declaration(decoded.text))
    if tree is None:
        yield Refused(name, ("not HTML, or there is nothing in it",))
        return
    known = _known(tree)
    _prepare(tree)
    parts, notes = _body(tree)
    guess, sure = known.pop("guessed date"), known.pop("sure of the title")
    heading, over = taken_off(parts[:_LOOKED_AT]), _over(tree, parts)
    fields = {**known, "date": known["date"] or heading.date or over.date}
    fields["title"] = known["title"] if sure else heading.title or over.title or known["title"]
    if not fields["date"] and guess:
        fields["date"] = guess
        notes.append("the date is a guess from the page's markup or address: check it")
    text = joined(_without_head(parts, fields))
    fields["language"] = told_language(known["language"], text)
    yield Draft(name, text, fields, notes=(*decoded.notes, *notes))


read_page = apart(_read_page)


def trusted_url(canonical: object, address: str) -> str:
    """The url an article gets: the canonical one where it is of the same site and not just its front page."""
    final = urldefrag(address).url
    if not isinstance(canonical, str):
        return final
    there = urlsplit(urljoin(final, canonical))
    front = there.path in ("", "/") and not there.query
    if there.scheme not in ("http", "https") or _host(there.hostname) != _host(urlsplit(final).hostname) or front:
        return final
    return urldefrag(there.geturl()).url


def _host(name: str | None) -> str:
    return (name or "").lower().rstrip(".").removeprefix("www.")


def _without_declaration(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


def _known(tree: HtmlElement) -> dict[str, object]:
    """What the page's head says, by its own tags first, then by what trafilatura makes out; its date apart."""
    from trafilatura import extract_metadata

    found = extract_metadata(tree, date_config={"original_date": True, "extensive_search": False}, extensive=False)
    metas = _metas(tree)
    published = next((day for name in _DATES if (day := told_day(metas.get(name)))), None)
    linked = _linked(tree)
    title, sure = _title(tree, metas, found.title)
    return {
        "title": title,
        "sure of the title": sure,
        "date": _json_ld(tree, "datePublished") or published or _time(tree),
        "guessed date": found.date,
        "publisher": next((metas[name] for name in _PUBLISHERS if metas.get(name)), None) or found.sitename,
        "url": linked if urlsplit(linked or "").path not in ("", "/") else None,
        "language": tree.get("lang"),
    }


def _metas(tree: HtmlElement) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and (value := " ".join((meta.get("content") or "").split())):
            found.setdefault(name.lower(), value)
    return found


def _linked(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = (link.get("href") or "").strip()
            return address if address.startswith(("http://", "https://")) else None
    return None


def _title(tree: HtmlElement, metas: Mapping[str, str], guessed: str | None) -> tuple[str | None, bool]:
    """The one main heading, failing that what the head says; and whether that is more than the site's name."""
    heads = [" ".join(head.text_content().split()) for head in tree.iter("h1")]
    named = next((metas[name] for name in _TITLES if metas.get(name)), None)
    whole = " ".join((tree.findtext(".//title") or "").split())
    shown = [head for head in heads if head and head.casefold() in f"{whole}\n{named}".casefold()]
    title = max(shown, key=len, default=None) or named or guessed or whole or None
    return title, bool(shown or named)


def _json_ld(tree: HtmlElement, name: str) -> str | None:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            found = re.search(rf'"{name}"\s*:\s*"([^"]{{10,40}})"', script.text or "")
            if found and (day := told_day(found[1])):
                return day
    return None


def _time(tree: HtmlElement) -> str | None:
    for time in tree.iter("time"):
        if time.get("itemprop") in (None, "datePublished") and (day := told_day(time.get("datetime"))):
            return day
    return None


def _prepare(tree: HtmlElement) -> None:
    """Takes out cookie banners and rows of links, and makes divisions of tables that only lay out the page."""
    for element in list(tree.iter("div", "section", "aside", "dialog", "form")):
        marks = f"{element.get('id')} {element.get('class')} {element.get('role')}"
        if _BANNER.search(marks) and len(element.text_content()) < _BANNER_LENGTH:
            element.drop_tree()
    for element in list(tree.iter("p", "ul")):
        if _is_only_links(element):
            element.drop_tree()
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _unlay(table)


def _is_only_links(element: HtmlElement) -> bool:
    """Such as "Print this page | Tell a friend"."""
    links = list(element.iter("a"))
    linked = sum(len(link.text_content().strip()) for link in links)
    return len(links) > 1 and linked > _ONLY_LINKS * len("".join(element.text_content().split(" ")))


def _is_layout(table: HtmlElement) -> bool:
    cells = [cell for cell in table.iter("td", "th") if _owner(cell) is table]
    return (
        (table.get("role") or "").lower() == "presentation"
        or next(table.iterdescendants("table"), None) is not None
        or any(len(list(cell.iterchildren(*_PIECES))) > 1 for cell in cells)
    )


def _unlay(table: HtmlElement) -> None:
    """Divisions instead of rows and cells; beside the cell with the main heading, or most text, all is aside."""
    for line in [each for each in table.iter("tr") if _owner(each) is table]:
        cells = list(line.iterchildren("td", "th"))
        weights = [
            len(cell.text_content()) + (_HEADED if next(cell.iter("h1"), None) is not None else 0) for cell in cells
        ]
        for cell, weight in zip(cells, weights, strict=True):
            cell.tag = "aside" if weight < max(weights) * _BESIDE else "div"
    for part in [table, *(each for each in table.iter(*_PARTS) if _owner(each) is table)]:
        part.tag = "div"


def _owner(part: HtmlElement) -> HtmlElement | None:
    return next(part.iterancestors("table"), None)


def _body(tree: HtmlElement) -> tuple[list[Block], list[str]]:
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST)
    found: Any = bare_extraction(deepcopy(tree), include_comments=False, include_images=True, config=config)
    if found is not None and found.body is not None and (parts := blocks(found.body)):
        return whole(tree, parts), _lost(found.body)
    for element in list(tree.iter(*_AROUND)):
        if (above := element.getparent()) is not None:
            above.remove(element)
    body = tree.find("body")
    return blocks(tree if body is None else body), []


def _lost(body: Untyped) -> list[str]:
    pictures = len(list(body.iter("graphic")))
    return [f"{pictures} picture{'s' * (pictures > 1)} left out"] if pictures else []


def _over(tree: HtmlElement, parts: Sequence[Block]) -> Heading:
    """The heading and the day that stand on the page right over the body."""
    if not parts:
        return Heading(None, None, ())
    shown = blocks(tree if tree.find("body") is None else tree.find("body"))
    first = next((number for number, block in enumerate(shown) if same(block.text, parts[0].text)), 0)
    above = shown[max(first - _LOOKED_AT, 0) : first]
    title = next((block.text for block in reversed(above) if block.kind == "heading"), None)
    return Heading(title, next((found for block in reversed(above) if (found := day(block.text))), None), ())


def _without_head(parts: list[Block], fields: Mapping[str, object]) -> list[Block]:
    """The body without title and date line, which are fields now."""
    title = fields.get("title")
    head = parts[:_LOOKED_AT]
    kept = [b for b in head if not (same(b.text, str(title)) or (len(b.text) < 80 and day(b.text) is not None))]
    return [*kept, *parts[_LOOKED_AT:]] if len(parts) > 1 else parts
