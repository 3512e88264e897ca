from __future__ import annotations

import pytest

from retrieval.kinds import Kind, clauses, holds, kinds
from retrieval.words import distinct_words


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who presided over the review meeting?", {Kind.PERSON}),
        ("Which council members voted against it?", {Kind.PERSON, Kind.VOTE}),
        ("pay amendment - what was the tally?", {Kind.VOTE}),
        ("投票结果是几票对几票？", {Kind.VOTE, Kind.COUNT}),
        ("啥时候开会", {Kind.TIME}),
        ("防汛会在几楼开的", {Kind.PLACE, Kind.COUNT}),
        ("until when do the managers stay?", {Kind.TIME}),
        ("what fee is charged?", {Kind.AMOUNT}),
        ("谁主持了会议？", {Kind.PERSON}),
        ("When will the bridge reopen?", {Kind.TIME}),
        ("In what year was the hall built?", {Kind.TIME}),
        ("鸭嘴桥什么时候恢复通车？", {Kind.TIME}),
        ("大桥是哪一年建成的？", {Kind.TIME}),
        ("What happened when the gate closed?", set()),
        ("Where was the review held?", {Kind.PLACE}),
        ("会议在哪里召开？", {Kind.PLACE}),
        ("How many households have to move?", {Kind.COUNT}),
        ("全区有多少支抢险队伍？", {Kind.COUNT}),
        ("How long did the east gate need?", {Kind.AMOUNT}),
        ("加固工程总投资是多少钱？", {Kind.AMOUNT}),
        ("What percentage of the work is done?", {Kind.SHARE}),
        ("满意率低于百分之几不予销号？", {Kind.SHARE}),
        ("What did the council decide about bus line 7?", {Kind.DECISION}),
        ("会议决定了什么？", {Kind.DECISION}),
        ("What is the bridge made of?", set()),
        ("这座桥是什么材料？", set()),
    ],
)
def test_a_question_asks_for_these_kinds_of_thing(question: str, found: set[Kind]) -> None:
    assert kinds(question) == found


@pytest.mark.parametrize(
    ("kind", "sentence", "held"),
    [
        (Kind.PERSON, "Afterwards Shao Panfeng spoke.", True),
        (Kind.PERSON, "The bridge was closed.", False),
        (Kind.PERSON, "会议由顾文清主持。", True),
        (Kind.PERSON, "大桥已经封闭。", False),
        (Kind.TIME, "It reopens on 20 December.", True),
        (Kind.TIME, "It reopens soon.", False),
        (Kind.TIME, "1月18日通车。", True),
        (Kind.PLACE, "They met in Luxiang.", True),
        (Kind.PLACE, "They met again.", False),
        (Kind.PLACE, "会议在文化中心召开。", True),
        (Kind.COUNT, "Nineteen households have to move.", True),
        (Kind.COUNT, "This was said on 12 January 2024.", True),
        (Kind.COUNT, "This was said in 2024.", False),
        (Kind.COUNT, "组建抢险队伍14支。", True),
        (Kind.AMOUNT, "It needed 47 minutes.", True),
        (Kind.AMOUNT, "It needed 47 votes.", False),
        (Kind.AMOUNT, "总投资3260万元。", True),
        (Kind.SHARE, "It stands at 87 per cent.", True),
        (Kind.SHARE, "It stands at 87.", False),
        (Kind.SHARE, "总体进度为87%。", True),
        (Kind.DECISION, "The council approved the repair.", True),
        (Kind.DECISION, "The council heard the report.", False),
        (Kind.DECISION, "会议通过了预算。", True),
    ],
)
def test_a_sentence_holds_these_kinds_of_thing(kind: Kind, sentence: str, held: bool) -> None:
    assert holds(kind, sentence, frozenset()) is held


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.VOTE, "The amendment failed by one vote, 5-6."),
        (Kind.VOTE, "31 in favor, 7 opposed"),
        (Kind.VOTE, "会议以9票通过"),
        (Kind.TIME, "会议14:00开始"),
        (Kind.TIME, "Doors open at 7 p.m. sharp"),
        (Kind.PLACE, "在五楼开会"),
    ],
)
def test_votes_hours_and_floors_are_known(kind: Kind, sentence: str) -> None:
    assert holds(kind, sentence, frozenset())
    assert not holds(kind, "A matter of the drains.", frozenset())


def test_what_the_question_gave_already_does_not_count() -> None:
    asked = distinct_words("When did Shao Panfeng speak of 2022?")
    assert not holds(Kind.TIME, "Shao Panfeng spoke of the work in 2022.", asked)
    assert holds(Kind.TIME, "Shao Panfeng spoke of the work in 2022 on Monday.", asked)
    assert not holds(Kind.PERSON, "Then Shao Panfeng spoke.", asked)


def test_a_sentence_is_parted_at_commas_colons_dashes_and_brackets() -> None:
    assert clauses("Wu presided; Li (Water Bureau) attended, and spoke.") == [
        *("Wu presided", "Li ", "Water Bureau", "attended", "and spoke."),
    ]
    assert clauses("吴主持会议，李、王参加。") == ["吴主持会议", "李", "王参加"]
