"""Weighs a question's terms for texts in its own language and for texts in another one.

What the library does not know as it was typed is looked for under other spellings: a slip of the finger, a name
written by its sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from retrieval import worth
from retrieval.engine import Snapshot
from retrieval.pinyin import readings, syllables, written_in_chinese, written_in_latin
from retrieval.terms import Form, Term, Translator, own, term
from retrieval.understanding import Asked
from retrieval.words import chinese_runs, is_stop, latin_words, telling_text, words
from retrieval.worth import NO_WORTH, Weighed

_TRANSLATED = frozenset(("en", "zh"))
_SHORTEST_SLIP = 5  # letters; shorter words have too many neighbours
_TWO_SLIPS = 9  # letters from which two slips are forgiven


def weigh(snapshot: Snapshot, asked: Asked, translator: Translator | None) -> Weighed:
    """The worth of what is asked, in the question's words and in those of each other language of the library."""
    said = worth.weigh(snapshot, _own_terms(snapshot, asked, translator))
    others = (snapshot.languages().keys() & _TRANSLATED) - {asked.language}
    if translator is None or asked.language not in _TRANSLATED:
        return Weighed(asked.language, said, {})
    translated = {other: worth.weigh(snapshot, _translated(snapshot, asked, translator)) for other in others}
    return Weighed(asked.language, said, {other: found for other, found in translated.items() if found != NO_WORTH})


# In the question's own language


def _own_terms(snapshot: Snapshot, asked: Asked, translator: Translator | None) -> list[Term]:
    counts = snapshot.rarity(asked.words)
    terms = [
        own(word) if counts[word] or translator is None else _respelt(snapshot, word, translator)
        for word in asked.words
    ]
    if asked.language == "zh" and translator is not None:
        terms = _with_sounds(terms, _homophones(snapshot, asked.about, translator))
    return terms


def _respelt(snapshot: Snapshot, word: str, translator: Translator) -> Term:
    """A word that the library does not hold, with the nearest one that it does hold when this may be a slip."""
    if len(word) < _SHORTEST_SLIP or not (word.isascii() and word.isalpha()) or translator.knows(word):
        return own(word)
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    nearest = extractOne(word, snapshot.vocabulary(word[0]), scorer=OSA.distance, score_cutoff=slips)
    return own(word) if nearest is None else term(word, [[word], [nearest[0]]])


def _homophones(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[Term]:
    """Names of three characters that the library writes with others of the same sound."""
    for run in chinese_runs(telling_text(text)):
        names = [name for name in _possible_names(translator.segment(run)) if len(name) == 3]
        counts = snapshot.rarity(sorted({pair for name in names for pair in words(name)}))
        for name in names:
            if not all(counts[pair] for pair in words(name)):
                forms = [form for sounds in _sounds(name) for form in written_in_chinese(sounds, snapshot.vocabulary)]
                if forms:
                    yield term(name, forms)


def _with_sounds(terms: Sequence[Term], found: Iterator[Term]) -> list[Term]:
    """The terms, those that are pairs of a name found by its sound replaced by the name."""
    names = list(found)
    pairs = {pair for name in names for pair in words(name.said)}
    return [*names, *(each for each in terms if each.said not in pairs)]


# In another language


def _translated(snapshot: Snapshot, asked: Asked, translator: Translator) -> list[Term]:
    names = _in_latin if asked.language == "zh" else _in_chinese
    terms = [
        *names(snapshot, asked.about, translator),
        *translator.translate(asked.about, asked.language),
        *_as_they_are(asked),
    ]
    return list({each.said: each for each in reversed(terms)}.values())


def _as_they_are(asked: Asked) -> list[Term]:
    """What is written alike in both languages: numbers, and in a Chinese question words in Latin letters."""
    return [own(word) for word in asked.words if word.isascii() and (asked.language == "zh" or word[0].isdigit())]


def _in_latin(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[Term]:
    """Names in a Chinese question that the library writes in Latin letters."""
    for run in chinese_runs(telling_text(text)):
        spelt = {name: _latin_forms(name) for name in _possible_names(translator.segment(run))}
        counts = snapshot.rarity(sorted({word for forms in spelt.values() for form in forms for word in form}))
        for name, forms in spelt.items():
            present = [form for form in forms if all(counts[word] for word in form)]
            if present:
                yield term(name, present)


def _latin_forms(name: str) -> list[Form]:
    return [frozenset(stem for part in parts for stem in words(part)) for parts in written_in_latin(name)]


def _possible_names(pieces: Sequence[str]) -> list[str]:
    """Two or three characters from the start of a piece on, that are no word of the dictionary."""
    run, starts, at = "".join(pieces), [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    return [
        run[start : start + length]
        for start, piece in zip(starts, pieces, strict=True)
        for length in (3, 2)
        if len(piece) == 1 and start + length <= len(run)
    ]


def _sounds(name: str) -> list[tuple[str, ...]]:
    return list(product(*(sorted(syllables(character)) for character in name)))


def _in_chinese(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[Term]:
    """Names in an English question that the library writes in Chinese characters."""
    for run in _pinyin_runs(text, translator):
        whole = list(_chinese_forms(snapshot, "".join(run))) + list(_chinese_forms(snapshot, "".join(reversed(run))))
        if whole:
            yield term(" ".join(run), whole)
        elif len(run) > 1:
            for word in run:
                forms = list(_chinese_forms(snapshot, word))
                if forms:
                    yield term(word, forms)


def _chinese_forms(snapshot: Snapshot, name: str) -> Iterator[Form]:
    for sounds in readings(name):
        if len(sounds) > 1:
            yield from written_in_chinese(sounds, snapshot.vocabulary)


def _pinyin_runs(text: str, translator: Translator) -> list[list[str]]:
    """Neighbouring words that can be read as Chinese, one of them at least no English word."""
    runs: list[list[str]] = [[]]
    for word in latin_words(text):
        if readings(word) and not is_stop(word):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if any(not translator.knows(word) for word in run)]
