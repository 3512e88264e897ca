"""Reads out of a question what kind of thing it asks for, and out of a sentence whether it holds such a thing.

In English and Chinese. A sentence's figure or name counts only when the question did not give it already.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from enum import StrEnum

from knowledge.names import FAMILY_NAMES
from retrieval.words import distinct_words


class Kind(StrEnum):
    """The kind of thing that a question asks for."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    COUNT = "count"  # how many: a number
    AMOUNT = "amount"  # how much, how long, how far: a number with its unit
    SHARE = "share"  # a percentage
    DECISION = "decision"
    VOTE = "vote"  # how many, or who, for and against


_WHAT = r"\b(?:what|which) (?:[\w'’-]+ ){0,2}"
_PEOPLE = (
    "persons?|people|m[ae]n|wom[ae]n|leaders?|members?|officials?|mayor|president|king|queen|author|director"
    "|chair|secretary"
)
_TIMES = "years?|months?|days?|dates?|times?|century|decade|week|deadline|period"
_PLACES = (
    "city|country|state|town|village|place|street|venue|location|county|district|region|river|building|room|hall"
)
_AMOUNTS = (
    "costs?|price|amount|sum|budget|fees?|charge|salary|rent|population|length|height|width|depth|size|area|distance"
    "|speed|weight"
)
_DECIDING = r"decid\w+|decisions?|resolve[ds]?|agreed?|approved?|adopted|passed|outcome|result of the vote"

_ASKING = {
    Kind.PERSON: re.compile(
        rf"\bwho(?:m|se)?\b|{_WHAT}(?:{_PEOPLE})\b|谁|哪位|哪名|哪些人|何人|什么人|哪些领导|哪个人", re.I
    ),
    Kind.TIME: re.compile(
        rf"^when\b|\bwhen (?:did|do|does|is|are|was|were|will|has|had|should|must|can)\b|\bhow soon\b"
        rf"|\b(?:by|until|till|since) when\b|\bdeadline\b|{_WHAT}(?:{_TIMES})\b"
        r"|什么时[候间]|啥时|何时|什么日期|哪一?个?(?:年|月|天|日|世纪|时期)|几(?:月|号|点|日)|年份|截止|期限",
        re.I,
    ),
    Kind.PLACE: re.compile(
        rf"\bwhere\b|{_WHAT}(?:{_PLACES})\b|哪里|哪儿|何处|何地|什么地方|在哪|地点"
        r"|几(?:楼|层|号楼)|哪一?[个座间栋]?(?:楼|层|栋|会议室|礼堂|会场)|哪一?[个座些]?(?:国家|城市|地方|地区|省|市|县|区|镇|乡|街道|州)",
        re.I,
    ),
    Kind.COUNT: re.compile(
        rf"\bhow (?:many|often|old)\b|{_WHAT}(?:number|age)\b|多少(?!钱)|多大|(?<!百分之)几[^月号点日乎]|数量", re.I
    ),
    Kind.AMOUNT: re.compile(
        rf"\bhow (?:much|long|far|high|tall|large|big|fast|deep|heavy|wide)\b|{_WHAT}(?:{_AMOUNTS})\b|\bcosts?\b"
        r"|多少钱|多少[万亿]?元|多长|多久|多高|多远|多深|多宽|多重|费用|金额|花费|价格|总投资|面积",
        re.I,
    ),
    Kind.SHARE: re.compile(
        rf"{_WHAT}(?:percent(?:age)?|share|proportion|rate)\b|百分之几|百分比|比例|比重|.率是", re.I
    ),
    Kind.VOTE: re.compile(
        r"\bvot(?:e[ds]?|ing)\b|\btally\b|\bfor ?(?:/|or|and) ?against\b|投票|表决|几票|票数|赞成|反对", re.I
    ),
    Kind.DECISION: re.compile(
        rf"\b(?:what|which|how)\b.*\b(?:{_DECIDING})\b|(?:决定|决议|通过|议定).*什么|什么.*(?:决定|决议)", re.I
    ),
}

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|half|twice|dozen"
)
_UNITS = (
    r"[kcm]?m\b|\w*met(?:re|er)s?|miles?|feet|foot|inches|acres?|hectares?|mu\b|years?|months?|weeks?|days?|hours?|minutes?"
    r"|seconds?|yuan|dollars?|euros?|pounds?|ton(?:ne)?s?|square|degrees?|million|billion|thousand"
)
_CHINESE_UNITS = "元|美元|英镑|欧元|米|公里|千米|英里|平方|公顷|亩|吨|岁|年|个月|天|小时|分钟|秒|度|英尺"
_TITLES = "书记|[区省市县镇乡校局会部院处科社]长|主席|主任|先生|女士|教授|博士|总统|总理|委员|代表|议员"

_NAME = re.compile(r"[A-Z][\w'’.-]+(?:\s+[A-Z][\w'’.-]*)*")
_CHINESE_NAME = re.compile(
    rf"[\u4e00-\u9fff]·[\u4e00-\u9fff]|{_TITLES}|(?:^|[，、。；：“由和与])[{FAMILY_NAMES}][\u4e00-\u9fff]{{1,2}}"
    r"(?=[、，。和与等主出参表指强要汇宣说提介通]|$)"
)
_TIME = re.compile(
    rf"\b(?:1\d|20)\d\d(?:s|\b)|\b(?:{_MONTHS}|{_DAYS})\b|\bcentur\w+|(?<!\d)\d{{1,2}}[:：]\d\d(?!\d)|\b\d{{1,2}}(?:\.\d\d)?\s?[ap]\.?m\b|\b(?:yesterday|today|tomorrow)\b"
    r"|\d+\s*(?:年|月|日|号|世纪|时|点)|[一二三四五六七八九十]+(?:月|世纪)|年代|昨天|今天|明天|周[一二三四五六日]|星期",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|of|on|into|through|across|between|outside|around)\s+(?:the\s+)?(?P<name>[A-Z]\w+)"
    r"|[\u4e00-\u9fff]{1,4}(?:省|市|县|区|镇|乡|村|州|国|街道|路|厅|馆|中心|楼|层|礼堂|室|大学|广场|公园|工地|岛|河|山)"
)
_NUMBER = re.compile(
    rf"\d[\d,.]*|\b(?:{_NUMBER_WORDS})\b|[一二两三四五六七八九十百千万]*[二两三四五六七八九十百千万][一二两三四五六七八九十百千万]*",
    re.I,
)
_AMOUNT = re.compile(
    rf"[$€£¥]\s*\d[\d,.]*|\d[\d,.]*(?:\s*%|[\s-]*(?:{_UNITS}))|\b(?:{_NUMBER_WORDS})[\s-]+(?:{_UNITS})"
    rf"|[\d一二两三四五六七八九十][\d.,万亿千百十]*\s*(?:%|{_CHINESE_UNITS})",
    re.I,
)
_SHARE = re.compile(r"\d[\d.,]*\s*(?:%|per ?cent)|\b(?:half|third|quarter)s?\b|百分之|\d\s*成|分之|一半", re.I)
_DECISION = re.compile(
    r"\b(?:decid|resolv|agree|approv|adopt|reject|postpon|carried|referr)\w*|\bpass(?:ed|es)\b|\bfail(?:ed|s)\b"
    r"|决定|决议|确定|通过|同意|批准|否决|采纳|议定|明确",
    re.I,
)
_VOTE = re.compile(
    r"(?<![\d-])\d{1,3}\s*(?:[-–]|to)\s*\d{1,3}(?![\d-])|\bunanimous\w*"
    r"|\bin favou?r\b|\bagainst\b|\bopposed\b|\babst(?:ain\w*|entions?)\b"
    r"|\b(?:ayes?|nays?|noes)\b|\bvotes? for\b|全票|一致|[\d一二三四五六七八九十]\s*票|赞成|反对|弃权",
    re.I,
)


_CLAUSES = re.compile(r"[,;:，；：。、!?！？()（）]\s*|\s[-–—]\s")


def kinds(question: str) -> frozenset[Kind]:
    """What kinds of thing ``question`` asks for; often none."""
    return frozenset(kind for kind, pattern in _ASKING.items() if pattern.search(question))


def holds(kind: Kind, sentence: str, asked: AbstractSet[str]) -> bool:
    """Whether ``sentence`` holds such a thing besides ``asked``, the question's words as full text knows them."""
    match kind:
        case Kind.PERSON:
            return _new(_NAME, sentence[1:], asked) or _CHINESE_NAME.search(sentence) is not None
        case Kind.TIME:
            return _new(_TIME, sentence, asked)
        case Kind.PLACE:
            return _new(_PLACE, sentence, asked)
        case Kind.COUNT:
            return _new(_NUMBER, _TIME.sub(" ", sentence), asked)
        case Kind.AMOUNT:
            return _new(_AMOUNT, sentence, asked)
        case Kind.SHARE:
            return _SHARE.search(sentence) is not None
        case Kind.VOTE:
            return _VOTE.search(sentence) is not None
        case Kind.DECISION:
            return _DECISION.search(sentence) is not None


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence between its commas, colons, dashes and brackets."""
    return [clause for clause in _CLAUSES.split(sentence) if clause.strip()]


def _new(pattern: re.Pattern[str], sentence: str, asked: AbstractSet[str]) -> bool:
    """Whether a match of ``pattern`` says a word that the question does not."""
    return any(not distinct_words(match.group()) <= asked for match in pattern.finditer(sentence))
