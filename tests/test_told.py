from __future__ import annotations

import pytest

from knowledge.readers.told import told_day, told_language
from tests.documents import CHINESE, TEXT


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-07-19", "2024-07-19"),
        (" 2024-07-19T23:30:00-04:00", "2024-07-19"),
        ("2024-04-26 09:30", "2024-04-26"),
        ("2024-02-30", None),
        ("19 July 2024", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_counts_where_there_is_such_a_day(value: object, day: str | None) -> None:
    assert told_day(value) == day


@pytest.mark.parametrize(
    ("value", "text", "language"),
    [
        ("en-US", TEXT, "en"),
        ("de", TEXT, "de"),
        ("zh-CN", CHINESE, "zh"),
        ("en", CHINESE, None),
        ("english", TEXT, None),
        ("C", TEXT, None),
        (None, TEXT, None),
    ],
)
def test_a_language_counts_where_the_script_agrees(value: object, text: str, language: str | None) -> None:
    assert told_language(value, text) == language
