"""A maintainer's corrections: a new version that loading again keeps and undo takes back."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.article import Accepted, Article
from knowledge.errors import LibraryError
from knowledge.facts import Fact, Kind, Origin
from knowledge.history import versions
from knowledge.plan import Verdict
from retrieval.loading import edit, load, undo
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import BRIDGE, put, quiet
from tests.toy_encoder import ToyEncoder


def correct(engine: SqliteFaiss, encoder: ToyEncoder, **fields: object) -> Article:
    return edit("bridge", fields, engine, encoder, quiet, by="a test")[1]


def test_corrected_fields_hold_and_the_text_stays(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    new = correct(
        engine,
        encoder,
        title="The bridge",
        date="2024-05-04",
        meeting_date="2024-05-02",
        publisher="",
        place="Town Hall",
        people=["Wu Jian", "Ada"],
    )
    assert engine.library.article("bridge") == new
    assert new == Article(
        id="bridge",
        title="The bridge",
        text=BRIDGE.text,
        language="en",
        date=date(2024, 5, 4),
        meeting_date=date(2024, 5, 2),
        people=("Wu Jian", "Ada"),
        place="Town Hall",
    )


def test_nothing_but_a_title_is_embedded_again(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    encoder.encoded.clear()
    correct(engine, encoder, date="2024-05-04", place="Town Hall", people=["Wu Jian", "Ada"])
    assert encoder.encoded == []
    correct(engine, encoder, title="The bridge")
    assert {text for text in encoder.encoded if "\n" in text} == {
        f"The bridge\n{part}" for part in BRIDGE.text.split("\n\n")
    }


def test_facts_follow_a_correction(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    correct(engine, encoder, place="Town Hall", people=[])
    assert Fact(Kind.PLACE, "Town Hall", Origin.GIVEN) in engine.library.facts("bridge")
    assert "Wu Jian" not in dict(engine.library.people())


def test_loading_the_source_again_keeps_what_was_set_and_takes_what_is_new(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    correct(engine, encoder, publisher="The Gazette")
    assert put(engine, encoder, BRIDGE).outcomes[0].verdict is Verdict.UNCHANGED
    longer = Article(
        **{name: getattr(BRIDGE, name) for name in BRIDGE.__slots__} | {"text": BRIDGE.text + "\n\nMore."}
    )
    report = load([Accepted("bridge.txt", longer)], engine, encoder, quiet)
    assert report.outcomes[0].verdict is Verdict.CHANGED
    stored = engine.library.article("bridge")
    assert (stored.publisher, stored.text) == ("The Gazette", longer.text)
    assert put(engine, encoder, longer).outcomes[0].verdict is Verdict.UNCHANGED


def test_a_correction_is_taken_back_by_undo_and_then_the_source_counts_again(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    correct(engine, encoder, publisher="The Gazette")
    change, _ = undo(engine, encoder, quiet)
    assert change.kind == "edit"
    assert engine.library.article("bridge") == BRIDGE
    assert put(engine, encoder, BRIDGE).outcomes[0].verdict is Verdict.UNCHANGED


def test_the_source_of_a_corrected_article_is_still_known(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    correct(engine, encoder, publisher="The Gazette")
    kept = versions(engine.library, "bridge")
    assert len({version.origin for version in kept}) == 1
    assert [(version.number, version.live, version.by) for version in kept] == [(1, False, None), (2, True, "a test")]


def test_what_says_the_same_is_no_new_version(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    generation = engine.library.generation()
    old, new, now = edit("bridge", {"publisher": "Harbour Gazette"}, engine, encoder, quiet)
    assert (old == new, now) == (True, generation)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"date": "yesterday"}, "date should be a day such as 2023-01-20, found 'yesterday'"),
        ({"title": ""}, "an article needs a title"),
        ({"language": ""}, "an article needs a language"),
        ({"language": "Klingon"}, "language should be a code such as en or zh, found 'Klingon'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    engine: SqliteFaiss, encoder: ToyEncoder, fields: dict[str, object], reason: str
) -> None:
    with pytest.raises(LibraryError, match=reason):
        correct(engine, encoder, **fields)
    assert engine.library.article("bridge") == BRIDGE
