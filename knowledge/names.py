"""Finds names of people in English and Chinese text, each as the slice in which it stands, without titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from knowledge.vocabulary import HONORIFICS, LIKE_CHINESE_NAMES, NOT_OF_PEOPLE, OFFICES, TITLES

Span = tuple[int, int]

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤骆俞裴邬卞翁"
)
# Rarer ones: enough for a name where a title or a list says that it is one.
_RARER = (
    "修尤干甘兰宴晏宿牛鲍滕柳倪施舒柯梅盛童颜祝庞葛乔赖温章柴康文洪安岳谷凌米左阮欧管翟焦甄路邢房屈项聂辛齐樊"
    "伍殷耿关包蓝穆冉涂符占费牟应楼解古成纪寇季华常庄游车苗霍单桂褚岑瞿鄢娄窦卓木冷阳仇靳燕支敖巫巴苟麻沙臧井邸饶丛宣傅简阎佟蒲银闵卜楚卫邝冼佘祁"
    "申代漆鞠郁花祖宫诸淳戚卞席麦植练仲竺荆幸禹恽储糜仝喻奚郎鲁廉皮湛狄贝茅刁虞昝裘缪宗杭钮嵇荀惠曲芮隗宓郗栾厉戎景詹郜蓟薄邰索蔺屠蒙池胥"
    "莘逄姬郦桑濮扈冀浦尚艾茹易戈匡阙巩晁阚巢蒯逯桓亓苑晋帅闻伊羿蔚雍佴"
)
_DOUBLE = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木"
_NEVER_GIVEN = "的了在是和与及以对针从把被将会说讲没当去到给请让投做能可要该等名位个们部局各镇街项次级届余多个，、。"
_GIVEN = rf"[^\W\d_a-zA-Z{_NEVER_GIVEN}]"
_GATHERING = r"会(?![议場场上中前后期员堂展计同见商谈费务诊])"  # 李会良 is a name, 文会上 is none
_ONE_GIVEN = rf"(?:{_GATHERING}|{_GIVEN})"
_FOREIGN = r"[\u4e00-\u9fff]{1,5}(?:·[\u4e00-\u9fff]{1,6})+"
CHINESE_NAME = rf"(?:(?:{_DOUBLE}){_ONE_GIVEN}{{1,2}}|[{FAMILY_NAMES}{_RARER}]{_ONE_GIVEN}{{1,2}})"
CHINESE_TITLE = (
    r"(?:书记|[省市区县镇乡村校局会院处科社州部厅司组队站所班行场]长|总指挥|指挥长|秘书长|检察长|董事长|首席|主席|主任|经理|主委"
    r"|同志|成员|委员|常委|代表|领导|专员|组织员|调研员|巡视员|指导员|督导员|研究员|联络员|工程师|会计师"
    r"|律师|教授|博士"
    r"|校监|政委|司令员?|总裁|总监|秘书|支书|理事|董事|先生|女士|负责人)"
)
_AFTER = rf"(?:副?{CHINESE_TITLE}|一行)?"
_CHINESE_PART = re.compile(
    rf"^\s*(?:.*?{CHINESE_TITLE}[：: ]*)??(?P<name>{_FOREIGN}|{CHINESE_NAME})\s*{_AFTER}\s*(?:等.*)?$"
)
_TITLED = re.compile(rf"{CHINESE_TITLE}[：: ]*$")

SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bCllr)(?<!\bSt)(?<!\bNo)(?<!\bProf)(?<!\bRev)"
    r"(?!(?<=[ap]\.m)\.\s+[a-z])[.!?][\"”’)]*(?=\s|$)|\n+"
)

_PART = r"(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O['’]|D['’])?[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’](?!s\b)[A-Za-zÀ-ÿ][a-zà-ÿ]*)*)"
_LINK = r"(?:van|von|der|den|de|da|di|del|la|le|bin|al|el|ter|ten|y)"
_INITIAL = r"(?:[A-Z]\.|[A-Z](?=\s))"
_ENGLISH = re.compile(rf"(?:{_PART}|{_INITIAL})(?:\s(?:{_PART}|{_INITIAL}|{_LINK}(?=\s)))*")
_ENGLISH_BETWEEN = re.compile(r",|;|:|\band\b|\bas well as\b|\balong with\b|\btogether with\b|\(|\)|\n|\s-\s|–|—")
_LEADING = re.compile(
    r"\s*(?:(?:yesterday|today|then|later|finally|meanwhile|however|first|next|also|both|including|while|but|with"
    r"|among them)\b\s*,?\s*){0,3}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_BODIES = frozenset(
    (
        "association board bureau commission committee conference congress council department government group "
        "services"
    ).split()
)  # with which the name of an office ends
_FAMILY = re.compile(
    rf"(?<!\S)(?:(?P<before>\S+) )??(?P<name>{_PART})(?:\s+(?:also|then|further|again|later|finally|[a-z]+ly))?\s*$"
)
_RUN = re.compile(rf"(?<![\w.]){_ENGLISH.pattern}")
_OF_BODY = re.compile(rf"[A-Z]{{2,5}} (?i:{'|'.join(sorted(OFFICES))})\b")  # "ZBA Chairman"
_INITIAL_A = re.compile(rf"(?:A\.?|[A-Z]{{2}})\s{_PART}(?=\W|$)")  # else an article
_AFTER_LISTED = re.compile(r"[\s.*]*(?:$|(?:of|from|for|arrived|left|via|by|representing|until)\b)")
_AFTER_ENGLISH = re.compile(r"\s*(?:$|[a-z]|['’]s\b\s*$)")


def english_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names of two to five words that head the parts of ``text[start:end]``, in order; titles are left out.

    Parts are parted by commas and "and". A name inside of one ("in the absence of Mayor Jane Doe") does not count.
    """
    at = start
    for between in [*_ENGLISH_BETWEEN.finditer(text, start, end), None]:
        found = _english_name(text, at, between.start() if between else end)
        if found:
            yield found
        at = between.end() if between else end


class KnownNames:
    """The full names in an English text, by the family name that stands for each of them alone."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_family: dict[str, Span | None] | None = None

    def of_family_name(self, start: int, end: int) -> Span | None:
        """Where the text has the full name of whom ``text[start:end]`` ends with: "and Commissioner Marsh also"."""
        match = _FAMILY.search(self._text, start, end)
        name = self._known().get(match["name"]) if match else None
        if match is None or name is None:
            return None
        before, alone = (
            (match["before"] or "").lower().rstrip("."),
            not self._text[start : match.start("name")].strip(' "-”'),
        )
        return name if before in OFFICES | HONORIFICS or (alone and self._is_of_office(name)) else None

    def _is_of_office(self, name: Span) -> bool:
        """Whether an office stands right before the full name."""
        before = self._text[max(0, name[0] - 40) : name[0]].split()
        return bool(before) and self._text[name[0] - 1] == " " and before[-1].lower() in OFFICES

    def _known(self) -> dict[str, Span | None]:
        """Family names, each with its first full name; None where there are several people of that name."""
        if self._by_family is None:
            self._by_family = {}
            for name in self._all():
                family = self._text[slice(*name)].rsplit(maxsplit=1)[-1]
                other = self._by_family.setdefault(family, name)
                if other and not self._are_one(name, other):
                    self._by_family[family] = None
        return self._by_family

    def _all(self) -> Iterator[Span]:
        """Two to four words with capitals between titles."""
        for run in _RUN.finditer(self._text):
            for untitled, group in groupby(
                _WORD.finditer(self._text, *run.span()),
                lambda word: len(word.group()) < 3 or not is_title(word.group()),
            ):
                words = list(group)
                if untitled and 2 <= len(words) <= 4 and not _is_of_no_person(words):
                    yield words[0].start(), words[-1].end()

    def _are_one(self, one: Span, other: Span) -> bool:
        first, second = (
            self._text[slice(*one)].split()[0].rstrip("."),
            self._text[slice(*other)].split()[0].rstrip("."),
        )
        return first.startswith(second) or second.startswith(first)


def chinese_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names in a list parted by 、 or ， in ``text[start:end]``, each with or without a title.

    A name of two characters without a title counts only beside another name.
    """
    found: list[tuple[int, int, bool]] = []
    for part in re.finditer(r"(?:(?!以及|和(?![、，,]|$))[^、，,及与])+", text[start:end]):
        at = start + part.start()
        match = _CHINESE_PART.match(part.group())
        if match and not _is_word(match["name"]):
            left, right = match.span("name")
            found.append((at + left, at + right, _is_sure(part.group()[:left], match["name"])))
    if len(found) > 1 or any(sure for _, _, sure in found):
        yield from ((left, right) for left, right, _ in found)


def is_chinese_name(name: str) -> bool:
    """Whether it may be a name: not a common word, not a family name with a title."""
    return re.fullmatch(CHINESE_NAME, name) is not None and not _is_word(name)


def listed_name(text: str, start: int, end: int) -> Span | None:
    """The name in ``text[start:end]``, which is one part of a list; nothing but an office stands beside it."""
    at = start + len(text[start:end]) - len(text[start:end].lstrip())
    initial = _INITIAL_A.match(text, at, end)
    found = initial.span() if initial else _english_name(text, at, end)
    return found if found and _AFTER_LISTED.match(text, found[1], end) else None


def is_title(word: str) -> bool:
    """Whether it may stand before a name: "Vice-Chairman"."""
    return TITLES.issuperset(re.split(r"[-/]", word.lower().strip(".,:")))


def _english_name(text: str, start: int, end: int) -> Span | None:
    leading = _LEADING.match(text, start, end)
    at, titled = _after_titles(text, leading.end() if leading else start, end)
    match = _ENGLISH.match(text, at, end)
    if match is None:
        return _after_office(text, at, end) if titled else None
    if not _AFTER_ENGLISH.match(text, match.end(), end):
        return None
    words = list(_WORD.finditer(text, *match.span()))
    ends = [place for place, word in enumerate(words[:-2]) if word.group().lower() in OFFICES]
    words = words[ends[-1] + 1 :] if ends else words
    if not 2 <= len(words) <= 5 or words[-1].group().endswith(".") or _is_of_no_person(words):
        return None
    return words[0].start(), match.end()


def _after_titles(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the first word stands that is no title, and whether one before it is an office."""
    titled = False
    for word in _WORD.finditer(text, start, end):
        if not is_title(word.group()) and not _OF_BODY.match(text, word.start(), end):
            return word.start(), titled
        titled = titled or word.group().lower() in OFFICES
    return end, titled


def _after_office(text: str, start: int, end: int) -> Span | None:
    """The name that ends ``text[start:end]``, the rest of an office: "of the Water Board Ada Marsh"."""
    words = list(_WORD.finditer(text, start, end))
    ends = [place for place, word in enumerate(words[:-2]) if word.group().lower() in _BODIES]
    name = words[ends[-1] + 1 :] if ends else []
    if not 2 <= len(name) <= 3 or _is_of_no_person(name):
        return None
    whole = _ENGLISH.fullmatch(text, name[0].start(), name[-1].end())
    return whole.span() if whole and name[-1].group()[-1] != "." else None


def _is_of_no_person(words: list[re.Match[str]]) -> bool:
    said = [word.group().lower() for word in words]
    return not NOT_OF_PEOPLE.isdisjoint(said) or said[-1] in OFFICES


def _is_sure(before: str, name: str) -> bool:
    return len(name) > 2 or _TITLED.search(before) is not None


def _is_word(name: str) -> bool:
    return name[:2] in LIKE_CHINESE_NAMES or re.fullmatch(CHINESE_TITLE, name[1:]) is not None or name[-2:] == "书记"
