"""Finds names of people in English and Chinese text, each as the slice in which it stands, without titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤骆俞裴邬卞翁"
)
_DOUBLE_FAMILY_NAMES = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯"

# What stands before or in place of a name, so that a name neither begins with it nor consists of it.
_TITLE_WORDS = frozenset(
    "district districts party secretary secretaries deputy vice executive governor mayor council councilmember "
    "councilmembers councilman councilwoman member members chair chairman chairwoman chairperson president director "
    "directors head heads leader leaders minister commissioner committee standing municipal town county city state "
    "provincial township village street subdistrict bureau office department general chief senior mr mrs ms dr prof "
    "professor comrade judge sir madam cm pro tem administrator attorney clerk manager superintendent treasurer "
    "planning commission board senator representative speaker officer captain the a an all both".split()
)
_NOT_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday yesterday today tomorrow meeting congress national communist organization "
    "bridge school hall river road avenue university company federation industry commerce resolution ordinance "
    "twelve relevant other several many some most this that these those there he she they it we at in on of "
    "for from with after before during under according together also both each every none no not more less "
    "finance education water transport budget party's central people people's government agenda".split()
)
_ENGLISH = re.compile(r"[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?(?:(?: [A-Z]\.)? [A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?)*")
_CHINESE = rf"(?:(?:{_DOUBLE_FAMILY_NAMES})[\u4e00-\u9fff]{{1,2}}|[{FAMILY_NAMES}][\u4e00-\u9fff]{{1,2}})"
_CHINESE_TITLE = (
    r"(?:书记|[区省市县镇乡校局会院处科社州部厅司组队站书]长"
    r"|秘书长|主席|主任|经理|主委|同志|委员|代表)"
)
# A name with its title before it, or at the beginning of a list's part.
_CHINESE_PART = re.compile(rf"^(?:.*{_CHINESE_TITLE})?(?P<name>{_CHINESE})$")
_CHINESE_END = re.compile(rf"(?:^|{_CHINESE_TITLE}|[，、；。由])(?P<name>{_CHINESE})$")


def english_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names of two to four words in ``text[start:end]``, in order; titles before them are left out."""
    for match in _ENGLISH.finditer(text, start, end):
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[match.start() : match.end()])]
        words = [(match.start() + a, match.start() + b) for a, b in words]
        while words and text[slice(*words[0])].lower().rstrip(".") in _TITLE_WORDS:
            words = words[1:]
        said = [text[slice(*word)].lower() for word in words]
        if 2 <= len(words) <= 4 and not _TITLE_WORDS & set(said) and not _NOT_NAMES & set(said):
            yield words[0][0], words[-1][1]


def chinese_name_at_end(text: str, start: int, end: int) -> Span | None:
    """The name with which ``text[start:end]`` ends, after a title or at the beginning of a clause."""
    match = _CHINESE_END.search(text, start, end)
    return match.span("name") if match else None


def chinese_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names in a list parted by 、 or ， in ``text[start:end]``, each with or without a title before it."""
    for part in re.finditer(r"(?:(?!以及)[^、，,和及与\s])+", text[start:end]):
        match = _CHINESE_PART.match(part.group())
        if match:
            yield start + part.start() + match.start("name"), start + part.start() + match.end("name")
