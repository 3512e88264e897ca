"""Articles as web pages on loopback, and whether a browser that follows a link shows the quoted words."""

from __future__ import annotations

import io
import re
import threading
import time
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

import numpy as np
from markdown_it import MarkdownIt
from PIL import Image

from retrieval.links import link_to

if TYPE_CHECKING:
    from knowledge.article import Article
    from tests.browser import Browser

WIDTH, HEIGHT = 800, 600
HIGHLIGHT = (255, 0, 255)
WAIT_SECONDS = 3.0

_OPENS, _CLOSES = "\ue000", "\ue001"  # of nobody's text: they mark the quote while Markdown is read
_MARKS = re.compile(r"\s*(?:(?:#+|[-*+>]|\d+[.)])\s+)*\|?\s*(?:\*\*|__)?")
_STYLE = """
body { font: 19px/1.6 sans-serif; width: 640px; margin: 0 auto; padding: 300px 0 900px;
  color: #222; background: #fff }
p, li { margin-bottom: 1em } nav { height: 200px }
::target-text { background: #f0f; color: #f0f }
"""
_PLACE = """
(() => {
  const range = document.createRange();
  range.setStartAfter(document.getElementById("quote-start"));
  range.setEndBefore(document.getElementById("quote-end"));
  return [...range.getClientRects()].filter(r => r.width > 4).map(r => [r.left, r.top, r.right, r.bottom]);
})()
"""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Quoted:
    """A slice of an article, and what is hard about it."""

    article: Article
    start: int
    end: int
    kind: str

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    def link(self, address: str) -> str:
        """The link that the bot would give for it."""
        before = f"{self.article.title}\n{self.article.text[: self.start]}"
        return str(link_to(address, self.text, before))

    def page(self) -> str:
        """The article as a web page, with places that tell where the quote is and that no reader would see."""
        text, start = self.article.text, self.start
        marks = _MARKS.match(text, start, self.end)
        start = marks.end() if marks else start
        end = start + len(text[start : self.end].rstrip(" \n|*_"))
        marked = f"{text[:start]}{_OPENS}{text[start:end]}{_CLOSES}{text[end:]}"
        body = MarkdownIt("commonmark", {"html": False}).enable("table").render(marked)
        body = body.replace(_OPENS, '<i id="quote-start"></i>').replace(_CLOSES, '<i id="quote-end"></i>')
        title = escape(self.article.title)
        return (
            f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
            f"<header><nav>Home · Meetings · About</nav><h1>{title}</h1></header><main>{body}</main>"
            "<footer>All rights reserved</footer>"
        )


@dataclass(frozen=True)
class Seen:
    """What the browser showed: whether the quote begins in view, is highlighted, and nothing else is."""

    in_view: bool
    highlighted: bool
    elsewhere: bool

    @property
    def right(self) -> bool:
        return self.in_view and self.highlighted and not self.elsewhere


class Pages:
    """Serves one page at a time on loopback."""

    def __init__(self) -> None:
        self.page = ""
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = pages.page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/article"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def follow(self, browser: Browser, quoted: Quoted) -> Seen:
        """Opens the quote's link and looks, until the quote is highlighted or some seconds have gone."""
        self.page = quoted.page()
        browser.open(quoted.link(self.address))
        until = time.monotonic() + WAIT_SECONDS
        while True:
            seen = look(browser)
            if seen.right or time.monotonic() > until:
                return seen
            time.sleep(0.05)


def look(browser: Browser) -> Seen:
    """What is on the screen now."""
    boxes: list[Box] = [tuple(each) for each in browser.evaluate(_PLACE)]
    with Image.open(io.BytesIO(browser.screenshot())) as image:
        shown = image.convert("RGB")
    in_view = bool(boxes) and boxes[0][1] >= 0 and boxes[0][3] <= HEIGHT
    inside = [_covered(shown, box) for box in boxes if box[1] >= 0 and box[3] <= HEIGHT]
    for box in boxes:
        shown.paste((255, 255, 255), (int(box[0]) - 3, int(box[1]) - 12, int(box[2]) + 4, int(box[3]) + 12))
    return Seen(in_view, bool(inside) and inside[0] > 0.5, _covered(shown, (0, 0, WIDTH, HEIGHT)) > 0)


def _covered(image: Image.Image, box: Box) -> float:
    """How much of a box is highlighted."""
    part = image.crop((int(box[0]), int(box[1]), int(box[2]) + 1, int(box[3]) + 1))
    return float((np.asarray(part) == HIGHLIGHT).all(axis=-1).mean())
