"""Counts what the records tell of use: questions a day, how many were answered, votes, what was quoted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.records import Records
    from bot.records.answer_log import Logged, Quoted
    from bot.records.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Day:
    """One day, in UTC: questions answered and refused, votes up and down."""

    day: date
    answered: int
    refused: int
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class Use:
    """All days of a period, those without questions too, and what was quoted in it, most often first."""

    days: tuple[Day, ...]
    quoted: tuple[tuple[str, int], ...]  # article, answers that quoted it
    judgements: tuple[Judgement, ...]

    @property
    def questions(self) -> int:
        return sum(each.answered + each.refused for each in self.days)

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.days)

    @property
    def votes(self) -> int:
        return sum(each.good + each.bad for each in self.days)

    @property
    def bad(self) -> int:
        return sum(each.bad for each in self.days)


def use(records: Records, days: int, today: date | None = None) -> Use:
    """The use of the last ``days`` days, today among them."""
    today = today or datetime.now(UTC).date()
    first = today - timedelta(days - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    logged = [each for each in records.answers.answers(since) if each.at.date() <= today]
    judged = [each for each in records.judgements.since(since) if each.at.date() <= today]
    quoted = _quoted(logged, records.answers.quoted())
    return Use(tuple(by_day(logged, judged, first, today)), quoted, tuple(judged))


def by_day(logged: Sequence[Logged], judged: Sequence[Judgement], first: date, last: date) -> list[Day]:
    """The counts of each day from ``first`` to ``last``."""
    asked = Counter((each.at.date(), each.answered) for each in logged)
    votes = Counter((each.at.date(), each.good) for each in judged)
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [Day(day, asked[day, True], asked[day, False], votes[day, True], votes[day, False]) for day in days]


def percent(part: int, whole: int) -> str:
    """``83 %``; a dash where there is nothing to take a share of."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _quoted(logged: Sequence[Logged], quoted: Sequence[Quoted]) -> tuple[tuple[str, int], ...]:
    ours = {each.id for each in logged}
    counts = Counter(
        article for _, article in {(each.answer, each.article) for each in quoted if each.answer in ours}
    )
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
