"""Weighs a question's terms for texts in its own language and for texts in another one.

What the library does not know as it was typed is looked for under other spellings: a slip of the finger, a name
written by its sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from retrieval import worth
from retrieval.engine import Snapshot
from retrieval.glossary import alike
from retrieval.people import names_of_people
from retrieval.pinyin import written_in_latin
from retrieval.spelling import in_chinese, in_latin, of_the_same_sound, without_slip
from retrieval.terms import Form, Term, Translator, own, term
from retrieval.understanding import Asked
from retrieval.words import chinese_runs, telling_text, words
from retrieval.worth import NO_WORTH, Weighed

_TRANSLATED = frozenset(("en", "zh"))


def weigh(snapshot: Snapshot, asked: Asked, translator: Translator | None) -> Weighed:
    """The worth of what is asked, in the question's words and in those of each other language of the library."""
    if translator is None or asked.language not in _TRANSLATED:
        own_terms = _own_terms(snapshot, asked, asked.names, translator)
        return Weighed(asked.language, worth.weigh(snapshot, own_terms), {}, asked.names)
    people = tuple(_people(asked, translator))
    names = tuple(dict.fromkeys((*asked.names, *people)))
    others = (snapshot.languages().keys() & _TRANSLATED) - {asked.language}
    own_worth = worth.weigh(snapshot, _own_terms(snapshot, asked, names, translator))
    translated = {other: worth.weigh(snapshot, _translated(snapshot, asked, names, translator)) for other in others}
    found = {other: each for other, each in translated.items() if each != NO_WORTH}
    return Weighed(asked.language, own_worth, found, names, people)


def _people(asked: Asked, translator: Translator) -> Iterator[str]:
    """Chinese names of people; in English two capitalised words or more, one of which no dictionary has."""
    for run in chinese_runs(telling_text(asked.about)):
        yield from names_of_people(translator.segment(run))
    for name in asked.names:
        parts = words(name)
        if len(parts) > 1 and not all(translator.knows(part) for part in parts):
            yield name


# In the question's own language


def _own_terms(snapshot: Snapshot, asked: Asked, names: Sequence[str], translator: Translator | None) -> list[Term]:
    counts = snapshot.rarity(asked.words)
    named = frozenset(part for name in names for part in words(name))
    terms = [
        Term(word, _alike(word) if counts[word] else _forms(snapshot, word, translator), word in named)
        for word in asked.words
    ]
    return _with_sounds(terms, _homophones(snapshot, names))


def _alike(word: str) -> frozenset[Form]:
    """A word, and what else is said for the same thing."""
    return term(word, [[word], *([other] for other in alike(word))]).forms


def _forms(snapshot: Snapshot, word: str, translator: Translator | None) -> frozenset[Form]:
    """A word that the library does not hold, with the nearest one that it does hold when this may be a slip."""
    nearest = without_slip(snapshot, word, translator) if translator is not None else None
    return _alike(word) | term(word, [[nearest] if nearest else []]).forms


def _homophones(snapshot: Snapshot, names: Sequence[str]) -> Iterator[Term]:
    for name in names:
        if found := of_the_same_sound(snapshot, name):
            yield term(name, map(words, found), is_name=True)


def _with_sounds(terms: Sequence[Term], found: Iterator[Term]) -> list[Term]:
    """The terms, those that are pairs of a name found by its sound replaced by the name."""
    names = list(found)
    pairs = {pair for name in names for pair in words(name.said)}
    return [*names, *(each for each in terms if each.said not in pairs)]


# In another language


def _translated(snapshot: Snapshot, asked: Asked, names: Sequence[str], translator: Translator) -> list[Term]:
    spelt = list((_in_latin if asked.language == "zh" else _in_chinese)(snapshot, asked.about, translator))
    terms = [
        *spelt,
        *_untranslated(names, spelt, translator),
        *translator.translate(asked.about, asked.language),
        *_as_they_are(asked),
    ]
    return list({each.said: each for each in reversed(terms)}.values())


def _untranslated(names: Sequence[str], spelt: Sequence[Term], translator: Translator) -> Iterator[Term]:
    """Names that were not found by their sound and that no dictionary has: as they stand, counted as missing."""
    found = {word for each in spelt for word in words(each.said)}
    for name in names:
        if not name.isascii():
            yield term(name, (words(" ".join(parts)) for parts in written_in_latin(name)), is_name=True)
        else:
            missing = (word for word in words(name) if word not in found and not translator.knows(word))
            yield from (own(word, is_name=True) for word in missing)


def _as_they_are(asked: Asked) -> list[Term]:
    """What is written alike in both languages: numbers, and in a Chinese question words in Latin letters."""
    return [own(word) for word in asked.words if word.isascii() and (asked.language == "zh" or word[0].isdigit())]


def _in_latin(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[Term]:
    """Names in a Chinese question that the library writes in Latin letters."""
    for run in chinese_runs(telling_text(text)):
        for name in _possible_names(translator.segment(run)):
            if found := in_latin(snapshot, name):
                yield term(name, map(words, found), is_name=True)


def _possible_names(pieces: Sequence[str]) -> list[str]:
    """Two or three characters that begin with one that is no word of the dictionary with others."""
    run, starts = "".join(pieces), list(accumulate(map(len, pieces), initial=0))
    return [
        run[start : start + length]
        for start, piece in zip(starts, pieces, strict=False)
        for length in (3, 2)
        if len(piece) == 1 and start + length <= len(run)
    ]


def _in_chinese(snapshot: Snapshot, text: str, translator: Translator) -> Iterator[Term]:
    """Names in an English question that the library writes in Chinese characters."""
    for name, ways in in_chinese(snapshot, text, translator):
        yield term(name, map(words, ways), is_name=True)
