from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.article import Accepted, Article, Refused
from knowledge.difference import Difference, Fact, difference
from knowledge.library import text_hash
from knowledge.plan import Outcome, Verdict
from retrieval import loading
from retrieval.encoder import Vectors
from retrieval.loading import Report, edit, load, prepare, read_all, remove, restore, under_title
from retrieval.sqlite_faiss import SqliteFaiss
from retrieval.words import words
from tests.toy_articles import ALL, BRIDGE, QIAO, SCHOOL, accepted, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder


def verdicts(report: Report) -> list[tuple[str, Verdict]]:
    return [(outcome.where, outcome.verdict) for outcome in report.outcomes]


def test_each_source_gets_its_verdict(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    new = Article("late", "Late", "A tunnel was proposed.", "en")
    found: list[Accepted | Refused] = [
        Accepted("new", new, ("no date: searches limited to a period will not find it",)),
        Accepted("changed", dataclasses.replace(BRIDGE, text="The bridge fell.")),
        Accepted("renamed", dataclasses.replace(SCHOOL, title="Another title")),
        Accepted("unchanged", QIAO),
        Accepted("twin", dataclasses.replace(QIAO, id="twin")),
        Accepted("again", new),
        Accepted("clash", dataclasses.replace(new, text="Another text under the same id.")),
        Refused("bad", ("no text: nothing but blank space under the head",)),
    ]
    report = load(found, engine, encoder, quiet)
    assert report.outcomes == (
        Outcome("new", Verdict.NEW, new, ("no date: searches limited to a period will not find it",)),
        Outcome(
            "changed",
            Verdict.CHANGED,
            found[1].article,  # type: ignore[union-attr]
            version=1,
            difference=difference(BRIDGE, found[1].article),  # type: ignore[union-attr]
        ),
        Outcome(
            "renamed",
            Verdict.CHANGED,
            found[2].article,  # type: ignore[union-attr]
            version=1,
            difference=Difference((Fact("title", SCHOOL.title, "Another title"),), (), 2),
        ),
        Outcome("unchanged", Verdict.UNCHANGED, QIAO),
        Outcome("twin", Verdict.DUPLICATE, found[4].article, duplicate_of="qiao"),  # type: ignore[union-attr]
        Outcome("again", Verdict.DUPLICATE, new, duplicate_of="late"),
        Outcome(
            "clash",
            Verdict.REFUSED,
            notes=("same id, url or title and date as new, but another text: give each its own id or url",),
        ),
        Outcome("bad", Verdict.REFUSED, notes=("no text: nothing but blank space under the head",)),
    )
    assert (report.generation, report.embedded) == (2, 4)  # new and changed, and the two of the renamed one
    assert {a.id for a in engine.library.articles()} == {a.id for a in ALL} | {"late"}


def test_a_load_that_brings_nothing_changes_nothing(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    encoder.encoded.clear()
    report = put(engine, encoder, *ALL)
    assert {verdict for _, verdict in verdicts(report)} == {Verdict.UNCHANGED}
    assert (report.generation, report.embedded, encoder.encoded) == (1, 0, [])
    assert len(engine.library.last_changes(10)) == 1
    assert load([Refused("x", ("bad",))], engine, encoder, quiet).generation == 1
    assert load([], engine, encoder, quiet) == Report((), 1, 0)


def test_the_same_text_under_another_id_is_taken_once_the_first_is_gone(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    twin = dataclasses.replace(QIAO, id="twin")
    assert verdicts(put(engine, encoder, twin)) == [("twin.txt", Verdict.DUPLICATE)]
    remove(["qiao"], engine)
    assert verdicts(put(engine, encoder, twin)) == [("twin.txt", Verdict.NEW)]


def test_an_article_that_comes_back_after_its_removal_is_new(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    remove(["bridge"], engine)
    assert verdicts(put(engine, encoder, BRIDGE)) == [("bridge.txt", Verdict.NEW)]


def test_what_is_read_from_files_is_loaded_whole(tmp_path: Path, empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(" date 2023-01-20 One\n\nThe first text.", encoding="utf-8")
    (tmp_path / "in" / "b.md").write_text("---\ntitle: Two\n---\nThe second text.", encoding="utf-8")
    (tmp_path / "in" / "c.bin").write_bytes(b"\0")
    report = load(read_all([tmp_path / "in", tmp_path / "in" / "a.txt"]), empty, encoder, quiet)
    assert verdicts(report) == [
        ("a.txt", Verdict.NEW),
        ("b.md", Verdict.NEW),
        ("c.bin", Verdict.REFUSED),
        ("a.txt", Verdict.DUPLICATE),
    ]
    assert [a.title for a in empty.library.articles()] == ["One", "Two"]


# Paragraphs


def test_paragraphs_are_slices_with_ids_from_content_and_source() -> None:
    text = "The bridge.\n\nThe school was opened.\n\nThe bridge."
    one = prepare(Article("a", "Title of it", text, "en"), "x.txt")
    assert [text[p.start : p.end] for p in one.paragraphs] == ["The bridge.", "The school was opened.", "The bridge."]
    below = [f"Title of it\n{text[p.start : p.end]}" for p in one.paragraphs]
    assert [under_title(one.article, p.start, p.end) for p in one.paragraphs] == below
    assert [p.vector for p in one.paragraphs] == [text_hash(each) for each in below]
    assert [p.words for p in one.paragraphs] == ["the bridg", "the school was open", "the bridg"]
    assert one.title_words == " ".join(words("Title of it"))
    ids = [p.id for p in one.paragraphs]
    assert len(set(ids)) == 3
    assert all(0 <= identity < 2**63 for identity in ids)
    moved = prepare(Article("a", "Other title", "New start here.\n\n" + text, "en"), "y.txt")
    assert [p.id for p in moved.paragraphs[1:]] == ids
    assert not {p.vector for p in moved.paragraphs} & {p.vector for p in one.paragraphs}
    assert not {p.id for p in prepare(Article("b", "Title of it", text, "en"), "x.txt").paragraphs} & set(ids)


# Vectors


def test_a_paragraph_is_embedded_below_its_title_and_each_sentence_once_alone(
    empty: SqliteFaiss, encoder: ToyEncoder
) -> None:
    text = "The bridge. The school.\n\nThe bridge."
    put(
        empty,
        encoder,
        Article("a", "A", text, "en"),
        Article("b", "B", text + "\n\nMore.", "en"),
        Article("c", "A", "More.\n\nThe bridge.", "en"),
    )
    assert sorted(encoder.encoded) == [
        "A\nMore.",
        "A\nThe bridge.",
        "A\nThe bridge. The school.",
        "B\nMore.",
        "B\nThe bridge.",
        "B\nThe bridge. The school.",
        "More.",
        "The bridge.",
        "The school.",
    ]


def test_a_new_title_has_the_paragraphs_embedded_anew_with_their_sentences(
    empty: SqliteFaiss, encoder: ToyEncoder
) -> None:
    was = Article("a", "Old title", "The bridge. The school.\n\nMore.", "en")
    put(empty, encoder, was)
    under_new = ["More.", "New title\nMore.", "New title\nThe bridge. The school.", "The bridge.", "The school."]
    encoder.encoded.clear()
    report = put(empty, encoder, dataclasses.replace(was, title="New title"))
    assert (report.embedded, sorted(encoder.encoded)) == (2, under_new)
    encoder.encoded.clear()
    restore("a@1", empty, encoder, quiet)
    edit("a", {"title": "New title"}, empty, encoder, quiet)
    assert encoder.encoded == []
    edit("a", {"title": "Third title"}, empty, encoder, quiet)
    assert sorted(encoder.encoded) == [
        "More.",
        "The bridge.",
        "The school.",
        "Third title\nMore.",
        "Third title\nThe bridge. The school.",
    ]
    assert empty.verify() is None


def test_a_sentence_that_recurs_is_embedded_once_in_a_load(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    texts = [f"The motion was carried. Item number {n:03} was closed." for n in range(100)]
    put(empty, encoder, *(Article(f"a{n}", f"A{n}", text, "en") for n, text in enumerate(texts)))
    assert encoder.encoded.count("The motion was carried.") == 1
    assert len(encoder.encoded) == 201  # a paragraph below its title and its second sentence each, and the first


def test_only_the_last_sentences_are_remembered(
    empty: SqliteFaiss, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_REMEMBERED", 40)
    texts = [f"The motion was carried. Item number {n:03} was closed." for n in range(100)]
    report = put(empty, encoder, *(Article(f"a{n}", f"A{n}", text, "en") for n, text in enumerate(texts)))
    assert 1 < encoder.encoded.count("The motion was carried.") <= 4
    assert report.embedded == 100


def test_progress_counts_the_paragraphs_that_have_to_be_embedded(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    told: list[tuple[int, int]] = []
    articles = [Article(f"a{n}", f"A{n}", f"Text number {n}.", "en") for n in range(70)]
    load(accepted(articles), empty, encoder, lambda done, total: told.append((done, total)))
    assert told == [(0, 70), (32, 70), (64, 70), (70, 70)]
    told.clear()
    load(accepted(articles), empty, encoder, lambda done, total: told.append((done, total)))
    assert told == [(0, 0)]


class _Breaking(ToyEncoder):
    """Gives up at its third call, as when somebody presses Ctrl-C."""

    calls = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls == 3:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


def test_an_interrupted_load_shows_nothing_and_resumes_where_it_was(data: Path, encoder: ToyEncoder) -> None:
    articles = [Article(f"a{n}", f"A{n}", f"Text number {n:03}.", "en") for n in range(100)]
    engine, breaking = open_engine(data, "toy@1"), _Breaking()
    with pytest.raises(KeyboardInterrupt):
        put(engine, breaking, *articles)
    assert engine.library.articles() == []
    assert (engine.library.generation(), len(breaking.encoded)) == (0, 2 * 64)
    engine.library.close()
    again = open_engine(data, "toy@1")
    report = put(again, encoder, *articles)
    assert (report.embedded, len(encoder.encoded), report.generation) == (36, 2 * 36, 1)
    assert not set(encoder.encoded) & set(breaking.encoded)
    assert len(again.library.articles()) == 100
