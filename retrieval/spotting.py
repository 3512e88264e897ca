"""Finds where a name or a topic's words stand in a text, whatever the capitals, accents and forms of characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from retrieval.words import fold, words

Span = tuple[int, int]

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[.,][^\W_{_CJK}]+)*")


def spots(text: str, names: Iterable[str]) -> list[Span]:
    """Where any of ``names`` stands in ``text`` as whole words: (start, end), in order, not overlapping.

    Letters are compared folded; any run of blanks is one blank.
    """
    folded, origin = _folded(text)
    found = [
        (origin[match.start()], origin[match.end() - 1] + 1)
        for name in names
        if (wanted := _pattern(name)) is not None
        for match in wanted.finditer(folded)
    ]
    return _apart(found)


def word_spots(text: str, wanted: Collection[str]) -> list[Span]:
    """Where words of full text, as ``retrieval.words`` makes them, stand in ``text``; Chinese pairs are joined."""
    found: list[Span] = []
    for match in _TOKEN.finditer(text):
        if re.match(rf"[{_CJK}]", match[0]):
            ends = range(min(match.start() + 2, match.end()), match.end() + 1)
            pairs = [(max(end - 2, match.start()), end) for end in ends]
            found += [(start, end) for start, end in pairs if not _words(text[start:end]).isdisjoint(wanted)]
        elif not _words(match[0]).isdisjoint(wanted):
            found.append(match.span())
    return _apart(found)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters where it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [(_fold(character), at) for at, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    return fold(character)


@lru_cache(maxsize=50_000)
def _words(token: str) -> frozenset[str]:
    return frozenset(words(token))


@lru_cache(maxsize=1_000)
def _pattern(name: str) -> re.Pattern[str] | None:
    parts = fold(name).split()
    if not parts:
        return None
    body = r"\s+".join(re.escape(part) for part in parts)
    before = r"(?<![^\W_])" if _is_latin(parts[0][0]) else ""
    behind = r"(?![^\W_])" if _is_latin(parts[-1][-1]) else ""
    return re.compile(f"{before}{body}{behind}")


def _is_latin(character: str) -> bool:
    return re.match(rf"[^\W_{_CJK}]", character) is not None


def _apart(found: list[Span]) -> list[Span]:
    """Spans in order; those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
