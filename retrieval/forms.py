"""How English and Chinese ask for a list of meetings: patterns that a whole question must fit.

A group that took part says what is wished for: ``count``, ``latest`` or ``first`` the kind of list, ``presided`` or
``spoke`` what a person did there; ``person``, ``topic``, ``sort`` ("budget" in "budget meetings") and ``place`` what
it is about; ``who`` asks for whoever did that, ``organiser`` is who held it. The words of a period were taken out.
"""

from __future__ import annotations

import re
from itertools import count

_ASK = r"(?:(?:which|what)(?:\s+(?:are|were))?\s+|(?:list|name|show|give|find|get)\s+(?:me\s+|us\s+)?)"
_LIST_OF = r"(?:an?\s+|the\s+)?(?:full\s+|complete\s+)?list\s+of\s+"
_ANY = r"(?:(?:are|were|have)\s+there\s+(?:been\s+)?|did\s+(?:we|they|you)\s+(?:have|hold)\s+)?any\s+"
_COUNT = r"(?P<count>how\s+many|(?:what\s+(?:is|was)\s+)?the\s+(?:total\s+)?number\s+of)\s+"
_FILLER = r"(?:(?:all|every|any|some|of|the|our|your|past|previous|recent|other|different|known)\s+)*"
_NO_SORT = (
    r"(?:people|persons?|members?|residents?|citizens?|officials?|votes?|times?|hours?|decisions?|items?|resolutions?"
    r"|wh\w+|how|did|do|does|is|are|was|were|be|been|has|have|had|that|of|at|in|on|for|to|by|with|and|or|from|after"
    r"|before|during|attend\w*|next|last|latest|first)\b"
)
_SORT = rf"(?P<sort>(?:(?!{_NO_SORT})[\w'’-]+\s+){{0,4}}?)"
_MANY = rf"{_FILLER}{_SORT}(?:meetings|sessions|sittings|conferences|articles)"
_ONE = rf"{_SORT}(?:meeting|session|sitting|conference|article)"
_HELD = (
    r"(?:\s+(?:that|which|were|was|are|is|have|has|been|did|do|does|we|you|they|there|took|take|taken|taking|place|held"
    r"|hold|had|happen(?:ed)?|convened|organi[sz]ed|so\s+far|altogether|in\s+total|in\s+all|in\s+the\s+library"
    r"|on\s+record))*"
)
_TOPIC = r"(?P<topic>(?:(?!\b(?:wh(?:o|om|at|en|ere|y|ich)|how)\b)[^?]){2,120})"
_DISCUSS = (
    r"(?:about|on|concern(?:ing|ed)|regarding|deal(?:ing)?\s+with|dealt\s+with|discuss(?:ing|ed)?|cover(?:ing|ed)?"
    r"|mention(?:ing|ed)?|address(?:ing|ed)?|consider(?:ing|ed)?|relat(?:ed|ing)\s+to|touched\s+on|debat(?:ed|ing))"
)
_DISCUSSED = (
    r"(?:discussed|mentioned|raised|debated|considered|dealt\s+with|talked\s+about|addressed|on\s+the\s+agenda)"
)
_WHERE = r"(?:(?:at|in|during)\s+which|where)"
_ABOUT = (
    rf"(?:\s+{_DISCUSS}\s+{_TOPIC}|\s+{_WHERE}\s+{_TOPIC}\s+(?:was|were|is|are|has\s+been)\s+{_DISCUSSED}"
    r"|\s+(?:in|at)\s+(?P<place>(?-i:[A-Z])[\w'’ -]{1,60}))"
)
_PERSON = (
    r"(?P<person>(?!(?:people|everyone|anyone|who|where|there|we|you|they|(?:at|in|during)\s+which)\b)"
    r"(?:[^\s,?]+(?:,?\s+|$)){1,8}?)"
)
_DO = (
    r"(?:(?P<presided>chair(?:ed)?|preside(?:d)?(?:\s+(?:over|at))?|le(?:a)?d|head(?:ed)?|host(?:ed)?|conduct(?:ed)?)"
    r"|(?P<spoke>(?:speak|spoke|spoken|talk(?:ed)?|deliver(?:ed)?\s+(?:a\s+)?(?:speech|speeches|remarks))(?:\s+(?:at|in))?)"
    r"|attend(?:ed)?|t(?:ake|ook|aken)\s+part(?:\s+in)?|participated?(?:\s+in)?|(?:go|gone|been|went)\s+to"
    r"|appear(?:ed)?(?:\s+(?:at|in))?|join(?:ed)?|present(?:\s+at)?|at|in|named(?:\s+in)?|mentioned(?:\s+in)?)"
)
_DID = r"(?:\s+(?:did|does|do|has|have|had|was|were|is|that|which))*"
_BY = (
    r"\s+(?:were\s+|was\s+)?(?:attended\s+by|with|joined\s+by|(?P<presided>(?:chaired|presided(?:\s+(?:over|at))?|led|headed|hosted)\s+by)"
    r"|(?:mentioning|naming|that\s+mention|that\s+name))\s+(?P<person>(?-i:[A-Z\u3400-\u9fff]).{1,60})"
)
_LATEST = r"(?P<latest>latest|last|most\s+recent|newest)"
_FIRST = r"(?P<first>first|earliest|oldest)"
_IT = r"(?:(?:what|when|which)\s+(?:is|was)\s+|show\s+(?:me\s+)?|find\s+)?(?:the\s+|our\s+)?"
_A_MEETING = r"(?:\s+(?:an?|any)\s+(?:\w+\s+)?meeting)?"
_START = rf"(?:{_ASK}|{_LIST_OF}|{_ANY}|{_COUNT}|{_ASK}{_LIST_OF})?"

_ENGLISH = (
    rf"{_START}{_MANY}{_HELD}{_ABOUT}?{_HELD}",
    rf"{_START}{_MANY}{_DID}\s+{_PERSON}{_DO}",
    rf"{_START}{_MANY}{_BY}",
    rf"{_START}{_MANY}\s+{_WHERE}\s+{_PERSON}(?:was\s+|has\s+|had\s+)?{_DO}",
    rf"(?:at|in)\s+(?:{_COUNT}|(?:which|what)\s+){_MANY}\s+(?:did|was|has|had)\s+{_PERSON}{_DO}",
    rf"(?:at|in)\s+(?:{_COUNT}|(?:which|what)\s+){_MANY}\s+(?:was|were)\s+{_TOPIC}\s+{_DISCUSSED}",
    rf"(?:did|has|have)\s+{_PERSON}{_DO}\s+any\s+{_MANY}",
    rf"(?P<count>how\s+often|how\s+many\s+times)\s+(?:did|has|have)\s+{_PERSON}{_DO}(?:\s+(?:an?|the|any))?(?:\s+meetings?)?",
    rf"{_IT}{_LATEST}\s+{_ONE}{_HELD}{_ABOUT}?{_HELD}",
    rf"{_IT}{_LATEST}\s+{_ONE}{_DID}\s+{_PERSON}{_DO}",
    rf"{_IT}{_LATEST}\s+{_ONE}{_BY}",
    rf"{_IT}{_FIRST}\s+{_ONE}(?:{_HELD}{_ABOUT}|{_BY}|{_DID}\s+{_PERSON}{_DO})",
    rf"when\s+(?:did|was|has)\s+{_PERSON}(?:{_LATEST}|{_FIRST})\s+{_DO}{_A_MEETING}",
    rf"when\s+was\s+the\s+(?:{_LATEST}|{_FIRST})\s+time\s+(?:that\s+)?{_PERSON}(?:was\s+)?{_DO}{_A_MEETING}",
    rf"when\s+(?:was|were)\s+{_TOPIC}\s+(?:{_LATEST}|{_FIRST})\s+{_DISCUSSED}",
    rf"when\s+did\s+(?:we|they|the\s+\w+)\s+(?:{_LATEST}|{_FIRST})\s+(?:discuss|consider|debate|talk\s+about)\s+{_TOPIC}",
    rf"when\s+was\s+the\s+(?:{_LATEST}|{_FIRST})\s+time\s+{_TOPIC}\s+was\s+{_DISCUSSED}",
)

_ZH_WHICH = r"(?:哪些|什么|哪几[次场个])"
_ZH_COUNT = r"(?P<count>多少[次场个篇]?|几[次场个篇])"
_ZH_HOW = rf"(?:{_ZH_WHICH}|{_ZH_COUNT})"
_ZH_MEETING = r"(?:会议|例会|文章|(?<![员社工协学商议机晚])会)"  # no committee (委员会), no association (协会)
_ZH_ALL = r"(?:所有|全部|历次|各次|有|的)*"
_ZH_ALSO = r"(?:我们|一共|总共|共|都|曾经?|还|最近|近来|近期)*"
_ZH_HOLD = r"(?:召开|举行|举办|开|有)[过了]?"
_ZH_TEXT = r"(?:(?!谁|哪|什么|多少|几[次场个位]|为何|怎么|如何|是否)[^，。？,?])"
_ZH_SORT = rf"(?P<sort>(?:(?!参加|出席|列席|参与|主持|决定|通过|有人){_ZH_TEXT}){{0,20}}?)"
_ZH_TOPIC = rf"(?P<topic>{_ZH_TEXT}{{1,40}}?)"
_ZH_PERSON = rf"(?P<person>(?!有人|大家|人员){_ZH_TEXT}{{2,30}}?)"
_ZH_ABOUT = r"(?:关于|有关|涉及|讨论|研究|提到|提及|谈到|针对|部署|审议)[了过到]?"
_ZH_DO = r"(?:(?P<presided>主持)(?:召开)?|(?P<spoke>讲话|发言|致辞)|参加|出席|参与|列席|到会)[过了]?"
_ZH_WHEN = r"(?:是?在?(?:什么时候|何时|哪[一]?天|几号|哪[一]?次|什么时间|哪[一]?[个场])?(?:召开|开|举行|举办)?的?)"
_ZH_LATEST = r"(?:(?P<latest>最近|最新|最后|上)(?:的)?(?:一次|一场|一个|次)|(?P<latest>最新)的?)"
_ZH_FIRST = r"(?P<first>最早|第一)(?:的)?(?:一次|一场|次|场)"

_CHINESE = (
    rf"{_ZH_ALL}在(?P<place>{_ZH_TEXT}{{2,20}}?)(?:召开|举行|举办|开)的{_ZH_ALL}{_ZH_MEETING}(?:{_ZH_HOLD}{_ZH_HOW})?",
    rf"(?:有)?{_ZH_HOW}{_ZH_MEETING}是?在(?P<place>{_ZH_TEXT}{{2,20}}?)(?:召开|举行|举办|开)[了过]?的?",
    rf"{_ZH_ALL}{_ZH_ABOUT}{_ZH_TOPIC}的{_ZH_ALL}{_ZH_MEETING}{_ZH_ALSO}(?:{_ZH_HOLD}{_ZH_HOW}|是{_ZH_HOW}|列表|清单)?",
    rf"(?:在|有)?{_ZH_HOW}{_ZH_MEETING}(?:上|中|里)?(?:是|曾|都)*{_ZH_ABOUT}{_ZH_TOPIC}的?",
    rf"{_ZH_ALSO}(?:{_ZH_HOLD})?{_ZH_HOW}{_ZH_ABOUT}{_ZH_TOPIC}的{_ZH_MEETING}",
    rf"{_ZH_PERSON}{_ZH_ALSO}{_ZH_DO}的?{_ZH_HOW}(?:重要)?{_ZH_MEETING}?",
    rf"{_ZH_ALL}{_ZH_PERSON}{_ZH_DO}的{_ZH_ALL}{_ZH_MEETING}{_ZH_ALSO}(?:{_ZH_HOLD}{_ZH_HOW}|是{_ZH_HOW}|列表|清单)?",
    rf"(?:有)?{_ZH_HOW}{_ZH_MEETING}(?:是|有|由)?{_ZH_PERSON}{_ZH_ALSO}{_ZH_DO}的?",
    rf"{_ZH_PERSON}{_ZH_ALSO}在{_ZH_HOW}{_ZH_MEETING}(?:上|中)?(?:作|做)?[过了]?{_ZH_DO}",
    rf"{_ZH_LATEST}(?:召开|举行|开)?的?(?:{_ZH_ABOUT})?(?P<topic>{_ZH_TEXT}{{0,30}}?)的?{_ZH_MEETING}{_ZH_WHEN}",
    rf"{_ZH_FIRST}(?:召开|举行|开)?的?(?:{_ZH_ABOUT})?{_ZH_TOPIC}的?{_ZH_MEETING}{_ZH_WHEN}",
    rf"{_ZH_PERSON}(?:{_ZH_LATEST}|{_ZH_FIRST}){_ZH_DO}(?:的?{_ZH_MEETING})?{_ZH_WHEN}",
    rf"{_ZH_PERSON}(?:什么时候|何时)(?P<latest>最后|最近)(?:一次)?{_ZH_DO}{_ZH_MEETING}?",
    rf"{_ZH_LATEST}{_ZH_ABOUT}{_ZH_TOPIC}{_ZH_WHEN}",
    rf"{_ZH_TOPIC}(?:{_ZH_LATEST})(?:被)?(?:讨论|提到|提及|研究){_ZH_WHEN}",
    rf"{_ZH_SORT}{_ZH_ALSO}{_ZH_HOLD}{_ZH_HOW}的?{_ZH_SORT}的?{_ZH_MEETING}",
    rf"{_ZH_SORT}的?{_ZH_MEETING}{_ZH_ALSO}{_ZH_HOLD}{_ZH_HOW}",
    rf"{_ZH_ALL}{_ZH_MEETING}(?:列表|清单|一览|目录)?",
    rf"{_ZH_ALSO}{_ZH_HOW}(?:会议|会|文章)",
)
_WITH_A_PERIOD = (rf"{_ZH_ALL}{_ZH_SORT}会议",)  # 防汛会议 alone may mean one; 2024年的防汛会议 means all of them

_HOST = (
    r"(?:the\s+)?(?P<organiser>(?!(?:we|they|you|who|which|that|people|there|did|do|does|had|has|have|was|were|are|is)\b)"
    r"(?:[^\s,?]+\s+){0,7}?[^\s,?]+)"
)
_HOSTED = r"(?:organi[sz]ed?|h[eo]ld|convened?|call(?:ed)?|arranged?|hosted?|ran|run)"
_VENUE = (
    r"(?:in|at|inside)\s+(?:the\s+(?!library\b)(?P<place>[\w'’ -]{3,60})"
    r"|(?P<place>[\w'’ -]*[\u3400-\u9fff][\w'’ -]*))"
)
_ZH_HOST = rf"(?P<organiser>(?!谁|有人|我|他|她|它|你|您){_ZH_TEXT}{{2,30}}?)"
_ZH_HOSTED = r"(?:组织(?:召开|举行|举办)?|主办|承办|牵头(?:召开|举行|举办)?)[了过]?"

# Lists only where an article tells of the very place or organiser; otherwise the question is one like any other.
_TOLD = (
    rf"{_START}{_MANY}{_HELD}\s+{_VENUE}{_HELD}",
    rf"{_START}{_MANY}{_HELD}\s+by\s+{_HOST}",
    rf"{_START}{_MANY}{_DID}\s+{_HOST}\s+{_HOSTED}",
    rf"{_ZH_HOST}{_ZH_ALSO}{_ZH_HOSTED}的?{_ZH_HOW}(?:重要)?{_ZH_MEETING}",
    rf"{_ZH_ALL}由?{_ZH_HOST}{_ZH_HOSTED}的{_ZH_ALL}{_ZH_MEETING}{_ZH_ALSO}(?:{_ZH_HOLD}{_ZH_HOW}|是{_ZH_HOW}|列表|清单)?",
    rf"{_ZH_ALL}由{_ZH_HOST}(?:召开|举行|举办)的{_ZH_ALL}{_ZH_MEETING}{_ZH_ALSO}(?:{_ZH_HOLD}{_ZH_HOW}|是{_ZH_HOW}|列表|清单)?",
    rf"(?:有)?{_ZH_HOW}{_ZH_MEETING}是?由{_ZH_HOST}(?:{_ZH_HOSTED}|召开|举行|举办)的?",
)
# What somebody did at each meeting of more than one day; otherwise a single meeting may be meant.
_WHO_DID = (
    r"(?:(?P<presided>chair(?:ed)?|presid(?:ed?|ing)(?:\s+(?:over|at))?|led|headed)"
    r"|(?P<spoke>spoke|talked)(?:\s+(?:at|in))?|attend(?:ed)?|took\s+part\s+in|participated\s+in|(?:was|were)\s+(?:present\s+)?(?:at|in))"
)
_WHO = (
    rf"(?P<who>who)\s+(?:all\s+)?{_WHO_DID}\s+{_MANY}{_HELD}",
    rf"{_ZH_ALL}{_ZH_MEETING}(?:上|中)?{_ZH_ALSO}(?:分别|各)?(?:是|由)?(?P<who>谁|哪些人){_ZH_DO}的?",
    rf"(?:都?是|由)?(?P<who>谁|哪些人){_ZH_ALSO}{_ZH_DO}的?{_ZH_ALL}{_ZH_MEETING}",
)

_NAME = re.compile(r"\(\?P<(\w+)>")


def said(match: re.Match[str], text: str) -> dict[str, str]:
    """What each group that took part holds in ``text``, under its name."""
    found = {
        name.partition("_")[0]: text[slice(*match.span(name))] for name, value in match.groupdict().items() if value
    }
    return {name: value for name, value in found.items() if value.strip()}


def _compiled(form: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """A form in which a name may stand more than once, which ``re`` does not allow: each gets a number."""
    numbers = count()
    return re.compile(_NAME.sub(lambda name: f"(?P<{name[1]}_{next(numbers)}>", form), flags)


ENGLISH = tuple(_compiled(form, re.IGNORECASE) for form in _ENGLISH)
CHINESE = tuple(_compiled(form, re.NOFLAG) for form in _CHINESE)
WITH_A_PERIOD = tuple(_compiled(form, re.NOFLAG) for form in _WITH_A_PERIOD)
TOLD = tuple(_compiled(form, re.IGNORECASE) for form in _TOLD)
WHO = tuple(_compiled(form, re.IGNORECASE) for form in _WHO)
