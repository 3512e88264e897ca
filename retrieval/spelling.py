"""Other ways to write a name or a word that stand in the library: without a slip, by its sound, in another script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from retrieval.engine import Snapshot
from retrieval.pinyin import readings, syllables, written_in_chinese, written_in_latin
from retrieval.terms import Translator
from retrieval.words import is_stop, latin_words, without_apostrophes, words

_SHORTEST_SLIP = 5  # letters; shorter words have too many neighbours
_WHOLE_NAME = 3  # characters of a Chinese name; shorter ones sound like too much else
_TWO_SLIPS = 9  # letters from which two slips are forgiven


def without_slip(snapshot: Snapshot, word: str, translator: Translator) -> str | None:
    """The library's word nearest to one that it does not hold; None for English words, which are no slips."""
    may_be_slip = len(word) >= _SHORTEST_SLIP and word.isascii() and word.isalpha()
    if not may_be_slip or translator.knows(word):
        return None
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    nearest = extractOne(word, snapshot.vocabulary(word[0]), scorer=OSA.distance, score_cutoff=slips)
    return None if nearest is None else str(nearest[0])


def of_the_same_sound(snapshot: Snapshot, name: str) -> list[str]:
    """How the library writes a Chinese name of three characters with others, if it does not write it so."""
    counts = snapshot.rarity(words(name))
    if len(name) != _WHOLE_NAME or name.isascii() or all(counts.values()):
        return []
    sounds = product(*(sorted(syllables(character)) for character in name))
    return [found for each in sounds for found in written_in_chinese(each, snapshot.vocabulary)]


def in_latin(snapshot: Snapshot, name: str) -> list[str]:
    """How the library writes a Chinese name of two or three characters in Latin letters."""
    ways = list(dict.fromkeys(" ".join(parts) for parts in written_in_latin(name)))
    counts = snapshot.rarity(sorted({word for way in ways for word in words(way)}))
    return [way for way in ways if all(counts[word] for word in words(way))]


def in_chinese(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[tuple[str, list[str]]]:
    """Names in an English text that the library writes in Chinese characters, each with the ways it does."""
    for run in _pinyin_runs(text, translator):
        whole = _chinese(snapshot, "".join(run)) + _chinese(snapshot, "".join(reversed(run)))
        if whole:
            yield " ".join(run), whole
        elif len(run) > 1:
            yield from ((word, found) for word in run if (found := _chinese(snapshot, word)))


def spellings(snapshot: Snapshot, name: str, translator: Translator) -> tuple[str, ...]:
    """A name as it was typed, and the other ways in which the library writes it."""
    if not name.isascii():
        return (name, *of_the_same_sound(snapshot, name), *(in_latin(snapshot, name) if len(name) <= 3 else ()))
    parts = latin_words(name)
    counts = snapshot.rarity(sorted({word for part in parts for word in words(part)}))
    known = [
        part if all(counts[word] for word in words(part)) else without_slip(snapshot, part, translator) or part
        for part in parts
    ]
    respelt = () if known == parts else (" ".join(known),)
    return (name, *respelt, *(way for _, ways in in_chinese(snapshot, name, translator) for way in ways))


def _chinese(snapshot: Snapshot, name: str) -> list[str]:
    return [
        found
        for sounds in readings(name)
        if len(sounds) > 1
        for found in written_in_chinese(sounds, snapshot.vocabulary)
    ]


def _pinyin_runs(text: str, translator: Translator) -> list[Sequence[str]]:
    """Neighbouring words that can be read as Chinese, one of them at least no English word."""
    runs: list[list[str]] = [[]]
    for word in latin_words(without_apostrophes(text)):
        if readings(word) and not is_stop(word):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if any(not translator.knows(word) for word in run)]
