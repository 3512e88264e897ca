"""Turns a text into the words that full-text search compares: folded, stemmed, Chinese as pairs of characters."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache

import opencc
import snowballstemmer

VERSION = "4"  # changes with every change of the words below; the full-text index is then made anew

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?:s\b|(?=[^\W\d_]))")
_WORD = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<number>\d+(?:[.,]\d+)*)|(?P<latin>[^\W\d_{_CJK}]+)")
_CODE = re.compile(r"[a-z0-9]+(?:[-–][a-z0-9]+)+")
_POSSESSIVE = re.compile(r"['’]s\b")

# Words that say how something is asked, not what about; dropped from a question when others remain.
_ENGLISH_STOPS = frozenset(
    """a about all also am an and any are as at be been being but by can could did do does doing for from
    had has have he her here hers him his how i if in into is it its long many me much my of on or our
    ours please she should so such tell than that the their theirs them then there these they this those to us was we
    were what when where which who whom whose why will with would you your""".split()
)
_CHINESE_STOPS = re.compile(
    "为什么|是什么|有哪些|有没有|什么时候|什么|怎么样|怎么|怎样|如何|哪些|哪个|哪里|哪儿|哪位|哪年|哪天|哪|何时|何地|为何|多少|"
    "几个|几次|几位|多大|多久|多长|是谁|由谁|谁|是否|请问|告诉我|[吗呢吧了的是么]"
)


def words(text: str) -> list[str]:
    """All words of ``text`` in order, for the index."""
    folded = fold(text)
    codes = [_joined(match.group()) for match in _CODE.finditer(folded) if _has_digit(match.group())]
    return [*_running(folded), *codes]


@lru_cache(maxsize=20_000)
def distinct_words(text: str) -> frozenset[str]:
    """The words of ``text``, each once; remembered, for a sentence is looked at for many questions."""
    return frozenset(words(text))


def running_words(text: str) -> list[str]:
    """The words of ``text`` one after another, less what ``words`` adds at the end."""
    return _running(fold(text))


def _running(folded: str) -> list[str]:
    return [word for match in _WORD.finditer(folded) for word in _of(match)]


def search_words(text: str) -> list[str]:
    """The distinct words of a question to search with, less those that only ask; all when none is left."""
    every = list(dict.fromkeys(words(text)))
    return [word for word in every if not is_stop(word)] or every


def telling_words(text: str) -> list[str]:
    """The distinct words of a question that say what it is about; all of them when nothing else is left.

    Chinese question words are cut out before the pairs are made, or they would make pairs with their neighbours.
    """
    return list(dict.fromkeys(_telling(text) or words(text)))


def only_asks(text: str) -> bool:
    """Whether a question says nothing of what it is about, such as "and when?"."""
    return not _telling(text)


def telling_text(text: str) -> str:
    """A question folded as the index is, with the Chinese words that only ask cut out."""
    return _CHINESE_STOPS.sub(" ", fold(text))


def chinese_runs(text: str) -> list[str]:
    """The runs of Chinese characters in ``text``, folded as the index is, in order."""
    return [match.group() for match in _WORD.finditer(fold(text)) if match.lastgroup == "cjk"]


def without_apostrophes(text: str) -> str:
    """The text with Chun'an's as Chunan, which is one word of pinyin."""
    return _APOSTROPHE.sub("", text)


def latin_words(text: str) -> list[str]:
    """The words in Latin letters, folded but not stemmed, in order."""
    return [match.group() for match in _WORD.finditer(fold(text)) if match.lastgroup == "latin"]


def fold(text: str) -> str:
    """Full-width as half-width, lower case, traditional Chinese as simplified, accents taken off."""
    wide = unicodedata.normalize("NFKC", text).lower()
    plain = wide if wide.isascii() else _without_accents(_simplified().convert(wide))
    return _POSSESSIVE.sub("", plain)


def simplified(text: str) -> str:
    """Traditional Chinese characters as simplified ones, each in its place."""
    plain = text if text.isascii() else str(_simplified().convert(text))
    return plain if len(plain) == len(text) else text


def is_stop(word: str) -> bool:
    """Whether an English word only says how something is asked."""
    return word in _stemmed_stops()


def _telling(text: str) -> list[str]:
    return [word for word in words(telling_text(text)) if not is_stop(word) and not _is_lone_character(word)]


def _is_lone_character(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


@cache
def _stemmed_stops() -> frozenset[str]:
    return frozenset(_stem(word) for word in _ENGLISH_STOPS) | _ENGLISH_STOPS | {"s", "t"}


def _without_accents(text: str) -> str:
    if not any("\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" for c in text):
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))


def _of(match: re.Match[str]) -> list[str]:
    word = match.group()
    if match.lastgroup == "cjk":
        return [word[i : i + 2] for i in range(len(word) - 1)] if len(word) > 1 else [word]
    if match.lastgroup == "number":
        return [word.replace(",", "").replace(".", "p")]
    return [_stem(word)]


def _has_digit(code: str) -> bool:
    return any(character.isdigit() for character in code)


def _joined(code: str) -> str:
    return re.sub(r"[-–]", "", code)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmers.english.stemWord(word))


class _Stemmers(threading.local):
    """One for each thread: a stemmer keeps the word that it is at."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
