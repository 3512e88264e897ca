"""Makes the link that opens a web page at the quoted words, by a text fragment.

The form is that of the WICG text fragment draft: ``#:~:text=prefix-,start,end`` with every character that has a
meaning there percent-encoded. A browser takes the first place that fits, finds whole words only, and no piece that
goes from one block of the page to the next. So a quote of several lines, or a long one, is named by its ends; the
ends are cut between words, in Chinese between clauses, for a browser's words there are those of its dictionary; and
what stands on the page before the quote, too, is lengthened or told apart by the words before it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_WORDS = 6  # at each end of a long quote
_CHARACTERS = 8  # at least, of Chinese
_PREFIX_WORDS = 3
_LONG = 80  # characters that fit in one piece

_LINE_MARK = re.compile(r"^\s*(?:(?:#+|[-*+>]|\d+[.)])\s+)+")
_RULED = re.compile(r"[\s|:=_*-]*")
_LINK_MARK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLAUSE = re.compile(r"[^，。；：、！？…]*[，。；：、！？…]+[”’）》」』\"]*|[^，。；：、！？…]+$")


def link_to(url: str | None, quoted: str, before: str = "") -> str | None:
    """``url`` with a fragment for ``quoted``; None where there is no web page.

    ``before`` is what stands on the page before it: the title and the text up to the quote.
    """
    if url is None or _scheme(url) not in ("http", "https"):
        return None
    page = url.split("#")[0] if ":~:" in url else url
    lines = _as_shown(quoted)
    if not lines:
        return page
    directive = f":~:text={_directive(lines, _as_shown(before))}"
    return f"{page}{directive}" if "#" in page else f"{page}#{directive}"


def _directive(lines: list[str], before: list[str]) -> str:
    earlier = " ".join(before).casefold()
    start, end = _ends(lines, earlier)
    prefix = _prefix(start, before, earlier) if start.casefold() in earlier else ""
    pieces = [f"{_encoded(prefix)}-"] if prefix else []
    return ",".join([*pieces, _encoded(start), *([_encoded(end)] if end else [])])


def _as_shown(text: str) -> list[str]:
    """The lines as a page shows them, without the marks of Markdown; the cells of a table are lines of their own."""
    unmarked = re.sub(r"\*\*|__|`", "", _LINK_MARK.sub(r"\1", text))
    lines = [_LINE_MARK.sub("", line) for line in unmarked.splitlines() if not _RULED.fullmatch(line)]
    cells = [cell for line in lines for cell in (line.split("|") if line.strip().startswith("|") else [line])]
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def _scheme(url: str) -> str:
    """The scheme of a url; empty for what is none."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def _ends(lines: list[str], earlier: str) -> tuple[str, str]:
    """The first and last words of a quote; all of it and nothing when it fits in one piece."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and len(first) <= _LONG:
        return first, ""
    start, end = _head(first, earlier), _tail(last)
    covered = len(lines) == 1 and len(start) + len(end) >= len(first)
    return (first, "") if covered else (start, end)


def _head(line: str, earlier: str) -> str:
    """As many words from the start as tell it from what stands before; the whole line if none do."""
    units = _units(line)
    for count in range(_enough(units), len(units)):
        head = "".join(units[:count]).strip()
        if head.casefold() not in earlier:
            return head
    return line


def _tail(line: str) -> str:
    units = _units(line)
    return "".join(units[len(units) - _enough(units[::-1]) :]).strip()


def _prefix(start: str, before: list[str], earlier: str) -> str:
    """Words right before the quote, as many as it takes to tell the place."""
    units = _units(before[-1])
    least = 1 if _CJK.search(before[-1]) else min(_PREFIX_WORDS, len(units))
    for count in range(least, len(units) + 1):
        prefix = "".join(units[len(units) - count :]).strip()
        if all(f"{prefix}{blank}{start}".casefold() not in earlier for blank in ("", " ")):
            return prefix
    return before[-1]


def _units(line: str) -> list[str]:
    """What a line may be cut into: clauses of Chinese, words of all else."""
    if len(_CJK.findall(line)) > len(line) / 3:
        return _CLAUSE.findall(line)
    return re.findall(r"\S+\s*", line)


def _enough(units: list[str]) -> int:
    """How many of the first units name an end of a quote."""
    if not any(map(_CJK.search, units)):
        return min(_WORDS, len(units))
    length = 0
    for count, unit in enumerate(units, 1):
        length += len(unit)
        if length >= _CHARACTERS:
            return count
    return len(units)


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
