"""Loads: reads sources, checks and compares them, embeds what is new, stores and publishes it as one change.

Vectors are kept as soon as they are computed, before any article shows, so an interrupted load costs nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from knowledge.article import Accepted, Article, Draft, Refused
from knowledge.check import check
from knowledge.editing import edited, edits
from knowledge.errors import LibraryError
from knowledge.history import Version, version, versions
from knowledge.library import Change, Library, Paragraph, Prepared, text_hash
from knowledge.mirror import Gone, gone
from knowledge.paragraphs import paragraphs as cut
from knowledge.plan import Outcome, plan
from knowledge.readers import folder_of, read
from knowledge.sentences import Span, sentences
from knowledge.sketch import sketch
from retrieval import words
from retrieval.encoder import Encoder
from retrieval.engine import Engine

Progress = Callable[[int, int], None]  # (paragraphs embedded, paragraphs to embed)

_KEEP_EVERY = 32  # paragraphs between two writes of vectors
_REMEMBERED = 16_384  # texts whose vectors are at hand while a load lasts: 25 MB


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did: one outcome a source, and the generation that is live now."""

    outcomes: tuple[Outcome, ...]
    generation: int
    embedded: int  # paragraphs whose vectors had to be computed
    removed: tuple[Gone, ...] = ()  # by a load that mirrors a folder
    rehearsed: bool = False  # nothing was stored; the generation is the one that was live already

    @property
    def to_do(self) -> bool:
        """Whether carrying it out would change the library."""
        return bool(self.removed) or any(outcome.stored for outcome in self.outcomes)


def read_all(paths: Iterable[Path]) -> list[Accepted | Refused]:
    """Every article under ``paths``, checked."""
    return [item for path in paths for item in checked(read(path), folder_of(path))]


def checked(drafts: Iterable[Draft | Refused], base: Path | None = None) -> Iterator[Accepted | Refused]:
    """What readers found, checked; ``base`` is the folder in which they name their files."""
    for draft in drafts:
        item = draft if isinstance(draft, Refused) else check(draft)
        yield replace(item, origin=str(base / item.where) if base else item.where)


def rehearse(found: Iterable[Accepted | Refused], library: Library, mirrored: Sequence[Path] = ()) -> Report:
    """What a load would do; nothing is embedded or stored."""
    outcomes = tuple(plan(found, library))
    return Report(outcomes, library.generation(), 0, tuple(gone(library, mirrored, outcomes)), rehearsed=True)


def load(
    found: Iterable[Accepted | Refused],
    engine: Engine,
    encoder: Encoder,
    progress: Progress,
    *,
    by: str | None = None,
    origin: str | None = None,
) -> Report:
    """Stores what is new or changed among ``found``; nothing at all when nothing is.

    ``by`` and ``origin`` are kept with the change: who loads, and from where as they named it.
    """
    return carry_out(rehearse(found, engine.library), engine, encoder, progress, by=by, origin=origin)


def carry_out(
    planned: Report,
    engine: Engine,
    encoder: Encoder,
    progress: Progress,
    *,
    by: str | None = None,
    origin: str | None = None,
) -> Report:
    """Does what ``rehearse`` found is to be done, as one change; nothing at all when there is nothing to do."""
    removed = [each.article for each in planned.removed]
    put = [_prepared(each.article, each) for each in planned.outcomes if each.article and each.stored]
    if not planned.to_do:
        progress(0, 0)
        return Report(planned.outcomes, engine.library.generation(), 0)
    engine.check_words()  # says so before it embeds for hours what could not be stored
    engine.check_vectors()
    embedded = embed(put, engine, encoder, progress)
    generation = engine.put_articles("load", put, removed, by=by, origin=origin)
    return Report(planned.outcomes, generation, embedded, planned.removed)


def remove(ids: Sequence[str], engine: Engine, *, by: str | None = None) -> tuple[list[Article], int]:
    """Removes articles by id; returns them and the new generation. Raises NotInLibrary before any is removed."""
    articles = list({a.id: a for a in (engine.library.article(given) for given in ids)}.values())
    return articles, engine.put_articles("remove", (), [article.id for article in articles], by=by)


def edit(
    given: str,
    fields: Mapping[str, object],
    engine: Engine,
    encoder: Encoder,
    progress: Progress,
    *,
    by: str | None = None,
) -> tuple[Article, Article, int]:
    """Corrects fields of the article ``given`` (`knowledge.editing.FIELDS`), as a new version.

    Returns the article as it was and as it is, and the generation. Raises NotInLibrary; LibraryError when a field
    cannot be read. Loading the source again keeps what was set here.
    """
    library = engine.library
    old = library.article(given)
    changes = edits(old, fields, library.edits([old.id]).get(old.id, {}))
    new = edited(old, changes)
    if new == old:
        return old, old, library.generation()
    origin = next(each.origin for each in versions(library, old.id) if each.live)
    put = [replace(prepare(new, origin), edits=changes)]
    embed(put, engine, encoder, progress)
    return old, new, engine.put_articles("edit", put, by=by)


def undo(
    engine: Engine, encoder: Encoder, progress: Progress, change: int | None = None, *, by: str | None = None
) -> tuple[Change, int]:
    """Takes back the last load, removal or restoring as a whole, or the change of this id.

    Returns that change and the new generation. Raises LibraryError when it cannot be taken back.
    """
    undoing = engine.library.undo_plan(change)
    put = [prepare(article, "undo", version) for version, article in undoing.restore]
    embed(put, engine, encoder, progress)
    return undoing.change, engine.put_articles("undo", put, undoing.remove, undoing.change.id, by=by)


def prepare(
    article: Article, origin: str, version: int | None = None, sketched: tuple[int, ...] | None = None
) -> Prepared:
    """An article with its paragraphs cut, their words made, and its sketch where it is not made yet."""
    parts: list[Paragraph] = []
    seen: dict[str, int] = {}
    for start, end in cut(article.text, article.language):
        text = article.text[start:end]
        seen[text] = seen.get(text, 0) + 1
        identity = _paragraph_id(article.id, text, seen[text])
        vector = text_hash(under_title(article, start, end))
        parts.append(Paragraph(identity, start, end, vector, " ".join(words.words(text))))
    values = sketch(article.text) if sketched is None else sketched
    return Prepared(article, tuple(parts), " ".join(words.words(article.title)), origin, version, values)


def under_title(article: Article, start: int, end: int) -> str:
    """A paragraph as it is embedded: below the title, which says what its own words leave out."""
    return f"{article.title}\n{article.text[start:end]}"


def _prepared(article: Article, outcome: Outcome) -> Prepared:
    return prepare(article, outcome.origin or outcome.where, sketched=outcome.sketch)


def embed(
    articles: Sequence[Prepared],
    engine: Engine,
    encoder: Encoder,
    progress: Progress,
    anew: Collection[bytes] = (),
) -> int:
    """Computes and keeps the vectors of paragraphs that have none of this model yet; returns how many.

    Those under the hashes ``anew`` are computed again.
    """
    paragraphs = _to_embed(articles)
    known = engine.known(list(paragraphs))
    missing = [key for key in paragraphs if key not in known or key in anew]
    missing.sort(key=lambda key: paragraphs[key].end - paragraphs[key].start)  # like lengths: padding costs time
    done = 0
    progress(0, len(missing))
    waiting = iter(missing)
    seen: dict[str, np.ndarray] = {}  # minutes say the same over and over
    while part := list(islice(waiting, _KEEP_EVERY)):
        engine.keep_vectors(_vectors(part, paragraphs, encoder, seen))
        done += len(part)
        progress(done, len(missing))
    return done


def restore(
    given: str, engine: Engine, encoder: Encoder, progress: Progress, *, by: str | None = None
) -> tuple[Version, int]:
    """Brings a kept version back that ``ID@NUMBER`` names; returns it and the new generation.

    The version keeps its number, and vectors that are kept are not computed again. Raises NotInLibrary; LibraryError
    when that version is the live one.
    """
    chosen = version(engine.library, given)
    if chosen.live:
        raise LibraryError(f"version {chosen.number} of {chosen.article.id} is the live one: nothing to restore")
    put = [prepare(chosen.article, chosen.origin, chosen.key)]
    embed(put, engine, encoder, progress)
    return chosen, engine.put_articles("restore", put, by=by, origin=f"{chosen.article.id}@{chosen.number}")


def sentence_spans(articles: Sequence[Prepared]) -> dict[bytes, list[Span]]:
    """The sentences of every paragraph under its hash, as they are cut now."""
    return {key: found.sentences() for key, found in _to_embed(articles).items()}


@dataclass(frozen=True, slots=True)
class _ToEmbed:
    article: Article
    start: int
    end: int

    def sentences(self) -> list[Span]:
        return sentences(self.article.text[self.start : self.end], self.article.language)

    def texts(self, spans: Sequence[Span]) -> list[str]:
        """What is embedded of it: the paragraph below the title, and its sentences."""
        text = self.article.text[self.start : self.end]
        return [under_title(self.article, self.start, self.end), *(text[start:end] for start, end in spans)]


def _to_embed(articles: Sequence[Prepared]) -> dict[bytes, _ToEmbed]:
    """Every paragraph under the hash that its vectors are kept under."""
    return {
        p.vector: _ToEmbed(prepared.article, p.start, p.end) for prepared in articles for p in prepared.paragraphs
    }


def _vectors(
    keys: Sequence[bytes], paragraphs: Mapping[bytes, _ToEmbed], encoder: Encoder, seen: dict[str, np.ndarray]
) -> list[tuple[bytes, list[Span], np.ndarray]]:
    """Vectors of paragraphs and of their sentences; ``seen`` holds those of the last texts, and is kept short."""
    spans = [paragraphs[key].sentences() for key in keys]
    texts = [paragraphs[key].texts(s) for key, s in zip(keys, spans, strict=True)]
    new = list(dict.fromkeys(text for group in texts for text in group if text not in seen))
    seen.update(zip(new, encoder.encode_passages(new), strict=True))
    rows = zip(keys, spans, texts, strict=True)
    found = [(key, s, np.array([seen[text] for text in group])) for key, s, group in rows]
    for text in list(islice(seen, max(0, len(seen) - _REMEMBERED))):
        del seen[text]
    return found


def _paragraph_id(article: str, text: str, occurrence: int) -> int:
    """63 bits from content and source; the same paragraph of the same article keeps its id."""
    digest = hashlib.blake2b(f"{article}\n{occurrence}\n{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
