"""Checks library and index against each other, and mends what can be made anew from the articles."""

from __future__ import annotations

from knowledge.errors import LibraryBroken
from knowledge.library import Library
from retrieval import words
from retrieval.encoder import Encoder
from retrieval.engine import SqliteFaiss
from retrieval.loading import Progress, embed, prepare


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
    if not _words_fit(library):
        rows = ((p.id, a.title_words, p.words) for a in prepared for p in a.paragraphs)
        library.rewrite_words(words.VERSION, rows)
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


def _words_fit(library: Library) -> bool:
    if library.meta("analyser") not in (None, words.VERSION):
        return False
    lost = library.connection.execute(
        "SELECT count(*) FROM (SELECT id FROM paragraphs EXCEPT SELECT rowid FROM words)"
    ).fetchone()[0]
    extra = library.connection.execute(
        "SELECT count(*) FROM (SELECT rowid FROM words EXCEPT SELECT id FROM paragraphs)"
    ).fetchone()[0]
    try:
        library.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    except LibraryBroken:
        return False
    return bool(lost == 0 and extra == 0)
