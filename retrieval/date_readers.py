"""Turns what a form of dates took out of a question into a period, seen from today.

Each reader takes the named parts of a match, in lower case. Raises ValueError for days that there are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from retrieval import period
from retrieval.period import Period

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
        "|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = "first second third fourth".split()
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_BACK = {"last": 1, "this": 0, "去": 1, "今": 0, "本": 0, "前": 2}


def _number(written: str) -> int:
    """A number in digits, in English words, or in Chinese ones up to 99."""
    if written.isdigit():
        return int(written)
    if written in NUMBERS:
        return NUMBERS.index(written) + 1
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
    return MONTHS.get(written) or _number(written)


def day_of(parts: Mapping[str, str], today: date) -> Period:
    """One day of a month."""
    of = date(_year(parts, today), _month(parts["month"]), _number(parts["day"]))
    return period.day(of, _yearless(parts))


def month_of(parts: Mapping[str, str], today: date) -> Period:
    """A whole month."""
    return period.month(_year(parts, today), _month(parts["month"]), _yearless(parts))


def year_of(parts: Mapping[str, str], today: date) -> Period:
    """A whole year."""
    return period.year(_year(parts, today))


def days_of(parts: Mapping[str, str], today: date) -> Period:
    """From one day to another of the same month."""
    year, month = _year(parts, today), _month(parts["month"])
    first, last = date(year, month, _number(parts["day"])), date(year, month, _number(parts["day2"]))
    return Period(first, _not_before(first, last), _yearless(parts))


def months_of(parts: Mapping[str, str], today: date) -> Period:
    """From one month to another of the same year."""
    year = _year(parts, today)
    first, last = period.month(year, _month(parts["month"])), period.month(year, _month(parts["month2"]))
    return Period(first.first, _not_before(first.first, last.last), _yearless(parts))


def years_of(parts: Mapping[str, str], today: date) -> Period:
    """From one year to another."""
    first, last = date(int(parts["year"]), 1, 1), date(int(parts["year2"]), 12, 31)
    return Period(first, _not_before(first, last))


def _not_before(first: date, last: date) -> date:
    if last < first:
        raise ValueError("ends before it begins")
    return last


def with_slashes(parts: Mapping[str, str], today: date) -> Period:
    """A day in figures: with dots the day comes first, with slashes the month where it can be one."""
    first, second = int(parts["one"]), int(parts["two"])
    month_first = parts["mark"] == "/" and first <= 12
    return period.day(date(int(parts["year"]), *((first, second) if month_first else (second, first))))


def week_of(parts: Mapping[str, str], today: date) -> Period:
    """The week around a day."""
    return period.week(day_of(parts, today).first, _yearless(parts))


def quarter_of(parts: Mapping[str, str], today: date) -> Period:
    """Three months."""
    return period.quarter(_year(parts, today), _which(parts["quarter"]), _yearless(parts))


def half_of(parts: Mapping[str, str], today: date) -> Period:
    """Half a year."""
    return period.half(_year(parts, today), _which(parts["half"]), _yearless(parts))


def three_quarters(parts: Mapping[str, str], today: date) -> Period:
    """The first nine months."""
    return period.months(_year(parts, today), 1, 9, _yearless(parts))


def _which(written: str) -> int:
    """The number of a quarter or half: ``second``, ``2``, ``二``, 下."""
    if written in "上下":
        return "上下".index(written) + 1
    return ORDINALS.index(written) + 1 if written in ORDINALS else _number(written)


def named_day(parts: Mapping[str, str], today: date) -> Period:
    """Today, yesterday or the day before."""
    days = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
    return period.day(today - timedelta(days.get(parts["named"], 2)))


def weekday(parts: Mapping[str, str], today: date) -> Period:
    """The latest such day before today."""
    wanted = parts["weekday"]
    number = WEEKDAYS.index(wanted) if wanted in WEEKDAYS else _chinese_weekday(wanted)
    return period.day(today - timedelta((today.weekday() - number) % 7 or 7))


def _chinese_weekday(written: str) -> int:
    return 6 if written in "日天" else _number(written) - 1


def chinese_week(parts: Mapping[str, str], today: date) -> Period:
    """A week before this one or this one, its end, or one of its days."""
    found = period.week(today - timedelta(7 * parts["which"].count("上")))
    if not parts["weekday"]:
        return found
    if parts["weekday"] == "末":
        return Period(found.first + timedelta(5), found.last)
    return period.day(found.first + timedelta(_chinese_weekday(parts["weekday"])))


def unit(parts: Mapping[str, str], today: date) -> Period:
    """This or the last week, month or year."""
    return _calendar_unit(parts["unit"], parts["which"] != "this", today)


def chinese_month(parts: Mapping[str, str], today: date) -> Period:
    """A month before this one, or this one."""
    return _calendar_unit("month", parts["which"].count("上"), today)


def ago(parts: Mapping[str, str], today: date) -> Period:
    """The day, week, month or year so long ago."""
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


def up_to_now(parts: Mapping[str, str], today: date) -> Period:
    """So many days, weeks, months or years that end today."""
    unit, written = _UNITS.get(parts["unit"], parts["unit"]), parts.get("number") or "one"
    count = 0.5 if written == "半" else _number(written)
    if unit in ("day", "week"):
        return Period(today - timedelta(int(count * (7 if unit == "week" else 1))), today)
    return Period(period.months_before(today, int(count * (12 if unit == "year" else 1))), today)
