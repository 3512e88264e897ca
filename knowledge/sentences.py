"""Splits a text into sentences, as slices by offset."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

Span = tuple[int, int]

_CLOSERS = re.compile(r"[”’」』》）)\]】]+")
_BREAK = re.compile(r"\n+")
_NO_SENTENCE = re.compile(r"^[\W\d_]*$")


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
    bounds = [(b["start_index"], b["end_index"]) for b in get_sentence_boundaries(language, line)]
    return _closers_to_their_sentence(line, bounds)


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
        if _NO_SENTENCE.match(text[start:end]) and (start, end) != spans[-1]:
            pending = first
            continue
        pending = None
        joined.append((first, end))
    return joined
