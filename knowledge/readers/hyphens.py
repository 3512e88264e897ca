"""Joins printed lines to running text: hyphens at line ends are typesetting or part of the word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef“”‘’—…\U00020000-\U0002fa1f]")
_CJK = r"[\u3400-\u9fff]"
_WITH_BLANK = re.compile(rf"{_CJK} [A-Za-z0-9]|[A-Za-z0-9] {_CJK}")
_WITHOUT_BLANK = re.compile(rf"{_CJK}[A-Za-z0-9]|[A-Za-z0-9]{_CJK}")
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENS = "-‐\u00ad"
_HYPHENATED = 25  # a text with more than one parted word in so many lines was hyphenated by its typesetter

# What a word is parted before or after by a typesetter, but a compound is hardly ever.
_TAIL = re.compile(
    r"(?:[tsc]ion|[tsc]i[ao]|ment|ing\b|ings\b|ed\b|er\b|ers\b|ity\b|ities\b|ness|able\b|ible\b|ance|ence|ous|ive\b|"
    r"ly\b|al\b|ally\b|ture|sive|tive|tions?\b|ered\b|cil\b|mit|ber\b|nal\b|tain|ries\b|ry\b|ty\b|gram\b|ple\b)"
)
_HEAD = re.compile(
    r"(?:con|com|pro|dis|un|in|im|ad|ac|ap|ob|per|sur|trans|ex|de|be|rec|coun|com-?mis)$", re.IGNORECASE
)


class Printed(Protocol):
    """Anything with a line of text."""

    @property
    def text(self) -> str: ...


class Hyphens:
    """What the lines of one text tell about the hyphens at their ends."""

    def __init__(self, lines: Sequence[Printed]) -> None:
        whole = [word.casefold() for line in lines for word in _WORD.findall(line.text)[1:-1]]
        self._words = frozenset(whole)
        self._compounds = frozenset(
            found.casefold() for line in lines for found in re.findall(r"[^\W\d_]+-[^\W\d_]+", line.text)
        )
        text = "\n".join(line.text for line in lines)
        self._mixed_with_blanks = len(_WITH_BLANK.findall(text)) > len(_WITHOUT_BLANK.findall(text))
        ends = [line.text for line in lines if line.text[-1:] in _HYPHENS and line.text[-2:-1].islower()]
        self._typeset = len(ends) * _HYPHENATED > len(lines) + _HYPHENATED

    def run(self, lines: Sequence[Printed]) -> str:
        """The lines as one: a parted word is put together, between Chinese characters there is no blank."""
        text = ""
        for line in lines:
            text = self._joined(text, line.text) if text else line.text
        return re.sub("\u00ad$", "-", text).replace("\u00ad", "")

    def _joined(self, above: str, below: str) -> str:
        last, first = above[-1], below[0]
        if last in _HYPHENS and above[-2:-1].isalnum():
            return above[:-1] + ("" if self._is_parted(above, below) else "-") + below
        if is_wide(last) and (is_wide(first) or not self._mixed_with_blanks):
            return above + below
        if is_wide(first) and not self._mixed_with_blanks:
            return above + below
        if last in "/–—":
            return above + below
        return f"{above} {below}"

    def _is_parted(self, above: str, below: str) -> bool:
        """Whether the hyphen was only put where the line ends."""
        if not (above[-2:-1].islower() and below[0].islower()):
            return False
        first, second = _WORD.findall(above)[-1].casefold(), _WORD.findall(below)[0].casefold()
        if first + second in self._words:
            return True
        if f"{first}-{second}" in self._compounds:
            return False
        if {first, second} <= self._words:
            return False
        return self._typeset or bool(_TAIL.match(second) or _HEAD.search(first))


def is_wide(character: str) -> bool:
    """Whether it is a Chinese character or sign, next to which no blank is set."""
    return _WIDE.match(character) is not None
