"""What an article tells about its meeting, each fact with the slice it was read from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.article import Accepted, Article
from knowledge.check import check
from knowledge.facts import Fact, Kind, Origin, read_facts
from knowledge.readers import read
from tests.meetings_process import ROOT


def article(text: str, title: str = "A meeting", **fields: Any) -> Article:
    language = "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"
    return replace(Article("a", title, text, language, date(2024, 5, 3)), **fields)


def told(text: str, title: str = "A meeting", **fields: Any) -> dict[str, list[str]]:
    """The values by kind; every slice is looked at on the way."""
    found: dict[str, list[str]] = {}
    given = article(text, title, **fields)
    for fact in read_facts(given):
        source = {Origin.TEXT: given.text, Origin.TITLE: given.title}.get(fact.origin)
        assert source is None or fact.kind is Kind.MEETING_DATE or source[fact.start : fact.end] == fact.value
        found.setdefault(fact.kind.value, []).append(fact.value)
    return found


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Mayor Ada Lovelace presided over the meeting.", {"presided": ["Ada Lovelace"]}),
        ("The sitting was chaired by Council Chair Shen Boyu, as always.", {"presided": ["Shen Boyu"]}),
        (
            "District leaders Chen Qunwei, Wu Jian and Ouyang Lan attended, and heads of offices spoke.",
            {"attended": ["Chen Qunwei", "Wu Jian", "Ouyang Lan"]},
        ),
        (
            "Tang Ruiling, director of the District Water Bureau, and Wu Qiming took part.",
            {"attended": ["Tang Ruiling", "Wu Qiming"]},
        ),
        ("Shao Panfeng pointed out that work goes on.", {"spoke": ["Shao Panfeng"]}),
        ("The hall stood open. Gu Wenqing, head of the district, said so.", {"spoke": ["Gu Wenqing"]}),
        ("Nanhu District held a meeting.", {"organiser": ["Nanhu District"]}),
        ("A meeting was held in the town hall of Luxiang.", {"place": ["town hall of Luxiang"]}),
        ("区委书记邵潘锋主持会议并讲话。", {"presided": ["邵潘锋"], "spoke": ["邵潘锋"]}),
        (
            "会议由区议事会主席沈伯屿主持，区长骆志恒、副区长顾文静出席。",
            {"presided": ["沈伯屿"], "attended": ["骆志恒", "顾文静"]},
        ),
        ("区长骆志恒、欧阳岚以及施工单位负责人参加会议。", {"attended": ["骆志恒", "欧阳岚"]}),
        ("临溪区在区防汛指挥中心召开部署会。", {"organiser": ["临溪区"], "place": ["区防汛指挥中心"]}),
        ("区水务局局长汤瑞玲表示，工程过半。", {"spoke": ["汤瑞玲"]}),
    ],
)
def test_who_was_there_and_what_they_did_is_read(text: str, facts: dict[str, list[str]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "The next meeting will be presided over by Mao Jiesheng.",
        "下一次会议将由骆志恒主持。",
        "Twelve residents of the villages attended.",
        "The Organization Department of the Municipal Party Committee attended the meeting.",
        "For: Shen Boyu, Fang Rulan. Against: Weng Kaiming.",
        "会议指出，工程过半。",
        "The Finance Bureau said that the money is there.",
        "",
    ],
)
def test_what_is_not_said_of_a_person_at_this_meeting_is_left_out(text: str) -> None:
    assert told(text) == {}


def test_the_day_is_read_with_its_place_and_a_day_of_front_matter_is_given() -> None:
    text = "Yesterday afternoon the council met."
    assert read_facts(article(text, meeting_date=date(2024, 5, 2))) == (
        Fact(Kind.MEETING_DATE, "2024-05-02", Origin.TEXT, 0, 9),
    )
    assert read_facts(article(text, meeting_date=date(2024, 4, 30))) == (
        Fact(Kind.MEETING_DATE, "2024-04-30", Origin.GIVEN),
    )


def test_a_year_that_was_reviewed_lies_before_the_meeting() -> None:
    assert told("x", title="The 2023 debriefing and review meeting") == {"period": ["2023"]}
    assert told("x", title="The 2024 review of the budget") == {}
    assert told("临溪区举行2023年度述职评议会。") == {"period": ["2023"], "organiser": ["临溪区"]}


def test_what_was_given_comes_before_what_was_read() -> None:
    given: dict[str, Any] = {"place": "City Hall", "people": ("Ada Lovelace",)}
    assert told("A meeting was held in the town hall of Luxiang. Wu Jian attended.", **given) == {
        "place": ["City Hall"],
        "attended": ["Ada Lovelace", "Wu Jian"],
    }


def test_somebody_is_named_once_for_each_thing_he_did() -> None:
    assert told("Wu Jian said yes. Wu Jian said no. Wu Jian presided.") == {
        "presided": ["Wu Jian"],
        "spoke": ["Wu Jian"],
    }


def test_a_title_tells_who_presided_and_who_held_the_meeting_where_the_text_does_not() -> None:
    assert told("会议指出，要坚持。", title="临溪区召开部署会") == {"organiser": ["临溪区"]}
    assert told(
        "Today she presided over the meeting.", title="Wu Jian presided over a meeting, and Ada Marsh spoke"
    ) == {"presided": ["Wu Jian"]}
    assert told("昨天，临溪区召开部署会。", title="南湖区召开部署会") == {"organiser": ["临溪区"]}


def test_the_customers_article_tells_what_it_tells(shared: Path) -> None:
    (draft,) = read(shared / "articles" / "nanhu-2023-01-20.txt")
    found = check(draft)  # type: ignore[arg-type]
    assert isinstance(found, Accepted)
    facts: dict[str, list[str]] = {}
    for fact in read_facts(found.article):
        facts.setdefault(fact.kind.value, []).append(fact.value)
    assert found.article.date == date(2023, 1, 20)
    assert facts == {
        "meeting_date": ["2023-01-19"],
        "period": ["2022"],
        "organiser": ["Nanhu District"],
        "presided": ["Shao Panfeng"],
        "attended": "Chen Qunwei,Wu Jian,Zhang Jian,Fan Guoliang,Chen Jianping,Qian Xiaodong,Cao Jiandi,Huang Jian,"
        "Chen Guangzhen".split(","),
        "spoke": ["Shao Panfeng"],
    }


def test_the_samples_name_nobody_who_is_not_a_person() -> None:
    names = set()
    for draft in read(ROOT / "knowledge" / "samples"):
        found = check(draft)  # type: ignore[arg-type]
        assert isinstance(found, Accepted)
        facts = read_facts(replace(found.article, people=()))
        names |= {fact.value for fact in facts if fact.kind in (Kind.PRESIDED, Kind.ATTENDED, Kind.SPOKE)}
    assert sorted(names) == sorted(KNOWN)


KNOWN = [
    *("Fang Rulan", "Gu Wenjing", "Gu Wenqing", "Luo Zhiheng", "Mao Jiesheng", "Ouyang Lan", "Pei Jinnan"),
    *("Qin Shuming", "Shen Boyu", "Tang Ruiling", "Tao Ruilin", "Weng Kaiming", "Wu Qiming", "Yu Chengzhou"),
    *("俞承洲", "方如岚", "汤瑞玲", "沈伯屿", "裴锦南", "邬启明", "陶瑞霖", "顾文清", "顾文静", "骆志恒"),
]
