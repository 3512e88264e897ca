"""What meetings are told with, in Chinese and English: terms that a general dictionary lacks or hardly favours."""

from __future__ import annotations

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


def pairs() -> list[tuple[str, str]]:
    """Each Chinese word with each of its English ones."""
    lines = [line.split() for line in _PAIRS.strip().splitlines()]
    return [
        (chinese, english)
        for line in lines
        for chinese in line
        if not chinese.isascii()
        for english in line
        if english.isascii()
    ]
