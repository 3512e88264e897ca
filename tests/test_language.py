from __future__ import annotations

import pytest

from knowledge.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met.", "en"),
        ("Der Rat tagte.", "en"),
        ("", "en"),
        ("2023-01-20!", "en"),
        ("谁主持了会议？", "zh"),
        ("審議預算", "zh"),
        ("南湖区 CA-11 项目会议", "zh"),
        ("会议讨论了 WTO 规则", "zh"),
        ("Shao Panfeng (邵潘锋) presided over the whole of the review meeting on Thursday afternoon", "en"),
        ("市長は会議を開きました。", "ja"),
        ("カタカナ", "ja"),
        ("시장이 회의를 열었다", "ko"),
        ("Совет собрался", "ru"),
        ("اجتمع المجلس", "ar"),
        ("𠀀𠀁𠀂", "zh"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert language_of(text) == language
