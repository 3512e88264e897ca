from __future__ import annotations

from datetime import date

import pytest

from knowledge.where import Where
from retrieval.sqlite_faiss import SqliteFaiss

EVERY = {"review", "bridge", "school", "undated", "qiao", "fangxun"}


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (Where(), EVERY),
        (Where(after=date(2024, 2, 1)), {"bridge", "school", "fangxun"}),
        (Where(after=date(2024, 5, 4)), set()),
        (Where(before=date(2023, 1, 19)), {"review"}),  # by its meeting date
        (Where(before=date(2023, 12, 30)), {"review", "qiao", "school"}),
        (Where(after=date(2023, 1, 21), before=date(2023, 1, 21)), {"qiao"}),
        (Where(after=date(2023, 12, 30), before=date(2023, 12, 30)), {"school"}),
        (Where(after=date(2024, 1, 1), before=date(2023, 1, 1)), set()),
        (Where(person="CHEN QUNWEI"), {"review"}),  # only listed
        (Where(person="Wu Jian"), {"bridge", "school"}),  # listed in one, in the text of the other
        (Where(person="邵潘锋"), {"qiao"}),
        (Where(person="new bridge"), {"bridge"}),  # in the title
        (Where(person="%"), set()),
        (Where(person="Wu' OR '1"), set()),
        (Where(place="LUXIANG"), {"school"}),
        (Where(place="南湖"), {"qiao"}),
        (Where(publisher="gazette"), {"review", "bridge"}),
        (Where(publisher="南湖新闻"), {"qiao"}),
        (Where(language="en"), {"review", "bridge", "school", "undated"}),
        (Where(language="zh"), {"qiao", "fangxun"}),
        (Where(language="de"), set()),
        (Where(articles=("qiao", "bridge", "gone")), {"qiao", "bridge"}),
        (Where(articles=("qiao", "bridge"), language="zh"), {"qiao"}),
        (Where(publisher="gazette", after=date(2024, 1, 1), person="wu jian", language="en"), {"bridge"}),
    ],
)
def test_each_condition_lets_through_what_it_says(where: Where, ids: set[str], engine: SqliteFaiss) -> None:
    assert {article.id for article in engine.library.articles(where)} == ids


def test_capitals_beyond_ascii_do_not_matter(engine: SqliteFaiss) -> None:
    with engine.library.writing() as db:
        db.execute("UPDATE versions SET place = 'Öresund STRAßE' WHERE article = 'school'")
    assert [article.id for article in engine.library.articles(Where(place="öresund strasse"))] == ["school"]


def test_sequences_are_words_next_to_each_other_in_one_paragraph(engine: SqliteFaiss) -> None:
    with engine.snapshot() as snapshot:
        found = {
            sequences: {p.article.id for p in snapshot.fetch(ids).values()}
            for sequences in (("new bridg",), ("bridg new",), ("new bridg", "council"))
            for ids in [[hit.id for hit in snapshot.search_lexical(["bridg"], 9, Where(sequences=sequences))]]
        }
    assert found == {("new bridg",): {"bridge"}, ("bridg new",): set(), ("new bridg", "council"): {"bridge"}}


@pytest.mark.parametrize("person", ["ÖRESUND", "Öresund", "吴健", "wu jian"])
def test_a_person_is_found_with_any_folding_that_the_name_needs(person: str, engine: SqliteFaiss) -> None:
    with engine.library.writing() as db:
        db.execute("UPDATE versions SET text = 'öresund 吴健 WU JIAN' WHERE article = 'undated'")
    assert "undated" in {article.id for article in engine.library.articles(Where(person=person))}
