"""Names by their sound."""

from __future__ import annotations

import pytest

from retrieval.pinyin import readings, syllables, written_in_chinese, written_in_latin

PAIRS = ("邵潘", "潘锋", "南湖", "难糊", "锋主")


def vocabulary(start: str) -> list[str]:
    return [pair for pair in PAIRS if pair.startswith(start)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("panfeng", [("pan", "feng")]),
        ("xian", [("xi", "an"), ("xian",)]),
        ("nanhu", [("nan", "hu")]),
        ("bridge", []),
    ],
)
def test_a_word_is_read_as_syllables(name: str, found: list[tuple[str, ...]]) -> None:
    assert sorted(readings(name)) == found


def test_the_librarys_words_of_a_sound_are_found() -> None:
    assert written_in_chinese(("shao", "pan", "feng"), vocabulary) == ["邵潘锋"]
    assert set(written_in_chinese(("nan", "hu"), vocabulary)) == {"南湖", "难糊"}
    assert written_in_chinese(("bei", "jing"), vocabulary) == []


def test_a_chinese_name_is_written_in_latin_letters() -> None:
    assert ("shao", "panfeng") in set(written_in_latin("邵潘锋"))
    assert ("nanhu",) in set(written_in_latin("南湖"))


def test_a_character_may_sound_in_several_ways() -> None:
    assert {"zhong", "chong"} <= syllables("重")
    assert syllables("a") == frozenset()
    assert syllables("吕") == {"lu", "lyu", "lv"}
