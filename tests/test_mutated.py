"""A share of the damaged documents of the benchmark, and the round trip of two articles in every form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.article import Article
from tests.benchmarks.mutated import cases, tried
from tests.benchmarks.roundtrip import forms, measured
from tests.documents import TEXT, TITLE

_SECONDS = 10.0


def test_damaged_documents_of_every_form_are_loaded_or_refused_in_time() -> None:
    results = [tried(case) for case in cases(220, seed=7)]
    assert [result.case.name for result in results if result.seconds > _SECONDS] == []
    assert {bool(result.loaded) for result in results} == {True, False}


_BY_PYTHON = [name for name in forms() if not name.endswith((" (Chromium)", " (LibreOffice)", " (pandoc)"))]


@pytest.mark.parametrize("form", _BY_PYTHON)
def test_an_article_comes_back_whole_from_every_form(form: str, tmp_path: Path) -> None:
    day = date(2024, 7, 19)
    first = Article("first", TITLE, TEXT, "en", day, publisher="Linxi Bulletin", url="https://linxi.example/first")
    given = [
        first,
        Article("second", "The school", f"The school.\n\n{TEXT}", "en", day, url="https://linxi.example/2"),
    ]
    row = measured(form, given, forms()[form](given, tmp_path))
    assert (row.articles, row.recall, row.precision, row.titles, row.dates) == (2, 1.0, 1.0, 1.0, 1.0)
