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
    one = replace(QIAO, text="会议由王伟主持。", people=("王伟",))
    other = replace(REVIEW, text="Wang Wei presided.", people=())
    third = replace(QIAO, id="third", text="王维主持了会议。", people=("王维",))
    assert [each.person.names for each in found(tmp_path / "a", one, other)] == [("Wang Wei", "王伟")]
    assert {each.person.names for each in found(tmp_path / "b", one, other, third)} == {
        ("Wang Wei",),
        ("王伟",),
        ("王维",),
    }


def test_people_whom_only_the_text_tells_of_appear_and_nobody_else(tmp_path: Path) -> None:
    assert found(tmp_path / "a", replace(REVIEW, people=())) == [
        Appearing(Person(("Shao Panfeng",)), frozenset({"review"}))
    ]
    assert found(tmp_path / "b", replace(REVIEW, text="The bridge is open.", people=())) == []
