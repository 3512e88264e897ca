"""Names that may be one person's, against a comparison of all with all."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.spelt import in_two_scripts, one_letter_apart


@given(st.sets(st.text(alphabet="abA é邵", max_size=5), max_size=12))
def test_the_names_a_letter_apart_are_those_that_comparing_all_with_all_finds(names: set[str]) -> None:
    latin = sorted(name for name in names if name.isascii())
    assert one_letter_apart(names) == [
        (one, other) for one, other in combinations(latin, 2) if DamerauLevenshtein.distance(one, other) <= 1
    ]


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["Shao Panfeng", "Shao Panfang"], [("Shao Panfang", "Shao Panfeng")]),  # another letter
        (["Jane Doe", "Jane Does"], [("Jane Doe", "Jane Does")]),  # one more
        (["Wu Jian", "Wu Jina"], [("Wu Jian", "Wu Jina")]),  # two changed places
        (["Wu Jian", "Wu Jing An", "Jian Wu"], []),
        (["邵潘锋", "邵攀锋"], []),
    ],
)
def test_one_letter_is_one_more_less_other_or_moved(names: list[str], pairs: list[tuple[str, str]]) -> None:
    assert one_letter_apart(names) == pairs


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["Shao Panfeng", "邵潘锋", "Wu Jian"], [("Shao Panfeng", "邵潘锋")]),
        (["SHAO Pan-feng", "邵潘鋒"], [("SHAO Pan-feng", "邵潘鋒")]),
        (["Panfeng Shao", "邵潘锋"], [("Panfeng Shao", "邵潘锋")]),  # family name last
        (["Li Ming", "李明", "黎明"], [("Li Ming", "李明"), ("Li Ming", "黎明")]),
        (["Zeng Li", "Ceng Li", "曾丽"], [("Ceng Li", "曾丽"), ("Zeng Li", "曾丽")]),  # a character of two sounds
        (["Ouyang Xiu", "欧阳修"], [("Ouyang Xiu", "欧阳修")]),
        (["Shao Panfang", "邵潘锋", "Shao", "邵"], []),
        (["南湖区人民政府", "Nanhuqu Renminzhengfu"], []),  # too long for a name
    ],
)
def test_a_chinese_name_and_its_pinyin_are_paired(names: list[str], pairs: list[tuple[str, str]]) -> None:
    assert in_two_scripts(names) == pairs


def test_five_thousand_names_are_compared_at_once() -> None:
    characters = "李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑明建伟宏国庆潘锋晓东群光珍平迪良"
    chinese = [a + b + c for a in characters[:20] for b in characters[20:] for c in characters[20:30]][:2500]
    latin = [f"Person {chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Number{n}" for n in range(2500)]
    began = time.perf_counter()
    assert one_letter_apart([*chinese, *latin]) != []
    assert in_two_scripts([*chinese, *latin]) == []
    assert time.perf_counter() - began < 10
