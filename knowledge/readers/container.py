"""Finds the element of a page that holds the article, so that lists and tables in it are not lost.

trafilatura knows an article from the site around it, but may drop short pieces inside, such as a list of votes. Where
its paragraphs all stand in one element, that element is read whole, less what is plainly not the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from knowledge.readers.blocks import Block, blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FOUND = 0.6  # share of trafilatura's text that has to be found again
_MOST = 3.0  # times trafilatura's text that the element may hold
_KEPT = 0.9  # share of trafilatura's text that the element must hold
_LINKED = 0.6  # share of a piece's text in links that makes it navigation
_SHORT = 600  # characters up to which a piece is taken for what its class says
_LARGE = 20_000  # characters from which nothing is beside the article any more
_BLANKS = 4  # characters with blanks for one without
_SENTENCE = 40  # characters from which a last paragraph counts as text
_AROUND = ("nav", "aside", "footer", "form", "script", "style", "template", "noscript", "button")
_BESIDE = re.compile(
    r"menu|nav|sidebar|header|footer|cookie|banner|share|social|related|breadcrumb|comment|newsletter|subscri|promo|advert|pagin|pager|prev|next|toolbar|tags\b|"
    r"byline|submitted|meta\b|print|recommend|copyright|fontsize|editor-note",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:-|\d+\.) ")
_ENDED = re.compile(r"[.!?。！？…:：;；)）”’\"']\s*$")


def whole(tree: HtmlElement, known: Sequence[Block]) -> list[Block]:
    """The blocks of the element that holds the ``known`` ones; those again where there is no such element."""
    held = _holding(tree, known)
    size = sum(len(_key(block.text)) for block in known)
    container = _common(held) if sum(len(_key(each.text_content())) for each in held) >= size * _FOUND else None
    if container is None:
        return list(known)
    pruned, gone = _pruned(container, held)
    wanted = [block for block in known if _key(block.text) not in gone]
    found = _between(blocks(pruned), wanted, after=container.tag not in ("html", "body"))
    texts = {_key(block.text) for block in found}
    kept, asked = (
        sum(len(_key(b.text)) for b in group) for group in ([b for b in wanted if _key(b.text) in texts], wanted)
    )
    return found if kept >= asked * _KEPT and sum(map(len, texts)) <= asked * _MOST else wanted


def _holding(tree: HtmlElement, known: Sequence[Block]) -> list[HtmlElement]:
    """The innermost element for each known block, where one has just its text."""
    wanted = {_key(block.text) for block in known if block.kind == "text"}
    longest = max(map(len, wanted), default=0)
    found: dict[str, HtmlElement] = {}
    for element in tree.iter("p", "div", "td", "blockquote", "section", "span"):
        text = element.text_content()
        if len(text) <= longest * _BLANKS and (key := _key(text)) in wanted:
            found[key] = element
    return [
        each for each in found.values() if not any(map(_is_beside, (each, *each.iterancestors("div", "section"))))
    ]


def _common(elements: Sequence[HtmlElement]) -> HtmlElement | None:
    """The innermost element around all of them; around a single one its parent."""
    if not elements:
        return None
    chains = [list(element.iterancestors())[::-1] for element in elements]
    common = None
    for steps in zip(*chains, strict=False):
        if any(step is not steps[0] for step in steps):
            break
        common = steps[0]
    return common


def _pruned(container: HtmlElement, held: Sequence[HtmlElement]) -> tuple[HtmlElement, set[str]]:
    """A copy without navigation, forms, and what its class says is beside the article; and the texts of those."""
    keep = {above for element in held for above in (element, *element.iterancestors())}
    gone = [each for each in container.iterdescendants() if each not in keep and _is_beside(each)]
    texts = {_key(block.text) for each in gone for block in blocks(each)}
    places = [_path(container, each) for each in gone]
    copied = deepcopy(container)
    copied.tail = None
    for element in [_at(copied, place) for place in places]:
        if element.getparent() is not None:
            element.drop_tree()
    return copied, texts


def _path(container: HtmlElement, element: HtmlElement) -> list[int]:
    steps = [element, *(above for above in element.iterancestors())]
    inside = steps[: next(i for i, step in enumerate(steps) if step is container)]
    return [step.getparent().index(step) for step in reversed(inside)]


def _at(container: HtmlElement, place: Sequence[int]) -> HtmlElement:
    for step in place:
        container = container[step]
    return container


def _is_beside(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag in _AROUND:
        return True
    text = element.text_content()
    if len(text) > _LARGE:
        return False
    size = len(_key(text))
    if size <= _SHORT and _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    linked = sum(len(_key(link.text_content())) for link in element.iter("a"))
    return element.tag in ("ul", "ol", "div", "p", "table") and linked > size * _LINKED


def _between(found: list[Block], known: Sequence[Block], *, after: bool) -> list[Block]:
    """The blocks from the first known one to the last; ``after`` it also what reads like more of the article."""
    keys = {_key(block.text) for block in known}
    at = [number for number, block in enumerate(found) if _key(block.text) in keys]
    if not at:
        return []
    rest = found[at[-1] + 1 :] if after else []
    more = [block for block in rest if block.kind != "text" or _is_text(block.text)]
    while more and more[-1].kind == "heading":
        more.pop()
    return found[at[0] : at[-1] + 1] + more


def _is_text(text: str) -> bool:
    return len(text) >= _SENTENCE and _ENDED.search(text) is not None


def _key(text: str) -> str:
    """A text without blanks and list marks, to be compared."""
    return "".join(_MARK.sub("", text, count=1).split())
