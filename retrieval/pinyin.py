"""Finds names across scripts and spellings by their sound: Shao Panfeng is 邵潘锋, and 邵攀锋 sounds like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from knowledge.pinyin import syllables as syllables
from knowledge.pinyin import written_in_latin as written_in_latin

Vocabulary = Callable[[str], Sequence[str]]  # the library's words that begin with a text

_LONGEST = 4  # syllables of a name
_LONGEST_SYLLABLE = 6  # letters: zhuang


def readings(name: str) -> list[tuple[str, ...]]:
    """The ways to read a word in Latin letters as one to four syllables of Chinese; none when it is no pinyin."""
    if not name:
        return [()]
    known = _characters()
    heads = [name[:end] for end in range(1, min(len(name), _LONGEST_SYLLABLE) + 1) if name[:end] in known]
    found = [(head, *rest) for head in heads for rest in readings(name[len(head) :])]
    return [reading for reading in found if len(reading) <= _LONGEST]


def written_in_chinese(sounds: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The library's Chinese words of these two to four syllables; ``vocabulary`` has their pairs of characters."""
    written = sorted(_characters()[sounds[0]])
    for sound in sounds[1:]:
        following = _characters()[sound]
        written = [
            before + pair[1]
            for before in written
            for pair in vocabulary(before[-1])
            if len(pair) == 2 and pair[1] in following
        ]
    return written


@cache
def _characters() -> dict[str, frozenset[str]]:
    """The characters of each syllable."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in range(0x4E00, 0x9FFF):
        for sound in syllables(chr(code)):
            found[sound].add(chr(code))
    return {sound: frozenset(characters) for sound, characters in found.items()}
