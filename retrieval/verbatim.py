"""Reads quoted phrases out of a question, and tells which texts hold them word for word.

Upper and lower case, full and half width, simplified and traditional characters, blanks and kinds of quotation marks
make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.words import fold, running_words

_PHRASE = re.compile(r"\"([^\"]+)\"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|„([^„“”]+)[“”]|＂([^＂]+)＂")
_ASKS = re.compile(r"[?？]\s*$")
_ALIKE = str.maketrans("‘’“”„–—", '\'\'"""--')


def phrases_in(question: str) -> tuple[str, ...]:
    """The quoted phrases of a question, in order; a question that is quoted as a whole has none."""
    found = [next(filter(None, match.groups())).strip() for match in _PHRASE.finditer(question)]
    return tuple(dict.fromkeys(phrase for phrase in found if running_words(phrase) and not _ASKS.search(phrase)))


def holds_all(text: str, phrases: Sequence[str]) -> bool:
    """Whether each phrase stands in ``text``."""
    if not phrases:
        return True
    said = _comparable(text)
    return all(_comparable(phrase) in said for phrase in phrases)


def sequences(phrases: Sequence[str]) -> tuple[str, ...]:
    """For each phrase the words that stand next to each other in full text wherever the phrase does.

    A lone Chinese character at an edge is left out, since it makes a pair with whatever stands beside it there.
    """
    found = (" ".join(_inner(running_words(phrase))) for phrase in phrases)
    return tuple(filter(None, found))


def _inner(found: list[str]) -> list[str]:
    while found and _is_lone(found[0]):
        found = found[1:]
    while found and _is_lone(found[-1]):
        found = found[:-1]
    return found


def _is_lone(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def _comparable(text: str) -> str:
    return "".join(fold(text.translate(_ALIKE)).split())
