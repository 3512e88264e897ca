"""Reads the roll of English minutes: the names that stand under "Present", in whatever form the list has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.names import SENTENCE_END, Span, is_title, listed_name

_ABSENT = re.compile(
    r"\b(?:not (?:present|in attendance)|absent|absence|apolog(?:y|ies)|(?:un)?excused|regrets)\b", re.I
)
_PRESENT = re.compile(
    r"(?:^\W*|[.;]\s+|\s\s)(?:[\w’'/&]+[ :–-]{1,3}){0,5}?"
    r"(?:present|in attendance|attendees|attending|attendance|roll call)(?: at the meeting| and voting)?"
    r"(?:(?: were| was| included?)?\s*(?:[:.–-]+\s*|$)| (?:were|was|included?) )"
    r"|\bfollowing\b[^.:]{0,40}\b(?:present|in attendance|attended)\b[^.:]{0,20}:",
    re.I,
)
_SEVERAL = re.compile(
    r"(?:Cllrs|Councill?ors|Council ?members|Commissioners|Trustees|Aldermen|Selectmen|Supervisors|Members)\b[:\s]"
)
_FEWEST = 3  # names after such a word that make a line without a heading a roll
_LABEL = re.compile(r"\s*[A-Za-z][\w ./&’'-]{0,40}:(?=\s|$)")
_OF_ELSE = re.compile(r"\b(?:by|date|time|location|place|venue|building|purpose|minutes|agenda|motion)\b", re.I)
_ASIDE = re.compile(r"\([^()]*\)|\s[–-]\s*(?:absent|excused|apologies)\b", re.I)
_BETWEEN = re.compile(r"[,;|•&]|\band\b|\s[–—-]\s|$")
_DASHED = (" - ", " – ", " — ")  # between somebody and whom he is of
_STOP = re.compile(rf"\s\s+|\t|{SENTENCE_END.pattern}")
_SURNAME = re.compile(r"[A-Z][\w.’'-]+\W*")

Piece = tuple[int, int, bool | None]  # of a line; whether it stands under "Present", under "Absent", under neither


def present(text: str, end: int) -> Iterator[Span]:
    """Names under "Present" in ``text[:end]``, line by line, until one that is no list of names."""
    reading, at = False, 0
    for line in text[:end].splitlines(keepends=True):
        masked = _ASIDE.sub(_mask, line)
        for left, right, heading in _pieces(masked):
            reading = reading if heading is None else heading
            if not reading and (heading is not None or not _SEVERAL.match(masked, left)):
                continue
            names, fits = _names(masked, left, right)
            reading = fits and (reading or len(names) >= _FEWEST)
            if reading or heading:
                yield from ((at + first, at + last) for first, last in names)
        at += len(line)


def _mask(aside: re.Match[str]) -> str:
    """Commas in place of what is said by the way; marks that spoil the name where it says "absent"."""
    return ("~" if _ABSENT.search(aside.group()) else ",") * len(aside.group())


def _pieces(line: str) -> Iterator[Piece]:
    """A line's sentences and columns, parted at "Present" and "Absent"; who "was absent" is left out."""
    at, heading = 0, None
    for start, end, says in _marks(line):
        for stop in [*_STOP.finditer(line, at, start), None]:
            until = stop.start() if stop else start
            says_it = line[at:until].rstrip()[-1:].isalnum() and line[end : end + 1] != ":"
            was_absent = not stop and says is False and says_it
            if line[at:until].strip(" \n.") or heading:
                yield at, until, False if was_absent else heading
            at, heading = stop.end() if stop else end, None
        heading = says


def _marks(line: str) -> list[Piece]:
    """Where "Present" and "Absent" stand, and the end of the line."""
    gone = [(mark.start(), mark.end(), False) for mark in _ABSENT.finditer(line)]
    here = [(mark.start(), mark.end(), True) for mark in _PRESENT.finditer(line)]
    apart = [mark for mark in here if all(mark[1] <= start or end <= mark[0] for start, end, _ in gone)]
    return [*sorted([*apart, *gone]), (len(line), len(line), None)]


def _names(line: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The names in a piece, and whether it is a list of names, of offices and of family names mostly."""
    label = _LABEL.match(line, start, end)
    if label and _OF_ELSE.search(label.group()):
        return [], False
    names: list[Span] = []
    others, whose = 0, False
    at = label.end() if label else start
    for between in _BETWEEN.finditer(line, at, end):
        name = None if whose else listed_name(line, at, between.start())
        words = [] if whose else line[at : between.start()].split()
        at, whose = between.end(), name is not None and between.group() in _DASHED
        if name:
            names.append(name)
        elif words and not _SURNAME.fullmatch(words[-1]) and not words[0].isdigit() and not all(map(is_title, words)):
            others += 1
    return names, others < max(len(names), 1)
