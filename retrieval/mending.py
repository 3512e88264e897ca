"""Checks library and index against each other, and mends what can be made anew from the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.errors import LibraryBroken
from knowledge.library import Library, Prepared
from retrieval import words
from retrieval.encoder import Encoder
from retrieval.loading import Progress, embed, prepare, sentence_spans
from retrieval.sqlite_faiss import SqliteFaiss


def mend(engine: SqliteFaiss, encoder: Encoder, progress: Progress) -> list[str]:
    """What was wrong and is mended now, a sentence each; empty when all is well.

    Raises LibraryBroken when the library itself is damaged: nothing can stand in for it.
    """
    library = engine.library
    _check_file(library)
    found = []
    prepared = [prepare(article, "doctor") for article in library.articles()]
    outdated = engine.cut_otherwise(sentence_spans(prepared))
    if computed := embed(prepared, engine, encoder, progress, outdated):
        found.append(f"computed the vectors of {computed} paragraphs for the model {engine.model}")
    if recut := _cut_otherwise(library, prepared):
        library.recut(recut)
        found.append(f"cut {len(recut)} article{'s' * (len(recut) > 1)} into paragraphs anew")
    if not _words_fit(library, prepared):
        library.rewrite_words(words.VERSION, _words_of(prepared))
        found.append("made the full-text index anew")
    if unread := library.unread():
        library.read_facts(unread)
        found.append(f"read the facts of {len(unread)} article{'s' * (len(unread) > 1)} anew")
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


def _cut_otherwise(library: Library, prepared: Sequence[Prepared]) -> list[Prepared]:
    """The articles whose stored paragraphs are not those that this version cuts."""
    cuts = library.cuts()
    stored = Counter(article for article, *_ in cuts)
    return [
        one
        for one in prepared
        if stored[one.article.id] != len(one.paragraphs)
        or any((one.article.id, p.id, p.start, p.end, p.vector) not in cuts for p in one.paragraphs)
    ]


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
