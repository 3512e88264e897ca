"""Reads the period out of a question: a day, a month, a year, or words such as "last week" and 上周五."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from retrieval.date_forms import FORMS
from retrieval.period import Period

_RANGE = re.compile(r"\s*(?:to|and|until|till|through|-|–|—|至|到)\s*", re.IGNORECASE)
_RANGE_AT_END = re.compile(_RANGE.pattern + "$", re.IGNORECASE)

_SIMPLIFIED = str.maketrans("號週個禮後來當間內過兩", "号周个礼后来当间内过两")  # those that dates are written with

Read = tuple[int, int, Period]  # where it stands in the question, and what it says


def read_period(question: str, today: date) -> Period | None:
    """The period that ``question`` names, seen from ``today``: a day, a month, a year, or a range of them."""
    plain = question.translate(_SIMPLIFIED)
    found = _read(plain, today)
    if found is None:
        return None
    start = plain.index(found.text)
    return replace(found, text=question[start : start + len(found.text)])


def of_year(period: Period, year: int) -> Period | None:
    """The days of another year that a yearless period may mean; None where there are none (29 February)."""
    found = read_period(period.text, date(year, 12, 31))
    return replace(found, yearless=False) if found and found.yearless else None


def names(text: str, period: Period, written: date) -> bool:
    """Whether a text of the day ``written`` names days that all lie in ``period``."""
    return any(period.first <= read.first and read.last <= period.last for _, _, read in _all(text, written))


def _read(question: str, today: date) -> Period | None:
    found = _first(question, today)
    if found is None:
        return None
    start, end, _ = found
    following = _RANGE.match(question, end)
    if following and (second := _at(question, following.end(), today)):
        return _range(question, found, second, today)
    preceding = _RANGE_AT_END.search(question, 0, start)
    if preceding and (earlier := _until(question, preceding.start(), today)):
        return _range(question, earlier, found, today)
    return _open(question, found, today)


def _first(question: str, today: date) -> Read | None:
    return next(_all(question, today), None)


def _at(question: str, start: int, today: date) -> Read | None:
    return next((read for read in _all(question, today) if read[0] == start), None)


def _until(question: str, end: int, today: date) -> Read | None:
    return next((read for read in _all(question[:end], today) if read[1] == end), None)


def _all(question: str, today: date) -> Iterator[Read]:
    """Every reading of every form, those that say more first."""
    for pattern, read in FORMS:
        for match in pattern.finditer(question):
            parts = {name: value.lower() for name, value in match.groupdict().items() if value is not None}
            try:
                yield match.start(), match.end(), replace(read(parts, today), text=match[0])
            except ValueError:  # 31 February
                continue


def _range(question: str, first: Read, last: Read, today: date) -> Period:
    """From one to the other; a year that only one of them names holds for both."""
    begins, ends = first[2], last[2]
    if begins.yearless and not ends.yearless:
        begins = of_year(begins, ends.first.year) or begins
    elif ends.yearless:
        ends = of_year(ends, begins.first.year) or ends
    text = question[first[0] : last[1]]
    return Period(begins.first, max(begins.last, ends.last), begins.yearless, text)


def _open(question: str, found: Read, today: date) -> Period:
    """Open at one end when the word before it, or in Chinese behind it, says so."""
    start, end, read = found
    words = re.findall(r"[a-z]+", question[:start].lower())[-1:] + re.findall(r"^[a-z]+", read.text.lower())
    behind = question[end:].lstrip()
    if {"since", "after"} & set(words) or behind.startswith(("以来", "之后", "以后", "后")):
        return replace(_past(read, today), last=date.max, yearless=False)
    if "before" in words or behind.startswith(("以前", "之前", "前")):
        return replace(read, first=date.min, last=read.first - timedelta(1), yearless=False)
    if {"until", "till"} & set(words):
        return replace(read, first=date.min, yearless=False)
    return read


def _past(read: Period, today: date) -> Period:
    """The period, of last year if it names no year and this year's has not come yet."""
    if not read.yearless or read.first <= today:
        return read
    earlier = _first(read.text, date(today.year - 1, 12, 31))
    return earlier[2] if earlier else read
