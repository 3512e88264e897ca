"""Splits a text into sentences, as slices by offset."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

from knowledge.lines import is_row

Span = tuple[int, int]

_LONG = 400  # characters; in a longer piece the sentences inside quotation marks are parted, too

_CLOSERS = re.compile(r"[”’」』》）)\]】]+")
_MARKS = re.compile(r"[\"“”‘’「」『』（）()\[\]【】]")
_BREAK = re.compile(r"\n+")
_NO_SENTENCE = re.compile(r"^[\W\d_]*$")
_CHINESE_END = re.compile(r"[。！？]+[”’」』]*(?![，、；：,;）)】》])")
_OPENING, _CLOSING = "“‘「『《（(【[", "”’」』》）)】]"

# What sentencex takes for the end of a sentence and is none, when more stands on the line.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:Cllrs?|Crs?|Alds?|Approx|Vols?|Nos|Figs?|Appx|Bldg|Ext|Cmte|Resp)\.$|》$", re.I
)
_NUMBERED = re.compile(r"No\.$", re.I)


def sentences(text: str, language: str) -> list[Span]:
    """Sentences of ``text`` as (start, end) without surrounding blanks; every other character is blank.

    A line end also ends a sentence, so that lists and tables stay line by line. Numbering such as
    ``1.`` stays with what it numbers.
    """
    found: list[Span] = []
    for line_start, line_end in _lines(text):
        for start, end in _of_line(text[line_start:line_end], language):
            span = trim(text, line_start + start, line_start + end)
            if span is not None:
                found.append(span)
    return _join_numbering(text, found)


def _lines(text: str) -> list[Span]:
    edges = [0, *(edge for match in _BREAK.finditer(text) for edge in match.span()), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _of_line(line: str, language: str) -> list[Span]:
    if is_row(line):
        return [(0, len(line))]
    whole = _rejoined(line, _bounds(line, line, language))
    parted = [span for start, end in whole for span in _parted(line, start, end)]
    return [span for start, end in parted for span in _without_marks(line, start, end, language)]


def _bounds(line: str, read: str, language: str) -> list[Span]:
    """Where sentencex parts ``read``, which is ``line`` or stands for it character by character."""
    bounds = [(b["start_index"], b["end_index"]) for b in get_sentence_boundaries(language, read)]
    return _closers_to_their_sentence(line, bounds)


def _rejoined(line: str, bounds: list[Span]) -> list[Span]:
    """Puts together again what was parted after an abbreviation or after a title in 《》."""
    joined: list[Span] = []
    for start, end in bounds:
        before = line[joined[-1][0] : joined[-1][1]].rstrip() if joined else ""
        numbered = _NUMBERED.search(before) is not None and line[start:end].lstrip()[:1].isdigit()
        if numbered or _ABBREVIATED.search(before):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _parted(line: str, start: int, end: int) -> list[Span]:
    """Parts at each Chinese full stop outside quotation marks; sentencex misses those before a digit."""
    depth, at, cuts = 0, start, [start]
    for stop in _CHINESE_END.finditer(line, start, end):
        depth += _deeper(line[at : stop.end()])
        at = stop.end()
        if depth <= 0 and at < end:
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _deeper(text: str) -> int:
    """How many more quotation marks and brackets open in ``text`` than close."""
    return sum((c in _OPENING) - (c in _CLOSING) for c in text)


def _without_marks(line: str, start: int, end: int, language: str) -> list[Span]:
    """The sentences inside a long piece, such as a speech in quotation marks, which sentencex keeps whole."""
    if end - start <= _LONG:
        return [(start, end)]
    piece = line[start:end]
    inside = _rejoined(piece, _bounds(piece, _MARKS.sub(" ", piece), language))
    return [(start + a, start + b) for a, b in inside]


def _closers_to_their_sentence(line: str, bounds: list[Span]) -> list[Span]:
    """Moves a closing quotation mark from the head of a sentence to the end of the one before."""
    fixed: list[Span] = []
    for start, end in bounds:
        closers = _CLOSERS.match(line, start, end)
        if fixed and closers is not None:
            fixed[-1] = (fixed[-1][0], closers.end())
            start = closers.end()
        if start < end:
            fixed.append((start, end))
    return fixed


def trim(text: str, start: int, end: int) -> Span | None:
    """The slice without blanks at its ends; None when it is all blank."""
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _join_numbering(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    pending: int | None = None
    for start, end in spans:
        first = start if pending is None else pending
        if _NO_SENTENCE.match(text[start:end]) and (start, end) != spans[-1] and not is_row(text[start:end]):
            pending = first
            continue
        pending = None
        joined.append((first, end))
    return joined
