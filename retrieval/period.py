"""A span of days, and those that calendars name: a week, a month, a quarter, a half, a year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
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

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` is known and one of the period's."""
        return day is not None and self.first <= day <= self.last


def day(of: date, yearless: bool = False) -> Period:
    """One day."""
    return Period(of, of, yearless)


def week(of: date, yearless: bool = False) -> Period:
    """Monday to Sunday around a day."""
    monday = of - timedelta(of.weekday())
    return Period(monday, monday + timedelta(6), yearless)


def months(year: int, first: int, last: int, yearless: bool = False) -> Period:
    """From the beginning of one month to the end of another in the same year."""
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), yearless)


def month(year: int, number: int, yearless: bool = False) -> Period:
    """A whole month."""
    return months(year, number, number, yearless)


def quarter(year: int, number: int, yearless: bool = False) -> Period:
    """The first, second, third or fourth three months of a year."""
    return months(year, 3 * number - 2, 3 * number, yearless)


def half(year: int, number: int, yearless: bool = False) -> Period:
    """The first or second half of a year."""
    return months(year, 6 * number - 5, 6 * number, yearless)


def year(number: int) -> Period:
    """A whole year."""
    return months(number, 1, 12)


def months_before(today: date, count: int) -> date:
    """The same day so many months earlier, or that month's last one."""
    total = today.year * 12 + today.month - 1 - count
    earlier, number = divmod(total, 12)
    return date(earlier, number + 1, min(today.day, monthrange(earlier, number + 1)[1]))
