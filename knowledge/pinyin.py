"""Turns a Chinese name into the ways in which it may be written in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

_VOWELS = frozenset("aeiouv")
_UMLAUT = ("u", "yu", "v")  # for ü, as accents are taken off; in passports; in input methods


def syllables(character: str) -> frozenset[str]:
    """How a Chinese character may sound, without tones, in each spelling."""
    sounds = (to_normal(each) for each in PINYIN_DICT.get(ord(character), "").split(","))
    return frozenset(
        sound.replace("v", umlaut) for sound in sounds if not _VOWELS.isdisjoint(sound) for umlaut in _UMLAUT
    )


def written_in_latin(name: str) -> Iterator[tuple[str, ...]]:
    """The ways to write a Chinese name of two or three characters: ("shao", "panfeng"), or ("nanhu",)."""
    first, *rest = (sorted(syllables(character)) for character in name)
    for family in first:
        for given in _joined(rest):
            yield family, given
            if len(name) == 2:
                yield (family + given,)


def _joined(parts: Sequence[Iterable[str]]) -> list[str]:
    whole = [""]
    for part in parts:
        whole = [before + sound for before in whole for sound in part]
    return whole
