"""Reads the period out of a question: a day, a month, a year, or words such as "last week" and 上周五.

Only forms that can hardly mean anything else count; "20th Congress", "12 items" and "2022 people" are no dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included.

    ``yearless`` says that the year was not named: the same days of another year may be meant.
    ``text`` is how it was written.
    """

    first: date
    last: date
    yearless: bool = False
    text: str = ""

    def in_year(self, year: int) -> Period | None:
        """The same days of another year; None where there are none (29 February)."""
        try:
            first = self.first.replace(year=year)
            last = self.last.replace(year=year) if self.first == self.last else _month(year, first.month).last
            return Period(first, last, text=self.text)
        except ValueError:
            return None


_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
        "|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
_CHINESE_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_AFTER_WORD = r"(?:in|during|of|since|for|from|until|by|before|after|throughout|early|late|mid|within)"

_RANGE = re.compile(r"\s*(?:to|and|until|till|through|-|–|至|到)\s*", re.IGNORECASE)

Reader = Callable[[re.Match[str], date], Period]


def read_period(question: str, today: date) -> Period | None:
    """The period that ``question`` names, seen from ``today``: a day, a month, a year, or a range of them."""
    found = _first(question, today)
    if found is None:
        return None
    match, read = found
    following = _RANGE.match(question, match.end())
    second = _first(question[following.end() :], today) if following else None
    if following and second and second[0].start() == 0:
        last = (second[1].in_year(read.first.year) if second[1].yearless else second[1]) or read
        text = question[match.start() : following.end() + second[0].end()]
        return Period(read.first, max(read.last, last.last), read.yearless, text)
    return _open(question, match, read)


def _first(question: str, today: date) -> tuple[re.Match[str], Period] | None:
    for pattern, read in _FORMS:
        for match in pattern.finditer(question):
            try:
                return match, replace(read(match, today), text=match[0])
            except ValueError:  # 31 February, or the verb in "5 may be"
                continue
    return None


def _open(question: str, match: re.Match[str], read: Period) -> Period:
    """Open at one end when the word before it, or in Chinese behind it, says so."""
    words = re.findall(r"[a-z]+", question[: match.start()].lower())[-1:] + re.findall(r"^[a-z]+", match[0].lower())
    behind = question[match.end() :].lstrip()
    if {"since", "after"} & set(words) or behind.startswith(("以来", "之后", "以后", "后")):
        return replace(read, last=date.max, yearless=False)
    if "before" in words or behind.startswith(("以前", "之前", "前")):
        return replace(read, first=date.min, last=read.first - timedelta(1), yearless=False)
    if {"until", "till"} & set(words):
        return replace(read, first=date.min, yearless=False)
    return read


def _day_of(match: re.Match[str], today: date) -> Period:
    parts = match.groupdict()
    month = _number_of_month(parts["month"])
    year = int(parts["year"]) if parts.get("year") else today.year
    day = date(year, month, int(parts["day"]))
    return Period(day, day, parts.get("year") is None)


def _month_of(match: re.Match[str], today: date) -> Period:
    parts = match.groupdict()
    named = parts.get("year")
    found = _month(int(named) if named else today.year, _number_of_month(parts["month"]))
    return Period(found.first, found.last, named is None)


def _year_of(match: re.Match[str], today: date) -> Period:
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year, 12, 31))


def _ago(match: re.Match[str], today: date) -> Period:
    days = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
    day = today - timedelta(days[match[0].lower()])
    return Period(day, day)


def _weekday(match: re.Match[str], today: date) -> Period:
    wanted = _WEEKDAYS[match["weekday"].lower()]
    back = (today.weekday() - wanted) % 7 or 7
    day = today - timedelta(back)
    return Period(day, day)


def _chinese_weekday(match: re.Match[str], today: date) -> Period:
    monday = today - timedelta(today.weekday() + (7 if match["week"].startswith("上") else 0))
    if not match["weekday"]:
        return Period(monday, monday + timedelta(6))
    day = monday + timedelta(_CHINESE_WEEKDAYS[match["weekday"]])
    return Period(day, day)


def _unit(match: re.Match[str], today: date) -> Period:
    back = match["which"].lower() in ("last", "previous", "past")
    match match["unit"].lower():
        case "week":
            monday = today - timedelta(today.weekday() + 7 * back)
            return Period(monday, monday + timedelta(6))
        case "month":
            return _month_before(today) if back else _month(today.year, today.month)
        case _:
            return _whole_year(today.year - back)


def _chinese_unit(match: re.Match[str], today: date) -> Period:
    return {
        "去年": lambda: _whole_year(today.year - 1),
        "前年": lambda: _whole_year(today.year - 2),
        "今年": lambda: _whole_year(today.year),
        "本年": lambda: _whole_year(today.year),
        "本月": lambda: _month(today.year, today.month),
        "这个月": lambda: _month(today.year, today.month),
        "上月": lambda: _month_before(today),
        "上个月": lambda: _month_before(today),
    }[match[0]]()


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _month_before(today: date) -> Period:
    before = today.replace(day=1) - timedelta(1)
    return _month(before.year, before.month)


def _whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _number_of_month(written: str) -> int:
    if written == "may":
        raise ValueError("the verb")
    return int(written) if written.isdigit() else _MONTHS[written.lower()]


def _form(pattern: str, read: Reader) -> tuple[re.Pattern[str], Reader]:
    return re.compile(pattern, re.IGNORECASE), read


# In this order: what says more comes first.
_FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    _form(rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)", _day_of),
    _form(rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]", _day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", _day_of),
    _form(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _day_of),
    _form(rf"\b{_MONTH}\s+(?:of\s+)?{_YEAR}\b", _month_of),
    _form(rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月", _month_of),
    _form(r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]", _day_of),
    _form(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)", _day_of),
    _form(rf"\b{_MONTH}\s+{_DAY}(?!\w|[,.]\d)", _day_of),
    _form(rf"(?<!\d){_YEAR}\s*年(?!代)", _year_of),
    _form(
        rf"\b{_AFTER_WORD}\s+(?:the\s+year\s+)?{_YEAR}\b(?!\s*(?:people|yuan|dollars|members|votes|[%$]))", _year_of
    ),
    _form(r"\b(?:today|yesterday)\b|今天|昨天|昨日|前天", _ago),
    _form(rf"\b(?:last|this past)\s+(?P<weekday>{'|'.join(_WEEKDAYS)})\b", _weekday),
    _form(r"(?P<week>上个?|本|这个?)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]?)", _chinese_weekday),
    _form(r"\b(?P<which>last|previous|this)\s+(?P<unit>week|month|year)\b", _unit),
    _form(r"去年|前年|今年|本年|本月|这个月|上个?月", _chinese_unit),
    _form(r"(?<![\d个])(?P<month>1[0-2]|[1-9])\s*月份?(?![日\d])", _month_of),
    _form(rf"\b{_AFTER_WORD}\s+{_MONTH}(?!\w)", _month_of),
)
