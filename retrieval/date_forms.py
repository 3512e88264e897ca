"""How English and Chinese write a day, a week, a month, a quarter, a half, a year or a span of them.

Only forms that can hardly mean anything else are here; "20th Congress", "12 items" and "2022 people" are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from retrieval import period
from retrieval.period import Period

Reader = Callable[[Mapping[str, str], date], Period]
Form = tuple[re.Pattern[str], Reader]

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
        "|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "first second third fourth".split()
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_BACK = {"last": 1, "this": 0, "去": 1, "今": 0, "本": 0, "前": 2}


def _either(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\b|(?P<back>last|this)\s+year\b)"
_MONTH = rf"(?P<month>{_either(list(_MONTHS))})\b\.?"
_MONTH_2 = _MONTH.replace("month", "month2")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_2 = _DAY.replace("day", "day2")
_TO = r"\s*(?:to|until|till|through|-|–)\s*"
_IN = r"(?:in|during|of|since|for|from|until|by|before|after|between|throughout|early|late|mid|within)"
_OF = r",?\s+(?:of\s+)?"
_NUMBER = rf"(?P<number>\d{{1,2}}|{_either(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?\b"

_ZH_NUMBER = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_ZH_YEAR = r"(?:(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年|(?P<back>去|今|本|前)年)的?\s*"
_ZH_MONTH = r"(?<![\d个每几十一二三四五六七八九])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月"
_ZH_YEARS_MONTH = _ZH_MONTH.replace(r"(?<![\d个每几十一二三四五六七八九])", "")
_ZH_MONTH_2 = _ZH_YEARS_MONTH.replace("month", "month2")
_ZH_DAY = rf"\s*(?P<day>{_ZH_NUMBER})\s*[日号]"
_ZH_DAY_2 = _ZH_DAY.replace("day", "day2")
_ZH_TO = r"\s*[至到—–~-]\s*"
_ZH_UNIT = r"(?P<unit>天|周|个?星期|个月|年)"


def _number(written: str) -> int:
    """A number in digits, in English words, or in Chinese ones up to 99."""
    if written.isdigit():
        return int(written)
    if written in _NUMBERS:
        return _NUMBERS.index(written) + 1
    tens, ten, ones = written.rpartition("十")
    return 10 * (_DIGITS[tens] if tens else bool(ten)) + (_DIGITS[ones] if ones else 0)


def _year(parts: Mapping[str, str], today: date) -> int:
    if parts.get("back"):
        return today.year - _BACK[parts["back"]]
    written = parts.get("year") or str(today.year)
    return int(written) if written.isdigit() else int("".join(str(_DIGITS[digit]) for digit in written))


def _yearless(parts: Mapping[str, str]) -> bool:
    return not (parts.get("year") or parts.get("back"))


def _month(written: str) -> int:
    return _MONTHS.get(written) or _number(written)


def _day_of(parts: Mapping[str, str], today: date) -> Period:
    of = date(_year(parts, today), _month(parts["month"]), int(_number(parts["day"])))
    return period.day(of, _yearless(parts))


def _month_of(parts: Mapping[str, str], today: date) -> Period:
    return period.month(_year(parts, today), _month(parts["month"]), _yearless(parts))


def _year_of(parts: Mapping[str, str], today: date) -> Period:
    return period.year(_year(parts, today))


def _days_of(parts: Mapping[str, str], today: date) -> Period:
    year, month = _year(parts, today), _month(parts["month"])
    first, last = date(year, month, _number(parts["day"])), date(year, month, _number(parts["day2"]))
    return Period(first, _not_before(first, last), _yearless(parts))


def _months_of(parts: Mapping[str, str], today: date) -> Period:
    year = _year(parts, today)
    first, last = period.month(year, _month(parts["month"])), period.month(year, _month(parts["month2"]))
    return Period(first.first, _not_before(first.first, last.last), _yearless(parts))


def _years_of(parts: Mapping[str, str], today: date) -> Period:
    first, last = date(int(parts["year"]), 1, 1), date(int(parts["year2"]), 12, 31)
    return Period(first, _not_before(first, last))


def _not_before(first: date, last: date) -> date:
    if last < first:
        raise ValueError("ends before it begins")
    return last


def _with_slashes(parts: Mapping[str, str], today: date) -> Period:
    first, second = int(parts["one"]), int(parts["two"])
    month_first = parts["mark"] == "/" and first <= 12
    return period.day(date(int(parts["year"]), *((first, second) if month_first else (second, first))))


def _week_of(parts: Mapping[str, str], today: date) -> Period:
    return period.week(_day_of(parts, today).first, _yearless(parts))


def _quarter_of(parts: Mapping[str, str], today: date) -> Period:
    return period.quarter(_year(parts, today), _which(parts["quarter"]), _yearless(parts))


def _half_of(parts: Mapping[str, str], today: date) -> Period:
    return period.half(_year(parts, today), _which(parts["half"]), _yearless(parts))


def _three_quarters(parts: Mapping[str, str], today: date) -> Period:
    return period.months(_year(parts, today), 1, 9, _yearless(parts))


def _which(written: str) -> int:
    """The number of a quarter or half: ``second``, ``2``, ``二``, 下."""
    if written in "上下":
        return "上下".index(written) + 1
    return _ORDINALS.index(written) + 1 if written in _ORDINALS else _number(written)


def _named_day(parts: Mapping[str, str], today: date) -> Period:
    days = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
    return period.day(today - timedelta(days.get(parts["named"], 2)))


def _weekday(parts: Mapping[str, str], today: date) -> Period:
    """The latest such day before today."""
    wanted = parts["weekday"]
    number = _WEEKDAYS.index(wanted) if wanted in _WEEKDAYS else _chinese_weekday(wanted)
    return period.day(today - timedelta((today.weekday() - number) % 7 or 7))


def _chinese_weekday(written: str) -> int:
    return 6 if written in "日天" else _number(written) - 1


def _chinese_week(parts: Mapping[str, str], today: date) -> Period:
    found = period.week(today - timedelta(7 * parts["which"].count("上")))
    if not parts["weekday"]:
        return found
    if parts["weekday"] == "末":
        return Period(found.first + timedelta(5), found.last)
    return period.day(found.first + timedelta(_chinese_weekday(parts["weekday"])))


def _unit(parts: Mapping[str, str], today: date) -> Period:
    return _calendar_unit(parts["unit"], parts["which"] != "this", today)


def _chinese_month(parts: Mapping[str, str], today: date) -> Period:
    return _calendar_unit("month", parts["which"].count("上"), today)


def _ago(parts: Mapping[str, str], today: date) -> Period:
    return _calendar_unit(_UNITS.get(parts["unit"], parts["unit"]), _number(parts["number"]), today)


_UNITS = {"天": "day", "周": "week", "星期": "week", "个星期": "week", "个月": "month", "年": "year"}


def _calendar_unit(unit: str, back: int, today: date) -> Period:
    """The day, week, month or year that lies so many before the present one."""
    match unit:
        case "day":
            return period.day(today - timedelta(back))
        case "week":
            return period.week(today - timedelta(7 * back))
        case "month":
            then = period.months_before(today, back)
            return period.month(then.year, then.month)
        case _:
            return period.year(today.year - back)


def _up_to_now(parts: Mapping[str, str], today: date) -> Period:
    """So many days, weeks, months or years that end today."""
    unit, written = _UNITS.get(parts["unit"], parts["unit"]), parts.get("number") or "one"
    count = 0.5 if written == "半" else _number(written)
    if unit in ("day", "week"):
        return Period(today - timedelta(int(count * (7 if unit == "week" else 1))), today)
    return Period(period.months_before(today, int(count * (12 if unit == "year" else 1))), today)


def _form(pattern: str, read: Reader) -> Form:
    return re.compile(pattern, re.IGNORECASE), read


# In this order: what says more comes first.
FORMS: tuple[Form, ...] = (
    _form(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _day_of),
    _form(
        r"(?<![\d./])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)",
        _with_slashes,
    ),
    _form(
        rf"\bweek\s+(?:of|beginning|starting|from)\s+(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?",
        _week_of,
    ),
    _form(rf"\bweek\s+(?:of|beginning|starting|from)\s+{_MONTH}\s+{_DAY}(?!\w)(?:{_OF}{_YEAR})?", _week_of),
    _form(rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}{_ZH_DAY}(?:所在的?|那一?|当|这一?)周", _week_of),
    _form(rf"\b{_DAY}{_TO}{_DAY_2}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?", _days_of),
    _form(
        rf"\bbetween\s+(?:the\s+)?{_DAY}\s+and\s+(?:the\s+)?{_DAY_2}\s+(?:of\s+)?{_MONTH}(?:{_OF}{_YEAR})?", _days_of
    ),
    _form(rf"\b{_MONTH}\s+{_DAY}{_TO}{_DAY_2}(?!\w)(?:{_OF}{_YEAR})?", _days_of),
    _form(rf"\bbetween\s+{_MONTH}\s+{_DAY}\s+and\s+{_DAY_2}(?!\w)(?:{_OF}{_YEAR})?", _days_of),
    _form(rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}{_ZH_DAY.replace('[日号]', '[日号]?')}{_ZH_TO}{_ZH_DAY_2}", _days_of),
    _form(rf"\b{_MONTH}(?:{_TO}|\s+and\s+){_MONTH_2}{_OF}{_YEAR}", _months_of),
    _form(rf"\b(?:between|from|in)\s+{_MONTH}(?:{_TO}|\s+and\s+){_MONTH_2}(?!\w|\s+\d)", _months_of),
    _form(rf"(?:{_ZH_YEAR})?{_ZH_YEARS_MONTH}?份?{_ZH_TO}{_ZH_MONTH_2}份?(?!{_ZH_DAY})", _months_of),
    _form(
        rf"\b(?:between|from|in|during)\s+(?P<year>(?:19|20)\d\d)(?:{_TO}|\s+and\s+)(?P<year2>(?:19|20)\d\d)\b",
        _years_of,
    ),
    _form(rf"{_ZH_YEAR}{_ZH_YEARS_MONTH}{_ZH_DAY}", _day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}{_OF}{_YEAR}", _day_of),
    _form(rf"\b{_MONTH}\s+{_DAY}{_OF}{_YEAR}", _day_of),
    _form(rf"\b{_MONTH}{_OF}{_YEAR}", _month_of),
    _form(rf"{_ZH_YEAR}{_ZH_YEARS_MONTH}份?", _month_of),
    _form(rf"\b{_IN}\s+(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])(?![\d/-])", _month_of),
    _form(rf"{_ZH_MONTH}{_ZH_DAY}", _day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?(?-i:(?!may\b)){_MONTH}(?!\w)", _day_of),
    _form(rf"(?-i:\b(?!may\b)){_MONTH}\s+{_DAY}(?!\w|[,.]\d|\s+(?:people|votes?|items?|members?)\b)", _day_of),
    _form(
        rf"\b(?:q|(?:the\s+)?(?=\w+\s+quarter))(?P<quarter>[1-4]|{_either(_ORDINALS)})(?:\s+quarter)?{_OF}{_YEAR}",
        _quarter_of,
    ),
    _form(r"\b(?P<year>(?:19|20)\d\d)\s*[-/]?\s*q(?P<quarter>[1-4])\b", _quarter_of),
    _form(rf"\b{_IN}\s+(?:q(?P<quarter>[1-4])\b)", _quarter_of),
    _form(rf"\b{_IN}\s+the\s+(?P<quarter>{_either(_ORDINALS)})\s+quarter\b(?!\s+of)", _quarter_of),
    _form(rf"\b(?:the\s+)?(?P<half>first|second)\s+half\s+(?:of\s+)?(?:the\s+year\s+)?{_YEAR}", _half_of),
    _form(rf"\bh(?P<half>[12])\s+(?:of\s+)?{_YEAR}", _half_of),
    _form(rf"(?:{_ZH_YEAR})?前三个?季度", _three_quarters),
    _form(rf"(?:{_ZH_YEAR})?第?(?P<quarter>[一二三四1-4])季度", _quarter_of),
    _form(rf"(?:{_ZH_YEAR})?(?P<half>[上下])半年", _half_of),
    _form(r"(?<!\d)(?P<year>(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年(?!代)", _year_of),
    _form(
        rf"\b{_IN}\s+(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)\b(?!\s*(?:people|yuan|dollars|members|votes|[%$]))",
        _year_of,
    ),
    _form(r"\b(?P<named>today|(?:the\s+)?day\s+before\s+yesterday|yesterday)\b", _named_day),
    _form(r"(?P<named>今天|今日|昨天|昨日|前天)", _named_day),
    _form(rf"\b(?:last|this\s+past)\s+(?P<weekday>{_either(_WEEKDAYS)})\b", _weekday),
    _form(rf"\bon\s+(?P<weekday>{_either(_WEEKDAYS)})\b(?!\s+to\b)", _weekday),
    _form(r"(?P<which>上{1,2}个?|本|这个?)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]?)", _chinese_week),
    _form(
        r"(?<![每\w至到])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?=[上下中]午|晚|的|召?开|有|谁|$|\W)",
        _weekday,
    ),
    _form(r"\b(?P<which>last|previous|this)\s+(?P<unit>week|month|year)\b", _unit),
    _form(rf"(?:\b{_IN}\s+|\bover\s+)?\bthe\s+(?:last|past)\s+(?:{_NUMBER}\s+)?{_UNIT}", _up_to_now),
    _form(rf"\b(?:last|past)\s+{_NUMBER}\s+{_UNIT}", _up_to_now),
    _form(rf"(?:最近|近|过去)的?(?P<number>{_ZH_NUMBER}|半)(?P<unit>天|周|个?星期|个月|年)[内里来]?", _up_to_now),
    _form(rf"\b{_NUMBER}\s+{_UNIT}\s+ago\b", _ago),
    _form(rf"(?P<number>{_ZH_NUMBER}){_ZH_UNIT}(?:之|以)?前", _ago),
    _form(r"(?P<back>去|前|今|本)年", _year_of),
    _form(r"(?P<which>上{1,2}个?|本|这个?)月", _chinese_month),
    _form(rf"{_ZH_MONTH}份?(?![日\d]|一次|两次|[之以]?内)", _month_of),
    _form(rf"\b{_IN}\s+{_MONTH}(?!\w)", _month_of),
)
