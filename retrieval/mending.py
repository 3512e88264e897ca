"""Checks library and index against each other, and mends what can be made anew from the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.errors import LibraryBroken
from knowledge.library import Library, Prepared
from retrieval import words
from retrieval.encoder import Encoder
from retrieval.loading import Progress, embed, prepare
from retrieval.sqlite_faiss import SqliteFaiss


def mend(engine: SqliteFaiss, encoder: Encoder, progress: Progress) -> list[str]:
    """What was wrong and is mended now, a sentence each; empty when all is well.

    Raises LibraryBroken when the library itself is damaged: nothing can stand in for it.
    """
    library = engine.library
    _check_file(library)
    found = []
    prepared = [prepare(article, "doctor") for article in library.articles()]
    if computed := embed(prepared, engine, encoder, progress):
        found.append(f"computed the vectors of {computed} paragraphs for the model {engine.model}")
    if not _words_fit(library, prepared):
        library.rewrite_words(words.VERSION, _words_of(prepared))
        found.append("made the full-text index anew")
    if wrong := engine.verify():
        engine.publish()
        found.append(f"published the index anew: {wrong}")
    return found


def _check_file(library: Library) -> None:
    try:
        answer = library.connection.execute("PRAGMA integrity_check").fetchone()[0]
    except LibraryBroken as error:
        answer = str(error.__cause__)
    if answer != "ok":
        raise LibraryBroken(
            f"{library.path} is damaged ({answer.splitlines()[0]}): put back a backup, or move it away and load anew"
        )


def _words_fit(library: Library, prepared: Sequence[Prepared]) -> bool:
    """Whether the full-text index is whole and holds the words of every paragraph, no more and no less."""
    if library.meta("analyser") not in (None, words.VERSION):
        return False
    try:
        stored = set(library.connection.execute("SELECT rowid, title, body FROM words"))
        library.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    except LibraryBroken:
        return False
    return stored == set(_words_of(prepared))


def _words_of(prepared: Sequence[Prepared]) -> Iterator[tuple[int, str, str]]:
    return ((paragraph.id, one.title_words, paragraph.words) for one in prepared for paragraph in one.paragraphs)
