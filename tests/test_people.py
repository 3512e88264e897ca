"""Names of people in Chinese questions."""

from __future__ import annotations

import pytest

from retrieval.dictionary import Dictionary
from retrieval.people import names_of_people


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("李建国在会上说", ["李建国"]),
        ("王芳出席会议", ["王芳"]),
        ("邵潘锋和陈群伟主持会议", ["邵潘锋", "陈群伟"]),
        ("陈书记和张区长说", []),
        ("金额", []),
        ("会议由区长主持", []),
        ("于会议", []),
        ("王", []),
        ("卢西县的税", []),
        ("黄线之前", []),
        ("学段最高", []),
    ],
)
def test_a_family_name_and_what_follows_is_a_name(run: str, names: list[str], dictionary: Dictionary) -> None:
    assert list(names_of_people(dictionary.segment(run))) == names
