"""Reads the text layer of a PDF: lines joined to paragraphs again, without what stands on every page."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from knowledge.article import Draft, Refused
from knowledge.readers.apart import apart
from knowledge.readers.blocks import Block, joined
from knowledge.readers.heading import same, taken_off

Untyped: TypeAlias = Any  # the library has no types

_EDGE = 3  # lines at the top and the bottom of a page among which headers and footers are looked for
_LARGER = 1.15  # a heading's letters to the body's
_TITLE_ON = 8  # first lines among which the title may stand
_PAGES = 2000
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
    r"^(?:[-*+•·‣◦▪●○■–—]\s+|\(?\d{1,3}[.)、]\s*\D|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_ONLY_BULLET = re.compile(r"^(?:[-*+•·‣◦▪●○■–—]|\(?\d{1,3}[.)])$")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…\U00020000-\U0002fa1f]")
_WORD = re.compile(r"[^\W\d_]+")
_JUNK = re.compile(
    r"^(?:untitled|microsoft word|about:blank|document\d*|.*\.(?:docx?|html?|odt|pdf|indd|txt|md)$)", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it stands; y grows upwards, as in PDF."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float


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
        found += _lines_of(text.raw, raw, number)
        pictures += sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        text.close()
        page.close()
    return found, pictures


def _lines_of(page: Untyped, raw: Untyped, number: int) -> Iterator[Line]:
    """The lines of a page in the order in which they were written."""
    characters: list[tuple[int, str]] = []
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in (10, 13):
            yield from _line(page, raw, number, characters)
            characters = []
        else:
            characters.append((index, _character(code)))
    yield from _line(page, raw, number, characters)


def _character(code: int) -> str:
    if code in (2, 0xFFFE, 0xAD):  # what pdfium makes of a hyphen at the end of a line
        return "\u00ad"
    return "" if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _line(page: Untyped, raw: Untyped, number: int, characters: list[tuple[int, str]]) -> Iterator[Line]:
    text = "".join(character for _, character in characters)
    printed = [index for index, character in characters if character.strip()]
    if not printed:
        return
    boxes = [_box(page, raw, index) for index in printed]
    sizes = [raw.FPDFText_GetFontSize(page, index) for index in printed[:: max(len(printed) // 8, 1)]]
    heights = [box[3] - box[1] for box in boxes]
    yield Line(
        " ".join(text.split()),
        number,
        min(box[0] for box in boxes),
        max(box[2] for box in boxes),
        min(box[1] for box in boxes),
        max(box[3] for box in boxes),
        round(median(sizes) if median(sizes) > 1.5 else median(heights), 1),
    )


def _box(page: Untyped, raw: Untyped, index: int) -> tuple[float, float, float, float]:
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


# What stands on every page


def _without_edges(lines: Sequence[Line], pages: int) -> tuple[list[Line], list[str]]:
    """Parts the lines from running heads, feet and page numbers."""
    at_edge = {id(line) for page in range(pages) for line in _edges([each for each in lines if each.page == page])}
    times = Counter(
        key for page in range(pages) for key in {_key(e) for e in lines if e.page == page and id(e) in at_edge}
    )
    running = {key for key, count in times.items() if count >= max(2, (pages + 1) // 2)}
    out = [
        line
        for line in lines
        if id(line) in at_edge
        and (_PAGE_NUMBER.match(line.text) or _PRINTED.match(line.text) or (pages > 1 and _key(line) in running))
    ]
    gone = {id(line) for line in out}
    return [line for line in lines if id(line) not in gone], [line.text for line in out]


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.bottom)
    return ordered[:_EDGE] + ordered[-_EDGE:]


def _key(line: Line) -> tuple[str, int]:
    """A line as it comes again on other pages: its numbers may differ, its height may not."""
    return _DIGITS.sub("#", line.text), round(line.bottom / 4)


# Paragraphs


def _titled(lines: Sequence[Line], known: str) -> tuple[str | None, list[Line]]:
    """The title, where the first page shows it in large letters or the file's own is printed there."""
    body = _body_size(lines)
    known = "" if _JUNK.match(known.strip()) else " ".join(known.split())
    head = [line for line in lines[:_TITLE_ON] if line.page == lines[0].page]
    for first in range(len(head)):
        for last in range(first + 1, len(head) + 1):
            if known and same(_run(head[first:last]), known):
                return known, [*lines[:first], *lines[last:]]
    largest = max(line.size for line in head)
    if largest < body * _LARGER or len(lines) == len(head) == 1:
        return known or None, list(lines)
    first = next(i for i, line in enumerate(head) if line.size == largest)
    last = next((i for i in range(first, len(head)) if head[i].size < largest * 0.95), len(head))
    return _run(head[first:last]), [*lines[:first], *lines[last:]]


def _run(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        text = _join(text, line.text, frozenset())
    return text


def _body_size(lines: Sequence[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0]


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Paragraphs, list items and headings made of lines."""
    if not lines:
        return []
    words = frozenset(word.casefold() for line in lines for word in _WORD.findall(line.text)[1:-1])
    leading, size = _leading(lines), _body_size(lines)
    margin = _margin(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _goes_on(groups[-1], line, leading, margin):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, words, size) for group in groups]


def _block(group: Sequence[Line], words: frozenset[str], size: float) -> Block:
    text = ""
    for line in group:
        text = _join(text, line.text, words)
    text = text.replace("\u00ad", "")
    if _BULLET.match(text):
        return Block("item", text)
    return Block("heading" if group[0].size >= size * _LARGER else "text", text)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next in units of the letters' size."""
    pairs = pairwise(lines)
    steps = [
        (a.bottom - b.bottom) / a.size for a, b in pairs if a.page == b.page and 0 < a.bottom - b.bottom < a.size * 3
    ]
    return min(median(steps), 2.2) if steps else 1.2


def _margin(lines: Sequence[Line]) -> float:
    """How far lines usually reach to the right."""
    reaches = sorted(line.right for line in lines)
    return reaches[int(len(reaches) * 0.9)] if len(reaches) > 3 else reaches[-1]


def _goes_on(group: Sequence[Line], line: Line, leading: float, margin: float) -> bool:
    """Whether ``line`` belongs to the paragraph that ``group`` is so far."""
    above = group[-1]
    if _ONLY_BULLET.match(above.text) and len(group) == 1:
        return True
    if _BULLET.match(line.text) or abs(line.size - above.size) > 0.08 * above.size:
        return False
    full = above.right > margin - _next_word(line) - above.size * 0.5
    if line.page != above.page or line.bottom > above.top:  # a new page or column
        return full and not _ENDED.search(above.text)
    if (above.bottom - line.bottom) / above.size > leading * 1.25 + 0.05:
        return False
    edge = group[1].left if len(group) > 1 else min(above.left, line.left)
    if line.left > edge + line.size * 0.9 and not _BULLET.match(group[0].text):
        return False
    return full or not _ENDED.search(above.text)


def _next_word(line: Line) -> float:
    """The width of the line's first word, which did not fit on the line above."""
    first = 1 if _WIDE.match(line.text) else len(line.text.split(" ")[0]) + 1
    return (line.right - line.left) * first / max(len(line.text), 1)


def _join(above: str, below: str, words: frozenset[str]) -> str:
    """Two lines as one: a word parted at the end of a line is put together, Chinese needs no blank."""
    if not above:
        return below
    if _WIDE.match(above[-1]) and _WIDE.match(below[0]):
        return above + below
    if above[-1] == "\u00ad" or (above[-1] in "-‐" and above[-2:-1].isalpha() and below[0].islower()):
        first, second = _WORD.findall(above)[-1:], _WORD.findall(below)[:1]
        compound = bool(first and second) and {first[0].casefold(), second[0].casefold()} <= words
        return above[:-1] + ("-" if compound else "") + below
    if above[-1] in "-‐/" and above[-2:-1].isalnum():
        return above + below
    return f"{above} {below}"
