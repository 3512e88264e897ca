"""Reads the text layer of a PDF: lines joined to paragraphs again, without what stands on every page."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, joined
from knowledge.readers.heading import day, same, taken_off
from knowledge.readers.hyphens import Hyphens, is_wide
from knowledge.readers.plain import HEAD

Untyped: TypeAlias = Any  # the library has no types

_EDGE = 3  # lines at the top and the bottom of a page among which headers and footers are looked for
_IN_MARGIN = 0.8  # share of a margin in which a lonely line is a running head or foot
_HYPHENS = (2, 0xFFFE, 0xAD)  # what pdfium makes of a hyphen at the end of a line, where it tells no line end
_LINE_ENDS = (10, 13)
_LARGER = 1.15  # a heading's letters to the body's
_TITLE_ON = 8  # first lines among which the title may stand
_PAGES = 2000
_WIDE_LETTERS = 1.25  # how much wider a word may be than its share of the letters
_USUAL_LEADING = 1.2
_LOOSER = 1.12  # a step so much wider than the leading parts paragraphs after a full stop,
_APART = 1.4  # and one so much wider parts them in any case
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*$|^\W*第\s*\d+\s*页(?:\W*共\s*\d+\s*页)?\W*$",
    re.I,
)
_PRINTED = re.compile(
    r"^\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}|^(?:https?|file)://\S+(?:\s+\d+/\d+)?$"
)  # by browsers
_ENDED = re.compile(r"[.!?。！？…:：;；]['\"”’）)\]»]*$")
_BULLET = re.compile(
    r"^(?:[-*+•·‣◦▪●○■–—]\s+|\(?\d{1,3}[.)]\s+\S|\d{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_FIRST_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]*")
_AFTER_TITLE = re.compile(r"^\s*[|–—·_-]")  # "The title | The site"
_ONLY_BULLET = re.compile(r"^(?:[-*+•·‣◦▪●○■–—]|\(?\d{1,3}[.)])$")
_JUNK = re.compile(
    r"^(?:untitled|microsoft word|about:blank|document\d*|.*\.(?:docx?|html?|odt|pdf|indd|txt|md)$)", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it stands: ``y`` is its base from the page's bottom, in points."""

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float
    from_top: float  # its base from the page's top


def _read_pdf(name: str, data: bytes) -> Iterator[Draft | Refused]:
    """One draft; a PDF with a password, or of pictures only, is refused."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        yield Refused(name, ("locked with a password" if locked else "damaged: not a PDF that can be opened",))
        return
    pages = len(document)
    if pages > _PAGES:
        yield Refused(name, (f"more than {_PAGES:,} pages",))
        return
    lines, pictures = _lines(document)
    if not lines:
        yield Refused(name, (f"scanned: {_counted(pages, 'page')} without a text layer; run it through OCR first",))
        return
    info = document.get_metadata_dict(skip_empty=True)
    kept, dropped = _without_edges(lines, pages)
    title, body = _titled(kept, info.get("Title", ""))
    heading = taken_off([*([Block("heading", title)] if title else []), *_blocks(body)], title)
    notes = [f"left out from the edges of pages: {shown}" for shown in [_shown(dropped)] if shown]
    notes += [f"{_counted(pictures, 'picture')} left out"] if pictures else []
    notes += [] if heading.date else _made_on(info.get("CreationDate", ""))
    yield Draft(name, joined(heading.body), {"title": heading.title, "date": heading.date}, notes=tuple(notes))


read_pdf = apart(_read_pdf)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _made_on(created: str) -> list[str]:
    found = re.match(r"D:(\d{4})(\d{2})(\d{2})", created)
    return [f"the file was made on {'-'.join(found.groups())}; that is not taken for its date"] if found else []


def _shown(dropped: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(dropped))
    more = f" and {len(distinct) - 3} more" if len(distinct) > 3 else ""
    return ", ".join(f"“{text[:60]}”" for text in distinct[:3]) + more


# Lines


def _lines(document: Untyped) -> tuple[list[Line], int]:
    import pypdfium2.raw as raw

    found: list[Line] = []
    pictures = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        found += _lines_of(text.raw, raw, number, page.get_height())
        pictures += sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        text.close()
        page.close()
    return found, pictures


def _lines_of(page: Untyped, raw: Untyped, number: int, height: float) -> Iterator[Line]:
    """The lines of a page in the order in which they were written."""
    characters: list[tuple[int, str]] = []
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code not in _LINE_ENDS:
            characters.append((index, _character(code)))
        if code in _LINE_ENDS or code in _HYPHENS:
            yield from _line(page, raw, number, height, characters)
            characters = []
    yield from _line(page, raw, number, height, characters)


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "\u00ad"
    return "" if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _line(
    page: Untyped, raw: Untyped, number: int, height: float, characters: list[tuple[int, str]]
) -> Iterator[Line]:
    text = " ".join("".join(character for _, character in characters).split())
    printed = [index for index, character in characters if character.strip(" \u00ad\u00a0\u3000")]
    if not printed:
        return
    sample = printed[:: max(len(printed) // 8, 1)]
    (left, _), (_, right) = _span(page, raw, printed[0]), _span(page, raw, printed[-1])
    y = median(_base(page, raw, index) for index in sample)
    size = median(_size(page, raw, index) for index in sample)
    yield Line(text, number, left, right, y, round(size, 1), height - y)


def _span(page: Untyped, raw: Untyped, index: int) -> tuple[float, float]:
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(rect))
    return rect.left, rect.right


def _base(page: Untyped, raw: Untyped, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, index, ctypes.byref(x), ctypes.byref(y))
    return float(y.value)


def _size(page: Untyped, raw: Untyped, index: int) -> float:
    """The letters' size as it is seen: the font's, scaled as the text is."""
    matrix = raw.FS_MATRIX()
    scaled = raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) if scaled else 1.0
    return max(float(raw.FPDFText_GetFontSize(page, index)) * scale, 0.1)


# What stands on every page


def _without_edges(lines: Sequence[Line], pages: int) -> tuple[list[Line], list[str]]:
    """Parts the lines from running heads, feet and page numbers."""
    by_page = _by_page(lines)
    edges = {id(line): line for page in by_page.values() for line in _edges(page)}
    times = Counter(key for page in by_page.values() for key in {_key(line) for line in page if id(line) in edges})
    running = {key for key, count in times.items() if count >= max(2, (pages + 1) // 2)}
    outermost = {id(line) for page in by_page.values() for line in (*_edges(page)[:1], *_edges(page)[-1:])}
    apart = {id(line) for line in _set_apart(lines)} if pages == 1 else set()
    gone = {
        at
        for at, line in edges.items()
        if _PRINTED.match(line.text)
        or (at in outermost and _PAGE_NUMBER.match(line.text))
        or _key(line) in running
        or at in apart
    }
    if len(gone) == len(lines):
        return list(lines), []
    return [line for line in lines if id(line) not in gone], [line.text for line in lines if id(line) in gone]


def _by_page(lines: Sequence[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.page].append(line)
    return found


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered[:_EDGE] + ordered[-_EDGE:]


def _set_apart(page: Sequence[Line]) -> list[Line]:
    """Of a single page: a line in the margin above or below the text, well away from it.

    How wide the margins are is seen at the left, where nothing is printed in them.
    """
    ordered = sorted(page, key=lambda line: -line.y)
    left = min(line.left for line in page) * _IN_MARGIN
    size, leading = _body_size(page), _leading(page)
    found = []
    for outer, inner, margin in (
        (ordered[0], ordered[1:2], ordered[0].from_top),
        (ordered[-1], ordered[-2:-1], ordered[-1].y),
    ):
        away = bool(inner) and abs(outer.y - inner[0].y) > outer.size * leading * _APART
        if margin < left and away and outer.size < size * _LARGER and not _tells(outer.text):
            found.append(outer)
    return found


def _tells(text: str) -> bool:
    """Whether a line gives the day of publication, wherever it stands."""
    return HEAD.match(text) is not None or day(text) is not None


def _key(line: Line) -> tuple[str, int]:
    """A line as it comes again on other pages: its numbers may differ, its height may not."""
    return _DIGITS.sub("#", line.text), round(line.y / 4)


# Paragraphs


def _titled(lines: Sequence[Line], known: str) -> tuple[str | None, list[Line]]:
    """The title, where the first page shows it in large letters or the file's own is printed there."""
    body, hyphens = _body_size(lines), Hyphens(lines[:_TITLE_ON])
    known = "" if _JUNK.match(known.strip()) else " ".join(known.split())
    head = [line for line in lines[:_TITLE_ON] if line.page == lines[0].page]
    for first in range(len(head)):
        for last in range(first + 1, len(head) + 1):
            run = hyphens.run(head[first:last])
            if known and (same(run, known) or _is_titles_beginning(run, known)):
                return run, [*lines[:first], *lines[last:]]
    largest = max(line.size for line in head)
    if largest < body * _LARGER or len(lines) == len(head) == 1:
        return known or None, list(lines)
    first = next(i for i, line in enumerate(head) if line.size == largest)
    last = next((i for i in range(first, len(head)) if head[i].size < largest * 0.95), len(head))
    return hyphens.run(head[first:last]), [*lines[:first], *lines[last:]]


def _is_titles_beginning(run: str, known: str) -> bool:
    return known.startswith(run) and _AFTER_TITLE.match(known[len(run) :]) is not None


def _body_size(lines: Sequence[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0]


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Paragraphs, list items and headings made of lines."""
    if not lines:
        return []
    leading, size, hyphens = _leading(lines), _body_size(lines), Hyphens(lines)
    by_page = _by_page(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        above = groups[-1][-1]
        if _goes_on(groups[-1], line, leading, _margin(above, by_page[above.page])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, hyphens, size) for group in groups]


def _block(group: Sequence[Line], hyphens: Hyphens, size: float) -> Block:
    text = hyphens.run(group)
    if _BULLET.match(text):
        return Block("item", text)
    return Block("heading" if group[0].size >= size * _LARGER else "text", text)


def _leading(lines: Sequence[Line]) -> float:
    """The distance from one line of a paragraph to the next in units of the letters' size."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.page == b.page and abs(a.size - b.size) < 0.5]
    steps = sorted((a.y - b.y) / a.size for a, b in pairs if 0 < a.y - b.y < a.size * 3)
    return steps[len(steps) // 5] if steps else _USUAL_LEADING


def _margin(line: Line, page: Sequence[Line]) -> float:
    """How far the lines of this one's column usually reach to the right."""
    reaches = sorted(each.right for each in page if abs(each.left - line.left) < 4 * line.size)
    return reaches[int((len(reaches) - 1) * 0.9)] if len(reaches) > 3 else reaches[-1]


def _goes_on(group: Sequence[Line], line: Line, leading: float, margin: float) -> bool:
    """Whether ``line`` belongs to the paragraph that ``group`` is so far."""
    above = group[-1]
    if _ONLY_BULLET.match(above.text) and len(group) == 1:
        return True
    if above.text[-1] == "\u00ad":
        return True
    if _BULLET.match(line.text) or abs(line.size - above.size) > 0.08 * above.size:
        return False
    full = above.right > margin - _next_word(line) - above.size * 0.5
    if line.page != above.page or line.y > above.y + above.size:  # a new page or column
        return not _ENDED.search(above.text) and (full or above.right - above.left > (margin - above.left) * 0.7)
    ended, step = _ENDED.search(above.text) is not None, (above.y - line.y) / above.size / leading
    if step > _APART or (step > _LOOSER and ended):
        return False
    column = [each.left for each in group if each.page == line.page and abs(each.left - above.left) < 4 * line.size]
    edge = min(column[1:], default=min(above.left, line.left))
    if line.left > edge + line.size * 0.9 and not _BULLET.match(group[0].text):
        return False
    return full or (not ended and line.text[0].islower())


def _next_word(line: Line) -> float:
    """The width of what did not fit on the line above: a word, or a Chinese character and a sign after it."""
    first = 2 if is_wide(line.text[0]) else len(_FIRST_WORD.match(line.text)[0]) + 1  # type: ignore[index]
    return (line.right - line.left) * first / max(len(line.text), 1) * _WIDE_LETTERS
