"""What meetings are told with, in Chinese and English, so that a question in one finds the sentence in the other.

An encoder knows which paragraph is meant across languages, but hardly which of its sentences: who presided and who
attended look alike to it.
"""

from __future__ import annotations

from functools import cache

from retrieval.words import is_stop, words

_PAIRS = """
主持 presided chaired chairing
出席 attended attending present
参加 attended participated joined
缺席 absent
决定 decided decision resolved
通过 adopted approved passed
批准 approved
否决 rejected
推迟 postponed
投票 表决 vote voted voting votes
反对 against opposed
赞成 favour for supported
弃权 abstained abstention abstain
决议 resolution
要求 requested required demanded asked
强调 emphasized stressed
指出 pointed noted
汇报 reported report
发言 spoke speech remarks
宣布 announced
任命 appointed
辞职 resigned resignation
预算 budget
资金 经费 funds money funding
投资 investment
费用 成本 cost costs
工程 project works construction
完工 竣工 completed completion
开工 begin start starts
维修 repair repairs
桥 bridge
学校 school
幼儿园 kindergarten
教师 老师 teachers teacher
学位 places
医院 hospital
公交 bus
道路 road roads
停车 parking
防汛 防洪 flood
住房 housing
人才 talent talents
党建 party building
书记 secretary
区长 mayor
局长 director
委员会 committee
会议 meeting
地点 place venue
"""


@cache
def _bridges() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each line its Chinese words and its English ones, as full text knows them."""
    lines = [line.split() for line in _PAIRS.strip().splitlines()]
    return tuple(
        (
            frozenset(word for word in line if not word.isascii()),
            frozenset(stem for word in line if word.isascii() for stem in words(word) if not is_stop(stem)),
        )
        for line in lines
    )


def bridged(question: str) -> tuple[frozenset[str], ...]:
    """For each term of meetings in ``question``, the words that stand for it in the other language."""
    asked = frozenset(words(question))
    found: list[frozenset[str]] = []
    for chinese, english in _bridges():
        if any(word in question for word in chinese):
            found.append(english)
        if asked & english:
            found.append(frozenset(part for word in chinese for part in words(word)))
    return tuple(found)
