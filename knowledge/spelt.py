"""Finds pairs among names that may be one person's: a letter apart, or the one Chinese and the other its pinyin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein

from knowledge.pinyin import written_in_latin

_SLIPS = 1  # letters in which one name is spelt two ways
_LONGEST = 4  # characters of a Chinese name

Pair = tuple[str, str]


def one_letter_apart(names: Iterable[str]) -> list[Pair]:
    """All pairs of names in Latin letters that one letter more, less, other or moved makes the same, in order.

    Two such names are alike as soon as at most one letter is taken out of each; only names that share such a rest
    are compared.
    """
    rests: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.isascii():
            for rest in (name, *(name[:at] + name[at + 1 :] for at in range(len(name)))):
                rests[rest].add(name)
    pairs = {pair for alike in rests.values() for pair in combinations(sorted(alike), 2)}
    return sorted(
        (one, other) for one, other in pairs if DamerauLevenshtein.distance(one, other, score_cutoff=_SLIPS) <= _SLIPS
    )


def in_two_scripts(names: Iterable[str]) -> list[Pair]:
    """All pairs of a name in Latin letters and a Chinese one of that sound, the family name first or last, in order.

    Blanks, hyphens and capitals do not count.
    """
    every = sorted(set(names))
    latin: dict[str, list[str]] = defaultdict(list)
    for name in every:
        if name.isascii():
            latin["".join(filter(str.isalpha, name.lower()))].append(name)
    chinese = (name for name in every if not name.isascii() and 2 <= len(name) <= _LONGEST)
    return sorted({(each, name) for name in chinese for way in _letters(name) for each in latin.get(way, ())})


def _letters(name: str) -> Iterator[str]:
    for way in written_in_latin(name):
        if len(way) == 2:
            family, given = way
            yield from (family + given, given + family)
