"""Makes the link that opens a web page at the quoted words, by a text fragment.

The form is that of the WICG text fragment draft: ``#:~:text=start,end`` with every character that has a meaning
there percent-encoded.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_WORDS = 6  # at each end of a long quote
_LONG = 80  # characters that fit in one piece
_LINE_MARK = re.compile(r"^\s*(?:#+|[-*+>]|\d+[.)])\s+", re.MULTILINE)
_LINK_MARK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def link_to(url: str | None, quoted: str) -> str | None:
    """``url`` with a fragment for ``quoted``; None where there is no web page."""
    if url is None or _scheme(url) not in ("http", "https"):
        return None
    text = _as_shown(quoted)
    page = url.split("#")[0] if ":~:" in url else url
    directive = f":~:text={_encoded(text)}" if len(text) <= _LONG else f":~:text={_ends(text)}"
    return f"{page}{directive}" if "#" in page else f"{page}#{directive}"


def _as_shown(quoted: str) -> str:
    """The words as a page shows them: on one line, without the marks of Markdown."""
    unmarked = _LINE_MARK.sub("", _LINK_MARK.sub(r"\1", quoted))
    return " ".join(re.sub(r"\*\*|__|`", "", unmarked).split())


def _scheme(url: str) -> str:
    """The scheme of a url; empty for what is none."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def _ends(text: str) -> str:
    first, last = _end_words(text)
    return f"{_encoded(first)},{_encoded(last)}"


def _end_words(text: str) -> tuple[str, str]:
    if len(_CJK.findall(text)) > len(text) / 3:
        return text[: 2 * _WORDS], text[-2 * _WORDS :]
    parts = text.split(" ")
    return " ".join(parts[:_WORDS]), " ".join(parts[-_WORDS:])


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
