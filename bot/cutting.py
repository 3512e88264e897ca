"""Cuts texts where reading can stop: never inside a character, best at the end of a sentence."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|[。！？][”’」』）]*|\n")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|[，；：、]")
_BLANK = re.compile(r"\s")
_JOINER = "\u200d"  # glues emoji such as families together


def utf16(text: str) -> int:
    """The length of a text in UTF-16 code units, the unit of every Telegram limit."""
    return len(text) + sum(character > "\uffff" for character in text)


def whole(text: str) -> str:
    """The text without blank ends and without halves of characters, which no encoder takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def one_line(text: str) -> str:
    """The text with every run of blank space, line ends too, as one space."""
    return " ".join(text.split())


def shorten(text: str, longest: int) -> str:
    """At most ``longest`` UTF-16 units, shown as cut by ``…``."""
    if utf16(text) <= longest:
        return text
    return text[: _whole(text, _fitting(text, longest - 1))].rstrip() + ELLIPSIS


def window(text: str, focus: tuple[int, int], longest: int) -> tuple[int, int]:
    """The slice of ``text`` to show when only ``longest`` UTF-16 units fit, as (start, end).

    Starts at the beginning, or at ``focus`` when the beginning would leave it out; ends after the
    last sentence that fits, failing that after the last clause, the last word, the last character.
    """
    start = 0 if utf16(text[: focus[1]]) <= longest else focus[0]
    end = start + _fitting(text[start:], longest)
    return (start, end) if end == len(text) else (start, _stop(text, start, end))


def _stop(text: str, start: int, end: int) -> int:
    """The best place to stop reading between the middle of ``text[start:end]`` and its end."""
    middle = (start + end) // 2
    for stop in (_SENTENCE_END, _CLAUSE_END, _BLANK):
        # one character further, so that a blank after the last full stop can be seen
        places = [found.end() for found in stop.finditer(text, start, end + 1) if middle < found.end() <= end]
        if places:
            return places[-1]
    return max(_whole(text, end), start + 1)


def _fitting(text: str, longest: int) -> int:
    """How many leading characters of a text take up at most ``longest`` UTF-16 units."""
    units = 0
    for position, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > longest:
            return position
    return len(text)


def _whole(text: str, end: int) -> int:
    """``end``, moved back to where no accent or joined emoji is torn off its character."""
    while 0 < end < len(text) and _joined(text, end):
        end -= 1
    return end


def _joined(text: str, position: int) -> bool:
    character = text[position]
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or _JOINER in (character, text[position - 1])
    )
