"""Who appears: counted as the list of a person's meetings is, two scripts joined only where that is safe."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.appearing import Appearing, people_of
from retrieval.wish import Person
from tests.toy_articles import ALL, QIAO, REVIEW, open_engine, put
from tests.toy_encoder import ToyEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.article import Article


def found(folder: Path, *articles: Article) -> list[Appearing]:
    encoder = ToyEncoder()
    engine = open_engine(folder, encoder.model)
    put(engine, encoder, *articles)
    with engine.snapshot() as snapshot:
        return people_of(snapshot)


def test_people_are_counted_by_the_articles_that_name_them(tmp_path: Path) -> None:
    assert found(tmp_path, *ALL) == [
        Appearing(Person(("Shao Panfeng", "邵潘锋")), frozenset({"review", "qiao"})),
        Appearing(Person(("Wu Jian",)), frozenset({"bridge", "school"})),
        Appearing(Person(("Chen Qunwei",)), frozenset({"review"})),
    ]


def test_a_name_that_may_be_two_people_is_not_joined(tmp_path: Path) -> None:
    one, other = replace(QIAO, people=("王伟",)), replace(REVIEW, people=("Wang Wei",))
    third = replace(QIAO, id="third", text="王维主持了会议。", people=("王维",))
    assert [each.person.names for each in found(tmp_path / "a", one, other)] == [("Wang Wei", "王伟")]
    assert {each.person.names for each in found(tmp_path / "b", one, other, third)} == {
        ("Wang Wei",),
        ("王伟",),
        ("王维",),
    }


def test_nobody_appears_where_no_article_lists_people(tmp_path: Path) -> None:
    assert found(tmp_path, replace(REVIEW, people=())) == []
