"""A term of a question: what was said, and the words of the full-text index that would stand for it in a text."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

Form = frozenset[str]  # words of the index that must all stand in a text: "town hall" is {"town", "hall"}


@dataclass(frozen=True, slots=True)
class Term:
    """Something a question speaks of; any one of its forms stands for it."""

    said: str
    forms: frozenset[Form]
    is_name: bool = False

    def stands_in(self, held: AbstractSet[str]) -> bool:
        """Whether one of the forms stands among the words ``held``."""
        return any(form <= held for form in self.forms)

    @property
    def words(self) -> frozenset[str]:
        """All words of all forms."""
        return frozenset().union(*self.forms)


def own(word: str, *, is_name: bool = False) -> Term:
    """A word of the question as it stands."""
    return term(word, [[word]], is_name=is_name)


def term(said: str, forms: Iterable[Iterable[str]], *, is_name: bool = False) -> Term:
    """A term with these forms, the empty ones left out."""
    return Term(said, frozenset(frozenset(form) for form in forms) - {frozenset()}, is_name)


class Translator(Protocol):
    """What knows a question's words in another language."""

    def translate(self, text: str, language: str) -> tuple[Term, ...]:
        """The terms of a question in ``language`` as they stand in texts of the other language."""
        ...

    def segment(self, run: str) -> list[str]:
        """A run of Chinese characters as words; characters that make none stand alone."""
        ...

    def knows(self, word: str) -> bool:
        """Whether a word in Latin letters, as the index has it, is one of the dictionary's."""
        ...
