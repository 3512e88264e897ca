"""Names of people in text, and what only looks like one."""

from __future__ import annotations

import pytest

from knowledge.names import chinese_names, english_names, is_chinese_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("District leaders Chen Qun, Wu Jian and Qin Xin’e", ["Chen Qun", "Wu Jian", "Qin Xin’e"]),
        (
            "Mayor Pro Tem Ada Marsh, José Núñez as well as Dr. Mary-Jane O’Neil",
            ["Ada Marsh", "José Núñez", "Mary-Jane O’Neil"],
        ),
        ("J. R. Smith of the Water Board", ["J. R. Smith"]),
        ("the Organization Department, Heads of Offices, Party Secretary", []),
        ("Ann Arbor Public Schools, New York, Ada", []),
        ("in the absence of Mayor Ada Marsh", []),
        (
            "Director of Student Services Carol Wills, Student Representative Mario Cote",
            ["Carol Wills", "Mario Cote"],
        ),
        ("Chief financial officer Bob Sole, P Batt, Mayor of East Larkin Heath", ["Bob Sole", "P Batt"]),
    ],
)
def test_english_names_stand_without_their_titles(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in english_names(text, 0, len(text))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区委书记邵帆、区长陈群立以及欧阳兰", ["邵帆", "陈群立", "欧阳兰"]),
        ("周俊雄主任、区政协叶水明主席", ["周俊雄"]),
        ("白酒、马路", []),
        ("吴健", []),
        ("吴健、张剑", ["吴健", "张剑"]),
        ("区长吴健", ["吴健"]),
        ("各部门负责人、全体代表", []),
    ],
)
def test_chinese_names_stand_without_their_titles(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in chinese_names(text, 0, len(text))] == names


def test_a_family_name_with_a_title_is_no_name() -> None:
    assert [name for name in ("李书记", "周主任", "成员", "邵潘锋", "欧阳兰", "陈") if is_chinese_name(name)] == [
        "邵潘锋",
        "欧阳兰",
    ]
