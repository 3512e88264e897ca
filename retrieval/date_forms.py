"""How English and Chinese write a day, a week, a month, a quarter, a half, a year or a span of them.

Only forms that can hardly mean anything else are here; "20th Congress", "12 items" and "2022 people" are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from retrieval import date_readers as read
from retrieval.period import Period

Reader = Callable[[Mapping[str, str], date], Period]
Form = tuple[re.Pattern[str], Reader]


def _either(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\b|(?P<back>last|this)\s+year\b)"
_MONTH = rf"(?P<month>{_either(list(read.MONTHS))})\b\.?"
_MONTH_2 = _MONTH.replace("month", "month2")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_2 = _DAY.replace("day", "day2")
_TO = r"\s*(?:to|until|till|through|-|–)\s*"
_IN = r"(?:in|during|of|since|for|from|until|by|before|after|between|throughout|early|late|mid|within)"
_OF = r",?\s+(?:of\s+)?"
_NUMBER = rf"(?P<number>\d{{1,2}}|{_either(read.NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?\b"

# "the August storm" is spoken of in other months, too.
_EVENT = r"(?:storms?|rains?|rainfall|floods?|flooding|typhoon|fire|earthquake|heat\s*wave|elections?)"
_ZH_EVENT = "(?:特大|大)?(?:暴雨|洪水|洪灾|水灾|台风|火灾|大火|地震|高温|选举)"

_ZH_NUMBER = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_ZH_YEAR = r"(?:(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年|(?P<back>去|今|本|前)年)的?\s*"
_ZH_MONTH = r"(?<![\d个每几十一二三四五六七八九])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月"
_ZH_YEARS_MONTH = _ZH_MONTH.replace(r"(?<![\d个每几十一二三四五六七八九])", "")
_ZH_MONTH_2 = _ZH_YEARS_MONTH.replace("month", "month2")
_ZH_DAY = rf"\s*(?P<day>{_ZH_NUMBER})\s*[日号]"
_ZH_DAY_2 = _ZH_DAY.replace("day", "day2")
_ZH_TO = r"\s*[至到—–~-]\s*"
_ZH_UNIT = r"(?P<unit>天|周|个?星期|个月|年)"


def _form(pattern: str, reader: Reader) -> Form:
    return re.compile(pattern, re.IGNORECASE), reader


# In this order: what says more comes first.
FORMS: tuple[Form, ...] = (
    _form(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", read.day_of),
    _form(
        r"(?<![\d./])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)",
        read.with_slashes,
    ),
    _form(
        rf"\bweek\s+(?:of|beginning|starting|from)\s+(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?",
        read.week_of,
    ),
    _form(rf"\bweek\s+(?:of|beginning|starting|from)\s+{_MONTH}\s+{_DAY}(?!\w)(?:{_OF}{_YEAR})?", read.week_of),
    _form(rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}{_ZH_DAY}(?:所在的?|那一?|当|这一?)周", read.week_of),
    _form(rf"\b{_DAY}{_TO}{_DAY_2}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?", read.days_of),
    _form(
        rf"\bbetween\s+(?:the\s+)?{_DAY}\s+and\s+(?:the\s+)?{_DAY_2}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?",
        read.days_of,
    ),
    _form(rf"\b{_MONTH}\s+{_DAY}{_TO}{_DAY_2}(?!\w)(?:{_OF}{_YEAR})?", read.days_of),
    _form(rf"\bbetween\s+{_MONTH}\s+{_DAY}\s+and\s+{_DAY_2}(?!\w)(?:{_OF}{_YEAR})?", read.days_of),
    _form(
        rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}{_ZH_DAY.replace('[日号]', '[日号]?')}{_ZH_TO}{_ZH_DAY_2}", read.days_of
    ),
    _form(rf"\b{_MONTH}(?:{_TO}|\s+and\s+){_MONTH_2}{_OF}{_YEAR}", read.months_of),
    _form(rf"\b(?:between|from|in)\s+{_MONTH}(?:{_TO}|\s+and\s+){_MONTH_2}(?!\w|\s+\d)", read.months_of),
    _form(rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}?份?{_ZH_TO}{_ZH_MONTH_2}份?(?!{_ZH_DAY})", read.months_of),
    _form(
        rf"\b(?:between|from|in|during)\s+(?P<year>(?:19|20)\d\d)(?:{_TO}|\s+and\s+)(?P<year2>(?:19|20)\d\d)\b",
        read.years_of,
    ),
    _form(rf"{_ZH_YEAR}{_ZH_YEARS_MONTH}{_ZH_DAY}", read.day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}{_OF}{_YEAR}", read.day_of),
    _form(rf"\b{_MONTH}\s+{_DAY}{_OF}{_YEAR}", read.day_of),
    _form(rf"\b{_MONTH}{_OF}{_YEAR}", read.month_of),
    _form(rf"{_ZH_YEAR}{_ZH_YEARS_MONTH}份?", read.month_of),
    _form(rf"\b{_IN}\s+(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])(?![\d/-])", read.month_of),
    _form(rf"{_ZH_MONTH}{_ZH_DAY}", read.day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?(?-i:(?!may\b)){_MONTH}(?!\w)", read.day_of),
    _form(rf"(?-i:\b(?!may\b)){_MONTH}\s+{_DAY}(?!\w|[,.]\d|\s+(?:people|votes?|items?|members?)\b)", read.day_of),
    _form(
        rf"\b(?:q|(?:the\s+)?(?=\w+\s+quarter))(?P<quarter>[1-4]|{_either(read.ORDINALS)})(?:\s+quarter)?{_OF}{_YEAR}",
        read.quarter_of,
    ),
    _form(r"\b(?P<year>(?:19|20)\d\d)\s*[-/]?\s*q(?P<quarter>[1-4])\b", read.quarter_of),
    _form(rf"\b{_IN}\s+(?:q(?P<quarter>[1-4])\b)", read.quarter_of),
    _form(rf"\b{_IN}\s+the\s+(?P<quarter>{_either(read.ORDINALS)})\s+quarter\b(?!\s+of)", read.quarter_of),
    _form(rf"\b(?:the\s+)?(?P<half>first|second)\s+half\s+(?:of\s+)?(?:the\s+year\s+)?{_YEAR}", read.half_of),
    _form(rf"\bh(?P<half>[12])\s+(?:of\s+)?{_YEAR}", read.half_of),
    _form(rf"(?:{_ZH_YEAR})?前三个?季度", read.three_quarters),
    _form(rf"(?:{_ZH_YEAR})?第?(?P<quarter>[一二三四1-4])季度", read.quarter_of),
    _form(rf"(?:{_ZH_YEAR})?(?P<half>[上下])半年", read.half_of),
    _form(r"(?<!\d)(?P<year>(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年(?!代)", read.year_of),
    _form(
        rf"\b{_IN}\s+(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)\b(?!\s*(?:people|yuan|dollars|members|votes|[%$]))",
        read.year_of,
    ),
    _form(r"\b(?P<named>today|(?:the\s+)?day\s+before\s+yesterday|yesterday)\b", read.named_day),
    _form(r"(?P<named>今天|今日|昨天|昨日|前天)", read.named_day),
    _form(rf"\b(?:last|this\s+past)\s+(?P<weekday>{_either(read.WEEKDAYS)})\b", read.weekday),
    _form(rf"\bon\s+(?P<weekday>{_either(read.WEEKDAYS)})\b(?!\s+to\b)", read.weekday),
    _form(r"(?P<which>上{1,2}个?|本|这个?)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]?)", read.chinese_week),
    _form(
        r"(?<![每\w至到])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?=[上下中]午|晚|的|召?开|有|谁|$|\W)",
        read.weekday,
    ),
    _form(r"\b(?P<which>last|previous|this)\s+(?P<unit>week|month|year)\b", read.unit),
    _form(rf"(?:\b{_IN}\s+|\bover\s+)?\bthe\s+(?:last|past)\s+(?:{_NUMBER}\s+)?{_UNIT}", read.up_to_now),
    _form(rf"\b(?:last|past)\s+{_NUMBER}\s+{_UNIT}", read.up_to_now),
    _form(rf"(?:最近|近|过去)的?(?P<number>{_ZH_NUMBER}|半)(?P<unit>天|周|个?星期|个月|年)[内里来]?", read.up_to_now),
    _form(rf"\b{_NUMBER}\s+{_UNIT}\s+ago\b", read.ago),
    _form(rf"(?P<number>{_ZH_NUMBER}){_ZH_UNIT}(?:之|以)?前", read.ago),
    _form(r"(?P<back>去|前|今|本)年", read.year_of),
    _form(r"(?P<which>上{1,2}个?|本|这个?)月", read.chinese_month),
    _form(rf"{_ZH_MONTH}份?(?![日\d]|一次|两次|[之以]?内|的?{_ZH_EVENT})", read.month_of),
    _form(rf"\b{_IN}\s+{_MONTH}(?!\w|\s+{_EVENT}\b)", read.month_of),
)
