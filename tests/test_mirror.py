from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.mirror import Gone
from retrieval.loading import Report, carry_out, read_all, rehearse, undo
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import quiet
from tests.toy_encoder import ToyEncoder


@pytest.fixture
def folder(tmp_path: Path, empty: SqliteFaiss, encoder: ToyEncoder) -> Path:
    """A folder that was loaded: two files, one of JSONL with two articles, one in a folder below."""
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text(" date 2024-01-01 A\n\nText of a.", encoding="utf-8")
    (folder / "b.txt").write_text(" date 2024-01-01 B\n\nText of b.", encoding="utf-8")
    (folder / "below" / "c.txt").write_text(" date 2024-01-01 C\n\nText of c.", encoding="utf-8")
    rows = '{"id": "d1", "title": "D1", "text": "Text of d1."}\n{"id": "d2", "title": "D2", "text": "Text of d2."}\n'
    (folder / "d.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "in-other").mkdir()
    (tmp_path / "in-other" / "e.txt").write_text(" date 2024-01-01 E\n\nText of e.", encoding="utf-8")
    found = read_all([folder, tmp_path / "in-other"])
    carry_out(rehearse(found, empty.library), empty, encoder, quiet)
    return folder


def mirrored(folder: Path, engine: SqliteFaiss) -> Report:
    return rehearse(read_all([folder]), engine.library, [folder])


def titles(report: Report) -> list[str]:
    return [each.title for each in report.removed]


def test_nothing_goes_from_a_folder_that_is_as_it_was(folder: Path, empty: SqliteFaiss) -> None:
    report = mirrored(folder, empty)
    assert (report.removed, report.to_do) == ((), False)


def test_what_goes_are_the_articles_of_files_and_lines_that_are_gone(folder: Path, empty: SqliteFaiss) -> None:
    (folder / "a.txt").unlink()
    (folder / "below" / "c.txt").unlink()
    (folder / "d.jsonl").write_text('{"id": "d2", "title": "D2", "text": "Text of d2."}\n', encoding="utf-8")
    report = mirrored(folder, empty)
    assert titles(report) == ["A", "C", "D1"]
    assert report.removed[0] == Gone(report.removed[0].article, "A", str(folder.resolve() / "a.txt"))


def test_a_file_that_moved_or_cannot_be_read_costs_no_article(folder: Path, empty: SqliteFaiss) -> None:
    (folder / "a.txt").rename(folder / "below" / "moved.txt")
    (folder / "b.txt").write_text(" date 2024-01-01 B\n\n", encoding="utf-8")
    (folder / "d.jsonl").write_text("{half of a line", encoding="utf-8")
    report = mirrored(folder, empty)
    assert titles(report) == []
    assert [outcome.where for outcome in report.outcomes if outcome.verdict == "refused"] == ["b.txt", "d.jsonl:1"]


def test_an_article_that_is_a_duplicate_now_stays(folder: Path, empty: SqliteFaiss) -> None:
    (folder / "a.txt").unlink()
    (folder / "f.jsonl").write_text('{"id": "f", "title": "F", "text": "Text of a."}\n', encoding="utf-8")
    assert titles(mirrored(folder, empty)) == []


def test_removal_and_load_are_one_change_and_one_undo(folder: Path, empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    before = empty.library.articles()
    (folder / "a.txt").unlink()
    (folder / "b.txt").write_text(" date 2024-01-01 B\n\nAnother text of b.", encoding="utf-8")
    report = carry_out(mirrored(folder, empty), empty, encoder, quiet)
    assert (titles(report), report.embedded, report.generation) == (["A"], 1, 2)
    assert empty.verify() is None
    encoder.encoded.clear()
    undo(empty, encoder, quiet)
    assert empty.library.articles() == before
    assert encoder.encoded == []
