"""Reads a Chinese report: who presided, attended, spoke; where the meeting was; who held it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import opencc

from knowledge.names import CHINESE_NAME, CHINESE_TITLE, Span, chinese_names, is_chinese_name
from knowledge.told import Kind, Told

_HEAD = 1500  # characters in which a report says who was there; its last paragraph may, too
_TAIL = 300
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "\u3000": " "})
_ASIDE = re.compile(r"（[^（）]*）|“[^“”]*”|「[^「」]*」|《[^《》]*》")
_SENTENCE = re.compile(r"[^。！？!?\n；]+")
_CLAUSE = re.compile(r"[^，。！？!?\n；]+")
_LONGEST = 1200  # characters of a sentence that is read
_LATER = re.compile(r"定于|拟于|计划|将[^，]{0,12}(?:召开|举行|主持|出席|参加|列席)|去年|上次|上届|此前|曾")
_ANOTHER = re.compile(r"定于|拟于|再次(?:召开|举行)|下一?次|下周|下月")
_BASED = re.compile(r"^\s*(?:按照|根据|遵照|贯彻|落实|学习|围绕|结合|听说)")

_NAME = rf"(?P<name>{CHINESE_NAME})"
_BEFORE = rf"(?:^\s*|{CHINESE_TITLE}[：: ]*|[、由，]|(?:会上|随后|最后|其间|期间|会后|会前)[，]?)"
_CALLED = rf"(?:副?{CHINESE_TITLE})?"
_HOW = (
    r"(?:在[^，。；]{0,24}?(?:中|时|上|后|会)|(?:代表|作为)[^，。；]{2,16}?|向[^，。；]{1,16}?|同时|还|也|则|又|最后|首先"
    r"|随后|分别|充分"
    r"|再次|逐一|现场){0,3}"
)
_SAYING = (
    r"(?:指出|强调|要求|表示|说(?!明书|法|过)|认为|讲话|发言|致辞|致词|汇报|宣布|宣读|介绍|通报|传达|解读"
    r"|领学|提出|肯定|讲了|总结了|回顾了|安排部署"
    r"|作(?:了)?[^，。；]{0,16}?(?:讲话|报告|说明|发言|汇报|部署|点评|总结|动员|辅导|交流|述职)"
    r"|(?:就|针?对)[^，。；]{1,40}?(?:作?说明|发言|讲话|点评|提出[^，。；]{0,8}(?:要求|意见)"
    r"|进行[^，。；]{0,8}(?:点评|部署|说明|总结)|表示[^，。；]{2,4})"
    r"|进行(?:了)?[^，。；]{0,8}?(?:领学|说明|点评|部署|讲话|发言))"
)
_SPEAKER = re.compile(rf"{_BEFORE}{_NAME}{_CALLED}{_HOW}{_SAYING}")
_TOGETHER = re.compile(rf"(?:分别|先后|依次|相继)[^，。；]{{0,40}}?{_SAYING}")
_GOES_ON = re.compile(r"\s*(?:并|就[^，。；]{0,30})?(?:指出|强调|要求|讲话|提出)")

_PRESIDER = re.compile(
    rf"{_BEFORE}{_NAME}{_CALLED}(?:在[^，。；]{{0,24}}?)?主持"
    r"(?=\s*$|召开|并|了|[^，。；]{0,30}(?:会|论坛|仪式|活动|评议|学习|培训|座谈))(?!人|词|稿|常务工作"
    r"|日常|全面工作)"
)
_AND_SPOKE = re.compile(r"[^，。；]{0,24}?并[^，。；]{0,6}?(?:讲话|发言|致辞|作|提出|点评|强调|指出|要求)")

_ATTENDED = re.compile(
    r"(?:应邀|分别|也|一同|共同|一起|先后|专程|到会|均|都|还|应邀到会){0,4}(?P<verb>参加|出席|列席|到会(?=指导|并))"
    r"(?P<what>(?:了|过)?(?:本次|此次|这次|该|上述)?(?:[^，。；、的]{0,14}?(?:会议|大会|会|仪式|论坛)|活动)?)"
    r"(?=\s*$|并|，|。|；|指导)"
)
_WITH_LIST = re.compile(
    r"(?:参加|出席|列席)(?:了)?(?:本次|此次|这次)?[^，。；、]{0,10}的(?:区|市|县|镇)?(?:领导)?(?:还)?有[：: ]*"
)
_NOT = re.compile(r"(?:未|没有?|不|无法|因故?|请假|缺席)[^，]{0,6}$")
_DID = re.compile(
    r"主持|召开|举行|讲话|发言|宣读|宣布|汇报|通报|说明|介绍|传达|部署|审议|听取|点评|指出|强调|要求|表示"
    r"|参加|出席|列席|到会|领学|总结(?!室)"
    r"|研究(?!室|院|所|会|中心|员)|调研(?!员|室)|[就作]了"
)
_PLACE = re.compile(
    r"在(?P<place>[^，。；、在]{1,24}?(?:室|厅|中心|楼|馆|堂|院|部|局|镇|街道|村|社区|学校|中学|小学|大学"
    r"|广场|公园|工地|现场|酒店|宾馆|大厦|基地|园区|剧院|会场|公司|[号层]))"
    r"(?:隆重|顺利|正式|组织|主持)?(?:召开|举行|举办|开幕)"
)
_ORGANISER = re.compile(
    r"^(?:[^，]{0,16}?讯\s+)?(?:[^，]{0,14}?(?:日|午|天|晚|期间)(?![上下]午))?\s*(?P<who>(?![上下]午)[\u4e00-\u9fff]{1,16}?(?:[省市区县镇乡村州局委院部处办府社校厅组]|(?:员|协|联合"
    r"|常委|理事|董事|工|商|学|基金|议事)会|公司|街道|指挥部|中心|政协|人大))"
    r"(?:在[^，]{2,24}?)?(?:近日|日前|[昨今][天日])?(?:组织|隆重)?(?:召开|举行|举办|开展(?=[^，]{0,30}会))"
)
_NO_NAME = re.compile(
    r"^(?:我|本|这|祝贺|全|各|该|此|日前|今|昨|在|于|是|当|由|为|将|委员会$|议会$)|前往|于|[年月日]"
)  # of a body, of a place


def told(text: str) -> Iterator[Told]:
    """What ``text`` tells, sentence by sentence; people as often as they are named.

    Who presided and attended, where, and who held it is read near the beginning and in a short last paragraph.
    """
    flat = _ASIDE.sub(lambda aside: " " * len(aside.group()), _simplified(text.translate(_WIDE)))
    last = max(text.rfind("\n") + 1, len(text) - _TAIL)
    for sentence in _SENTENCE.finditer(flat):
        start, end = sentence.start(), min(sentence.end(), sentence.start() + _LONGEST)
        if (start < _HEAD or start >= last) and not _ANOTHER.search(flat, start, end):
            yield from _attendants(flat, start, end)
        if start < _HEAD and not _ANOTHER.search(flat, start, end):
            yield from _presiders(flat, start, end)
            yield from _first(Kind.PLACE, _PLACE, "place", flat, start, end)
            yield from _first(Kind.ORGANISER, _ORGANISER, "who", flat, start, end)
        for clause in _CLAUSE.finditer(flat, start, end):
            yield from _speakers(flat, *clause.span())
        for match in _TOGETHER.finditer(flat, start, end):
            names = chinese_names(flat, _list_start(flat, start, match.start()), match.start())
            yield from (Told(Kind.SPOKE, *name) for name in names)


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones, each in its place."""
    simple = _converter().convert(text)
    return simple if len(simple) == len(text) else text


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _presiders(text: str, start: int, end: int) -> Iterator[Told]:
    for clause in _CLAUSE.finditer(text, start, end):
        match = _PRESIDER.search(clause.group())
        if match is None or _LATER.search(clause.group()) or not is_chinese_name(match["name"]):
            continue
        span = _moved(match.span("name"), clause.start())
        yield Told(Kind.PRESIDED, *span)
        if _AND_SPOKE.match(text, clause.start() + match.end(), end) or _goes_on(text, clause.end(), end):
            yield Told(Kind.SPOKE, *span)


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the clause after the one that ends ``at`` says what the same person said."""
    return at < end and text[at] == "，" and _GOES_ON.match(text, at + 1, end) is not None


def _attendants(text: str, start: int, end: int) -> Iterator[Told]:
    listed = _WITH_LIST.search(text, start, end)
    if listed:
        yield from (Told(Kind.ATTENDED, *span) for span in chinese_names(text, listed.end(), end))
        return
    for match in _ATTENDED.finditer(text, start, end):
        clause = max(text.rfind("，", start, match.start()) + 1, start)
        if _NOT.search(text, clause, match.start()) or _LATER.search(text, clause, match.end()):
            continue
        spans = list(chinese_names(text, _list_start(text, start, match.start()), match.start()))
        yield from (Told(Kind.ATTENDED, *span) for span in spans)
        if len(spans) == 1 and _AND_SPOKE.match(text, match.end(), end):
            yield Told(Kind.SPOKE, *spans[0])


def _list_start(text: str, start: int, verb: int) -> int:
    """Where the list before "attended" begins: after the last clause in which something else was done."""
    clauses = [clause.span() for clause in _CLAUSE.finditer(text, start, verb)]
    begin = verb
    for left, right in reversed(clauses):
        if right < verb and _DID.search(text, left, right):
            break
        begin = left
    return begin


def _speakers(text: str, start: int, end: int) -> Iterator[Told]:
    """Whoever stands before what was said, and those of the list that he ends."""
    clause = text[start:end]
    match = None if _BASED.match(clause) else _SPEAKER.search(clause)
    if match and is_chinese_name(match["name"]) and not _LATER.search(clause[: match.end()]):
        last = _moved(match.span("name"), start)
        listed = list(chinese_names(text, start, last[1]))
        yield from (Told(Kind.SPOKE, *name) for name in (listed if last in listed else [last]))


def _first(kind: Kind, form: re.Pattern[str], group: str, text: str, start: int, end: int) -> Iterator[Told]:
    for clause in _CLAUSE.finditer(text, start, end):
        match = form.search(clause.group())
        if match and not _LATER.search(clause.group()) and not _NO_NAME.search(match[group]):
            yield Told(kind, *_moved(match.span(group), clause.start()))
            return


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
