"""What a look through the whole library finds, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from knowledge.article import Article
from knowledge.checking import Finding, check_library
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import BRIDGE, REVIEW, put
from tests.toy_encoder import ToyEncoder

TODAY = date(2024, 6, 1)
SOUND = replace(REVIEW, meeting_date=date(2023, 1, 19))


def found(engine: SqliteFaiss, encoder: ToyEncoder, *articles: Article) -> list[str]:
    put(engine, encoder, *articles)
    return [finding.what for finding in check_library(engine.library, TODAY)]


def test_a_sound_library_has_no_findings(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    assert found(empty, encoder, SOUND, BRIDGE) == []


def test_days_that_cannot_be_right_are_found(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    assert found(
        empty,
        encoder,
        replace(SOUND, id="a", text=SOUND.text + " a", date=date(2024, 7, 1), meeting_date=None),
        replace(BRIDGE, id="b", date=date(1923, 1, 1)),
        replace(SOUND, id="c", title="c", text="One council met for one whole hour, and it went home.", date=None),
        replace(
            SOUND,
            id="d",
            title="d",
            text="Another body spoke of nothing else than water pipes.",
            date=date(2023, 1, 1),
        ),
        replace(
            SOUND,
            id="e",
            title="e",
            text="The third board chose its head and took no more votes.",
            date=date(2024, 5, 1),
        ),
    ) == [
        "is dated 2024-07-01: is that right? `meetings edit ID --date YYYY-MM-DD`",
        "tells on 2024-05-01 of a meeting on 2023-01-19, more than a year before: is that right?",
        "tells on 2023-01-01 of a meeting on 2023-01-19: one of the days is wrong",
        "is dated 1923-01-01: is that right? `meetings edit ID --date YYYY-MM-DD`",
        "has no date: `meetings edit ID --date YYYY-MM-DD`",
    ]


def test_texts_that_are_too_short_or_not_parted_are_found(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    assert found(empty, encoder, replace(BRIDGE, text="Yes."), replace(SOUND, text="word " * 1300)) == [
        "says hardly anything (4 characters): load the whole text, or remove it",
        "has a paragraph of 6500 characters: part it by blank lines and load it again",
    ]


def test_a_name_with_one_other_letter_is_asked_about_where_it_stands_alone(
    empty: SqliteFaiss, encoder: ToyEncoder
) -> None:
    usual = [
        replace(
            SOUND, id=str(n), title=f"t{n}", text=f"Meeting {n} {'abc'[n] * 40}. Shao Panfeng presided.", people=()
        )
        for n in range(2)
    ]
    slip = replace(BRIDGE, text="Shao Panfang presided over the sitting on the bridge.", people=())
    put(empty, encoder, *usual, slip)
    assert check_library(empty.library, TODAY) == [
        Finding(
            "bridge",
            BRIDGE.title,
            "names Shao Panfang; 2 others name Shao Panfeng: is that one person, spelt two ways?",
        )
    ]


def test_two_people_who_meet_are_two_people(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    both = replace(SOUND, text="Gu Wenqing and Gu Wenjing attended the meeting on water.", people=())
    again = replace(BRIDGE, text="Gu Wenqing presided over the sitting on the bridge.", people=())
    assert found(empty, encoder, both, again) == []


def test_a_name_in_characters_and_its_pinyin_are_advised_about_once(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    first = replace(SOUND, text="Shao Panfeng presided over the meeting on water.", people=())
    again = replace(BRIDGE, text="Shao Panfeng presided over the sitting on the bridge.", people=())
    chinese = replace(
        BRIDGE,
        id="qiao",
        title="会议",
        text=f"区委书记邵潘锋主持会议并讲话。{'大桥的建设要抓紧。' * 5}",
        language="zh",
        people=(),
    )
    put(empty, encoder, first, again, chinese)
    what = "names Shao Panfeng, which is how 邵潘锋 sounds, named in 1 article: is that one person, in two scripts?"
    (finding,) = check_library(empty.library, TODAY)
    assert (finding.what, finding.advice) == (what, True)


def test_articles_that_say_nearly_the_same_are_advised_about(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    long = " ".join(f"In clause {n} the council settled the matter of the {n}th bridge." for n in range(40))
    one, other = replace(BRIDGE, id="one", text=long), replace(SOUND, id="other", text=long + " And then it closed.")
    (finding,) = found(empty, encoder, one, other)
    assert finding.startswith("says nearly the same as other (9")


def test_addresses_are_tried_only_where_that_is_asked_for(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    put(empty, encoder, SOUND)
    tried: list[str] = []

    def dead(urls: Iterable[str]) -> dict[str, str]:
        tried.extend(urls)
        return dict.fromkeys(tried, "the server says 404")

    assert check_library(empty.library, TODAY) == []
    (finding,) = check_library(empty.library, TODAY, dead)
    assert tried == ["https://news.example.org/review"]
    assert finding.what == "its address https://news.example.org/review cannot be opened: the server says 404"
